"""Attributes of bodies: found by dotted path, and put into columns."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from understudy.vendors.contacthub.moments import EPOCH, milliseconds
from understudy.vendors.contacthub.rows import COLUMNS

__all__ = ["at", "column", "listed", "missing", "reached", "text"]


def at(body: Mapping[str, Any], path: str) -> Any:
    """What an attribute holds: None where it is unset, a list of all that is reached through lists."""
    return reached(body, path.split("."))


def reached(value: Any, steps: Sequence[str]) -> Any:
    """What is reached from a value by these members; lists on the way are gone through and made one."""
    for place, step in enumerate(steps):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list):
            rest = steps[place:]
            return [item for each in value for item in listed(reached(each, rest))]
        else:
            return None
    return value


def listed(value: Any) -> list[Any]:
    """The value as a list: nothing where there is none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def column(path: str, values: Sequence[Any]) -> pl.Series:
    """The values of an attribute as a column, of the type in COLUMNS or as text."""
    dtype = COLUMNS.get(path, pl.String)
    if dtype == pl.Date:
        return pl.Series(path, [day(value) for value in values], dtype=dtype)
    if isinstance(dtype, pl.Datetime):
        return pl.Series(path, [moment(value) for value in values], dtype=dtype)
    if dtype == pl.String:
        return pl.Series(path, [text(value) for value in values], dtype=dtype)
    return pl.Series(path, values, dtype=dtype)


def day(value: Any) -> date | None:
    """The day that a text says, if it does."""
    found = moment(value)
    return None if found is None else found.date()


def moment(value: Any) -> datetime | None:
    """The moment that a text says, if it does."""
    since = milliseconds(value) if isinstance(value, str) else None
    return None if since is None else EPOCH + timedelta(milliseconds=since)


def missing(value: Any) -> bool:
    """Whether a property says nothing, so that nobody is the same because of it."""
    return value is None or value in ("", [])


def text(value: Any) -> str | None:
    """A text as it is, anything else in JSON; None for nothing."""
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
