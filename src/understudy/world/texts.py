"""What is written about a person: ids, contacts and names, derived from the frame's numbers on demand."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

import polars as pl

from understudy.world.columns import PRODUCTS
from understudy.world.draws import Draws, pick
from understudy.world.names import name_pools

__all__ = ["PLAIN", "TEXTS", "hexadecimal", "texts", "username"]

_HEX = pl.Series([f"{word:04x}" for word in range(1 << 16)])
_DOMAINS = ("@example.com", "@example.org", "@example.net")
_HELD = pl.Series(
    [[name for bit, name in enumerate(PRODUCTS) if mask >> bit & 1] for mask in range(1 << len(PRODUCTS))],
    dtype=pl.List(pl.String),
)

Writer: TypeAlias = Callable[[pl.DataFrame, Draws], pl.Series]


def hexadecimal(high: pl.Series, low: pl.Series) -> pl.Series:
    """The 20-digit ids whose first 16 digits are `high` and last four `low`; null where `high` is."""
    words = pl.DataFrame({"high": high, "low": low}).select(
        a=pl.col("high") // 2**48,
        b=pl.col("high") // 2**32 % 2**16,
        c=pl.col("high") // 2**16 % 2**16,
        d=pl.col("high") % 2**16,
        e=pl.col("low"),
    )
    # Looking four digits up at a time is ten times faster than formatting.
    parts = [pl.lit(_HEX).gather(pl.col(word).cast(pl.UInt32)) for word in words.columns]
    return words.select(pl.concat_str(parts)).to_series()


def username(rows: pl.DataFrame, draws: Draws) -> pl.Series:
    """Five to twenty letters and digits, unique within the institution; null unless enrolled.

    Letters of the last name, then the person number with at least four digits: the number can be read back.
    """
    frame = rows.select("number", "enrollment").with_columns(_name(rows, draws, "last_lower"))
    name = pl.concat_str(pl.col("last_lower").str.head(12), pl.col("number").cast(pl.String).str.zfill(4))
    return frame.select(pl.when(pl.col("enrollment") == "enrolled").then(name)).to_series()


def texts(
    rows: pl.DataFrame, columns: Sequence[str], draws: Draws, pinned: Sequence[Mapping[str, Any]] = ()
) -> pl.DataFrame:
    """`columns` (of TEXTS or stored) of `rows`, a slice of the frame, with the e-mails `pinned` gives."""
    written = [(TEXTS[name](rows, draws) if name in TEXTS else rows[name]).alias(name) for name in columns]
    frame = pl.DataFrame(written)
    said = {number: pin["email"] for number, pin in enumerate(pinned) if "email" in pin}
    if "email" not in columns or not said:
        return frame
    values = pl.Series(list(said.values()), dtype=pl.String)
    email = rows["number"].replace_strict(list(said), values, default=frame["email"], return_dtype=pl.String)
    return frame.with_columns(email.alias("email"))


@cache
def _pool(name: str) -> pl.Series:
    names = name_pools()[name.removesuffix("_lower")]
    return pl.Series(name, [n.lower() for n in names] if name.endswith("_lower") else names)


def _name(rows: pl.DataFrame, draws: Draws, pool: str) -> pl.Series:
    """A name of the pool for each person; `first_lower` and `last_lower` are the same names in lower case."""
    names = _pool(pool)
    drawn = draws.column(rows["number"], pool.removesuffix("_lower"))
    return names.gather((drawn % len(names)).cast(pl.UInt32))


def _email(rows: pl.DataFrame, draws: Draws) -> pl.Series:
    frame = rows.select("number").with_columns(
        _name(rows, draws, "first_lower"),
        _name(rows, draws, "last_lower"),
        drawn=draws.column(rows["number"], "email"),
    )
    domain = pick(_DOMAINS, pl.col("drawn") // 128 % len(_DOMAINS), pl.String)
    address = pl.concat_str("first_lower", pl.lit("."), "last_lower", pl.col("number"), domain)
    return frame.select(pl.when(pl.col("drawn") % 100 >= 10).then(address)).to_series()


def _phone(rows: pl.DataFrame, _draws: Draws) -> pl.Series:
    return rows.select("+1" + pl.col("phone_number").cast(pl.String)).to_series()


def _tax_id(rows: pl.DataFrame, _draws: Draws) -> pl.Series:
    return rows["tax_number"].cast(pl.String)


def _birth_date(rows: pl.DataFrame, _draws: Draws) -> pl.Series:
    return rows["birth_ymd"].cast(pl.String).str.to_date("%Y%m%d")


def _company(rows: pl.DataFrame, draws: Draws) -> pl.Series:
    names = rows.select("customer_type").with_columns(_name(rows, draws, "company"))
    return names.select(pl.when(pl.col("customer_type") == "commercial").then("company")).to_series()


def _held(rows: pl.DataFrame, _draws: Draws) -> pl.Series:
    return _HELD.gather(rows["products"].cast(pl.UInt32))


# Column name → how it is written. `first_name` and `last_name` of a company are those of its contact person.
TEXTS: Mapping[str, Writer] = {
    "data_customer_id": lambda rows, _: hexadecimal(rows["id_high"], rows["id_low"]),
    "customer_id": lambda rows, _: hexadecimal(rows["customer_high"], rows["customer_low"]),
    "username": username,
    "tax_id": _tax_id,
    "phone": _phone,
    "email": _email,
    "first_name": lambda rows, draws: _name(rows, draws, "first"),
    "last_name": lambda rows, draws: _name(rows, draws, "last"),
    "company_name": _company,
    "birth_date": _birth_date,
    "products_held": _held,
}

# The texts that need no escaping inside a JSON string.
PLAIN = ("data_customer_id", "customer_id", "username", "tax_id", "phone", "email")
