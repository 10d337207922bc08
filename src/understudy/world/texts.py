"""What is written about a person: ids, contacts and names, derived from the frame's numbers on demand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from understudy.world.columns import PRODUCTS
from understudy.world.draws import Draws, pick
from understudy.world.names import name_pools

__all__ = ["PLAIN", "TEXTS", "hexadecimal", "texts"]

_WORDS = [f"{word:04x}" for word in range(1 << 16)]
_DOMAINS = ("@example.com", "@example.org", "@example.net")
_HELD = [[name for bit, name in enumerate(PRODUCTS) if mask >> bit & 1] for mask in range(1 << len(PRODUCTS))]

# What can be asked for beside the stored columns. The names of a company are those of its contact person.
TEXTS = (
    *("data_customer_id", "customer_id", "username", "tax_id", "phone", "email"),
    *("first_name", "last_name", "company_name", "birth_date", "products_held"),
)

# Those that need no escaping inside a JSON string.
PLAIN = ("data_customer_id", "customer_id", "username", "tax_id", "phone", "email")


@dataclass(frozen=True, slots=True)
class _Text:
    """How a text is written: from the frame's columns and from these draws, named "drawn_…"."""

    expression: pl.Expr
    draws: tuple[str, ...] = ()


def texts(
    rows: pl.DataFrame, columns: Sequence[str], draws: Draws, pinned: Sequence[Mapping[str, Any]] = ()
) -> pl.DataFrame:
    """`columns` (of TEXTS or stored) of `rows`, a slice of the frame, with the e-mails `pinned` gives."""
    written = {name: _texts()[name] if name in TEXTS else _Text(pl.col(name)) for name in columns}
    drawn = sorted({draw for text in written.values() for draw in text.draws})
    if drawn:
        rows = rows.hstack(draws.columns(rows["number"], drawn).select(pl.all().name.prefix("drawn_")))
    frame = rows.select([text.expression.alias(name) for name, text in written.items()])
    said = {number: pin["email"] for number, pin in enumerate(pinned) if "email" in pin}
    if "email" not in columns or not said:
        return frame
    values = pl.Series(list(said.values()), dtype=pl.String)
    email = rows["number"].replace_strict(list(said), values, default=frame["email"], return_dtype=pl.String)
    return frame.with_columns(email.alias("email"))


def hexadecimal(high: str, low: str) -> pl.Expr:
    """The 20-digit ids: 16 digits of the column `high`, four of `low`; null where they are."""
    number = pl.col(high)
    words = (number // 2**48, number // 2**32 % 2**16, number // 2**16 % 2**16, number % 2**16, pl.col(low))
    # Looking four digits up at a time is ten times faster than formatting.
    return pl.concat_str([_word().gather(word.cast(pl.UInt32)) for word in words])


@cache
def _word() -> pl.Expr:
    return pl.lit(pl.Series(_WORDS))


@cache
def _texts() -> Mapping[str, _Text]:
    first, last, company = (_name(pool) for pool in ("first", "last", "company"))
    small_first, small_last = (_name(pool, lower=True) for pool in ("first", "last"))
    enrolled, commercial = pl.col("enrollment") == "enrolled", pl.col("customer_type") == "commercial"
    # Unique, and the person number can be read back from it: matching by username relies on that.
    username = pl.concat_str(small_last.str.head(12), pl.col("number").cast(pl.String).str.zfill(4))
    domain = pick(_DOMAINS, pl.col("drawn_email") // 128 % len(_DOMAINS), pl.String)
    email = pl.concat_str(small_first, pl.lit("."), small_last, pl.col("number"), domain)
    return {
        "data_customer_id": _Text(hexadecimal("id_high", "id_low")),
        "customer_id": _Text(hexadecimal("customer_high", "customer_low")),
        "username": _Text(pl.when(enrolled).then(username), ("last",)),
        "tax_id": _Text(pl.col("tax_number").cast(pl.String)),
        "phone": _Text("+1" + pl.col("phone_number").cast(pl.String)),
        "email": _Text(pl.when(pl.col("drawn_email") % 100 >= 10).then(email), ("email", "first", "last")),
        "first_name": _Text(first, ("first",)),
        "last_name": _Text(last, ("last",)),
        "company_name": _Text(pl.when(commercial).then(company), ("company",)),
        "birth_date": _Text(pl.col("birth_ymd").cast(pl.String).str.to_date("%Y%m%d")),
        "products_held": _Text(pick(_HELD, pl.col("products"), pl.List(pl.String))),
    }


def _name(pool: str, *, lower: bool = False) -> pl.Expr:
    names = [name.lower() for name in name_pools()[pool]] if lower else name_pools()[pool]
    return pick(names, pl.col(f"drawn_{pool}") % len(names), pl.String)
