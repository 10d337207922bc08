"""The same requests to the same seed get the same answers, byte for byte; and counts always add up."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from tests.support.client import DEMO, JudgedTransport
from tests.support.server import serving
from tests.wire.steps import Sent, State, sequences

pytestmark = pytest.mark.slow

OPTIONS = ("--customers", "500", "--clock", "frozen", "--seed", "7")


@pytest.fixture(scope="module")
def twins() -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Two servers of one seed in processes whose hashes differ; they get every request in step.

    What the first answers is judged; the second says the same.
    """
    transports = {"1": JudgedTransport(httpx.HTTPTransport()), "2": httpx.HTTPTransport()}
    with ExitStack() as stack:
        yield tuple(
            stack.enter_context(
                httpx.Client(base_url=server.url, timeout=30, trust_env=False, transport=transport)
            )
            for seed, transport in transports.items()
            for server in [stack.enter_context(serving(*OPTIONS, environment={"PYTHONHASHSEED": seed}))]
        )


def ask(client: httpx.Client, sent: Sent) -> httpx.Response:
    """Send a request under a host name that both servers share."""
    headers = {"Host": "understudy.test", "Authorization": f"Bearer {DEMO}", **sent.headers}
    return client.request(sent.method, sent.path, content=sent.body, headers=headers)


def told(reply: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    """All that a reply says, but for the date: that header is the web server's and shows the real time."""
    headers = {name: value for name, value in reply.headers.items() if name != "date"}
    return reply.status_code, headers, reply.content


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=sequences())
def test_a_replay_is_identical(twins, steps):
    """Statuses, headers, bodies, ids, entity tags and cursors of any sequence of requests repeat exactly."""
    first, second = twins
    state = State()
    for step in steps:
        sent = state.request(step)
        reply, again = ask(first, sent), ask(second, sent)

        assert told(reply) == told(again), sent
        assert reply.status_code < 500, sent
        if reply.is_success:
            state.learn(sent.path, reply.headers.get("etag"), document(reply))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=sequences())
def test_counts_always_add_up(twins, steps):
    """After any requests: enrolled + unenrolled = customerCount = retail + commercial, everywhere (A-24)."""
    state = State()
    for step in steps:
        sent = state.request(step)
        reply, _ = (ask(twin, sent) for twin in twins)
        for counted in counts(document(reply)):
            assert (
                counted["customerCount"]
                == counted["enrolledCustomerCount"] + counted["unenrolledCustomerCount"]
            )
            assert (
                counted["customerCount"]
                == counted["retailCustomerCount"] + counted["commercialCustomerCount"]
            )
            assert counted["customerCount"] <= counted["totalCustomerCount"]
        if reply.is_success:
            state.learn(sent.path, reply.headers.get("etag"), document(reply))


def document(reply: httpx.Response) -> Any:
    return json.loads(reply.content) if reply.content else None


def counts(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within a document that counts customers."""
    if isinstance(value, dict):
        if "customerCount" in value:
            yield value
        for member in value.values():
            yield from counts(member)
    elif isinstance(value, list):
        for item in value:
            yield from counts(item)
