"""Access tokens: the static demo tokens, and RS256 JWTs signed with a key that follows from the seed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, Protocol

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from understudy.errors import Problem
from understudy.http.exchange import Caller, World
from understudy.http.keys import rsa_key

__all__ = ["LIFETIME", "TokenClock", "TokenOf", "Tokens", "unauthorized"]

LIFETIME = 3600
"""Seconds of the world's clock for which a token is good."""

ALGORITHM = "RS256"


TokenOf = Callable[[Any, str], Caller | None]
"""Who is behind a token that a view of a world knows; None when it knows no such token."""


class TokenClock(Protocol):
    """The world's clock."""

    def now(self) -> datetime: ...


class Tokens:
    """Issues tokens and tells who is behind one."""

    def __init__(self, seed: int, static: Mapping[str, Caller], living: Sequence[TokenOf] = ()) -> None:
        """`static` tokens are the same in all worlds; `living` ones are what each world says they are."""
        self.seed = seed
        self.static = static
        self.living = tuple(living)
        # A signature is judged once; the expiry is compared on each use.
        self.verified = lru_cache(maxsize=1024)(self.verify)

    @cached_property
    def key(self) -> RSAKey:
        """The signing key. Made at first need, for it takes some tenths of a second; never a real secret."""
        return rsa_key(f"understudy signing key {self.seed}", alg=ALGORITHM)

    def key_set(self) -> dict[str, Any]:
        """The public key as a JWK set (RFC 7517)."""
        return {"keys": [self.key.as_dict(private=False)]}

    def issue(self, caller: Caller, issuer: str, token_id: str, clock: TokenClock) -> str:
        """An access token (RFC 9068) for the caller, good for `LIFETIME` seconds."""
        claims = {
            "aud": "understudy",
            "client_id": caller.client,
            "institution": caller.institution,
            "scope": " ".join(sorted(caller.scopes)),
        }
        return self.sign("at+jwt", caller.subject, issuer, {**claims, "jti": token_id}, clock)

    def identify(self, caller: Caller, issuer: str, name: str, nonce: str | None, clock: TokenClock) -> str:
        """An OpenID Connect ID token that names the person to the client."""
        claims = {"aud": caller.client, "name": name}
        asked = {"nonce": nonce} if nonce else {}
        return self.sign("JWT", caller.subject, issuer, {**claims, **asked}, clock)

    def sign(self, kind: str, subject: str, issuer: str, claims: Mapping[str, Any], clock: TokenClock) -> str:
        """A signed JWT of a kind, issued now by the clock."""
        now = int(clock.now().timestamp())
        head = {"alg": ALGORITHM, "typ": kind, "kid": self.key.kid}
        body = {"iss": issuer, "sub": subject, "iat": now, "exp": now + LIFETIME, **claims}
        return jwt.encode(head, body, self.key, algorithms=[ALGORITHM])

    def caller_of(self, token: str, world: World) -> Caller:
        """Who is behind a token; Problem 401 when it is unknown, forged, or expired by the world's clock."""
        caller = self.static.get(token)
        if caller is not None:
            return caller
        known = self.verified(token)
        if known is None:
            return self.living_caller(token, world)
        caller, expiry = known
        if world.clock.now().timestamp() >= expiry:
            raise unauthorized("This access token has expired: get a new one from /oidc/token.")
        return caller

    def living_caller(self, token: str, world: World) -> Caller:
        """Who is behind a token that lives in the world, as it is now; Problem 401 when nobody is."""
        if self.living:
            # No exchange of its own: a token that is looked up draws nothing.
            view = world.view(0)
            for caller_of in self.living:
                caller = caller_of(view, token)
                if caller is not None:
                    return caller
        raise unauthorized("This access token is not one of ours: get one from /oidc/token.")

    def verify(self, token: str) -> tuple[Caller, int] | None:
        """The caller that a JWT of ours speaks for and when it expires; None for any other text."""
        if token.count(".") != 2:
            return None
        try:
            read = jwt.decode(token, self.key, algorithms=[ALGORITHM])
        except (JoseError, ValueError):
            return None
        if read.header.get("typ") != "at+jwt":
            return None
        claims = read.claims
        scopes = frozenset(claims["scope"].split())
        return Caller(claims["sub"], claims["client_id"], claims["institution"], scopes), claims["exp"]


def unauthorized(sentence: str) -> Problem:
    """Problem 401 for a token that is no good (RFC 6750, 3.1)."""
    challenge = f'Bearer realm="understudy", error="invalid_token", error_description="{sentence}"'
    return Problem(401, "unauthorized", sentence, headers={"WWW-Authenticate": challenge})
