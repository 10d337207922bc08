"""Requests and answers as mutants see them: whole, changeable, with JSON pointers into their bodies."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

__all__ = ["ABSENT", "Answer", "Asked", "changed", "everywhere", "found"]

ABSENT: Any = object()
"""What a pointer finds where there is nothing; a change to it takes the value away."""


@dataclass
class Message:
    """What requests and answers have in common. Names of headers are in lower case."""

    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        return next((value for key, value in self.headers if key == name.lower()), None)

    def set_header(self, name: str, value: str | None) -> None:
        """Put one header in the place of all of this name; None takes them away."""
        kept = [pair for pair in self.headers if pair[0] != name.lower()]
        self.headers = kept if value is None else [*kept, (name.lower(), value)]

    def json(self) -> Any:
        """The body as a JSON value; ABSENT when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return ABSENT

    def set_json(self, value: Any) -> None:
        """Another value in the body; a body that is not JSON stays as it is."""
        if value is not ABSENT and value != self.json():
            self.body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass
class Asked(Message):
    """A request. `path` is raw and begins below the prefix of the world; `query` is raw too."""

    method: str = "GET"
    path: str = "/"
    query: str = ""

    def parameters(self) -> dict[str, str]:
        """The query's parameters, decoded; of several with one name the last."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    def set_parameter(self, name: str, value: str | None) -> None:
        """Put one parameter in the place of all of this name; None takes them away."""
        pairs = [pair for pair in parse_qsl(self.query, keep_blank_values=True) if pair[0] != name]
        self.query = urlencode(pairs if value is None else [*pairs, (name, value)])

    def copy(self) -> "Asked":
        """The same request, to be changed apart."""
        return replace(self, headers=list(self.headers))


@dataclass
class Answer(Message):
    """An answer."""

    status: int = 200

    def copy(self) -> "Answer":
        """The same answer, to be changed apart."""
        return replace(self, headers=list(self.headers))


def found(value: Any, pointer: str) -> Any:
    """What a JSON pointer finds; -1 is an array's last item. ABSENT when there is nothing."""
    for step in pointer.split("/")[1:]:
        if isinstance(value, dict):
            value = value.get(step, ABSENT)
        elif isinstance(value, list) and step.lstrip("-").isdigit() and -len(value) <= int(step) < len(value):
            value = value[int(step)]
        else:
            return ABSENT
    return value


def changed(value: Any, pointer: str, change: Callable[[Any], Any]) -> Any:
    """The value with what a pointer finds changed; `*` is each item. ABSENT as the result takes it away.

    Objects and arrays on the way that are not there are not made; the last member may be new.
    """
    first, _, rest = pointer.removeprefix("/").partition("/")
    if not pointer:
        return change(value)
    below = f"/{rest}" if rest else ""
    if isinstance(value, list) and first == "*":
        items = [changed(item, below, change) for item in value]
        return [item for item in items if item is not ABSENT]
    if isinstance(value, list) and found(value, f"/{first}") is not ABSENT:
        items = list(value)
        items[int(first)] = changed(items[int(first)], below, change)
        return [item for item in items if item is not ABSENT]
    if isinstance(value, dict) and (first in value or not rest):
        member = changed(value.get(first, ABSENT), below, change)
        others = {name: kept for name, kept in value.items() if name != first or member is not ABSENT}
        return others if member is ABSENT else {**others, first: member}
    return value


def everywhere(value: Any, change: Callable[[dict[str, Any]], Any]) -> Any:
    """The value with each object in it changed, the innermost first; ABSENT takes an item of a list away."""
    if isinstance(value, list):
        items = [everywhere(item, change) for item in value]
        return [item for item in items if item is not ABSENT]
    if isinstance(value, dict):
        return change({name: everywhere(member, change) for name, member in value.items()})
    return value
