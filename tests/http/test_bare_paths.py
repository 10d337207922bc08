"""An API at the root of its host, beside one with a base path."""

from dataclasses import replace

import pytest
from tests.http.toys import API, CONTRACT, IDENTITIES, ORIGIN, SHOP, ask, contract, world

from understudy.contract.load import parse_contract
from understudy.http.app import Service, create_app
from understudy.http.exchange import Reply
from understudy.http.handlers import Handler
from understudy.http.worlds import Worlds

BARE = parse_contract(
    contract(CONTRACT.replace("https://toys.example/shop", "https://toys.example")).document, name="toys/bare"
)


def get_bare_toy(_request, _view):
    return Reply(200, {"id": "bear", "name": "Bare"})


BARE_API = replace(API, name="toys/bare", handlers={**API.handlers, "getToy": Handler(get_bare_toy)})


@pytest.fixture
def worlds():
    return Worlds(world(), [SHOP, BARE])


@pytest.fixture(params=[1, -1], ids=["bare last", "bare first"])
def app(request, worlds):
    services = [Service(SHOP, API), Service(BARE, BARE_API)][:: request.param]
    return create_app(services, worlds=worlds, identities=IDENTITIES, auth=True, seed=1)


def test_each_has_its_paths(app, worlds):
    """The same operation below a base path and without one: each is answered by its own API."""
    assert "" == BARE.base_path
    assert "Bear" == ask(app, "GET", "/shop/toys/bear").json()["name"]
    assert "Bare" == ask(app, "GET", "/toys/bear").json()["name"]

    assert ["toys/shop", "toys/bare"] == [entry.api for entry in worlds.default.journal.entries()]
    calls = {
        name: api["operations"]["getToy"]["calls"]
        for name, api in worlds.default.coverage.report()["apis"].items()
    }
    assert {"toys/shop": 1, "toys/bare": 1} == calls


def test_it_asks_who_calls(app):
    """Without a token nobody passes, with too few scopes neither."""
    assert 401 == ask(app, "GET", "/toys/bear", token=None).status_code
    assert 403 == ask(app, "DELETE", "/toys/bear", token="reader").status_code


def test_it_is_http_like_the_rest(app):
    """405 with Allow, OPTIONS, and 404 where neither API has anything."""
    assert "DELETE, GET, HEAD, OPTIONS, PUT" == ask(app, "PATCH", "/toys/bear").headers["allow"]
    assert 204 == ask(app, "OPTIONS", "/toys/bear", token=None).status_code
    assert [404] * 4 == [
        ask(app, "GET", path).status_code for path in ("/", "/toy/bear", "//toys/bear", "/shop")
    ]


def test_worlds_are_entered_by_path_and_by_header(app, worlds):
    """/_world/NAME goes before its paths too, and stands in the links."""
    ask(app, "DELETE", "/_world/mine/toys/bear")

    assert f"{ORIGIN}/_world/mine/toys/bear" == worlds.get("mine").journal.entries()[0].url
    assert 404 == ask(app, "GET", "/shop/toys/bear", headers={"Understudy-World": "mine"}).status_code
    assert 200 == ask(app, "GET", "/shop/toys/bear").status_code


def test_the_openid_provider_stays_where_it_is(app):
    """/oidc is nobody's path."""
    assert f"{ORIGIN}/oidc" == ask(app, "GET", "/oidc/.well-known/openid-configuration").json()["issuer"]
