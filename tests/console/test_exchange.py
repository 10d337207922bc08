"""An exchange from both sides, violations at their places."""

import pytest
from tests.console.pages import entry

from understudy.console.exchange import sides
from understudy.contract.violations import Violation
from understudy.http.journal import Journal


def violation(location, pointer):
    return Violation(location, pointer, "type", "It is wrong.")


def kept(one):
    Journal(10).add(one)
    return one


def marked(lines):
    return [(line.name or line.text, *line.marks) for line in lines if line.marks]


def test_violations_in_a_body_stand_at_their_members():
    """Each is numbered; that of a missing member stands at the object around it."""
    found = (violation("body", "/name"), violation("body", "/filters/operator"))
    request, reply = sides(entry(violated="request", violations=found))

    assert [("{", 2), ('"name"', 1)] == marked(request.lines)
    assert [] == marked(reply.lines)
    assert [] == [*request.marks, *reply.marks]


def test_violations_in_a_reply_stand_in_the_reply():
    """A request that kept the contract is not marked when the reply did not."""
    request, reply = sides(entry(violated="reply", violations=(violation("body", "/id"),)))

    assert [] == marked(request.lines)
    assert [("{}", 1)] == marked(reply.lines)


@pytest.mark.parametrize(
    ("location", "pointer", "group", "name"),
    [
        ("query", "/limit", "parameters", "limit"),
        ("path", "/customerAudienceId", "parameters", "customerAudienceId (path)"),
        ("header", "/if-match", "headers", "if-match"),
        ("content-type", "", "headers", "content-type"),
    ],
)
def test_violations_elsewhere_stand_there(location, pointer, group, name):
    """In the query, the path, a header or the media type: at the row of that name."""
    request, _ = sides(
        entry(
            violated="request",
            violations=(violation(location, pointer),),
            query=b"limit=none",
            path_params={"customerAudienceId": "x"},
            headers={"if-match": "*", "content-type": "application/json"},
        )
    )

    assert [(name, [1])] == [(row.name, row.marks) for row in getattr(request, group) if row.marks]
    assert [] == request.marks


def test_violations_without_a_place_stand_at_the_message():
    """A missing query parameter or a status that is not documented has no row: the heading is marked."""
    request, _ = sides(entry(violated="request", violations=(violation("query", "/limit"),)))
    _, reply = sides(entry(violated="reply", violations=(violation("status", ""),)))

    assert [1] == request.marks
    assert [1] == reply.marks


def test_bodies_that_are_no_json_are_text_or_nothing():
    """Text is shown as it is; of binary bodies only the size is."""
    text, _ = sides(kept(entry(asked=b"a,b", headers={"content-type": "text/csv"})))
    _, binary = sides(kept(entry(body=b"\x89PNG\xff", answered=((b"content-type", b"image/png"),))))
    _, nothing = sides(kept(entry(body=b"")))

    assert "a,b" == text.text
    assert (None, (), 5) == (binary.text, binary.lines, binary.size)
    assert (None, (), 0) == (nothing.text, nothing.lines, nothing.size)


def test_secrets_are_not_shown():
    """Headers, parameters and members with credentials are redacted on the page as in the journal."""
    request, reply = sides(
        entry(
            query=b"code=s3cret",
            body=b'{"access_token": "s3cret"}',
            answered=((b"content-type", b"application/json"), (b"set-cookie", b"s3cret")),
        )
    )
    shown = [*request.headers, *request.parameters, *reply.headers]

    assert "Bearer [redacted]" in [row.value for row in request.headers]
    assert [] == [row for row in shown if "s3cret" in row.value]
    assert [] == [line for line in reply.lines if "s3cret" in line.text]
