"""Requests that are to be accepted, and what those are refused for that are not."""

from typing import Any

from tests.vendors.contacthub.desk import Desk

__all__ = ["answer", "refused"]


def answer(desk: Desk, operation: str, body: Any = None, **given: Any) -> Any:
    """What an accepted request answers."""
    reply = desk.call(operation, body, **given)
    assert 200 == reply.status, reply.body
    return reply.body


def refused(desk: Desk, operation: str, body: Any, **given: Any) -> tuple[tuple[str, ...], list[str]]:
    """The rules and the paths of a refusal with 400."""
    reply = desk.call(operation, body, **given)
    assert 400 == reply.status, reply.body
    return desk.rules, [each["path"] for each in reply.body["errors"]]
