"""Who may call: the demo people, clients and tokens that vendors declare as data.

None of these is a real secret; they are printed at start and live only in the stand-in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from understudy.http.exchange import Caller

__all__ = ["Client", "Identities", "Person"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in at the authorisation page; `caller` is what their token may do."""

    username: str
    name: str
    caller: Caller


@dataclass(frozen=True, slots=True)
class Client:
    """A registered OAuth client; `caller` is whom its client-credentials tokens speak for."""

    id: str
    secret: str
    caller: Caller


@dataclass(frozen=True)
class Identities:
    """The demo identities of one vendor, or of all of them merged.

    `tokens` maps a static bearer token to its caller, `notes` says in a few words what each token is for.
    """

    tokens: Mapping[str, Caller] = field(default_factory=dict)
    clients: Mapping[str, Client] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    def merged(self, other: "Identities") -> "Identities":
        """Both vendors' identities together; the first to name a token keeps it."""
        return Identities(
            {**other.tokens, **self.tokens},
            {**other.clients, **self.clients},
            self.people + other.people,
            {**other.notes, **self.notes},
        )
