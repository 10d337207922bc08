"""A text that a regular expression matches, built by walking the expression."""

import re
from collections.abc import Iterable
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from understudy.errors import ContractError

__all__ = ["matching_text"]

CATEGORIES = {
    code.CATEGORY_DIGIT: r"\d",
    code.CATEGORY_NOT_DIGIT: r"\D",
    code.CATEGORY_SPACE: r"\s",
    code.CATEGORY_NOT_SPACE: r"\S",
    code.CATEGORY_WORD: r"\w",
    code.CATEGORY_NOT_WORD: r"\W",
}
PRINTABLE = "a0A-_. ~!#$%&*+,/:;<=>?@^|'\"()[]{}\\" + "bcdefghijklmnopqrstuvwxyz123456789"


def matching_text(pattern: str, least: int = 0) -> str:
    """A short text that `pattern` matches, of at least `least` characters where its repeats allow.

    Raises ContractError when the pattern cannot be read or uses what only matching can decide
    (look-around with content, back-references to nothing).
    """
    try:
        tree = parser.parse(pattern)
    except re.error as error:
        raise ContractError(f"The pattern {pattern!r} cannot be read: {error}.") from None
    for extra in range(least + 1):
        text = "".join(written(tree, extra))
        if len(text) >= least and re.search(pattern, text):
            return text
    raise ContractError(f"No text could be built for the pattern {pattern!r}.")


def written(tree: Iterable[tuple[Any, Any]], extra: int) -> Iterable[str]:
    """The text of each node; every repeat is written `extra` times more than it must, within its bound."""
    for kind, value in tree:
        if kind is code.LITERAL:
            yield chr(value)
        elif kind is code.NOT_LITERAL:
            yield next(letter for letter in PRINTABLE if ord(letter) != value)
        elif kind is code.ANY:
            yield "a"
        elif kind is code.IN:
            yield one_of(value)
        elif kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
            least, most, part = value
            yield "".join(written(part, 0)) * min(int(most), least + extra)
        elif kind is code.SUBPATTERN:
            yield from written(value[-1], extra)
        elif kind is code.ATOMIC_GROUP:
            yield from written(value, extra)
        elif kind is code.BRANCH:
            yield from written(value[1][0], extra)


def one_of(members: list[tuple[Any, Any]]) -> str:
    """A character that a class allows, a printable one where there is one."""
    parts = [member for member in members if member[0] is not code.NEGATE]
    negated = len(parts) < len(members)
    for letter in PRINTABLE:
        if any(holds(part, letter) for part in parts) != negated:
            return letter
    _, value = parts[0]
    return chr(value[0] if isinstance(value, tuple) else value)


def holds(member: tuple[Any, Any], letter: str) -> bool:
    """Whether a part of a character class takes the letter in."""
    kind, value = member
    if kind is code.LITERAL:
        return bool(ord(letter) == value)
    if kind is code.RANGE:
        return bool(value[0] <= ord(letter) <= value[1])
    return re.fullmatch(CATEGORIES[value], letter) is not None
