"""The wire itself: connections, over real sockets."""

import asyncio
import json
import re

import pytest
import uvicorn
from tests.http.toys import make_app

from understudy.http.protocol import HEAD_BYTES, Gathered, Protocol

GET = b"GET /shop/toys/bear HTTP/1.1\r\nHost: toys\r\nAuthorization: Bearer demo\r\n\r\n"
PUT = (
    b"PUT /shop/toys/fox HTTP/1.1\r\nHost: toys\r\nAuthorization: Bearer demo\r\n"
    b"Content-Type: application/json\r\n"
)
TOY = b'{"id":"fox","name":"Fox"}'


class Chatter:
    """One connection to a server that runs in the same event loop."""

    def __init__(self, reader, writer):
        self.reader = reader
        self.writer = writer

    async def say(self, data):
        self.writer.write(data)
        await self.writer.drain()

    async def hear(self, *, head=False):
        """One response: status, headers, body."""
        text = (await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 10)).decode()
        status = int(text.split(" ")[1])
        headers = dict(re.findall(r"(?m)^([\w-]+): (.*?)\r$", text))
        length = 0 if head else int(headers.get("content-length", 0))
        return status, headers, await asyncio.wait_for(self.reader.readexactly(length), 10)

    async def ended(self):
        """Whether the server closed the connection."""
        return await asyncio.wait_for(self.reader.read(), 10) == b""


def converse(play, app=None):
    """Run a conversation with a fresh server."""

    async def run():
        config = uvicorn.Config(app or make_app(), http=Protocol, lifespan="off", log_config=None, ws="none")
        config.load()
        state = uvicorn.server.ServerState()
        server = await asyncio.get_running_loop().create_server(
            lambda: Protocol(config, state, {}), "127.0.0.1", 0
        )
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        try:
            return await play(Chatter(reader, writer))
        finally:
            writer.close()
            server.close()
            while (
                state.tasks or state.connections
            ):  # what the connection's end sets off is part of the conversation
                await asyncio.sleep(0.001)

    return asyncio.run(run())


def test_a_connection_is_used_again():
    """Keep-alive: one request after the other on one connection, errors included."""

    async def play(chat):
        heard = []
        for asked in (GET, GET.replace(b"Bearer demo", b"Bearer x"), b"HEAD" + GET[3:], GET):
            await chat.say(asked)
            heard.append((await chat.hear(head=asked.startswith(b"HEAD")))[0])
        return heard

    assert [200, 401, 200, 200] == converse(play)


def test_pipelined_requests_are_answered_in_order():
    """RFC 9112, 9.3.2: requests sent at once are answered one by one, as they came."""

    async def play(chat):
        put = PUT + b"Content-Length: %d\r\n\r\n" % len(TOY) + TOY
        await chat.say(GET + put + GET.replace(b"bear", b"fox") + b"GET /no HTTP/1.1\r\nHost: toys\r\n\r\n")
        return [
            (heard[0], json.loads(heard[2]).get("id", "")[:4])
            for heard in [await chat.hear() for _ in "1234"]
        ]

    heard = converse(play)

    assert [(200, "bear"), (200, "fox"), (200, "fox")] == heard[:3]
    assert 404 == heard[3][0]


