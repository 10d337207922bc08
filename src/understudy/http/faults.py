"""Faults of one world: rules as data, and which of them an exchange meets."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from understudy.contract.load import Contract
from understudy.errors import Cause, Problem
from understudy.http import preferences
from understudy.http.effects import FINENESS, Draws, Effect, Moment, effect_of
from understudy.http.exchange import Call
from understudy.http.fault_rules import faults_in
from understudy.http.plan import NO_PLAN, Plan

__all__ = ["Fault", "Faults"]

MOST = 100
"""Rules that a world may have at once: each is looked at on every exchange."""


class Ids(Protocol):
    """The world's draws."""

    def stream(self, *scope: str | int) -> Any: ...


class Clock(Protocol):
    """The world's clock."""

    def now(self) -> datetime: ...


class Scene(Protocol):
    """What faults need to know of the world they happen in."""

    @property
    def ids(self) -> Ids: ...

    @property
    def clock(self) -> Clock: ...


@dataclass(frozen=True)
class Fault:
    """One rule: which exchanges it meets, and what happens to them.

    `api`, `operation` and `caller` (a token's subject or client) are None for all of them; `share` of
    the exchanges meet it, drawn by the world's seed; `remaining` is how often it still applies (None:
    for ever). `described` is the effect as JSON.
    """

    id: str
    api: str | None
    operation: str | None
    caller: str | None
    share: float
    remaining: int | None
    effect: Effect
    described: Mapping[str, Any]

    def fits(self, call: Call, api: str) -> bool:
        """Whether the rule is about such a call, whatever its share."""
        return (
            self.remaining != 0
            and self.api in (None, api)
            and self.operation in (None, call.operation.operation_id)
            and self.caller in (None, call.caller.subject, call.caller.client)
        )

    def to_json(self) -> dict[str, Any]:
        """The rule as JSON, as `Faults.add` takes it."""
        members = {
            "id": self.id,
            "api": self.api,
            "operation": self.operation,
            "caller": self.caller,
            "share": self.share,
            "times": self.remaining,
            "effect": dict(self.described),
        }
        return {name: value for name, value in members.items() if value is not None}


class Faults:
    """The rules of one world, in the order in which they were added."""

    def __init__(self, contracts: Mapping[str, Contract]) -> None:
        """`contracts` are those that are served, by API name: rules may name their operations only."""
        self.contracts = contracts
        self.lock = threading.Lock()
        self.kept: dict[str, Fault] = {}
        self.added = 0

    def rules(self) -> list[Fault]:
        """All rules."""
        return list(self.kept.values())

    def find(self, name: str) -> Fault:
        """The rule with this id; Problem 404."""
        fault = self.kept.get(name)
        if fault is None:
            raise Problem(404, "faultNotFound", f"This world has no fault {name[:60]!r}: list its faults.")
        return fault

    def add(self, rule: Any) -> Fault:
        """Add a rule given as JSON, under its `id` or else the next free number.

        Problem 422 with a pointer for each mistake, 409 when the id is taken or the world has 100 rules.
        """
        checked = self.checked(rule)
        with self.lock:
            if len(self.kept) >= MOST:
                raise Problem(409, "tooManyFaults", f"This world has {MOST} faults: remove one first.")
            name = checked.get("id") or self.free()
            if name in self.kept:
                raise Problem(409, "faultExists", f"This world has a fault {name!r}: replace that one.")
            self.kept[name] = made(name, checked)
            return self.kept[name]

    def replace(self, name: str, rule: Any) -> Fault:
        """Put another rule in the place of one; Problem 404, or 422 as `add` does."""
        checked = self.checked(rule)
        if checked.get("id", name) != name:
            raise invalid([Cause("body", "/id", f"The id must be {name}, which the path names.")])
        with self.lock:
            self.find(name)
            self.kept[name] = made(name, checked)
            return self.kept[name]

    def remove(self, name: str) -> None:
        """Forget a rule; Problem 404."""
        with self.lock:
            self.find(name)
            del self.kept[name]

    def clear(self) -> None:
        """Forget all rules."""
        with self.lock:
            self.kept.clear()

    def choose(self, call: Call, api: str, number: int, scene: Scene) -> Plan | None:
        """What happens to exchange `number`, by the client's preferences and by the rules; None: nothing."""
        prefer = call.headers.get("prefer")
        if prefer is None and not self.kept:
            return None
        plan = NO_PLAN if prefer is None else preferences.plan_of(prefer)
        for fault in self.rules():
            if fault.fits(call, api):
                draws = scene.ids.stream("fault", fault.id, number)
                plan = self.met(fault, plan, call, draws, scene.clock.now())
        return None if plan == NO_PLAN else plan

    def met(self, fault: Fault, plan: Plan, call: Call, draws: Draws, now: datetime) -> Plan:
        """The plan after one rule that fits: as it was when the draw falls beyond the rule's share."""
        if fault.share < 1 and draws.integer(0, FINENESS - 1) >= fault.share * FINENESS:
            return plan
        joined = fault.effect.join(plan, Moment(now, call.caller.subject or call.caller.client, draws))
        if joined is plan or not self.used(fault):
            return plan
        return replace(joined, faults=(*plan.faults, name_of(fault)))

    def used(self, fault: Fault) -> bool:
        """Count one time less; False when others have used the rule up, or it is gone."""
        if fault.remaining is None:
            return True
        with self.lock:
            current = self.kept.get(fault.id)
            if current is None or current.remaining == 0:
                return False
            if current.remaining is not None:
                self.kept[fault.id] = replace(current, remaining=current.remaining - 1)
            return True

    def checked(self, rule: Any) -> Mapping[str, Any]:
        """The rule, if it is one; Problem 422."""
        causes = faults_in(rule, self.contracts)
        if causes:
            raise invalid(causes)
        checked: Mapping[str, Any] = rule
        return checked

    def free(self) -> str:
        """The next id that is not taken: fault-1, fault-2, …"""
        while True:
            self.added += 1
            if f"fault-{self.added}" not in self.kept:
                return f"fault-{self.added}"


def made(name: str, rule: Mapping[str, Any]) -> Fault:
    """The fault of a valid rule."""
    return Fault(
        name,
        rule.get("api"),
        rule.get("operation"),
        rule.get("caller"),
        rule.get("share", 1.0),
        rule.get("times"),
        effect_of(rule["effect"]),
        rule["effect"],
    )


def name_of(fault: Fault) -> str:
    """What the journal says of a fault that happened: its id and its kind."""
    return f"{fault.id}: {next(iter(fault.described))}"


def invalid(causes: list[Cause]) -> Problem:
    """Problem 422 for a rule that is none."""
    more = f" ({len(causes) - 1} more)" if len(causes) > 1 else ""
    return Problem(422, "invalidFault", f"{causes[0].message[:240]}{more}", causes=causes)
