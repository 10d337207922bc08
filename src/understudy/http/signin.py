"""The page at /oidc/authorize where a demo person is picked, and the redirects that follow from it."""

import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from urllib.parse import urlencode, urlsplit

from understudy.http.exchange import Reply
from understudy.http.grants import Authorization, Grant, Grants, OAuthError, narrowed
from understudy.http.identities import Identities, Person
from understudy.http.tokens import TokenClock

__all__ = ["SignIn"]

COOKIE = "understudy-sign-in"
ADDRESS = re.compile(r"[!-\"$-~]+", re.ASCII)
"""What can stand in a Location header: visible characters, no fragment."""
CHALLENGE = re.compile(r"[A-Za-z0-9._~-]{43,128}", re.ASCII)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

STYLE = (
    ":root{color-scheme:light dark;font:100%/1.5 system-ui,sans-serif}"
    "main{max-width:32rem;margin:3rem auto;padding:0 1rem}"
    "label{display:block;padding:.5rem 0}"
    "button{font:inherit;padding:.5rem 1.25rem;margin:1rem .5rem 0 0}"
)


class SignIn:
    """The authorisation endpoint (RFC 6749, 4.1.1): no passwords, for nobody here is real.

    The form carries a ticket that must also be in a SameSite cookie, so that no other site can
    submit it. Any http or https address may be redirected to: clients are not registered.
    """

    def __init__(
        self, identities: Identities, grants: Grants, clock: TokenClock, secret: Callable[[], str]
    ) -> None:
        self.identities = identities
        self.grants = grants
        self.clock = clock
        self.secret = secret

    def ask(self, query: Mapping[str, str], issuer: str) -> Reply:
        """The page for an authorisation request, or a redirect that says what is wrong with it."""
        client = self.identities.clients.get(query.get("client_id", ""))
        if client is None:
            return failure("The client_id is missing or unknown here.")
        redirect_uri = query.get("redirect_uri", "")
        if not redirectable(redirect_uri):
            return failure("The redirect_uri must be an absolute http or https address without a fragment.")
        asked = Authorization(
            client.id,
            redirect_uri,
            query.get("state"),
            frozenset(query.get("scope", "").split()),
            query.get("code_challenge", ""),
            query.get("nonce"),
        )
        try:
            check(query)
        except OAuthError as error:
            return redirect(asked, issuer, {"error": error.code, "error_description": error.description})
        ticket = self.secret()
        self.grants.pending.put(ticket, asked, self.clock.now())
        path = f"{urlsplit(issuer).path}/authorize"
        cookie = f"{COOKIE}={ticket}; Path={path}; Max-Age=600; HttpOnly; SameSite=Strict"
        secure = "; Secure" if issuer.startswith("https:") else ""
        return html(200, page(asked, self.identities.people, ticket), {"Set-Cookie": cookie + secure})

    def decide(self, form: Mapping[str, str], headers: Mapping[str, str], issuer: str) -> Reply:
        """Back to the client with a code for the person picked, or with access_denied."""
        ticket = form.get("ticket", "")
        if not ticket or not hmac.compare_digest(ticket.encode(), cookie_of(headers).encode()):
            return failure("This form was not opened in this browser: start again from the application.")
        asked = self.grants.pending.take(ticket, self.clock.now())
        if asked is None:
            return failure("This form has expired or was sent before: start again from the application.")
        username = form.get("username")
        person = next((person for person in self.identities.people if person.username == username), None)
        if "deny" in form or person is None:
            return redirect(
                asked, issuer, {"error": "access_denied", "error_description": "Nobody is there."}
            )
        try:
            caller = narrowed(replace(person.caller, client=asked.client), asked.scopes)
        except OAuthError as error:
            return redirect(asked, issuer, {"error": error.code, "error_description": error.description})
        code = self.secret()
        self.grants.codes.put(code, Grant(asked, caller, person.name), self.clock.now())
        return redirect(asked, issuer, {"code": code})


def check(query: Mapping[str, str]) -> None:
    """OAuthError when the client may be told by redirect what is wrong with its request."""
    if query.get("response_type") != "code":
        raise OAuthError("unsupported_response_type", "Use response_type=code.")
    if query.get("response_mode", "query") != "query":
        raise OAuthError("invalid_request", "Use response_mode=query.")
    challenged = CHALLENGE.fullmatch(query.get("code_challenge", "")) is not None
    if not challenged or query.get("code_challenge_method") != "S256":
        raise OAuthError("invalid_request", "Send a code_challenge with code_challenge_method=S256 (PKCE).")
    if query.get("prompt") == "none":
        raise OAuthError("login_required", "Nobody stays signed in here: ask without prompt=none.")


def redirectable(uri: str) -> bool:
    """Whether a browser may be sent to this address."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and bool(ADDRESS.fullmatch(uri))


def redirect(asked: Authorization, issuer: str, answer: Mapping[str, str]) -> Reply:
    """Send the browser back with an answer, the client's state and the issuer (RFC 9207)."""
    state = {} if asked.state is None else {"state": asked.state}
    query = urlencode({**answer, **state, "iss": issuer})
    separator = "&" if "?" in asked.redirect_uri else "?"
    return Reply(303, headers={**HEADERS, "Location": f"{asked.redirect_uri}{separator}{query}"})


def cookie_of(headers: Mapping[str, str]) -> str:
    """The ticket in the sign-in cookie, "" without one.

    Read by hand: cookies of all ports of a host come along, and the standard library drops them all
    when one of them is odd.
    """
    pairs = (pair.strip().partition("=") for pair in headers.get("cookie", "").split(";"))
    return next((value for name, _, value in pairs if name == COOKIE), "")


def page(asked: Authorization, people: tuple[Person, ...], ticket: str) -> str:
    """The form: one radio button per person."""
    choices = "".join(
        f'<label><input type="radio" name="username" value="{escape(person.username)}" required'
        f"{' checked' if number == 0 else ''}> {escape(person.name)} "
        f"({escape(person.caller.institution or 'all institutions')})</label>"
        for number, person in enumerate(people)
    )
    target = urlsplit(asked.redirect_uri).netloc
    return (
        f"<p>The client <strong>{escape(asked.client)}</strong> at <strong>{escape(target)}</strong> asks "
        "who you are. Everybody here is made up, so there is no password.</p>"
        f'<form method="post" action="authorize"><input type="hidden" name="ticket" value="{ticket}">'
        f"<fieldset><legend>Continue as</legend>{choices}</fieldset>"
        '<button type="submit">Continue</button>'
        '<button type="submit" name="deny" value="1" formnovalidate>Cancel</button></form>'
    )


def failure(sentence: str) -> Reply:
    """A page for a request that cannot be answered by redirect (RFC 6749, 4.1.2.1)."""
    return html(400, f'<p role="alert">{escape(sentence)}</p>', {})


def html(status: int, content: str, headers: Mapping[str, str]) -> Reply:
    """A page with the site's frame around its content."""
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Sign in - Understudy</title><style>{STYLE}</style></head>"
        f"<body><main><h1>Sign in</h1>{content}</main></body></html>"
    )
    return Reply(status, text.encode(), {**HEADERS, **headers}, "text/html; charset=utf-8")
