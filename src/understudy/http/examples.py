"""Answers for operations nobody wrote a handler for: from the contract's examples, or else its schemas."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from understudy.contract.load import Contract
from understudy.contract.operation import Operation
from understudy.contract.refs import resolve
from understudy.contract.samples import samples
from understudy.contract.validators import read_response
from understudy.errors import Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import Handler

__all__ = ["MARK", "breaches", "example_handler", "required_headers", "successes"]

MARK = "Understudy-Answer"
"""The header that tells such an answer from a real one: `example`, `schema`, or `empty` without a body."""


def example_handler(contract: Contract, operation: Operation) -> Handler:
    """A handler that gives the same documented success every time and changes nothing."""

    @cache
    def reply() -> Reply:
        for candidate in candidates(contract.document, operation):
            if not breaches(operation, candidate):
                return candidate
        raise Problem(
            501,
            "notImplemented",
            f"{operation.operation_id} is not simulated, and its contract gives no valid answer: "
            "add an example of a successful response to it.",
        )

    def answer(_request: Request, _view: object) -> Reply:
        return reply()

    return Handler(answer)


def candidates(document: Mapping[str, Any], operation: Operation) -> Iterator[Reply]:
    """Successful replies that the contract suggests, best first; not all need be valid."""
    for status in successes(operation):
        response, _ = resolve(document, operation.raw["responses"][status], "")
        number = int(status) if status.isdigit() else 200
        headers = dict(required_headers(document, response))
        content = response.get("content", {})
        if not content:
            yield Reply(number, headers={MARK: "empty", **headers})
        for media_type, media in sorted(content.items(), key=lambda item: "json" not in item[0]):
            for sample in samples(document, media):
                body = sample.value if "json" in media_type else str(sample.value).encode()
                yield Reply(number, body, {MARK: sample.source, **headers}, media_type)


def successes(operation: Operation) -> list[str]:
    """The statuses of success, the lowest first; `2XX` and `default` only after those listed by number."""
    listed = sorted(status for status in operation.responses if status.startswith("2"))
    return [*listed, *(status for status in operation.responses if status == "default")]


def required_headers(document: Mapping[str, Any], response: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A value for each header that the response must carry."""
    for name, raw in response.get("headers", {}).items():
        header, _ = resolve(document, raw, "")
        sample = next(samples(document, header), None) if header.get("required") else None
        if sample is not None:
            yield name, str(sample.value)


def breaches(operation: Operation, reply: Reply) -> bool:
    """Whether the contract has anything against the reply."""
    return bool(
        read_response(
            operation,
            status=reply.status,
            headers={name.lower(): value for name, value in reply.headers.items()},
            body=reply.body,
            media_type=reply.media_type if reply.body is not None else None,
        )
    )
