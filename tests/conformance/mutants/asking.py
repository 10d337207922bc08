"""What a mutant does to a request before the honest server sees it."""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.conformance.mutants.messages import ABSENT, Asked, changed, everywhere
from tests.conformance.mutants.turn import Turn

__all__ = ["ASKING"]

COMPOSITE = ("primitiveFilters", "compositeFilters")


def query(turn: Turn, given: Mapping[str, str | None]) -> None:
    """Set parameters of the query, or drop those that are null."""
    for name, value in given.items():
        turn.asked.set_parameter(name, value)


def add(turn: Turn, given: Mapping[str, int]) -> None:
    """Add to numbers in the query, where there are any."""
    for name, value in turn.asked.parameters().items():
        if name in given and value.lstrip("-").isdigit():
            turn.asked.set_parameter(name, str(int(value) + given[name]))


def rewrite_query(turn: Turn, given: Mapping[str, list[str]]) -> None:
    """Replace what a regular expression finds in parameters of the query."""
    for name, value in turn.asked.parameters().items():
        if name in given:
            turn.asked.set_parameter(name, re.sub(*given[name], value))


def rewrite(turn: Turn, given: Mapping[str, list[str]]) -> None:
    """Replace what a regular expression finds in texts of the body."""
    for pointer, (pattern, text) in given.items():

        def change(old: Any, pattern: str = pattern, text: str = text) -> Any:
            return re.sub(pattern, text, old) if isinstance(old, str) else old

        edit(turn.asked, pointer, change)


def file(turn: Turn, given: Mapping[str, str]) -> None:
    """Replace what regular expressions find in the file behind `content`, if it is one."""

    def change(old: Any) -> Any:
        try:
            text = b64decode("".join(old.split()), validate=True).decode("latin-1")
        except (AttributeError, ValueError):
            return old
        for pattern, other in given.items():
            text = re.sub(pattern, other, text)
        return b64encode(text.encode("latin-1")).decode()

    edit(turn.asked, "/content", change)


def text(turn: Turn, given: Mapping[str, str]) -> None:
    """Replace what regular expressions find in the body as it is written; letters stand for bytes."""
    for pattern, other in given.items():
        found = pattern.encode("latin-1"), other.encode("latin-1")
        turn.asked.body = re.sub(*found, turn.asked.body, flags=re.DOTALL)


def path(turn: Turn, given: Mapping[str, str]) -> None:
    """Replace what regular expressions find in the path."""
    for pattern, other in given.items():
        turn.asked.path = re.sub(pattern, other, turn.asked.path)


def headers(turn: Turn, given: Mapping[str, str | None]) -> None:
    """Set headers, or drop those that are null."""
    for name, value in given.items():
        turn.asked.set_header(name, value)


def put(turn: Turn, given: Mapping[str, Any]) -> None:
    """Set what pointers into the body find."""
    for pointer, value in given.items():
        edit(turn.asked, pointer, lambda _old, value=value: value)


def drop(turn: Turn, given: list[str]) -> None:
    """Leave out what pointers into the body find."""
    for pointer in given:
        edit(turn.asked, pointer, lambda _old: ABSENT)


def number(turn: Turn, given: list[str]) -> None:
    """Append a running number to the texts that pointers find: ` #1`, ` #2`, …"""
    turn.memory["number"] = turn.memory.get("number", 0) + 1
    for pointer in given:
        edit(turn.asked, pointer, lambda old: f"{old} #{turn.memory['number']}")


def replace(turn: Turn, given: Mapping[str, Mapping[str, str]]) -> None:
    """Replace texts of a member, wherever in the body it is."""

    def change(node: dict[str, Any]) -> dict[str, Any]:
        named = {name: node[name] for name in given if isinstance(node.get(name), str)}
        return {**node, **{name: given[name].get(text, text) for name, text in named.items()}}

    throughout(turn.asked, change)


def default(turn: Turn, given: Mapping[str, Any]) -> None:
    """Members of objects that have another member but not these."""
    throughout(turn.asked, lambda node: {**given["members"], **node} if given["beside"] in node else node)


def lose(turn: Turn, given: Mapping[str, str]) -> None:
    """Leave out the items of arrays that have such a member."""

    def change(node: dict[str, Any]) -> Any:
        return ABSENT if any(node.get(name) == value for name, value in given.items()) else node

    throughout(turn.asked, change)


def forget(turn: Turn, given: list[str]) -> None:
    """Leave out members, wherever in the body they are."""
    throughout(turn.asked, lambda node: {name: value for name, value in node.items() if name not in given})


def shift(turn: Turn, given: Mapping[str, Any]) -> None:
    """Add `by` to value number `value` of the primitive filters with this operator; to dates, days."""

    def change(node: dict[str, Any]) -> dict[str, Any]:
        if node.get("operator") != given["operator"] or len(node.get("values", [])) <= given["value"]:
            return node
        values = list(node["values"])
        values[given["value"]] = moved(values[given["value"]], given["by"])
        return {**node, "values": values}

    throughout(turn.asked, change)


def wrap(turn: Turn, given: Mapping[str, str]) -> None:
    """Join what composite filters of an operator hold by another one first: not(a, b) as not(and(a, b))."""

    def change(node: dict[str, Any]) -> dict[str, Any]:
        inner = {name: node[name] for name in COMPOSITE if node.get(name)}
        if node.get("operator") != given["operator"] or not inner:
            return node
        outer = {name: value for name, value in node.items() if name not in COMPOSITE}
        return {**outer, "compositeFilters": [{"operator": given["by"], **inner}]}

    throughout(turn.asked, change)


def moved(text: str, by: int) -> str:
    """A filter's value, a number or a date, and so much more; other texts as they are."""
    if len(text) == len("2026-01-31") and text[4] == "-":
        return (date.fromisoformat(text) + timedelta(days=by)).isoformat()
    if text.replace(".", "").replace("-", "").isdigit():
        return str(Decimal(text) + by * Decimal(1).scaleb(Decimal(text).as_tuple().exponent))
    return text


def edit(asked: Asked, pointer: str, change: Callable[[Any], Any]) -> None:
    """Change what a pointer finds in the body, if that is JSON."""
    if asked.json() is not ABSENT:
        asked.set_json(changed(asked.json(), pointer, change))


def throughout(asked: Asked, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change each object in the body, if that is JSON."""
    if asked.json() is not ABSENT:
        asked.set_json(everywhere(asked.json(), change))


ASKING: Mapping[str, Callable[[Turn, Any], None]] = {
    "query": query,
    "add": add,
    "rewrite-query": rewrite_query,
    "headers": headers,
    "set": put,
    "drop": drop,
    "number": number,
    "rewrite": rewrite,
    "file": file,
    "text": text,
    "path": path,
    "replace": replace,
    "default": default,
    "lose": lose,
    "forget": forget,
    "shift": shift,
    "wrap": wrap,
}
"""The effects by the name that they have under `ask`."""
