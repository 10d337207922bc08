"""Local references: JSON pointers into one document (RFC 6901, as URI fragments RFC 3986)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from understudy.errors import ContractError

__all__ = ["fragment", "join", "look_up", "resolve"]


def join(pointer: str, *tokens: str | int) -> str:
    """The pointer one or more members further in: `join("/paths", "/a")` is `/paths/~1a`."""
    return pointer + "".join(f"/{str(token).replace('~', '~0').replace('/', '~1')}" for token in tokens)


def fragment(pointer: str) -> str:
    """The pointer as a URI fragment, for a `$ref`: `#/paths/~1a~1%7Bid%7D`."""
    return "#" + quote(pointer, safe="/~!$&'()*+,;=:@")


def look_up(document: Any, pointer: str) -> Any:
    """The value that a JSON pointer names; LookupError when there is none."""
    value = document
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, Mapping):
            value = value[key]
        elif isinstance(value, list) and key.isascii() and key.isdigit():
            value = value[int(key)]
        else:
            raise LookupError(pointer)
    return value


def resolve(document: Mapping[str, Any], node: Any, pointer: str) -> tuple[Any, str]:
    """The node a chain of `$ref`s ends at, and the pointer to it; the node itself without `$ref`.

    ContractError when a reference leaves the document, names nothing, or leads back to itself.
    """
    seen = {pointer}
    while isinstance(node, Mapping) and "$ref" in node:
        target = _target(node["$ref"], pointer)
        try:
            node = look_up(document, target)
        except LookupError as missing:
            raise ContractError(
                f"At {pointer}: $ref {node['$ref']!r} names nothing in this document; correct it."
            ) from missing
        if target in seen:
            raise ContractError(
                f"At {pointer}: $ref {fragment(target)!r} leads back to itself; break the circle."
            )
        seen.add(target)
        pointer = target
    return node, pointer


def _target(reference: Any, pointer: str) -> str:
    if not isinstance(reference, str) or not (reference == "#" or reference.startswith("#/")):
        raise ContractError(
            f"At {pointer}: $ref {reference!r} does not point into this document (#/…); "
            "bundle the document so that every reference is local."
        )
    return unquote(reference[1:])
