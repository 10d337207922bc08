"""What a run amounts to: how many promises were kept of those that could be seen, and the verdict."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from understudy.conformance.verdict import Finding, Judgement, Outcome, Run, Severity

__all__ = [
    "BROKEN",
    "CONFORMANT",
    "EXPIRED",
    "NOTHING_OBSERVED",
    "Score",
    "Tally",
    "breaches",
    "fails",
    "findings_of",
    "is_waived",
    "score",
    "tally",
    "tally_by",
]

CONFORMANT = "conformant"
BROKEN = "broken"
EXPIRED = "waiver expired"
NOTHING_OBSERVED = "nothing observed"

Known = Mapping[tuple[str, str], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many promises came out how. `waived` are broken ones that were accepted: they count as neither."""

    musts_passed: int = 0
    musts_broken: int = 0
    shoulds_passed: int = 0
    shoulds_broken: int = 0
    waived: int = 0
    not_observable: int = 0
    not_run: int = 0

    @property
    def musts_observable(self) -> int:
        """The musts that were seen kept or broken, without the waived ones."""
        return self.musts_passed + self.musts_broken

    @property
    def shoulds_observable(self) -> int:
        """The same of the shoulds."""
        return self.shoulds_passed + self.shoulds_broken

    @property
    def percent(self) -> float | None:
        """Musts kept of those seen, rounded down to one decimal: 100 only for all; None of none."""
        if not self.musts_observable:
            return None
        return math.floor(1000 * self.musts_passed / self.musts_observable) / 10


@dataclass(frozen=True, slots=True)
class Score(Tally):
    """The tally of a whole run, the percentage of the contract that it met, and the verdict.

    `verdict` is conformant, broken, waiver expired (nothing is broken, but an expired waiver fails the run)
    or nothing observed.
    """

    coverage: float = 0.0
    verdict: str = NOTHING_OBSERVED


def score(run: Run) -> Score:
    """The score of a run."""
    counted = tally(run.judgements, run.findings)
    parts = {name: getattr(counted, name) for name in Tally.__slots__}
    percent = float(run.coverage.get("percent", 0.0))
    return Score(**parts, coverage=percent, verdict=_verdict(run, counted))


def breaches(run: Run) -> tuple[Finding, ...]:
    """The findings that fail the run."""
    return tuple(finding for finding in run.findings if not finding.waived and fails(run, finding.severity))


def fails(run: Run, severity: Severity) -> bool:
    """Whether a broken promise of this severity fails the run; a should does with fail_on warning alone."""
    return severity is Severity.MUST or run.options.get("fail_on") == "warning"


def _verdict(run: Run, counted: Tally) -> str:
    seen = any(
        judgement.severity is Severity.MUST and judgement.outcome in (Outcome.PASSED, Outcome.BROKEN)
        for judgement in run.judgements
    )
    warned = counted.shoulds_broken and fails(run, Severity.SHOULD)
    if breaches(run) or counted.musts_broken or warned:
        return BROKEN
    if not seen:
        return NOTHING_OBSERVED
    return EXPIRED if any(waiver["state"] == "expired" for waiver in run.waivers) else CONFORMANT


def tally(judgements: Iterable[Judgement], findings: Iterable[Finding]) -> Tally:
    """Count judgements; a broken one is waived when all findings that explain it are."""
    counts = dict.fromkeys(Tally.__slots__, 0)
    known = _known(findings)
    for judgement in judgements:
        counts[_column(judgement, known)] += 1
    return Tally(**counts)


def tally_by(member: str, judgements: Iterable[Judgement], findings: Iterable[Finding]) -> dict[str, Tally]:
    """A tally for each value of a member of the judgements (`rule`, `operation`), in order of appearance."""
    groups: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        groups.setdefault(getattr(judgement, member), []).append(judgement)
    every = tuple(findings)
    return {value: tally(group, every) for value, group in groups.items()}


def findings_of(judgement: Judgement, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that explain a broken promise, of a run's.

    They are those of the same rule and name (behaviours) or the same check and operation (fuzz). Where one
    cause broke several promises, it has one finding: then those of the same rule, or of the same operation.
    """
    return _explaining(judgement, _known(findings))


def is_waived(judgement: Judgement, findings: Iterable[Finding]) -> bool:
    """Whether a broken promise is accepted: all findings that explain it are waived."""
    return _column(judgement, _known(findings)) == "waived"


def _known(findings: Iterable[Finding]) -> Known:
    known: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        known.setdefault((finding.source, finding.rule), []).append(finding)
        for operation in finding.operations:
            known.setdefault((finding.source, f"at {operation}"), []).append(finding)
    return known


def _explaining(judgement: Judgement, known: Known) -> tuple[Finding, ...]:
    same_rule = known.get((judgement.source, judgement.rule), ())
    same_operation = known.get((judgement.source, f"at {judgement.operation}"), ())
    if judgement.source == "fuzz":
        exact = tuple(finding for finding in same_rule if judgement.operation in finding.operations)
        return exact or tuple(same_operation)
    exact = tuple(finding for finding in same_rule if finding.name == judgement.name)
    return exact or tuple(same_rule) or tuple(same_operation)


def _column(judgement: Judgement, known: Known) -> str:
    if judgement.outcome is Outcome.NOT_OBSERVABLE:
        return "not_observable"
    if judgement.outcome is Outcome.NOT_RUN:
        return "not_run"
    if judgement.outcome is Outcome.BROKEN:
        found = _explaining(judgement, known)
        if found and all(finding.waived for finding in found):
            return "waived"
    kind = "musts" if judgement.severity is Severity.MUST else "shoulds"
    return f"{kind}_{judgement.outcome}"
