"""The journal as server-sent events, on a real server."""

import json
import time

import httpx
import pytest

from understudy.control import events
from understudy.serving import Options, start

pytestmark = pytest.mark.slow  # real servers, real time

STREAM = "/_understudy/worlds/default/journal/stream"


@pytest.fixture(scope="module")
def server():
    """A server with few customers and a clock that stands."""
    with start(Options(port=0, customers=50, clock="frozen", log_format="")) as running:
        yield running


@pytest.fixture
def client(server):
    with httpx.Client(base_url=server.url, timeout=10, headers={"Authorization": "Bearer demo"}) as made:
        yield made


def ask(client):
    """One exchange for the journal."""
    return client.get("/service/customerAudiences")


def read(lines, count):
    """The next events, comments and `retry` left out: (id, data)."""
    found, fields = [], {}
    while len(found) < count:
        line = next(lines)
        name, _, value = line.partition(": ")
        if line and name:
            fields[name] = value
        elif "id" in fields:
            assert "exchange" == fields["event"]
            found.append((int(fields["id"]), json.loads(fields["data"])))
            fields = {}
    return found


def listeners(server):
    """How many clients the server believes to listen."""
    (control,) = server.listener.config.app.mounts.values()
    return control.desk.listeners


def eventually(condition):
    """Wait until the condition holds, for at most five seconds."""
    for _ in range(500):
        if condition():
            return True
        time.sleep(0.01)
    return False


def test_exchanges_arrive_as_they_happen(client):
    """A listener gets what happens after it came, in order, as it is listed too."""
    ask(client)
    with client.stream("GET", STREAM) as response:
        assert (200, "text/event-stream") == (response.status_code, response.headers["Content-Type"])
        assert "no-store" == response.headers["Cache-Control"]
        assert [] == [name for name in response.headers if name.startswith("access-control")]
        lines = response.iter_lines()
        assert "retry: 1000" == next(lines)

        for _ in range(3):
            ask(client)
        found = read(lines, 3)

    listed = client.get("/_understudy/worlds/default/journal").json()["items"]
    assert [(each["number"], each) for each in listed[-3:]] == found


def test_a_listener_that_comes_back_gets_what_it_missed(client):
    """`Last-Event-ID` says where to go on; a number of another life begins at the beginning."""
    for _ in range(2):
        ask(client)
    last = client.get("/_understudy/worlds/default/journal").json()["items"][-1]["number"]

    for seen, due in [(last - 1, last), (last + 1000, 1)]:
        with client.stream("GET", STREAM, headers={"Last-Event-ID": str(seen)}) as response:
            assert due == read(response.iter_lines(), 1)[0][0]


def test_listeners_are_forgotten_when_they_leave(client, server):
    """A closed connection makes room."""
    with client.stream("GET", STREAM) as response:
        next(response.iter_lines())
        assert eventually(lambda: listeners(server).count == 1)

    assert eventually(lambda: listeners(server).count == 0)


def test_there_is_room_for_sixteen(server, client):
    """The next one is told to come back later."""
    streams = [client.stream("GET", STREAM) for _ in range(events.MOST)]
    try:
        for stream in streams:
            next(stream.__enter__().iter_lines())
        assert eventually(lambda: listeners(server).count == events.MOST)
        refused = client.get(STREAM)
    finally:
        for stream in streams:
            stream.__exit__(None, None, None)

    assert (503, "5") == (refused.status_code, refused.headers["Retry-After"])
    assert eventually(lambda: listeners(server).count == 0)


def test_head_has_no_stream(client, server):
    """HEAD gets the headers of GET and ends."""
    response = client.head(STREAM)

    assert (200, "text/event-stream", b"") == (
        response.status_code,
        response.headers["Content-Type"],
        response.content,
    )
    assert 0 == listeners(server).count


def test_silence_is_broken_by_comments(client, monkeypatch):
    """A comment now and then keeps the connection."""
    monkeypatch.setattr(events, "HEARTBEAT", 0.2)
    with client.stream("GET", STREAM) as response:
        lines = response.iter_lines()

        assert ": still here" in [next(lines) for _ in range(4)]


def test_a_stream_ends_with_its_world(client):
    """When the world is deleted, nothing more can come."""
    client.post("/_understudy/worlds", json={"name": "brief"})
    with client.stream("GET", STREAM.replace("default", "brief")) as response:
        lines = response.iter_lines()
        next(lines)
        client.delete("/_understudy/worlds/brief")

        assert [""] == list(lines)


def test_the_server_ends_at_once():
    """Open streams do not hold up its end, and end with it."""
    with (
        start(Options(port=0, customers=10, log_format="")) as running,
        httpx.stream("GET", running.url + STREAM, timeout=5) as response,
    ):
        lines = response.iter_lines()
        next(lines)

        before = time.monotonic()
        running.stop()

        assert time.monotonic() - before < 1.5
        with pytest.raises(httpx.TransportError):
            list(lines)


def test_without_control_there_is_nothing_below():
    """`--no-control` leaves out control API and console."""
    with start(Options(port=0, customers=10, log_format="", control=False)) as running:
        for path in ("", "/", "/health", "/worlds", "/docs/apiture/customer-audiences"):
            assert 404 == httpx.get(f"{running.url}/_understudy{path}").status_code


def test_a_token_may_be_asked_for():
    """`--control-token` guards API and console; the mocked APIs know nothing of it."""
    with start(Options(port=0, customers=10, log_format="", control_token="open")) as running:
        for path in ("/worlds", "/"):
            url = f"{running.url}/_understudy{path}"
            assert 401 == httpx.get(url).status_code
            assert 200 == httpx.get(url, headers={"Authorization": "Bearer open"}).status_code
        demo = {"Authorization": "Bearer demo"}
        assert 200 == httpx.get(f"{running.url}/service/customerAudiences", headers=demo).status_code
