"""Filters as behaviours write them: the public measures, and how many customers satisfy a filter."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from understudy.conformance.suite import NotObservable, Probe

__all__ = [
    "AGE",
    "BALANCE",
    "COUNT",
    "MEASURES",
    "MISSING",
    "REGION",
    "TYPE",
    "Filter",
    "Measure",
    "amount",
    "cents",
    "compare",
    "composite",
    "count",
    "criteria",
    "group",
    "held",
    "offering",
    "sample",
    "taken",
]

COUNT = "countAudienceCustomers"

Filter: TypeAlias = dict[str, Any]
"""A primitive filter (it has a filterType) or a composite one."""

MISSING: Filter = {"includeMissingValues": True}


@dataclass(frozen=True, slots=True)
class Measure:
    """A filter type that the vendor's examples name, with values to compare by, the likeliest first."""

    name: str
    id: str
    values: tuple[str, ...]


TYPE = Measure("customerType", "215eaed841368ce154d5", ("retail", "commercial"))
AGE = Measure(
    "customerAge",
    "6b3927745edec398ad74",
    tuple(str(age) for age in sorted(range(18, 91), key=lambda age: (age % 7, age))),
)
# fmt: off
REGION = Measure("customerRegion", "01888d58e2424bf1c676", (
    "NC", "SC", "GA", "FL", "CA", "TX", "NY", "PA", "IL", "OH", "MI", "NJ", "VA", "WA", "AZ", "TN", "MA",
    "IN", "MO", "MD", "WI", "CO", "MN", "AL", "LA", "KY", "OR", "OK", "CT", "UT", "IA", "NV", "AR", "MS",
    "KS", "NM", "NE", "ID", "WV", "HI", "NH", "ME", "MT", "RI", "DE", "SD", "ND", "AK", "VT", "WY", "DC",
))
# fmt: on
BALANCE = Measure("accountBalance", "023cd8af6a9d46eec506", ("250000.00", "1000.00", "25000.00"))

MEASURES = (TYPE, AGE, REGION, BALANCE)


def compare(measure: Measure, operator: str, *values: str, **more: Any) -> Filter:
    """A primitive filter."""
    return {"filterType": {"id": measure.id}, "operator": operator, "values": list(values), **more}


def group(operator: str, *filters: Filter) -> Filter:
    """A composite filter of primitive and composite ones; an array without any is left out."""
    primitives = [each for each in filters if "filterType" in each]
    composites = [each for each in filters if "filterType" not in each]
    arrays = {"primitiveFilters": primitives, "compositeFilters": composites}
    return {"operator": operator, **{name: array for name, array in arrays.items() if array}}


def composite(filters: Filter) -> Filter:
    """A primitive filter alone in a composite one; a composite as it is."""
    return group("and", filters) if "filterType" in filters else filters


def criteria(filters: Filter) -> dict[str, Any]:
    """The body of a new audience with these filters, but for its name."""
    return {"customerType": "all", "enrollmentState": "customer", "filters": composite(filters)}


def count(probe: Probe, filters: Filter | None = None) -> int:
    """How many customers satisfy a filter; all of them without one. Broken when they are not counted."""
    answer = probe.call(COUNT, json=composite(filters) if filters else {})
    number: int = probe.member(probe.expect(answer, 200), "/customerCount")
    return number


def taken(probe: Probe, filters: Filter) -> int | None:
    """How many satisfy a filter; None when the target refuses it: what a filter type offers is not public."""
    answer = probe.expect(probe.call(COUNT, json=composite(filters)), 200, 400, 422)
    if answer.status != 200:
        return None
    number: int = probe.member(answer, "/customerCount")
    return number


def offering(
    probe: Probe, operators: Mapping[str, int], among: Iterable[Measure] = MEASURES
) -> Iterator[Measure]:
    """The measures that take all these operators, each with so many values; NotObservable if none does."""
    none = True
    for measure in among:
        if all(
            taken(probe, compare(measure, name, *sample(measure, most))) is not None
            for name, most in operators.items()
        ):
            none = False
            yield measure
    if none:
        probe.not_observable(f"No public filter type takes {' and '.join(operators)} here.")


def sample(measure: Measure, most: int) -> list[str]:
    """So many values of a measure, the lowest first."""
    return sorted(measure.values[:most], key=lambda value: (len(value), value))


def held(probe: Probe, measure: Measure, most: int) -> list[str]:
    """Values that some customers have, as many as asked for, the lowest first; else NotObservable."""
    if measure is BALANCE:
        return [amount(probe)]
    found: list[str] = []
    for value in measure.values:
        if count(probe, compare(measure, "equals", value)):
            found.append(value)
        if len(found) == most:
            return sorted(found)
    raise NotObservable(f"Fewer than {most} values of {measure.name} are known that any customer has.")


def amount(probe: Probe) -> str:
    """A balance that somebody has, to the cent, found by halving a range; else NotObservable."""
    low, high = 100_000, 100_000_000
    if not count(probe, compare(BALANCE, "between", cents(low), cents(high))):
        probe.not_observable("No customer has an account balance from 1,000 to 1,000,000.")
    while low < high:
        middle = (low + high) // 2
        if count(probe, compare(BALANCE, "between", cents(low), cents(middle))):
            high = middle
        else:
            low = middle + 1
    if not count(probe, compare(BALANCE, "equals", cents(low))):
        probe.not_observable("No account balance could be found that a customer has to the cent.")
    return cents(low)


def cents(number: int) -> str:
    """An amount of so many cents, as balances are written."""
    return f"{number // 100}.{number % 100:02}"
