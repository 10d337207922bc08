"""The schemas of one contract, compiled when they are first asked."""

import binascii
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import jsonschema_rs

from understudy.contract.refs import fragment, join
from understudy.contract.violations import Violation, explain, violation
from understudy.errors import ContractError

__all__ = ["Validator", "check_pattern", "check_schema", "registry_of"]

MAX_EXPLAINED = 2_000
"""Values of more nodes are told their first fault only: the library collects every fault before the
first can be read, at some 25 µs each, so that a 16 MiB array of wrong items would take minutes."""

_RESOURCE = "urn:understudy:contract"


def is_base64(text: str) -> bool:
    """Whether text is padded Base64; line breaks as MIME sets them are allowed (RFC 2045 6.8, A-50)."""
    try:
        binascii.a2b_base64(text.replace("\r", "").replace("\n", ""), strict_mode=True)
    except ValueError:
        return False
    return True


def check_schema(schema: Any, pointer: str) -> None:
    """ContractError when a keyword of the schema, or of one within it, has a value it cannot have."""
    try:
        jsonschema_rs.meta.validate(schema)
    except jsonschema_rs.ValidationError as fault:
        raise ContractError(
            f"At {join(pointer, *fault.instance_path)}: {fault.message}; correct it."
        ) from fault


def check_pattern(pattern: Any, pointer: str) -> None:
    """ContractError when a pattern is no regular expression that the validators can run."""
    if isinstance(pattern, str) and not _is_regex(pattern):
        raise ContractError(
            f"At {pointer}: pattern {pattern!r} is no regular expression (ECMA-262); correct it."
        )


@lru_cache(maxsize=1024)
def _is_regex(pattern: str) -> bool:
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except jsonschema_rs.ValidationError:
        return False
    return True


def registry_of(document: Mapping[str, Any]) -> jsonschema_rs.Registry:
    """The translated document, converted once and shared by all its validators."""
    return jsonschema_rs.Registry([(_RESOURCE, dict(document))], draft=jsonschema_rs.Draft202012)


class Validator:
    """The schema at one JSON pointer, as a judge of values."""

    __slots__ = ("_compiled", "_registry", "pointer")

    def __init__(self, registry: jsonschema_rs.Registry, pointer: str) -> None:
        self.pointer = pointer
        self._registry = registry
        self._compiled: jsonschema_rs.Draft202012Validator | None = None

    def at(self, pointer: str) -> "Validator":
        """The judge of another schema of the same document and direction."""
        return Validator(self._registry, pointer)

    def is_valid(self, value: Any) -> bool:
        """Whether a JSON value satisfies the schema. UnicodeError when text holds a lone surrogate."""
        compiled = self._compiled or self.compile()
        return compiled.is_valid(value)

    def violations(self, value: Any, location: str, pointer: str = "") -> list[Violation]:
        """What breaks the schema, each with a pointer that continues `pointer`; empty when nothing does."""
        try:
            if self.is_valid(value):
                return []
            return explain(self._errors(value), location, pointer)
        except UnicodeError:
            return [violation(location, pointer, "utf-8", "is not UTF-8 text")]

    def compile(self) -> jsonschema_rs.Draft202012Validator:
        """The compiled schema. Two threads may both compile it; either result serves."""
        self._compiled = jsonschema_rs.Draft202012Validator(
            {"$ref": _RESOURCE + fragment(self.pointer)},
            registry=self._registry,
            formats={"byte": is_base64},
            validate_formats=True,
            offline=True,
        )
        return self._compiled

    def _errors(self, value: Any) -> list[jsonschema_rs.ValidationError]:
        compiled = self._compiled or self.compile()
        if _larger_than(value, MAX_EXPLAINED):
            try:
                compiled.validate(value)
            except jsonschema_rs.ValidationError as first:
                return [first]
        return list(compiled.iter_errors(value))


def _larger_than(value: Any, limit: int) -> bool:
    """Whether a JSON value has more nodes than `limit`, found without visiting many more."""
    pending = [value]
    count = 0
    while pending and count <= limit:
        node = pending.pop()
        count += 1
        if isinstance(node, dict | list):
            count += len(node)
            pending.extend(
                child
                for child in (node.values() if isinstance(node, dict) else node)
                if isinstance(child, dict | list)
            ) if count <= limit else None
    return count > limit
