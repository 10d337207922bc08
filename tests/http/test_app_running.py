"""The application as a server runs it: work for later, long work, vanished clients, mounts, lifespan."""

import asyncio
import threading
from dataclasses import replace

import pytest
from tests.http.toys import API, ask, make_app, world

from understudy.http.exchange import Reply
from understudy.http.handlers import Handler

NAMES = " ".join(f"toy{number}" for number in range(10))


@pytest.fixture
def made():
    return world()


@pytest.fixture
def app(made):
    return make_app(made)


def with_handler(operation, answer, **options):
    return replace(API, handlers={**API.handlers, operation: Handler(answer, **options)})


def test_later_work_is_done_after_the_reply(app):
    """202: what the handler left for later is carried out and committed."""
    response = ask(app, "POST", "/shop/toys", content=NAMES, headers={"Content-Type": "text/plain"})
    app.workers.shutdown(wait=True)

    assert 202 == response.status_code
    assert "toy9" == ask(app, "GET", "/shop/toys/toy9").json()["name"]


def test_failed_later_work_is_logged(made, caplog):
    """Nobody waits for it, so the log is where its failure shows."""

    def later(_view):
        raise RuntimeError("later failed")

    app = make_app(made, api=with_handler("createToys", lambda _request, _view: Reply(202, later=later)))
    ask(app, "POST", "/shop/toys", content=b"x", headers={"Content-Type": "text/plain"})
    app.workers.shutdown(wait=True)

    assert "later failed" in caplog.text


def test_long_work_does_not_hold_up_others(made):
    """A long-running handler leaves the event loop free: another request is answered meanwhile."""

    async def play():
        loop = asyncio.get_running_loop()
        entered, release = asyncio.Event(), threading.Event()

        def answer(_request, _view):
            loop.call_soon_threadsafe(entered.set)
            assert release.wait(10)
            return Reply(202)

        app = make_app(made, api=with_handler("createToys", answer, long_running=True))
        slow = asyncio.create_task(request(app, "POST", "/shop/toys"))
        await asyncio.wait_for(entered.wait(), 10)
        quick = await request(app, "GET", "/shop/toys/bear")
        assert not slow.done()
        release.set()
        return quick, await slow

    assert (200, 202) == asyncio.run(play())


async def request(app, method, path, body=b"", headers=()):
    """The status of one request, told as a server would tell it."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"authorization", b"Bearer demo"), *headers],
    }
    messages = []

    async def receive():
        return {"type": "http.request", "body": body}

    async def send(message):
        messages.append(message)

    await app(scope, receive, send)
    return messages[0]["status"] if messages else None


def test_a_vanished_client_gets_nothing(app):
    """A client that leaves within its body is not answered, and no error is raised."""

    async def gone():
        return {"type": "http.disconnect"}

    messages = []
    scope = {
        "type": "http",
        "method": "PUT",
        "path": "/shop/toys/bear",
        "query_string": b"",
        "headers": [(b"authorization", b"Bearer demo"), (b"content-length", b"9")],
    }
    asyncio.run(app(scope, gone, messages.append))

    assert [] == messages


def test_mounted_applications_get_their_own_paths(made):
    """What is mounted answers its prefix and below, nothing else; it learns the prefix as root_path."""
    seen = []

    async def pages(scope, _receive, send):
        seen.append((scope["root_path"], scope["path"]))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"page"})

    app = make_app(made, mounts={"/_understudy": pages})

    assert b"page" == ask(app, "GET", "/_understudy/docs").content
    assert b"page" == ask(app, "GET", "/_understudy").content
    assert 404 == ask(app, "GET", "/_understudying").status_code
    assert [("/_understudy", "/_understudy/docs"), ("/_understudy", "/_understudy")] == seen


def test_the_lifespan_is_answered_and_ends_the_workers(app):
    """Start and end are confirmed, and threads are not left behind."""
    incoming = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    outgoing = []

    async def receive():
        return incoming.pop(0)

    async def send(message):
        outgoing.append(message["type"])

    asyncio.run(app({"type": "lifespan"}, receive, send))

    assert ["lifespan.startup.complete", "lifespan.shutdown.complete"] == outgoing
    with pytest.raises(RuntimeError):
        app.workers.submit(print)


def test_web_sockets_are_refused(app):
    """There are none."""
    outgoing = []

    async def send(message):
        outgoing.append(message["type"])

    asyncio.run(app({"type": "websocket", "path": "/"}, None, send))

    assert ["websocket.close"] == outgoing
