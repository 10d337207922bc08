"""The score and the verdict of a run."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conformance.report.runs import (
    BROKEN,
    MUST,
    NOT_RUN,
    PASSED,
    SHOULD,
    UNSEEN,
    finding,
    judgement,
    run,
)

from understudy.conformance.score import breaches, findings_of, is_waived, score, tally, tally_by
from understudy.conformance.verdict import Outcome, Severity

JUDGEMENTS = st.lists(
    st.builds(
        judgement,
        rule=st.sampled_from(["A-1", "A-2", "B-1"]),
        outcome=st.sampled_from(Outcome),
        severity=st.sampled_from(Severity),
    )
)


@given(JUDGEMENTS)
def test_every_judgement_is_counted_once(judgements):
    """The columns add up to the judgements, and the tallies of the rules to the whole."""
    whole = tally(judgements, ())
    parts = tally_by("rule", judgements, ())
    columns = [each.name for each in fields(whole)]

    assert len(judgements) == sum(getattr(whole, name) for name in columns)
    assert [sum(getattr(part, name) for part in parts.values()) for name in columns] == [
        getattr(whole, name) for name in columns
    ]


@given(JUDGEMENTS)
def test_only_what_was_seen_is_scored(judgements):
    """What was not observable, not run, or only a should changes no percentage."""
    seen = [j for j in judgements if j.severity is MUST and j.outcome in (PASSED, BROKEN)]

    assert tally(seen, ()).percent == tally(judgements, ()).percent


@given(st.integers(0, 3000), st.integers(1, 3))
def test_a_hundred_percent_is_all(passed, broken):
    """However few are broken of however many, the score stays below 100."""
    counted = tally([judgement()] * passed + [judgement(outcome=BROKEN)] * broken, ())

    assert counted.percent < 100


def test_all_kept_is_a_hundred():
    """100 percent, conformant."""
    found = score(run(judgements=(judgement(),) * 3))

    assert (100.0, "conformant", 50.0) == (found.percent, found.verdict, found.coverage)


@pytest.mark.parametrize("outcome", [UNSEEN, NOT_RUN])
def test_nothing_observed_is_no_success(outcome):
    """A run that saw no must kept or broken has no percentage, and is not conformant."""
    unseen = run(judgements=(judgement(outcome=outcome), judgement(severity=SHOULD)))

    assert (None, "nothing observed") == (score(unseen).percent, score(unseen).verdict)


def test_a_broken_must_breaks_the_run():
    """Also when no finding speaks of it."""
    for findings in ((), (finding(),)):
        broken = run(judgements=(judgement(), judgement(outcome=BROKEN)), findings=findings)

        assert (50.0, "broken") == (score(broken).percent, score(broken).verdict)


def test_a_finding_without_a_judgement_breaks_the_run():
    """A finding is enough, whatever the judgements say."""
    assert "broken" == score(run(findings=(finding(),))).verdict


def test_a_broken_should_is_a_warning():
    """It fails the run with its option fail_on warning only."""
    warned = run(
        judgements=(judgement(), judgement(outcome=BROKEN, severity=SHOULD)),
        findings=(finding(severity=SHOULD),),
    )
    strict = run(judgements=warned.judgements, findings=warned.findings, options={"fail_on": "warning"})

    assert ("conformant", "broken") == (score(warned).verdict, score(strict).verdict)
    assert ((), warned.findings) == (breaches(warned), breaches(strict))
    assert 100.0 == score(strict).percent


def test_what_is_waived_counts_as_neither():
    """A waived finding takes its promise out of the score."""
    accepted = run(
        judgements=(judgement("A-1"), judgement(outcome=BROKEN)), findings=(finding(waived="known"),)
    )
    found = score(accepted)

    assert (1, 1, 1, "conformant") == (
        found.musts_passed,
        found.musts_observable,
        found.waived,
        found.verdict,
    )


def test_a_promise_is_waived_when_all_its_findings_are():
    """One of two findings of a promise that is not waived keeps it broken."""
    broken = judgement(outcome=BROKEN)
    findings = (finding("b1", waived="known"), finding("b2"))

    assert not is_waived(broken, findings)
    assert is_waived(broken, findings[:1])


def test_a_waiver_of_another_promise_does_not_help():
    """A finding of the same rule with another name explains a promise only when it has none of its own."""
    own, other = finding("b1"), finding("b2", name="other", waived="known")
    broken = judgement(outcome=BROKEN)

    assert (own,) == findings_of(broken, (own, other))
    assert (other,) == findings_of(broken, (other,))


def test_what_one_cause_broke_is_waived_together():
    """A promise whose finding was joined with that of another rule is explained by the operation."""
    joint = finding(rule="A-16", name="other", operations=("createCustomerAudience", "getCustomerAudience"))
    broken = judgement(rule="A-20", outcome=BROKEN)

    assert (joint,) == findings_of(broken, (joint,))
    assert is_waived(broken, (replace(joint, waived="known"),))


def test_a_check_is_explained_by_operation():
    """Of a fuzz, the findings of the check at that operation; without one, those of the operation."""
    mine = finding("f1", source="fuzz", rule="check", operations=("a", "b"))
    check = finding("f2", source="fuzz", rule="check", operations=("c",))
    other = finding("f3", source="fuzz", rule="other", operations=("d",))
    findings = (mine, check, other)

    assert [(mine,), (check,), (other,), ()] == [
        findings_of(judgement("check", BROKEN, source="fuzz", operation=operation), findings)
        for operation in "bcde"
    ]


def test_an_expired_waiver_fails_the_run():
    """Even when nothing is broken, and it says so instead of `broken`."""
    expired = run(waivers=({"finding": "b1", "state": "expired"},))

    assert "waiver expired" == score(expired).verdict
