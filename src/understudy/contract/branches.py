"""What can be met of a contract, as goals, and which goals a value meets.

Goals are numbered; sets of them are integers with one bit each, which makes them small and quick to
join and compare.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from understudy.contract.schemas import Validator

__all__ = ["MAX_VISITED", "Goal", "Ledger", "Place", "met_in"]

MAX_VISITED = 10_000
"""Parts of one value that are looked at, outer ones first: pages of thousands repeat themselves."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that traffic can meet.

    `kind` is operation, status, parameter, body, member, enum, branch, items or bound; `location`
    operation, status, path, query, header, cookie, request or "reply <status>"; `pointer` a JSON
    pointer inside it, `*` for any item or member; `sentence` says what happened once it is met.
    """

    kind: str
    location: str
    pointer: str
    sentence: str


class Ledger:
    """The goals of one operation in the order they are found; a goal found twice is one goal."""

    def __init__(self) -> None:
        self.goals: list[Goal] = []
        self._bits: dict[Goal, int] = {}

    def add(self, goal: Goal) -> int:
        """The goal's bit."""
        if goal not in self._bits:
            self._bits[goal] = 1 << len(self.goals)
            self.goals.append(goal)
        return self._bits[goal]


@dataclass(slots=True, eq=False)
class Place:
    """A part of a schema: tests of the value there, and the places of what is inside the value.

    `same` are places for the same value (references, allOf); a branch is one too, but only when its
    validator takes the value. Places of recursive schemas lead back to themselves.
    """

    tests: list[tuple[int, Callable[[Any], bool]]] = field(default_factory=list)
    members: dict[str, "Place"] = field(default_factory=dict)
    others: "Place | None" = None
    items: "Place | None" = None
    same: list["Place"] = field(default_factory=list)
    branches: list[tuple[int, Validator, "Place"]] = field(default_factory=list)


def met_in(place: Place, value: Any) -> int:
    """The bits of the goals that a value meets; at most MAX_VISITED parts of it are looked at."""
    met = 0
    pending = deque([(place, value)])
    for _ in range(MAX_VISITED):
        if not pending:
            break
        here, part = pending.popleft()
        for bit, test in here.tests:
            if not met & bit and test(part):
                met |= bit
        for bit, validator, branch in here.branches:
            if _takes(validator, part):
                met |= bit
                pending.append((branch, part))
        for other in here.same:
            pending.append((other, part))
        _enter(here, part, pending)
    return met


def _enter(place: Place, value: Any, pending: deque[tuple[Place, Any]]) -> None:
    """Add what is inside the value to what is still to be looked at."""
    if isinstance(value, dict):
        for name, child in place.members.items():
            if name in value:
                pending.append((child, value[name]))
        if place.others is not None:
            rest = (each for name, each in value.items() if name not in place.members)
            pending.extend((place.others, each) for each in islice(rest, MAX_VISITED))
    elif isinstance(value, list) and place.items is not None:
        pending.extend((place.items, each) for each in islice(value, MAX_VISITED))


def _takes(validator: Validator, value: Any) -> bool:
    try:
        return validator.is_valid(value)
    except ValueError:
        # Bytes of a form's file parts and lone surrogates are no JSON values.
        return False
