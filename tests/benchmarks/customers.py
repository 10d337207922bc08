"""Ten thousand customers of Contacthub: searched by a tree of conditions, and more of them created."""

import json
import statistics
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.benchmarks.asking import Asked, median, send
from tests.benchmarks.table import Row, measured
from tests.support.server import Server, serving
from tests.vendors.contacthub.desk import BRANCHES, EVERYBODY, NEWSLETTER, TIBURON

__all__ = ["rows"]

CUSTOMERS = 10_000
SUBJECT = f"{CUSTOMERS:,} customers"
OURS = f"/hub/v1/workspaces/{TIBURON}/customers"
ROUNDS = 25
NEW = 2_000
"""How many are created, to see that the last does not take longer than the first."""


def rows(folder: Path, with_peers: bool) -> Iterator[Row]:
    """One row per budget; there is no peer that holds customers."""
    with serving("--customers", str(CUSTOMERS)) as server:
        for what, node in (("an entry node", BRANCHES), ("an aggregate node", EVERYBODY)):
            first = median(server, searched(node, ROUNDS), rounds=1)
            yield measured(SUBJECT, f"first search of {what}", 1000 * first, None, "ms")
            # Each asks for something else, so that nothing can be remembered.
            seconds = [median(server, searched(node, number), rounds=1) for number in range(ROUNDS)]
            figure = 1000 * statistics.median(seconds)
            yield measured(SUBJECT, f"search of {what} by four conditions", figure, 20, "ms")
        early, late = created(server)
        yield measured(SUBJECT, f"POST of customers 1 to {NEW // 10}", 1000 * early, None, "ms")
        yield measured(SUBJECT, f"POST of the last of {NEW:,}, in POSTs of the first", late / early, 1.5, "")


def searched(node: str, number: int) -> Asked:
    """A search by four conditions in three levels; `number` makes it another one."""
    regions = compared("base.address.region", "IN", ["CA", "NY", "TX", f"{number}"])
    older = compared("base.dob", "LT", "1980-01-01")
    mailed = compared("base.contacts.email", "LIKE", "%@example.com")
    newer = compared("registeredAt", "GTE", "2015-01-01T00:00:00Z")
    either = {"type": "composite", "conjunction": "or", "conditions": [older, mailed]}
    both = {"type": "composite", "conjunction": "and", "conditions": [regions, either]}
    query = {"type": "combined", "conjunction": "INTERSECT", "queries": [simple(both), simple(newer)]}
    asked = {"nodeId": node, "query": json.dumps({"name": "", "query": query})}
    return Asked("GET", f"{OURS}?{urlencode(asked)}")


def compared(attribute: str, operator: str, value: Any) -> dict[str, Any]:
    """An atomic condition."""
    return {"type": "atomic", "attribute": attribute, "operator": operator, "value": value}


def simple(condition: Mapping[str, Any]) -> dict[str, Any]:
    """A simple query."""
    return {"type": "simple", "are": {"condition": condition}}


def created(server: Server) -> tuple[float, float]:
    """Median seconds of the first and of the last tenth of so many POSTs."""
    seconds = []
    for number in range(NEW):
        contacts = {"email": f"{number}@example.org"}
        body = {"nodeId": NEWSLETTER, "base": {"firstName": "New", "contacts": contacts}}
        began = time.perf_counter()
        send(server, Asked("POST", OURS, "application/json", json.dumps(body).encode()))
        seconds.append(time.perf_counter() - began)
    tenth = NEW // 10
    return statistics.median(seconds[:tenth]), statistics.median(seconds[-tenth:])
