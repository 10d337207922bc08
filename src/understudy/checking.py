"""Carries out a check: behaviours, fuzz, and what is made of them."""

import platform
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from understudy.conformance.access import Access
from understudy.conformance.behaving import judge_behaviours
from understudy.conformance.calibrating import barred
from understudy.conformance.carrier import Rate
from understudy.conformance.clock import monotonic, now
from understudy.conformance.fuzz import Fuzzing, fuzz
from understudy.conformance.gathering import Gathered
from understudy.conformance.joining import joined
from understudy.conformance.progress import Progress
from understudy.conformance.report.merge import load_report, merge
from understudy.conformance.report.redaction import Redactor, redacted
from understudy.conformance.report.write import report_folder, write_reports
from understudy.conformance.score import CONFORMANT, NOTHING_OBSERVED, Score, score
from understudy.conformance.selection import BEHAVIOURS, FUZZ
from understudy.conformance.sweep import Sweep
from understudy.conformance.target import Target
from understudy.conformance.verdict import Finding, Judgement, Run
from understudy.errors import UnderstudyError
from understudy.planning import Plan, options_of, rerun_of, source_of

__all__ = ["Checked", "check", "merged", "report"]

TOOLS = ("understudy", "schemathesis", "openapi-core", "jsonschema-rs", "httpx")
"""The packages whose versions a verdict depends on."""


@dataclass(frozen=True)
class Checked:
    """A run, its score, and whether it was ended by a signal before it was done."""

    run: Run
    score: Score
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """0 conformant, 1 broken, 4 ended too soon or nothing was seen."""
        if self.interrupted or self.score.verdict == NOTHING_OBSERVED:
            return 4
        return 0 if self.score.verdict == CONFORMANT else 1


