"""Text from outside, made fit to be shown: every character visible or harmless, and never too much of it."""

import re

__all__ = ["plain", "sentence"]

# Control characters but tab and line feed, marks that turn the direction of text, line separators,
# halves of surrogate pairs and noncharacters: what XML forbids, terminals obey and readers do not see.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def plain(text: str, limit: int = 4000) -> str:
    """A text with hidden characters written as `\\u202e`, cut after `limit` characters with a note."""
    rest = len(text) - limit
    if rest > 0:
        text = f"{text[:limit]}… ({rest} more characters)"
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def sentence(text: str, limit: int = 1000) -> str:
    """The same on one line, with single spaces."""
    return " ".join(plain(text, limit).split())
