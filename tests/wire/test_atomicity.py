"""A handler that raises halfway leaves the documents exactly as they were."""

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from tests.support.client import DEMO
from tests.wire.requests import audience, listing

from understudy.http.exchange import Reply
from understudy.http.handlers import Handler
from understudy.http.worlds import Worlds
from understudy.serving import Options, find_offers, make_app, make_world

LIST_AUDIENCE = "0399abedfd3d"
CONNECTION = "0399abed-fd3d"
SEVERAL = b"9dfb049f5672424d7b3b\nf26c043c527f42430b15\n40ce35bd15417a2e2a09\n"
MERGE = "application/merge-patch+json"

CHANGES = [
    pytest.param("POST", "/service/customerAudiences", audience(), id="create"),
    pytest.param("PATCH", f"/service/customerAudiences/{LIST_AUDIENCE}", {"name": "Renamed"}, id="patch"),
    pytest.param("POST", f"/service/customerAudiences/{LIST_AUDIENCE}/archived", None, id="archive"),
    pytest.param(
        "POST", "/service/importedCustomerAudiences", listing(b"0123456789abcdef0123\n"), id="import"
    ),
    pytest.param(
        "PUT",
        f"/service/customerAudiences/{LIST_AUDIENCE}/customers",
        {key: value for key, value in listing(b"0123456789abcdef0123\n").items() if key != "name"},
        id="replace the members",
    ),
    pytest.param(
        "POST",
        "/bankingAdmin/customerAudienceConnections",
        {"audience": {"id": LIST_AUDIENCE}, "provider": {"name": "another provider"}},
        id="connect",
    ),
    pytest.param("DELETE", f"/bankingAdmin/customerAudienceConnections/{CONNECTION}", None, id="disconnect"),
    pytest.param(
        "POST", f"/bankingAdmin/customerAudienceConnections/{CONNECTION}/failed", None, id="fail a connection"
    ),
    pytest.param("DELETE", f"/service/customerAudiences/{LIST_AUDIENCE}", None, id="delete"),
]


class HalfwayError(Exception):
    """Raised by a handler that has done all its work but not answered yet."""


class Broken:
    """Handlers that work to the end and then raise, while `breaks` is set; `worked` counts their changes."""

    def __init__(self) -> None:
        self.breaks = False
        self.breaks_later = False
        self.worked = 0
        self.failed = threading.Event()

    def fail(self, _view: Any) -> Any:
        """Work left for later that goes wrong."""
        self.failed.set()
        raise HalfwayError

    def handler(self, real: Handler) -> Handler:
        def answer(request: Any, view: Any) -> Reply:
            reply = real.answer(request, view)
            if self.breaks:
                self.worked += reply.documents is not None
                raise HalfwayError
            return replace(reply, later=self.fail) if self.breaks_later and reply.later else reply

        return replace(real, answer=answer)


@pytest.fixture(scope="module")
def broken() -> Broken:
    return Broken()


@pytest.fixture(scope="module")
def options() -> Options:
    return Options(customers=200, clock="frozen", log_format="", control=False)


@pytest.fixture(scope="module")
def offers(options, broken):
    """The APIs, each handler wrapped."""
    return tuple(
        replace(
            offer,
            api=replace(
                offer.api,
                handlers={name: broken.handler(real) for name, real in offer.api.handlers.items()},
            ),
        )
        for offer in find_offers(options)
    )


@pytest.fixture(scope="module")
def world(options, offers):
    return make_world(options, offers)


@pytest.fixture(scope="module")
def app(options, offers, world):
    contracts = [offer.contract for offer in offers]
    return make_app(options, offers, Worlds(world, contracts, most=1, journal=options.journal))


@pytest.fixture
def untouched(world) -> Iterator[None]:
    """The world as it was seeded, before and after."""
    kept = world.snapshot()
    yield
    world.restore(kept)


async def send(app: Any, method: str, path: str, body: Any) -> httpx.Response:
    kind = MERGE if method == "PATCH" else "application/json"
    headers = {"Authorization": f"Bearer {DEMO}", **({} if body is None else {"Content-Type": kind})}
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://understudy.test") as client:
        content = None if body is None else json.dumps(body).encode()
        return await client.request(method, path, content=content, headers=headers)


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_a_handler_that_raises_changes_nothing(app, world, broken, untouched, method, path, body):
    """An exception after all of a handler's work is a 500, and the documents are the very same as before."""
    before = world.store.read()
    worked = broken.worked

    broken.breaks = True
    reply = asyncio.run(send(app, method, path, body))
    broken.breaks = False

    assert 500 == reply.status_code
    assert worked + 1 == broken.worked
    assert before is world.store.read()


def test_work_left_for_later_that_raises_changes_nothing(app, world, broken, untouched, monkeypatch):
    """An import that is answered with 202 and fails afterwards leaves the documents as they were answered."""
    monkeypatch.setitem(world.settings, "import_budget", 1e-9)  # no time, and not zero: goes on at once
    broken.breaks_later = True
    reply = asyncio.run(send(app, "POST", "/service/importedCustomerAudiences", listing(SEVERAL)))
    broken.breaks_later = False
    answered = world.store.read()

    assert 202 == reply.status_code
    assert broken.failed.wait(10)
    assert answered is world.store.read()


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_the_same_request_does_change_something(app, world, broken, untouched, method, path, body):
    """Each of these requests changes the documents when its handler does not raise."""
    before = world.store.read()

    reply = asyncio.run(send(app, method, path, body))

    assert reply.is_success, reply.text
    assert before is not world.store.read()
