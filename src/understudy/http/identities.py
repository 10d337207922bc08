"""Who may call: the demo people, clients and tokens that vendors declare as data.

None of these is a real secret; they are printed at start and live only in the stand-in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from understudy.errors import UsageError
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
        """Both vendors' identities together.

        Who is named twice (a token, a client's id, a username) is one person, with the scopes of both; the
        rest is what the first said. UsageError when the two cannot be the same.
        """
        tokens = dict(self.tokens)
        for token, caller in other.tokens.items():
            tokens[token] = united(tokens.get(token, caller), caller, f"the token {token}")
        clients = dict(self.clients)
        for name, client in other.clients.items():
            first = clients.get(name, client)
            if first.secret != client.secret:
                raise UsageError(f"Two vendors give the client {name} different secrets: give it one.")
            clients[name] = replace(first, caller=united(first.caller, client.caller, f"the client {name}"))
        people = {person.username: person for person in self.people}
        for person in other.people:
            named = people.get(person.username, person)
            caller = united(named.caller, person.caller, f"the username {person.username}")
            people[person.username] = replace(named, caller=caller)
        return Identities(tokens, clients, tuple(people.values()), {**other.notes, **self.notes})


def united(first: Caller, second: Caller, name: str) -> Caller:
    """One caller with the scopes of two; UsageError unless they are the same person."""
    if (first.subject, first.institution) != (second.subject, second.institution):
        raise UsageError(
            f"Two vendors mean different people by {name}: {first.subject} of {first.institution} and "
            f"{second.subject} of {second.institution}. Let both mean the same, or rename one."
        )
    return replace(first, scopes=first.scopes | second.scopes)
