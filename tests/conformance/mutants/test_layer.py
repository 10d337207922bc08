"""The layer changes what a mutant lies about, and lets everything else pass as it is."""

import asyncio
import json

import httpx
import pytest
from tests.conformance.mutants.catalogue import mutants
from tests.conformance.mutants.hosting import hosting
from tests.conformance.mutants.layer import Mutating

LIAR = "create-answers-200"


class Recorder:
    """An application that keeps what it is called with, and answers the bytes it is given."""

    def __init__(self):
        self.calls = []

    async def __call__(self, scope, receive, send):
        body = (await receive()).get("body", b"")
        self.calls.append((scope, receive, send, body))
        odd = [(b"X-Odd", b"a"), (b"x-odd", b"b")]
        await send({"type": "http.response.start", "status": 201, "headers": odd})
        await send({"type": "http.response.body", "body": b'{"a" :1}', "more_body": True})
        await send({"type": "http.response.body", "body": b"\n"})


def asked(layer, method, path, body=b"{}"):
    """What comes of one request: the scope, receive and send that were given, and what was sent."""
    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "headers": [],
             "query_string": b"q=%7C"}  # fmt: skip
    sent = []

    async def receive():
        return {"type": "http.request", "body": body}

    async def send(message):
        sent.append(message)

    asyncio.run(layer(scope, receive, send))
    return scope, receive, send, sent


@pytest.fixture
def recorder():
    return Recorder()


@pytest.fixture
def layer(recorder):
    return Mutating(recorder, mutants(), None)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/service/customerAudiences"),
        ("GET", "/_understudy/worlds"),
        ("POST", "/_world/honest/service/customerAudiences"),
        ("POST", f"/_world/{LIAR}x/service/customerAudiences"),
        ("GET", f"/_world/{LIAR}/service/customerAudiences"),
        ("POST", f"/_world/{LIAR}/service/customerAudiences/"),
        ("POST", f"/_world/{LIAR}/elsewhere"),
        ("POST", f"/_world/{LIAR}"),
    ],
)
def test_what_is_not_lied_about_passes_as_it_is(layer, recorder, method, path):
    """The inner application gets the very same scope, receive and send: not a byte can differ."""
    scope, receive, send, sent = asked(layer, method, path)

    assert [(scope, receive, send, b"{}")] == recorder.calls
    assert scope is recorder.calls[0][0]
    assert 3 == len(sent)
    assert {} == dict(layer.fired)


@pytest.mark.parametrize("world", [LIAR, f"{LIAR}.7", "fork"])
def test_lies_are_told_in_all_worlds_of_a_mutant(layer, recorder, world):
    """Its own world, those named after it, and those that a client forks from them."""
    asked(layer, "POST", "/_understudy/worlds", json.dumps({"name": "fork", "source": LIAR}).encode())
    *_, sent = asked(layer, "POST", f"/_world/{world}/service/customerAudiences")

    assert b'{"name": "fork", "source": "create-answers-200"}' == recorder.calls[0][3]
    assert 200 == sent[0]["status"]
    assert b'{"a" :1}\n' == sent[1]["body"]
    assert {LIAR: 1} == dict(layer.fired)


def test_other_things_of_a_changed_answer_stay(layer):
    """Only the status is another one; the length is that of the body."""
    *_, sent = asked(layer, "POST", f"/_world/{LIAR}/service/customerAudiences")

    assert [(b"x-odd", b"a"), (b"x-odd", b"b"), (b"content-length", b"9")] == sent[0]["headers"]


def test_pretending_changes_nothing():
    """What is done in a copy of the world is answered, under the name of the mutant's world, and is gone."""
    with hosting({name: mutants()[name] for name in ("created-and-forgotten",)}) as host:
        base = host.url("created-and-forgotten", "apiture/customer-audiences")
        headers = {"Authorization": "Bearer demo"}
        with httpx.Client(base_url=base, headers=headers, trust_env=False) as client:
            body = {"name": "Gone", "customerType": "all", "enrollmentState": "customer"}
            made = client.post("/customerAudiences", json=body)
            there = client.get(made.headers["Location"])
        names = host.server.worlds.names()

    assert (201, 404) == (made.status_code, there.status_code)
    assert made.headers["Location"].startswith(f"{base}/customerAudiences/")
    assert "created-and-forgotten" == made.headers["Understudy-World"]
    assert [] == [name for name in names if name.startswith("copy-")]
