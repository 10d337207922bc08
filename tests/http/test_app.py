"""The application, from request to reply, over ASGI."""

import logging
from dataclasses import replace

import pytest
from tests.http.toys import API, ORIGIN, READER, SHOP, WRITER, ask, make_app, world

from understudy.errors import ContractError, Problem
from understudy.http.app import Service, create_app
from understudy.http.exchange import Reply
from understudy.http.handlers import Handler
from understudy.http.identities import Identities
from understudy.http.worlds import Worlds


@pytest.fixture
def made():
    return world()


@pytest.fixture
def app(made):
    return make_app(made)


def problem(response, status, kind):
    """The problem document of a refusal, checked for what all of them share."""
    document = response.json()
    assert (status, "application/problem+json") == (response.status_code, response.headers["content-type"])
    assert (status, kind) == (document["status"], document["type"].rpartition("/")[2])
    assert document["instance"].endswith("#" + response.headers["x-correlation-id"])
    assert "*" == response.headers["access-control-allow-origin"]
    return document


def with_handler(operation, answer, **options):
    return replace(API, handlers={**API.handlers, operation: Handler(answer, **options)})


def test_a_request_is_answered(app):
    """The whole way: routed, authorised, decoded, answered, written."""
    response = ask(app, "GET", "/shop/toys/bear?limit=2")

    assert (200, {"id": "bear", "name": "Bear"}) == (response.status_code, response.json())
    assert "application/json" == response.headers["content-type"]


def test_a_change_is_seen_by_the_next_request(app):
    """What a handler returns as documents is committed."""
    toy = {"id": "fox", "name": "Fox"}

    assert 404 == ask(app, "GET", "/shop/toys/fox").status_code
    assert 200 == ask(app, "PUT", "/shop/toys/fox", json=toy).status_code
    assert toy == ask(app, "GET", "/shop/toys/fox").json()
    assert (204, b"") == ((gone := ask(app, "DELETE", "/shop/toys/fox")).status_code, gone.content)
    assert 404 == ask(app, "GET", "/shop/toys/fox").status_code


def test_an_encoded_slash_stays_in_its_parameter(app):
    """`%2F` belongs to the id; the path has no more segments for it."""
    toy = {"id": "a/b", "name": "Slash"}

    assert 200 == ask(app, "PUT", "/shop/toys/a%2Fb", json=toy).status_code
    assert toy == ask(app, "GET", "/shop/toys/a%2fb").json()
    assert 404 == ask(app, "GET", "/shop/toys/a/b").status_code


def test_head_is_get_without_its_body(app):
    """RFC 9110, 9.3.2: the headers of GET, Content-Length included, and nothing after them."""
    got, head = ask(app, "GET", "/shop/toys/bear"), ask(app, "HEAD", "/shop/toys/bear")

    assert (200, b"") == (head.status_code, head.content)
    assert dict(got.headers) == dict(head.headers)


def test_options_and_preflight_need_no_token(app):
    """204 with the methods of the path; a preflight gets leave for what it asks."""
    plain = ask(app, "OPTIONS", "/shop/toys/bear", token=None)
    asked = {
        "Origin": "https://app.example",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization, if-match",
    }
    preflight = ask(app, "OPTIONS", "/shop/toys/bear", token=None, headers=asked)

    assert (204, "DELETE, GET, HEAD, OPTIONS, PUT") == (plain.status_code, plain.headers["allow"])
    assert "PUT" in preflight.headers["access-control-allow-methods"]
    assert "authorization, if-match" == preflight.headers["access-control-allow-headers"]
    assert 404 == ask(app, "OPTIONS", "/shop/nothing", token=None).status_code


def test_unknown_paths_and_methods(app):
    """404 for a path no API has; 405 with all its methods for one that lacks the method only."""
    for path in ("/", "/shop", "/shop/toys/", "/shop/toys/bear/", "//shop/toys", "/other"):
        problem(ask(app, "GET", path), 404, "about:blank")

    refused = ask(app, "PATCH", "/shop/toys/bear", token=None)
    problem(refused, 405, "about:blank")
    assert "DELETE, GET, HEAD, OPTIONS, PUT" == refused.headers["allow"]
    problem(ask(app, "GET", "/shop/toys/%ff"), 400, "about:blank")


