"""When a change applies: conditions on the request, on what the server holds, and on the honest answer."""

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.conformance.mutants.messages import ABSENT, everywhere, found
from tests.conformance.mutants.turn import Turn, same_connection

__all__ = ["matches_answer", "matches_request"]


async def matches_request(turn: Turn, when: Mapping[str, Any]) -> bool:
    """Whether all that is said of the request, and of what the server holds before it, is so.

    `query`, `headers` and `body` give a regular expression that the whole text must match, or null for
    what must not be there; `holds` finds a member anywhere in the body; `from` counts the requests that
    match otherwise.
    """
    asked = turn.original
    parameters, body = asked.parameters(), asked.json()
    fits = (
        all(is_so(parameters.get(name, ABSENT), text) for name, text in when.get("query", {}).items())
        and all(is_so(asked.header(name) or ABSENT, text) for name, text in when.get("headers", {}).items())
        and all(is_so(found(body, pointer), text) for pointer, text in when.get("body", {}).items())
        and all(holds(body, name, text) for name, text in when.get("holds", {}).items())
        and await holds_before(turn, when.get("before"))
    )
    if fits and "from" in when:
        turn.memory["met"] = turn.memory.get("met", 0) + 1
        return bool(turn.memory["met"] >= when["from"])
    return fits


def matches_answer(turn: Turn, when: Mapping[str, Any]) -> bool:
    """Whether all that is said of the honest answer is so: `status` is a list, `answer` as `body` above."""
    answer = turn.answered
    body = answer.json() if "answer" in when else None
    return answer.status in when.get("status", [answer.status]) and all(
        is_so(found(body, pointer), text) for pointer, text in when.get("answer", {}).items()
    )


async def holds_before(turn: Turn, before: Mapping[str, Any] | None) -> bool:
    """Whether what a path answers now is so: `{path: …, /pointer: expression}`.

    Asked in a copy of the world, so that the question leaves no trace.
    """
    if before is None:
        return True
    asked = same_connection(turn.original, "GET", turn.filled(before["path"]))
    value = (await turn.pretend(asked)).json()
    return all(is_so(found(value, pointer), text) for pointer, text in before.items() if pointer != "path")


def is_so(value: Any, expected: str | None) -> bool:
    """Whether a value, as text, is what a condition says: matched in whole, or absent for null."""
    if value is ABSENT or expected is None:
        return value is ABSENT and expected is None
    text = value if isinstance(value, str) else json.dumps(value)
    return re.fullmatch(expected, text, re.DOTALL) is not None


def holds(body: Any, name: str, expected: str) -> bool:
    """Whether an object anywhere in the body has the member."""
    seen: list[bool] = []

    def look(inner: dict[str, Any]) -> dict[str, Any]:
        seen.append(is_so(inner.get(name, ABSENT), expected))
        return inner

    everywhere(body, look)
    return any(seen)
