"""What authorisation servers share: how they are asked, and how they refuse (RFC 6749)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from understudy.errors import Problem
from understudy.http import cors
from understudy.http.exchange import Call, Caller, Exchange, Reply, World
from understudy.http.grants import OAuthError
from understudy.http.tokens import LIFETIME, Tokens

__all__ = ["BODY_BYTES", "NO_STORE", "Answer", "Question", "drawn_secret", "granted", "parameters", "respond"]

BODY_BYTES = 64 * 1024
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@dataclass(frozen=True, slots=True)
class Question:
    """A request to an authorisation server; `path` is what it asks for, below the world's prefix."""

    call: Call
    path: str

    @property
    def url(self) -> str:
        """What it was asked by, as this client reaches it, without the query."""
        return self.call.origin + self.path

    @property
    def issuer(self) -> str:
        """The name of whoever signs tokens here, as this client reaches it."""
        return f"{self.call.origin}/oidc"

    def query(self) -> dict[str, str]:
        """The members of the query; OAuthError for a repeated one."""
        return parameters(self.call.query.decode("latin-1"))

    def form(self) -> dict[str, str]:
        """The members of a form body; OAuthError for another media type or a repeated member."""
        media_type = self.call.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/x-www-form-urlencoded":
            raise OAuthError("invalid_request", "Send the parameters as application/x-www-form-urlencoded.")
        return parameters(self.call.body.decode("latin-1"))


Answer = Callable[[Question], Reply]


def respond(question: Question, answers: Mapping[str, Answer], challenge: str) -> Exchange:
    """The exchange with what answers this path, by method; Problem 405 for any other method.

    `challenge` goes with each 401 (RFC 9110, 15.5.2).
    """
    call = question.call
    methods = sorted({*answers, "OPTIONS"} | ({"HEAD"} if "GET" in answers else set()))
    if call.method == "OPTIONS":
        return Exchange(call, cors.options(methods, call.headers))
    answer = answers.get("GET" if call.method == "HEAD" else call.method)
    if answer is None:
        allowed = ", ".join(methods)
        sentence = f"This path does not answer {call.method}; it answers {allowed}."
        raise Problem(405, "methodNotAllowed", sentence, headers={"Allow": allowed})
    try:
        return Exchange(call, answer(question))
    except OAuthError as error:
        headers = {**NO_STORE, "WWW-Authenticate": challenge} if error.status == 401 else NO_STORE
        body = {"error": error.code, "error_description": error.description}
        return Exchange(call, Reply(error.status, body, headers), reason=error.description)


def granted(tokens: Tokens, world: World, caller: Caller, issuer: str) -> dict[str, Any]:
    """The members that every successful answer has (RFC 6749, 5.1)."""
    return {
        "access_token": tokens.issue(caller, issuer, drawn_secret(world), world.clock),
        "token_type": "Bearer",
        "expires_in": LIFETIME,
        "scope": " ".join(sorted(caller.scopes)),
    }


def drawn_secret(world: World) -> str:
    """A name nobody can guess who does not know the seed; drawn like everything else."""
    drawn: str = world.view(world.number()).ids.hex(48)
    return drawn


def parameters(encoded: str) -> dict[str, str]:
    """The parameters of a query or form; OAuthError when one is repeated (RFC 6749, 3.1 and 3.2)."""
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, max_num_fields=100)
    except ValueError as error:
        raise OAuthError("invalid_request", "There are too many parameters.") from error
    found = dict(pairs)
    if len(found) != len(pairs):
        raise OAuthError("invalid_request", "Send each parameter once.")
    return found
