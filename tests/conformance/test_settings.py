"""What requests have to say besides: given, found out in an Understudy, or asked for."""

import httpx
import pytest
from tests.conformance.shop import OK, URL

from understudy.conformance.access import Access
from understudy.conformance.probe import Probe
from understudy.conformance.suite import Role, Setting, Suite, Undo
from understudy.conformance.sweep import Sweep
from understudy.conformance.target import Target
from understudy.contract.load import parse_contract
from understudy.errors import NotObservable, UsageError

SHELF = {"name": "shelfId", "in": "path", "required": True, "schema": {"type": "string"}}
ITEM = {**SHELF, "name": "itemId"}
CONTRACT = parse_contract(
    {
        "openapi": "3.1.0",
        "info": {"title": "Shelves", "version": "1.0.0"},
        "servers": [{"url": "https://shop.example/shop"}],
        "paths": {
            "/shelves/{shelfId}/items": {
                "parameters": [SHELF],
                "get": {"operationId": "listItems", "responses": {"200": OK}},
                "post": {"operationId": "createItem", "responses": {"201": OK}},
            },
            "/shelves/{shelfId}/items/{itemId}": {
                "parameters": [SHELF, ITEM],
                "delete": {"operationId": "deleteItem", "responses": {"204": {"description": "Done."}}},
            },
        },
    },
    name="shop/shelves",
)
SUITE = Suite(
    "shop/shelves",
    main="own",
    roles={"stranger": Role("somebody else", demo="other")},
    undo={"createItem": Undo("deleteItem")},
    settings={
        "shelfId": Setting("shelfId", "the shelf of the caller", "shop/shelves"),
        "otherShelfId": Setting("shelfId", "the shelf of somebody else", "shop/shelves", caller="stranger"),
    },
)
OWNERS = {"first/one": "nobody", "second": "other", "third": "own"}
"""Whose shelf each is."""


class Shelves:
    """Lets each caller see one shelf; `control` says whether it is an Understudy."""

    def __init__(self, *, control: bool) -> None:
        self.control = control
        self.paths: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode()
        if path.startswith("/_understudy"):
            return self.controlled(path)
        self.paths.append(f"{request.method} {path}")
        shelf = httpx.URL(f"http://x/{path.split('/')[3]}").path[1:]
        if request.headers.get("authorization") != f"Bearer {OWNERS.get(shelf)}":
            return httpx.Response(403)
        status = {"GET": 200, "POST": 201, "DELETE": 204}[request.method]
        return httpx.Response(status, json={"id": "i1"}) if status != 204 else httpx.Response(204)

    def controlled(self, path: str) -> httpx.Response:
        if not self.control:
            return httpx.Response(404)
        if path == "/_understudy/ready":
            return httpx.Response(200, json={"status": "ready", "apis": ["shop/shelves"]})
        if path == "/_understudy/worlds/default/state/shop/shelves":
            return httpx.Response(200, json={"items": [{"id": key} for key in OWNERS]})
        return httpx.Response(404)


def target(*, control=True, world="", **more):
    server = Shelves(control=control)
    url = URL.replace("/shop", f"/_world/{world}/shop") if world else URL
    found = Target(CONTRACT, url, suite=SUITE, transport=httpx.MockTransport(server), **more)
    return found, server


def test_an_understudy_tells_them():
    """Each caller's is the first whose collection lets it in; nothing needs to be said."""
    found, _ = target()
    found.reach()

    assert {"shelfId": "third"} == found.fixed
    assert "second" == found.setting("otherShelfId")


def test_what_is_given_comes_first():
    """A value that was given is taken as it is, and nobody is asked for it."""
    found, server = target(control=False, access=Access(token="own"), settings={"shelfId": "third"})
    found.reach()

    assert {"shelfId": "third"} == found.fixed
    assert ["GET /shop/shelves/third/items"] == server.paths
    with pytest.raises(NotObservable, match="the shelf of somebody else: give it with --set otherShelfId="):
        found.setting("otherShelfId")


def test_what_all_requests_need_must_be_known():
    """Where it is neither given nor found, nothing can be judged, and the sentence says what to give."""
    found, _ = target(control=False, access=Access(token="own"))

    with pytest.raises(UsageError, match="needs the shelf of the caller: give it with --set shelfId=VALUE"):
        found.reach()


def test_requests_say_it():
    """It stands in each path, also where a creation is taken back, unless a call says another value."""
    found, server = target()
    found.reach()
    del server.paths[:]
    probe = Probe(found, "A-01 1234", frozenset({"createItem", "deleteItem", "listItems"}))
    probe.call("createItem")
    probe.call("listItems", at={"shelfId": "a/b"})
    probe.call("createItem", at={"shelfId": probe.setting("otherShelfId")}, caller="stranger")
    probe.call("deleteItem", "i9")

    assert [] == probe.clean_up()[1:]
    assert [
        "POST /shop/shelves/third/items",
        "GET /shop/shelves/a%2Fb/items",
        "POST /shop/shelves/second/items",
        "DELETE /shop/shelves/third/items/i9",
        "DELETE /shop/shelves/second/items/i1",
        "DELETE /shop/shelves/third/items/i1",
    ] == [path for path in server.paths if "GET" not in path or "a%2Fb" in path]


def test_a_sweep_deletes_where_it_was_created():
    """What a fuzz created is deleted below the path of its own creation."""
    found, server = target()
    found.reach()
    probe = Probe(found, "A-01 1234", frozenset({"createItem"}))
    sweep = Sweep(CONTRACT, SUITE.undo)
    sweep.hear(probe.call("createItem"))
    sweep.carry_out(found)

    assert () == sweep.waiting()
    assert "DELETE /shop/shelves/third/items/i1" == server.paths[-1]
