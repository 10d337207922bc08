"""The `sort` of a search: which customer comes first (H-77.10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from understudy.errors import Cause, Problem
from understudy.vendors.contacthub.entries import People
from understudy.vendors.contacthub.grammar import DATED
from understudy.vendors.contacthub.moments import milliseconds
from understudy.vendors.contacthub.rows import COLUMNS
from understudy.vendors.contacthub.tables import at, text

__all__ = ["NEWEST", "Key", "keys_of", "ordered"]

DIRECTIONS = {"asc": False, "desc": True}


@dataclass(frozen=True, slots=True)
class Key:
    """An attribute to sort by, and whether the greatest comes first."""

    attribute: str
    descending: bool


NEWEST = (Key("updatedAt", descending=True),)
"""H-77.3: the order unless another one is asked for."""


def keys_of(sorts: Sequence[str]) -> tuple[Key, ...]:
    """The keys of `field`, `field,asc` or `field,desc`, the most important first.

    The case of the direction does not matter; Problem 400 for another one.
    """
    return tuple(key_of(sort) for sort in sorts if sort) or NEWEST


def key_of(sort: str) -> Key:
    """One key."""
    attribute, _, direction = (part.strip() for part in sort.partition(","))
    descending = DIRECTIONS.get(direction.lower() or "asc")
    if not attribute or descending is None:
        sentence = f"The sort `{sort[:60]}` cannot be read: write field, field,asc or field,desc."
        cause = Cause("query", "/sort", sentence, "SORT")
        raise Problem(400, "badSort", sentence, causes=[cause], rule="H-77.10")
    return Key(attribute, descending)


def ordered(found: People, keys: Sequence[Key], place: slice) -> list[str]:
    """The ids of those at `place` in the order of the keys, then of their ids.

    Who has no such attribute comes last, whichever the direction.
    """
    rows, bodies = [pl.col("id")], [pl.Series("id", list(found.bodies), dtype=pl.String)]
    for number, key in enumerate(keys):
        said = [sortable(at(body, key.attribute), key.attribute) for body in found.bodies.values()]
        alike = sortable(at(found.blank, key.attribute), key.attribute)
        dtype = dtype_of(key.attribute, [*said, alike])
        rows.append(row_key(key, alike, dtype).alias(f"{number}"))
        bodies.append(pl.Series(f"{number}", written(said, dtype), dtype=dtype))
    together = pl.concat([found.rows.select(rows), pl.DataFrame(bodies)])
    names = [name for name in together.columns if name != "id"]
    descending = [*(key.descending for key in keys), False]
    first = together.lazy().sort([*names, "id"], descending=descending, nulls_last=True)
    ids: list[str] = first.slice(place.start, place.stop - place.start).collect()["id"].to_list()
    return ids


def row_key(key: Key, alike: Any, dtype: Any) -> pl.Expr:
    """What the rows are sorted by."""
    if key.attribute not in COLUMNS:
        return pl.lit(written([alike], dtype)[0], dtype)
    column = pl.col(key.attribute)
    own = COLUMNS[key.attribute]
    if isinstance(own, pl.List):
        return column.list.first()
    return column.cast(pl.Datetime("ms")).cast(pl.Int64) if dtype == pl.Int64 and own != pl.Int64 else column


def sortable(held: Any, attribute: str) -> Any:
    """What a value is sorted by: a list by its first item, a moment by milliseconds, an object by nothing."""
    if isinstance(held, list):
        held = held[0] if held else None
    if isinstance(held, dict):
        return None
    if attribute in DATED:
        return milliseconds(held) if isinstance(held, str) else None
    return held


def dtype_of(attribute: str, values: Sequence[Any]) -> Any:
    """Numbers are sorted as numbers if there is nothing else, and so are true and false; all else as text."""
    if attribute in DATED or COLUMNS.get(attribute) == pl.Int64:
        return pl.Int64
    kinds = {type(value) for value in values if value is not None}
    if attribute in COLUMNS or not kinds or kinds - {bool, int, float}:
        return pl.String
    return pl.Boolean if kinds == {bool} else pl.Float64


def written(values: Sequence[Any], dtype: Any) -> list[Any]:
    """The values as a column of this type takes them."""
    if dtype == pl.String:
        return [text(value) for value in values]
    return list(values)
