"""Reads what a world is made of: institutions and pinned customers, from YAML files beside each other."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from understudy.errors import FixtureError
from understudy.world.columns import CUSTOMER_TYPES, ENROLLMENTS

__all__ = ["InstitutionRecipe", "Recipes", "load_recipes"]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ID = r"[0-9a-f]{20}"
# What a pinned customer may say, and how. Nobody real: e-mails lead nowhere.
_PINS = {
    "data_customer_id": _ID,
    "customer_id": _ID,
    "customer_type": "|".join(CUSTOMER_TYPES),
    "enrollment": "|".join(ENROLLMENTS),
    "phone": r"\+1[0-9]{10}",
    "email": r"[a-z0-9._+-]{1,64}@example\.(com|org|net)",
}
_NULLABLE = ("customer_id", "phone", "email")


@dataclass(frozen=True, slots=True)
class InstitutionRecipe:
    """An institution to make: its `share` of the customers, the `pinned` first; `said` is the whole entry."""

    id: str
    name: str
    share: float
    features: Mapping[str, bool]
    pinned: tuple[Mapping[str, Any], ...]
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Recipes:
    """The recipe of a world; the vendors find theirs beside it, or else in the folder `otherwise`."""

    path: Path
    institutions: tuple[InstitutionRecipe, ...]
    otherwise: Path | None = None

    def read(self, name: str) -> Any:
        """The value of the vendor's YAML file `name` (like "apiture/templates.yaml"); FixtureError."""
        beside = self.path.parent / name
        found = beside if beside.exists() or self.otherwise is None else self.otherwise / name
        return _File(found).value


def load_recipes(path: Path) -> Recipes:
    """The recipe in the YAML file; FixtureError names file, line, fault and what to do."""
    file = _File(path)
    entries = file.entries("institutions")
    if not entries:
        raise file.fault((), "there is no institution; give a list `institutions` with at least one")
    institutions = tuple(_institution(file, place, entry) for place, entry in enumerate(entries))
    for place, institution in enumerate(institutions):
        if institution.id in [other.id for other in institutions[:place]]:
            raise file.fault(("institutions", place), f"the institution {institution.id} is there twice")
    return Recipes(path, institutions)


def _institution(file: "_File", place: int, entry: Mapping[str, Any]) -> InstitutionRecipe:
    where = ("institutions", place)
    id_, share, features = entry.get("id"), entry.get("share", 1), entry.get("features", {})
    if not isinstance(id_, str) or re.fullmatch("[A-Z0-9_]{2,8}", id_) is None:
        raise file.fault(where, "an institution needs an `id` of 2 to 8 capitals, digits or underscores")
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise file.fault((*where, "share"), "a `share` is a number from 0 to 1")
    if not isinstance(features, dict) or not all(isinstance(on, bool) for on in features.values()):
        raise file.fault((*where, "features"), "`features` maps names to true or false")
    pinned = _customers(file.path.parent / str(entry["pinned"])) if "pinned" in entry else ()
    return InstitutionRecipe(id_, str(entry.get("name", id_)), float(share), features, pinned, entry)


def _customers(path: Path) -> tuple[Mapping[str, Any], ...]:
    file = _File(path)
    customers = file.entries("customers")
    for place, customer in enumerate(customers):
        for key, value in customer.items():
            _check_pin(file, ("customers", place, key), key, value)
        if (customer.get("customer_id") is not None) != (customer.get("enrollment") == "enrolled"):
            raise file.fault(
                ("customers", place),
                "a customer has a `customer_id` exactly if `enrollment` is enrolled; give both",
            )
    for key in ("data_customer_id", "customer_id"):
        ids = [customer[key] for customer in customers if customer.get(key) is not None]
        if len(set(ids)) < len(ids):
            raise file.fault(("customers",), f"two customers have the same `{key}`; give each its own")
    return tuple(customers)


def _check_pin(file: "_File", where: Sequence[str | int], key: str, value: Any) -> None:
    if key not in _PINS:
        raise file.fault(where, f"a customer cannot have `{key}`; use {', '.join(_PINS)}")
    if value is None and key in _NULLABLE:
        return
    if not isinstance(value, str) or re.fullmatch(_PINS[key], value) is None:
        raise file.fault(where, f"`{str(value)[:60]}` is no {key}; write it like {_PINS[key]}, in quotes")


def _parsed(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError:
        # Slower, but it tells better where the fault is.
        return yaml.safe_load(text)


class _File:
    """A YAML file that knows on which line things stand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._text = path.read_text(encoding="utf-8")
            self.value: Any = _parsed(self._text)
        except OSError as error:
            raise FixtureError(
                f"The fixture {path} cannot be read: {error.strerror}; name a readable YAML file."
            ) from error
        except UnicodeDecodeError as error:
            raise FixtureError(f"The fixture {path} is not UTF-8 text; save it as UTF-8.") from error
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = f", line {mark.line + 1}" if mark else ""
            reason = getattr(error, "problem", None) or "a character that YAML does not allow"
            raise FixtureError(
                f"The fixture {path}{line} is not YAML: {reason}; correct it there."
            ) from error

    def entries(self, key: str) -> list[dict[str, Any]]:
        """The list of mappings under `key`, the only key of the file."""
        if not isinstance(self.value, dict) or set(self.value) != {key}:
            raise self.fault((), f"a mapping with the one key `{key}` is wanted")
        entries = self.value[key]
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise self.fault((key,), f"`{key}` is to be a list of mappings")
        return entries

    def fault(self, where: Sequence[str | int], sentence: str) -> FixtureError:
        """The error that says which file and line is wrong and why."""
        node = yaml.compose(self._text, Loader=yaml.SafeLoader)
        line = 1 if node is None else node.start_mark.line + 1
        for step in where:
            if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
            elif isinstance(node, yaml.MappingNode):
                node = next((value for key, value in node.value if key.value == str(step)), node)
            line = node.start_mark.line + 1 if node is not None else line
        return FixtureError(f"The fixture {self.path}, line {line}, cannot be used: {sentence}.")
