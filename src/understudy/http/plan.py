"""What is to happen to one exchange beside the rules of its API, whoever asked for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["NO_PLAN", "Forced", "Plan", "Wire"]


@dataclass(frozen=True, slots=True)
class Wire:
    """How a reply travels: seconds to wait before it, bytes of body after which the connection closes,
    bytes of body per second, or nothing sent at all and the connection closed."""

    delay: float = 0.0
    truncate_at: int | None = None
    bytes_per_second: int | None = None
    drop: bool = False


@dataclass(frozen=True, slots=True)
class Forced:
    """A documented answer that is given instead of asking the handler.

    Without `status`, the operation's success; `example` is the name of one in the contract; `built`
    passes examples over and builds from the schema. `asked` says that the client itself wants it.
    """

    status: int | None = None
    example: str | None = None
    built: bool = False
    asked: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to happen to one exchange; `faults` and `preferences` name what led to it.

    `breaks` is the part of the answer that breaks the contract on purpose: body, status, contentType
    or header.
    """

    forced: Forced | None = None
    breaks: str | None = None
    wire: Wire = Wire()
    faults: tuple[str, ...] = ()
    preferences: tuple[str, ...] = ()


NO_PLAN = Plan()
"""Nothing is to happen."""
