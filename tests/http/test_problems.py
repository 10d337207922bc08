"""Problem documents (G-4)."""

import re

from hypothesis import given
from hypothesis import strategies as st
from tests.http.toys import ORIGIN, call, view

from understudy.errors import Cause, Problem
from understudy.http.exchange import Reply
from understudy.http.problems import correlation_of, generic, problem_document

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


def document(problem, **changes):
    return problem_document(
        problem, call=call(**changes), view=view(), type_uri="https://toys.example/{}".format
    )


def test_a_problem_has_the_members_of_g_4():
    """G-4: id, type, title, status, detail, instance with a correlation id, occurredAt."""
    made = document(Problem(422, "noSuchCampaign", "There is no such campaign."))

    assert ["id", "type", "title", "status", "detail", "instance", "occurredAt"] == list(made)
    assert re.fullmatch(UUID, made["id"])
    assert re.fullmatch(re.escape(f"{ORIGIN}/shop/toys/bear#") + UUID, made["instance"])
    assert {
        "type": "https://toys.example/noSuchCampaign",
        "title": "No Such Campaign",
        "status": 422,
        "detail": "There is no such campaign.",
        "occurredAt": "2026-01-15T12:00:00.000Z",
    } == {name: made[name] for name in ("type", "title", "status", "detail", "occurredAt")}


def test_the_clients_correlation_id_is_kept():
    """G-4: an X-Correlation-Id that can stand in a URI becomes the fragment; any other is passed over."""
    kept = document(Problem(400, "badRequest", "No."), headers={"x-correlation-id": "trace-1.2"})
    drawn = document(Problem(400, "badRequest", "No."), headers={"x-correlation-id": "a b\t<script>"})

    assert f"{ORIGIN}/shop/toys/bear#trace-1.2" == kept["instance"]
    assert re.fullmatch(r".*/bear#" + UUID, drawn["instance"])


def test_causes_say_where_and_why():
    """Each cause has its own sentence, and its place as text and as data."""
    cause = Cause("body", "/filters/0", "The filter is unknown.", "invalidAnalyticFilter")
    other = Cause("query", "/limit", "The limit is too high.")

    made = document(Problem(422, "unprocessableEntity", "Two faults.", causes=[cause, other]))

    assert [
        {
            "type": "https://toys.example/invalidAnalyticFilter",
            "title": "Invalid Analytic Filter",
            "status": 422,
            "detail": "body /filters/0: The filter is unknown.",
            "attributes": {"location": "body", "pointer": "/filters/0"},
        },
        {
            "type": "https://toys.example/unprocessableEntity",
            "title": "Unprocessable Entity",
            "status": 422,
            "detail": "query /limit: The limit is too high.",
            "attributes": {"location": "query", "pointer": "/limit"},
        },
    ] == made["problems"]


@given(st.text(max_size=600), st.integers(0, 200), st.integers(0, 3000))
def test_no_member_grows_beyond_its_limit(text, causes, length):
    """G-4 and A-34: detail at most 256 characters, at most 128 problems, instance at most 2048."""
    faults = [Cause("body", "/" + text, text)] * causes

    made = document(Problem(400, "badRequest", text, causes=faults), target="/" + "a" * length)

    assert len(made["detail"]) <= 256
    assert len(made["instance"]) <= 2048
    assert min(causes, 128) == len(made.get("problems", []))
    assert all(len(each["detail"]) <= 256 for each in made.get("problems", []))


def test_without_a_vendor_a_problem_is_untyped():
    """RFC 9457, 4.2.1: about:blank, titled by the status phrase; headers and media type as asked."""
    problem = Problem(405, "methodNotAllowed", "No.", headers={"Allow": "GET"})

    reply = generic(problem, f"{ORIGIN}/x", {"accept": "application/json"}, view())

    assert (405, {"Allow": "GET"}, "application/json") == (reply.status, reply.headers, reply.media_type)
    assert ("about:blank", "Method Not Allowed") == (reply.body["type"], reply.body["title"])


def test_equal_exchanges_make_equal_problems():
    """Every id is drawn from the exchange's own stream, so that a replay is byte-identical."""
    problem = Problem(400, "badRequest", "No.")

    assert document(problem) == document(problem)


def test_only_error_documents_have_a_correlation_id():
    """The header repeats the fragment of `instance`; replies without one have no such header."""
    assert "abc" == correlation_of(Reply(404, {"instance": "http://h/x#abc"}))
    assert [None] * 3 == [
        correlation_of(reply)
        for reply in (Reply(200, {"instance": "x#abc"}), Reply(404), Reply(404, {"instance": 1}))
    ]
