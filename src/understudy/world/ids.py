"""The only randomness: draws that depend on the seed and on what they are for, never on who drew before."""

import builtins
import uuid
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TypeVar

__all__ = ["Ids", "Stream"]

T = TypeVar("T")

_BLOCK = 64  # bytes that one BLAKE2b digest yields


class Stream:
    """An endless, repeatable row of draws: block n is the keyed BLAKE2b digest of n."""

    __slots__ = ("_block", "_key", "_rest")

    def __init__(self, key: builtins.bytes) -> None:
        """`key` is up to 64 bytes; equal keys draw equal values."""
        self._key = key
        self._block = 0
        self._rest = b""

    def bytes(self, n: int) -> builtins.bytes:
        """The next `n` bytes."""
        while len(self._rest) < n:
            self._rest += blake2b(self._block.to_bytes(8, "big"), key=self._key, digest_size=_BLOCK).digest()
            self._block += 1
        drawn, self._rest = self._rest[:n], self._rest[n:]
        return drawn

    def hex(self, n: int) -> str:
        """`n` lower-case hexadecimal digits."""
        return self.bytes((n + 1) // 2).hex()[:n]

    def uuid(self) -> str:
        """A lower-case RFC 9562 UUID text with the version and variant bits of a random one."""
        return str(uuid.UUID(bytes=self.bytes(16), version=4))

    def integer(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included, equally likely; ValueError if low > high."""
        if low > high:
            raise ValueError(f"No whole number lies between {low} and {high}: give the lower one first.")
        bits = (high - low).bit_length()
        while True:
            drawn = int.from_bytes(self.bytes((bits + 7) // 8), "big") >> (-bits % 8)
            if drawn <= high - low:
                return low + drawn

    def choice(self, items: Sequence[T]) -> T:
        """One of `items`, each equally likely; ValueError when there is none."""
        return items[self.integer(0, len(items) - 1)]


class Ids:
    """Hands out streams; every stream is a pure function of the seed and its scope."""

    __slots__ = ("seed",)

    def __init__(self, seed: int) -> None:
        """All draws of a world follow from `seed`."""
        self.seed = seed

    def stream(self, *scope: str | int) -> Stream:
        """The stream named `scope`, at its start: `stream("exchange", 7)` is the same wherever opened."""
        # repr of a tuple of str and int is unambiguous: ("a", "b") and ("a,b",) differ, so do 1 and "1".
        return Stream(blake2b(repr((self.seed, *scope)).encode("utf-8", "surrogatepass")).digest())

    def tag(self, *parts: str | int) -> str:
        """A UUID text that is a pure function of the seed and `parts`, for entity tags."""
        return _tag(self.seed, parts)


@lru_cache(maxsize=65_536)  # every read of a document asks for its tag, twice when it is conditional
def _tag(seed: int, parts: tuple[str | int, ...]) -> str:
    return Ids(seed).stream("tag", *parts).uuid()
