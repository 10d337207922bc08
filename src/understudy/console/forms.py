"""Forms: no page of another site can fill one in, and what happened is told on the next page."""

import hmac
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import Flask, flash, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from werkzeug.wrappers import Response

from understudy.contract.json_text import parse_json
from understudy.errors import Cause, Problem

__all__ = ["FORM_BYTES", "changes", "install", "json_object", "text"]

P = ParamSpec("P")

FIELD = "csrf"
FORM_BYTES = 4 * 1024 * 1024
"""Bytes that a form may have: a document in the editor is the longest."""


class Sessions(SecureCookieSessionInterface):
    """A cookie for each port and path: cookies do not tell ports apart, but several servers may run."""

    def get_cookie_name(self, app: Flask) -> str:  # noqa: ARG002 - Flask's signature
        return f"understudy-{request.environ.get('SERVER_PORT', '')}"

    def get_cookie_path(self, app: Flask) -> str:  # noqa: ARG002 - Flask's signature
        return request.script_root or "/"

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - Flask's signature
        return request.is_secure


def install(app: Flask) -> None:
    """Give an application sessions, and ask every POST for the token of its session."""
    # Not of the world's seed: that is public, and a key that follows from it would protect nothing.
    app.secret_key = secrets.token_bytes(32)
    app.session_interface = Sessions()
    app.config.update(
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_HTTPONLY=True,
        MAX_CONTENT_LENGTH=FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
    )
    app.before_request(check)
    app.context_processor(lambda: {"csrf": token})


def token() -> str:
    """The token that forms of this session carry."""
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(24)
    return str(session[FIELD])


def check() -> None:
    """Problem 403 for a POST that comes from no form of ours."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    expected, given = session.get(FIELD, ""), request.form.get(FIELD, "")
    if not expected or not hmac.compare_digest(expected.encode(), given.encode()):
        raise Problem(
            403,
            "forgedForm",
            "The form is not of this session, so nothing was changed: reload its page and send it again.",
        )


def changes(endpoint: str) -> Callable[[Callable[P, str | Response]], Callable[P, Response]]:
    """Make a view of one that changes something and returns a sentence about it (or a response).

    The sentence, or that of the Problem which it raises, is shown by the page `endpoint`.
    """

    def decorate(view: Callable[P, str | Response]) -> Callable[P, Response]:
        @wraps(view)
        def answered(*args: P.args, **kwargs: P.kwargs) -> Response:
            try:
                said = view(*args, **kwargs)
            except Problem as problem:
                flash(problem.detail, "bad")
            else:
                if not isinstance(said, str):
                    return said
                flash(said, "good")
            return redirect(url_for(endpoint), 303)

        return answered

    return decorate


def text(name: str) -> str:
    """A field of the form without space around it, "" when it is missing."""
    return request.form.get(name, "").strip()


def json_object(written: bytes) -> dict[str, Any]:
    """The JSON object that a field or file holds, read as strictly as the APIs do; Problem 422."""
    value, found = parse_json(written, "body")
    if found:
        causes = [Cause(one.location, one.pointer, one.message) for one in found]
        raise Problem(422, "invalidJson", causes[0].message, causes=causes)
    if not isinstance(value, dict):
        raise Problem(422, "invalidJson", "This is JSON, but no object: begin it with {.")
    return value
