"""What is kept of one request while it travels through Connexion's layers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from understudy.http.exchange import Caller, Exchange
from understudy.http.handlers import Api
from understudy.http.worlds import Hosted

__all__ = ["INBOUND", "Inbound"]

INBOUND = "understudy.inbound"
"""Where the `Inbound` of a request is in its ASGI scope."""


@dataclass(slots=True)
class Inbound:
    """A request's headers by lower-case name, when it began (by the app's timer), what became of it.

    `hosted` is the world it acts on, `named` whether it says so itself, and `prefix` the beginning of its
    path that does. `caller` is whom security let pass, None where it was not asked; `api` is the one that
    answered, if any; `exchange` is None until the line has ended.
    """

    started: float
    headers: Mapping[str, str] = field(default_factory=dict)
    hosted: Hosted = None  # type: ignore[assignment]  # the control API alone is asked outside all worlds
    named: bool = False
    prefix: str = ""
    caller: Caller | None = None
    api: Api | None = None
    exchange: Exchange | None = None
