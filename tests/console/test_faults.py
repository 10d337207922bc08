"""The faults page."""

import pytest
from tests.console.pages import NASTY, opened

from understudy.console.fault_form import DEFAULTS


@pytest.fixture
def pages():
    return opened()


def test_a_fault_is_added_and_listed(pages):
    """The form's fault is in force, and the list says which requests it meets and what it does."""
    target = "apiture/customer-audiences listCustomerAudiences"
    fields = {**DEFAULTS, "target": target, "kind": "status", "share": "50", "times": "2"}
    said = pages.said(pages.post("/faults", "/faults", **fields))
    page = pages.get("/faults").text

    assert "good: The fault fault-1 was added: from now on it answers 503." == said
    assert "listCustomerAudiences of apiture/customer-audiences, 50 % of the requests; 2 times more" in page
    assert 503 == pages.default.faults.find("fault-1").described["status"]


def test_a_fault_that_cannot_be_is_shown_with_its_mistakes(pages):
    """422: each sentence at its field, what was filled in is still there, and nothing was added."""
    fields = {**DEFAULTS, "kind": "status", "status": "9", "caller": NASTY, "share": "250"}
    answer = pages.post("/faults", "/faults", **fields)

    assert 422 == answer.status_code
    assert 'id="status-note"' in answer.text
    assert 'id="share-note"' in answer.text
    assert 'value="250"' in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "<script>alert" not in answer.text
    assert [] == pages.default.faults.rules()


def test_a_form_with_fields_missing_is_no_failure(pages):
    """A program that sends less than the page does is told what is missing."""
    assert 422 == pages.post("/faults", "/faults").status_code


def test_faults_are_removed_one_by_one_or_all(pages):
    """One that is not there any more is a sentence."""
    for _ in range(3):
        pages.default.faults.add({"effect": {"drop": True}})
    one = pages.said(pages.post("/faults/fault-2/remove", "/faults"))
    gone = pages.said(pages.post("/faults/fault-2/remove", "/faults"))
    left = [fault.id for fault in pages.default.faults.rules()]
    every = pages.said(pages.post("/faults/clear", "/faults"))

    assert "good: The fault fault-2 was removed." == one
    assert gone.startswith("bad: ")
    assert ["fault-1", "fault-3"] == left
    assert "good: There are no faults any more." == every
    assert [] == pages.default.faults.rules()


def test_a_fault_that_is_used_up_says_so(pages):
    """It meets no request any more."""
    pages.default.faults.add({"effect": {"drop": True}, "times": 0})

    assert "used up" in pages.get("/faults").text


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({}, "every operation of every API, 100 %"),
        ({"operation": "listCustomerAudiences"}, "listCustomerAudiences, 100 %"),
        ({"api": "apiture/customer-audiences", "caller": "me"}, "apiture/customer-audiences, of me, 100 %"),
        ({"share": 0.125}, "12.5 %"),
    ],
)
def test_the_list_says_which_requests_are_met(pages, rule, words):
    """API, operation, caller and share, as far as they are narrowed down."""
    pages.default.faults.add({**rule, "effect": {"drop": True}})

    assert words in pages.get("/faults").text
