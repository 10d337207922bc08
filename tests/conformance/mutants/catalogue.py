"""The mutants as data: read from YAML, and refused where they say what cannot be."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from understudy.contract.load import Contract, load_contract
from understudy.resources import folder

__all__ = ["APIS", "Change", "Mutant", "contracts", "load_mutants", "mutants", "survivors"]

HERE = Path(__file__).parent
APIS = (
    "apiture/customer-audiences",
    "apiture/customer-audience-connections",
    "banno/segments",
    "contacthub/hub",
    "contacthub/hub-legacy",
)


@dataclass(frozen=True)
class Change:
    """One thing that a mutant does otherwise: at which operations, when, and what, by effects as data."""

    at: frozenset[str]
    when: Mapping[str, Any]
    ask: Mapping[str, Any]
    call: Mapping[str, Any]
    answer: Mapping[str, Any]


@dataclass(frozen=True)
class Mutant:
    """One small lie: its name, itself in a sentence, the rule it breaks, the API to check, the changes."""

    name: str
    lie: str
    rule: str
    api: str
    changes: tuple[Change, ...]

    @cached_property
    def concerned(self) -> frozenset[str]:
        """The operations that it lies at, or watches for what it may say later."""
        watched = (change.answer.get("replay", {}).get("watch", ()) for change in self.changes)
        return frozenset().union(*(change.at for change in self.changes), *watched)


@cache
def mutants() -> Mapping[str, Mutant]:
    """All mutants by name."""
    return load_mutants(sorted((HERE / "lies").glob("*.yaml")))


@cache
def contracts() -> Mapping[str, Contract]:
    """The contracts of the APIs that mutants serve."""
    return {name: load_contract(folder("specs") / f"{name}.yaml", name=name) for name in APIS}


@cache
def survivors() -> Mapping[str, str]:
    """Why `understudy check` does not notice some mutants, by their names."""
    return yaml.safe_load((HERE / "survivors.yaml").read_text(encoding="utf-8")) or {}


def load_mutants(files: Sequence[Path]) -> dict[str, Mutant]:
    """The mutants in some files; ValueError with file, mutant and fault when one says what cannot be."""
    schema = yaml.safe_load((HERE / "schema.yaml").read_text(encoding="utf-8"))
    valid = jsonschema_rs.Draft202012Validator(
        schema, validate_formats=True, formats={"expression": is_expression}
    )
    found: dict[str, Mutant] = {}
    for file in files:
        entries = yaml.safe_load(file.read_text(encoding="utf-8"))
        for error in valid.iter_errors(entries):
            raise ValueError(f"{file.name} at {error.instance_path}: {error.message}")
        for entry in entries:
            if entry["name"] in found:
                raise ValueError(f"{file.name}: there are two mutants {entry['name']}.")
            try:
                found[entry["name"]] = made(entry)
            except ValueError as fault:
                raise ValueError(f"{file.name}, {entry['name']}: {fault}") from fault
    return found


def is_expression(text: str) -> bool:
    """Whether a text is a regular expression as Python has them."""
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def made(entry: Mapping[str, Any]) -> Mutant:
    """The mutant of a valid entry; ValueError for an unknown operation or what cannot be known in time."""
    changes = tuple(change_of(change) for change in entry["changes"])
    return Mutant(entry["name"], entry["lie"], entry["rule"], entry["api"], changes)


def change_of(entry: Mapping[str, Any]) -> Change:
    """One change; ValueError as above."""
    at = frozenset([entry["at"]] if isinstance(entry["at"], str) else entry["at"])
    named = at | set(entry.get("answer", {}).get("replay", {}).get("watch", ()))
    unknown = sorted(named - {name for contract in contracts().values() for name in contract.operations})
    if unknown:
        raise ValueError(f"there is no operation {unknown[0]}.")
    when, effects = entry.get("when", {}), {name: entry.get(name, {}) for name in ("ask", "call", "answer")}
    if {"status", "answer"} & when.keys() and (effects["ask"] or effects["call"]):
        raise ValueError("what the answer says is not known before the request is sent.")
    return Change(at, when, **effects)
