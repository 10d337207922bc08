"""Cross-origin requests: any page may call, for the stand-in guards nothing real (Fetch standard)."""

import re
from collections.abc import Mapping, Sequence

from understudy.http.exchange import Reply

__all__ = ["EVERY_REPLY", "options"]

EVERY_REPLY = (
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        (
            b"Allow, Content-Disposition, ETag, Link, Location, Preference-Applied, Retry-After, "
            b"Understudy-Answer, Understudy-World, WWW-Authenticate, X-Correlation-Id"
        ),
    ),
)
"""Sent with each reply, asked for across origins or not, so that no cache has to tell them apart."""

NAMES = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~, -]+", re.ASCII)
PREFLIGHT_SECONDS = "600"


def options(methods: Sequence[str], headers: Mapping[str, str]) -> Reply:
    """The 204 reply to OPTIONS: the methods of a path, and to a preflight the leave it asks for."""
    allowed = ", ".join(methods)
    if "origin" not in headers or "access-control-request-method" not in headers:
        return Reply(204, headers={"Allow": allowed})
    wanted = headers.get("access-control-request-headers", "")
    leave = {"Access-Control-Allow-Headers": wanted} if NAMES.fullmatch(wanted) else {}
    return Reply(
        204,
        headers={
            "Allow": allowed,
            "Access-Control-Allow-Methods": allowed,
            "Access-Control-Max-Age": PREFLIGHT_SECONDS,
            **leave,
        },
    )
