"""Who calls and what they may do, as Connexion asks it per operation.

Connexion knows from the contract which scopes each operation needs; `Guard` tells it whether the
bearer token has them.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from starlette.types import Receive, Scope, Send

from understudy.errors import Problem
from understudy.http.exchange import Caller
from understudy.http.framework import (
    AbstractOperation,
    AbstractSecurityHandler,
    SecurityAPI,
    SecurityMiddleware,
    SecurityOperation,
)
from understudy.http.inbound import INBOUND, Inbound
from understudy.http.tokens import TokenClock, Tokens, unauthorized

__all__ = ["ANONYMOUS", "Guard", "Security", "authenticate", "authorise", "bearer_only", "security_map"]

ANONYMOUS = Caller("", "", None, frozenset())
"""Who calls an operation that asks for no token, or was refused for lack of one."""

TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*", re.ASCII)
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="understudy"'}


class Asked:
    """All that a guard needs of a request. Measured: to make Connexion's own takes 7 % of a small GET."""

    __slots__ = ("scope",)

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @property
    def context(self) -> dict[str, Any]:
        """Where Connexion keeps what a guard found out."""
        kept: dict[str, Any] = self.scope["extensions"].setdefault("connexion_context", {})
        return kept


class Guard(AbstractSecurityHandler):  # type: ignore[misc]
    """Connexion's question about one operation, answered from the Authorization header."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens

    def get_fn(
        self, security_scheme: Mapping[str, Any], required_scopes: list[str]
    ) -> Callable[[Asked], dict[str, Caller]]:
        """The check of one requirement: the caller when they may go on, else Problem 401 or 403."""
        del security_scheme  # Whatever the scheme is called, the proof is a bearer token.
        required = frozenset(required_scopes)

        def check(request: Asked) -> dict[str, Caller]:
            inbound: Inbound = request.scope[INBOUND]
            caller = authenticate(inbound.headers, self.tokens, inbound.hosted.world.clock)
            authorise(caller, required)
            return {"caller": caller}

        return check


class Guarded(SecurityOperation):  # type: ignore[misc]
    """An operation behind what its contract asks of the caller."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on when one of the guards lets the caller pass; Problem 401 or 403."""
        if self.security:
            await self.verification_fn(Asked(scope))
        await self.next_app(scope, receive, send)


class GuardedAPI(SecurityAPI):  # type: ignore[misc]
    """Connexion's walk through a specification, setting a guard before each operation."""

    def make_operation(self, operation: AbstractOperation) -> Guarded:
        """The guarded operation."""
        made: Guarded = Guarded.from_operation(
            operation, next_app=self.next_app, security_handler_factory=self.security_handler_factory
        )
        return made


class Security(SecurityMiddleware):  # type: ignore[misc]
    """Asks who calls, per operation, as the contract says."""

    api_cls = GuardedAPI


def security_map(tokens: Tokens) -> dict[str, Callable[[], Guard]]:
    """The guard for every kind of security scheme a contract may name."""
    return dict.fromkeys(("oauth2", "openIdConnect", "bearer", "basic", "apiKey"), partial(Guard, tokens))


def authenticate(headers: Mapping[str, str], tokens: Tokens, clock: TokenClock) -> Caller:
    """The caller behind the bearer token, whatever API key comes with it; Problem 401 without one.

    An API key identifies an application, not who calls, so it does not suffice where the contract
    wants a token (rules file, 3.3).
    """
    authorization = headers.get("authorization")
    if authorization is None:
        sentence = (
            "The API-Key header names the application only; this operation acts for somebody."
            if "api-key" in headers
            else "The request has no Authorization header."
        )
        raise Problem(
            401, "unauthorized", f"{sentence} Send `Authorization: Bearer TOKEN`.", headers=CHALLENGE
        )
    scheme, _, token = authorization.strip().partition(" ")
    if scheme.lower() != "bearer":
        sentence = "The Authorization header does not use the Bearer scheme."
        raise Problem(
            401, "unauthorized", f"{sentence} Send `Authorization: Bearer TOKEN`.", headers=CHALLENGE
        )
    token = token.strip()
    if TOKEN.fullmatch(token) is None:
        raise unauthorized("The Authorization header holds no well-formed token: send Bearer and one token.")
    return tokens.caller_of(token, clock)


def authorise(caller: Caller, required: frozenset[str]) -> None:
    """Problem 403 when the caller lacks one of the scopes that an operation requires (A-02)."""
    missing = " ".join(sorted(required - caller.scopes))
    if missing:
        scopes = " ".join(sorted(required))
        raise Problem(
            403,
            "forbidden",
            f"The token lacks the scope {missing}: ask for one that has it.",
            headers={
                "WWW-Authenticate": f'Bearer realm="understudy", error="insufficient_scope", scope="{scopes}"'
            },
        )


def bearer_only(document: dict[str, Any]) -> dict[str, Any]:
    """A skeleton whose alternatives ask for an API key only where nothing else would do.

    Beside a token an API key proves nothing more, and in its place too little (rules file, 3.3).
    """
    schemes = document.get("components", {}).get("securitySchemes", {})
    keys = {name for name, scheme in schemes.items() if scheme["type"] == "apiKey"}
    for methods in document["paths"].values():
        for operation in methods.values():
            if isinstance(operation, dict) and operation.get("security"):
                operation["security"] = without(keys, operation["security"])
    return document


def without(keys: set[str], alternatives: list[dict[str, list[str]]]) -> list[dict[str, list[str]]]:
    """Security alternatives without the requirements named in `keys`, unless nothing would remain."""
    rest = [
        {name: scopes for name, scopes in alternative.items() if name not in keys}
        for alternative in alternatives
        if not alternative or alternative.keys() - keys
    ]
    return rest or alternatives
