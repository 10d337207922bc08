"""The neutral predicate tree that every vendor's filter dialect is turned into, and its Polars expression."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any as Value
from typing import TypeAlias

import polars as pl

from understudy.world.columns import CUSTOMER_TYPES, ENROLLMENTS, PRODUCTS, REGIONS
from understudy.world.ids import Ids

__all__ = [
    "MEASURES",
    "OPERATORS",
    "All",
    "Any",
    "Compare",
    "Criterion",
    "Measure",
    "Not",
    "compile_criterion",
]


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to compare: its kind says which Python values it takes, its choices which are possible.

    choice: str · set: str (true if the person holds it) · integer: int · decimal: int cents · date: date ·
    boolean: bool. `per_campaign` measures are asked with a campaign id.
    """

    kind: str
    choices: tuple[str, ...] = ()
    per_campaign: bool = False


MEASURES: Mapping[str, Measure] = {
    "customer_type": Measure("choice", CUSTOMER_TYPES),
    "enrollment": Measure("choice", ENROLLMENTS),
    "customer_age": Measure("integer"),
    "customer_region": Measure("choice", REGIONS),
    "account_balance": Measure("decimal"),
    "total_assets": Measure("decimal"),
    "account_count": Measure("integer"),
    "product_type": Measure("set", PRODUCTS),
    "customer_since": Measure("date"),
    "last_login_on": Measure("date"),
    "mobile_user": Measure("boolean"),
    "campaign_impressions": Measure("integer", per_campaign=True),
    "campaign_clicks": Measure("integer", per_campaign=True),
}

_COLUMNS = {"customer_region": "region", "product_type": "products"}

# From the measured expression and the values, as their kind prepares them, to a boolean expression.
_Test: TypeAlias = Callable[[pl.Expr, Value], pl.Expr]

# before and after include the day itself, between both ends; notBetween is its complement.
_ORDERED: Mapping[str, _Test] = {
    "equals": lambda x, v: x == v[0],
    "notEquals": lambda x, v: x != v[0],
    "lessThan": lambda x, v: x < v[0],
    "lessThanOrEqualTo": lambda x, v: x <= v[0],
    "greaterThan": lambda x, v: x > v[0],
    "greaterThanOrEqualTo": lambda x, v: x >= v[0],
    "before": lambda x, v: x <= v[0],
    "after": lambda x, v: x >= v[0],
    "between": lambda x, v: (x >= v[0]) & (x <= v[1]),
    "notBetween": lambda x, v: (x < v[0]) | (x > v[1]),
    "in": lambda x, v: x.is_in(list(v)),
    "notIn": lambda x, v: ~x.is_in(list(v)),
}
_CHOSEN: Mapping[str, _Test] = {
    "equals": lambda x, v: x.is_in(v),
    "notEquals": lambda x, v: ~x.is_in(v),
    "in": lambda x, v: x.is_in(v),
    "notIn": lambda x, v: ~x.is_in(v),
}
_HELD: Mapping[str, _Test] = {
    "equals": lambda x, v: (x & v) != 0,
    "notEquals": lambda x, v: (x & v) == 0,
    "in": lambda x, v: (x & v) != 0,
    "notIn": lambda x, v: (x & v) == 0,
}

# Which operators each kind of measure has; vendors offer fewer.
OPERATORS: Mapping[str, Mapping[str, _Test]] = {
    "integer": _ORDERED,
    "decimal": _ORDERED,
    "date": _ORDERED,
    "choice": _CHOSEN,
    "set": _HELD,
    "boolean": {"equals": _ORDERED["equals"], "notEquals": _ORDERED["notEquals"]},
}

_PAIRED = ("between", "notBetween")


@dataclass(frozen=True, slots=True)
class Compare:
    """One comparison. A person without the measure matches exactly if `missing`, for any operator (A-31)."""

    measure: str
    operator: str
    values: tuple[Value, ...]
    missing: bool = False
    campaign: str = ""

    def __post_init__(self) -> None:
        """ValueError when the measure, the operator or the number of values makes no sense."""
        measure = MEASURES.get(self.measure)
        if measure is None or self.operator not in OPERATORS[measure.kind]:
            raise ValueError(f"No comparison `{self.measure} {self.operator}`; see MEASURES and OPERATORS.")
        least = 2 if self.operator in _PAIRED else 1
        if len(self.values) < least or (len(self.values) > least and self.operator not in ("in", "notIn")):
            raise ValueError(f"`{self.operator}` takes {least} value(s), not {len(self.values)}.")
        if measure.per_campaign != bool(self.campaign):
            raise ValueError(f"`{self.measure}` needs a campaign id exactly if it is measured per campaign.")


@dataclass(frozen=True, slots=True)
class All:
    """True if every child is; so also without any."""

    children: tuple["Criterion", ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """True if at least one child is."""

    children: tuple["Criterion", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """True if none of the children is (A-32)."""

    children: tuple["Criterion", ...] = ()


Criterion: TypeAlias = Compare | All | Any | Not


def compile_criterion(criterion: Criterion, today: date) -> pl.Expr:
    """The boolean expression, never null, over the rows of `Population.frame`; ages are those of `today`."""
    if isinstance(criterion, Compare):
        return _compare(criterion, today)
    children = [compile_criterion(child, today) for child in criterion.children]
    if isinstance(criterion, All):
        return pl.all_horizontal(children) if children else _always(True)
    some = pl.any_horizontal(children) if children else _always(False)
    return ~some if isinstance(criterion, Not) else some


def _compare(criterion: Compare, today: date) -> pl.Expr:
    measure = MEASURES[criterion.measure]
    test = OPERATORS[measure.kind][criterion.operator]
    expression, values = _expression(criterion, today), criterion.values
    if measure.kind == "choice":
        known = [value for value in values if value in measure.choices]
        choices = pl.Series(known, dtype=pl.Enum(measure.choices)).implode()
        return test(expression, choices).fill_null(criterion.missing)
    if measure.kind == "set":
        held = sum(1 << measure.choices.index(value) for value in set(values) if value in measure.choices)
        return test(expression, pl.lit(held, dtype=pl.UInt8))
    return test(expression, values).fill_null(criterion.missing)


def _expression(criterion: Compare, today: date) -> pl.Expr:
    if criterion.measure == "customer_age":
        # Full years: (20260115 - 19870531) // 10000 counts a year only once its month and day have come.
        return (today.year * 10_000 + today.month * 100 + today.day - pl.col("birth_ymd")) // 10_000
    if criterion.campaign:
        return engagement(criterion.measure, criterion.campaign)
    return pl.col(_COLUMNS.get(criterion.measure, criterion.measure))


def engagement(measure: str, campaign: str) -> pl.Expr:
    """How often a person saw, or clicked, the campaign; null for the two in five whom it never reached.

    A pure function of person and campaign: the person's id, itself a seeded draw, times one of the campaign.
    """
    factor = int.from_bytes(Ids(0).stream("engagement", campaign).bytes(8), "big") | 1
    drawn = pl.col("id_high") * pl.lit(factor, dtype=pl.UInt64) // pl.lit(1 << 32, dtype=pl.UInt64)
    impressions = (drawn // 10 % 40 + 1).cast(pl.Int64)
    reached = drawn % 10 >= 4
    if measure == "campaign_impressions":
        return pl.when(reached).then(impressions)
    return pl.when(reached).then((drawn // 400).cast(pl.Int64) % (impressions // 3 + 1))


def _always(value: bool) -> pl.Expr:
    return pl.repeat(value, pl.len(), dtype=pl.Boolean)