def test_refusals_of_a_known_path_are_the_vendors(app):
    """G-1, G-4: 401, 403 and all that follow speak the vendor's problem types."""
    unknown = ask(app, "GET", "/shop/toys/bear", token="nobody")

    problem(ask(app, "GET", "/shop/toys/bear", token=None), 401, "unauthorized")
    assert 'error="invalid_token"' in unknown.headers["www-authenticate"]
    problem(unknown, 401, "unauthorized")
    problem(ask(app, "DELETE", "/shop/toys/bear", token="reader"), 403, "forbidden")
    problem(ask(app, "GET", "/shop/toys/bear?limit=-1"), 400, "badRequest")
    problem(ask(app, "GET", "/shop/toys/fox"), 404, "notFound")
    problem(ask(app, "GET", "/shop/toys/bear", headers={"Accept": "text/html"}), 406, "notAcceptable")
    problem(ask(app, "PUT", "/shop/toys/bear", content=b"x"), 415, "unsupportedMediaType")


def test_the_order_of_checks(app):
    """G-1: 401 before 403 before 400; an unauthorised client learns nothing of its mistakes."""
    wrong = {"content": b"{", "headers": {"Content-Type": "application/json"}}

    assert 401 == ask(app, "PUT", "/shop/toys/bear", token=None, **wrong).status_code
    assert 403 == ask(app, "PUT", "/shop/toys/bear", token="reader", **wrong).status_code
    assert 400 == ask(app, "PUT", "/shop/toys/bear", **wrong).status_code


def test_an_api_key_alone_is_not_enough(app):
    """Rules file, 3.3: the key names the application only, even where the contract offers it for a token."""
    alone = ask(app, "GET", "/shop/toys/bear", token=None, headers={"API-Key": "k"})

    assert "application only" in problem(alone, 401, "unauthorized")["detail"]
    assert 200 == ask(app, "GET", "/shop/toys/bear", headers={"api-KEY": "k"}).status_code
    assert 403 == ask(app, "DELETE", "/shop/toys/bear", token="reader", headers={"API-Key": "k"}).status_code


def test_without_auth_everybody_is_the_demo_caller(made):
    """`--auth off`: no token is asked for, and the handler sees the caller of `demo`."""
    callers = []

    def answer(request, _view):
        callers.append(request.caller)
        return Reply(204)

    off = make_app(made, api=with_handler("deleteToy", answer), auth=False)

    assert 204 == ask(off, "DELETE", "/shop/toys/bear", token=None).status_code
    assert 204 == ask(off, "DELETE", "/shop/toys/bear", token="reader").status_code
    assert [WRITER, WRITER] == callers


def test_the_handler_sees_the_caller_behind_the_token(made):
    """The token's caller reaches the handler; where none is due, the token sent or the demo's speaks."""
    seen = []

    def answer(request, _view):
        seen.append(request.caller)
        return Reply(304)

    def broken(request, _view):
        seen.append(request.caller)
        return Reply(204)

    handlers = {**API.handlers, "getToy": Handler(answer), "breakToy": Handler(broken)}
    app = make_app(made, api=replace(API, handlers=handlers))
    ask(app, "GET", "/shop/toys/bear", token="reader")
    ask(app, "POST", "/shop/toys/bear/broken", token="reader")
    ask(app, "POST", "/shop/toys/bear/broken", token=None)

    assert [READER, READER, WRITER] == seen


def test_an_unexpected_failure_is_500_without_its_secrets(app, caplog):
    """The client learns that it failed, the log learns why; nothing of the exception is sent."""
    with caplog.at_level(logging.ERROR, logger="understudy.http"):
        response = ask(app, "POST", "/shop/toys/bear/broken", token=None)

    problem(response, 500, "internalError")
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert "secret of the house" in caplog.text
    assert "Traceback" in caplog.text


def test_even_a_failing_refusal_is_answered(made, caplog):
    """When the vendor's own error reply fails there is still a problem, and the log has both causes."""

    def refuse(_problem, _call, _view):
        raise RuntimeError("refusal failed too")

    app = make_app(made, api=replace(API, refuse=refuse))
    response = ask(app, "POST", "/shop/toys/bear/broken", token=None)

    assert (500, "application/problem+json") == (response.status_code, response.headers["content-type"])
    assert {"type": "about:blank", "title": "Internal Server Error", "status": 500} == response.json()
    assert "refusal failed too" in caplog.text


