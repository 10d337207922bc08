"""Cursors that only their own collection understands, and the address of the next page."""

from collections.abc import Mapping
from hashlib import blake2b
from urllib.parse import quote, urlencode

from understudy.http.exchange import Call

__all__ = ["cursor", "next_url", "position"]

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LONGEST = 64
"""Characters of the longest cursor: one that leaves room in a nextPage_url of 256 characters (A-35)."""

TAG_BYTES = 6
KEY = b"understudy cursor"


def cursor(scope_text: str, at: str) -> str:
    """An opaque text, `[A-Za-z0-9]{1,64}`, that means `at` within `scope_text` and nothing elsewhere.

    `scope_text` is everything the cursor may not be moved between (collection, resource, filters).
    ValueError when `at` is longer than 40 bytes, which no identifier of ours is.
    """
    text = at.encode()
    number = int.from_bytes(b"\x01" + tag(scope_text, text) + text, "big")
    digits = ""
    while number:
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    if len(digits) > LONGEST:
        raise ValueError(f"`{at[:60]}` is too long for a cursor of {LONGEST} characters.")
    return digits


def position(scope_text: str, opaque: str) -> str | None:
    """What a cursor made for the same `scope_text` means; None for every other text."""
    if not 0 < len(opaque) <= LONGEST or any(digit not in ALPHABET for digit in opaque):
        return None
    number = 0
    for digit in opaque:
        number = number * len(ALPHABET) + ALPHABET.index(digit)
    packed = number.to_bytes((number.bit_length() + 7) // 8, "big")
    text = packed[1 + TAG_BYTES :]
    if packed != b"\x01" + tag(scope_text, text) + text or opaque[0] == ALPHABET[0]:
        return None
    return text.decode(errors="replace")


def tag(scope_text: str, text: bytes) -> bytes:
    """What binds a position to its scope; the key keeps it apart from other digests, it is no secret."""
    return blake2b(scope_text.encode() + b"\0" + text, key=KEY, digest_size=TAG_BYTES).digest()


def next_url(call: Call, query: Mapping[str, str], *, longest: int = 256) -> str:
    """The absolute URL of the call's own path with another query, as the client reaches it.

    Where it would exceed `longest` characters, the query alone: a relative reference that resolves
    against the request's URL to the same address.
    """
    parameters = "?" + urlencode(query, quote_via=quote, safe="|")
    absolute = f"{call.origin}{call.target}{parameters}"
    return absolute if len(absolute) <= longest else parameters
