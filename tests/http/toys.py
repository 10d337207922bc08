"""A small API of a vendor that does not exist, and what its tests share."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import yaml

from understudy.contract.load import Contract, parse_contract
from understudy.errors import Problem
from understudy.http.app import App, Service, create_app
from understudy.http.exchange import Call, Caller, Reply
from understudy.http.handlers import Api, Handler
from understudy.http.identities import Client, Identities, Person
from understudy.http.problems import problem_document
from understudy.http.worlds import Worlds
from understudy.world.clock import FROZEN_AT, Clock
from understudy.world.documents import Store
from understudy.world.ids import Ids
from understudy.world.world import World

ORIGIN = "http://toys.test:8080"

CONTRACT = """
openapi: 3.1.0
info: {title: Toys, version: "1"}
servers: [{url: "https://toys.example/shop"}]
components:
  securitySchemes:
    token:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: /token, scopes: {toys/read: read, toys/write: write}}}
    key: {type: apiKey, in: header, name: API-Key}
  schemas:
    Toy:
      type: object
      required: [id, name]
      properties:
        id: {type: string, minLength: 1}
        name: {type: string, maxLength: 20}
  responses:
    refusal:
      description: refused
      content:
        application/problem+json: {schema: {type: object, required: [status]}}
        application/json: {schema: {type: object, required: [status]}}
  parameters:
    toyId: {name: toyId, in: path, required: true, schema: {type: string, maxLength: 40}}
paths:
  /toys:
    post:
      operationId: createToys
      security: [{token: [toys/write]}]
      requestBody: {content: {text/plain: {schema: {type: string}}}}
      responses: {"202": {description: later}, 4XX: {$ref: "#/components/responses/refusal"}}
  /toys/{toyId}:
    parameters: [{$ref: "#/components/parameters/toyId"}]
    get:
      operationId: getToy
      security: [{token: [toys/read]}, {key: []}]
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 0, default: 3}}
        - {name: If-None-Match, in: header, schema: {type: string}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Toy"}}}}
        "304": {description: known}
        4XX: {$ref: "#/components/responses/refusal"}
    put:
      operationId: putToy
      security: [{token: [toys/read, toys/write]}]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Toy"}}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Toy"}}}}
        4XX: {$ref: "#/components/responses/refusal"}
        5XX: {$ref: "#/components/responses/refusal"}
    delete:
      operationId: deleteToy
      security: [{token: [toys/write]}]
      parameters: [{name: If-Match, in: header, schema: {type: string}}]
      responses: {"204": {description: gone}, 4XX: {$ref: "#/components/responses/refusal"}}
  /toys/{toyId}/broken:
    parameters: [{$ref: "#/components/parameters/toyId"}]
    post:
      operationId: breakToy
      security: [{}]
      responses: {"204": {description: broken}}
  /toys/{toyId}/pages/{page}.csv:
    parameters:
      - {$ref: "#/components/parameters/toyId"}
      - {name: page, in: path, required: true, schema: {type: string}}
    get:
      operationId: getPage
      security: [{key: []}]
      responses: {"200": {description: ok, content: {text/csv: {schema: {type: string}}}}}
"""

READER = Caller("bob", "shop", "TOWN", frozenset({"toys/read"}))
WRITER = Caller("bob", "shop", "TOWN", frozenset({"toys/read", "toys/write"}))
IDENTITIES = Identities(
    tokens={"demo": WRITER, "reader": READER},
    clients={"shop": Client("shop", "not:a secret", WRITER)},
    people=(Person("bob", "Bob <Hartley>", WRITER), Person("eve", "Eve", READER)),
)


def get_toy(request, view):
    toy = stored(request, view)
    return Reply(200, toy.body, {"ETag": view.tag("toys", toy)})


def put_toy(request, view):
    documents = view.documents.put("toys", request.path["toyId"], request.body)
    return Reply(200, request.body, documents=documents)


def delete_toy(request, view):
    stored(request, view)
    return Reply(204, documents=view.documents.delete("toys", request.path["toyId"]))


def create_toys(request, _view):
    names = request.body.split()

    def later(view):
        documents = view.documents
        for name in names:
            documents = documents.put("toys", name, {"id": name, "name": name})
        return documents

    return Reply(202, later=later)


def break_toy(_request, _view):
    raise RuntimeError("secret of the house")


def get_page(request, _view):
    return Reply(200, f"{request.path['page']},{request.path['toyId']}\n".encode(), media_type="text/csv")


def tag_of(request, view):
    return view.tag("toys", stored(request, view))


def stored(request, view):
    toy = view.documents.get("toys", request.path["toyId"])
    if toy is None:
        raise Problem(404, "notFound", "There is no such toy.")
    return toy


def admit(_call, _view):
    """Everybody may come in."""


def invalid(_operation, violations):
    return Problem(400, "badRequest", violations[0].message)


def refuse(problem, call, view):
    document = problem_document(problem, call=call, view=view, type_uri="https://toys.example/{}".format)
    return Reply(problem.status, document, media_type="application/problem+json")


def contract(text: str = CONTRACT) -> Contract:
    return parse_contract(yaml.safe_load(text), name="toys/shop")


API = Api(
    name="toys/shop",
    handlers={
        "getToy": Handler(get_toy, tag_of),
        "putToy": Handler(put_toy),
        "deleteToy": Handler(delete_toy, tag_of),
        "createToys": Handler(create_toys, long_running=True),
        "breakToy": Handler(break_toy),
        "getPage": Handler(get_page),
    },
    admit=admit,
    invalid=invalid,
    refuse=refuse,
    also_accepts={},
)
SHOP = contract()


def world() -> World:
    """A world with one toy, `bear`, at a standing clock."""
    made = World("toys", 1, {}, None, Clock(at=FROZEN_AT), Ids(1), Store(), {}, {})
    view = made.view(0)
    made.commit(view, view.documents.put("toys", "bear", {"id": "bear", "name": "Bear"}))
    return made


def view() -> Any:
    return world().view(1)


def make_app(
    made: World | None = None, *, api: Api = API, auth: bool = True, worlds: Worlds | None = None, **options
) -> App:
    return create_app(
        [Service(SHOP, api)],
        worlds=worlds or Worlds(made or world(), [SHOP]),
        identities=IDENTITIES,
        auth=auth,
        seed=1,
        **options,
    )


def call(operation: str = "getToy", **changes) -> Call:
    """A call of one of the operations, to be varied."""
    usual = Call(
        SHOP.operations[operation],
        SHOP.operations[operation].method,
        ORIGIN,
        "/shop/toys/bear",
        {"toyId": "bear"},
        b"",
        {},
        b"",
        WRITER,
    )
    return replace(usual, **changes)


def ask(app, method: str, path: str, *, token: str | None = "demo", **options) -> httpx.Response:
    """Send one request through ASGI."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
            return await client.request(method, path, **options)

    given = options.pop("headers", {})
    authorization = {} if token is None else {"Authorization": f"Bearer {token}"}
    options["headers"] = {**authorization, **given}
    return asyncio.run(send())


def step(made: World, seconds: float) -> None:
    made.clock.step(timedelta(seconds=seconds))
