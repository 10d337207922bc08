"""junit.xml, for CI systems."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given
from tests.conformance.report.hostile import RUNS
from tests.conformance.report.runs import BROKEN, NOT_RUN, SHOULD, UNSEEN, finding, judgement, run

from understudy.conformance.report.junit import to_junit

FORM = json.loads((Path(__file__).parent / "schemas/junit-parts.json").read_text())


def check(element):
    """Whether an element and all below it have the form of Ant's schema."""
    form = FORM[element.tag]
    children = " ".join(child.tag for child in element)
    pattern = " ?".join(
        f"(?:{part.rstrip('*')} ?){'*' if part.endswith('*') else '?' if '|' in part else ''}"
        for part in form["children"]
    )

    assert set(form["required"]) <= element.attrib.keys() <= {*form["required"], *form["optional"]}
    assert re.fullmatch(pattern, children), (element.tag, children)
    for child in element:
        check(child)


def cases(found):
    """The test cases of a run by name, and the suites."""
    root = Tree.fromstring(to_junit(found))
    return {case.get("name"): case for case in root.iter("testcase")}, list(root)


@given(RUNS)
def test_any_run_has_the_form_of_junit(found):
    """Whatever the texts are, it is well-formed, valid, and every promise is there; the counts are true."""
    root = Tree.fromstring(to_junit(found))
    check(root)
    suites = list(root)

    assert len(found.judgements) <= len(list(root.iter("testcase")))
    for suite in suites:
        assert int(suite.get("tests")) == len(suite.findall("testcase"))
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped"))


def test_each_outcome_has_its_form():
    """Passed is empty, broken a failure with curl and rerun, the rest skipped with the reason."""
    found, suites = cases(
        run(
            judgements=(
                judgement("A-1"),
                judgement(outcome=BROKEN),
                judgement("A-2", UNSEEN),
                judgement("A-3", NOT_RUN, source="fuzz"),
            ),
            findings=(finding(),),
        )
    )
    by_rule = {name.split()[0]: case for name, case in found.items()}
    failure = by_rule["A-37"].find("failure")

    assert 0 == len(by_rule["A-1"])
    assert ("expected 200, got 500", "must") == (failure.get("message"), failure.get("type"))
    assert "understudy check --include A-37" in failure.text
    assert "$TOKEN" in failure.text
    assert "not observable: Because." == by_rule["A-2"].find("skipped").get("message")
    assert "not run: Because." == by_rule["A-3"].find("skipped").get("message")
    assert [("behaviours", "3"), ("fuzz", "1")] == [(each.get("name"), each.get("tests")) for each in suites]
    assert "apiture.customer-audiences.getCustomerAudience" == by_rule["A-1"].get("classname")


@pytest.mark.parametrize(("fail_on", "element"), [("violation", "skipped"), ("warning", "failure")])
def test_a_broken_should_fails_only_where_the_run_does(fail_on, element):
    """With or without a finding of its own."""
    broken = judgement(outcome=BROKEN, severity=SHOULD)
    for findings in ((finding(severity=SHOULD),), ()):
        found, _ = cases(run(judgements=(broken,), findings=findings, options={"fail_on": fail_on}))
        (case,) = found.values()

        assert [element] == [child.tag for child in case]


def test_a_waived_promise_is_skipped_with_the_reason():
    """It is no failure."""
    found, _ = cases(run(judgements=(judgement(outcome=BROKEN),), findings=(finding(waived="Known."),)))
    (case,) = found.values()

    assert "waived: Known." == case.find("skipped").get("message")


def test_a_finding_without_a_judgement_is_a_case():
    """Nothing that fails a run is missing from the file."""
    found, _ = cases(run(judgements=(), findings=(finding(), finding("b2", waived="Known."))))

    assert ["failure", "skipped"] == [case[0].tag for case in found.values()]


@pytest.mark.parametrize(
    ("target", "host"),
    [
        ("https://api.example.com:8443/service", "api.example.com"),
        ("http://[::1]:80/", "[::1]"),
        ("http://a/, http://b/", "a"),
        ("http://[", "["),
        ("", "localhost"),
    ],
)
def test_the_host_is_named(target, host):
    """That of the target, also where the target is no URL at all."""
    _, suites = cases(run(target=target))

    assert host == suites[0].get("hostname")