@pytest.mark.parametrize(
    "garbage",
    [
        b"garbage\r\n\r\n",
        b"\x00\x01\x02\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"BREW / HTTP/1.1\r\nHost: toys\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: toys\r\nX: a\x00b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: toys\r\nX y: 1\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: toys\r\n\r\n",
        PUT + b"Content-Length: x\r\n\r\n",
        PUT + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        PUT + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_http_is_a_problem(garbage):
    """400 as problem+json, readable across origins, and the connection ends."""

    async def play(chat):
        await chat.say(garbage)
        return *await chat.hear(), await chat.ended()

    status, headers, body, ended = converse(play)

    assert (400, "application/problem+json", True) == (status, headers["content-type"], ended)
    assert "*" == headers["access-control-allow-origin"]
    assert {"type": "about:blank", "title": "Bad Request", "status": 400}.items() <= json.loads(body).items()


def test_garbage_after_a_request_does_not_spoil_its_answer():
    """The request before it is answered as it should be, and then the connection ends."""

    async def play(chat):
        await chat.say(GET + b"garbage\r\n\r\n")
        return *await chat.hear(), await chat.ended()

    status, headers, _, ended = converse(play)

    assert (200, "close", True) == (status, headers["connection"], ended)


def test_endless_headers_are_cut_off():
    """A head that does not end is 431 long before it fills the memory."""

    async def play(chat):
        await chat.say(b"GET / HTTP/1.1\r\nHost: toys\r\nX: ")
        for _ in range(HEAD_BYTES // 16384 * 2):
            await chat.say(b"y" * 16384)
        return await chat.hear()

    status, headers, body = converse(play)

    assert (431, "close") == (status, headers["connection"])
    assert 431 == json.loads(body)["status"]


def test_a_body_too_large_is_refused_before_it_is_sent():
    """413 answers the announcement; 100 Continue is never given, and the connection ends."""

    async def play(chat):
        await chat.say(PUT + b"Content-Length: 16777217\r\nExpect: 100-continue\r\n\r\n")
        return *await chat.hear(), await chat.ended()

    status, headers, _, ended = converse(play)

    assert (413, "close", True) == (status, headers["connection"], ended)


def test_a_client_that_sends_too_much_reads_why():
    """413 reaches a client that sends its whole body first: the connection is not reset under it."""

    async def play(chat):
        await chat.say(PUT + b"Content-Length: 17000000\r\n\r\n")
        for _ in range(17):
            await chat.say(b"x" * 1_000_000)
        return await chat.hear()

    status, _, body = converse(play)

    assert (413, 413) == (status, json.loads(body)["status"])


def test_100_continue_is_given_to_a_good_request():
    """A client that asks first is told to go on."""

    async def play(chat):
        await chat.say(PUT + b"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n" % len(TOY))
        interim = await chat.hear()
        await chat.say(TOY)
        return interim[0], (await chat.hear())[0]

    assert (100, 200) == converse(play)


def test_a_chunked_body_is_read():
    """Transfer-Encoding: chunked needs no Content-Length."""

    async def play(chat):
        chunks = b"".join(b"1\r\n" + bytes([byte]) + b"\r\n" for byte in TOY)
        await chat.say(PUT + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n")
        return (await chat.hear())[0]

    assert 200 == converse(play)


def test_an_offer_of_http_2_is_ignored(caplog):
    """RFC 9110, 7.8: Upgrade may be ignored; the body after it is read, whatever it speaks of."""
    toy = b'{"id":"fox","name":"\\r\\nUpgrade: x"}'

    async def play(chat):
        head = PUT + b"Connection: Upgrade, HTTP2-Settings\r\nUPGRADE: h2c\r\nHTTP2-Settings: AAE\r\n"
        await chat.say(head + b"Content-Length: %d\r\n\r\n" % len(toy) + toy)
        first = await chat.hear()
        await chat.say(head + b"Content-Length: %d\r\n\r\n" % len(toy))
        await chat.say(toy)
        return first, await chat.hear()

    first, second = converse(play)

    assert (200, toy) == (first[0], first[2]) == (second[0], second[2])
    assert "" == caplog.text


def test_a_client_that_vanishes_within_its_body_leaves_no_trace():
    """Half a request changes nothing, and the next client is served."""
    app = make_app()

    async def vanish(chat):
        await chat.say(PUT + b"Content-Length: 25\r\n\r\n" + TOY[:10])

    async def look(chat):
        await chat.say(GET.replace(b"bear", b"fox"))
        return (await chat.hear())[0]

    converse(vanish, app)

    assert 404 == converse(look, app)


def test_a_small_reply_is_one_packet():
    """Headers and body arrive together, so that the client is woken once."""

    async def play(chat):
        await chat.say(GET)
        return await asyncio.wait_for(chat.reader.read(65536), 10)

    assert converse(play).endswith(b'\r\n\r\n{"id":"bear","name":"Bear"}')


@pytest.mark.parametrize("fault", [OSError(107, "not connected"), RuntimeError("the handler is closed")])
def test_a_client_already_gone_is_let_go(fault):
    """Where no end can be written, as either event loop says it, closing is just closing, and once."""

    class Gone(asyncio.Transport):
        closed = 0

        def write_eof(self):
            raise fault

        def is_closing(self):
            return bool(self.closed)

        def close(self):
            self.closed += 1

        pause_reading = resume_reading = lambda _self: None

    inner = Gone()
    gathered = Gathered(inner, asyncio.new_event_loop())
    gathered.close()
    gathered.close()
    gathered.loop.close()

    assert (1, True) == (inner.closed, gathered.is_closing())
