"""Conditional requests: entity tags compared as RFC 9110 section 13 describes, weakly (A-39)."""

from understudy.errors import Problem
from understudy.http.exchange import Reply, Request

__all__ = ["check", "opaque"]


def check(request: Request, tag: str | None) -> Reply | None:
    """Judge If-Match and If-None-Match against the resource's current `tag`.

    Returns the 304 reply when the client's copy is still good, None when the request may go on,
    and raises Problem 412 when the client holds an outdated tag (A-37, A-38, A-40).
    """
    wanted = request.headers.get("if-match")
    known = request.headers.get("if-none-match")
    current = opaque(tag or "")
    if wanted is not None and opaque(wanted) != current:
        raise Problem(
            412,
            "preconditionFailed",
            f"The resource has changed: its entity tag is no longer {wanted[:60]}. Read it again and retry.",
        )
    if tag is not None and known is not None and opaque(known) == current:
        return Reply(304, headers={"ETag": tag})
    return None


def opaque(tag: str) -> str:
    """The text of an entity tag without weakness mark and quotes."""
    return tag.removeprefix("W/").strip('"')
