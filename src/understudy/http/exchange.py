"""What travels along the line: Call in, Request to the handler, Reply out.

No framework object goes further than this module: the app turns an ASGI scope into a `Call`,
the line turns the call into a `Request`, a handler answers with a `Reply`.
"""

from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from understudy.contract.operation import Operation
from understudy.contract.validators import Violation
from understudy.http.plan import Wire

__all__ = ["Call", "Caller", "Exchange", "Reply", "Request", "View", "World"]


class View(Protocol):
    """What the line itself needs of the world as it stood when the request began."""

    @property
    def now(self) -> datetime: ...

    @property
    def ids(self) -> Any: ...


class World(Protocol):
    """The state behind the line; handlers see only its immutable views."""

    @property
    def name(self) -> str: ...

    @property
    def clock(self) -> Any: ...

    @property
    def ids(self) -> Any: ...

    def number(self) -> int:
        """The next exchange's number; identifiers of the exchange are drawn from it."""

    def view(self, number: int) -> Any:
        """Everything as it is now, immutable, with due transitions already fired."""

    def commit(self, before: Any, documents: Any) -> bool:
        """Put `documents` in the place of those in `before`; False when somebody else was first."""

    def fork(self, name: str) -> "World":
        """A world that starts as this one is now and then goes its own way."""

    def restore(self, kept: Any) -> None:
        """Be again what this world was when `kept` was forked from it."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the analyst (or client) behind the token, and what the token may do.

    `institution` is None for an administrator above all institutions.
    """

    subject: str
    client: str
    institution: str | None
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Call:
    """A routed, authorised request as it came over the wire.

    `headers` have lower-case names; `query` is the raw query string; `origin` is scheme and
    authority as the client saw them (`https://host:port`), `target` the path as it was asked for.
    """

    operation: Operation
    method: str
    origin: str
    target: str
    path_params: Mapping[str, str]
    query: bytes
    headers: Mapping[str, str]
    body: bytes
    caller: Caller


@dataclass(frozen=True, slots=True)
class Request:
    """A call that keeps the contract, decoded: parameters by name, defaults filled in."""

    call: Call
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    headers: Mapping[str, Any]
    body: Any

    @property
    def caller(self) -> Caller:
        return self.call.caller


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and what it changes.

    `body` is a JSON value, or bytes already written in `media_type`. Where bytes are too many to
    judge again, `excerpt` is the same body with only its first items, judged in their place.
    `documents` replaces the world's documents (None: nothing changes), or is a function that makes them from
    a fresh view: for work that takes long and does not depend on what others commit meanwhile. `later` is
    work that goes on after the answer: given a fresh view, it returns the documents to commit. `wire` is how
    it travels. `stream` goes on after a `body` of bytes for as long as the client listens; only the latter is
    judged.
    """

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"
    excerpt: Any = None
    documents: Any = None
    later: Callable[[Any], Any] | None = None
    wire: Wire | None = None
    stream: AsyncGenerator[bytes, None] | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call and its reply, and what the contract had against one of them.

    `violated` says which one the `violations` are of: request, reply, or "" for neither. `rules` are ids
    of the vendor's rules that a refusal followed; `fault` names what was done on purpose. `reason` is the
    sentence of a refusal, which its reply need not say.
    """

    call: Call
    reply: Reply
    violations: tuple[Violation, ...] = ()
    violated: str = ""
    rules: tuple[str, ...] = ()
    fault: str = ""
    reason: str = ""
