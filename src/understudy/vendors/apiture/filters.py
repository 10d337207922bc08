"""The vendor's filter dialect, read into neutral criteria (A-28 … A-34)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from understudy.errors import Cause, Problem
from understudy.vendors.apiture.records import FILTER_TYPES
from understudy.world import criteria
from understudy.world.criteria import Compare, Criterion
from understudy.world.view import View

__all__ = ["compile_filters", "has_filters"]

MAX_DEPTH = 10
MAX_CONDITIONS = 1_000  # primitive filters in one tree; beyond it a request is abuse, not a question
MAX_VALUES = 20_000  # values in one tree
MAX_CAUSES = 128

COMBINE: Mapping[str, Callable[[tuple[Criterion, ...]], Criterion]] = {
    "and": criteria.All,
    "or": criteria.Any,
    "not": criteria.Not,  # none of the nested filters is true
}

# how few and how many values an operator takes; the operators left out take exactly one.
ARITY: Mapping[str, tuple[int, int]] = {
    "between": (2, 2),
    "notBetween": (2, 2),
    "in": (2, 1_000),
    "notIn": (2, 1_000),
}
STRICT_NOT_IN = (2, 2)  # what the page says, against what it must have meant

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,11})\.[0-9]{2}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

FilterType: TypeAlias = Mapping[str, Any]
"""A filter type's document: name, measure, dataType, operators; choices or minimum and maximum; campaign."""


def has_filters(filters: Mapping[str, Any]) -> bool:
    """Whether the composite filter contains any other (A-25)."""
    return bool(filters.get("primitiveFilters") or filters.get("compositeFilters"))


def compile_filters(
    filters: Mapping[str, Any], view: View, *, campaign: str | None = None, pointer: str = "/filters"
) -> Criterion:
    """The criterion that a composite filter at `pointer` of the body means.

    `campaign` is the id of the campaign whose engagement may be asked about. Raises Problem 422
    invalidAnalyticFilter with one cause per fault (A-34), at most 128.
    """
    reading = _Reading(view, campaign)
    criterion = reading.composite(filters, pointer, 1)
    if reading.causes:
        raise Problem(
            422,
            "invalidAnalyticFilter",
            f"{len(reading.causes)} fault(s) in the filters; the first: {reading.causes[0].message}"[:256],
            causes=reading.causes,
            rule="A-34",
        )
    return criterion


