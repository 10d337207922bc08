"""What Schemathesis is told: the contract as it is to be fuzzed, and a configuration of its own."""

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from understudy.conformance.bounds import BOUNDS
from understudy.conformance.changes import HOOK
from understudy.conformance.neighbours import neighbours
from understudy.conformance.renewing import RENEWAL
from understudy.conformance.sendable import SENDABLE
from understudy.conformance.wire import is_secret, variable
from understudy.contract.load import Contract
from understudy.contract.operation import Operation
from understudy.contract.refs import resolve

__all__ = ["READS", "Fuzzing", "configuration", "document", "expected_statuses", "written"]

READS = frozenset({"GET", "HEAD"})
"""Methods that change nothing (RFC 9110 9.2.1), of those that operations have."""

ALWAYS_EXPECTED = ("2xx", "3xx", "401", "403", "404", "409", "429", "5xx")
"""What Schemathesis takes as an answer to valid data by itself; 5xx has a check of its own."""

STATE_STATUSES = ("412", "422")
"""Refusals of well-formed requests which the state of the world does not allow, where they are documented."""

NARROWING = frozenset({"enum", "const", "format", "pattern"})
"""Keywords that leave less than any text."""

MOMENTS = frozenset({"date", "date-time"})

BYTES = ('"format": "byte"', '"format": "binary"', '"contentEncoding": ', '"contentMediaType": ')


@dataclass(frozen=True, slots=True)
class Fuzzing:
    """One fuzz: of which contract, where, and how far it goes.

    `operations` are fuzzed one by one, the calls of those in `stateful` are chained; what is in neither is
    never called. Of `headers` and `token` ("" for none) nothing shows in the list of processes; `renewed`
    gives the token as it is now, where it does not last for ever. `deadline` is a moment of clock.monotonic.
    `rate` is "auto" (429 with Retry-After is waited for) or "N/s". An answer may take `timeout` seconds.
    Without `writes` only GET, HEAD and OPTIONS are sent. `barred` are names of optional parameters to leave
    out, `fixed` the values of path parameters that stay the same. `beside` are contracts that answer at the
    same URL, `refusals` statuses of well-formed requests that the state does not allow (see `Suite`).
    """

    contract: Contract
    url: str
    operations: tuple[str, ...]
    stateful: tuple[str, ...] = ()
    token: str = field(default="", repr=False)
    renewed: Callable[[], str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    max_examples: int = 50
    seed: int = 0
    workers: int = 1
    deadline: float | None = None
    rate: str | None = "auto"
    timeout: float = 30.0
    writes: bool = True
    barred: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[Contract, ...] = ()
    refusals: tuple[str, ...] = ()

    def sent(self) -> dict[str, str]:
        """The headers of every request, by name."""
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {**bearer, **self.headers}

    def secrets(self) -> dict[str, str]:
        """The name of the shell variable that stands for it, by each secret that is sent."""
        found = {self.token: "TOKEN"} if self.token else {}
        for name, value in self.headers.items():
            if is_secret(name):
                found.setdefault(value.rpartition(" ")[2], variable(name))
        return found

    def fuzzed(self) -> tuple[str, ...]:
        """The operations to be fuzzed one by one, those that may be sent."""
        return tuple(name for name in self.operations if self._allowed(name))

    def chained(self) -> tuple[str, ...]:
        """The operations whose calls are chained; none where nothing may be written."""
        return self.stateful if self.writes else ()

    def _allowed(self, name: str) -> bool:
        return self.writes or self.contract.operations[name].method in READS


def document(plan: Fuzzing) -> dict[str, Any]:
    """The contract's document for fuzzing: without the barred parameters.

    All operations stay, and those of contracts beside it join at the paths they share, since the methods of
    a path are judged too; the configuration keeps them from being called. Schemes of OAuth 2 and OpenID
    Connect are written as the bearer tokens that they come to (RFC 6750), since Schemathesis tries requests
    without and with wrong credentials only for schemes that it can fill in.
    """
    source = plan.contract.document
    found: dict[str, Any] = copy.deepcopy(source)
    for path in [name for name in source["paths"] if not name.startswith("x-")]:
        item = found["paths"][path] = copy.deepcopy(resolve(source, source["paths"][path], "")[0])
        for holder in (item, *_operations(item)):
            holder["parameters"] = [
                each for each in holder.get("parameters", []) if not _is_barred(plan, source, each)
            ]
    for path, operation in neighbours(plan.contract, plan.beside):
        found["paths"][path][operation.method.lower()] = _unasked(path, operation)
    schemes = found.get("components", {}).get("securitySchemes", {})
    for name, scheme in schemes.items():
        if scheme.get("type") in ("oauth2", "openIdConnect"):
            schemes[name] = {"type": "http", "scheme": "bearer"}
    return found


def expected_statuses(operation: Operation, refusals: Sequence[str] = ()) -> list[str]:
    """Which answers to schema-valid data are no violation.

    A schema says which requests are well formed, not which of them the state of the world allows: 412 and 422
    count where the operation documents them, and 400 where its body holds a file, of which no schema can say
    what it must be, or where it reads by ids in its path alone, of which the state decides what they name.
    A vendor with `refusals` has these statuses in the place of 400, documented, where an operation takes what
    no schema can judge to the end: a body, a parameter that may be any text, or a moment, as one of a span.
    """
    if refusals:
        unsaid = refusals if _takes_more_than_said(operation) else ()
    else:
        only_ids = operation.method in READS and all(each.location == "path" for each in operation.parameters)
        unsaid = ("400",) if only_ids or _holds_bytes(operation) else ()
    return [*ALWAYS_EXPECTED, *(each for each in (*STATE_STATUSES, *unsaid) if each in operation.responses)]


def configuration(plan: Fuzzing, variables: Mapping[str, str]) -> dict[str, Any]:
    """The configuration, as nested tables. `variables` name the environment variable of each header."""
    chained, fuzzed = set(plan.chained()), set(plan.fuzzed())
    tables: dict[str, Any] = {
        "hooks": "hook.py",
        "seed": plan.seed,
        "workers": plan.workers,
        "continue-on-failure": True,
        "request-timeout": plan.timeout,
        "headers": {name: f"${{{variable}}}" for name, variable in variables.items()},
        "cache": {"enabled": False},
        "output": {"sanitization": {"enabled": False}},
        "generation": {"max-examples": plan.max_examples, "database": "none"},
        # Any refusal of invalid data is one, also 412 for an entity tag or 414 for a URL.
        "checks": {"negative_data_rejection": {"expected-statuses": ["4xx", "5xx"]}},
        "phases": {"stateful": {"enabled": bool(chained)}},
        "operations": [
            _operation_table(operation, plan.refusals, fuzzed=name in fuzzed)
            if name in fuzzed | chained
            else _silent(name)
            for name, operation in plan.contract.operations.items()
        ]
        + [_silent(operation.operation_id) for _, operation in neighbours(plan.contract, plan.beside)],
    }
    if plan.fixed:
        tables["parameters"] = {f"path.{name}": value for name, value in plan.fixed.items()}
    if plan.rate:
        tables["rate-limit"] = plan.rate
    if not plan.writes:
        tables["phases"]["coverage"] = {"unexpected-methods": ["OPTIONS"]}
    return tables


def written(tables: Mapping[str, Any], folder: Path, contract: Mapping[str, Any]) -> tuple[Path, Path]:
    """Write both into a folder: the paths of configuration and document."""
    settings, schema = folder / "schemathesis.toml", folder / "contract.json"
    settings.write_text("\n".join(_toml(tables)) + "\n", encoding="utf-8")
    schema.write_text(json.dumps(contract), encoding="utf-8")
    (folder / "hook.py").write_text(HOOK + RENEWAL + BOUNDS + SENDABLE, encoding="utf-8")
    return settings, schema


def _unasked(path: str, operation: Operation) -> dict[str, Any]:
    """An operation that is there but never called."""
    names = re.findall(r"\{([^{}]+)\}", path)
    return {
        "operationId": operation.operation_id,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names
        ],
        "responses": {"default": {"description": "Judged by another contract."}},
    }


