"""A live server for the tests over the wire, and judged clients for its two APIs."""

from collections.abc import Iterator

import httpx
import pytest
from tests.support.client import client_of
from tests.support.server import Server, serving


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with 1,000 customers and a frozen clock, of the module's own."""
    with serving("--customers", "1000", "--clock", "frozen") as running:
        yield running


@pytest.fixture(scope="module")
def api(server) -> Iterator[httpx.Client]:
    """The customer-audiences API as Bob Hartley of TIBURON."""
    with client_of(server.base) as client:
        yield client


@pytest.fixture(scope="module")
def admin(server) -> Iterator[httpx.Client]:
    """The customer-audience-connections API as Bob Hartley of TIBURON."""
    with client_of(server.admin) as client:
        yield client


@pytest.fixture(scope="module")
def strangers(server) -> Iterator[dict[str, httpx.Client]]:
    """The customer-audiences API with the other demo tokens, one that is wrong, and none."""
    tokens = {"marin": "demo-marin", "admin": "demo-admin", "read": "demo-read", "wrong": "mistaken"}
    clients = {name: client_of(server.base, token) for name, token in tokens.items()}
    clients["nobody"] = client_of(server.base, None)
    yield clients
    for client in clients.values():
        client.close()


@pytest.fixture
def unharmed(api, server) -> Iterator[None]:
    """Whatever the test sends: the same audiences afterwards, byte for byte, and a server that lives."""
    before = api.get("/customerAudiences").content

    yield

    assert server.process.poll() is None, server.text
    assert before == api.get("/customerAudiences").content