@dataclass
class Course:
    """A check under way, and what it has found so far. `deadline` is a moment of clock.monotonic."""

    plan: Plan
    target: Target
    gathered: Gathered
    progress: Progress
    deadline: float | None
    judgements: list[Judgement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    cases: int = 0
    interrupted: bool = False


def check(plan: Plan, progress: Progress) -> Checked:
    """Carry out a plan, and say what came out. Its reports are to be written by `report`.

    Unreachable when the target cannot be reached or lets nobody in; RunFailed when the judging itself fails;
    UsageError when reports could not be written. Ctrl-C ends the judging, not the cleaning up, and what was
    found until then is what came out.
    """
    started, begun = now(), monotonic()
    if plan.options.report:
        report_folder(plan.options.report)
    deadline = begun + plan.options.time_limit if plan.options.time_limit else None
    gathered = Gathered(plan.contract)
    with target_of(plan, gathered) as target:
        target.reach()
        course = Course(plan, target, gathered, progress, deadline)
        progress.begin(plan.selection)
        try:
            judge(course)
        except KeyboardInterrupt:
            course.interrupted = True
        finally:
            progress.end()
    if course.interrupted:
        course.notes.append("The run was ended by a signal before it was done.")
    run = redacted(run_of(course, started, monotonic() - begun), target.tokens.private())
    return Checked(run, score(run), course.interrupted)


def report(plan: Plan, checked: Checked) -> None:
    """Write the reports of a check where its plan says; UsageError when they cannot be written."""
    if plan.options.report:
        write_reports(checked.run, plan.options.report, contract=plan.source)


def merged(places: Sequence[Path], folder: Path) -> Checked:
    """Join the reports in some folders, and write the joint ones; UsageError when they cannot be joined."""
    run = merge([load_report(place) for place in places])
    spec = run.options.get("spec")
    source = source_of(run.api, Path(spec) if isinstance(spec, str) else None)
    write_reports(run, folder, contract=source)
    return Checked(run, score(run))


def target_of(plan: Plan, gathered: Gathered) -> Target:
    """The server that the plan is about."""
    options = plan.options
    access = Access(
        token=options.token or "",
        client_id=options.client_id or "",
        client_secret=options.client_secret or "",
        token_url=options.token_url or "",
        headers=options.headers,
        callers=options.callers,
    )
    return Target(
        plan.contract,
        plan.url,
        suite=plan.suite,
        siblings=plan.siblings,
        access=access,
        settings=options.settings,
        rate=options.rate_limit,
        timeout=options.timeout,
        record=gathered.hear,
    )


def judge(course: Course) -> None:
    """Judge by both sources, as far as they are asked for; the fuzz last, since it leaves more behind."""
    selection = course.plan.selection
    if selection.behaviours:
        behave(course)
    if selection.operations or selection.stateful:
        sweep = Sweep(course.plan.contract, course.plan.suite.undo)
        try:
            fuzz_all(course, sweep)
        finally:
            sweep_up(course, sweep)


def behave(course: Course) -> None:
    """Judge the behaviours, as far as time and permission go."""
    options = course.plan.options
    behaved = judge_behaviours(
        course.target,
        course.plan.selection.behaviours,
        seed=options.seed,
        workers=options.workers,
        deadline=course.deadline,
        writes=course.plan.writes,
        lag=options.search_lag,
        began=course.progress.began,
    )
    # Closed before the target is: a Ctrl-C may come between two of them, while others still clean up.
    with closing(behaved):
        for each in behaved:
            judgement = Redactor((), course.target.tokens.private()).judgement(each.judgement)
            course.judgements.append(judgement)
            if each.finding:
                course.findings.append(each.finding)
            course.left += [f"{exchange.method} {exchange.url}" for exchange in each.left]
            course.progress.judged(judgement)


def fuzz_all(course: Course, sweep: Sweep) -> None:
    """Fuzz what is selected, in the name of the main caller."""
    plan, options, selection = course.plan, course.plan.options, course.plan.selection

    fuzzing = Fuzzing(
        plan.contract,
        plan.url,
        selection.operations,
        selection.stateful,
        token=course.target.tokens.bearer(),
        renewed=course.target.tokens.bearer,
        headers=options.headers,
        max_examples=options.max_examples,
        seed=options.seed,
        workers=options.workers,
        deadline=course.deadline,
        rate=paced(options.rate_limit),
        timeout=options.timeout,
        writes=plan.writes,
        barred=barred(plan.contract, course.target),
        fixed=course.target.fixed,
        beside=tuple(contract for contract, url in plan.siblings.values() if url == plan.url),
        refusals=plan.suite.refusals,
    )
    fuzzed = fuzz(fuzzing, heard=course.gathered.hear, progress=course.progress.fuzzed, changed=sweep.hear)
    asked = {*selection.operations, *selection.stateful}
    course.judgements += [each for each in fuzzed.judgements if each.operation in asked]
    course.findings += fuzzed.findings
    course.notes += fuzzed.notes
    course.cases += fuzzed.cases
    course.interrupted |= fuzzed.interrupted


def paced(rate: Rate) -> str | None:
    """A rate as Schemathesis takes it, in whole requests: a second or, of slow ones, a minute."""
    if not isinstance(rate, float):
        return rate
    return f"{int(rate)}/s" if rate >= 1 else f"{max(int(60 * rate), 1)}/m"


def sweep_up(course: Course, sweep: Sweep) -> None:
    """Delete what the fuzz created, and say what could not be."""
    try:
        sweep.carry_out(course.target, workers=course.plan.options.workers)
    except (UnderstudyError, KeyboardInterrupt) as fault:
        course.notes.append(f"Not all that the fuzz created was deleted again: {fault or 'Ctrl-C'}")
        course.interrupted |= isinstance(fault, KeyboardInterrupt)
    course.left += [f"DELETE {course.plan.url}{path}" for path in sweep.waiting()]
    if sweep.unknown:
        course.notes.append(
            f"The contract has no way to delete what {sweep.unknown} answers said was created by the fuzz."
        )


def run_of(course: Course, started: datetime, seconds: float) -> Run:
    """The run as data, the accepted findings marked."""
    plan, gathered = course.plan, course.gathered
    behaved = joined(finding for finding in course.findings if finding.source == BEHAVIOURS)
    fuzzed = [finding for finding in course.findings if finding.source == FUZZ]
    found = tuple(replace(finding, rerun=rerun_of(plan, finding)) for finding in (*behaved, *fuzzed))
    findings, waivers = plan.waivers.apply(found, started.date())
    exchanges = gathered.kept(exchange for finding in findings for exchange in finding.seen)
    return Run(
        api=plan.options.api,
        title=plan.contract.title,
        version=plan.contract.version,
        target=plan.url,
        seed=plan.options.seed,
        started=started,
        seconds=seconds,
        versions={"python": platform.python_version(), **{name: version(name) for name in TOOLS}},
        options=options_of(plan),
        judgements=tuple(course.judgements),
        findings=findings,
        coverage=gathered.report(),
        heat=gathered.heat(),
        requests=gathered.requests,
        cases=course.cases,
        notes=tuple(course.notes),
        left=tuple(course.left),
        waivers=waivers,
        shard=plan.options.shard,
        exchanges=exchanges,
        dropped=max(gathered.requests - len(exchanges), 0),
    )
