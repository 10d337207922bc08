"""A desk for requests without a wire: the real contracts, line and handlers on a small world."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from understudy.contract.load import Contract, load_contract
from understudy.contract.operation import Operation
from understudy.errors import Problem
from understudy.http.exchange import Call, Caller, Exchange, Reply
from understudy.http.line import refuse, serve_one
from understudy.vendors.contacthub.access import caller_of_token
from understudy.vendors.contacthub.api import VENDOR
from understudy.vendors.contacthub.identities import IDENTITIES
from understudy.world.clock import FROZEN_AT, Clock
from understudy.world.fixtures import load_recipes
from understudy.world.world import World, build_world

ROOT = Path(__file__).parents[3]

TIBURON = "4b0c6f0e-7a51-4f6d-9c2e-8d1a3b5c7e90"
BRANCHES = "1c7e5a90-3b24-4d68-8f01-a2b4c6d8e0f1"
ONLINE = "2d8f6ba1-4c35-4e79-9012-b3c5d7e9f102"
NEWSLETTER = "3e907cb2-5d46-4f8a-a123-c4d6e8fa0213"
EVERYBODY = "4fa18dc3-6e57-409b-b234-d5e7f90b1324"
"""The aggregate node of Branches and Online banking."""

MARIN = "9f3d2c81-05e6-4b7a-8a14-6c0e9d7b2f35"
MARINS_BRANCHES = "60b29ed4-7f68-41ac-8345-e6f80a1c2435"
MARINS_ONLINE = "71c3afe5-8079-42bd-9456-f7091b2d3546"
MARINS_EVERYBODY = "82d4b0f6-918a-43ce-a567-081a2c3e4657"

NOBODYS = "00000000-0000-4000-8000-000000000000"
"""The id of nothing at all."""

CORE = "5c1e0d94-2b67-4f3a-8d15-9e0b7a6c4f21"
"""The source with the token demo-source, of Branches and Online banking."""
BROWSER = "6d2f1ea5-3c78-404b-9e26-af1c8b7d5032"
"""The source with the token demo-browser, of Online banking and Newsletter."""
MAILINGS = "7e302fb6-4d89-415c-af37-b02d9c8e6143"
"""The Send source, of Newsletter."""

SPECS = {"contacthub/hub": "hub.yaml", "contacthub/hub-legacy": "hub-legacy.yaml"}


@dataclass
class Desk:
    """One world with the vendor's APIs before it; what the last exchange was refused for."""

    world: World
    rules: tuple[str, ...] = ()
    reason: str = ""

    def call(self, operation_id: str, body: Any = None, *, token: Any = "demo", **given: Any) -> Reply:
        """The reply to one operation: parameters by their names, workspaceId TIBURON's unless given.

        A value of None leaves a parameter out; a list repeats it. `token` may be a Caller. A form or a file
        is given as (content type, bytes). Fails when the reply breaks the contract, or is a refusal without
        a rule.
        """
        exchange = self.exchange(operation_id, body, token=token, **given)
        assert "reply" != exchange.violated, exchange.violations
        assert exchange.rules or exchange.reply.status < 400, exchange.reason
        assert (exchange.reply.status >= 400) == bool(exchange.reason)
        self.rules, self.reason = exchange.rules, exchange.reason
        return exchange.reply

    def exchange(self, operation_id: str, body: Any = None, *, token: Any = "demo", **given: Any) -> Exchange:
        """The whole exchange of one operation, whatever it says."""
        name, operation = operation_of(operation_id)
        given = {"workspaceId": TIBURON, **given}
        kinds = {parameter.name: parameter.location for parameter in operation.parameters}
        path = {name: str(value) for name, value in given.items() if kinds.get(name) == "path"}
        headers = {name.lower(): value for name, value in given.items() if kinds.get(name) == "header"}
        query = {
            name: value
            for name, value in given.items()
            if value is not None and name not in path and name not in headers and name != "workspaceId"
        }
        target = operation.path
        for parameter, value in path.items():
            target = target.replace(f"{{{parameter}}}", quote(value, safe=""))
        if body is not None:
            media_type, sent = (
                body if isinstance(body, tuple) else ("application/json", json.dumps(body).encode())
            )
            headers["content-type"] = media_type
        caller = self.caller(token) if isinstance(token, str) else token
        call = Call(
            operation,
            operation.method,
            "http://desk.example",
            target,
            path,
            urlencode(query, doseq=True).encode(),
            headers,
            sent if body is not None else b"",
            caller,
        )
        (api,) = (each for each in VENDOR.apis if each.name == name)
        if not may(operation, caller):
            problem = Problem(403, "forbidden", "The caller has none of the roles.", rule="H-0.a10")
            return refuse(api, call, self.world.view(self.world.number()), problem)
        return serve_one(api, self.world, call)

    def caller(self, token: str) -> Caller:
        """Whom a token stands for now: a static one, or one of a source."""
        known = IDENTITIES.tokens.get(token) or caller_of_token(self.world.view(1), token)
        assert known is not None, token
        return known

    def document(self, collection: str, key: str) -> Any:
        """The body of a document, None when there is none: `document("nodes", BRANCHES)`."""
        found = self.world.store.read().get(f"contacthub/{collection}", key)
        return None if found is None else found.body

    def put(self, collection: str, key: str, body: dict[str, Any]) -> None:
        """Put a document, as the control API would."""
        before = self.world.store.read()
        assert self.world.store.commit(before, before.put(f"contacthub/{collection}", key, body))


def may(operation: Operation, caller: Caller) -> bool:
    """Whether the caller has the roles of one of the contract's alternatives."""
    return not operation.security or any(
        caller.scopes.issuperset(*alternative.values()) for alternative in operation.security
    )


@cache
def contracts() -> dict[str, Contract]:
    """The vendor's contracts by name."""
    folder = ROOT / "specs/contacthub"
    return {
        name: load_contract(folder / file, name=name)
        for name, file in SPECS.items()
        if (folder / file).exists()
    }


def operation_of(operation_id: str) -> tuple[str, Operation]:
    """The API that has the operation, and the operation."""
    for name, contract in contracts().items():
        if operation_id in contract.operations:
            return name, contract.operations[operation_id]
    raise LookupError(f"No contract has the operation {operation_id}.")


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
