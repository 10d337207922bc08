"""What a fault looks like as JSON, and what is wrong with one that does not."""

from collections.abc import Mapping
from typing import Any

from understudy.contract.load import Contract
from understudy.contract.schemas import Validator, registry_of
from understudy.errors import Cause
from understudy.http.effects import KINDS

__all__ = ["RULE", "faults_in"]

MILLISECONDS = {"type": "number", "minimum": 0, "maximum": 60_000}
NAME = {"type": "string", "minLength": 1, "maxLength": 200}


def distribution(name: str, first: str, second: str, *, least: float = 0) -> dict[str, Any]:
    """The schema of a latency that is drawn; `least` bounds its first number."""
    return {
        "type": "object",
        "required": ["distribution", first, second],
        "additionalProperties": False,
        "properties": {
            "distribution": {"const": name},
            first: {**MILLISECONDS, "minimum": least},
            second: {"type": "number", "minimum": 0, "maximum": 10} if name == "lognormal" else MILLISECONDS,
        },
    }


EFFECT: dict[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "dependentRequired": {"example": ["status"], "retryAfter": ["status"]},
    "properties": {
        "latency": {
            "oneOf": [
                {
                    "type": "object",
                    "required": ["milliseconds"],
                    "additionalProperties": False,
                    "properties": {"milliseconds": MILLISECONDS},
                },
                distribution("uniform", "low", "high"),
                distribution("normal", "mean", "deviation"),
                # The logarithm of nought does not exist.
                distribution("lognormal", "median", "sigma", least=0.001),
            ]
        },
        "status": {"type": "integer", "minimum": 200, "maximum": 599},
        "example": NAME,
        "retryAfter": {"type": "integer", "minimum": 0, "maximum": 86_400},
        "drop": {"const": True},
        "truncate": {"type": "integer", "minimum": 0, "maximum": 2**31},
        "slow": {"type": "integer", "minimum": 1, "maximum": 2**31},
        "break": {"enum": ["body", "status", "contentType", "header"]},
        "throttle": {
            "type": "object",
            "required": ["limit", "per"],
            "additionalProperties": False,
            "properties": {
                "limit": {"type": "integer", "minimum": 1, "maximum": 1_000_000},
                "per": {"type": "number", "exclusiveMinimum": 0, "maximum": 86_400},
                "burst": {"type": "integer", "minimum": 1, "maximum": 1_000_000},
            },
        },
    },
}

RULE: dict[str, Any] = {
    "type": "object",
    "required": ["effect"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},
        "api": NAME,
        "operation": NAME,
        "caller": NAME,
        "share": {"type": "number", "minimum": 0, "maximum": 1},
        "times": {"type": "integer", "minimum": 0, "maximum": 2**31},
        "effect": EFFECT,
    },
}
"""The JSON Schema (2020-12) of a rule."""

VALIDATOR = Validator(registry_of(RULE), "")


def faults_in(rule: Any, contracts: Mapping[str, Contract]) -> list[Cause]:
    """What is wrong with a rule, each with its pointer; nothing when it can be added."""
    found = VALIDATOR.violations(rule, "body")
    if found:
        return [Cause(breach.location, breach.pointer, breach.message) for breach in found]
    causes = []
    kinds = [kind for kind in KINDS if kind in rule["effect"]]
    if len(kinds) != 1:
        sentence = f"An effect has exactly one of {', '.join(KINDS)}, but this one has {len(kinds)}."
        causes.append(Cause("body", "/effect", sentence))
    latency = rule["effect"].get("latency", {})
    if latency.get("low", 0) > latency.get("high", 0):
        causes.append(Cause("body", "/effect/latency/low", "The low bound lies above the high one."))
    return causes + unknown(rule, contracts)


def unknown(rule: Mapping[str, Any], contracts: Mapping[str, Contract]) -> list[Cause]:
    """The API or operation that a rule names although it is not served."""
    api, operation = rule.get("api"), rule.get("operation")
    if api is not None and api not in contracts:
        served = ", ".join(contracts)
        return [Cause("body", "/api", f"There is no API {api[:60]!r} here; these are served: {served}.")]
    asked = contracts.values() if api is None else [contracts[api]]
    if operation is not None and not any(operation in contract.operations for contract in asked):
        where = api or "any API here"
        return [Cause("body", "/operation", f"There is no operation {operation[:60]!r} in {where}.")]
    return []
