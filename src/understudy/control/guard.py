"""Who may steer the server: this machine, or whoever has the control token; no page of another origin."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from starlette.types import Scope

from understudy.errors import Problem, UsageError

__all__ = ["Guard"]

# Basic first: of several challenges in one header, Chromium reads the first and knows no other scheme.
CHALLENGE = {"WWW-Authenticate": 'Basic realm="understudy", Bearer realm="understudy"'}
OWN_SITES = ("same-origin", "none")
"""Sec-Fetch-Site of a page of this server's, and of an address typed in by the user (Fetch Metadata)."""


class Guard:
    """The check that every request passes before the control API, or the console, sees it."""

    def __init__(self, *, token: str | None = None, host: str = "") -> None:
        """`token` is the control token, if one is asked for; `host` what the server was told to listen on.

        UsageError when the token is empty.
        """
        if token is not None and not token.strip():
            raise UsageError("The control token is empty, so that anybody has it: give it a text.")
        self.token = token
        self.host = host.lower()

    def admit(self, scope: Scope, headers: Mapping[str, str]) -> None:
        """Problem 401 or 403 unless the request may go on; header names are lower-case.

        Pages of other origins are refused in either mode: a browser adds passwords it knows by itself.
        """
        authority = headers.get("host", "").lower()
        refuse_other_origins(scope["method"], headers, authority)
        if self.token is not None:
            if not knows(self.token, headers.get("authorization", "")):
                raise Problem(
                    401,
                    "unauthorized",
                    "The server was started with --control-token: send it as `Authorization: Bearer TOKEN`.",
                    headers=CHALLENGE,
                )
            return
        client = scope.get("client")
        if client is None or not is_loopback(client[0]):
            raise forbidden(
                "Only this machine may steer the server: start it with --control-token to let others in."
            )
        server = scope.get("server") or ("", None)
        name = host_of(authority)
        if not is_own_name(name) and (not name or name not in (self.host, str(server[0]).lower())):
            raise forbidden(f"The Host {authority[:60]!r} is no name of this machine: use localhost.")


def refuse_other_origins(method: str, headers: Mapping[str, str], authority: str) -> None:
    """Problem 403 for what a browser sends on behalf of a page that this server did not send.

    A link may lead here from anywhere: the page it came from cannot read what it opens.
    """
    origin = headers.get("origin")
    if origin is not None and authority_of(origin) != authority:
        raise forbidden(f"The page is of another origin, {origin[:60]!r}: only pages of this server may ask.")
    followed = [headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")] == ["navigate", "document"]
    is_own = headers.get("sec-fetch-site", "none") in OWN_SITES
    if not is_own and not (followed and method in ("GET", "HEAD")):
        raise forbidden("The page is of another site: only pages of this server may ask.")


def authority_of(origin: str) -> str:
    """The authority of an origin (`http://localhost:4010`); a text that is no authority for anything else."""
    try:
        parts = urlsplit(origin.lower())
    except ValueError:
        return " "
    return parts.netloc if parts.scheme in ("http", "https") and parts.netloc else " "


def knows(token: str, authorization: str) -> bool:
    """Whether the Authorization header holds the token, as bearer or as a password (browsers ask for one)."""
    scheme, _, credentials = authorization.strip().partition(" ")
    given = credentials.strip().encode("latin-1", "replace")
    if scheme.lower() == "basic":
        try:
            given = base64.b64decode(given, validate=True).partition(b":")[2]
        except binascii.Error:
            return False
    elif scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given, token.encode())


def host_of(authority: str) -> str:
    """The host of a Host header, without port and brackets."""
    if authority.startswith("["):
        return authority[1:].partition("]")[0]
    return authority.partition(":")[0]


def is_own_name(host: str) -> bool:
    """Whether a host always means the machine itself (RFC 6761, 6.3; RFC 1122, 3.2.1.3)."""
    name = host.removesuffix(".")
    return name == "localhost" or name.endswith(".localhost") or is_loopback(host)


def is_loopback(text: str) -> bool:
    """Whether the text is a loopback address, also an IPv4 one written as IPv6."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def forbidden(sentence: str) -> Problem:
    """The refusal of whoever may not steer."""
    return Problem(403, "forbidden", sentence)
