"""Finding people by a column of identifiers: ids are compared as numbers, usernames at the row they name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from understudy.world.draws import Draws
from understudy.world.members import Members
from understudy.world.texts import texts

__all__ = ["KINDS", "Match", "match_people"]


@dataclass(frozen=True, slots=True)
class Match:
    """Who was found (applicants included), and the distinct values that found nobody, in input order."""

    members: Members
    unmatched: pl.Series


def match_people(
    frame: pl.DataFrame, rows_of: pl.Series, draws: Draws, kind: str, values: pl.Series
) -> Match:
    """Look `values` (text) up in the frame's identifiers of that kind (KINDS).

    `rows_of` gives the row of each person number. Values are compared exactly, tax ids without hyphens and
    spaces (A-51); one tax id may find several people, and all count. ValueError for an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"People cannot be matched by `{kind[:60]}`; use one of {', '.join(sorted(KINDS))}.")
    values = values.cast(pl.String).drop_nulls()
    key = values.str.replace_all("[- ]", "") if kind == "tax_id" else values
    sought = pl.DataFrame({"value": values, "key": key}).unique("key", keep="first", maintain_order=True)
    found = KINDS[kind](sought.with_row_index("line"), frame, rows_of, draws)
    hit = pl.repeat(False, sought.height, eager=True).scatter(found["line"], True)
    return Match(Members(found["number"]), sought["value"].filter(~hit))


def _by_id(high: str, low: str) -> "Finder":
    """A finder over ids stored as two numbers."""

    def find(sought: pl.DataFrame, frame: pl.DataFrame, _rows: pl.Series, _draws: Draws) -> pl.DataFrame:
        ids = sought.filter(pl.col("key").str.contains(r"^[0-9a-f]{20}\z")).select(
            "line",
            pl.col("key").str.slice(0, 16).str.to_integer(base=16, dtype=pl.UInt64).alias(high),
            pl.col("key").str.slice(16).str.to_integer(base=16, dtype=pl.UInt16).alias(low),
        )
        # The high part all but decides; joining on both columns takes three times as long.
        found = frame.select("number", high, low).join(ids, on=high, how="inner", suffix="_sought")
        return found.filter(pl.col(low) == pl.col(f"{low}_sought"))

    return find


def _by_tax_id(sought: pl.DataFrame, frame: pl.DataFrame, _rows: pl.Series, _draws: Draws) -> pl.DataFrame:
    ids = sought.filter(pl.col("key").str.contains(r"^[0-9]{9}\z")).select(
        "line", pl.col("key").cast(pl.UInt32).alias("tax_number")
    )
    return frame.select("number", "tax_number").join(ids, on="tax_number", how="inner")


def _by_username(sought: pl.DataFrame, frame: pl.DataFrame, rows_of: pl.Series, draws: Draws) -> pl.DataFrame:
    """A username ends in its person's number, so only that row's own username has to be compared."""
    named = sought.select(
        "line", "key", number=pl.col("key").str.extract(r"^[a-z]+([0-9]{4,8})\z").cast(pl.UInt32)
    )
    named = named.filter(pl.col("number") < len(rows_of))
    rows = frame.select("number", "enrollment")[rows_of.gather(named["number"])]
    names = texts(rows, ["username"], draws)["username"]
    return named.filter((names == named["key"]).fill_null(False))


Finder = Callable[[pl.DataFrame, pl.DataFrame, pl.Series, Draws], pl.DataFrame]

KINDS: Mapping[str, Finder] = {
    "data_customer_id": _by_id("id_high", "id_low"),
    "customer_id": _by_id("customer_high", "customer_low"),
    "tax_id": _by_tax_id,
    "username": _by_username,
}
