"""Who of the rows of several entry nodes is the same: groups of rows for one aggregate node, in columns.

The groups follow from the rows alone, so they are found once; `aggregates` puts what was changed over them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Any

import polars as pl

from understudy.vendors.contacthub.rows import COLUMNS, Rows
from understudy.vendors.contacthub.tables import at, listed, missing, text
from understudy.world.uuids import uuid_text

__all__ = ["Groups", "Matching", "group_id", "keys_of_bodies"]

ALONE, TOGETHER, BETWEEN = "#", "=", "\x1f"
"""Keys of groups: `#` and an id where a value is missing, else `=` and the values."""

ID_BITS = int("ffffffffffff0fff3fffffffffffffff", 16)
"""All bits of an id but its version and variant."""

REMEMBERED = 8
"""How many nodes' groups are kept; a million rows are some sixty megabytes."""


@dataclass(frozen=True, slots=True)
class Matching:
    """When two customers are the same, and who is left out by (property, value, pattern): H-53.2, H-53.3."""

    properties: tuple[str, ...]
    case_sensitive: bool
    filters: tuple[tuple[str, str, str], ...]

    @staticmethod
    def of(node: Mapping[str, Any]) -> "Matching":
        """That of an aggregate node."""
        said = node["matchingProperties"]
        filters = (
            (each["property"], each["value"], each["pattern"]) for each in node["exclusionFilters"] or ()
        )
        return Matching(tuple(said["properties"]), said["caseSensitive"], tuple(filters))


def group_id(node: str, member: str) -> str:
    """The id of the aggregate customer whose first member has this id; of that id, the member's again."""
    number = int(member.replace("-", ""), 16) ^ mask(node)
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def mask(node: str) -> int:
    """The bits in which ids of an aggregate node differ from those of first members."""
    return int.from_bytes(blake2b(node.encode(), digest_size=16).digest(), "big") & ID_BITS


def folded(value: str, matching: Matching) -> str:
    """A text as it is compared."""
    return value if matching.case_sensitive else value.lower()


def key_of(body: Mapping[str, Any], matching: Matching) -> str:
    """The key of the group that a customer is in."""
    values = [at(body, path) for path in matching.properties]
    if any(missing(value) for value in values):
        return ALONE + str(body["id"])
    return TOGETHER + BETWEEN.join(folded(str(text(value)), matching) for value in values)


def kept(body: Mapping[str, Any], matching: Matching) -> bool:
    """Whether no exclusion filter leaves the customer out (H-53.3)."""
    for path, value, pattern in matching.filters:
        held = [folded(each, matching) for item in listed(at(body, path)) if (each := text(item)) is not None]
        if any(like(each, folded(value, matching), pattern) for each in held):
            return False
    return True


def like(held: str, value: str, pattern: str) -> bool:
    """Whether a text begins with another, or contains it."""
    return held.startswith(value) if pattern == "START_WITH" else value in held


def keys_of_bodies(bodies: Mapping[str, Mapping[str, Any]], matching: Matching) -> dict[str, str]:
    """The key of each customer that is not left out, by id."""
    return {key: key_of(body, matching) for key, body in bodies.items() if kept(body, matching)}


class Groups:
    """The groups of the rows of some entry nodes; columns are made at first need."""

    def __init__(self, node: str, rows: Sequence[Rows | None], matching: Matching) -> None:
        """Find them; `Groups.of` does so once. The place of a member counts these nodes, rowless ones too."""
        self.node = node
        self.rows = {place: each for place, each in enumerate(rows) if each is not None}
        frames = [members(place, each, matching) for place, each in self.rows.items()]
        self.members = pl.concat([pl.DataFrame(schema=MEMBERS), *frames])
        self._first = self.members.group_by("key", maintain_order=True).first()
        self._columns: dict[str, pl.DataFrame] = {}

    @staticmethod
    def of(node: str, rows: Sequence[Rows | None], matching: Matching) -> "Groups":
        """The groups, found at first need."""
        return groups_of(node, tuple(rows), matching)

    def frame(self, columns: Sequence[str]) -> pl.DataFrame:
        """`key`, `person` (of the first member) and these columns (of COLUMNS), a row for each group."""
        frame = self._first.select("key", "person").with_columns(id=self.ids)
        wanted = [name for name in dict.fromkeys(columns) if name != "id"]
        return frame.with_columns([self.column(name) for name in wanted])

    @cached_property
    def ids(self) -> pl.Series:
        """The ids of the groups, from the halves of their first members' ids."""
        high, low = divmod(mask(self.node), 2**64)
        masked = self._first.select(
            high=pl.col("high") ^ pl.lit(high, pl.UInt64), low=pl.col("low") ^ pl.lit(low, pl.UInt64)
        )
        return masked.select(uuid_text("high", "low")).to_series()

    def column(self, name: str) -> pl.Series:
        """One column of COLUMNS: of every group what its members make together (unions)."""
        if name not in self._columns:
            self._columns[name] = self._made(name)
        return self._columns[name][name]

    def _made(self, name: str) -> pl.DataFrame:
        names = ["updatedAt"] if name == "updatedAt" else ["updatedAt", name]
        values = [
            each.frame(names).with_columns(place=pl.lit(place, pl.UInt32))
            for place, each in self.rows.items()
        ]
        empty = pl.DataFrame(
            schema={"person": pl.UInt32, **{each: COLUMNS[each] for each in names}, "place": pl.UInt32}
        )
        told = self.members.select("key", "place", "person").join(
            pl.concat([empty, *values]), on=["place", "person"], how="left", maintain_order="left"
        )
        joined = told if name == "intId" else told.sort("updatedAt", maintain_order=True)
        found = joined.group_by("key", maintain_order=True).agg(together(name))
        return self._first.select("key").join(found, on="key", how="left", maintain_order="left")


