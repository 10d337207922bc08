"""Why a request was refused, where the answer itself does not say it; and how large a body an API takes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.http.journaling import BREACH, entry, sent
from tests.http.toys import API, SHOP, admit, ask, make_app, world

from understudy.contract.violations import Violation
from understudy.errors import Problem
from understudy.http.exchange import Reply
from understudy.http.handlers import Handler
from understudy.http.limits import BODY_BYTES
from understudy.http.redaction import Secrets
from understudy.http.worlds import Worlds

BEAR = "/shop/toys/bear"


def silent(problem, _call, _view):
    """A vendor that answers with the status alone, and knows no 413."""
    return Reply(400 if problem.status == 413 else problem.status, headers={"X-Vendor": "toys"})


SILENT = replace(API, refuse=silent)


def refused(api=SILENT, method="GET", path=BEAR, **options):
    """An answer, and the line of the journal about it."""
    worlds = Worlds(world(), [SHOP])
    response = ask(make_app(worlds=worlds, api=api), method, path, **options)
    (kept,) = worlds.default.journal.entries()
    return response, kept


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "reason"),
    [
        ("GET", BEAR, {"token": None}, 401, "The request has no Authorization header"),
        ("PUT", BEAR, {"token": "reader"}, 403, "The token lacks the scope toys/write"),
        ("GET", "/shop/toys/none", {}, 404, "There is no such toy."),
        ("PUT", BEAR, {"json": {}}, 400, "id is required but missing"),
        ("PUT", BEAR, {"content": b"x", "headers": {"content-type": "a/b"}}, 415, "does not take"),
        ("POST", f"{BEAR}/broken", {}, 500, "The server failed to answer"),
    ],
)
def test_a_refusal_may_have_no_body(method, path, options, status, reason):
    """Y-06: the status and its headers are all that is sent; the journal has the sentence."""
    response, kept = refused(SILENT, method, path, **options)

    assert (status, b"", "0", "toys") == (
        response.status_code,
        response.content,
        response.headers["content-length"],
        response.headers["x-vendor"],
    )
    assert "content-type" not in response.headers
    assert (status in (401, 403)) == ("www-authenticate" in response.headers)
    assert reason in kept.shown_reason()


def test_a_refusal_with_a_body_has_its_reason_too():
    """It is the detail of the problem that was sent."""
    response, kept = refused(API, path="/shop/toys/none")

    assert response.json()["detail"] == kept.shown_reason()


@pytest.mark.parametrize("path", ["/nothing", "/oidc/nothing"])
def test_what_reaches_no_api_has_a_reason(path):
    """404 from nobody in particular."""
    response, kept = refused(path=path)

    assert response.json()["detail"] == kept.shown_reason() != ""


def test_the_token_endpoint_s_refusal_is_a_reason():
    """OAuth's description."""
    response, kept = refused(method="POST", path="/oidc/token", token=None, data={"grant_type": "x"})

    assert response.json()["error_description"] == kept.shown_reason()


def test_what_is_not_refused_has_no_reason():
    """Success, and what a handler answers of its own."""
    assert "" == refused()[1].shown_reason()


def test_a_failed_refusal_keeps_what_it_was_about():
    """When the vendor's refusal fails too, the sentence is still there."""

    def fail(*_):
        raise RuntimeError("refused to refuse")

    response, kept = refused(replace(API, refuse=fail), token=None)

    assert 500 == response.status_code
    assert "no Authorization header" in kept.shown_reason()


def test_a_broken_reply_s_reason_names_the_place():
    """500: what would have broken the contract."""
    api = replace(
        SILENT, handlers={**API.handlers, "getToy": Handler(lambda _request, _view: Reply(200, {"id": "x"}))}
    )

    assert "/name" in refused(api)[1].shown_reason()


@given(st.text("abc123-", min_size=1, max_size=12))
def test_a_reason_tells_no_secret(secret):
    """Of a private exchange, and of a violation of a secret member, what the sentence repeats is redacted."""
    secrets = Secrets(members=frozenset({"tax"}), private=("kind", "tax"), shapes=r"\b\d{3}-\d\b")
    quoting = f'The member is "{secret}", which is wrong.'
    private = sent({"kind": "tax"}, secrets=secrets)
    private.reason = f"{quoting} 123-4"
    member = entry(violations=(Violation("body", "/a/tax", "type", "Wrong."),), secrets=secrets)
    open_one = entry(violations=(BREACH,), secrets=secrets)
    member.reason = open_one.reason = quoting

    assert "The member is [redacted], which is wrong. [redacted]" == private.shown_reason()
    assert "The member is [redacted], which is wrong." == member.shown_reason()
    assert quoting == open_one.shown_reason()


def large(size):
    """A body of so many bytes for putToy, whose name is far too long."""
    frame = b'{"id": "bear", "name": ""}'
    return frame.replace(b'""', b'"' + b"x" * (size - len(frame)) + b'"')


@pytest.mark.parametrize(("more", "reason"), [(0, "name"), (1, "exceeds 4096 bytes")])
def test_an_api_says_how_large_a_body_it_takes(more, reason):
    """Up to `body_bytes` the contract judges; beyond, the API's own refusal says so, in its own status."""
    response, kept = refused(
        replace(SILENT, body_bytes=4096),
        "PUT",
        content=large(4096 + more),
        headers={"content-type": "application/json"},
    )

    assert (400, b"") == (response.status_code, response.content)
    assert reason in kept.shown_reason()
    assert ("connection" in response.headers) == bool(more)


def test_an_api_may_take_more_than_the_others():
    """The usual limit is 16 MiB; one that wants 17 gets them, and its neighbour none of it."""
    body = large(BODY_BYTES + 1)
    sent = {"content": body, "headers": {"content-type": "application/json"}}

    assert 413 == refused(API, "PUT", **sent)[0].status_code
    assert "exceeds" not in refused(replace(API, body_bytes=2 * BODY_BYTES), "PUT", **sent)[1].shown_reason()


def test_the_vendor_s_words_go_before_ours():
    """A refusal before the contract is asked has its reason too."""

    def closed(call, view):
        admit(call, view)
        raise Problem(403, "forbidden", "Closed today.", rule="S-02")

    response, kept = refused(replace(SILENT, admit=closed))

    assert (403, b"", "Closed today.", ("S-02",)) == (
        response.status_code,
        response.content,
        kept.shown_reason(),
        kept.rules,
    )
