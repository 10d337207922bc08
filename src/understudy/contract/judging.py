"""Judging values by a JSON Schema that stands in no contract, in the words of the contract's own judges."""

from collections.abc import Callable, Mapping
from typing import Any

import jsonschema_rs

from understudy.contract.schemas import Validator, registry_of
from understudy.contract.violations import Violation
from understudy.errors import ContractError

__all__ = ["Judge", "judge_json"]

Judge = Callable[[Any], list[Violation]]
"""What breaks the schema: each `pointer` into the value, `keyword` and `message`; empty: nothing."""


def judge_json(schema: Mapping[str, Any] | bool, *, location: str = "body") -> Judge:
    """The judge of JSON values by a schema (JSON Schema 2020-12, formats checked), compiled here and now.

    `$ref` reaches what the schema itself holds, nothing else. `location` is what its violations name.
    ContractError when it is no schema, or holds a pattern that cannot be run.
    """
    try:
        validator = Validator(registry_of(schema if isinstance(schema, Mapping) else {"allOf": [schema]}), "")
        validator.compile()
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as fault:
        raise ContractError(f"This is no JSON Schema that can be judged by ({fault}); correct it.") from fault
    return lambda value: validator.violations(value, location)
