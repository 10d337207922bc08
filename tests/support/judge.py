"""The second judge: openapi-core, which shares no code with our validators, on the same exchanges.

Both read the same contract file. Where they differ about a request or a reply, one of them is wrong,
and the exchange fails its test, unless `EXPLAINED` gives the reason.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from openapi_core.deserializing.styles.exceptions import EmptyQueryParameterValue
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse
from tests.support.server import ROOT

from understudy.conformance.judge import opened
from understudy.contract.load import Contract, load_contract
from understudy.contract.operation import Operation
from understudy.contract.validators import Violation, read_request, read_response

__all__ = ["BESIDE", "CONTRACTS", "Judge", "Wire", "disagreements", "judge_of"]

CONTRACTS: Mapping[str, Path] = {
    "/service": ROOT / "specs/apiture/customer-audiences.yaml",
    "/bankingAdmin": ROOT / "specs/apiture/customer-audience-connections.yaml",
    "": ROOT / "specs/banno/segments.yaml",
    "/hub/v1": ROOT / "specs/contacthub/hub.yaml",
}
"""The contracts by base path."""

BESIDE: Mapping[str, Path] = {"/hub/v1": ROOT / "specs/contacthub/hub-legacy.yaml"}
"""Contracts that share the base path of another one."""

EXPLAINED: Mapping[str, str] = {
    "control": "a NUL character satisfies every schema; that it is refused is a rule of ours (422)",
    "repeated": "a single-valued query parameter given twice: openapi-core reads one of them",
    "utf-8": "bytes that are no text: openapi-core is given the question marks that stand for them",
    "depth": "250 levels: beyond them our validators end, openapi-core goes on to Python's own limit",
    "json": "NaN, Infinity and lone surrogates, which Python's parser, openapi-core's, lets pass",
}
"""Keywords of our violations that openapi-core does not know, and why that is no disagreement."""

NO_URI = "must be an absolute URI"
"""What we say of the format `uri`, which openapi-core judges only with a library that is not here."""


@dataclass(frozen=True)
class Wire:
    """One exchange as bytes; header names are lower-case."""

    method: str
    url: str
    status: int
    request_headers: Mapping[str, str] = field(default_factory=dict)
    request_body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Judge:
    """Two opinions about one contract: ours and openapi-core's."""

    def __init__(self, prefix: str, path: Path) -> None:
        self.prefix = prefix
        self.contract: Contract = load_contract(path, name=path.stem)
        self.other = opened(self.contract)

    def disagreements(self, wire: Wire) -> Iterator[str]:
        """One sentence for each thing that the two judges see differently; none for paths unknown to both."""
        found = self.route(wire)
        if found is None:
            return
        operation, params = found
        url = urlsplit(wire.url)
        ours = read_request(
            operation,
            path_params=params,
            query=url.query.encode(),
            headers=wire.request_headers,
            body=wire.request_body,
        ).violations
        theirs = None if _has_typed_parts(operation, wire) else self.against_request(wire)
        if theirs is not None and bool(ours) != bool(theirs) and not _explained(ours):
            yield _sentence("request", wire, ours, theirs)
        if wire.status == 304 or wire.method == "HEAD":
            return  # neither has a body to judge
        ours = read_response(
            operation,
            status=wire.status,
            headers=wire.headers,
            body=wire.body,
            media_type=wire.headers.get("content-type"),
        )
        theirs = self.against_response(wire)
        if ours or theirs:
            yield _sentence(f"{wire.status} reply", wire, ours, theirs)

    def route(self, wire: Wire) -> tuple[Operation, dict[str, str]] | None:
        """The operation that method and path mean, and its path parameters; None when there is none."""
        path = urlsplit(wire.url).path.removeprefix(self.prefix)
        for operation in self.contract.operations.values():
            match = _pattern(operation.path).fullmatch(path)
            if match and operation.method == wire.method:
                return operation, {name: unquote(value) for name, value in match.groupdict().items()}
        return None

    def against_request(self, wire: Wire) -> str | None:
        """What openapi-core has against the request, "" for nothing, None where it does not look."""
        try:
            return _complaint(self.other.validate_request, self._request(wire))
        except AssertionError:
            return None  # it asserts that the parts of a form have names in ASCII; others are by RFC 2231

    def against_response(self, wire: Wire) -> str | None:
        """What openapi-core has against the reply, "" for nothing."""
        reply = MockResponse(
            wire.body,
            status_code=wire.status,
            headers=dict(wire.headers),
            content_type=wire.headers.get("content-type", "").split(";")[0],
        )
        return _complaint(self.other.validate_response, self._request(wire), reply)

    def _request(self, wire: Wire) -> MockRequest:
        url = urlsplit(wire.url)
        return MockRequest(
            "http://judged",
            wire.method.lower(),
            unquote(url.path).removeprefix(self.prefix),
            args=_arguments(url.query),
            headers=dict(wire.request_headers),
            data=wire.request_body or None,
            content_type=wire.request_headers.get("content-type", ""),
        )


@functools.cache
def judge_of(prefix: str, path: Path) -> Judge:
    """The judge of one contract, made once per process: openapi-core takes half a second to read one."""
    return Judge(prefix, path)


def disagreements(wire: Wire) -> list[str]:
    """What the judges of the exchange's contract see differently; nothing for other paths."""
    path = urlsplit(wire.url).path
    return [
        sentence
        for prefix, contract in (*CONTRACTS.items(), *BESIDE.items())
        if path.startswith(f"{prefix}/")
        for sentence in judge_of(prefix, contract).disagreements(wire)
    ]


@functools.cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template))


def _arguments(query: str) -> dict[str, str | list[str]]:
    """Query parameters by name, as openapi-core wants them."""
    arguments: dict[str, Any] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        arguments.setdefault(name, []).append(value)
    return arguments


def _complaint(validate: Any, *exchange: Any) -> str | None:
    try:
        validate(*exchange)
    except RecursionError:
        return None
    except OpenAPIError as error:
        if isinstance(error.__cause__, EmptyQueryParameterValue):
            return None  # `start=`: it refuses every empty value unread, JSON Schema asks for the length
        return f"{error!r} because of {error.__cause__!r}"[:400]
    return ""


def _has_typed_parts(operation: Operation, wire: Wire) -> bool:
    """Whether a multipart form has numbers or booleans, which openapi-core leaves texts and so refuses."""
    form = operation.body and operation.body.content.get("multipart/form-data")
    if not form or not wire.request_headers.get("content-type", "").startswith("multipart/form-data"):
        return False
    members = form.shape.members or {}
    typed = [name for name, shape in members.items() if "string" not in shape.types]
    return any(f'name="{name}"'.encode() in wire.request_body for name in typed)


def _explained(violations: tuple[Violation, ...]) -> bool:
    return bool(violations) and all(
        violation.keyword in EXPLAINED or NO_URI in violation.message for violation in violations
    )


def _sentence(what: str, wire: Wire, ours: tuple[Violation, ...], theirs: str | None) -> str:
    return (
        f"{wire.method} {wire.url}: about the {what} ours says {ours[:3] or 'nothing'}, "
        f"openapi-core says {theirs or 'nothing'}; body {wire.request_body[:200]!r} → {wire.body[:200]!r}"
    )