def together(name: str) -> pl.Expr:
    """What members, the one changed last at the end, make of a column."""
    column = pl.col(name)
    if name == "intId":
        return column.first()
    if name == "registeredAt":
        return column.min()
    if name == "tags.auto":
        return column.explode().drop_nulls().unique(maintain_order=True)
    return column.drop_nulls().last()


MEMBERS = {"key": pl.String, "place": pl.UInt32, "person": pl.UInt32, "high": pl.UInt64, "low": pl.UInt64}


def members(place: int, rows: Rows, matching: Matching) -> pl.DataFrame:
    """The rows of one node that are not left out, each with the key of its group."""
    asked = set(matching.properties) | {path for path, _, _ in matching.filters}
    columns = [path for path in asked if path in COLUMNS]
    frame = rows.frame(columns).hstack(rows.ids())
    frame = frame.with_columns(uuid=uuid_text("high", "low"))
    for path, value, pattern in matching.filters:
        frame = frame.filter(~excluded(rows, path, value, pattern, matching))
    keys = [of_row(rows, path, matching) for path in matching.properties]
    together = pl.concat_str([pl.lit(TOGETHER), *separated(keys)])
    key = together.fill_null(pl.concat_str([pl.lit(ALONE), pl.col("uuid")]))
    return frame.select(key.alias("key"), pl.lit(place, pl.UInt32).alias("place"), "person", "high", "low")


def separated(keys: Sequence[pl.Expr]) -> list[pl.Expr]:
    """The values with what stands between them."""
    between = [part for key in keys for part in (pl.lit(BETWEEN), key)]
    return between[1:]


def of_row(rows: Rows, path: str, matching: Matching) -> pl.Expr:
    """An attribute of the rows as text, as it is compared; null where it is unset."""
    shown = shown_of(rows, path)
    return shown if matching.case_sensitive else shown.str.to_lowercase()


def shown_of(rows: Rows, path: str) -> pl.Expr:
    """An attribute of the rows as the text that it is on the wire."""
    if path not in COLUMNS:
        held = at(rows.blank, path)
        return pl.lit(None if missing(held) else text(held), pl.String)
    dtype, column = COLUMNS[path], pl.col(path)
    if dtype == pl.Date:
        return column.dt.to_string("%Y-%m-%d")
    if isinstance(dtype, pl.Datetime):
        return column.dt.to_string("%Y-%m-%dT%H:%M:%S%.3fZ")
    if isinstance(dtype, pl.List):
        quoted = column.list.eval(pl.concat_str([pl.lit('"'), pl.element(), pl.lit('"')]))
        return pl.concat_str([pl.lit("["), quoted.list.join(", "), pl.lit("]")])
    return column.cast(pl.String)


def excluded(rows: Rows, path: str, value: str, pattern: str, matching: Matching) -> pl.Expr:
    """Whether a filter leaves a row out; a list is judged item by item."""
    sought = folded(value, matching)
    if path not in COLUMNS:
        held = [folded(each, matching) for item in listed(at(rows.blank, path)) if (each := text(item))]
        return pl.lit(any(like(each, sought, pattern) for each in held))
    if isinstance(COLUMNS[path], pl.List):
        item = pl.element() if matching.case_sensitive else pl.element().str.to_lowercase()
        return pl.col(path).list.eval(alike(item, sought, pattern)).list.any().fill_null(False)
    return alike(of_row(rows, path, matching), sought, pattern).fill_null(False)


def alike(held: pl.Expr, value: str, pattern: str) -> pl.Expr:
    """`like` for a column."""
    return held.str.starts_with(value) if pattern == "START_WITH" else held.str.contains(value, literal=True)


@lru_cache(maxsize=REMEMBERED)
def groups_of(node: str, rows: tuple[Rows | None, ...], matching: Matching) -> Groups:
    """The groups of an aggregate node, remembered."""
    return Groups(node, rows, matching)
