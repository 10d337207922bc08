"""Exchanges as a client of the control API sees them, and how a failing test tells of them."""

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

__all__ = ["SHOWN", "Exchange", "Violation", "accusation", "exchange_of"]

SHOWN = 5
"""Exchanges that one failure message tells of."""

REDACTED = "[redacted]"
"""What the journal shows in the place of a secret."""

SENT_BY_CURL = frozenset({"accept-encoding", "connection", "content-length", "host", "user-agent"})
"""Headers that a command need not repeat."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A breach of the contract: the part of the message, a JSON pointer into it, keyword and sentence."""

    location: str
    pointer: str
    keyword: str
    message: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request to a world and its answer, in one line of the journal.

    `violated` is request, reply or None; `fault` names what was done on purpose, if anything was, and
    `reason` is the sentence of a refusal, secrets replaced.
    """

    number: int
    at: datetime
    milliseconds: float
    api: str
    operation: str | None
    method: str
    url: str
    status: int
    caller: str
    violated: str | None
    violations: tuple[Violation, ...]
    rules: tuple[str, ...]
    fault: str | None
    reason: str | None

    @property
    def meant(self) -> bool:
        """Whether the answer breaks the contract because a fault was to break it."""
        return self.violated == "reply" and ": break" in (self.fault or "")


def exchange_of(item: Mapping[str, Any]) -> Exchange:
    """An exchange as the journal lists it; members of later versions are left out."""
    known = {name: item[name] for name in Exchange.__slots__}
    violations = tuple(
        Violation(**{name: entry[name] for name in Violation.__slots__}) for entry in item["violations"]
    )
    at = datetime.fromisoformat(item["at"])
    return Exchange(**{**known, "at": at, "violations": violations, "rules": tuple(item["rules"])})


def accusation(world: str, broken: Sequence[Exchange], wholes: Sequence[Mapping[str, Any]]) -> str:
    """What is said of the exchanges that broke the contract, the first of which are there as a whole."""
    number = "1 exchange" if len(broken) == 1 else f"{len(broken)} exchanges"
    parts = [f"{number} in the world {world} broke the contract."]
    parts += ["\n".join(told(exchange, whole)) for exchange, whole in zip(broken, wholes, strict=False)]
    if len(broken) > len(wholes):
        parts.append(f"… and {len(broken) - len(wholes)} more.")
    return "\n\n".join(parts)


def told(exchange: Exchange, whole: Mapping[str, Any]) -> Iterator[str]:
    """The lines about one exchange."""
    yield f"{exchange.method} {exchange.url} → {exchange.status} ({exchange.api} {exchange.operation})"
    for violation in exchange.violations:
        place = f"{violation.location} {violation.pointer}".rstrip()
        yield f"  {exchange.violated} {place}: {violation.message}"
    for name in ("request", "answer"):
        if whole[name]["body"] is not None:
            yield f"  {name}: {shown(whole[name]['body'])}"
    yield f"  {curl(exchange, whole['request'])}"


def shown(body: Any, most: int = 400) -> str:
    """The beginning of a body."""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return text if len(text) <= most else f"{text[:most]}…"


def curl(exchange: Exchange, request: Mapping[str, Any]) -> str:
    """The command that repeats a request; whatever its token was, it is sent as Bob Hartley, `demo`."""
    words = ["curl", "-s", "-X", exchange.method]
    for name, value in request["headers"].items():
        if name.lower() == "authorization":
            words += ["-H", "Authorization: Bearer demo"]
        elif name.lower() not in SENT_BY_CURL and REDACTED not in value:
            words += ["-H", f"{name}: {value}"]
    body = request["body"]
    if body is not None:
        words += ["--data-binary", body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)]
    return shlex.join([*words, exchange.url])
