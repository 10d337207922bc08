"""What a criterion means, person by person in plain Python: the judge of the compiled expressions."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from understudy.world.criteria import All, Compare, Criterion, Not
from understudy.world.criteria import Any as AnyOf
from understudy.world.ids import Ids
from understudy.world.members import Members
from understudy.world.population import Population, build_population

Row = dict[str, Any]

COLUMNS = (
    *("number", "data_customer_id", "customer_id", "username", "tax_id", "phone", "email"),
    *("customer_type", "enrollment", "birth_date", "region", "account_count", "products_held"),
    *("account_balance", "total_assets", "customer_since", "last_login_on", "mobile_user"),
)


@cache
def people(size: int = 500, seed: int = 7) -> Population:
    """A small population, made once."""
    return build_population("TIBURON", seed, size)


@cache
def rows(size: int = 500, seed: int = 7) -> list[Row]:
    """Its people as dictionaries, in order of data_customer_id."""
    return people(size, seed).people(Members(range(size)), COLUMNS).to_dicts()


def age(born: date, today: date) -> int:
    """Full years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def engagement(row: Row, measure: str, campaign: str) -> int | None:
    """How often the person saw or clicked the campaign."""
    factor = int.from_bytes(Ids(0).stream("engagement", campaign).bytes(8), "big") | 1
    drawn = int(row["data_customer_id"][:16], 16) * factor % 2**64 // 2**32
    impressions = drawn // 10 % 40 + 1
    if drawn % 10 < 4:
        return None
    return impressions if measure == "campaign_impressions" else drawn // 400 % (impressions // 3 + 1)


def measured(row: Row, criterion: Compare, today: date) -> Any:
    """The person's value, None where it is missing."""
    if criterion.campaign:
        return engagement(row, criterion.measure, criterion.campaign)
    if criterion.measure == "customer_age":
        return None if row["birth_date"] is None else age(row["birth_date"], today)
    columns = {"customer_region": "region", "product_type": "products_held"}
    return row[columns.get(criterion.measure, criterion.measure)]


SENSE: dict[str, Callable[[Any, tuple[Any, ...]], bool]] = {
    "equals": lambda x, v: x == v[0],
    "notEquals": lambda x, v: x != v[0],
    "lessThan": lambda x, v: x < v[0],
    "lessThanOrEqualTo": lambda x, v: x <= v[0],
    "greaterThan": lambda x, v: x > v[0],
    "greaterThanOrEqualTo": lambda x, v: x >= v[0],
    "before": lambda x, v: x <= v[0],
    "after": lambda x, v: x >= v[0],
    "between": lambda x, v: v[0] <= x <= v[1],
    "notBetween": lambda x, v: not v[0] <= x <= v[1],
    "in": lambda x, v: x in v,
    "notIn": lambda x, v: x not in v,
}


def matches(row: Row, criterion: Criterion, today: date) -> bool:
    """Whether the person satisfies the criterion on that day."""
    if isinstance(criterion, Compare):
        value = measured(row, criterion, today)
        if criterion.measure == "product_type":
            return any(held in criterion.values for held in value) == (criterion.operator in ("equals", "in"))
        return criterion.missing if value is None else SENSE[criterion.operator](value, criterion.values)
    children = [matches(row, child, today) for child in criterion.children]
    if isinstance(criterion, All):
        return all(children)
    if isinstance(criterion, AnyOf):
        return any(children)
    assert isinstance(criterion, Not)
    return not any(children)
