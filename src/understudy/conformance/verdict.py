"""What a run found, as data: each promise that was judged, each finding, and what the run was."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from understudy.conformance.wire import Exchange

__all__ = ["Finding", "Judgement", "Outcome", "Run", "Severity", "identified"]


class Severity(StrEnum):
    """How much a promise binds: the document states it (must), or it is a sound reading of it (should)."""

    MUST = "must"
    SHOULD = "should"


class Outcome(StrEnum):
    """What became of a promise. `not run` was left out on purpose; `not observable` could not be seen."""

    PASSED = "passed"
    BROKEN = "broken"
    NOT_OBSERVABLE = "not observable"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One promise and what became of it.

    `source` is behaviours or fuzz. `rule` is the rule id (A-37), or of a fuzz the check
    (response_schema_conformance); `name` tells promises of one rule apart. `operation` is the operationId
    that it is about. `reason` is a sentence for all but passed.
    """

    source: str
    rule: str
    name: str
    operation: str
    says: str
    severity: Severity
    outcome: Outcome
    reason: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause for which a promise is broken, however often it was seen.

    `location` is the part of the message (status, header, body; "" for none) and `pointer` a JSON pointer
    into it, with `*` for any index where several items show it. `curl` is the smallest request that shows
    it; `steps` are those that have to come before. Credentials in both are `$TOKEN`. `rerun` is the command
    that asks just this again. `times` counts the exchanges that showed it. `waived` is the reason of the
    waiver that accepts it, "" without one. `seen` are its exchanges, the deciding one last.
    """

    id: str
    source: str
    rule: str
    name: str
    severity: Severity
    operations: tuple[str, ...]
    says: str
    expected: str
    got: str
    location: str = ""
    pointer: str = ""
    curl: str = ""
    steps: tuple[str, ...] = ()
    rerun: str = ""
    times: int = 1
    waived: str = ""
    seen: tuple[Exchange, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run: what was asked of whom, and what came out. All but `exchanges` is in report.json.

    `coverage` is what contract.coverage reports of the run's exchanges. `heat` counts exchanges by
    operation and status (`{"listCustomerAudiences": {"200": 12}}`). `notes` are sentences about the run:
    what was left behind, cut short, or not looked at. `left` are requests that would take back what is left.
    `waivers` are the accepted findings' ids with reason, expiry and state (used, unused, expired).
    `shard` is [1, 1] for a whole run. `options` repeats what the run depends on. `dropped` says how many
    exchanges were not kept.
    """

    api: str
    title: str
    version: str
    target: str
    seed: int
    started: datetime
    seconds: float
    versions: Mapping[str, str]
    options: Mapping[str, Any]
    judgements: tuple[Judgement, ...]
    findings: tuple[Finding, ...]
    coverage: Mapping[str, Any]
    heat: Mapping[str, Mapping[str, int]]
    requests: int
    cases: int
    notes: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    waivers: tuple[Mapping[str, Any], ...] = ()
    shard: tuple[int, int] = (1, 1)
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False)
    dropped: int = 0


def identified(source: str, rule: str, *parts: str) -> str:
    """The id of a finding, the same in every run: the source's letter and twelve hexadecimal digits."""
    digest = hashlib.sha256("\x1f".join((source, rule, *parts)).encode()).hexdigest()
    return f"{source[:1]}{digest[:12]}"