def test_absurd_headers_and_bodies_are_refused(app):
    """431 above 32 KiB of headers, 413 above 16 MiB of body, 415 for compressed ones."""
    problem(ask(app, "GET", "/shop/toys/bear", headers={"X": "y" * 33000}), 431, "about:blank")
    too_large = ask(app, "PUT", "/shop/toys/bear", headers={"Content-Length": str(2**24 + 1)}, content=b"")
    problem(too_large, 413, "contentTooLarge")
    assert "close" == too_large.headers["connection"]
    packed = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    problem(ask(app, "PUT", "/shop/toys/bear", headers=packed, content=b"x"), 415, "unsupportedMediaType")


def test_each_routed_exchange_is_told(made):
    """Answers and refusals alike, with the seconds they took; what reached no operation is not told."""
    told = []
    app = make_app(made, on_exchange=lambda exchange, seconds, _world: told.append((exchange, seconds)))

    ask(app, "GET", "/shop/toys/bear")
    ask(app, "GET", "/shop/toys/bear", token=None)
    ask(app, "POST", "/shop/toys/bear/broken")
    ask(app, "GET", "/nothing")

    assert [("getToy", 200), ("getToy", 401), ("breakToy", 500)] == [
        (exchange.call.operation.operation_id, exchange.reply.status) for exchange, _ in told
    ]
    assert all(0 <= seconds < 10 for _, seconds in told)


def test_the_call_says_where_the_client_came_in(made):
    """Origin and target are as the client saw them, proxies and encoding included."""
    told = []
    app = make_app(made, on_exchange=lambda exchange, *_: told.append(exchange.call))

    ask(app, "GET", "/shop/toys/b%65ar%2F?x=%41", headers={"Forwarded": "proto=https;host=api.example"})
    ask(app, "GET", "/shop/toys/bear")

    assert ("https://api.example", "/shop/toys/bear%2F", b"x=%41", {"toyId": "bear/"}) == (
        told[0].origin,
        told[0].target,
        told[0].query,
        told[0].path_params,
    )
    assert ORIGIN == told[1].origin


def test_the_boot_stops_when_handlers_and_contract_differ():
    """An operation without handler, or served twice, stops the start with a sentence that names it."""
    fewer = replace(API, handlers={name: API.handlers[name] for name in ("getToy", "putToy")})
    with pytest.raises(ContractError, match="no handler for breakToy, createToys, deleteToy, getPage"):
        make_app(api=fewer)

    with pytest.raises(ContractError, match="both serve createToys below `/shop`"):
        create_app(
            [Service(SHOP, API), Service(SHOP, API)],
            worlds=Worlds(world(), [SHOP]),
            identities=Identities(),
            auth=True,
            seed=1,
        )


def test_a_page_of_another_media_type(app):
    """Bytes in their own media type go out as they are; a pattern within a segment routes."""
    response = ask(app, "GET", "/shop/toys/bear/pages/2.csv")

    assert (200, "text/csv", "2,bear\n") == (
        response.status_code,
        response.headers["content-type"],
        response.text,
    )


def test_a_vendors_problem_headers_are_sent(made):
    """G-5: Retry-After and its like reach the client even if the vendor's reply forgets them."""

    def answer(_request, _view):
        raise Problem(429, "tooManyRequests", "Slowly.", headers={"Retry-After": "7"})

    response = ask(make_app(made, api=with_handler("getToy", answer)), "GET", "/shop/toys/bear")

    problem(response, 429, "tooManyRequests")
    assert "7" == response.headers["retry-after"]


def test_a_vendor_may_refuse_what_reaches_none_of_its_operations():
    """Unknown paths and methods below its base path are refused in its words, Allow included."""
    api = replace(
        API,
        lost=lambda problem, call, _view: Reply(problem.status, {"error": problem.code, "at": call.target}),
    )
    app = make_app(api=api)

    unknown, wrong = ask(app, "GET", "/shop/nothing"), ask(app, "PATCH", "/shop/toys/bear")

    assert (404, {"error": "notFound", "at": "/shop/nothing"}) == (unknown.status_code, unknown.json())
    assert (405, {"error": "methodNotAllowed", "at": "/shop/toys/bear"}) == (wrong.status_code, wrong.json())
    assert "DELETE, GET, HEAD, OPTIONS, PUT" == wrong.headers["allow"]
    assert "application/json" == wrong.headers["content-type"]
    assert {"error": "notFound", "at": "/shop/nothing"} == ask(app, "OPTIONS", "/shop/nothing").json()
    assert "notFound" == ask(app, "GET", "/_world/mine/shop/nothing").json()["error"]
    for path in ("/shopping", "/", "/other/shop"):
        problem(ask(app, "GET", path), 404, "about:blank")
    problem(ask(app, "GET", "/shop/toys/bear", token=None), 401, "unauthorized")
