"""Counts of all exchanges with the mocked APIs since the start, whatever became of their worlds."""

import threading
from collections import Counter
from collections.abc import Iterable

from understudy.contract.load import Contract
from understudy.http.exchange import Exchange

__all__ = ["Tally"]


class Tally:
    """Told of each exchange; what it costs does not grow with their number."""

    def __init__(self, contracts: Iterable[Contract]) -> None:
        """Count exchanges with the operations of these contracts."""
        self.apis = {
            id(operation): contract.name
            for contract in contracts
            for operation in contract.operations.values()
        }
        self.lock = threading.Lock()
        self.exchanges: Counter[tuple[str, str, int]] = Counter()
        self.seconds: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()

    def note(self, exchange: Exchange, seconds: float, _world: str) -> None:
        """Count one exchange, by API, operation and status; its seconds and faults by API."""
        operation = exchange.call.operation
        api = self.apis.get(id(operation), "")
        with self.lock:
            self.exchanges[api, operation.operation_id, exchange.reply.status] += 1
            self.seconds[api] += seconds  # type: ignore[assignment]  # a Counter adds up any numbers
            if exchange.fault:
                self.faults[api] += 1

    def read(self) -> tuple[dict[tuple[str, str, int], int], dict[str, float], dict[str, int]]:
        """Exchanges by API, operation and status; seconds by API; exchanges with a fault by API."""
        with self.lock:
            return dict(self.exchanges), dict(self.seconds), dict(self.faults)
