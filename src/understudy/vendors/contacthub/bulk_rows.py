"""What the rows of a bulk job say: the columns that customers and events have, and what is sent of a row."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from understudy.errors import Problem
from understudy.vendors.contacthub.bulk_files import Row, Sheet, types_at, unfit, value_of
from understudy.vendors.contacthub.event_types import contexts
from understudy.vendors.contacthub.parts import WRITABLE
from understudy.vendors.contacthub.schemas import customer_properties_schema, properties_schema
from understudy.world.view import View

__all__ = ["Kinds", "customer_kinds", "event_kinds", "said"]

Kinds = Mapping[str, frozenset[str]]
"""The JSON types of what each column says, by its path."""

TEXT = frozenset({"string"})
SCALARS = frozenset({"string", "boolean", "integer", "number"})
UTM = tuple(f"tracking.ga.utm_{name}" for name in ("source", "medium", "term", "content", "campaign"))
EVENT_TEXTS = ("id", "customerId", "context", "date", *UTM)
BACK = tuple(f"bringBackProperties.{name}" for name in ("type", "value", "nodeId"))


def customer_kinds(view: View, ws: str, sheet: Sheet) -> Kinds:
    """What the columns of a file of customers say; Problem 400 for one that customers do not have (H-15.7).

    They are `id` and what clients write: scalars, and lists of scalars.
    """
    schema = customer_properties_schema(view, ws, resolved=True)

    def found(path: str) -> frozenset[str] | None:
        if path == "id":
            return TEXT
        steps = path.split(".")
        types = types_at(schema, steps) if steps[0] in WRITABLE else None
        if types is not None and "array" in types:
            return types if steps[0] in ("tags", "extended") else None
        return types if types is not None and types & SCALARS else None

    return known(sheet, found, "customers")


def event_kinds(view: View, ws: str, event_type: str, sheet: Sheet) -> Kinds:
    """What the columns of a file of events say; Problem 400 for one that such events do not have (H-15.7)."""
    properties = properties_schema(view, ws, event_type, resolved=True)
    informed = [each.schema for each in contexts().values()]

    def found(path: str) -> frozenset[str] | None:
        first, *steps = path.split(".")
        if path in EVENT_TEXTS or path in BACK:
            return TEXT
        if first == "properties" and steps:
            return types_at(properties, steps)
        if first == "contextInfo" and steps:
            return next((types for each in informed if (types := types_at(each, steps)) is not None), None)
        return None

    return known(sheet, found, f"events of type {event_type}")


def known(sheet: Sheet, found: Callable[[str], frozenset[str] | None], what: str) -> Kinds:
    """The kinds of all columns; Problem 400 for the first that is not known, or is within another."""
    kinds = {}
    for path in sheet.columns:
        types = found(path)
        if types is None:
            sentence = (
                f"The column {path[:80]} is nothing that {what} have: leave it out, or correct its path."
            )
            raise Problem(400, "unknownColumn", sentence, rule="H-15.7")
        kinds[path] = types
    for path in sheet.columns:
        if any(other.startswith(f"{path}.") for other in sheet.columns):
            sentence = f"The column {path[:80]} holds others that are columns too: leave out one of them."
            raise Problem(400, "unknownColumn", sentence, rule="H-15.7")
    return kinds


def said(columns: Sequence[str], kinds: Kinds, row: Row) -> dict[str, Any]:
    """The object that a row says; Problem when it has other columns than the header, or a cell is bad."""
    _, cells = row
    if len(cells) != len(columns):
        raise unfit(f"The row has {len(cells)} cells, the header {len(columns)}: give it as many.")
    whole: dict[str, Any] = {}
    for path, cell in zip(columns, cells, strict=True):
        if cell.strip():
            *steps, last = path.split(".")
            place = whole
            for step in steps:
                place = place.setdefault(step, {})
            place[last] = value_of(kinds[path], path, cell)
    return whole
