"""JSON from bytes, stricter than the standard library where RFC 8259 or our stores need it."""

import json
import math
import re
from typing import Any

from understudy.contract.refs import join
from understudy.contract.shapes import UNSET
from understudy.contract.violations import Violation, violation

__all__ = ["MAX_DEPTH", "MAX_ITEMS", "parse_json"]

MAX_DEPTH = 250
"""Arrays and objects within each other; beyond it a body is refused: jsonschema-rs goes to 255."""

MAX_ITEMS = 250_000
"""Members and items in a request body, counted by its commas: each costs some 100 bytes, of two or three
on the wire, so that 16 MiB of them would become gigabytes."""

MAX_VISITED = 10_000

NUL = re.compile(r"(?<!\\)(?:\\\\)*+\\u0000")


def parse_json(
    data: bytes, location: str, pointer: str = "", *, max_items: int = MAX_ITEMS
) -> tuple[Any, list[Violation]]:
    """The value of JSON text (UNSET when it is none) and what is wrong with it.

    Refused: text that is not UTF-8, NaN, Infinity, numbers beyond a double and half surrogate pairs
    (keyword json), more than `max_items` commas (size), more than 250 levels (depth), NUL characters
    (control). Of a member that is there twice the last counts.
    """
    if data.count(b",") > max_items:
        return UNSET, [violation(location, pointer, "size", f"has more than {max_items} members and items")]
    try:
        text = data.decode()
        value = DECODER.decode(text)
    except RecursionError:
        return UNSET, [_too_deep(location, pointer)]
    except ValueError as fault:
        return UNSET, [violation(location, pointer, "json", _reason(fault))]
    if text.count("[") + text.count("{") > MAX_DEPTH and _deeper_than(value, MAX_DEPTH):
        return UNSET, [_too_deep(location, pointer)]
    if "\\u" not in text:
        return value, []
    if ("\\ud" in text or "\\uD" in text) and _has_half_pair(value):
        reason = "holds half a surrogate pair, which is no character"
        return UNSET, [violation(location, pointer, "json", reason)]
    if NUL.search(text):
        return value, [violation(location, pointer + _first_nul(value), "control", "holds a NUL character")]
    return value, []


def _reason(fault: ValueError) -> str:
    """Why text is no JSON, in the words of a sentence."""
    if isinstance(fault, UnicodeDecodeError):
        return f"is not UTF-8 text from byte {fault.start} on"
    if isinstance(fault, json.JSONDecodeError):
        return f"is not valid JSON: {fault.msg} at line {fault.lineno}, column {fault.colno}"
    return f"is not valid JSON: {fault}"


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number is beyond the range of doubles")
    return number


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON value")


def _integer(text: str) -> int:
    if len(text) > 400:
        raise ValueError("a number is beyond the range of doubles")
    return int(text)


DECODER = json.JSONDecoder(parse_float=_finite, parse_int=_integer, parse_constant=_no_constant)


def _too_deep(location: str, pointer: str) -> Violation:
    return violation(location, pointer, "depth", f"is nested more than {MAX_DEPTH} levels deep")


def _deeper_than(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def _has_half_pair(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _first_nul(value: Any) -> str:
    """The pointer to the first text with a NUL, or to the member of such a name; "" in a huge document."""
    pending = [("", value)]
    for _ in range(MAX_VISITED):
        if not pending:
            break
        pointer, node = pending.pop()
        if isinstance(node, str) and "\0" in node:
            return pointer
        if isinstance(node, dict | list):
            members = node.items() if isinstance(node, dict) else enumerate(node)
            children = [(join(pointer, name), child) for name, child in members]
            for child, _ in children:
                if "\0" in child:
                    return child
            pending.extend(reversed(children))
    return ""
