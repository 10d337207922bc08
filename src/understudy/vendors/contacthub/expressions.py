"""Queries over columns: the same meaning as `evaluating` has for bodies, for all unchanged people at once."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from understudy.vendors.contacthub.evaluating import OPPOSITES, holds, segments, unset
from understudy.vendors.contacthub.grammar import Atomic, Combined, Composite, Did, Known, Query, Scalar
from understudy.vendors.contacthub.rows import COLUMNS
from understudy.vendors.contacthub.tables import at

__all__ = ["columns_of", "expression"]

COMPARED: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "EQUALS": pl.Expr.eq,
    "GT": pl.Expr.gt,
    "GTE": pl.Expr.ge,
    "LT": pl.Expr.lt,
    "LTE": pl.Expr.le,
}


def attributes(query: Query) -> Iterator[str]:
    """The attributes that a query asks for."""
    if isinstance(query, Atomic):
        yield query.attribute
    elif isinstance(query, (Combined, Composite)):
        for each in query.queries if isinstance(query, Combined) else query.conditions:
            yield from attributes(each)


def columns_of(query: Query) -> list[str]:
    """The columns (of COLUMNS) that the query's expression needs."""
    return [name for attribute in dict.fromkeys(attributes(query)) for name in within(attribute)]


def within(attribute: str) -> list[str]:
    """The columns that an attribute is, or that are inside of it."""
    return [name for name in COLUMNS if name == attribute or name.startswith(f"{attribute}.")]


def expression(query: Query, blank: Mapping[str, Any]) -> pl.Expr:
    """The boolean expression, never null, over People.rows, whose other attributes are those of `blank`."""
    if isinstance(query, Atomic):
        return atomic(query, blank)
    if isinstance(query, Known):
        return pl.col("id").is_in(pl.Series(list(query.ids), dtype=pl.String).implode())
    if isinstance(query, Did):
        raise TypeError("What customers did is asked of events first: see deeds.settled.")
    if isinstance(query, Composite):
        parts = [expression(each, blank) for each in query.conditions]
        return pl.all_horizontal(parts) if query.conjunction == "and" else pl.any_horizontal(parts)
    parts = [expression(each, blank) for each in query.queries]
    if query.conjunction == "UNION":
        return pl.any_horizontal(parts)
    if query.conjunction == "INTERSECT":
        return pl.all_horizontal(parts)
    return pl.all_horizontal([parts[0], *(~part for part in parts[1:])])


def atomic(condition: Atomic, blank: Mapping[str, Any]) -> pl.Expr:
    """One comparison."""
    name, attribute = condition.operator, condition.attribute
    if name in OPPOSITES:
        return ~atomic(Atomic(attribute, OPPOSITES[name], condition.values, condition.several), blank)
    if attribute in COLUMNS:
        dtype = COLUMNS[attribute]
        if isinstance(dtype, pl.List):
            return listed(condition, pl.col(attribute))
        if dtype in (pl.String, pl.Int64):
            return compared(condition, pl.col(attribute), of_list=False)
        since = pl.col(attribute).cast(pl.Datetime("ms")).cast(pl.Int64)
        return compared(condition, since, of_list=False)
    inside = within(attribute)
    if name == "IS_NULL" and inside:
        empty = [atomic(Atomic(column, name), blank) for column in inside]
        return pl.all_horizontal([*empty, always(value=unset(at(blank, attribute)))])
    return always(value=not inside and holds(condition, blank))


def listed(condition: Atomic, column: pl.Expr) -> pl.Expr:
    """One comparison with a column of lists of texts, one item of which has to match."""
    if condition.operator == "IS_NULL":
        return column.list.len().fill_null(0) == 0
    items = compared(condition, pl.element(), of_list=True)
    return column.list.eval(items).list.any().fill_null(value=False)


def compared(condition: Atomic, column: pl.Expr, *, of_list: bool) -> pl.Expr:
    """One comparison with a column of texts, of numbers or of milliseconds, false where it is null."""
    name, values = condition.operator, condition.values
    if name == "IS_NULL":
        return column.is_null()
    texts = COLUMNS[condition.attribute] == pl.String or of_list
    if not all(comparable(value, texts) for value in values) and name != "IN":
        return always(value=False)
    found = among(condition, column, texts, of_list) if name == "IN" else ordered(name, values, column)
    return found.fill_null(value=False)


def ordered(name: str, values: tuple[Scalar, ...], column: pl.Expr) -> pl.Expr:
    """A comparison with one or two values."""
    if name == "LIKE":
        return column.str.contains(f"(?s)^(?:{segments(str(values[0]), '.*{}')})$")
    if name == "BETWEEN":
        return (column >= values[0]) & (column <= values[1])
    return COMPARED[name](column, pl.lit(values[0]))


def among(condition: Atomic, column: pl.Expr, texts: bool, of_list: bool) -> pl.Expr:
    """Whether one of the candidates is there; a single text is looked for in a text."""
    candidates = [value for value in condition.values if comparable(value, texts)]
    if not candidates:
        return always(value=False)
    if texts and not condition.several and not of_list:
        return column.str.contains(str(candidates[0]), literal=True)
    return pl.any_horizontal([column == value for value in candidates])


def comparable(value: Scalar, texts: bool) -> bool:
    """Whether a value is of the kind of a column."""
    return isinstance(value, str) if texts else not isinstance(value, (str, bool))


def always(*, value: bool) -> pl.Expr:
    """The same for each row."""
    return pl.repeat(value, pl.len(), dtype=pl.Boolean)
