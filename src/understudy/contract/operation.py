"""The operations of a contract, ready to read requests and responses by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from understudy.contract.schemas import Validator
from understudy.contract.shapes import Shape

__all__ = ["Header", "Media", "Operation", "Parameter", "RequestBody", "Response"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: where it is, how its text is written, what its value may be.

    `location` is path, query, header or cookie; header names are lower-case in `key`. With `json` the
    text is a JSON document (a parameter with `content`). `names` are the query names an exploded
    object may claim.
    """

    name: str
    key: str
    location: str
    required: bool
    style: str
    explode: bool
    schema: Mapping[str, Any]
    shape: Shape
    validator: Validator
    json: bool = False
    allow_empty: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """A response header; `key` is its lower-case name."""

    name: str
    key: str
    required: bool
    shape: Shape
    validator: Validator | None


@dataclass(frozen=True, slots=True)
class Media:
    """One media type of a body: its schema, and how the parts of a form are written."""

    media_type: str
    schema: Mapping[str, Any]
    shape: Shape
    validator: Validator | None
    encoding: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class RequestBody:
    """What may be sent; `content` by lower-case media type or range, in document order."""

    required: bool
    content: Mapping[str, Media]


@dataclass(frozen=True, slots=True)
class Response:
    """What one status answers with."""

    description: str
    headers: tuple[Header, ...]
    content: Mapping[str, Media]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a contract. `path` is the template below the base path; `raw` the object itself."""

    operation_id: str
    method: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    body: RequestBody | None
    responses: Mapping[str, Response]
    security: tuple[Mapping[str, tuple[str, ...]], ...]
    raw: Mapping[str, Any] = field(repr=False)

    def lists(self, status: int) -> bool:
        """Whether the status is listed by its number, not only by a wildcard or default."""
        return str(status) in self.responses

    def response_for(self, status: int) -> Response | None:
        """The response of a status: its own, else that of its class (4XX), else the default."""
        responses = self.responses
        return responses.get(str(status)) or responses.get(f"{status // 100}XX") or responses.get("default")
