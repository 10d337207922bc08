"""The layer around the server: requests to a mutant's world meet its lie, all others pass as they are."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from tests.conformance.mutants.catalogue import Mutant, contracts
from tests.conformance.mutants.messages import Answer, Asked
from tests.conformance.mutants.play import play
from tests.conformance.mutants.turn import Turn

from understudy.http.worlds import Worlds

__all__ = ["Mutating"]

PREFIX = re.compile(r"/_world/([^/]+)(/.*)?")
WORLDS = "/_understudy/worlds"


class Mutating:
    """An ASGI application around another: a mutant's worlds are served with its lie.

    They are `NAME` and all `NAME.anything`, by the path, and the worlds that a client forks from them.
    `fired` counts, by mutant, the requests that were answered otherwise than honestly.
    """

    def __init__(self, inner: ASGIApp, mutants: Mapping[str, Mutant], worlds: Worlds) -> None:
        self.inner = inner
        self.mutants = mutants
        self.worlds = worlds
        self.forked: dict[str, str] = {}
        self.fired: Counter[str] = Counter()
        self.memories: defaultdict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
        self.copies = 0
        self.routes = [
            (operation.method.upper(), pattern_of(contract.base_path + operation.path), name)
            for contract in contracts().values()
            for name, operation in contract.operations.items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI connection."""
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        if scope["path"] == WORLDS and scope["method"] == "POST":
            asked = await read(scope, receive, scope["path"])
            self.note(asked.json())
            await self.inner(scope, again(asked.body), send)
            return
        placed = PREFIX.fullmatch(raw_path(scope))
        mutant = placed and self.mutant_of(placed[1])
        if placed is None or mutant is None:
            await self.inner(scope, receive, send)
            return
        operation, arguments = self.routed(scope["method"], placed[2] or "/")
        if operation not in mutant.concerned:
            await self.inner(scope, receive, send)
            return
        asked = await read(scope, receive, placed[2])
        answer = await self.answer(scope, mutant, placed[1], operation, arguments, asked)
        await give(answer, send)

    def note(self, said: Any) -> None:
        """A world that somebody forks from a mutant's is the mutant's too."""
        if isinstance(said, dict):
            mutant = self.mutant_of(str(said.get("source", "")))
            if mutant is not None:
                self.forked[str(said.get("name"))] = mutant.name

    def mutant_of(self, world: str) -> Mutant | None:
        """The mutant whom a world belongs to."""
        return self.mutants.get(self.forked.get(world, world.partition(".")[0]))

    def routed(self, method: str, path: str) -> tuple[str, dict[str, str]]:
        """The operation that a request means, with its path's arguments; "" for none."""
        for verb, pattern, name in self.routes:
            if verb == method and (fits := pattern.fullmatch(path)):
                return name, fits.groupdict()
        return "", {}

    async def answer(
        self,
        scope: Scope,
        mutant: Mutant,
        world: str,
        operation: str,
        arguments: dict[str, str],
        asked: Asked,
    ) -> Answer:
        """The answer of a mutant to a request."""

        async def plain(request: Asked) -> Answer:
            return await self.ask(scope, world, request)

        async def pretended(request: Asked) -> Answer:
            return await self.ask_copy(scope, world, request)

        turn = Turn(operation, arguments, asked, asked.copy(), plain, pretended)
        answer, other = await play(mutant, turn, lambda place: self.memories[world, place])
        if other:
            self.fired[mutant.name] += 1
        return answer

    async def ask_copy(self, scope: Scope, world: str, asked: Asked) -> Answer:
        """What the honest server says in a copy of a world, which nobody sees afterwards."""
        self.copies += 1
        name = f"copy-{self.copies}"
        self.worlds.create(name, source=self.worlds.get(world).world)
        try:
            answer = await self.ask(scope, name, asked)
        finally:
            self.worlds.drop(name)
        answer.headers = [(key, value.replace(name, world)) for key, value in answer.headers]
        answer.body = answer.body.replace(f"/_world/{name}/".encode(), f"/_world/{world}/".encode())
        return answer

    async def ask(self, scope: Scope, world: str, asked: Asked) -> Answer:
        """What the honest server says in a world."""
        path = f"/_world/{world}{asked.path}"
        long = asked.body or asked.header("content-length") is not None
        length = [("content-length", str(len(asked.body)))] if long else []
        headers = [pair for pair in asked.headers if pair[0] not in ("content-length", "transfer-encoding")]
        inner = {
            **scope,
            "method": asked.method,
            "path": path,
            "raw_path": path.encode("latin-1"),
            "query_string": asked.query.encode("latin-1"),
            "headers": [
                (name.encode("latin-1"), value.encode("latin-1")) for name, value in [*headers, *length]
            ],
        }
        answer = Answer()

        async def take(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = [
                    (name.decode("latin-1").lower(), value.decode("latin-1"))
                    for name, value in message["headers"]
                ]
            else:
                answer.body += message.get("body", b"")

        await self.inner(inner, again(asked.body), take)
        return answer


def pattern_of(template: str) -> re.Pattern[str]:
    """What a path must match to mean an operation."""
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template))


def raw_path(scope: Scope) -> str:
    """The path as it was sent."""
    return (scope.get("raw_path") or scope["path"].encode("utf-8", "surrogatepass")).decode("latin-1")


async def read(scope: Scope, receive: Receive, path: str) -> Asked:
    """A request, whole."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]
    return Asked(headers, body, scope["method"], path, scope["query_string"].decode("latin-1"))


def again(body: bytes) -> Receive:
    """A body that was read, to be received once more."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def give(answer: Answer, send: Send) -> None:
    """Send an answer, with the length that it has."""
    bodiless = answer.status in (204, 304)
    answer.set_header("content-length", None if bodiless else str(len(answer.body)))
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
