"""Paths as they are asked for: percent-encoding undone segment by segment, and done again."""

import re
from urllib.parse import quote, unquote

from starlette.types import Scope

from understudy.errors import Problem

__all__ = ["canonical", "segments"]

PLAIN = re.compile(r"[A-Za-z0-9/_.~-]*", re.ASCII)
SAFE = "-._~!$&'()*+,;=:@"


def segments(scope: Scope) -> list[str]:
    """The decoded segments of the request's path; a `%2F` stays inside its segment.

    Problem 400 when the path is not UTF-8.
    """
    raw: bytes = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogatepass")
    try:
        text = raw.decode("utf-8")
        parts = text.split("/")[1:]
        return [unquote(part, errors="strict") for part in parts] if "%" in text else parts
    except UnicodeDecodeError as error:
        raise Problem(
            400, "badRequest", "The path is not UTF-8 once percent-decoded; encode it as UTF-8."
        ) from error


def canonical(parts: list[str]) -> str:
    """The path of decoded segments as a valid URI path."""
    path = "/" + "/".join(parts)
    if path.count("/") == len(parts) and PLAIN.fullmatch(path):
        return path
    return "/" + "/".join(quote(part, safe=SAFE, errors="replace") for part in parts)
