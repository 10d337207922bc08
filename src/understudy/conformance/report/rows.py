"""What the tables of report.html show, computed from a run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from understudy.conformance.score import Tally, findings_of, is_waived, tally, tally_by
from understudy.conformance.verdict import Finding, Judgement, Outcome, Run

__all__ = [
    "SIGNS",
    "Cell",
    "Heat",
    "Mark",
    "OperationRow",
    "Promise",
    "RuleRow",
    "heat_of",
    "reasons_of",
    "rules_of",
]

SHADES = (1, 10, 100, 1000)
SIGNS: Mapping[str, str] = {
    "passed": "✓",
    "broken": "✗",
    "waived": "w",
    "not observable": "?",
    "not run": "·",
}
WORST_FIRST = (Outcome.BROKEN, Outcome.PASSED, Outcome.NOT_OBSERVABLE, Outcome.NOT_RUN)


@dataclass(frozen=True, slots=True)
class Cell:
    """Exchanges of an operation with a status. `shade` is a class of the page; 0 calls may be documented."""

    count: int
    shade: str
    documented: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a check at an operation: outcome, its sign, and the id of the finding, if any."""

    outcome: str
    sign: str
    finding: str = ""


@dataclass(frozen=True, slots=True)
class OperationRow:
    """One operation: its cells by status, its marks by check, its tally of behaviours and of all."""

    name: str
    method: str
    path: str
    cells: tuple[Cell, ...]
    marks: tuple[Mark | None, ...]
    behaviours: Tally
    whole: Tally
    coverage: float | None


@dataclass(frozen=True, slots=True)
class Heat:
    """The heat table: its columns and rows."""

    statuses: tuple[str, ...]
    checks: tuple[str, ...]
    rows: tuple[OperationRow, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of a rule, with what became of it and the id of the finding, if any."""

    judgement: Judgement
    outcome: str
    finding: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule or check with its tally; `promises` are those of the documents, of a fuzz there are none."""

    rule: str
    source: str
    tally: Tally
    promises: tuple[Promise, ...]


def heat_of(run: Run) -> Heat:
    """The heat table of a run: operations of the contract first, then others that were called."""
    covered: dict[str, Mapping[str, Any]] = {}
    for api in run.coverage.get("apis", {}).values():
        covered.update(api["operations"])
    fuzzed = [judgement for judgement in run.judgements if judgement.source == "fuzz"]
    told = [judgement for judgement in run.judgements if judgement.source != "fuzz"]
    statuses, checks = _statuses(run, covered), tuple(dict.fromkeys(each.rule for each in fuzzed))
    at: dict[tuple[str, str], list[Judgement]] = {}
    for judgement in fuzzed:
        at.setdefault((judgement.operation, judgement.rule), []).append(judgement)
    behaviours = tally_by("operation", told, run.findings)
    whole = tally_by("operation", run.judgements, run.findings)
    judged = (judgement.operation for judgement in run.judgements)
    rows = tuple(
        OperationRow(
            name=name,
            method=covered.get(name, {}).get("method", ""),
            path=covered.get(name, {}).get("path", ""),
            cells=tuple(_cell(run.heat.get(name, {}), status, covered.get(name)) for status in statuses),
            marks=tuple(_mark(at.get((name, check), []), run.findings) for check in checks),
            behaviours=behaviours.get(name, Tally()),
            whole=whole.get(name, Tally()),
            coverage=covered[name]["percent"] if name in covered else None,
        )
        for name in dict.fromkeys((*covered, *run.heat, *judged))
        if name
    )
    return Heat(statuses, checks, rows)


def rules_of(run: Run) -> tuple[RuleRow, ...]:
    """The rules in order of appearance, behaviours first."""
    groups: dict[tuple[str, str], list[Judgement]] = {}
    for judgement in sorted(run.judgements, key=lambda each: each.source):
        groups.setdefault((judgement.source, judgement.rule), []).append(judgement)
    return tuple(
        RuleRow(
            rule,
            source,
            tally(group, run.findings),
            tuple(_promise(each, run.findings) for each in group) if source != "fuzz" else (),
        )
        for (source, rule), group in groups.items()
    )


def reasons_of(run: Run, outcome: Outcome) -> dict[str, tuple[Judgement, ...]]:
    """The promises of an outcome, by the reason that was given."""
    groups: dict[str, list[Judgement]] = {}
    for judgement in run.judgements:
        if judgement.outcome is outcome:
            groups.setdefault(judgement.reason, []).append(judgement)
    return {reason: tuple(group) for reason, group in groups.items()}


def _cell(counts: Mapping[str, int], status: str, covered: Mapping[str, Any] | None) -> Cell:
    count = counts.get(status, 0)
    statuses = covered["statuses"] if covered else {}
    known = {status, f"{status[:1]}XX", "default"}
    documented = bool(known & set(statuses)) if count else status in statuses
    if not count:
        return Cell(0, "heat-0" if documented else "none", documented)
    shade = "odd" if covered and not documented else f"heat-{sum(count >= step for step in SHADES)}"
    return Cell(count, shade, documented)


def _statuses(run: Run, covered: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Every status that was answered, and every single one that is documented."""
    called = {status for counts in run.heat.values() for status, count in counts.items() if count}
    documented = {status for each in covered.values() for status in each["statuses"] if status.isdecimal()}
    return tuple(sorted(called | documented))


def _mark(judgements: Iterable[Judgement], findings: Iterable[Finding]) -> Mark | None:
    """The worst that became of a check at an operation; None where it was never to be judged."""
    worst = min(judgements, key=lambda each: WORST_FIRST.index(each.outcome), default=None)
    if worst is None:
        return None
    promise = _promise(worst, findings)
    return Mark(promise.outcome, SIGNS[promise.outcome], promise.finding)


def _promise(judgement: Judgement, findings: Iterable[Finding]) -> Promise:
    if judgement.outcome is not Outcome.BROKEN:
        return Promise(judgement, str(judgement.outcome), "")
    found = findings_of(judgement, findings)
    outcome = "waived" if is_waived(judgement, findings) else "broken"
    return Promise(judgement, outcome, found[0].id if found else "")
