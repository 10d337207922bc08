"""A small API, and a server of it inside this process, for the tests of whoever calls servers."""

import json
from threading import Lock

import httpx

from understudy.conformance.suite import Suite, Undo
from understudy.conformance.target import Target
from understudy.contract.load import parse_contract

URL = "http://127.0.0.1:4999/shop"

OK = {"description": "Fine.", "content": {"application/json": {"schema": {"type": "object"}}}}
DONE = {"description": "Done."}
ID = {"name": "itemId", "in": "path", "required": True, "schema": {"type": "string"}}
BODY = {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}

CONTRACT = parse_contract(
    {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1.0.0"},
        "servers": [{"url": "https://shop.example/shop"}],
        "paths": {
            "/items": {
                "get": {"operationId": "listItems", "responses": {"200": OK}},
                "post": {"operationId": "createItem", "requestBody": BODY, "responses": {"201": OK}},
            },
            "/items/{itemId}": {
                "parameters": [ID],
                "get": {"operationId": "getItem", "responses": {"200": OK}},
                "delete": {"operationId": "deleteItem", "responses": {"204": DONE}},
            },
        },
    },
    name="shop/items",
)

UNDO = {"createItem": Undo("deleteItem")}


class Shop:
    """Keeps items, and all requests that came; `faults` answer in place of it, by method and path."""

    def __init__(self) -> None:
        self.items: dict[str, dict] = {}
        self.requests: list[httpx.Request] = []
        self.faults: dict[tuple[str, str], object] = {}
        self.lock = Lock()
        self.made = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        with self.lock:
            self.requests.append(request)
            fault = self.faults.get((request.method, request.url.path))
            return fault(request) if fault else self.answer(request)

    def answer(self, request: httpx.Request) -> httpx.Response:
        *_, kind, key = ["", *request.url.path.removeprefix("/shop").split("/")[1:], ""][:3]
        if kind != "items":
            return httpx.Response(404)
        if request.method == "POST":
            self.made += 1
            item = {"id": f"i{self.made}", **json.loads(request.content)}
            self.items[item["id"]] = item
            return httpx.Response(201, json=item, headers={"Location": f"{URL}/items/{item['id']}"})
        if not key:
            return httpx.Response(200, json={"items": list(self.items.values())})
        if key not in self.items:
            return httpx.Response(404)
        if request.method == "DELETE":
            del self.items[key]
            return httpx.Response(204)
        return httpx.Response(200, json=self.items[key])

    def sent(self, name: str) -> list[str | None]:
        """A header of every request that came to the shop itself."""
        return [found.headers.get(name) for found in self.requests if found.url.path.startswith("/shop")]


def suite(**members) -> Suite:
    """A suite of the shop without promises."""
    return Suite("shop/items", undo=UNDO, **members)


def target(shop, url=URL, **options) -> Target:
    """The shop as a target."""
    options.setdefault("suite", suite())
    return Target(CONTRACT, url, transport=httpx.MockTransport(shop), **options)
