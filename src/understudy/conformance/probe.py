"""What a behaviour holds in its hands: it calls operations, expects answers, and leaves nothing behind."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Never, Protocol
from urllib.parse import quote, unquote, urlencode

from understudy.conformance.wire import UNSET, Exchange, pointed
from understudy.contract.operation import Operation
from understudy.errors import Broken, NotObservable, UnderstudyError

__all__ = ["WRITES", "Ask", "Probe", "Sender", "Stage", "Undo", "filled"]

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})

NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Undo:
    """How a creation is taken back: by which operation, and where the created id is in the answer."""

    operation: str
    pointer: str = "/id"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request to be sent: an operation of one of the target's APIs, and everything that varies."""

    operation: Operation
    path: str
    headers: Mapping[str, str]
    body: bytes
    caller: str = ""


class Sender(Protocol):
    """What a probe needs of a target."""

    undo: Mapping[str, Undo]
    fixed: Mapping[str, str]
    """What stands for some path parameters in every request, by their names."""

    def setting(self, name: str) -> str:
        """The value of a setting of the suite; NotObservable when it was not given and cannot be found."""

    def operation(self, name: str) -> Operation:
        """An operation by its id, of the API or one of its siblings; NotObservable where it has no such."""

    def send(self, ask: Ask) -> Exchange:
        """The answer; Broken when none comes in time, NotObservable when there is no such caller."""

    def staged(self) -> AbstractContextManager["Stage"]:
        """A world of its own for one behaviour; NotObservable unless the target is an Understudy."""


class Stage(Protocol):
    """A world of an Understudy that nobody else sees, and that is gone afterwards."""

    sender: Sender

    def step(self, *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0) -> None:
        """Move its clock on, and let happen what is due."""

    def documents(self, collection: str) -> Mapping[str, Mapping[str, Any]]:
        """The bodies of its documents of a collection (`vendor/name`), by id."""

    def put(
        self, collection: str, key: str, body: Mapping[str, Any], *, due: Mapping[str, str] | None = None
    ) -> None:
        """Create or replace one of its documents; `due` is what time will do to it (`at`, `transition`)."""


