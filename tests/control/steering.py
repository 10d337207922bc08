"""A control API over a small world of a real vendor, and a client that calls it without a socket."""

import asyncio
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import httpx
from tests.sources import ROOT

from understudy import controlling, serving
from understudy.contract.load import Contract, load_contract
from understudy.control.app import ControlApp
from understudy.control.desk import Desk
from understudy.control.guard import Guard
from understudy.http.app import App, Service, create_app
from understudy.http.worlds import Worlds
from understudy.world.world import World

BASE = "http://127.0.0.1:4010/_understudy"
SERVICE = "http://127.0.0.1:4010/service"
OFFERS = serving.find_offers(serving.Options())
CONTRACTS = [offer.contract for offer in OFFERS]


@cache
def grown() -> World:
    """A seeded world with two hundred customers, made once; take a fork."""
    options = serving.Options(customers=200, clock="frozen", log_format="")
    return serving.make_world(options, OFFERS)


@cache
def contract() -> Contract:
    """The contract of the control API, read once."""
    return load_contract(ROOT / "specs/understudy/control.yaml", name="understudy/control")


async def pages(scope, receive, send):
    """What stands in the console's place: a page that says which path was asked for."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
    await send({"type": "http.response.body", "body": scope["path"].encode()})


@dataclass
class Steering:
    """A control API, its desk, and calls to it; and the mocked APIs beside it."""

    desk: Desk
    app: ControlApp
    client: tuple[str, int] = ("127.0.0.1", 50000)

    @property
    def worlds(self) -> Worlds:
        return self.desk.worlds

    @cached_property
    def mocked(self) -> App:
        """The mocked APIs over the same worlds."""
        return create_app(
            [Service(offer.contract, offer.api) for offer in OFFERS],
            worlds=self.worlds,
            identities=OFFERS[0].vendor.identities,
            auth=True,
            seed=42,
            on_exchange=self.desk.tally.note,
        )

    def call(self, method: str, path: str, **given: Any) -> httpx.Response:
        """The response to one request below the base path; `given` as httpx takes it."""
        return self.send(self.app, method, path if "://" in path else BASE + path, **given)

    def ask(self, method: str, path: str, *, world: str = "default", **given: Any) -> httpx.Response:
        """The response of the mocked audiences API to a request of the demo analyst in a world."""
        headers = {"Authorization": "Bearer demo", "Understudy-World": world, **given.pop("headers", {})}
        return self.send(self.mocked, method, SERVICE + path, headers=headers, **given)

    def send(self, app: Any, method: str, url: str, **given: Any) -> httpx.Response:
        """The response of an application to one request."""

        async def answered() -> httpx.Response:
            transport = httpx.ASGITransport(app, client=self.client)
            async with httpx.AsyncClient(transport=transport) as client:
                return await client.request(method, url, **given)

        return asyncio.run(answered())


def steering(*, token: str | None = None, host: str = "127.0.0.1", most: int = 1000) -> Steering:
    """A control API over a fork of the small world."""
    worlds = Worlds(grown().fork("default"), CONTRACTS, most=most, journal=50)
    services = [Service(offer.contract, offer.api) for offer in OFFERS]
    vendors = serving.vendors_of(OFFERS)
    stage = controlling.stage_of(services, vendors, vendors[0].identities)
    desk = controlling.desk_of(worlds, stage, controlling.begin(worlds, stage, ()), seed=42)
    return Steering(desk, ControlApp(contract(), desk, Guard(token=token, host=host), pages))
