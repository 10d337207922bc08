"""Refusals as RFC 9457 documents, with the members of rule G-4."""

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from understudy.errors import Cause, Problem
from understudy.http.exchange import Call, Reply, View
from understudy.http.negotiation import PROBLEM, problem_type

__all__ = ["LAST_RESORT", "correlation_of", "generic", "problem_document"]

MOST_CAUSES = 128
LONGEST_DETAIL = 256
LONGEST_INSTANCE = 2048
LAST_RESORT = Reply(
    500,
    {"type": "about:blank", "title": "Internal Server Error", "status": 500},
    media_type=PROBLEM,
)
"""When even the refusal fails."""

CORRELATION = re.compile(r"[A-Za-z0-9._~-]{6,64}", re.ASCII)


def problem_document(
    problem: Problem, *, call: Call, view: View, type_uri: Callable[[str], str]
) -> dict[str, Any]:
    """The problem document of a refused call (G-4).

    `type_uri` turns a problem's code into the vendor's URI. `instance` is the URI of the resource
    with the correlation id as its fragment: the client's own X-Correlation-Id, else a drawn one.
    """
    return document(problem, call.origin + call.target, call.headers, view, type_uri)


def generic(problem: Problem, resource: str, headers: Mapping[str, str], view: View) -> Reply:
    """The reply to a request that reached no vendor: a problem of type `about:blank`."""
    return Reply(
        problem.status,
        document(problem, resource, headers, view, lambda _: "about:blank"),
        problem.headers,
        problem_type(headers.get("accept"), PROBLEM),
    )


def correlation_of(reply: Reply) -> str | None:
    """The correlation id of an error reply whose document carries one."""
    if reply.status < HTTPStatus.BAD_REQUEST or not isinstance(reply.body, dict):
        return None
    instance = reply.body.get("instance")
    return instance.rpartition("#")[2] if isinstance(instance, str) else None


def document(
    problem: Problem,
    resource: str,
    headers: Mapping[str, str],
    view: View,
    type_uri: Callable[[str], str],
) -> dict[str, Any]:
    """The members of a problem document, in the order in which a person reads them."""
    sent = headers.get("x-correlation-id", "")
    correlation = sent if CORRELATION.fullmatch(sent) else view.ids.uuid()
    instance = f"{resource}#{correlation}"
    causes = [cause_document(cause, problem, type_uri) for cause in problem.causes[:MOST_CAUSES]]
    return {
        "id": view.ids.uuid(),
        "type": type_uri(problem.code),
        "title": title(problem, type_uri),
        "status": problem.status,
        "detail": cut(problem.detail),
        "instance": instance if len(instance) <= LONGEST_INSTANCE else f"#{correlation}",
        "occurredAt": view.now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        **({"problems": causes} if causes else {}),
    }


def cause_document(cause: Cause, problem: Problem, type_uri: Callable[[str], str]) -> dict[str, Any]:
    """One of several causes: where it is, as text and as data."""
    code = cause.code or problem.code
    return {
        "type": type_uri(code),
        "title": words(code),
        "status": problem.status,
        "detail": cut(f"{cause.location} {cause.pointer}: {cause.message}"),
        "attributes": {"location": cause.location, "pointer": printable(cause.pointer)},
    }


def title(problem: Problem, type_uri: Callable[[str], str]) -> str:
    """The status phrase for an untyped problem (RFC 9457, 4.2.1), else the words of its code."""
    if type_uri(problem.code) == "about:blank":
        return HTTPStatus(problem.status).phrase
    return words(problem.code)


def words(code: str) -> str:
    """`noSuchCampaign` → `No Such Campaign`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", code[:1].upper() + code[1:])


def cut(sentence: str) -> str:
    """A sentence of at most 256 printable characters."""
    shown = printable(sentence)
    return shown if len(shown) <= LONGEST_DETAIL else shown[: LONGEST_DETAIL - 1] + "…"


def printable(text: str) -> str:
    """The text with escapes for what does not print: a client's member names may hold NUL."""
    return text if text.isprintable() else "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
