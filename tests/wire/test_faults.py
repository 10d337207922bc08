"""Faults and forced answers over the wire, connections included."""

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import httpx
import pytest
from tests.support.client import client_of
from tests.wire.control import Control

pytestmark = pytest.mark.slow  # a server in a process of its own

PATH = "/customerAudiences/0399abedfd3d"
HEADERS = {"Authorization": "Bearer demo"}


@pytest.fixture
def control(server) -> Iterator[Control]:
    """The default world, without faults before and after."""
    steered = Control(server.url)
    steered.send("DELETE", "/journal")
    yield steered
    steered.clear()


@contextmanager
def asked(server, method: str = "GET", path: str = PATH) -> Iterator[http.client.HTTPResponse]:
    """An answer as the standard library reads it, which notices what is missing."""
    with closing(http.client.HTTPConnection(server.base.split("/")[2], timeout=30)) as connection:
        connection.request(method, f"/service{path}", headers=HEADERS)
        with closing(connection.getresponse()) as reply:
            yield reply


def body_of(server) -> bytes:
    """The whole body, or IncompleteRead."""
    with asked(server) as reply:
        return reply.read()


@pytest.mark.parametrize("status", [200, 304, 400, 401, 404, 418, 429, 500, 503])
def test_prefer_gives_any_documented_answer(api, status):
    """Both judges have seen it, Preference-Applied repeats it, and nothing changes."""
    reply = api.get(PATH, headers={"Prefer": f"code={status}"})

    assert (status, f"code={status}") == (reply.status_code, reply.headers["preference-applied"])
    assert status < 400 or status == reply.json()["status"]


def test_prefer_changes_nothing(api):
    """A deletion that was only preferred did not happen."""
    before = api.get("/customerAudiences").content

    assert 204 == api.delete(PATH, headers={"Prefer": "code=204"}).status_code
    assert 201 == api.post("/customerAudiences", json={}, headers={"Prefer": "code=201"}).status_code
    assert before == api.get("/customerAudiences").content


def test_what_is_not_documented_is_refused_with_what_is(api):
    """400 names the documented statuses."""
    reply = api.get(PATH, headers={"Prefer": "code=302"})

    assert 400 == reply.status_code
    assert "200, 304, 400, 401, 403, 404, 429, 4XX, 5XX" in reply.json()["detail"]


def test_who_may_not_call_is_told_so_first(server):
    """401 before any preference."""
    with client_of(server.base, None) as nobody:
        assert 401 == nobody.get(PATH, headers={"Prefer": "code=200"}).status_code


def test_prefer_waits(api):
    """A reply may be asked to take its time."""
    reply = api.get(PATH, headers={"Prefer": "wait=0.3"})

    assert (200, "wait=0.3") == (reply.status_code, reply.headers["preference-applied"])
    assert 0.3 <= reply.elapsed.total_seconds() < 5


def test_latency_delays_on_real_time(api, control):
    """Though the world's clock stands. The event loop's timers are right to one millisecond."""
    control.fault({"latency": {"milliseconds": 250}})

    assert 0.249 <= api.get(PATH).elapsed.total_seconds() < 5
    assert 249 <= control.journal()[0]["milliseconds"]


def test_a_dropped_connection_gives_no_answer(server, control):
    """Not one byte; and the server lives, and says in the journal what it did."""
    control.fault({"drop": True}, id="gone", times=1)

    with pytest.raises(http.client.RemoteDisconnected), asked(server):
        pass

    assert body_of(server)
    assert ["gone: drop", None] == [one["fault"] for one in control.journal()]
    assert "ERROR" not in server.text


def test_a_dropped_request_was_carried_out(server, api, control):
    """The hardest case for a client: the change is made, but nobody says so."""
    created = api.post("/customerAudiences", json={"name": "To go", "customerType": "all"}).json()
    control.fault({"drop": True}, operation="deleteCustomerAudience")

    path = f"/customerAudiences/{created['id']}"
    with pytest.raises(http.client.RemoteDisconnected), asked(server, "DELETE", path):
        pass

    assert 404 == api.get(f"/customerAudiences/{created['id']}").status_code


def test_a_truncated_body_is_shorter_than_promised(server, control):
    """Content-Length says more than arrives before the connection closes."""
    control.fault({"truncate": 20})

    with pytest.raises(http.client.IncompleteRead) as short:
        body_of(server)

    assert 20 == len(short.value.partial)
    assert short.value.expected > 0


def test_a_slow_body_takes_its_time(server, control):
    """About a kilobyte at four kilobytes a second, complete in the end."""
    whole = body_of(server)
    control.fault({"slow": 4096})

    start = time.monotonic()
    slowly = body_of(server)

    assert whole == slowly
    assert len(whole) / 4096 * 0.6 <= time.monotonic() - start < 10


def test_a_slow_answer_holds_up_nobody_else(server, api, control):
    """While one client waits, others are served."""
    control.fault({"slow": 50}, operation="getCustomerAudience")

    with asked(server):
        assert api.get("/customerAudiences").elapsed.total_seconds() < 2


@pytest.mark.parametrize("part", ["body", "status", "contentType"])
def test_a_contract_broken_on_purpose_is_named_in_the_journal(server, control, part):
    """Violations with their pointers, and the fault that made them."""
    control.fault({"break": part}, id="wrong")

    httpx.get(server.base + PATH, headers=HEADERS, trust_env=False)

    (entry,) = control.journal()
    assert ("reply", "wrong: break") == (entry["violated"], entry["fault"])
    assert entry["violations"]


def test_a_forced_status_keeps_the_contract(api, control):
    """Both judges agree to it; Retry-After comes along."""
    control.fault({"status": 503, "retryAfter": 9}, caller="0399abedfd3d")

    reply = api.get(PATH)

    assert (503, "9", 503) == (reply.status_code, reply.headers["retry-after"], reply.json()["status"])


def test_throttling_says_when_to_come_back_and_keeps_its_word(server, api, control):
    """429 with Retry-After; once the world's clock has moved on by that much, the next request passes."""
    control.fault({"throttle": {"limit": 2, "per": 60}}, operation="getCustomerAudience")

    replies = [api.get(PATH) for _ in range(3)]
    wait = int(replies[2].headers["retry-after"])
    control.step(wait - 1)
    early = api.get(PATH)
    control.step(1)

    assert [200, 200, 429] == [reply.status_code for reply in replies]
    assert (30, 429, 200) == (wait, early.status_code, api.get(PATH).status_code)
    with client_of(server.base, "demo-read") as other:
        assert 429 == other.get(PATH).status_code  # Bob too: a bucket belongs to a person


def test_a_share_of_requests_is_the_same_in_every_run(server):
    """Two worlds forked at the same moment meet the same faults."""
    met = []
    for name in ("share-1", "share-2"):
        with client_of(server.base) as client:
            client.headers["Understudy-World"] = name
            client.get("/customerAudiences")
            Control(server.url, name).fault({"status": 500}, share=0.4)
            met.append([client.get(PATH).status_code for _ in range(30)])

    assert met[0] == met[1]
    assert {200, 500} == set(met[0])


def test_faults_belong_to_their_world(api, server, control):
    """What one test breaks, another does not meet."""
    api.get(PATH, headers={"Understudy-World": "broken"})
    Control(server.url, "broken").fault({"status": 500})

    assert 500 == api.get(PATH, headers={"Understudy-World": "broken"}).status_code
    assert 200 == api.get(PATH).status_code
    assert [] == json.loads(control.send("GET", "/faults").content)["items"]
