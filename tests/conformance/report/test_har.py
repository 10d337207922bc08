"""exchanges.har, for a browser's network panel and for whoever wants the bytes."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given
from tests.conformance.report.hostile import RUNS
from tests.conformance.report.runs import AT, exchange, finding, run

from understudy.conformance.report import har
from understudy.conformance.report.har import exchanges_of, to_har

FORM = jsonschema_rs.Draft202012Validator(
    json.loads((Path(__file__).parent / "schemas/har-parts.json").read_text()), validate_formats=True
)


@given(RUNS)
def test_any_run_has_the_form_of_har(found):
    """Whatever the exchanges are, the archive is valid and has all of them."""
    archive = json.loads(json.dumps(to_har(found), ensure_ascii=False).encode("utf-8", "replace"))

    assert [] == [error.message for error in FORM.iter_errors(archive)]


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b'{"a":1}', "application/json"),
        ("ä".encode(), "text/plain; charset=utf-8"),
        (b"\xff\x00", "application/json"),
        (b"\x89PNG", "image/png"),
        (b"", ""),
    ],
)
def test_an_exchange_comes_back(body, media_type):
    """Bodies, text or not, and all the rest are the same after writing and reading."""
    sent = exchange(
        request_headers={"Content-Type": media_type},
        request_body=body,
        headers={"content-type": media_type, "location": "/x"},
        body=body,
        at=AT,
    )

    assert (sent,) == exchanges_of(json.loads(json.dumps(to_har(run(exchanges=(sent,))))))


def test_an_entry_says_what_it_was_for():
    """Query, time, operation, and the findings that rest on it."""
    sent = exchange()
    (entry,) = to_har(run(findings=(finding(seen=(sent,)),), exchanges=(sent,)))["log"]["entries"]

    assert [{"name": "limit", "value": "2"}] == entry["request"]["queryString"]
    assert (12.5, "listCustomerAudiences", ["b0123456789ab"]) == (
        entry["time"],
        entry["_operation"],
        entry["_findings"],
    )
    assert ("OK", 200) == (entry["response"]["statusText"], entry["response"]["status"])


def test_entries_are_in_order_of_time():
    """Also those of findings, which are kept first."""
    first, second = exchange(at=AT), exchange(at=AT + timedelta(seconds=1))
    archive = to_har(run(findings=(finding(seen=(second,)),), exchanges=(first, second)))

    assert [first, second] == list(exchanges_of(archive))


def test_what_findings_rest_on_is_kept_first(monkeypatch):
    """Beyond the limit exchanges are dropped and counted, but not those of findings."""
    monkeypatch.setattr(har, "MOST_EXCHANGES", 2)
    seen = exchange(status=500, at=AT + timedelta(hours=1))
    others = tuple(exchange(at=AT + timedelta(seconds=n)) for n in range(5))
    log = to_har(run(findings=(finding(seen=(seen,)),), exchanges=(*others, seen), dropped=10))["log"]

    assert [200, 500] == [entry["response"]["status"] for entry in log["entries"]]
    assert "14 further exchanges are not kept." == log["comment"]


def test_bodies_are_bounded(monkeypatch):
    """One body and all bodies together; a comment says what was cut, and the size stays true."""
    monkeypatch.setattr(har, "MOST_BODY", 8)
    monkeypatch.setattr(har, "MOST_BYTES", 10)
    long = exchange(body="ääääää".encode())
    later = replace(long, at=AT + timedelta(seconds=1))
    contents = [e["response"]["content"] for e in to_har(run(exchanges=(long, later)))["log"]["entries"]]

    assert ("ääää", 12, "Cut after 8 of 12 bytes.") == (
        contents[0]["text"],
        contents[0]["size"],
        contents[0]["comment"],
    )
    assert len(contents[1].get("text", "").encode()) <= 6
