"""What is kept of one request while it travels through Connexion's layers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from understudy.http.exchange import Reply

__all__ = ["INBOUND", "Inbound"]

INBOUND = "understudy.inbound"
"""Where the `Inbound` of a request is in its ASGI scope."""


@dataclass(slots=True)
class Inbound:
    """A request's headers by lower-case name, when it began (the event loop's seconds), what became of it."""

    started: float
    headers: Mapping[str, str] = field(default_factory=dict)
    reply: Reply | None = None
