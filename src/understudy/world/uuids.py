"""Seeded UUIDs for whole columns: drawn as two halves of 64 bits, written as text, read back into halves."""

import re
from functools import cache

import polars as pl

from understudy.world.draws import Draws

__all__ = ["drawn", "halves", "uuid_text"]

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.ASCII)


def drawn(draws: Draws, numbers: pl.Series, scope: str) -> pl.DataFrame:
    """Per number the `high` and the `low` half of its UUID in that scope; distinct for distinct numbers."""
    words = draws.columns(numbers, [f"{scope}_high", f"{scope}_low"])
    # The version (4) and the variant (binary 10) of a random UUID take the place of six bits.
    return words.select(
        high=(pl.nth(0) & pl.lit(0xFFFFFFFFFFFF0FFF, pl.UInt64)) | pl.lit(0x4000, pl.UInt64),
        low=(pl.nth(1) & pl.lit(0x3FFFFFFFFFFFFFFF, pl.UInt64)) | pl.lit(1 << 63, pl.UInt64),
    )


def halves(text: str) -> tuple[int, int] | None:
    """The two halves of a lower-case random UUID, None when the text is none."""
    if _UUID.fullmatch(text) is None:
        return None
    digits = text.replace("-", "")
    return int(digits[:16], 16), int(digits[16:], 16)


def uuid_text(high: str, low: str) -> pl.Expr:
    """The canonical text of UUIDs whose two halves are in these columns."""
    first, second, third, fourth = _quarters(high)
    fifth, *rest = _quarters(low)
    dash = pl.lit("-")
    return pl.concat_str(first, second, dash, third, dash, fourth, dash, fifth, dash, *rest)


def _quarters(column: str) -> list[pl.Expr]:
    """The four times four hexadecimal digits of a column."""
    number = pl.col(column)
    # Looking four digits up at a time is ten times faster than formatting.
    return [_words().gather((number // 2**place % 2**16).cast(pl.UInt32)) for place in (48, 32, 16, 0)]


@cache
def _words() -> pl.Expr:
    """All numbers of four hexadecimal digits."""
    return pl.lit(pl.Series([f"{word:04x}" for word in range(1 << 16)]))
