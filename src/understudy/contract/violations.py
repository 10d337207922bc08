"""One breach of a contract, and what to call it in a sentence."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from understudy.contract.refs import join

__all__ = ["MAX_VIOLATIONS", "Violation", "explain", "violation"]

MAX_VIOLATIONS = 128
"""As many as a problem document may list (A-34)."""

MAX_TEXT = 256
MAX_VALUE = 60


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that breaks the contract.

    `location` is path, query, header, cookie, body, status or content-type; `pointer` a JSON pointer
    inside it (`/limit`, `/filters/0`); `keyword` the schema keyword, or repeated, utf-8, json, size, depth,
    control, base64, multipart, content-type, status, body; `message` one sentence of ≤ 256 characters.
    """

    location: str
    pointer: str
    keyword: str
    message: str


def violation(location: str, pointer: str, keyword: str, predicate: str) -> Violation:
    """A violation whose sentence is "<name of the place> <predicate>."."""
    subject = place(pointer) or f"The {location}"
    pointer = pointer[:MAX_TEXT].encode("utf-8", "replace").decode()
    return Violation(location, pointer, keyword, f"{subject} {_cut(predicate, 160)}.")


def explain(errors: Sequence[Any], location: str, pointer: str) -> list[Violation]:
    """The violations behind jsonschema-rs errors on the value at `pointer`, at most 128."""
    return list(
        islice((found for error in errors for found in _of(error, location, pointer)), MAX_VIOLATIONS)
    )


def place(pointer: str) -> str:
    """`/filters/0/name` as a person writes it: `filters[0].name`; its end when it is long."""
    text = ""
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        text += f"[{name}]" if name.isascii() and name.isdigit() and text else f".{_printable(name)}"
    text = text.removeprefix(".")
    return text if len(text) <= 80 else f"…{text[-79:]}"


def shown(value: Any) -> str:
    """A value in at most 60 printable characters."""
    if isinstance(value, dict):
        return f"an object of {len(value)} member{'s' * (len(value) != 1)}"
    if isinstance(value, list):
        return f"an array of {len(value)} item{'s' * (len(value) != 1)}"
    if isinstance(value, str):
        return f'"{_cut(_printable(value[:MAX_VALUE]), MAX_VALUE - 3)}"'
    return _cut(json.dumps(value, default=str), MAX_VALUE) if value is not None else "null"


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _of(error: Any, location: str, base: str) -> Iterator[Violation]:
    pointer = join(base, *error.instance_path)
    kind = error.kind
    keyword = kind.name
    if keyword == "required":
        yield violation(location, join(pointer, kind.property), keyword, "is required but missing")
    elif keyword in ("additionalProperties", "unevaluatedProperties"):
        for name in kind.unexpected:
            yield violation(location, join(pointer, name), keyword, "is not a member that the contract knows")
    elif (
        keyword in ("anyOf", "oneOf")
        and hasattr(kind, "context")
        and "multiple" not in type(kind).__name__.lower()
    ):
        yield from _nearest(error, location, base)
    elif keyword == "propertyNames":
        yield violation(location, pointer, keyword, f"has a member whose name {_predicate(kind.error)}")
    else:
        keyword = "base64" if keyword == "format" and kind.format == "byte" else keyword
        yield violation(location, pointer, keyword, _predicate(error))


def _nearest(error: Any, location: str, base: str) -> Iterator[Violation]:
    """Of several alternatives the faults of the one the value comes closest to, if one stands out."""
    branches = [branch for branch in error.kind.context if branch]
    depth = len(error.instance_path)
    scores = [_distance(branch, depth) for branch in branches]
    best = min(scores, default=None)
    if best is not None and best[0] == 0 and scores.count(best) == 1:
        for inner in branches[scores.index(best)]:
            yield from _of(inner, location, base)
        return
    types = [
        name
        for branch in branches
        for inner in branch
        if inner.kind.name == "type"
        for name in inner.kind.types
    ]
    same = all(len(branch) == 1 and branch[0].kind.name == "type" for branch in branches)
    predicate = (
        f"must be {_kinds(types)}, but is {shown(error.instance)}"
        if types and same
        else f"fits none of its {len(branches)} allowed forms; it is {shown(error.instance)}"
    )
    yield violation(location, join(base, *error.instance_path), error.kind.name, predicate)


