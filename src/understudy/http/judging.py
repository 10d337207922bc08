"""Judging values by a JSON Schema that a vendor holds as data, in the words of the contract's own judges."""

from collections.abc import Callable, Mapping
from typing import Any

from understudy.contract.schemas import validator_of
from understudy.contract.violations import Violation

__all__ = ["Judge", "judge_json"]

Judge = Callable[[Any], list[Violation]]
"""What breaks the schema: each `pointer` into the value, `keyword` and `message`; empty: nothing."""


def judge_json(schema: Mapping[str, Any] | bool, *, location: str = "body") -> Judge:
    """The judge of JSON values by a schema (JSON Schema 2020-12, formats checked), compiled here and now.

    `$ref` reaches what the schema itself holds, nothing else. `location` is what its violations name.
    ContractError when it is no schema, or holds a pattern that cannot be run.
    """
    validator = validator_of(schema)
    return lambda value: validator.violations(value, location)
