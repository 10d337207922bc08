"""Token endpoints for clients that prove who they are with a signed JWT (RFC 7521, RFC 7523)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from joserfc.errors import JoseError
from joserfc.jws import CompactSignature, extract_compact, validate_compact

from understudy.http.exchange import Caller, Exchange, Reply, World
from understudy.http.grants import Grants, OAuthError, narrowed
from understudy.http.keys import demo_keys
from understudy.http.oauth import NO_STORE, Question, granted, respond
from understudy.http.tokens import Tokens

__all__ = ["ASSERTION_TYPE", "AssertionClient", "AssertionIssuer", "Endpoint"]

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST_ID = 256


@dataclass(frozen=True, slots=True)
class AssertionClient:
    """A registered client; its tokens speak for `caller`. Its key pairs follow from id and seed."""

    id: str
    caller: Caller
    note: str = ""


@dataclass(frozen=True, slots=True)
class AssertionIssuer:
    """A vendor's token endpoint: where it is, who may ask, and what an assertion has to be like.

    `exp` is in milliseconds or in seconds since 1970, at most `longest` ahead of the world's clock.
    """

    path: str
    clients: tuple[AssertionClient, ...]
    algorithms: tuple[str, ...] = ("RS256", "PS256", "ES256")
    milliseconds: bool = True
    longest: timedelta = timedelta(minutes=5)


class Endpoint:
    """Answers at an issuer's path in one world, of which `grants` is what it remembers."""

    def __init__(self, issuer: AssertionIssuer, tokens: Tokens, world: World, grants: Grants) -> None:
        self.issuer = issuer
        self.tokens = tokens
        self.world = world
        self.grants = grants
        self.clients = {client.id: client for client in issuer.clients}

    def respond(self, question: Question) -> Exchange:
        """The exchange for any request to this path; Problem 405 unless it is a POST."""
        return respond(question, {"POST": self.token}, 'Bearer realm="understudy"')

    def token(self, question: Question) -> Reply:
        """A token for the client whose assertion it is (RFC 7523, 2.2); OAuthError."""
        form = question.form()
        check_form(form)
        unproved, claims = read(form["client_assertion"])
        client = self.clients.get(text(claims.get("iss")))
        if client is None:
            raise refused("iss must be the id of a client that is registered here.")
        if form.get("client_id", client.id) != client.id:
            raise refused("client_id must be the client whose assertion it is, or left out.")
        self.check_signature(unproved, client)
        self.check_claims(claims, client, question.url)
        caller = narrowed(replace(client.caller, client=client.id), form.get("scope", "").split())
        # Last, so that only an assertion that is good in all else is spent.
        name = (self.issuer.path, client.id, claims["jti"])
        if not self.grants.spent.spend(name, claims["exp"] / self.unit, self.now):
            raise refused("jti was used before: sign each assertion anew with another one.")
        return Reply(200, granted(self.tokens, self.world, caller, question.issuer), NO_STORE)

    @property
    def unit(self) -> int:
        """How many of them `exp` counts in a second."""
        return 1000 if self.issuer.milliseconds else 1

    @property
    def now(self) -> float:
        """Seconds since 1970 on the world's clock."""
        seconds: float = self.world.clock.now().timestamp()
        return seconds

    def check_signature(self, unproved: CompactSignature, client: AssertionClient) -> None:
        """OAuthError unless the client signed it, with an algorithm and a key of its own."""
        header = unproved.headers()
        algorithm = header.get("alg")
        # Before any key is looked at: a public key must never serve as the secret of an HMAC (RFC 8725, 3.1).
        if algorithm not in self.issuer.algorithms:
            raise refused(f"alg must be one of {', '.join(self.issuer.algorithms)}.")
        key = demo_keys(self.tokens.seed, client.id).of(algorithm)
        if header.get("kid", key.kid) != key.kid:
            raise refused(f"kid is not that of the client's key for {algorithm}: name that one, or none.")
        try:
            signed = validate_compact(unproved, key, algorithms=[algorithm])
        except (JoseError, ValueError, TypeError) as error:
            raise refused("The header of client_assertion is not one of a signed JWT.") from error
        if not signed:
            raise refused(
                "The signature is not by the client's key: sign with the one printed for this seed."
            )

    def check_claims(self, claims: Mapping[str, Any], client: AssertionClient, url: str) -> None:
        """OAuthError unless the claims are those of a fresh assertion by this client for this endpoint."""
        jti, exp = claims.get("jti"), claims.get("exp")
        if claims.get("sub") != client.id:
            raise refused("sub must be the client's id, as iss is.")
        if claims.get("aud") not in (url, [url]):
            raise refused(f"aud must be {url}, the exact URL of this endpoint.")
        if not 0 < len(text(jti)) <= LONGEST_ID:
            raise refused(f"jti must be a text of 1 to {LONGEST_ID} characters that was never sent before.")
        counted = "milliseconds" if self.issuer.milliseconds else "seconds"
        if not isinstance(exp, int) or isinstance(exp, bool):
            raise refused(f"exp must be a whole number of {counted} since 1970.")
        if exp <= self.now * self.unit:
            raise refused(f"exp has passed on this world's clock: count {counted} since 1970.")
        if exp > (self.now + self.issuer.longest.total_seconds()) * self.unit:
            most = self.issuer.longest.total_seconds() / 60
            raise refused(f"exp is more than {most:g} minutes ahead of this world's clock, in {counted}.")


def check_form(form: Mapping[str, str]) -> None:
    """OAuthError unless the form is that of a client with an assertion."""
    for name in ("grant_type", "client_assertion_type", "client_assertion"):
        if name not in form:
            raise OAuthError("invalid_request", f"The parameter {name} is missing.")
    if form["grant_type"] != "client_credentials":
        raise OAuthError("unsupported_grant_type", "Use client_credentials as grant_type.")
    if form["client_assertion_type"] != ASSERTION_TYPE:
        raise OAuthError("invalid_request", f"Use {ASSERTION_TYPE} as client_assertion_type.")


def read(assertion: str) -> tuple[CompactSignature, dict[str, Any]]:
    """A JWT that nobody has judged yet, and its claims; OAuthError when it is none."""
    try:
        unproved = extract_compact(assertion.encode())
        claims = json.loads(unproved.payload)
        header = unproved.headers()
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise refused("client_assertion is not a JWT: three parts in base64url, two of them JSON.") from error
    if not isinstance(claims, dict) or not isinstance(header, dict):
        raise refused("client_assertion is not a JWT: header and claims must be JSON objects.")
    return unproved, claims


def text(value: Any) -> str:
    """The value if it is text, else none."""
    return value if isinstance(value, str) else ""


def refused(sentence: str) -> OAuthError:
    """The refusal of a client that did not prove who it is (RFC 6749, 5.2)."""
    return OAuthError("invalid_client", sentence, status=401)
