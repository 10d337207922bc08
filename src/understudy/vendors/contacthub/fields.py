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
    return {
        name: inner(value, wanted[name])
        for name, value in body.items()
        if name in wanted and leads(value, wanted[name])
    }


def leads(value: Any, paths: Sequence[Sequence[str]]) -> bool:
    """Whether a path ends at the member, or may go on in it: not in a text or a number."""
    return not all(paths) or value is None or isinstance(value, (dict, list))


def inner(value: Any, paths: Sequence[Sequence[str]]) -> Any:
    """What the rest of its paths leads to in a member: all of it where one ends."""
    if isinstance(value, dict) and all(paths):
        return selected(value, paths)
    # The items of a list are never cut: without their ids they would be no items.
    return value
