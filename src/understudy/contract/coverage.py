"""Which operations, statuses, parameters and schema branches traffic has met."""

import math
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import Any

from understudy.contract.branches import Goal
from understudy.contract.coverage_goals import OperationGoals
from understudy.contract.load import Contract
from understudy.contract.operation import Operation
from understudy.contract.shapes import UNSET

__all__ = ["AREAS", "Coverage", "Goals", "area_of"]

AREAS = ("operation", "statuses", "parameters", "request", "reply")
"""The areas of an operation's goals, for a table of them."""

_AREA_OF = {
    "operation": "operation",
    "status": "statuses",
    **dict.fromkeys(("path", "query", "header", "cookie"), "parameters"),
    "request": "request",
}

NOTHING: Mapping[str, str] = {}


class Goals:
    """The goals of a set of contracts, found when an operation is first met or reported; made once and
    shared by the coverages of all worlds. Thread safe."""

    def __init__(self, contracts: Sequence[Contract]) -> None:
        self.contracts = tuple(contracts)
        self._owners = {
            id(operation): (contract, operation)
            for contract in self.contracts
            for operation in contract.operations.values()
        }
        self._found: dict[int, OperationGoals] = {}

    def of(self, operation: Operation) -> OperationGoals:
        """The goals of an operation of these contracts; LookupError for any other operation."""
        found = self._found.get(id(operation))
        if found is None:
            if id(operation) not in self._owners:
                raise LookupError(
                    f"{operation.operation_id} is no operation of the contracts whose coverage is counted; "
                    "give Goals its contract too."
                )
            contract, operation = self._owners[id(operation)]
            # Of two threads that get here together, the first one's goals stay.
            found = self._found.setdefault(id(operation), OperationGoals(contract, operation))
        return found


class _Tally:
    """What was met of one operation: goals as bits, exchanges by status."""

    __slots__ = ("met", "statuses")

    def __init__(self) -> None:
        self.met = 0
        self.statuses: dict[int, int] = {}


class Coverage:
    """What one world's traffic has met. Empty it costs next to nothing; thread safe."""

    __slots__ = ("_lock", "_tallies", "goals")

    def __init__(self, goals: Goals) -> None:
        self.goals = goals
        self._lock = Lock()
        self._tallies: dict[OperationGoals, _Tally] = {}

    def meet(
        self,
        operation: Operation,
        *,
        status: int,
        path_params: Mapping[str, str] = NOTHING,
        query: bytes = b"",
        headers: Mapping[str, str] = NOTHING,
        request: bytes = b"",
        reply: bytes = b"",
        reply_value: Any = UNSET,
    ) -> None:
        """Count one exchange and the goals it meets.

        `path_params` are percent-decoded, `query` is the raw query string, `headers` are the request's
        with lower-case names, `request` and `reply` the bodies' bytes. `reply_value` is the reply as a
        JSON value where the caller has it (or its first items, of a long one), to save reading it again.
        An exchange like an earlier one is recognised by its bytes and takes some 1 µs. LookupError for
        an operation of another contract.
        """
        goals = self.goals.of(operation)
        met = goals.met(status, path_params, query, headers, request, reply, reply_value)
        with self._lock:
            tally = self._tallies.get(goals)
            if tally is None:
                tally = self._tallies[goals] = _Tally()
            tally.met |= met
            tally.statuses[status] = tally.statuses.get(status, 0) + 1

    def join(self, other: "Coverage") -> None:
        """Count what another coverage of the same goals met as met here too."""
        found = other.copied()
        with self._lock:
            for goals, (met, statuses) in found.items():
                tally = self._tallies.setdefault(goals, _Tally())
                tally.met |= met
                for status, calls in statuses.items():
                    tally.statuses[status] = tally.statuses.get(status, 0) + calls

    def copied(self) -> dict[OperationGoals, tuple[int, dict[int, int]]]:
        """What is known at this moment of each operation: goals met as bits, exchanges by status."""
        with self._lock:
            return {goals: (tally.met, dict(tally.statuses)) for goals, tally in self._tallies.items()}

    def reset(self) -> None:
        """Forget all that was met."""
        with self._lock:
            self._tallies = {}

    def percent(self) -> float:
        """Met goals of all goals, 0 to 100, rounded down to one decimal: 100 only when all are met."""
        found = [
            self.goals.of(operation)
            for contract in self.goals.contracts
            for operation in contract.operations.values()
        ]
        with self._lock:
            met = sum(tally.met.bit_count() for tally in self._tallies.values())
        return _percent(met, sum(len(each.goals) for each in found))

    def report(self) -> dict[str, Any]:
        """Everything there is to meet and whether it was, ready for JSON:

        {met, all, percent, apis: {NAME: {met, all, percent, title, operations: {OPERATION_ID: {
            met, all, percent, method, path, summary, calls,
            statuses: {DOCUMENTED: calls, …}, undocumented: {STATUS: calls, …},
            areas: {operation|statuses|parameters|request|reply: {met, all}},
            goals: [{kind, location, pointer, sentence, met: bool}, …]}}}}}

        A wildcard or default status counts the calls that no other documented status stands for. The
        goals' members are those of `Goal`. `met` and `all` of what contains others are their sums.
        """
        with self._lock:
            tallies = {goals: (tally.met, dict(tally.statuses)) for goals, tally in self._tallies.items()}
        apis = {contract.name: self._contract(contract, tallies) for contract in self.goals.contracts}
        return {**_sum(apis.values()), "apis": apis}

    def _contract(
        self, contract: Contract, tallies: Mapping[OperationGoals, tuple[int, dict[int, int]]]
    ) -> dict[str, Any]:
        operations = {}
        for name, operation in contract.operations.items():
            goals = self.goals.of(operation)
            operations[name] = _operation(goals, *tallies.get(goals, (0, {})))
        return {**_sum(operations.values()), "title": contract.title, "operations": operations}


def area_of(location: str) -> str:
    """The area, of AREAS, that a goal's location belongs to."""
    return _AREA_OF.get(location, "reply")


def _operation(found: OperationGoals, met: int, statuses: Mapping[int, int]) -> dict[str, Any]:
    operation = found.operation
    documented = dict.fromkeys(operation.responses, 0)
    undocumented: dict[str, int] = {}
    for status, calls in sorted(statuses.items()):
        key = found.documented(status)
        counts = documented if key in documented else undocumented
        counts[key] = counts.get(key, 0) + calls
    areas = {area: {"met": 0, "all": 0} for area in AREAS}
    goals = []
    for number, goal in enumerate(found.goals):
        is_met = bool(met >> number & 1)
        area = areas[area_of(goal.location)]
        area["met"] += is_met
        area["all"] += 1
        goals.append(_goal(goal, is_met=is_met))
    return {
        "met": met.bit_count(),
        "all": len(goals),
        "percent": _percent(met.bit_count(), len(goals)),
        "method": operation.method,
        "path": operation.path,
        "summary": operation.summary,
        "calls": sum(statuses.values()),
        "statuses": documented,
        "undocumented": undocumented,
        "areas": areas,
        "goals": goals,
    }


def _goal(goal: Goal, *, is_met: bool) -> dict[str, Any]:
    return {
        "kind": goal.kind,
        "location": goal.location,
        "pointer": goal.pointer,
        "sentence": goal.sentence,
        "met": is_met,
    }


def _sum(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    parts = list(parts)
    met, every = sum(part["met"] for part in parts), sum(part["all"] for part in parts)
    return {"met": met, "all": every, "percent": _percent(met, every)}


def _percent(met: int, every: int) -> float:
    return math.floor(1000 * met / every) / 10 if every else 100.0
