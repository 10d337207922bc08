"""Which world a request acts on: by header, or by the beginning of its path."""

from urllib.parse import unquote

from starlette.types import Scope

from understudy.errors import Problem
from understudy.http.inbound import Inbound
from understudy.http.worlds import Worlds

__all__ = ["HEADER", "enter"]

HEADER = "understudy-world"
PREFIX = "/_world/"
"""For clients that cannot set headers."""


def enter(worlds: Worlds, scope: Scope, inbound: Inbound) -> Scope:
    """Find the world of a request and note it in `inbound`; the scope as if it had been asked plainly.

    Links in answers keep the prefix, for `inbound` has it. Problem 400 when the name cannot be one, or
    header and path name two worlds.
    """
    said = inbound.headers.get(HEADER)
    if scope["path"].startswith(PREFIX):
        raw: bytes = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogatepass")
        _, first, name, *rest = (*raw.split(b"/", 3), b"")
        if decoded(first) == PREFIX.strip("/"):
            return enter_by_path(worlds, scope, inbound, decoded(name), b"/" + rest[0])
    if said is not None:
        inbound.hosted = worlds.get(said)
        inbound.named = True
    return scope


def enter_by_path(worlds: Worlds, scope: Scope, inbound: Inbound, name: str, rest: bytes) -> Scope:
    """Enter the world `name`, and go on with the rest of the path."""
    said = inbound.headers.get(HEADER, name)
    if said != name:
        raise Problem(
            400,
            "twoWorlds",
            f"The path asks for the world {name[:64]!r}, the header Understudy-World for {said[:64]!r}: "
            "name one world.",
        )
    inbound.hosted = worlds.get(name)
    inbound.named = True
    inbound.prefix = f"{PREFIX}{name}"
    return {**scope, "path": decoded(rest), "raw_path": rest}


def decoded(raw: bytes) -> str:
    """A piece of a path as text; `unquote` alone takes its time where nothing is encoded."""
    return unquote(raw) if b"%" in raw else raw.decode("utf-8", "replace")
