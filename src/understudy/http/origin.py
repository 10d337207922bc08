"""Where the client thinks it is: scheme and authority as it saw them, proxies included."""

import re
from collections.abc import Mapping
from functools import lru_cache

from starlette.types import Scope

__all__ = ["origin"]

AUTHORITY = re.compile(r"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?", re.ASCII)
SCHEMES = ("http", "https")


def origin(scope: Scope, headers: Mapping[str, str]) -> str:
    """Scheme and authority of the request's URL, e.g. `https://api.example.com:8443`.

    `Forwarded` (RFC 7239) speaks first, then `X-Forwarded-Proto`, `-Host` and `-Port`, then `Host`,
    then the address the request arrived at. What cannot be a scheme or an authority is passed over.
    """
    server = scope.get("server")
    return compose(
        scope.get("scheme", "http"),
        f"{server[0]}:{server[1]}" if server and server[1] is not None else "localhost",
        headers.get("host", ""),
        headers.get("forwarded", ""),
        headers.get("x-forwarded-proto", ""),
        headers.get("x-forwarded-host", ""),
        headers.get("x-forwarded-port", ""),
    )


@lru_cache(maxsize=256)
def compose(scheme: str, server: str, host: str, forwarded: str, proto: str, via: str, port: str) -> str:
    """The first usable scheme and the first usable authority of those that speak."""
    said = nearest(forwarded)
    authority = usable([said.get("host", ""), with_port(first(via), first(port)), host, server])
    schemes = [said.get("proto", ""), first(proto), scheme]
    return f"{next((name.lower() for name in schemes if name.lower() in SCHEMES), 'http')}://{authority}"


def usable(authorities: list[str]) -> str:
    """The first of these that is an authority."""
    return next((authority for authority in authorities if AUTHORITY.fullmatch(authority)), "localhost")


def nearest(forwarded: str) -> dict[str, str]:
    """The parameters of the first element of a Forwarded header: the proxy nearest to the client."""
    pairs = (pair.partition("=") for pair in first(forwarded).split(";"))
    return {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs}


def first(listed: str) -> str:
    """The first member of a comma-separated header."""
    return listed.partition(",")[0].strip()


def with_port(host: str, port: str) -> str:
    """A forwarded host with the forwarded port, unless it already names one."""
    names_port = re.search(r":\d+$", host) is not None
    return f"{host}:{port}" if host and port and not names_port else host
