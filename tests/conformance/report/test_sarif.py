"""sarif.json, for code scanning."""

import json
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given
from tests.conformance.report.hostile import RUNS
from tests.conformance.report.runs import BROKEN, SHOULD, finding, judgement, run
from tests.sources import ROOT

from understudy.conformance.report.sarif import to_sarif

FORM = jsonschema_rs.Draft202012Validator(
    json.loads((Path(__file__).parent / "schemas/sarif-parts.json").read_text()), validate_formats=True
)
CONTRACT = ROOT / "specs/apiture/customer-audiences.yaml"


@given(RUNS)
def test_any_run_has_the_form_of_sarif(found):
    """Whatever the texts are, the log is valid, and every result finds its rule."""
    log = json.loads(json.dumps(to_sarif(found), ensure_ascii=False).encode("utf-8", "replace"))
    written = log["runs"][0]
    rules = written["tool"]["driver"]["rules"]

    assert [] == [error.message for error in FORM.iter_errors(log)]
    assert [each["ruleId"] for each in written["results"]] == [
        rules[each["ruleIndex"]]["id"] for each in written["results"]
    ]
    assert len(found.findings) == len(written["results"])


def test_a_finding_is_a_result_with_its_severity():
    """A must is an error, a should a warning; how often it was seen and its id are there."""
    found = run(findings=(finding(times=3), finding("b2", severity=SHOULD, rule="A-38")))
    one, other = to_sarif(found)["runs"][0]["results"]

    assert ("error", 3, {"finding/v1": "b0123456789ab"}, []) == (
        one["level"],
        one["occurrenceCount"],
        one["partialFingerprints"],
        one["suppressions"],
    )
    assert "Expected 200, got 500 (status)." in one["message"]["text"]
    assert "warning" == other["level"]


def test_a_waived_finding_is_suppressed():
    """With the reason of the waiver."""
    result = to_sarif(run(findings=(finding(waived="Known."),)))["runs"][0]["results"][0]

    assert [{"kind": "external", "justification": "Known."}] == result["suppressions"]


def test_a_rule_has_help():
    """Each rule says what it promises, all its promises together, and how much it binds."""
    found = run(judgements=(judgement(), judgement(name="b", says="It is also so.", outcome=BROKEN)))
    (rule,) = to_sarif(found)["runs"][0]["tool"]["driver"]["rules"]

    assert ("A-37", "An audience is read as it was created.", "error") == (
        rule["id"],
        rule["shortDescription"]["text"],
        rule["defaultConfiguration"]["level"],
    )
    assert "It is also so." in rule["help"]["text"]


@pytest.mark.parametrize("inside", [True, False])
def test_a_result_is_where_its_operation_is_in_the_contract(inside, monkeypatch, tmp_path):
    """One location for each operation, at its line; the path is relative, wherever one stands."""
    monkeypatch.chdir(ROOT if inside else tmp_path)
    names = ("getCustomerAudience", "listCustomerAudiences")
    result = to_sarif(run(findings=(finding(operations=names),)), CONTRACT)["runs"][0]["results"][0]
    lines = CONTRACT.read_text().splitlines()

    for name, location in zip(names, result["locations"], strict=True):
        place = location["physicalLocation"]

        assert "specs/apiture/customer-audiences.yaml" == place["artifactLocation"]["uri"]
        assert f"operationId: {name}" == lines[place["region"]["startLine"] - 1].strip()
        assert f"apiture/customer-audiences.{name}" == location["logicalLocations"][0]["fullyQualifiedName"]


def test_without_a_contract_there_is_still_a_place():
    """Viewers refuse a result without a file; a finding of no operation has one too."""
    result = to_sarif(run(findings=(finding(operations=()),)))["runs"][0]["results"][0]
    place = result["locations"][0]["physicalLocation"]

    assert ("specs/apiture/customer-audiences.yaml", 1) == (
        place["artifactLocation"]["uri"],
        place["region"]["startLine"],
    )


def test_rules_stay_apart():
    """Also those whose names UTF-8 cannot hold."""
    names = ["\ud800", "?", "\udfff"]
    found = run(judgements=tuple(judgement(name) for name in names))
    written = json.dumps(to_sarif(found), ensure_ascii=False).encode("utf-8", "replace")

    assert 3 == len({rule["id"] for rule in json.loads(written)["runs"][0]["tool"]["driver"]["rules"]})