@dataclass
class _Reading:
    """One filter tree being read: what was found wrong so far, and how much was read."""

    view: View
    campaign: str | None
    causes: list[Cause] = field(default_factory=list)
    conditions: int = 0
    values: int = 0

    def composite(self, node: Mapping[str, Any], pointer: str, depth: int) -> Criterion:
        """A composite filter; its faults go to `causes`."""
        if depth > MAX_DEPTH:
            self.fault(pointer, f"Filters are nested more than {MAX_DEPTH} deep: flatten them.")
            return criteria.All()
        if not has_filters(node):
            self.fault(pointer, "A composite filter is empty: give it a primitive or a composite filter.")
        children = [
            *(
                self.primitive(child, f"{pointer}/primitiveFilters/{place}")
                for place, child in enumerate(node.get("primitiveFilters", ()))
            ),
            *(
                self.composite(child, f"{pointer}/compositeFilters/{place}", depth + 1)
                for place, child in enumerate(node.get("compositeFilters", ()))
            ),
        ]
        return COMBINE[node.get("operator", "and")](tuple(children))

    def primitive(self, node: Mapping[str, Any], pointer: str) -> Criterion:
        """A primitive filter; its faults go to `causes`."""
        self.conditions += 1
        self.values += len(node["values"])
        if self.conditions > MAX_CONDITIONS or self.values > MAX_VALUES:
            self.fault(
                pointer,
                f"One audience may have {MAX_CONDITIONS:,} primitive filters with {MAX_VALUES:,} values: "
                "use fewer.",
            )
            return criteria.All()
        kind = self.view.documents.get(FILTER_TYPES, node["filterType"]["id"])
        if kind is None:
            self.fault(f"{pointer}/filterType/id", "No filter type has this id: use one that is offered.")
            return criteria.All()
        before = len(self.causes)
        self.operator(node, kind.body, pointer)
        values = tuple(self.read(node["values"], kind.body, pointer))
        if len(self.causes) > before:
            return criteria.All()
        if node["operator"] in ("between", "notBetween") and values[0] > values[1]:
            self.fault(f"{pointer}/values", "The first value must not be above the second: swap them.")
        return Compare(
            kind.body["measure"],
            node["operator"],
            values,
            node.get("includeMissingValues", False),
            (self.campaign or "") if kind.body.get("campaign") else "",
        )

    def operator(self, node: Mapping[str, Any], kind: FilterType, pointer: str) -> None:
        """Note an operator that the type does not offer, a wrong number of values, a missing campaign."""
        operator, given = node["operator"], len(node["values"])
        if operator not in kind["operators"]:
            offered = f"use {', '.join(kind['operators'])}"
            self.fault(f"{pointer}/operator", f"{kind['name']} cannot be compared by {operator}: {offered}.")
        least, most = ARITY.get(operator, (1, 1))
        if operator == "notIn" and self.view.settings.get("strict_not_in", False):
            least, most = STRICT_NOT_IN
        if not least <= given <= most:
            wanted = f"{least}" if least == most else f"at least {least}"
            self.fault(f"{pointer}/values", f"{operator} takes {wanted} value(s), not {given}.")
        if kind.get("campaign") and self.campaign is None:
            self.fault(
                f"{pointer}/filterType/id",
                f"{kind['name']} is known only for an audience made from a campaign: give campaignId.",
            )

    def read(self, texts: list[str], kind: FilterType, pointer: str) -> list[Any]:
        """The values as the measure has them; unreadable ones are noted and left out."""
        values = []
        for place, text in enumerate(texts):
            try:
                values.append(PARSERS[kind["dataType"]](text, kind))
            except ValueError as error:
                self.fault(f"{pointer}/values/{place}", f"{kind['name']} {error}.")
        return values

    def fault(self, pointer: str, sentence: str) -> None:
        """Note a fault, as long as there is room for it."""
        if len(self.causes) < MAX_CAUSES:
            self.causes.append(Cause("body", pointer, sentence[:256], "invalidAnalyticFilter"))


def _integer(text: str, kind: FilterType) -> int:
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(kind["maximum"]))
    if not digits or not kind["minimum"] <= int(text) <= kind["maximum"]:
        raise ValueError(f"takes whole numbers from {kind['minimum']} to {kind['maximum']}")
    return int(text)


def _decimal(text: str, kind: FilterType) -> int:
    """Whole cents, so that comparing is exact."""
    low, high = (_cents(kind[bound]) for bound in ("minimum", "maximum"))
    if _DECIMAL.fullmatch(text) is None or not low <= _cents(text) <= high:
        raise ValueError(
            f"takes amounts with two decimals, like 250000.00, from {kind['minimum']} to {kind['maximum']}"
        )
    return _cents(text)


def _cents(text: str) -> int:
    return int(text.replace(".", ""))


def _date(text: str, kind: FilterType) -> date:  # noqa: ARG001 - all parsers have one shape
    if _DATE.fullmatch(text) is None:
        raise ValueError("takes dates like 2026-01-31")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("takes dates that are in the calendar") from error


def _choice(text: str, kind: FilterType) -> str:
    if text not in kind["choices"]:
        raise ValueError(f"takes one of {', '.join(kind['choices'])}")
    return text


def _boolean(text: str, kind: FilterType) -> bool:
    return _choice(text, kind) == "true"


PARSERS: Mapping[str, Callable[[str, FilterType], Any]] = {
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "choice": _choice,
    "boolean": _boolean,
}
