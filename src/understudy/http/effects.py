"""What a fault does to an exchange: each effect adds itself to the exchange's plan."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil, exp, log
from statistics import NormalDist
from typing import Any, Protocol

from understudy.http.plan import Forced, Plan

__all__ = [
    "FINENESS",
    "KINDS",
    "LONGEST_DELAY",
    "MOST_BUCKETS",
    "Break",
    "Draws",
    "Drop",
    "Effect",
    "Latency",
    "Moment",
    "Slow",
    "Status",
    "Throttle",
    "Truncate",
    "effect_of",
]

LONGEST_DELAY = 60.0
"""Seconds that latency may add in all."""

MOST_BUCKETS = 10_000
"""Callers whose bucket a throttle remembers; those not seen for longest start anew with a full one."""

FINENESS = 2**53
"""Steps between nought and one in which shares and distributions are drawn."""


class Draws(Protocol):
    """A stream of the world's draws."""

    def integer(self, low: int, high: int) -> int: ...


@dataclass(frozen=True, slots=True)
class Moment:
    """When and to whom a fault happens; `draws` are the fault's own for this exchange."""

    now: datetime
    caller: str
    draws: Draws

    def share(self) -> float:
        """A draw above nought and below one."""
        return self.draws.integer(1, FINENESS - 1) / FINENESS


class Effect(Protocol):
    """One kind of fault."""

    def join(self, plan: Plan, moment: Moment) -> Plan:
        """The plan with this effect in it; the same plan when it has nothing to do now."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds before the reply is sent: fixed, or drawn from a distribution (its numbers in milliseconds)."""

    distribution: str
    first: float
    second: float

    def join(self, plan: Plan, moment: Moment) -> Plan:
        """Wait longer, up to a minute in all, on real time: a client's timeout runs on that too."""
        delay = min(max(self.milliseconds(moment), 0.0) / 1000 + plan.wire.delay, LONGEST_DELAY)
        return replace(plan, wire=replace(plan.wire, delay=delay))

    def milliseconds(self, moment: Moment) -> float:
        """The milliseconds of this exchange."""
        if self.distribution == "fixed":
            return self.first
        if self.distribution == "uniform":
            return self.first + (self.second - self.first) * moment.share()
        drawn = NormalDist().inv_cdf(moment.share()) * self.second
        return self.first + drawn if self.distribution == "normal" else exp(log(self.first) + drawn)


@dataclass(frozen=True, slots=True)
class Status:
    """A documented answer in the handler's place; what was to be changed is not changed."""

    status: int
    example: str | None = None
    retry_after: int | None = None

    def join(self, plan: Plan, _moment: Moment) -> Plan:
        """Force this answer, unless another one is forced already."""
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        forced = Forced(self.status, self.example, headers=headers)
        return plan if plan.forced is not None else replace(plan, forced=forced)


@dataclass(frozen=True, slots=True)
class Drop:
    """The request is carried out, but the connection closes without an answer."""

    def join(self, plan: Plan, _moment: Moment) -> Plan:
        """Send nothing."""
        return replace(plan, wire=replace(plan.wire, drop=True))


@dataclass(frozen=True, slots=True)
class Truncate:
    """The connection closes after so many bytes of the body, of which more were promised."""

    size: int

    def join(self, plan: Plan, _moment: Moment) -> Plan:
        """Send less."""
        return replace(plan, wire=replace(plan.wire, truncate_at=self.size))


@dataclass(frozen=True, slots=True)
class Slow:
    """The body arrives at so many bytes a second."""

    rate: int

    def join(self, plan: Plan, _moment: Moment) -> Plan:
        """Send slower."""
        return replace(plan, wire=replace(plan.wire, bytes_per_second=self.rate))


@dataclass(frozen=True, slots=True)
class Break:
    """The answer breaks the contract on purpose, in its body, status, contentType or header."""

    part: str

    def join(self, plan: Plan, _moment: Moment) -> Plan:
        """Break it, unless something else of it is broken already."""
        return plan if plan.breaks is not None else replace(plan, breaks=self.part)


@dataclass(frozen=True, slots=True)
class Throttle:
    """A token bucket per caller on the world's clock: `limit` requests `per` seconds, `burst` at once."""

    limit: int
    per: float
    burst: int
    buckets: OrderedDict[str, tuple[float, datetime]] = field(default_factory=OrderedDict, compare=False)
    lock: threading.Lock = field(default_factory=threading.Lock, compare=False)

    def join(self, plan: Plan, moment: Moment) -> Plan:
        """Take a token; without one, 429 and the whole seconds until the next (RFC 9110, 10.2.3)."""
        wait = self.take(moment.caller, moment.now)
        if wait is None or plan.forced is not None:
            return plan
        return replace(plan, forced=Forced(429, headers={"Retry-After": str(ceil(round(wait, 6)))}))

    def take(self, caller: str, now: datetime) -> float | None:
        """None when the caller had a token left, else the seconds until there is one again."""
        with self.lock:
            left, since = self.buckets.pop(caller, (float(self.burst), now))
            # A clock that was set back refills nothing, but neither may it keep the bucket empty.
            elapsed = max((now - since).total_seconds(), 0.0)
            left = min(left + elapsed * self.limit / self.per, float(self.burst))
            # Many small refills may leave a hair less than one token.
            granted = left >= 1 - 1e-9
            self.buckets[caller] = (max(left - 1, 0.0) if granted else left, now)
            if len(self.buckets) > MOST_BUCKETS:
                self.buckets.popitem(last=False)
        return None if granted else (1 - left) * self.per / self.limit


KINDS = ("latency", "status", "drop", "truncate", "slow", "break", "throttle")
"""The members of which an effect has exactly one."""


def effect_of(given: Mapping[str, Any]) -> Effect:
    """The effect that valid JSON describes."""
    if "latency" in given:
        return latency_of(given["latency"])
    if "status" in given:
        return Status(given["status"], given.get("example"), given.get("retryAfter"))
    if "truncate" in given:
        return Truncate(given["truncate"])
    if "slow" in given:
        return Slow(given["slow"])
    if "break" in given:
        return Break(given["break"])
    if "throttle" in given:
        asked = given["throttle"]
        return Throttle(asked["limit"], asked["per"], asked.get("burst", asked["limit"]))
    return Drop()


def latency_of(given: Mapping[str, Any]) -> Latency:
    """A latency from its numbers in milliseconds."""
    if "milliseconds" in given:
        return Latency("fixed", given["milliseconds"], 0)
    names = {
        "uniform": ("low", "high"),
        "normal": ("mean", "deviation"),
        "lognormal": ("median", "sigma"),
    }
    first, second = names[given["distribution"]]
    return Latency(given["distribution"], given[first], given[second])
