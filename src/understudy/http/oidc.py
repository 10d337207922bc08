"""The OpenID provider below /oidc: discovery, keys, and tokens for clients and for people.

RFC 6749 with PKCE (RFC 7636, S256 only) for everybody; what it remembers is in `grants`, in memory.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_plus

from understudy.errors import Problem
from understudy.http.exchange import Caller, Exchange, Reply, World
from understudy.http.grants import OIDC_SCOPES, Grant, Grants, OAuthError, narrowed
from understudy.http.identities import Client, Identities
from understudy.http.oauth import NO_STORE, Answer, Question, drawn_secret, granted, respond
from understudy.http.signin import SignIn
from understudy.http.tokens import TokenClock, Tokens

__all__ = ["PREFIX", "Provider"]

PREFIX = "/oidc/"


class Provider:
    """Answers everything below /oidc in one world, of which `grants` is what it remembers."""

    def __init__(self, identities: Identities, tokens: Tokens, world: World, grants: Grants) -> None:
        self.identities = identities
        self.tokens = tokens
        self.world = world
        self.clock: TokenClock = world.clock
        self.grants = grants
        sign_in = SignIn(identities, grants, self.clock, self.secret)
        self.answers: dict[str, dict[str, Answer]] = {
            ".well-known/openid-configuration": {"GET": self.configuration},
            "jwks": {"GET": self.keys},
            "token": {"POST": self.token},
            "authorize": {
                "GET": lambda question: sign_in.ask(question.query(), question.issuer),
                "POST": lambda question: sign_in.decide(
                    question.form(), question.call.headers, question.issuer
                ),
            },
        }

    def respond(self, question: Question) -> Exchange:
        """The exchange for any request below /oidc; Problem 404 or 405."""
        answers = self.answers.get(question.path.removeprefix(PREFIX))
        if answers is None:
            raise Problem(404, "notFound", "The OpenID provider has nothing at this path.")
        return respond(question, answers, 'Basic realm="understudy"')

    def secret(self) -> str:
        """A name nobody can guess who does not know the seed."""
        return drawn_secret(self.world)

    def configuration(self, question: Question) -> Reply:
        """The discovery document (OpenID Connect Discovery 1.0)."""
        callers = [
            *(client.caller for client in self.identities.clients.values()),
            *(person.caller for person in self.identities.people),
        ]
        scopes = OIDC_SCOPES.union(*(caller.scopes for caller in callers))
        issuer = question.issuer
        return Reply(
            200,
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/jwks",
                "scopes_supported": sorted(scopes),
                "response_types_supported": ["code"],
                "response_modes_supported": ["query"],
                "grant_types_supported": ["authorization_code", "client_credentials", "refresh_token"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": [
                    "client_secret_basic",
                    "client_secret_post",
                    "none",
                ],
                "code_challenge_methods_supported": ["S256"],
                "authorization_response_iss_parameter_supported": True,
            },
        )

    def keys(self, _question: Question) -> Reply:
        """The public signing key."""
        return Reply(200, self.tokens.key_set())

    def token(self, question: Question) -> Reply:
        """A token for a client itself, for a code, or for a refresh token."""
        form = question.form()
        grants = {
            "client_credentials": self.for_client,
            "authorization_code": self.for_code,
            "refresh_token": self.for_refresh,
        }
        grant = grants.get(form.get("grant_type", ""))
        if "grant_type" not in form:
            raise OAuthError("invalid_request", "The parameter grant_type is missing.")
        if grant is None:
            raise OAuthError("unsupported_grant_type", f"Use one of {', '.join(grants)} as grant_type.")
        client, proved = self.client_of(form, question.call.headers)
        return Reply(200, grant(form, client, proved, question.issuer), NO_STORE)

    def for_client(
        self, form: Mapping[str, str], client: Client, proved: bool, issuer: str
    ) -> dict[str, Any]:
        """Client credentials (RFC 6749, 4.4)."""
        if not proved:
            raise OAuthError("invalid_client", "The grant client_credentials needs the secret.", status=401)
        caller = narrowed(replace(client.caller, client=client.id), form.get("scope", "").split())
        return self.tokens_for(caller, issuer)

    def for_code(self, form: Mapping[str, str], client: Client, _proved: bool, issuer: str) -> dict[str, Any]:
        """Authorisation code with its PKCE verifier (RFC 7636, 4.6)."""
        grant = self.grants.codes.take(form.get("code", ""), self.clock.now())
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            grant is None
            or grant.authorization.client != client.id
            or grant.authorization.redirect_uri != form.get("redirect_uri")
            or not hmac.compare_digest(grant.authorization.challenge, challenge)
        ):
            raise OAuthError(
                "invalid_grant",
                "The code is unknown, used, expired or not for this client, redirect_uri or verifier.",
            )
        return self.tokens_of(grant, issuer)

    def for_refresh(
        self, form: Mapping[str, str], client: Client, _proved: bool, issuer: str
    ) -> dict[str, Any]:
        """Refresh token, which is replaced by a new one (RFC 6749, 6)."""
        grant = self.grants.refreshes.take(form.get("refresh_token", ""), self.clock.now())
        if grant is None or grant.authorization.client != client.id:
            raise OAuthError("invalid_grant", "The refresh token is unknown, used, expired or not yours.")
        return self.tokens_of(
            replace(grant, caller=narrowed(grant.caller, form.get("scope", "").split())), issuer
        )

    def tokens_of(self, grant: Grant, issuer: str) -> dict[str, Any]:
        """The answer to what a person granted: with a refresh token, and who they are if that was asked."""
        refresh = self.secret()
        self.grants.refreshes.put(refresh, grant, self.clock.now())
        answer = {**self.tokens_for(grant.caller, issuer), "refresh_token": refresh}
        if "openid" in grant.authorization.scopes:
            nonce = grant.authorization.nonce
            answer["id_token"] = self.tokens.identify(grant.caller, issuer, grant.name, nonce, self.clock)
        return answer

    def tokens_for(self, caller: Caller, issuer: str) -> dict[str, Any]:
        """The members that every successful answer has."""
        return granted(self.tokens, self.world, caller, issuer)

    def client_of(self, form: Mapping[str, str], headers: Mapping[str, str]) -> tuple[Client, bool]:
        """The client that asks, and whether it proved so with its secret; OAuthError 401 if not ours.

        A client that cannot keep a secret (a page, an app) sends its id only; PKCE protects it.
        """
        name, secret = form.get("client_id", ""), form.get("client_secret")
        basic = basic_credentials(headers.get("authorization", ""))
        if basic is not None and secret is not None:
            raise OAuthError("invalid_request", "Send the client's credentials once, not twice.")
        if basic is not None:
            name, secret = basic
        client = self.identities.clients.get(name)
        if client is None or (
            secret is not None and not hmac.compare_digest(secret.encode(), client.secret.encode())
        ):
            raise OAuthError("invalid_client", "The client is unknown or its secret is wrong.", status=401)
        return client, secret is not None


def basic_credentials(authorization: str) -> tuple[str, str] | None:
    """Client id and secret from an Authorization header (RFC 6749, 2.3.1); None without the Basic scheme."""
    scheme, _, value = authorization.strip().partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        colon = ""
    if not colon:
        raise OAuthError("invalid_client", "The Basic credentials are not well-formed.", status=401)
    return unquote_plus(name), unquote_plus(secret)
