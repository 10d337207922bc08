"""An institution of 2,340,659 customers: start, memory, count, page, import, and small GETs meanwhile."""

import base64
import http.client
import json
import random
import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.load import Target, load
from tests.benchmarks.peers import first_answer
from tests.benchmarks.table import Row
from tests.support.server import Server, resident, serving
from tests.wire.requests import AGE, BALANCE

__all__ = ["rows"]

CUSTOMERS = 2_340_659
FILE_BYTES = 6_500_000
PAGE = 100_000
LONGEST_REPLY = 16 * 1024 * 1024
ROUNDS = 25
GIGABYTE = 1_000_000_000
AUDIENCE = {"name": "Everybody", "customerType": "all", "enrollmentState": "all"}


def rows(folder: Path, with_peers: bool) -> Iterator[Row]:
    """One row per budget; there is no peer that holds customers."""
    began = time.perf_counter()
    with serving("--customers", str(CUSTOMERS)) as server:
        first_answer(f"{server.base}/customerAudiences")
        yield _row("start to first 200", time.perf_counter() - began, 6.0, "s")
        audience = _send(server, "POST", "/customerAudiences", AUDIENCE)
        everybody = f"/customerAudiences/{audience['id']}"
        yield _row("count by two filters", 1000 * statistics.median(_counts(server)), 10, "ms")
        yield _row(
            "page of 100,000", 1000 * _median(server, "GET", f"{everybody}/customers?limit={PAGE}"), 60, "ms"
        )
        document = _import()
        seconds = _median(server, "POST", "/importedCustomerAudiences", document, rounds=3)
        yield _row(f"import of {FILE_BYTES:,} bytes, 650,000 lines", seconds, 1.0, "s")
        with Busy(server, f"{everybody}/customers?limit={PAGE}", document):
            target = Target(f"{server.base}{everybody}", server.process.pid)
            small = load(target, connections=4, seconds=10)
        yield _row("p99 of small GETs while pages and imports run", small.p99_ms, 50, "ms")
        yield _row("resident memory after all this", resident(server.process.pid) / GIGABYTE, 1.2, "GB")
        yield _row("highest resident memory", resident(server.process.pid, peak=True) / GIGABYTE, None, "GB")


class Busy:
    """Pages and imports, one after the other without pause, while the block runs."""

    def __init__(self, server: Server, page: str, document: Any) -> None:
        self.ends = threading.Event()
        self.sink = bytearray(LONGEST_REPLY)  # for all workers: nobody reads it
        self.workers = [
            threading.Thread(target=self._repeat, args=(server, *request))
            for request in (("GET", page, None), ("POST", "/importedCustomerAudiences", document))
        ]

    def __enter__(self) -> None:
        for worker in self.workers:
            worker.start()

    def __exit__(self, *error: object) -> None:
        self.ends.set()
        for worker in self.workers:
            worker.join()

    def _repeat(self, server: Server, method: str, path: str, document: Any) -> None:
        while not self.ends.is_set():
            _send(server, method, path, document, into=self.sink)


def _row(what: str, figure: float, budget: float | None, unit: str) -> Row:
    text = f"{figure:.2f} {unit}" if figure < 10 else f"{figure:.0f} {unit}"
    met = True if budget is None else figure <= budget
    return Row(
        f"{CUSTOMERS:,} customers: {what}", text, "-", "-", f"≤ {budget} {unit}" if budget else "-", met
    )


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
        yield _median(server, "POST", "/customerAudienceCounts", filters, rounds=1)


def _median(server: Server, method: str, path: str, document: Any = None, *, rounds: int = ROUNDS) -> float:
    """The median seconds from sending a request to the last byte of its reply."""
    figures = []
    # One buffer for all rounds: a fresh one for each would cost the client more than the server's page.
    buffer = bytearray(LONGEST_REPLY)
    for _ in range(rounds):
        began = time.perf_counter()
        _send(server, method, path, document, into=buffer)
        figures.append(time.perf_counter() - began)
    return statistics.median(figures)


def _send(
    server: Server, method: str, path: str, document: Any = None, *, into: bytearray | None = None
) -> Any:
    """The JSON value a request is answered with, or None when its bytes go `into` a buffer.

    RuntimeError for an answer that is no 2xx.
    """
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=120)
    body = None if document is None else json.dumps(document)
    headers = {"Authorization": "Bearer demo", "Content-Type": "application/json"}
    connection.request(method, f"/service{path}", body, headers if body else {"Authorization": "Bearer demo"})
    reply = connection.getresponse()
    if not 200 <= reply.status < 300:
        raise RuntimeError(f"{method} {path} was answered with {reply.status}: {reply.read(300)!r}")
    if into is None:
        return json.loads(reply.read())
    while reply.readinto(into):
        pass
    connection.close()
    return None