@dataclass
class Probe:
    """Calls operations in the name of one behaviour.

    What `call` creates is noted and taken back by `clean_up`. `unique` and `digits` are names that no other
    behaviour uses. `exchanges` are all that were sent, in order.
    """

    sender: Sender
    label: str
    uses: frozenset[str]
    exchanges: list[Exchange] = field(default_factory=list)
    created: list[tuple[Undo, str, Mapping[str, str], Exchange]] = field(default_factory=list)
    drawn: int = 0
    on_stage: bool = False

    def call(
        self,
        operation: str,
        *path: str,
        at: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | str = "",
        headers: Mapping[str, str] | None = None,
        json: Any = UNSET,
        body: bytes = b"",
        media_type: str = "",
        caller: str = "",
    ) -> Exchange:
        """Send one request; `path` are the values of the path's parameters in their order.

        Those that are the same in every request are left out there; `at` has other values for them by name.
        A `query` that is a mapping is encoded as a form (a pipe becomes %7C), text is sent as it is. `json`
        is sent as JSON, with the media type that the operation documents unless `media_type` says another.
        `caller` is a role; an Authorization among `headers` takes the place of its token, "" sends none.
        UnderstudyError when the behaviour did not say that it uses the operation.
        """
        if operation not in self.uses:
            raise UnderstudyError(
                f"{self.label} calls {operation}, which it does not say it uses: add it to `uses`."
            )
        found = self.sender.operation(operation)
        sent = dict(headers or {})
        if json is not UNSET:
            body = _written(json)
            media_type = (
                media_type or next(iter(found.body.content), "") if found.body else "application/json"
            )
        if media_type:
            sent["Content-Type"] = media_type
        text = query if isinstance(query, str) else urlencode(query)
        named = {**self.sender.fixed, **(at or {})}
        where = filled(found, path, named) + (f"?{text}" if text else "")
        return self._noted(operation, named, self.sender.send(Ask(found, where, sent, body, caller)))

    def _noted(self, operation: str, named: Mapping[str, str], exchange: Exchange) -> Exchange:
        self.exchanges.append(exchange)
        undo = self.sender.undo.get(operation)
        if undo and 200 <= exchange.status < 300 and not self.on_stage:
            key = pointed(exchange.json(), undo.pointer)
            if not isinstance(key, str):  # The address of what was created tells it as well.
                key = unquote(exchange.headers.get("location", "").rstrip("/").rpartition("/")[2])
            if key:
                self.created.append((undo, key, named, exchange))
        return exchange

    def clean_up(self) -> list[Exchange]:
        """Take back what was created, the last first; the exchanges of those that could not be.

        One that got no answer has the status 0. Where there is no operation to take something back, it is
        the exchange that created it.
        """
        left = []
        while self.created:
            undo, key, named, creation = self.created.pop()
            try:
                found = self.sender.operation(undo.operation)
                where = filled(found, (key,), named)
                answer = self.sender.send(Ask(found, where, {}, b"", creation.caller))
            except Broken as fault:
                answer = fault.exchange
            except NotObservable:
                answer = creation
            if answer is creation or answer.status not in (200, 202, 204, 404, 410):
                left.append(answer)
        return left

    @contextmanager
    def stage(self) -> Iterator[Stage]:
        """A world of its own in an Understudy: within the block everything is sent there."""
        outside = self.sender
        with outside.staged() as stage:
            self.sender, self.on_stage = stage.sender, True
            try:
                yield stage
            finally:
                self.sender, self.on_stage = outside, False

    def unique(self, prefix: str = "Understudy check") -> str:
        """A name that is this behaviour's own: the prefix, its label and a number; at most 80 characters."""
        self.drawn += 1
        own = f" {self.label} {self.drawn}"
        return prefix[: 80 - len(own)] + own

    def digits(self) -> str:
        """Hexadecimal digits, 64, that are this behaviour's own and each time others."""
        self.drawn += 1
        return sha256(f"{self.label} {self.drawn}".encode()).hexdigest()

    def expect(self, exchange: Exchange, *statuses: int) -> Exchange:
        """The exchange; Broken unless its status is one of these."""
        if exchange.status not in statuses:
            wanted = " or ".join(str(status) for status in statuses)
            raise Broken(f"status {wanted}", f"{exchange.status}", location="status", exchange=exchange)
        return exchange

    def member(self, exchange: Exchange, pointer: str) -> Any:
        """What a pointer finds in the answer; Broken when it finds nothing, or the answer is not in JSON."""
        value = exchange.json()
        kind = exchange.media_type
        if value is not UNSET and kind != "application/json" and not kind.endswith("+json"):
            raise Broken(
                "an answer in JSON",
                kind or "none",
                location="header",
                pointer="Content-Type",
                exchange=exchange,
            )
        if value is UNSET:
            raise Broken("an answer in JSON", _shown(exchange), location="body", exchange=exchange)
        found = pointed(value, pointer)
        if found is UNSET:
            raise Broken(f"a member {pointer}", "none", location="body", pointer=pointer, exchange=exchange)
        return found

    def header(self, exchange: Exchange, name: str) -> str:
        """A header of the answer; Broken when it is not there."""
        value = exchange.headers.get(name.lower())
        if value is None:
            raise Broken(f"a header {name}", "none", location="header", pointer=name, exchange=exchange)
        return value

    def same(self, expected: Any, got: Any, what: str, *, pointer: str = "", location: str = "body") -> None:
        """Broken, of the latest exchange, unless two values are the same; `what` they are, as a noun."""
        if expected != got:
            self.broken(f"{what} {_short(expected)}", _short(got), pointer=pointer, location=location)

    def broken(self, expected: str, got: str, *, pointer: str = "", location: str = "body") -> Never:
        """Say that the promise is not kept, as the latest exchange shows."""
        raise Broken(expected, got, location=location, pointer=pointer, exchange=self.exchanges[-1])

    def setting(self, name: str) -> str:
        """The value of a setting of the suite; NotObservable when it is not known."""
        return self.sender.setting(name)

    def not_observable(self, reason: str) -> Never:
        """Say that the promise cannot be seen, and why, in a sentence."""
        raise NotObservable(reason)


def filled(operation: Operation, values: Sequence[str], named: Mapping[str, str] = NONE) -> str:
    """The path of an operation with its parameters in place: those `named`, and the others in their order."""
    path = operation.path
    for name, value in named.items():
        path = path.replace(f"{{{name}}}", quoted(value))
    for parameter, value in zip(
        [part for part in path.split("/") if part.startswith("{")], values, strict=True
    ):
        path = path.replace(parameter, quoted(value), 1)
    return path


def quoted(value: str) -> str:
    """A value as a segment of a path; half of a surrogate pair, which no URL holds as it is, too."""
    return quote(value, safe="", errors="surrogatepass")


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _short(value: Any, most: int = 200) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= most else f"{text[:most]}…"


def _shown(exchange: Exchange) -> str:
    return _short(exchange.body.decode("utf-8", "replace")) or "no body"
