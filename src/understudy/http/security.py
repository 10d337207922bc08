"""Who calls and what they may do, as Connexion asks it per operation.

Connexion's layer knows from the contract which scopes each operation needs; `Guarded` asks whether the
bearer token has them.
"""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.errors import Problem
from understudy.http.exchange import Caller, World
from understudy.http.framework import AbstractOperation, SecurityAPI, SecurityMiddleware, Specification
from understudy.http.inbound import INBOUND, Inbound
from understudy.http.tokens import Tokens, unauthorized

__all__ = ["ANONYMOUS", "Security", "authenticate", "authorise", "bearer_only"]

ANONYMOUS = Caller("", "", None, frozenset())
"""Who calls an operation that asks for no token, or was refused for lack of one."""

TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*", re.ASCII)
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="understudy"'}


class Guarded:
    """An operation behind what its contract asks of the caller: one of several alternatives."""

    def __init__(
        self, next_app: ASGIApp, tokens: Tokens, security: Sequence[Mapping[str, Sequence[str]]]
    ) -> None:
        # Whatever a scheme is called, the proof is a bearer token: an alternative comes to its scopes.
        self.alternatives = [frozenset(chain.from_iterable(each.values())) for each in security]
        self.open = not security or not all(security)
        self.next_app = next_app
        self.tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on when the caller has all scopes of one alternative; Problem 401 or 403."""
        if not self.open:
            inbound: Inbound = scope[INBOUND]
            inbound.caller = authenticate(inbound.headers, self.tokens, inbound.hosted.world)
            authorise(inbound.caller, self.alternatives)
        await self.next_app(scope, receive, send)


class GuardedAPI(SecurityAPI):  # type: ignore[misc]
    """Connexion's walk through a specification, setting a guard before each operation."""

    def __init__(self, specification: Specification, *, tokens: Tokens, **options: Any) -> None:
        self.tokens = tokens
        super().__init__(specification, **options)

    def make_operation(self, operation: AbstractOperation) -> Guarded:
        """The guarded operation."""
        return Guarded(self.next_app, self.tokens, operation.security or ())


class Security(SecurityMiddleware):  # type: ignore[misc]
    """Asks who calls, per operation, as the contract says."""

    def __init__(self, app: ASGIApp, *, tokens: Tokens) -> None:
        super().__init__(app)
        self.api_cls = partial(GuardedAPI, tokens=tokens)


def authenticate(headers: Mapping[str, str], tokens: Tokens, world: World) -> Caller:
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
    return tokens.caller_of(token, world)


def authorise(caller: Caller, alternatives: Sequence[frozenset[str]]) -> None:
    """Problem 403 unless the caller has all scopes of one of the alternatives (A-02).

    The challenge names the scopes of the alternative that lacks the fewest, the sentence all that would do.
    """
    for required in alternatives:
        if required <= caller.scopes:
            return
    nearest = min(alternatives, key=lambda required: len(required - caller.scopes))
    if len(alternatives) == 1:
        missing = f"the scope {' '.join(sorted(nearest - caller.scopes))}: ask for one that has it."
    else:
        enough = ", ".join(" and ".join(sorted(required)) for required in alternatives)
        missing = f"scopes; one of these would do: {enough}. Ask for one that has it."
    scopes = " ".join(sorted(nearest))
    raise Problem(
        403,
        "forbidden",
        f"The token lacks {missing}",
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
