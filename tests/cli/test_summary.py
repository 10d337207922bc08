"""What a check prints in the end."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from understudy.checking import Checked
from understudy.cli.summary import FINDINGS, LEFT, REASONS, lines
from understudy.conformance.score import score
from understudy.conformance.verdict import Finding, Judgement, Outcome, Run, Severity

FINDING = Finding(
    id="b0123456789ab",
    source="behaviours",
    rule="T-1",
    name="reads",
    severity=Severity.MUST,
    operations=("read", "list"),
    says="It reads.",
    expected="status 200",
    got="500",
    location="status",
    curl='curl -H "Authorization: Bearer $TOKEN" http://localhost/read',
    steps=("curl http://localhost/create",),
    rerun="understudy check --include reads",
    times=1200,
)
WAIVER = {
    "finding": FINDING.id,
    "reason": "Known.",
    "expires": "2026-12-31",
    "where": "w.yaml:1",
    "accepted": [],
}


def judgement(outcome, *, name="reads", reason=""):
    return Judgement("behaviours", "T-1", name, "read", "It reads.", Severity.MUST, outcome, reason)


def run(*judgements, findings=(), waivers=(), **more):
    given = {"requests": 1500, "cases": 0, "seconds": 2.0, **more}
    return Run(
        api="toy/api", title="Toy", version="1.0", target="http://localhost", seed=7,
        started=datetime(2026, 11, 20, tzinfo=UTC), versions={}, options={"fail_on": "violation"},
        judgements=judgements, findings=findings, coverage={"percent": 12.5}, heat={},
        waivers=waivers, **given,
    )  # fmt: skip


def printed(run, *, interrupted=False):
    return list(lines(Checked(run, score(run), interrupted)))


def test_a_finding_says_all_that_is_known():
    """Rule, operations, id, promise, expected and got, where, steps, request, how to ask again, how often."""
    assert [
        "MUST T-1 read, list [b0123456789ab]",
        "  It reads.",
        "  expected  status 200",
        "  got       500  (at status)",
        "  first     curl http://localhost/create",
        '  curl -H "Authorization: Bearer $TOKEN" http://localhost/read',
        "  again: understudy check --include reads  (seen 1,200 times)",
        "",
        "Toy 1.0 at http://localhost, seed 7",
        "Score: 0 % (0 of 1 musts kept, 0 of 0 shoulds); 0 accepted, 0 not observable, 0 not run",
        "Coverage of the contract: 12.5 %",
        "1,500 requests in 2.0 s: 750 requests/s",
        "Verdict: broken",
    ] == printed(run(judgement(Outcome.BROKEN), findings=(FINDING,)))


def test_no_answer_moves_the_cursor():
    """What a server sends to a terminal's controls is written out."""
    text = printed(run(judgement(Outcome.BROKEN), findings=(replace(FINDING, got="\x1b[2J\rfine"),)))

    assert "  got       \\u001b[2J\\u000dfine  (at status)" == text[3]


def test_there_is_an_end_to_findings():
    """Musts first; how many more there are, and what was left behind, is said in a line."""
    findings = tuple(replace(FINDING, id=f"b{number}") for number in range(FINDINGS + 2))
    warning = replace(FINDING, severity=Severity.SHOULD, id="b-should")
    text = printed(run(findings=(warning, *findings), left=("DELETE x",) * (LEFT + 1)))

    assert FINDINGS == sum(line.startswith("MUST ") for line in text)
    assert "… and 3 more findings: --report DIR writes them all down." in text
    assert "… and 1 more that were left behind: --report DIR writes them all down." in text


def test_what_was_not_seen_is_counted_by_its_reason():
    """The reasons with the most promises first, not too many, and what a fuzz sent."""
    seen = [judgement(Outcome.PASSED)]
    unseen = [judgement(Outcome.NOT_RUN, reason="It writes.") for _ in range(2)]
    unseen += [judgement(Outcome.NOT_OBSERVABLE, reason=f"Reason {number}.") for number in range(REASONS)]
    text = printed(run(*seen, *unseen, cases=100))

    assert "Not run (2): It writes." == text[0]
    assert "Not observable (1): Reason 0." == text[1]
    assert "… and 1 more reasons." == text[REASONS]
    assert "1,500 requests in 2.0 s: 750 requests/s; 100 fuzz cases: 50 cases/s" == text[-2]
    assert "Verdict: conformant" == text[-1]


@pytest.mark.parametrize("state", ["unused", "expired"])
def test_waivers_that_accept_nothing_are_named(state):
    """Unused or expired, with where they stand."""
    text = printed(run(judgement(Outcome.PASSED), waivers=({**WAIVER, "state": state},)))

    assert f"Waiver w.yaml:1 is {state} (until 2026-12-31): Known." == text[0]
    assert ("Verdict: conformant" if state == "unused" else "Verdict: waiver expired") == text[-1]


def test_accepted_findings_are_named_but_not_told():
    """One line with the reason."""
    waived = replace(FINDING, waived="Known.")
    text = printed(
        run(judgement(Outcome.BROKEN), judgement(Outcome.PASSED, name="other"), findings=(waived,))
    )

    assert "Accepted: T-1 at read, list: Known." == text[0]
    assert "Score: 100 % (1 of 1 musts kept, 0 of 0 shoulds); 1 accepted, 0 not observable, 0 not run" in text


@pytest.mark.parametrize(
    ("outcome", "interrupted", "code"),
    [
        (Outcome.PASSED, False, 0),
        (Outcome.BROKEN, False, 1),
        (Outcome.NOT_OBSERVABLE, False, 4),
        (Outcome.PASSED, True, 4),
        (Outcome.BROKEN, True, 4),
    ],
)
def test_exit_codes_follow_the_verdict(outcome, interrupted, code):
    """0 conformant, 1 broken, 4 nothing observed or ended too soon."""
    one = run(judgement(outcome), findings=(FINDING,) if outcome is Outcome.BROKEN else ())

    assert code == Checked(one, score(one), interrupted).exit_code
