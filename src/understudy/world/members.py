"""A set of people by number: what a list audience holds, as one compact column."""

import base64
import binascii
import sys
import zlib
from array import array
from collections.abc import Iterable
from typing import Any

import polars as pl

__all__ = ["Members"]

_MOST_BYTES = 64 * 1024 * 1024
"""Four for each of sixteen million people; a text that unpacks to more was made to fill the memory."""

_UNREADABLE = "These members cannot be read: the text was cut or changed."


class Members:
    """An immutable, sorted set of person numbers; two million of them are eight megabytes."""

    __slots__ = ("numbers",)

    def __init__(self, numbers: Iterable[int] | pl.Series = ()) -> None:
        """The set of `numbers` (each a `number` of `Population.frame`), in any order, repeated or not."""
        column = numbers if isinstance(numbers, pl.Series) else list(numbers)
        self.numbers: pl.Series = pl.Series("number", column, dtype=pl.UInt32).unique().sort()

    def __len__(self) -> int:
        """How many people are in the set."""
        return len(self.numbers)

    def __eq__(self, other: object) -> bool:
        """Equal sets are equal, whatever they were made from."""
        return isinstance(other, Members) and self.numbers.equals(other.numbers)

    def __hash__(self) -> int:
        """Agrees with equality."""
        return hash((len(self), self.numbers.first(), self.numbers.last()))

    def __repr__(self) -> str:
        """How many, not who."""
        return f"Members({len(self)} people)"

    def __deepcopy__(self, memo: Any) -> "Members":
        """Itself: there is nothing in it to change."""
        return self

    def union(self, other: "Members") -> "Members":
        """Those in either."""
        return Members(pl.concat([self.numbers, other.numbers]))

    def intersection(self, other: "Members") -> "Members":
        """Those in both."""
        return Members(self._joined(other, "semi"))

    def difference(self, other: "Members") -> "Members":
        """Those in this one only."""
        return Members(self._joined(other, "anti"))

    def to_text(self) -> str:
        """One line of ASCII for snapshots: the numbers as little-endian 32-bit, deflated, in Base64."""
        numbers = array("I", self.numbers.to_list())
        if sys.byteorder == "big":
            numbers.byteswap()
        return base64.b64encode(zlib.compress(numbers.tobytes())).decode("ascii")

    @classmethod
    def from_text(cls, text: str) -> "Members":
        """The set that `to_text` wrote; ValueError when the text is none of its own."""
        unpacking = zlib.decompressobj()
        try:
            numbers = array("I", unpacking.decompress(base64.b64decode(text, validate=True), _MOST_BYTES))
        except (binascii.Error, zlib.error, ValueError) as error:
            raise ValueError(_UNREADABLE) from error
        if not unpacking.eof:
            raise ValueError(_UNREADABLE)
        if sys.byteorder == "big":
            numbers.byteswap()
        return cls(numbers)

    def _joined(self, other: "Members", how: Any) -> pl.Series:
        joined = self.numbers.to_frame().join(other.numbers.to_frame(), on="number", how=how)
        return joined.to_series()