def _silent(name: str) -> dict[str, Any]:
    return {"include-operation-id": name, "enabled": False}


def _operation_table(operation: Operation, refusals: Sequence[str], *, fuzzed: bool) -> dict[str, Any]:
    table: dict[str, Any] = {
        "include-operation-id": operation.operation_id,
        "checks": {"positive_data_acceptance": {"expected-statuses": expected_statuses(operation, refusals)}},
    }
    if not fuzzed:
        table["phases"] = {phase: {"enabled": False} for phase in ("examples", "coverage", "fuzzing")}
    return table


def _operations(item: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    return (value for value in item.values() if isinstance(value, dict) and "operationId" in value)


def _is_barred(plan: Fuzzing, source: Mapping[str, Any], parameter: Mapping[str, Any]) -> bool:
    found = resolve(source, parameter, "")[0]
    return found["name"] in plan.barred and not found.get("required")


def _takes_more_than_said(operation: Operation) -> bool:
    return operation.body is not None or any(_is_open(each.schema) for each in operation.parameters)


def _is_open(schema: Mapping[str, Any]) -> bool:
    """Whether a parameter, or each item of it, may be any text, or is a moment."""
    value = schema.get("items", schema)
    if not isinstance(value, Mapping):
        return True
    any_text = "string" in value.get("type", "string") and not NARROWING & value.keys()
    return any_text or value.get("format") in MOMENTS


def _holds_bytes(operation: Operation) -> bool:
    contents = operation.body.content.values() if operation.body else ()
    texts = [json.dumps(media.schema) for media in contents]
    return any(sign in text for text in texts for sign in BYTES)


def _toml(tables: Mapping[str, Any], name: str = "") -> Iterator[str]:
    """Nested tables as TOML: what is no table first, then each table under its whole name."""
    for key, value in tables.items():
        if not isinstance(value, Mapping) and not _is_table_list(value):
            yield f"{_literal(key)} = {_literal(value)}"
    for key, value in tables.items():
        whole = f"{name}.{_literal(key)}".removeprefix(".")
        if isinstance(value, Mapping):
            yield f"[{whole}]"
            yield from _toml(value, whole)
        elif _is_table_list(value):
            for each in value:
                yield f"[[{whole}]]"
                yield from _toml(each, whole)


def _literal(value: Any) -> str:
    """JSON that is TOML, too, which has no escaped surrogates and no bare DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _is_table_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)
