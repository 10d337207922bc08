"""The journal as HTTP Archive."""

import base64
import json
from datetime import datetime
from io import StringIO

import harfile
import pytest
from tests.http.journaling import BREACH, entry, sent

from understudy.http.har import har
from understudy.http.journal import BODY_BYTES, Journal

# HAR 1.2: http://www.softwareishard.com/blog/har-12-spec/, members that are not optional.
REQUIRED = {
    "log": {"version", "creator", "entries"},
    "creator": {"name", "version"},
    "entry": {"startedDateTime", "time", "request", "response", "cache", "timings"},
    "request": {
        "method",
        "url",
        "httpVersion",
        "cookies",
        "headers",
        "queryString",
        "headersSize",
        "bodySize",
    },
    "postData": {"mimeType", "params", "text"},
    "response": {
        *("status", "statusText", "httpVersion", "cookies", "headers", "content"),
        *("redirectURL", "headersSize", "bodySize"),
    },
    "content": {"size", "mimeType"},
    "timings": {"send", "wait", "receive"},
}


def archived(one):
    Journal().add(one)
    (archive,) = har([one], "1.2.3")["log"]["entries"]
    return archive


@pytest.fixture
def archive():
    journal = Journal()
    journal.add(entry(query=b"limit=3&name=a%20b"))
    refused = sent({"id": "bear", "password": "hush"}, violations=(BREACH,), fault="down: status")
    refused.reason = "Not so."
    journal.add(refused)
    journal.add(entry(status=299, body=b"", reply_headers=[(b"location", b"/shop/toys/1")]))
    return har(journal.entries(), "1.2.3")


def test_every_required_member_is_there(archive):
    """What the format requires, and beside it only what it knows or lets us add with an underscore."""
    optional = {"comment", "pages", "postData", "text", "encoding"}
    log = archive["log"]
    parts = [("log", log), ("creator", log["creator"])]
    for one in log["entries"]:
        request, response = one["request"], one["response"]
        parts += [("entry", one), ("request", request), ("response", response)]
        parts += [("content", response["content"]), ("timings", one["timings"])]
        parts += [("postData", request["postData"])] if "postData" in request else []

    for name, part in parts:
        assert set() == REQUIRED[name] - part.keys(), name
        assert set() == {key for key in part.keys() - REQUIRED[name] - optional if key[0] != "_"}, name


def test_another_library_takes_each_entry(archive):
    """The harfile package, which writes the format, has a place for every member, and lacks none."""
    file = StringIO()
    with harfile.HarFile(file) as written:
        for one in archive["log"]["entries"]:
            request, response = dict(one["request"]), dict(one["response"])
            request["postData"] = harfile.PostData(**request["postData"]) if "postData" in request else None
            response["content"] = harfile.Content(**response["content"])
            written.add_entry(
                startedDateTime=one["startedDateTime"],
                time=one["time"],
                request=harfile.Request(**records(request)),
                response=harfile.Response(**records(response)),
                timings=harfile.Timings(**one["timings"]),
                cache=harfile.Cache(**one["cache"]),
            )

    assert len(archive["log"]["entries"]) == len(json.loads(file.getvalue())["log"]["entries"])
    assert all(datetime.fromisoformat(one["startedDateTime"]).tzinfo for one in archive["log"]["entries"])


def records(part):
    for name in part.keys() & {"headers", "queryString"}:
        part[name] = [harfile.Record(**pair) for pair in part[name]]
    return part


def test_secrets_are_not_exported(archive):
    """An archive is made to be handed on."""
    assert "hush" not in json.dumps(archive)


def test_queries_and_times_are_readable(archive):
    """Decoded pairs; milliseconds."""
    first = archive["log"]["entries"][0]

    assert [{"name": "limit", "value": "3"}, {"name": "name", "value": "a b"}] == first["request"][
        "queryString"
    ]
    assert (12.5, 12.5) == (first["time"], first["timings"]["wait"])


def test_what_the_format_has_no_place_for_is_underscored(archive):
    """Violations, faults and the reason of a refusal go with the exchange."""
    second = archive["log"]["entries"][1]

    assert ["query /limit: limit must be at least 0, but is -1."] == second["_violations"]
    assert ("down: status", "putToy", 2) == (second["_fault"], second["_operationId"], second["_number"])
    assert "Not so." == second["_reason"]


def test_binary_content_is_encoded():
    """As Base64, which the entry says."""
    content = archived(entry(body=b"\xff\x00", reply_headers=[]))["response"]["content"]

    assert ("base64", b"\xff\x00") == (content["encoding"], base64.b64decode(content["text"]))


def test_what_was_cut_is_told():
    """The size is that of the whole body."""
    content = archived(entry(body=b"x" * 100_000))["response"]["content"]

    assert (100_000, f"Only the first {BODY_BYTES} bytes were kept.") == (content["size"], content["comment"])
