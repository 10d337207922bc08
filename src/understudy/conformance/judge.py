"""The second opinion about answers: openapi-core, which shares no code with Schemathesis or our reading."""

import base64
import copy
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from openapi_core import Config, OpenAPI
from openapi_core.deserializing.media_types.util import plain_loads
from openapi_core.templating.media_types.exceptions import MediaTypeNotFound
from openapi_core.templating.paths.datatypes import PathOperationServer
from openapi_core.templating.paths.finders import APICallPathFinder
from openapi_core.templating.responses.exceptions import ResponseNotFound
from openapi_core.testing import MockRequest, MockResponse
from openapi_core.validation.response.exceptions import HeaderValidationError
from openapi_core.validation.schemas import (
    oas30_read_schema_validators_factory,
    oas31_schema_validators_factory,
)
from openapi_core.validation.schemas.factories import SchemaValidatorsFactory
from openapi_core.validation.schemas.validators import SchemaValidator

from understudy.conformance.gathering import path_values
from understudy.conformance.wire import UNSET, Exchange
from understudy.contract.load import Contract
from understudy.contract.operation import Operation
from understudy.contract.refs import join
from understudy.contract.validators import read_request, read_response
from understudy.contract.violations import Violation

__all__ = ["JUDGED", "Judge", "opened", "request_faults", "response_faults"]

ORIGIN = "http://judged"

JUDGED: Mapping[str, str] = {
    "status": "status_code_conformance",
    "content-type": "content_type_conformance",
    "header": "response_headers_conformance",
    "body": "response_schema_conformance",
}
"""Which check of a fuzz looks at which part of an answer."""

LONG_ARRAY = 10
"""Items of an array that are judged: items of one array have one schema, and Schemathesis reads them all."""

LONG_BODY = 4_000
"""Bytes from which on arrays are cut for the judge, which needs up to 0.4 ms for 1,000 bytes."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What an answer is recognised by."""

    operation: str
    status: int
    headers: tuple[str | None, ...]
    body: bytes  # its digest


