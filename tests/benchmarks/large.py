"""An institution of 2,340,659 customers: start, memory, count, page, import, and small GETs meanwhile."""

import base64
import json
import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.asking import Asked, Busy, median, send
from tests.benchmarks.load import Target, load
from tests.benchmarks.peers import first_answer
from tests.benchmarks.table import Row, measured
from tests.support.server import Server, resident, serving
from tests.wire.requests import AGE, BALANCE

__all__ = ["rows"]

CUSTOMERS = 2_340_659
SUBJECT = f"{CUSTOMERS:,} customers"
FILE_BYTES = 6_500_000
PAGE = 100_000
ROUNDS = 25
GIGABYTE = 1_000_000_000
AUDIENCE = {"name": "Everybody", "customerType": "all", "enrollmentState": "all"}


def rows(folder: Path, with_peers: bool) -> Iterator[Row]:
    """One row per budget; there is no peer that holds customers."""
    began = time.perf_counter()
    with serving("--customers", str(CUSTOMERS)) as server:
        first_answer(f"{server.base}/customerAudiences")
        yield measured(SUBJECT, "start to first 200", time.perf_counter() - began, 6.0, "s")
        audience = send(server, posted("/customerAudiences", AUDIENCE))
        everybody = f"/customerAudiences/{audience['id']}"
        yield measured(SUBJECT, "count by two filters", 1000 * statistics.median(_counts(server)), 10, "ms")
        page = Asked("GET", f"/service{everybody}/customers?limit={PAGE}")
        yield measured(SUBJECT, "page of 100,000", 1000 * median(server, page, rounds=ROUNDS), 60, "ms")
        import_ = posted("/importedCustomerAudiences", _import())
        seconds = median(server, import_, rounds=3)
        yield measured(SUBJECT, f"import of {FILE_BYTES:,} bytes, 650,000 lines", seconds, 1.0, "s")
        with Busy(server, page, import_):
            target = Target(f"{server.base}{everybody}", server.process.pid)
            small = load(target, connections=4, seconds=10)
        yield measured(SUBJECT, "p99 of small GETs while pages and imports run", small.p99_ms, 50, "ms")
        yield measured(
            SUBJECT, "resident memory after all this", resident(server.process.pid) / GIGABYTE, 1.2, "GB"
        )
        yield measured(
            SUBJECT, "highest resident memory", resident(server.process.pid, peak=True) / GIGABYTE, None, "GB"
        )


def posted(path: str, document: Any) -> Asked:
    """The request that posts a document to the API of audiences."""
    return Asked("POST", f"/service{path}", "application/json", json.dumps(document).encode())


def _import() -> dict[str, Any]:
    """A list of 650,000 nine-digit numbers: as many lines as fit, each of which must be looked up."""
    draw = random.Random(42)
    lines = "".join(f"{draw.randrange(10**9):09d}\n" for _ in range(FILE_BYTES // 10))
    return {
        "name": "A long list",
        "fileName": "list.csv",
        "identifierType": "taxIdNumber",
        "includesHeader": False,
        "content": base64.b64encode(lines.encode()).decode(),
    }


def _counts(server: Server) -> Iterator[float]:
    """Seconds of counts by age and balance, each with other values, so that nothing can be remembered."""
    for age in range(20, 20 + ROUNDS):
        between = {"filterType": {"id": AGE}, "operator": "between", "values": [str(age), "60"]}
        above = {"filterType": {"id": BALANCE}, "operator": "greaterThan", "values": [f"{age}00.00"]}
        filters = {"operator": "and", "primitiveFilters": [between, above]}
        yield median(server, posted("/customerAudienceCounts", filters), rounds=1)
