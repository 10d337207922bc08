"""What the journal and the coverage hear of a request, through the whole application."""

from dataclasses import replace

import pytest
from tests.http.toys import API, ORIGIN, SHOP, ask, make_app, refuse, world

from understudy.errors import Problem
from understudy.http.exchange import Reply
from understudy.http.handlers import Handler
from understudy.http.worlds import Worlds

BEAR = "/shop/toys/bear"


@pytest.fixture
def worlds():
    return Worlds(world(), [SHOP])


@pytest.fixture
def app(worlds):
    return make_app(worlds=worlds)


def only(worlds, name="default"):
    (entry,) = worlds.get(name).journal.entries()
    return entry


def test_an_exchange_is_written_down(app, worlds):
    """Who asked what of which operation, and what was answered, to the byte."""
    response = ask(app, "PUT", f"{BEAR}?a=1", json={"id": "bear", "name": "New"})

    entry = only(worlds)
    assert (1, "toys/shop", "putToy", "PUT", 200) == (
        entry.number,
        entry.api,
        entry.operation_id,
        entry.method,
        entry.status,
    )
    assert (f"{ORIGIN}{BEAR}?a=1", "bob") == (entry.url, entry.caller)
    assert {"id": "bear", "name": "New"} == entry.request_json() == entry.reply_json()
    assert response.content == entry.body
    assert worlds.default.world.clock.now() == entry.at
    assert 0 <= entry.seconds < 10
    assert ("", (), (), "") == (entry.violated, entry.violations, entry.rules, entry.fault)


def test_each_world_has_its_own_journal(app, worlds):
    """Nothing of one is in another."""
    ask(app, "GET", BEAR, headers={"Understudy-World": "mine"})

    assert "getToy" == only(worlds, "mine").operation_id
    assert [] == worlds.default.journal.entries()


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "operation"),
    [
        ("GET", "/nothing", {}, 404, ""),
        ("PATCH", BEAR, {}, 405, ""),
        ("OPTIONS", BEAR, {}, 204, ""),
        ("GET", BEAR, {"token": None}, 401, "getToy"),
        ("PUT", BEAR, {"token": "reader"}, 403, "putToy"),
        ("GET", BEAR, {"headers": {"x": "y" * 40_000}}, 431, ""),
        ("GET", BEAR, {"headers": {"understudy-world": "no name"}}, 400, ""),
        ("GET", "/oidc/jwks", {}, 200, ""),
        ("GET", "/oidc/none", {}, 404, ""),
        ("HEAD", BEAR, {}, 200, "getToy"),
    ],
)
def test_requests_that_reach_no_handler_are_written_down_too(
    app, worlds, method, path, options, status, operation
):
    """Where nobody would look for them otherwise."""
    ask(app, method, path, **options)

    entry = only(worlds)
    assert (method, status, operation) == (entry.method, entry.status, entry.operation_id)
    assert entry.url.endswith(path)


def test_a_refused_request_s_violations_are_kept(app, worlds):
    """With pointer and keyword, and that they are the request's."""
    ask(app, "PUT", f"{BEAR}?limit=x", json={"id": "", "name": 1})

    entry = only(worlds)
    assert "request" == entry.violated
    assert {("/id", "minLength"), ("/name", "type")} == {
        (one.pointer, one.keyword) for one in entry.violations
    }


def test_a_broken_reply_s_violations_are_kept(worlds):
    """500, and that they are the reply's."""
    app = make_app(worlds=worlds, api=with_handler("getToy", lambda _request, _view: Reply(200, {"id": "x"})))

    assert 500 == ask(app, "GET", BEAR).status_code
    entry = only(worlds)
    assert "reply" == entry.violated
    assert "/name" == entry.violations[0].pointer


def test_the_rule_of_a_refusal_is_kept(worlds):
    """A vendor names it in its problem."""

    def answer(_request, _view):
        raise Problem(404, "notFound", "Gone.", rule="A-46")

    ask(make_app(worlds=worlds, api=with_handler("getToy", answer)), "GET", BEAR)

    assert ("A-46",) == only(worlds).rules


def test_an_unexpected_failure_is_written_down(app, worlds):
    """The client got 500, and so says the journal."""
    ask(app, "POST", f"{BEAR}/broken")

    assert 500 == only(worlds).status


def test_a_refusal_that_fails_too_is_written_down(worlds):
    """The last resort is an answer like others."""

    def fail(*_):
        raise RuntimeError("refused to refuse")

    ask(make_app(worlds=worlds, api=replace(API, refuse=fail)), "GET", BEAR, token=None)

    assert 500 == only(worlds).status


def test_secrets_of_the_sign_in_are_not_shown(app, worlds):
    """Neither the client's secret nor the token."""
    form = {"grant_type": "client_credentials", "client_id": "shop", "client_secret": "not:a secret"}
    token = ask(app, "POST", "/oidc/token", token=None, data=form).json()["access_token"]

    entry = only(worlds)
    shown = f"{entry.request_text()}{entry.reply_text()}{entry.request_headers}"
    assert token not in shown
    assert "secret" not in shown.replace("client_secret", "")
    assert "client_id=shop" in shown


def test_coverage_counts_what_was_met(app, worlds):
    """Operations and statuses of this world."""
    ask(app, "GET", BEAR)
    ask(app, "GET", "/shop/toys/none")

    operations = worlds.default.coverage.report()["apis"]["toys/shop"]["operations"]
    assert 2 == operations["getToy"]["calls"]
    assert 0 == operations["putToy"]["calls"]


def with_handler(name, answer):
    return replace(API, handlers={**API.handlers, name: Handler(answer)}, refuse=refuse)
