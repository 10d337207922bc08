"""Long requests: what one is answered with, how long it takes, and some that never cease."""

import http.client
import json
import statistics
import threading
import time
from dataclasses import dataclass
from typing import Any

from tests.support.server import Server

__all__ = ["LONGEST_REPLY", "Asked", "Busy", "median", "send"]

LONGEST_REPLY = 64 * 1024 * 1024


@dataclass(frozen=True)
class Asked:
    """A request in the name of `demo`; `path` from the server's root, `body` of that media type."""

    method: str
    path: str
    media_type: str = ""
    body: bytes | None = None


def send(server: Server, asked: Asked, *, into: bytearray | None = None) -> Any:
    """The JSON value a request is answered with, or None when its bytes go `into` a buffer.

    RuntimeError for an answer that is no 2xx.
    """
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=120)
    headers = {"Authorization": "Bearer demo"} | ({"Content-Type": asked.media_type} if asked.body else {})
    connection.request(asked.method, asked.path, asked.body, headers)
    reply = connection.getresponse()
    if not 200 <= reply.status < 300:
        raise RuntimeError(
            f"{asked.method} {asked.path} was answered with {reply.status}: {reply.read(300)!r}"
        )
    if into is None:
        return json.loads(reply.read())
    while reply.readinto(into):
        pass
    connection.close()
    return None


def median(server: Server, asked: Asked, *, rounds: int) -> float:
    """The median seconds from sending a request to the last byte of its reply."""
    figures = []
    # One buffer for all rounds: a fresh one for each would cost the client more than the server's answer.
    buffer = bytearray(LONGEST_REPLY)
    for _ in range(rounds):
        began = time.perf_counter()
        send(server, asked, into=buffer)
        figures.append(time.perf_counter() - began)
    return statistics.median(figures)


class Busy:
    """Each of these requests, again and again without pause, while the block runs."""

    def __init__(self, server: Server, *asked: Asked) -> None:
        self.server = server
        self.ends = threading.Event()
        self.sink = bytearray(LONGEST_REPLY)  # for all workers: nobody reads it
        self.workers = [threading.Thread(target=self._repeat, args=(one,)) for one in asked]

    def __enter__(self) -> None:
        for worker in self.workers:
            worker.start()

    def __exit__(self, *error: object) -> None:
        self.ends.set()
        for worker in self.workers:
            worker.join()

    def _repeat(self, asked: Asked) -> None:
        while not self.ends.is_set():
            send(self.server, asked, into=self.sink)
