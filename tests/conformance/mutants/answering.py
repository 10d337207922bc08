"""What a mutant does to the honest answer before the client sees it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.conformance.mutants.matching import is_so
from tests.conformance.mutants.messages import ABSENT, Answer, changed, found
from tests.conformance.mutants.turn import Turn

__all__ = ["ANSWERING", "remember"]


def status(turn: Turn, given: int) -> None:
    """Another status."""
    turn.answered.status = given


def headers(turn: Turn, given: Mapping[str, str | None]) -> None:
    """Set headers, or drop those that are null."""
    for name, value in given.items():
        turn.answered.set_header(name, value)


def rewrite_headers(turn: Turn, given: Mapping[str, list[str]]) -> None:
    """Replace what a regular expression finds in headers."""
    for name, (pattern, text) in given.items():
        value = turn.answered.header(name)
        if value is not None:
            turn.answered.set_header(name, re.sub(pattern, text, value))


def put(turn: Turn, given: Mapping[str, Any]) -> None:
    """Set what pointers into the body find."""
    for pointer, value in given.items():
        edit(turn.answered, pointer, lambda _old, value=value: value)


def drop(turn: Turn, given: list[str]) -> None:
    """Leave out what pointers into the body find."""
    for pointer in given:
        edit(turn.answered, pointer, lambda _old: ABSENT)


def add(turn: Turn, given: Mapping[str, int]) -> None:
    """Add to numbers, where there are any; never below nought."""
    for pointer, more in given.items():
        edit(
            turn.answered, pointer, lambda old, more=more: max(old + more, 0) if isinstance(old, int) else old
        )


def rewrite(turn: Turn, given: Mapping[str, list[str]]) -> None:
    """Replace what a regular expression finds in texts."""
    for pointer, (pattern, text) in given.items():

        def change(old: Any, pattern: str = pattern, text: str = text) -> Any:
            return re.sub(pattern, text, old) if isinstance(old, str) else old

        edit(turn.answered, pointer, change)


def echo(turn: Turn, given: Mapping[str, str]) -> None:
    """Set what pointers find to what others find in the request as it came, if they find anything."""
    for pointer, source in given.items():
        value = found(turn.original.json(), source)
        if value is not ABSENT:
            edit(turn.answered, pointer, lambda _old, value=value: value)


def copy(turn: Turn, given: Mapping[str, str]) -> None:
    """Set what pointers find to what others find in the same body, if they find anything."""
    for pointer, source in given.items():
        value = found(turn.answered.json(), source)
        if value is not ABSENT:
            edit(turn.answered, pointer, lambda _old, value=value: value)


def without(turn: Turn, given: Mapping[str, Any]) -> None:
    """Leave items of an array out: number `item`, or those `where` pointers find what is said."""

    def change(items: Any) -> Any:
        if not isinstance(items, list) or not items:
            return items
        if "item" in given:
            at = given["item"] % len(items)
            return [item for place, item in enumerate(items) if place != at]
        return [item for item in items if not fits(item, given["where"])]

    edit(turn.answered, given["of"], change)


def containing(turn: Turn, given: Mapping[str, str]) -> None:
    """Keep the items of an array whose text at a pointer contains a parameter of the query."""
    sought = turn.original.parameters().get(given["parameter"], "").casefold()

    def change(items: Any) -> Any:
        if not isinstance(items, list):
            return items
        return [item for item in items if sought in str(found(item, given["pointer"])).casefold()]

    edit(turn.answered, given["of"], change)


def length(turn: Turn, given: Mapping[str, str]) -> None:
    """Set what pointers find to the length of what others find."""
    for pointer, source in given.items():
        items = found(turn.answered.json(), source)
        if isinstance(items, list):
            edit(turn.answered, pointer, lambda _old, items=items: len(items))


def twice(turn: Turn, given: Mapping[str, Any]) -> None:
    """Give one item of an array twice."""

    def change(items: Any) -> Any:
        return [*items, items[given["item"]]] if isinstance(items, list) and items else items

    edit(turn.answered, given["of"], change)


def cut(turn: Turn, given: Mapping[str, Any]) -> None:
    """Keep the first items of an array only."""
    edit(turn.answered, given["of"], lambda old: old[: given["to"]] if isinstance(old, list) else old)


def turned(turn: Turn, given: str) -> None:
    """Turn the order of an array round."""
    edit(turn.answered, given, lambda old: old[::-1] if isinstance(old, list) else old)


def order(turn: Turn, given: Mapping[str, str]) -> None:
    """Sort an array by what a pointer finds in its items."""

    def change(items: Any) -> Any:
        return sorted(items, key=lambda item: found(item, given["by"])) if isinstance(items, list) else items

    edit(turn.answered, given["of"], change)


def pad(turn: Turn, given: Mapping[str, str]) -> None:
    """Make an array as long as a number in the same body says, by its last item."""
    length = found(turn.answered.json(), given["to"])
    if isinstance(length, int):
        edit(
            turn.answered,
            given["of"],
            lambda old: old + old[-1:] * (length - len(old)) if isinstance(old, list) else old,
        )


def carry(turn: Turn, given: str) -> None:
    """Begin an array with the item that ended it the last time."""
    last = turn.memory.get("last")
    items = found(turn.answered.json(), given)
    if isinstance(items, list) and items:
        turn.memory["last"] = items[-1]
    if last is not None:
        edit(turn.answered, given, lambda old: [last, *old] if isinstance(old, list) else old)


def text(turn: Turn, given: Mapping[str, str]) -> None:
    """Replace what regular expressions find in the body as it is written."""
    for pattern, other in given.items():
        turn.answered.body = re.sub(pattern.encode(), other.encode(), turn.answered.body, flags=re.DOTALL)


def replay(turn: Turn, given: Mapping[str, Any]) -> None:
    """Give parts of an answer that was remembered: status, body, pointers into it, headers by name."""
    kept = turn.memory.get("kept", {}).get(key_of(turn, given))
    if kept is None:
        remember(turn, given)
        return
    for part in given["parts"]:
        if part == "status":
            turn.answered.status = kept.status
        elif part == "body":
            turn.answered.body = kept.body
            turn.answered.set_header("content-type", kept.header("content-type"))
        elif part.startswith("/"):
            value = found(kept.json(), part)
            edit(turn.answered, part, lambda old, value=value: old if value is ABSENT else value)
        else:
            turn.answered.set_header(part, kept.header(part))


def remember(turn: Turn, given: Mapping[str, Any]) -> None:
    """Keep a successful answer to be given again, the first or the latest; after a deletion there is none."""
    kept = turn.memory.setdefault("kept", {})
    key = key_of(turn, given)
    if turn.answered.status == 204:
        kept.pop(key, None)
    elif turn.answered.status < 300 and (key not in kept or given["keep"] == "latest"):
        kept[key] = turn.answered.copy()


def key_of(turn: Turn, given: Mapping[str, Any]) -> Any:
    """What an answer is remembered by: the whole request, or the id in the path, else in the answer."""
    if given["by"] == "request":
        return turn.original.method, turn.original.path, turn.original.query, turn.original.body
    return tuple(turn.arguments.values()) or (found(turn.answered.json(), "/id"),)


def fits(item: Any, where: Mapping[str, str | None]) -> bool:
    """Whether pointers into an item find what is said."""
    return all(is_so(found(item, pointer), said) for pointer, said in where.items())


def edit(answer: Answer, pointer: str, change: Callable[[Any], Any]) -> None:
    """Change what a pointer finds in the body, if that is JSON."""
    if answer.json() is not ABSENT:
        answer.set_json(changed(answer.json(), pointer, change))


ANSWERING: Mapping[str, Callable[[Turn, Any], None]] = {
    "replay": replay,
    "without": without,
    "containing": containing,
    "twice": twice,
    "carry": carry,
    "cut": cut,
    "turned": turned,
    "order": order,
    "pad": pad,
    "length": length,
    "set": put,
    "drop": drop,
    "add": add,
    "rewrite": rewrite,
    "echo": echo,
    "copy": copy,
    "status": status,
    "headers": headers,
    "rewrite-headers": rewrite_headers,
    "text": text,
}
"""The effects by the name that they have under `answer`, in the order in which they happen."""
