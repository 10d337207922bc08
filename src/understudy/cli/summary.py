"""What a check prints in the end: verdict, score, findings, and what could not be seen."""

from collections import Counter
from collections.abc import Iterator

from understudy.checking import Checked
from understudy.conformance.report.text import plain
from understudy.conformance.score import Score
from understudy.conformance.verdict import Finding, Outcome, Run, Severity

__all__ = ["lines"]

FINDINGS = 200
"""Findings printed, the gravest first: a server that is another one altogether has thousands."""

LEFT = 100
"""Requests printed that would take back what is left."""

LONGEST = 20_000
"""Characters of a line."""

REASONS = 20
"""Reasons printed why promises were not seen; the report has them all."""


def lines(checked: Checked) -> Iterator[str]:
    """The whole text, line by line, of which no part can move a terminal's cursor."""
    return (plain(line, LONGEST) for line in all_of(checked))


def all_of(checked: Checked) -> Iterator[str]:
    """The lines as they come."""
    run = checked.run
    waived = [finding for finding in run.findings if finding.waived]
    broken = [finding for finding in run.findings if not finding.waived]
    for finding in sorted(broken, key=lambda finding: finding.severity is not Severity.MUST)[:FINDINGS]:
        yield from told(finding)
    if len(broken) > FINDINGS:
        yield f"… and {len(broken) - FINDINGS:,} more findings: --report DIR writes them all down."
    yield from (f"Accepted: {each.rule} at {', '.join(each.operations)}: {each.waived}" for each in waived)
    yield from waivers(run)
    yield from unseen(run)
    yield from (f"Note: {note}" for note in run.notes)
    yield from (f"Left behind: {request}" for request in run.left[:LEFT])
    if len(run.left) > LEFT:
        yield f"… and {len(run.left) - LEFT:,} more that were left behind: --report DIR writes them all down."
    yield f"{run.title} {run.version} at {run.target}, seed {run.seed}"
    yield from scored(checked.score)
    yield speed(run)
    yield f"Verdict: {checked.score.verdict}{' so far: not all was judged' if checked.interrupted else ''}"


def told(finding: Finding) -> Iterator[str]:
    """One finding: what was promised, expected and got, the request that shows it, how to ask again."""
    where = " ".join(part for part in (finding.location, finding.pointer) if part)
    yield f"{finding.severity.upper()} {finding.rule} {', '.join(finding.operations)} [{finding.id}]"
    yield f"  {finding.says}"
    yield f"  expected  {finding.expected}"
    yield f"  got       {finding.got}" + (f"  (at {where})" if where else "")
    for step in finding.steps:
        yield f"  first     {step}"
    if finding.curl:
        yield f"  {finding.curl}"
    yield f"  again: {finding.rerun}" + (f"  (seen {finding.times:,} times)" if finding.times > 1 else "")
    yield ""


def waivers(run: Run) -> Iterator[str]:
    """The waivers that accept nothing: expired or unused."""
    for waiver in run.waivers:
        if waiver["state"] != "used":
            where, until = waiver["where"], waiver["expires"]
            yield f"Waiver {where} is {waiver['state']} (until {until}): {waiver['reason']}"


def unseen(run: Run) -> Iterator[str]:
    """Why promises were not judged, each reason with the number of those that it kept from it."""
    reasons = Counter(
        (str(judgement.outcome), judgement.reason)
        for judgement in run.judgements
        if judgement.outcome in {Outcome.NOT_OBSERVABLE, Outcome.NOT_RUN}
    )
    for (outcome, reason), number in reasons.most_common(REASONS):
        yield f"{outcome.capitalize()} ({number}): {reason}"
    if len(reasons) > REASONS:
        yield f"… and {len(reasons) - REASONS} more reasons."


def scored(score: Score) -> Iterator[str]:
    """The counts."""
    percent = "nothing observed" if score.percent is None else f"{score.percent:g} %"
    yield (
        f"Score: {percent} ({score.musts_passed} of {score.musts_observable} musts kept, "
        f"{score.shoulds_passed} of {score.shoulds_observable} shoulds); {score.waived} accepted, "
        f"{score.not_observable} not observable, {score.not_run} not run"
    )
    yield f"Coverage of the contract: {score.coverage:g} %"


def speed(run: Run) -> str:
    """How much was sent, and how fast."""
    seconds = max(run.seconds, 0.001)
    text = f"{run.requests:,} requests in {seconds:.1f} s: {run.requests / seconds:.0f} requests/s"
    return f"{text}; {run.cases:,} fuzz cases: {run.cases / seconds:.0f} cases/s" if run.cases else text
