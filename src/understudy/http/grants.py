"""What issuers of tokens remember: sign-ins under way, codes, refresh tokens, assertions that were used."""

import heapq
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from understudy.http.exchange import Caller

__all__ = ["OIDC_SCOPES", "Authorization", "Grant", "Grants", "OAuthError", "Spent", "Vault", "narrowed"]

T = TypeVar("T")

CODE_LIFETIME = timedelta(seconds=60)
REFRESH_LIFETIME = timedelta(days=30)
PENDING_LIFETIME = timedelta(minutes=10)

OIDC_SCOPES = frozenset({"openid", "profile", "offline_access"})
"""Scopes that ask for nothing of an API."""


@dataclass(frozen=True, slots=True)
class Authorization:
    """A client's question who is there, as its authorisation request put it (RFC 6749, 4.1.1)."""

    client: str
    redirect_uri: str
    state: str | None
    scopes: frozenset[str]
    challenge: str
    nonce: str | None


@dataclass(frozen=True, slots=True)
class Grant:
    """What a person allowed a client; `caller` has the granted scopes only."""

    authorization: Authorization
    caller: Caller
    name: str


class OAuthError(Exception):
    """A refusal in OAuth's own words (RFC 6749, 4.1.2.1 and 5.2)."""

    def __init__(self, code: str, description: str, *, status: int = 400) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.status = status


class Vault(Generic[T]):
    """Things to be fetched once, by a secret name, before they expire.

    Kept in memory only, and at most `most` of them: the oldest make room.
    """

    def __init__(self, lifetime: timedelta, *, most: int = 10_000) -> None:
        self.lifetime = lifetime
        self.most = most
        self.lock = threading.Lock()
        self.kept: dict[str, tuple[T, datetime]] = {}

    def put(self, name: str, thing: T, now: datetime) -> None:
        """Keep a thing under a name."""
        with self.lock:
            while len(self.kept) >= self.most:
                del self.kept[next(iter(self.kept))]
            self.kept[name] = (thing, now + self.lifetime)

    def take(self, name: str, now: datetime) -> T | None:
        """Fetch a thing, which is then gone; None when there is none or it has expired."""
        with self.lock:
            thing, expiry = self.kept.pop(name, (None, now))
        return thing if now < expiry else None

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self.kept.clear()


class Spent:
    """Names that may be used once; each is remembered until it is of no use any more.

    Kept in memory only, and at most `most` of them: those that expire soonest make room.
    """

    def __init__(self, *, most: int = 100_000) -> None:
        self.most = most
        self.lock = threading.Lock()
        self.names: set[tuple[str, ...]] = set()
        self.expiring: list[tuple[float, tuple[str, ...]]] = []

    def spend(self, name: tuple[str, ...], expiry: float, now: float) -> bool:
        """Use a name, which is good until `expiry`; False when it was used before. Both in seconds."""
        with self.lock:
            while self.expiring and self.expiring[0][0] <= now:
                self.forget()
            if name in self.names:
                return False
            if len(self.names) >= self.most:
                self.forget()
            self.names.add(name)
            heapq.heappush(self.expiring, (expiry, name))
            return True

    def forget(self) -> None:
        """Let go of the name that expires soonest; the lock is held."""
        self.names.discard(heapq.heappop(self.expiring)[1])

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self.names.clear()
            self.expiring.clear()


def narrowed(caller: Caller, asked: Iterable[str]) -> Caller:
    """The caller with those of their scopes that were asked for; OAuthError when none of them is theirs."""
    wanted = frozenset(asked) - OIDC_SCOPES
    if not wanted:
        return caller
    granted = caller.scopes & wanted
    if not granted:
        raise OAuthError("invalid_scope", "None of the scopes asked for can be granted here.")
    return replace(caller, scopes=granted)


class Grants:
    """All that the issuers of tokens remember in one world."""

    def __init__(self) -> None:
        self.codes: Vault[Grant] = Vault(CODE_LIFETIME)
        self.refreshes: Vault[Grant] = Vault(REFRESH_LIFETIME)
        self.pending: Vault[Authorization] = Vault(PENDING_LIFETIME)
        self.spent = Spent()

    def clear(self) -> None:
        """Forget everything: the world went back in time, and its secrets will be drawn again."""
        for vault in (self.codes, self.refreshes, self.pending):
            vault.clear()
        self.spent.clear()
