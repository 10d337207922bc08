"""A desk for requests without a wire: the real contract, line and handlers on a small world."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from understudy.contract.load import Contract, load_contract
from understudy.http.exchange import Call, Reply
from understudy.http.line import serve_one
from understudy.vendors.banno.api import SEGMENTS, VENDOR
from understudy.vendors.banno.users import Users
from understudy.world.clock import FROZEN_AT, Clock
from understudy.world.fixtures import load_recipes
from understudy.world.world import World, build_world

ROOT = Path(__file__).parents[3]

TIBURON = "b5fd7a3e-62a4-4d2c-9f0b-3a1c7e5d8842"
MARIN = "0c9e41d7-8b1f-4c55-a6e2-f47d20b39a16"
NOBODYS = "00000000-0000-4000-8000-000000000000"
"""The id of nothing at all."""

LISTED = "7d0c2b9a-1f4e-4a63-8e57-c2b8d1f09e34"
"""The segment with 150 users."""
LARGER = "f3b84c1d-6e02-4b9a-87d5-1a90e7c25f68"
"""The segment with 151 users."""
EMPTY = "18c7a5e9-b340-4f6d-92e1-c05d8f7b3a24"
MARINS = "6e9d2f07-35ab-4c81-bd74-e8f61a0c9b53"
"""MARIN's segment."""

DRAFT = "e3a86f12-5c7d-4b90-91fa-6d2e8c4b7a05"
"""The draft of the 150 users."""
ONE_MORE = "94e7d3a1-0b6c-4f25-b8d9-27c51ae0f643"
"""The draft of the 151st user."""
NOBODY = "c81f5e06-4a97-4d3b-9e62-70b8f2d4153a"
"""The draft that found no users."""
MARINS_DRAFT = "2a6f90b4-d71c-4853-ae0f-b94c6e8d7f12"

NEW = {"name": "New one", "sourceProvider": "Banno", "draftId": DRAFT}


@dataclass
class Desk:
    """One world with the vendor's API before it; what the last exchange was refused for."""

    world: World
    rules: tuple[str, ...] = ()
    reason: str = ""

    def call(self, operation_id: str, body: Any = None, *, token: Any = "demo", **given: Any) -> Reply:
        """The reply to one operation: path and query parameters by their names, TIBURON's unless given.

        Fails when the reply breaks the contract, or the vendor refuses by no rule. A form is given as
        (content type, bytes).
        """
        operation = contract().operations[operation_id]
        given = {"institutionId": TIBURON, **given}
        kinds = {parameter.name: parameter.location for parameter in operation.parameters}
        path = {name: value for name, value in given.items() if kinds.get(name) == "path"}
        query = {name: value for name, value in given.items() if name not in path}
        target = operation.path
        for name, value in path.items():
            target = target.replace(f"{{{name}}}", quote(value))
        media_type, sent = ("", b"")
        if body is not None:
            media_type, sent = (
                body if isinstance(body, tuple) else ("application/json", json.dumps(body).encode())
            )
        exchange = serve_one(
            SEGMENTS,
            self.world,
            Call(
                operation,
                operation.method,
                "http://desk.example",
                target,
                path,
                urlencode(query).encode(),
                {"content-type": media_type} if media_type else {},
                sent,
                VENDOR.identities.tokens[token] if isinstance(token, str) else token,
            ),
        )
        assert "reply" != exchange.violated, exchange.violations
        assert exchange.rules or exchange.reply.status < 400
        assert (exchange.reply.status >= 400) == bool(exchange.reason)
        self.rules, self.reason = exchange.rules, exchange.reason
        return exchange.reply

    def create(self, **changes: Any) -> str:
        """The id of a new segment of TIBURON's; changes to the body."""
        reply = self.call("createSegment", {**NEW, **changes})
        assert reply.status == 201, self.reason
        return reply.body["segmentId"]

    def segment(self, key: str, **given: Any) -> dict[str, Any]:
        """A segment as it is read."""
        reply = self.call("getSegment", segmentId=key, **given)
        assert reply.status == 200, self.reason
        return reply.body

    def ids(self, **given: Any) -> list[str]:
        """The ids that the list of segments gives."""
        return [segment["segmentId"] for segment in self.call("listSegments", **given).body["segments"]]

    def put(self, collection: str, key: str, body: dict[str, Any]) -> None:
        """Put a document, as the control API would."""
        before = self.world.store.read()
        assert self.world.store.commit(before, before.put(collection, key, body))

    def users(self, institution: str = "TIBURON") -> Users:
        """The users of an institution."""
        return Users.of(self.world.institutions[institution].customers)


@cache
def contract() -> Contract:
    """The vendor's contract."""
    return load_contract(ROOT / "specs/banno/segments.yaml", name="banno/segments")


@cache
def seeded() -> World:
    """A world of 400 and 40 customers with the vendor's fixtures; never to be changed."""
    world = build_world(
        load_recipes(ROOT / "fixtures/world.yaml"), seed=42, customers=400, clock=Clock(at=FROZEN_AT)
    )
    before = world.store.read()
    assert world.store.commit(before, VENDOR.seed(world, before))
    return world
