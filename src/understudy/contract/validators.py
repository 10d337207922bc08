"""Reading requests and responses by their operation: decoded values, and every breach found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from understudy.contract.bodies import base_type, judge, media_for, read_body
from understudy.contract.operation import Media, Operation, Response
from understudy.contract.parameters import read_header, read_parameters
from understudy.contract.refs import join
from understudy.contract.shapes import UNSET
from understudy.contract.violations import MAX_VIOLATIONS, Violation, violation

__all__ = ["Decoded", "Violation", "media_type_accepted", "read_request", "read_response"]

NO_BODY = (204, 205, 304)
"""Statuses that never have content (RFC 9110 15.3.5, 15.3.6, 15.4.5)."""

MAX_ANSWERED = 10_000_000
"""Members and items in a response body; a page of 100,000 customers has some 500,000 (A-35)."""

NO_OTHERS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A request by its contract: declared parameters only, coerced, defaults filled in.

    Header names are lower-case. `body` is a JSON value, a form's object, str for text/*, bytes for
    other media types, None when there is none. With violations, values may be missing or of other
    types than the schema says.
    """

    path: dict[str, Any]
    query: dict[str, Any]
    headers: dict[str, Any]
    cookies: dict[str, Any]
    body: Any
    violations: tuple[Violation, ...]


def read_request(
    operation: Operation,
    *,
    path_params: Mapping[str, str],
    query: bytes,
    headers: Mapping[str, str],
    body: bytes,
    also: Mapping[str, str] = NO_OTHERS,
) -> Decoded:
    """Decode and judge a request; never raises for bad input, at most 128 violations.

    `path_params` are percent-decoded, `query` is the raw query string, `headers` have lower-case
    names. `also` maps undocumented media types to the documented ones in whose place they are taken.
    """
    violations: list[Violation] = []
    found = read_parameters(operation, path_params, query, headers, violations)
    content = _request_body(operation, headers.get("content-type"), body, also, violations)
    return Decoded(
        found["path"],
        found["query"],
        found["header"],
        found["cookie"],
        content,
        tuple(violations[:MAX_VIOLATIONS]),
    )


def media_type_accepted(
    operation: Operation, content_type: str | None, also: Mapping[str, str] = NO_OTHERS
) -> bool:
    """Whether a body of this type may be sent; also true where the operation takes no body at all."""
    if operation.body is None or not operation.body.content:
        return True
    return content_type is not None and _declared(operation.body.content, content_type, also) is not None


def read_response(
    operation: Operation,
    *,
    status: int,
    headers: Mapping[str, str],
    body: Any,
    media_type: str | None,
) -> tuple[Violation, ...]:
    """What in a response breaks the contract; at most 128 violations.

    `headers` have lower-case names. `body` is bytes from the wire or a JSON value not yet written
    (then nothing is parsed); b"" or, without `media_type`, None stand for no body.
    """
    response = operation.response_for(status)
    if response is None:
        listed = ", ".join(operation.responses)
        return (violation("status", "", "status", f"{status} is not documented here; these are: {listed}"),)
    violations: list[Violation] = []
    for header in response.headers:
        text = headers.get(header.key)
        if text is not None and header.validator is not None:
            violations += header.validator.violations(
                read_header(header, text), "header", join("", header.name)
            )
        elif text is None and header.required:
            violations.append(
                violation("header", join("", header.name), "required", "is required but missing")
            )
    violations += _response_body(response, status, body, media_type)
    return tuple(violations[:MAX_VIOLATIONS])


def _declared(content: Mapping[str, Media], content_type: str, also: Mapping[str, str]) -> Media | None:
    media_type = base_type(content_type)
    media = media_for(content, media_type)
    if media is None and media_type in also:
        media = media_for(content, also[media_type])
    return media


def _request_body(
    operation: Operation,
    content_type: str | None,
    data: bytes,
    also: Mapping[str, str],
    violations: list[Violation],
) -> Any:
    declared = operation.body
    if declared is None or not declared.content:
        return None
    if not data:
        if declared.required:
            violations.append(violation("body", "", "required", "is required but missing"))
        return None
    media = None if content_type is None else _declared(declared.content, content_type, also)
    if media is None or content_type is None:
        violations.append(_unlisted(declared.content, content_type))
        return None
    value, faults = read_body(media, content_type, data)
    violations += faults
    return None if value is UNSET else value


def _response_body(response: Response, status: int, body: Any, media_type: str | None) -> list[Violation]:
    absent = (isinstance(body, bytes) and not body) or (body is None and media_type is None)
    if absent and (not response.content or status in NO_BODY):
        return []
    if absent:
        return [violation("body", "", "required", f"is missing, though {status} documents one")]
    if not response.content:
        return [violation("body", "", "body", f"is there, though {status} documents none")]
    media = None if media_type is None else media_for(response.content, base_type(media_type))
    if media is None or media_type is None:
        return [_unlisted(response.content, media_type)]
    return (
        read_body(media, media_type, body, max_items=MAX_ANSWERED)[1]
        if isinstance(body, bytes)
        else judge(media, body)
    )


def _unlisted(content: Mapping[str, Media], media_type: str | None) -> Violation:
    given = "is missing" if media_type is None else f"is {media_type[:60]!r}"
    return violation("content-type", "", "content-type", f"{given}, but must be one of {', '.join(content)}")
