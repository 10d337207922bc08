"""The `fields` of a search: of each customer only the properties that are asked for (H-77.9)."""

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["paths_of", "selected"]


def paths_of(text: str | None) -> list[list[str]]:
    """The dotted paths of a comma-separated list, as members; none for no list, or an empty one."""
    return [path.strip().split(".") for path in (text or "").split(",") if path.strip()]


def selected(body: Mapping[str, Any], paths: Sequence[Sequence[str]]) -> dict[str, Any]:
    """The members of the body that the paths lead to; a path that leads nowhere is passed over."""
    wanted: dict[str, list[Sequence[str]]] = {}
    for path in paths:
        wanted.setdefault(path[0], []).append(path[1:])
    return {name: inner(value, wanted[name]) for name, value in body.items() if name in wanted}


def inner(value: Any, paths: Sequence[Sequence[str]]) -> Any:
    """What the rest of its paths leads to in a member: all of it where one ends, null where none leads."""
    if not all(paths) or isinstance(value, list):
        # The items of a list are never cut: without their ids they would be no items.
        return value
    return selected(value, paths) if isinstance(value, dict) else None