class Judge:
    """Judges answers by one contract. Answers that are the same in all that counts are judged once."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.openapi = opened(contract, remembering=True)
        self._known: dict[_Known, tuple[Violation, ...]] = {}

    def faults(self, exchange: Exchange) -> tuple[Violation, ...]:
        """What in an answer breaks the contract; nothing where no operation of it was called.

        A body that was not recorded to its end must not be given. Where our own reading finds fault with the
        same part of the answer, its words are taken: they have an exact pointer.
        """
        operation = self.contract.operations.get(exchange.operation)
        if operation is None or exchange.method == "HEAD":
            return ()
        response = operation.response_for(exchange.status)
        names = ("content-type", *(header.key for header in response.headers)) if response else ()
        known = _Known(
            exchange.operation,
            exchange.status,
            tuple(exchange.headers.get(name) for name in names),
            hashlib.sha256(exchange.body).digest(),
        )
        if known not in self._known:
            self._known[known] = tuple(self._faults(exchange, operation))
        return self._known[known]

    def _faults(self, exchange: Exchange, operation: Operation) -> Iterator[Violation]:
        theirs = [fault for error in self._errors(exchange, operation) for fault in _told(error)]
        if theirs:
            ours = response_faults(self.contract, exchange)
            places = {fault.location for fault in ours}
            yield from ours
            yield from (fault for fault in theirs if fault.location not in places)

    def _errors(self, exchange: Exchange, operation: Operation) -> list[Exception]:
        request = MockRequest(ORIGIN, operation.method.lower(), operation.path)
        try:
            reply = MockResponse(
                _shortened(exchange),
                status_code=exchange.status,
                headers=dict(exchange.headers),
                content_type=exchange.media_type,
            )
            return list(self.openapi.iter_response_errors(request, reply))
        except RecursionError:
            return []  # nested more deeply than it can read; Schemathesis has read it


class _Validators(SchemaValidatorsFactory):
    """Makes a validator for each schema once: as it comes, openapi-core makes one for each value."""

    def __init__(self, inner: SchemaValidatorsFactory) -> None:
        super().__init__(inner.schema_validator_cls)
        self.inner = inner
        self.known: dict[Any, SchemaValidator] = {}

    def create(self, spec: Any, schema: Any, *more: Any, **options: Any) -> SchemaValidator:
        found = self.known.get(schema)
        if found is None:
            found = self.known[schema] = self.inner.create(spec, schema, *more, **options)
        return found


class _Paths(APICallPathFinder):
    """Looks each path template up once."""

    def find(self, method: str, name: str) -> PathOperationServer:
        known = self.__dict__.setdefault("known", {})
        if (method, name) not in known:
            known[method, name] = super().find(method, name)
        found: PathOperationServer = known[method, name]
        return found


def opened(contract: Contract, *, remembering: bool = False) -> OpenAPI:
    """openapi-core's reading of a contract, served from the root of `http://judged` and without security,
    of which it knows only some schemes. It takes half a second.

    `remembering` makes it several times as fast, for answers to requests whose path is the template.
    """
    document = copy.deepcopy(contract.document)
    document["servers"] = [{"url": ORIGIN}]
    document.pop("security", None)
    for item in document["paths"].values():
        for operation in item.values() if isinstance(item, dict) else ():
            if isinstance(operation, dict):
                operation.pop("security", None)
    kinds = {
        kind
        for operation in contract.operations.values()
        for response in operation.responses.values()
        for kind in response.content
    }
    jsons = {kind for kind in kinds if kind.endswith("+json")}
    texts = {kind for kind in kinds if kind.startswith("text/")}
    readers: dict[str, Callable[..., Any]] = {
        **dict.fromkeys(jsons | {"application/merge-patch+json", "application/problem+json"}, json.loads),
        **dict.fromkeys(texts, plain_loads),
    }
    config = Config(extra_media_type_deserializers=readers, extra_format_validators={"byte": _is_base64})
    if remembering:
        is_3_0 = str(document["openapi"]).startswith("3.0")
        config.schema_validators_factory = _Validators(
            oas30_read_schema_validators_factory if is_3_0 else oas31_schema_validators_factory
        )
        config.path_finder_cls = _Paths
    return OpenAPI.from_dict(document, config)


def response_faults(contract: Contract, exchange: Exchange) -> tuple[Violation, ...]:
    """What our own reading of the contract has against an answer."""
    operation = contract.operations.get(exchange.operation)
    if operation is None or exchange.method == "HEAD":
        return ()
    return read_response(
        operation,
        status=exchange.status,
        headers=exchange.headers,
        body=exchange.body,
        media_type=exchange.headers.get("content-type"),
    )


def request_faults(contract: Contract, exchange: Exchange) -> tuple[Violation, ...]:
    """What our own reading of the contract has against a request."""
    operation = contract.operations.get(exchange.operation)
    values = path_values(operation, exchange.url) if operation else None
    if operation is None or values is None:
        return ()
    return read_request(
        operation,
        path_params=values,
        query=urlsplit(exchange.url).query.encode("utf-8", "replace"),
        headers={name.lower(): value for name, value in exchange.request_headers.items()},
        body=exchange.request_body,
    ).violations


def _told(error: Exception) -> Iterator[Violation]:
    """openapi-core's errors in our terms."""
    inner = getattr(error.__cause__, "schema_errors", None) or getattr(error, "schema_errors", None)
    header = error.name if isinstance(error, HeaderValidationError) else ""
    if isinstance(error, ResponseNotFound):
        yield Violation("status", "", "status", f"{error}.")
    elif isinstance(error.__cause__, MediaTypeNotFound):
        yield Violation("content-type", "", "content-type", f"{error.__cause__}.")
    elif inner is None:
        message = f"{_text(error.__cause__ or error)}."
        yield Violation("header" if header else "body", join("", header) if header else "", "form", message)
    else:
        for each in inner:
            pointer = join("", header) if header else join("", *each.absolute_path)
            message = f"{str(each.message)[:200]}."
            yield Violation("header" if header else "body", pointer, str(each.validator), message)


def _text(error: BaseException) -> str:
    """An error's text, of which openapi-core's holds the whole body, if that is UTF-8."""
    try:
        return str(error)[:200]
    except UnicodeDecodeError as fault:
        return str(fault)


def _shortened(exchange: Exchange) -> bytes:
    """The body, of a long one only the first items of each array."""
    if len(exchange.body) <= LONG_BODY or not exchange.media_type.endswith("json"):
        return exchange.body
    value = exchange.json()
    return exchange.body if value is UNSET else json.dumps(_first_items(value)).encode()


def _first_items(value: Any) -> Any:
    if isinstance(value, list):
        return [_first_items(item) for item in value[:LONG_ARRAY]]
    if isinstance(value, dict):
        return {name: _first_items(item) for name, item in value.items()}
    return value


def _is_base64(value: Any) -> bool:
    """Base64 with or without the line breaks of MIME, which openapi-core's own check refuses."""
    if not isinstance(value, str):
        return True  # another type is for the keyword `type` to refuse
    try:
        base64.b64decode("".join(value.split()), validate=True)
    except ValueError:
        return False
    return True
