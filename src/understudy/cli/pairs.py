"""Options whose values have a form of their own."""

import json
from math import inf
from pathlib import Path
from typing import Any

from click import BadParameter, Context, Parameter

from understudy.conformance.selection import SOURCES
from understudy.contract.aliasing import load_aliases
from understudy.errors import UsageError

__all__ = ["parse_aliases", "parse_only", "parse_pairs", "parse_rate", "parse_shard", "parse_values"]


def parse_pairs(given: tuple[str, ...], option: str, form: str, separator: str = "=") -> dict[str, str]:
    """`NAME=VALUE` texts by name, blanks around both removed; UsageError for anything else."""
    pairs = {}
    for text in given:
        name, found, value = (part.strip() for part in text.partition(separator))
        if not (name and found and value):
            # The text is not repeated: it may be a secret.
            raise UsageError(f"A value of {option} is not of the form {form}; write it so.")
        pairs[name] = value
    return pairs


def parse_aliases(given: tuple[str, ...], file: Path | None) -> dict[str, str]:
    """The aliases of a file, if there is one, and those of the command line, which win; UsageError."""
    aliases = {} if file is None else load_aliases(file)
    return {**aliases, **parse_pairs(given, "--alias", "[API:][METHOD ]/their/path=[METHOD ]/our/path")}


def parse_values(given: tuple[str, ...]) -> dict[str, Any]:
    """`NAME=VALUE` texts by name: a value is JSON where it can be read as that, else a text."""
    values: dict[str, Any] = {}
    for name, text in parse_pairs(given, "--set", "NAME=VALUE").items():
        try:
            values[name] = json.loads(text)
        except ValueError:
            values[name] = text
    return values


def parse_only(_context: Context, _option: Parameter, text: str) -> tuple[str, ...]:
    """`fuzz,behaviours` or one of them."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    for name in names:
        if name not in SOURCES:
            raise BadParameter(f"{name!r} is neither of {' and '.join(SOURCES)}.")
    return names


def parse_shard(_context: Context, _option: Parameter, text: str) -> tuple[int, int]:
    """`I/N`, the I-th of N."""
    number, _, many = text.partition("/")
    if number.isdecimal() and many.isdecimal() and 1 <= int(number) <= int(many):
        return int(number), int(many)
    raise BadParameter(f"{text!r} is not of the form I/N with I from 1 to N, such as 1/2.")


def parse_rate(_context: Context, _option: Parameter, text: str) -> str | float:
    """`auto`, or requests per second as `N/s` or `N`."""
    if text == "auto":
        return text
    try:
        rate = float(text.removesuffix("/s"))
    except ValueError:
        rate = 0
    if 0 < rate < inf:
        return rate
    raise BadParameter(f"{text!r} is neither auto nor a number of requests per second, such as 20/s.")