def _distance(branch: Sequence[Any], depth: int) -> tuple[int, int, int]:
    """How far a value is from an alternative: of another kind, then how shallow, then how many faults."""
    other_kind = sum(
        inner.kind.name in ("const", "enum", "type")
        and len(inner.instance_path) <= depth + (inner.kind.name != "type")
        for inner in branch
    )
    return other_kind, -max(len(inner.instance_path) for inner in branch), len(branch)


def _predicate(error: Any) -> str:
    rule = RULES.get(error.kind.name)
    if rule is None:
        return f"breaks the rule {error.kind.name!r}; it is {shown(error.instance)}"
    return rule(error.kind, error.instance)


def _kinds(names: Sequence[str]) -> str:
    named = [words for name, words in KINDS.items() if name in names]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"


def _choices(options: Sequence[Any]) -> str:
    return _cut(", ".join(option if isinstance(option, str) else shown(option) for option in options), 100)


def _plural(limit: int, noun: str) -> str:
    return f"{limit} {noun}{'s' * (limit != 1)}"


KINDS = {
    "boolean": "true or false",
    "integer": "an integer",
    "number": "a number",
    "string": "a string",
    "array": "an array",
    "object": "an object",
    "null": "null",
}

FORMATS = {
    "date-time": "a date and time such as 2026-01-31T10:00:00Z",
    "date": "a date such as 2026-01-31",
    "uuid": "a UUID",
    "email": "an e-mail address",
    "uri": "an absolute URI",
    "uri-reference": "a URI reference",
    "byte": "Base64 text",
}

RULES: Mapping[str, Callable[[Any, Any], str]] = {
    "type": lambda kind, value: f"must be {_kinds(kind.types)}, but is {shown(value)}",
    "enum": lambda kind, value: f"must be one of {_choices(kind.options)}, but is {shown(value)}",
    "const": lambda kind, value: f"must be {shown(kind.expected_value)}, but is {shown(value)}",
    "format": lambda kind, value: f"must be {FORMATS.get(kind.format, kind.format)}, but is {shown(value)}",
    "pattern": lambda kind, value: f"must match the pattern {_cut(kind.pattern, 80)}, but is {shown(value)}",
    "minLength": lambda kind, value: (
        f"must have at least {_plural(kind.limit, 'character')}, but has {len(value)}"
    ),
    "maxLength": lambda kind, value: (
        f"must have at most {_plural(kind.limit, 'character')}, but has {len(value)}"
    ),
    "minItems": lambda kind, value: f"must have at least {_plural(kind.limit, 'item')}, but has {len(value)}",
    "maxItems": lambda kind, value: f"must have at most {_plural(kind.limit, 'item')}, but has {len(value)}",
    "minProperties": lambda kind, value: (
        f"must have at least {_plural(kind.limit, 'member')}, but has {len(value)}"
    ),
    "maxProperties": lambda kind, value: (
        f"must have at most {_plural(kind.limit, 'member')}, but has {len(value)}"
    ),
    "minimum": lambda kind, value: f"must be at least {shown(kind.limit)}, but is {shown(value)}",
    "maximum": lambda kind, value: f"must be at most {shown(kind.limit)}, but is {shown(value)}",
    "exclusiveMinimum": lambda kind, value: f"must be more than {shown(kind.limit)}, but is {shown(value)}",
    "exclusiveMaximum": lambda kind, value: f"must be less than {shown(kind.limit)}, but is {shown(value)}",
    "multipleOf": lambda kind, value: (
        f"must be a multiple of {shown(kind.multiple_of)}, but is {shown(value)}"
    ),
    "uniqueItems": lambda _kind, _value: "must not have the same item twice",
    "contains": lambda _kind, _value: "lacks an item that the contract asks for",
    "unevaluatedItems": lambda _kind, _value: "has more items than the contract knows",
    "not": lambda _kind, value: f"has a form that is not allowed; it is {shown(value)}",
    "oneOf": lambda _kind, _value: "fits more than one of its allowed forms, and exactly one is due",
    "falseSchema": lambda _kind, _value: "must not be present",
}
