"""Taking back what a fuzz created: with the contract's own DELETE operations, and nothing else."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from understudy.conformance.gathering import path_values
from understudy.conformance.probe import Ask, Sender, Undo, filled
from understudy.conformance.wire import Exchange, pointed
from understudy.contract.load import Contract
from understudy.contract.operation import Operation
from understudy.errors import Broken

__all__ = ["Sweep"]

GONE = frozenset({200, 202, 204, 404, 410})


class Sweep:
    """Told of each exchange of a fuzz, it knows what is to be taken back.

    `undo` is Suite.undo; creations that it does not name are known by 201 and a Location that a DELETE
    operation of the contract has. `unknown` counts those for which there is no way back.
    """

    def __init__(self, contract: Contract, undo: Mapping[str, Undo]) -> None:
        self.contract = contract
        self.undo = undo
        self.unknown = 0
        self._created: dict[str, Operation] = {}
        self._lock = Lock()
        self._deletions = [one for one in contract.operations.values() if one.method == "DELETE"]

    def hear(self, exchange: Exchange) -> None:
        """Note a creation or a deletion."""
        if not 200 <= exchange.status < 300:
            return
        with self._lock:
            if exchange.method == "DELETE":
                self._created.pop(self._path(exchange.url), None)
            elif exchange.operation in self.undo:
                self._note(self.undo[exchange.operation], exchange)
            elif exchange.status == 201 and exchange.method in ("POST", "PUT"):
                path = self._path(exchange.headers.get("location", ""))
                if path:
                    self._created[path] = self._deletion(path)
                else:
                    self.unknown += 1

    def carry_out(self, sender: Sender, *, workers: int = 1) -> None:
        """Delete what is waiting, the latest first. What was deleted is forgotten, so that it can be carried
        out again, also after a Ctrl-C."""
        with self._lock:
            waiting = list(reversed(self._created.items()))
        with ThreadPoolExecutor(workers) as pool:
            # Without the list, Ctrl-C would be waited out, and faults would not be seen.
            list(pool.map(lambda each: self._delete(sender, *each), waiting))

    def waiting(self) -> tuple[str, ...]:
        """The paths of what is not taken back yet, the latest first."""
        with self._lock:
            return tuple(reversed(self._created))

    def _note(self, undo: Undo, exchange: Exchange) -> None:
        key = pointed(exchange.json(), undo.pointer)
        operation = self.contract.operations.get(undo.operation)
        creation = self.contract.operations[exchange.operation]
        if operation and isinstance(key, str):
            named = path_values(creation, exchange.url) or {}
            self._created[filled(operation, (key,), named)] = operation

    def _path(self, url: str) -> str:
        """The path below the base path that a DELETE operation has and a URL ends with; "" for none."""
        for operation in self._deletions:
            values = path_values(operation, url)
            if values is not None:
                return filled(operation, tuple(values.values()))
        return ""

    def _deletion(self, path: str) -> Operation:
        return next(one for one in self._deletions if path_values(one, path) is not None)

    def _delete(self, sender: Sender, path: str, operation: Operation) -> None:
        try:
            status = sender.send(Ask(operation, path, {}, b"")).status
        except Broken:
            return  # no answer in time
        if status in GONE:
            with self._lock:
                self._created.pop(path, None)
