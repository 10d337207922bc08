"""Answers that break their contract on purpose, so that a client can show that it notices."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from understudy.contract.operation import Operation
from understudy.contract.validators import Violation, read_response
from understudy.http.exchange import Reply

__all__ = ["broken", "judge"]


def broken(operation: Operation, reply: Reply, part: str) -> tuple[Reply, tuple[Violation, ...]]:
    """The reply, changed in `part` (body, status, contentType, header) so that the contract forbids it.

    With what the contract has against it; nothing where the contract allows everything there, and then
    the reply is as it was.
    """
    for candidate in WAYS[part](operation, reply):
        violations = judge(operation, candidate)
        if violations:
            return candidate, violations
    return reply, ()


def judge(operation: Operation, reply: Reply) -> tuple[Violation, ...]:
    """What the contract has against a reply."""
    return read_response(
        operation,
        status=reply.status,
        headers={name.lower(): value for name, value in reply.headers.items()},
        body=reply.body if reply.excerpt is None else reply.excerpt,
        media_type=reply.media_type if reply.body is not None else None,
    )


def bodies(_operation: Operation, reply: Reply) -> Iterator[Reply]:
    """Without one of its members, with a member of another type, wrapped in an array, or cut in half."""
    body = reply.body
    if reply.status in (204, 304):
        return  # HTTP has no place for a body there (RFC 9110, 15.3.5 and 15.4.5)
    if isinstance(body, bytes):
        yield replace(reply, body=body[: len(body) // 2], excerpt=None)
        return
    if isinstance(body, dict):
        for name in body:
            yield replace(reply, body={key: value for key, value in body.items() if key != name})
        for name, value in body.items():
            yield replace(reply, body={**body, name: str(value) if not isinstance(value, str) else [value]})
    yield replace(reply, body=[body])
    yield replace(reply, body=None)


def statuses(operation: Operation, reply: Reply) -> Iterator[Reply]:
    """With a status that is not documented, of the same class if there is one."""
    for status in (reply.status // 100 * 100 + 99, 299, 399, 499, 599):
        if operation.response_for(status) is None:
            yield replace(reply, status=status)


def content_types(_operation: Operation, reply: Reply) -> Iterator[Reply]:
    """With a media type that is not documented."""
    if reply.body is not None:
        for media_type in ("text/html; charset=utf-8", "application/x-broken"):
            yield replace(reply, media_type=media_type)


def headers(operation: Operation, reply: Reply) -> Iterator[Reply]:
    """Without a header, or with one whose value is nothing that it may be."""
    response = operation.response_for(reply.status)
    for header in response.headers if response is not None else ():
        rest = {name: value for name, value in reply.headers.items() if name.lower() != header.key}
        yield replace(reply, headers=rest)
        for value in ("", "~", "x" * 5000):
            yield replace(reply, headers={**rest, header.name: value})


WAYS: Mapping[str, Callable[[Operation, Reply], Iterator[Reply]]] = {
    "body": bodies,
    "status": statuses,
    "contentType": content_types,
    "header": headers,
}
