"""Several reports as one."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conformance.report.hostile import RUNS
from tests.conformance.report.runs import (
    AT,
    BROKEN,
    MUST,
    NOT_RUN,
    PASSED,
    SHOULD,
    UNSEEN,
    coverage,
    exchange,
    finding,
    judgement,
    run,
)

from understudy.conformance.report.json_report import from_json, to_json
from understudy.conformance.report.merge import load_report, merge
from understudy.conformance.report.write import write_reports
from understudy.conformance.score import score
from understudy.errors import UsageError

ROW = {"reason": "r", "expires": "2026-06-30", "where": "w.yaml:1", "accepted": [], "state": "unused"}


@given(RUNS)
def test_one_report_merged_is_itself(found):
    """Score, findings and judgements stay what they are."""
    found = from_json(to_json(replace(found, judgements=tuple(dict.fromkeys(found.judgements)))), where="a")
    distinct = {(each.source, each.rule, each.name, each.operation): each for each in found.judgements}
    found = replace(found, judgements=tuple(distinct.values()))

    assert found == replace(merge([found]), heat=found.heat, coverage=found.coverage)
    assert score(found) == replace(score(merge([found])), coverage=score(found).coverage)


@given(st.lists(st.builds(judgement, rule=st.sampled_from("ABC"), outcome=st.sampled_from([PASSED, BROKEN]))))
def test_a_promise_is_judged_once(judgements):
    """However the judgements are dealt to reports, the same promises have the same outcome."""
    reports = [run(judgements=(each,)) for each in judgements]
    if not reports:
        return
    merged = merge(reports)

    assert len({each.rule for each in judgements}) == len(merged.judgements)
    assert {each.rule for each in judgements if each.outcome is BROKEN} == {
        each.rule for each in merged.judgements if each.outcome is BROKEN
    }


def test_the_strongest_outcome_wins():
    """Broken over passed over not observable over not run, whichever comes first; the seconds are added."""
    order = [BROKEN, PASSED, UNSEEN, NOT_RUN]
    for size in range(1, 5):
        for outcomes in permutations(order, size):
            (merged,) = merge([run(judgements=(judgement(outcome=each),)) for each in outcomes]).judgements

            assert min(outcomes, key=order.index) is merged.outcome
            assert 0.25 * size == merged.seconds


def test_the_same_finding_is_one():
    """Seen as often as both together, by the operations of both, with the smaller request, and a must."""
    one = finding(times=2, operations=("a",), curl="curl longer", severity=SHOULD)
    other = finding(times=3, operations=("b", "a"), curl="curl", got="501")
    (merged,) = merge([run(findings=(one,)), run(findings=(other,))]).findings

    assert (5, ("a", "b"), "curl", "501", MUST) == (
        merged.times,
        merged.operations,
        merged.curl,
        merged.got,
        merged.severity,
    )


def test_a_finding_is_waived_only_if_it_is_everywhere():
    """One report whose waivers do not accept it is enough to fail."""
    waived, plain = finding(waived="Known."), finding()

    assert "" == merge([run(findings=(waived,)), run(findings=(plain,))]).findings[0].waived
    assert "Known." == merge([run(findings=(waived,)), run(findings=(waived,))]).findings[0].waived


def test_what_can_be_added_is_added():
    """Requests, cases, seconds, heat, dropped exchanges; the run began when the first did."""
    late = run(
        started=AT + timedelta(minutes=1),
        heat={"getCustomerAudience": {"200": 1}, "b": {"404": 2}},
        dropped=2,
    )
    merged = merge([late, run(dropped=3)])

    assert (AT, 25.0, 200, 80, 5) == (
        merged.started,
        merged.seconds,
        merged.requests,
        merged.cases,
        merged.dropped,
    )
    assert {"getCustomerAudience": {"200": 3, "500": 1}, "b": {"404": 2}} == merged.heat


def test_coverage_is_joined():
    """A goal met by one of them is met."""
    merged = merge(
        [run(coverage=coverage((True, False, False))), run(coverage=coverage((False, True, False)))]
    )

    assert (2, 3, 66.6) == tuple(merged.coverage[name] for name in ("met", "all", "percent"))


def test_what_differs_is_told():
    """Seeds, options, versions and targets of all; the stricter fail_on holds."""
    merged = merge(
        [
            run(seed=1, target="http://a/"),
            run(seed=2, target="http://b/", versions={"understudy": "0.2.0"}, options={"fail_on": "warning"}),
        ]
    )

    assert ("http://a/, http://b/", [1, 2], "warning", [2, None]) == (
        merged.target,
        merged.options["seed"],
        merged.options["fail_on"],
        merged.options["workers"],
    )
    assert {"understudy": "0.1.0, 0.2.0", "schemathesis": "4.32.0"} == merged.versions


def test_all_shards_are_the_whole():
    """Two halves are one run; a missing one is noted."""
    whole = merge([run(shard=(2, 2)), run(shard=(1, 2))])
    part = merge([run(shard=(1, 3)), run(shard=(3, 3))])

    assert ((1, 1), ()) == (whole.shard, whole.notes)
    assert ("This is not the whole run: there was no report of shard 2/3.",) == part.notes
    assert (1, 3) == part.shard


def test_a_waiver_that_one_shard_used_is_used():
    """Expired in any is expired, else used in any is used."""

    def states(*found):
        rows = [{"finding": "b1", **ROW, "state": state} for state in found]
        return [row["state"] for row in merge([run(waivers=(row,)) for row in rows]).waivers]

    assert [["used"], ["expired"], ["unused"]] == [
        states("unused", "used"),
        states("used", "expired"),
        states("unused", "unused"),
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"api": "banno/segments"},
        {"version": "4.1.0"},
        {"coverage": coverage((True, True, True))},
        {"coverage": {"apis": {"apiture/customer-audiences": {"title": "A", "operations": {}}}}},
    ],
)
def test_reports_of_different_contracts_are_refused(other):
    """Of another API, another version, or another document."""
    with pytest.raises(UsageError, match="merge reports"):
        merge([run(), run(**other)])


def test_nothing_cannot_be_merged():
    """A sentence says so."""
    with pytest.raises(UsageError, match="no report to merge"):
        merge([])


def test_a_written_report_is_loaded_with_its_exchanges(tmp_path):
    """By folder or by file; without the archive there are none."""
    write_reports(run(exchanges=(exchange(request_headers={}),)), tmp_path)

    for place in (tmp_path, tmp_path / "report.json"):
        assert (exchange(request_headers={}),) == load_report(place).exchanges
    (tmp_path / "exchanges.har").unlink()

    assert () == load_report(tmp_path).exchanges


@pytest.mark.parametrize(
    "archive", ["{", "{}", "[]", '{"log": {"entries": [{}]}}', '{"log": {"entries": 1}}']
)
def test_a_foreign_archive_is_refused(tmp_path, archive):
    """With what to do about it."""
    write_reports(run(), tmp_path)
    (tmp_path / "exchanges.har").write_text(archive)

    with pytest.raises(UsageError, match="remove it to go without"):
        load_report(tmp_path)


def test_a_folder_without_a_report_is_refused(tmp_path):
    """The message names the file that was looked for."""
    with pytest.raises(UsageError, match=r"report\.json cannot be read"):
        load_report(tmp_path)
