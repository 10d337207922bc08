"""What a mutant does in place of asking the honest server, or beside it."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tests.conformance.mutants.messages import Answer
from tests.conformance.mutants.turn import Turn, same_connection

__all__ = ["CALLING"]


async def refuse(turn: Turn, status: int) -> None:
    """Answer a problem, and ask nobody."""
    problem = {
        "id": "0399abedfd3d0399abed",
        "type": "about:blank",
        "title": "Refused",
        "status": status,
        "occurredAt": "2026-11-20T10:00:00.000Z",
    }
    headers = [("content-type", "application/problem+json")]
    turn.answer = Answer(headers, json.dumps(problem).encode(), status)


async def instead(turn: Turn, given: Mapping[str, str]) -> None:
    """Give the answer to another request."""
    turn.answer = await turn.ask(given["method"], given["path"])


async def pretend(turn: Turn, _given: bool) -> None:
    """Do it in a copy of the world, so that the answer is right and nothing has changed."""
    turn.answer = await turn.pretend(turn.asked)


async def otherwise(turn: Turn, given: Mapping[str, Any]) -> None:
    """Give the answer to another request where the answer has this status."""
    if turn.answer is None:
        turn.answer = await turn.send(turn.asked)
    if turn.answer.status == given["status"]:
        turn.answer = await turn.ask(given["method"], given["path"])


async def first(turn: Turn, given: Mapping[str, Any]) -> None:
    """Do something else before, whatever comes of it."""
    await aside(turn, given)


async def then(turn: Turn, given: Mapping[str, Any]) -> None:
    """Do something else once the request is answered with success, whatever comes of it."""
    if turn.answered.status < 300:
        await aside(turn, given)


async def aside(turn: Turn, given: Mapping[str, Any]) -> None:
    """Send a request of the mutant's own, with the body of the one that came if `same`."""
    body = turn.original.body if given.get("same") else b""
    await turn.send(same_connection(turn.original, given["method"], turn.filled(given["path"]), body))


CALLING: Mapping[str, Callable[[Turn, Any], Awaitable[None]]] = {
    "first": first,
    "refuse": refuse,
    "instead": instead,
    "pretend": pretend,
    "otherwise": otherwise,
    "then": then,
}
"""The effects by the name that they have under `call`, in the order in which they happen."""
