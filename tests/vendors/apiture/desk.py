"""A desk for requests without a wire: the real contracts, line and handlers on a small world."""

import base64
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from understudy.contract.load import Contract, load_contract
from understudy.http.exchange import Call, Reply
from understudy.http.line import finish, serve_one
from understudy.vendors.apiture.api import VENDOR
from understudy.world.clock import FROZEN_AT, Clock
from understudy.world.fixtures import load_recipes
from understudy.world.world import World, build_world

ROOT = Path(__file__).parents[3]

BOB = "0399abedfd3d"
CAROL = "389a2238d9f5c275d172"
LIST = "0399abedfd3d"
"""The list audience of the vendor's examples, with three collaborators and a connection."""
IN_USE = "590c0c441f3241de9526"
"""The filter audience that an active campaign uses."""
EVERYBODY = "2b7e151628aed2a6ab05"
INSIGHT = "8e41c07ab5d2"
CAMPAIGN = "0399abed-fd3d"
TEMPLATE = "0399abed-f13a"

NEUTRAL = (406, 412, 415)
"""Statuses by which HTTP itself refuses, whoever the vendor is."""

NEW = {"name": "New one", "customerType": "all", "enrollmentState": "customer"}


@dataclass
class Desk:
    """One world with the vendor's APIs before it."""

    world: World
    held: list[Any] = field(default_factory=list)
    rules: tuple[str, ...] = ()

    def call(self, operation_id: str, body: Any = None, *, token: str = "demo", **given: Any) -> Reply:
        """The reply to one operation: path parameters, query parameters and headers by their names.

        Fails when the reply breaks the contract, or the vendor refuses by no rule. Work left for later is
        kept in `held`, the rules of a refusal in `rules`.
        """
        api = next(api for api in VENDOR.apis if operation_id in api.handlers)
        contract = contracts()[api.name]
        operation = contract.operations[operation_id]
        kinds = {parameter.name: parameter.location for parameter in operation.parameters}
        headers = {name.lower(): value for name, value in given.pop("headers", {}).items()}
        path = {name: value for name, value in given.items() if kinds.get(name) == "path"}
        query = {name: value for name, value in given.items() if name not in path}
        target = contract.base_path + operation.path
        for name, value in path.items():
            target = target.replace(f"{{{name}}}", quote(value))
        if body is not None:
            headers.setdefault("content-type", next(iter(operation.body.content)))
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        caller = VENDOR.identities.tokens[token] if isinstance(token, str) else token
        exchange = serve_one(
            api,
            self.world,
            Call(
                operation,
                operation.method,
                "http://desk.example",
                target,
                path,
                urlencode(query).encode(),
                headers,
                sent,
                caller,
            ),
        )
        assert "reply" != exchange.violated, exchange.violations
        assert exchange.rules or exchange.reply.status < 400 or exchange.reply.status in NEUTRAL
        self.rules = exchange.rules
        if exchange.reply.later is not None:
            self.held.append(exchange.reply.later)
        return exchange.reply

    def finish(self) -> None:
        """Carry out what replies left for later."""
        while self.held:
            finish(self.world, self.held.pop())

    def create(self, **changes: Any) -> str:
        """The id of a new audience of Bob's; changes to the body."""
        return self.call("createCustomerAudience", {**NEW, **changes}).body["id"]

    def audience(self, key: str) -> dict[str, Any]:
        """An audience as Bob reads it."""
        reply = self.call("getCustomerAudience", customerAudienceId=key)
        assert reply.status == 200, reply.body
        return reply.body

    def ids(self, **query: Any) -> list[str]:
        """The ids that Bob's list of audiences gives."""
        return [item["id"] for item in self.call("listCustomerAudiences", **query).body["items"]]

    def put(self, collection: str, key: str, body: dict[str, Any]) -> None:
        """Put a document, as the control API would."""
        before = self.world.store.read()
        assert self.world.store.commit(before, before.put(collection, key, body))


@cache
def contracts() -> dict[str, Contract]:
    """The vendor's contracts by API name."""
    return {api.name: load_contract(ROOT / f"specs/{api.name}.yaml", name=api.name) for api in VENDOR.apis}


@cache
def seeded() -> World:
    """A world of 400 and 40 customers with the vendor's fixtures; never to be changed."""
    world = build_world(
        load_recipes(ROOT / "fixtures/world.yaml"),
        seed=42,
        customers=400,
        clock=Clock(at=FROZEN_AT),
        transitions=VENDOR.transitions,
    )
    before = world.store.read()
    assert world.store.commit(before, VENDOR.seed(world, before))
    return world


def file(text: str | bytes, **changes: Any) -> dict[str, Any]:
    """The body of an import of this file, headerless dataCustomerIds unless changed."""
    raw = text.encode() if isinstance(text, str) else text
    return {
        "name": "Imported",
        "fileName": "list.txt",
        "identifierType": "dataCustomerId",
        "includesHeader": False,
        "content": base64.b64encode(raw).decode(),
        **changes,
    }


def filter_of(name: str, operator: str, *values: str, **more: Any) -> dict[str, Any]:
    """A primitive filter on the filter type with this name."""
    documents = seeded().store.read()
    kind = next(item for item in documents.scan("apiture/filterTypes") if item.body["name"] == name)
    return {"filterType": {"id": kind.id}, "operator": operator, "values": list(values), **more}


def refused(reply: Reply) -> tuple[int, str]:
    """Status and code of a problem."""
    return reply.status, reply.body["type"].split("/")[-2]
