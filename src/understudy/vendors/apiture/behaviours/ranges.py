"""Ranges: between, notBetween, before and after, and whether they include their ends (A-29)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from understudy.conformance.suite import SHOULD, NotObservable, Probe
from understudy.vendors.apiture.behaviours.comparing import complement
from understudy.vendors.apiture.behaviours.measures import (
    AGE,
    BALANCE,
    COUNT,
    MISSING,
    Measure,
    cents,
    compare,
    count,
    held,
    offering,
    sample,
    taken,
)
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

promises = AUDIENCES.promises

RANGED = {"between": 2, "greaterThan": 1, "greaterThanOrEqualTo": 1}


@promises("A-29", "Between two ages are at least those inside, at most those at the ends too.", uses=(COUNT,))
def between_is_within_its_ends(probe: Probe) -> None:
    for measure in offering(probe, RANGED, [AGE]):
        low, high = held(probe, measure, 2)
        most = count(probe, compare(measure, "greaterThanOrEqualTo", low))
        most -= count(probe, compare(measure, "greaterThan", high))
        least = count(probe, compare(measure, "greaterThan", low))
        least -= count(probe, compare(measure, "greaterThanOrEqualTo", high))
        got = count(probe, compare(measure, "between", low, high))
        if not least <= got <= most:
            probe.broken(f"from {least} to {most} customers between {low} and {high}", f"{got}")


@promises("A-29", "Between two ages includes both of them, at either end.", uses=(COUNT,), severity=SHOULD)
def between_includes_both_ages(probe: Probe) -> None:
    for measure in offering(probe, {**RANGED, "equals": 1}, [AGE]):
        low, high = held(probe, measure, 2)
        several = count(probe, compare(measure, "greaterThanOrEqualTo", low))
        several -= count(probe, compare(measure, "greaterThan", high))
        got = count(probe, compare(measure, "between", low, high))
        probe.same(several, got, f"customerAge between {low} and {high}:")
        several = count(probe, compare(measure, "equals", low))
        got = count(probe, compare(measure, "between", low, low))
        probe.same(several, got, f"customerAge between {low} and itself:")


@promises(
    "A-29",
    "A range of balances has as many customers as its two halves together, down to a single cent.",
    uses=(COUNT,),
    severity=SHOULD,
)
def between_is_its_two_halves(probe: Probe) -> None:
    for measure in offering(probe, {"between": 2}, [BALANCE]):
        low, high = 100_000, 100_000_000
        several = count(probe, compare(measure, "between", cents(low), cents(high)))
        while low < high and several:
            middle = (low + high) // 2
            upper = count(probe, compare(measure, "between", cents(middle + 1), cents(high)))
            lower = count(probe, compare(measure, "between", cents(low), cents(middle)))
            what = f"balances from {cents(low)} to {cents(middle)} and on to {cents(high)}:"
            probe.same(several, lower + upper, what)
            several, low, high = (lower, low, middle) if lower else (upper, middle + 1, high)


@promises("A-29", "A customer is in a range, or is not between its ends or has no value.", uses=(COUNT,))
def not_between_complements_between(probe: Probe) -> None:
    for measure in offering(probe, {"between": 2, "notBetween": 2}, [AGE, BALANCE]):
        low, high = held(probe, AGE, 2) if measure is AGE else sample(BALANCE, 2)
        outside = compare(measure, "notBetween", low, high, **MISSING)
        complement(
            probe,
            compare(measure, "between", low, high),
            outside,
            f"{measure.name} notBetween {low} and {high}",
        )


def primitives(filters: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """All primitive filters of a composite one, however deep."""
    yield from filters.get("primitiveFilters", ())
    for nested in filters.get("compositeFilters", ()):
        yield from primitives(nested)


def dated(probe: Probe) -> Measure:
    """A filter type that compares dates: one that a template uses, or one of an Understudy's own."""
    items = probe.member(probe.expect(probe.call("listCustomerAudienceTemplates"), 200), "/items")
    for each in (each for item in items for each in primitives(item.get("filters", {}))):
        if each["operator"] in ("before", "after"):
            kind = each["filterType"]
            return Measure(kind.get("name", kind["id"]), kind["id"], tuple(each["values"]))
    with probe.stage() as stage:
        kinds = stage.documents("apiture/filterTypes")
    for key, kind in sorted(kinds.items()):
        if kind["dataType"] == "date":
            return Measure(kind["name"], key, ("2039-12-31",))
    raise NotObservable("No filter type that compares dates is public, and no template uses one.")


@promises(
    "A-29",
    "`before` includes the day itself, and so does `after`.",
    uses=(COUNT, "listCustomerAudienceTemplates"),
)
def before_and_after_include_the_day(probe: Probe) -> None:
    measure = dated(probe)

    def dates(operator: str, day: date) -> int:
        return count(probe, compare(measure, operator, day.isoformat()))

    last, step = date.fromisoformat(measure.values[0]), timedelta(days=1)
    for operator in ("before", "after", "equals"):
        if taken(probe, compare(measure, operator, last.isoformat())) is None:
            probe.not_observable(f"{measure.name} cannot be compared by {operator} here.")
    first = last - timedelta(days=2**14)
    goal = (dates("before", last) + dates("before", first)) // 2
    while first + step < last:
        middle = first + (last - first) // 2
        first, last = (first, middle) if dates("before", middle) > goal else (middle, last)
    same = dates("equals", last)
    several = dates("before", last) - dates("before", first)
    if not same and not several:
        probe.not_observable(f"No date is known that a customer has as {measure.name}.")
    probe.same(same, several, f"{measure.name} up to {last}, not before it:")
    several = dates("after", last) - dates("after", last + step)
    probe.same(same, several, f"{measure.name} from {last} on, not after it:")
