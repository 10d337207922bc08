"""What a run keeps of its exchanges: coverage, a count by operation and status, and some of them whole."""

from collections import Counter
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from understudy.conformance.wire import Exchange
from understudy.contract.coverage import Coverage, Goals
from understudy.contract.load import Contract
from understudy.contract.operation import Operation

__all__ = ["Gathered", "path_values"]

ALIKE = 10
"""Exchanges kept of each source, operation and status: of many that are alike, the first will do."""

MOST_BYTES = 32 * 1024 * 1024
"""Bytes of bodies that are kept in all."""


class Gathered:
    """Told of each exchange of a run, by several threads; what it holds does not grow with their number."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.coverage = Coverage(Goals([contract]))
        self.requests = 0
        self._lock = Lock()
        self._heat: Counter[tuple[str, int]] = Counter()
        self._alike: Counter[tuple[str, str, int]] = Counter()
        self._kept: list[Exchange] = []
        self._bytes = 0

    def hear(self, exchange: Exchange) -> None:
        """Count one exchange, and keep it if there are not yet enough like it."""
        operation = self.contract.operations.get(exchange.operation)
        if operation:
            self._cover(operation, exchange)
        size = len(exchange.request_body) + len(exchange.body)
        with self._lock:
            self.requests += 1
            if operation:
                self._heat[exchange.operation, exchange.status] += 1
            kind = (exchange.source, exchange.operation, exchange.status)
            if self._alike[kind] < ALIKE and self._bytes + size <= MOST_BYTES:
                self._alike[kind] += 1
                self._bytes += size
                self._kept.append(exchange)

    def _cover(self, operation: Operation, exchange: Exchange) -> None:
        values = path_values(operation, exchange.url)
        if values is None or exchange.method != operation.method:
            return
        self.coverage.meet(
            operation,
            status=exchange.status,
            path_params=values,
            query=urlsplit(exchange.url).query.encode("utf-8", "replace"),
            headers={name.lower(): value for name, value in exchange.request_headers.items()},
            request=exchange.request_body,
            reply=exchange.body,
        )

    def heat(self) -> dict[str, dict[str, int]]:
        """Exchanges by operation, in the contract's order, and status."""
        with self._lock:
            counts = dict(self._heat)
        return {
            name: {
                str(status): counts[name, status]
                for _, status in sorted(key for key in counts if key[0] == name)
            }
            for name in self.contract.operations
        }

    def kept(self, besides: Iterable[Exchange] = ()) -> tuple[Exchange, ...]:
        """The exchanges that are kept, and those of `besides`, in the order of time."""
        with self._lock:
            found = {id(exchange): exchange for exchange in (*self._kept, *besides)}
        return tuple(sorted(found.values(), key=lambda exchange: exchange.at))

    def report(self) -> Mapping[str, Any]:
        """The contract's coverage, as contract.coverage reports it."""
        return self.coverage.report()


def path_values(operation: Operation, url: str) -> dict[str, str] | None:
    """The values of the path's parameters in a URL, whatever stands before it; None for another path,
    or what is no URL."""
    template = operation.path.strip("/").split("/")
    try:
        path = urlsplit(url).path
    except ValueError:  # Servers write what they like into Location.
        return None
    steps = path.strip("/").split("/")[-len(template) :]
    if len(steps) < len(template):
        return None
    values = {}
    for part, step in zip(template, steps, strict=True):
        if part.startswith("{") and part.endswith("}"):
            values[part[1:-1]] = unquote(step)
        elif part != unquote(step):
            return None
    return values
