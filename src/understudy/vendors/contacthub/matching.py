"""Customers found by exact values: who would be the same as somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from understudy.vendors.contacthub.entries import rows_of
from understudy.vendors.contacthub.records import CUSTOMERS
from understudy.vendors.contacthub.rows import COLUMNS, Rows
from understudy.vendors.contacthub.tables import at
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = ["matching"]


@dataclass(frozen=True, slots=True)
class Held:
    """An index of customers: what those of a node have in some attributes; None when one is unset."""

    node: str
    paths: tuple[str, ...]
    case_sensitive: bool

    def __call__(self, document: Document) -> tuple[Any, ...] | None:
        """What a document of CUSTOMERS has there."""
        body = document.body["body"]
        if body is None or document.body["node"] != self.node:
            return None
        return held(body, self.paths, self.case_sensitive)


def matching(view: View, node: Document, values: Mapping[str, Any], case_sensitive: bool = True) -> list[str]:
    """The ids of the customers of an entry node that have all these values, by attribute path.

    A value of None, a list or an object is nobody's. Texts are compared whatever their case unless
    `case_sensitive`. Nobody for no values at all.
    """
    paths = tuple(values)
    wanted = tuple(comparable(value, case_sensitive) for value in values.values())
    if not wanted or None in wanted:
        return []
    rows, index = rows_of(view, node), Held(node.id, paths, case_sensitive)
    unchanged = [] if rows is None else among(rows, dict(zip(paths, wanted, strict=True)), case_sensitive)
    found = [key for key in unchanged if view.documents.get(CUSTOMERS, key) is None]
    return found + [document.id for document in view.documents.where(CUSTOMERS, index, wanted)]


def among(rows: Rows, wanted: Mapping[str, Any], case_sensitive: bool) -> list[str]:
    """Who of the rows has what is wanted."""
    known = [path for path in wanted if path in COLUMNS]
    alike = tuple(path for path in wanted if path not in COLUMNS)
    if held(rows.blank, alike, case_sensitive) != tuple(wanted[path] for path in alike):
        return []
    tests = [equal(path, wanted[path], case_sensitive) for path in known]
    found: list[str] = rows.frame(["id", *known]).filter(*tests)["id"].to_list()
    return found


def held(body: Mapping[str, Any], paths: tuple[str, ...], case_sensitive: bool) -> tuple[Any, ...] | None:
    """What a customer has in these attributes, None when one is unset."""
    values = tuple(comparable(at(body, path), case_sensitive) for path in paths)
    return None if None in values else values


def equal(path: str, value: Any, case_sensitive: bool) -> pl.Expr:
    """Whether rows have the value in a column: a text or a day, for nothing else can be unique."""
    shown = pl.col(path)
    if COLUMNS[path] == pl.Date:
        shown = shown.dt.to_string("%Y-%m-%d")
    elif COLUMNS[path] != pl.String or not isinstance(value, str):
        return pl.lit(value=False)
    return (shown if case_sensitive else shown.str.to_lowercase()).eq(value)


def comparable(value: Any, case_sensitive: bool) -> Any:
    """A value as it is compared; None for what cannot be."""
    if isinstance(value, str):
        return value if case_sensitive else value.lower()
    return value if isinstance(value, (bool, int, float)) else None
