"""The journal's pages."""

import json

import pytest
from tests.console.pages import entry, opened

from understudy.contract.violations import Violation

WRONG = (Violation("body", "/name", "minLength", "name must have at least 3 characters, but has 0."),)


@pytest.fixture
def pages():
    return opened()


def text_of(pages, path):
    """A page without the places where its paths may be broken."""
    return pages.get(path).text.replace("<wbr>", "")


def test_exchanges_are_listed_the_latest_first(pages):
    """Method, path, status, duration, operation, caller, violations and fault, in one row each."""
    pages.default.journal.add(entry(target="/service/first"))
    pages.default.journal.add(
        entry(
            target="/service/second", status=400, violated="request", violations=WRONG, fault="fault-1: drop"
        )
    )
    page = text_of(pages, "/journal")

    assert page.index("/service/second") < page.index("/service/first")
    for text in (
        "POST",
        ">400<",
        "12.3",
        "createCustomerAudience",
        "0399abedfd3d",
        "1 violation",
        "fault-1: drop",
    ):
        assert text in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("operation=createCustomerAudience", ["a", "b"]),
        ("operation=other", []),
        ("status=4XX", ["b"]),
        ("status=201", ["a"]),
        ("caller=0399abedfd3d", ["a", "b"]),
        ("violation=true", ["b"]),
        ("violation=false", ["a"]),
        ("violation=", ["a", "b"]),
    ],
)
def test_filters_choose_what_is_listed(pages, query, shown):
    """By operation, status, caller and violations; the rows that arrive live are filtered alike."""
    pages.default.journal.add(entry(target="/service/a"))
    pages.default.journal.add(entry(target="/service/b", status=404, violated="request", violations=WRONG))
    for page in (text_of(pages, f"/journal?{query}"), text_of(pages, f"/journal/rows?after=0&{query}")):
        assert shown == [name for name in ("a", "b") if f"/service/{name}</span>" in page]


def test_rows_are_those_after_the_last_one_seen(pages):
    """The script that follows the journal gets the new rows only."""
    for name in "abc":
        pages.default.journal.add(entry(target=f"/service/{name}"))
    rows = text_of(pages, "/journal/rows?after=2")

    assert "/service/c" in rows
    assert "/service/b" not in rows
    assert "<html" not in rows


def test_older_exchanges_are_on_further_pages(pages):
    """A hundred on a page, and a link that keeps the filters; older pages are not live."""
    pages.desk.worlds.journal = 250
    journal = pages.desk.worlds.get("long").journal
    for number in range(1, 202):
        journal.add(entry(target=f"/service/x{number}"))
    first = text_of(pages, "/journal?world=long&status=2XX")
    last = text_of(pages, "/journal?world=long&status=2XX&before=2")

    assert "before=102" in first
    assert "status=2XX" in first[first.index("before=102") - 60 : first.index("before=102") + 60]
    assert "data-stream" in first
    assert "/service/x1<" in last
    assert "data-stream" not in last


def test_an_exchange_is_shown_from_all_sides(pages):
    """Status, rules, violations with pointer and sentence at the member, and a command to repeat it."""
    pages.default.journal.add(
        entry(status=400, violated="request", violations=WRONG, rules=("A-12",), fault="fault-1: latency")
    )
    page = text_of(pages, "/journal/1")

    for text in ("Bad Request", "A-12", "fault-1: latency", "body /name", WRONG[0].message, "$TOKEN"):
        assert text in page
    assert '<a class="mark" id="v1" href="#violation-1"' in page
    assert '<li id="violation-1">' in page
    assert "Refused:" not in page


def test_a_refusal_is_shown_with_its_reason(pages):
    """The sentence stands on the page even where the answer has no body; secrets in it are redacted."""
    one = entry(status=400, body=b"")
    one.reason = "The row 7 has <no> name."
    pages.default.journal.add(one)

    assert "Refused:</strong> The row 7 has &lt;no&gt; name." in text_of(pages, "/journal/1")


def test_an_exchange_can_be_downloaded(pages):
    """As a HAR file of its own."""
    pages.default.journal.add(entry())
    answer = pages.get("/journal/1.har")

    assert 'attachment; filename="exchange-1.har"' == answer.headers["Content-Disposition"]
    assert 201 == json.loads(answer.text)["log"]["entries"][0]["response"]["status"]


@pytest.mark.parametrize("path", ["/journal/9", "/journal/9.har", "/journal/0"])
def test_an_exchange_that_is_not_kept_is_missing(pages, path):
    """404 says that it made room or has not happened yet."""
    answer = pages.get(path)

    assert 404 == answer.status_code
    assert "made room for later ones" in answer.text


def test_the_journal_can_be_emptied(pages):
    """Numbers go on."""
    pages.default.journal.add(entry())

    assert "good: The journal is empty." == pages.said(pages.post("/journal/clear", "/journal"))
    assert [] == pages.default.journal.entries()


@pytest.mark.parametrize("query", ["before=x", "before=-1", "after=x", "status=%00", "violation=maybe"])
def test_odd_queries_show_a_page(pages, query):
    """What a filter or page number cannot mean is no reason to fail."""
    assert 200 == pages.get(f"/journal?{query}").status_code
    assert 200 == pages.get(f"/journal/rows?{query}").status_code


def test_a_journal_that_is_off_says_so(pages):
    """With `--journal 0` there is nothing to follow."""
    pages.desk.worlds.journal = 0
    pages.desk.worlds.get("off")
    page = pages.get("/journal?world=off").text

    assert "The journal is off" in page
    assert "data-stream" not in page
