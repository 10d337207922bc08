"""report.json: documented, validated, and a run again."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from tests.conformance.report.hostile import RUNS
from tests.conformance.report.runs import BROKEN, finding, judgement, run

from understudy.conformance.report.json_report import FORMAT, SCHEMA, from_json, to_json
from understudy.errors import RunFailed, UsageError


@given(RUNS)
def test_any_run_can_be_written_and_read_again(found):
    """What is read and written once more is the same bytes."""
    written = to_json(found)

    assert written == to_json(from_json(written, where="report.json"))


def test_a_run_comes_back_equal():
    """Everything but exchanges is in the file."""
    found = run(
        judgements=(judgement(), judgement("A-38", BROKEN)),
        findings=(finding(steps=("curl",), operations=("a", "b")),),
        notes=("A note.",),
        waivers=(
            {
                "rule": "A-1",
                "operation": "a",
                "reason": "r",
                "expires": "2026-01-01",
                "where": "w.yaml:1",
                "accepted": [],
                "state": "unused",
            },
        ),
        shard=(1, 2),
    )

    assert found == from_json(to_json(found), where="report.json")


def test_the_score_is_in_the_report():
    """Verdict, percentage and counts can be read without counting."""
    score = json.loads(to_json(run(judgements=(judgement(), judgement("A-38", BROKEN)))))["score"]

    assert ("broken", 50.0, 1, 1) == (
        score["verdict"],
        score["percent"],
        score["musts_passed"],
        score["musts_broken"],
    )


def test_every_member_is_documented():
    """The schema names each member of the report, of judgements and findings, and says what it is."""
    schema = json.loads(SCHEMA.read_text())
    document = json.loads(to_json(run(judgements=(judgement(),), findings=(finding(),))))

    assert schema["properties"].keys() == document.keys()
    assert schema["$defs"]["judgement"]["properties"].keys() == document["judgements"][0].keys()
    assert schema["$defs"]["finding"]["properties"].keys() == document["findings"][0].keys()
    assert [] == [
        name
        for name, each in schema["properties"].items()
        if "description" not in each and "$ref" not in each and "items" not in each
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: d.pop("seed"), '"seed" is a required property'),
        (lambda d: d.update(format="understudy-report/0"), "/format"),
        (lambda d: d.update(started="yesterday"), "/started"),
        (lambda d: d["findings"][0].update(id='x" onclick="'), "/findings/0/id"),
        (lambda d: d["judgements"][0].update(outcome="maybe"), "/judgements/0/outcome"),
        (lambda d: d["heat"].update(a={"200": -1}), "/heat/a/200"),
    ],
)
def test_a_foreign_report_is_refused_with_the_place(change, sentence):
    """A document that is no report of this version is a mistake of usage, with file and pointer."""
    document = json.loads(to_json(run(findings=(finding(),))))
    change(document)

    with pytest.raises(UsageError) as caught:
        from_json(json.dumps(document).encode(), where="old/report.json")

    assert "old/report.json is no report" in str(caught.value)
    assert sentence in str(caught.value)


@pytest.mark.parametrize("written", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused(written):
    """Also when it is nested too deeply to be read."""
    with pytest.raises(UsageError, match="is not JSON"):
        from_json(written, where="report.json")


def test_a_run_that_cannot_be_reported_says_so():
    """A report that its own schema refuses is a failure of the run, not a file."""
    with pytest.raises(RunFailed, match="/findings/0/id"):
        to_json(run(findings=(replace(finding(), id="no id"),)))


def test_the_form_is_numbered():
    """The first thing that a reader of the file needs."""
    assert FORMAT == json.loads(to_json(run()))["format"]
