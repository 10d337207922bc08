"""Comparisons: what each operator of a primitive filter lets through (A-28, A-31)."""

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.apiture.behaviours.measures import (
    AGE,
    BALANCE,
    COUNT,
    MISSING,
    REGION,
    TYPE,
    Filter,
    Measure,
    compare,
    count,
    group,
    held,
    offering,
    taken,
)
from understudy.vendors.apiture.behaviours.steps import counted
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__ = ["complement"]

promises = AUDIENCES.promises

ORDERED = {"lessThan": 1, "lessThanOrEqualTo": 1, "greaterThan": 1, "greaterThanOrEqualTo": 1}
POSITIVE = ("equals", "in", "between", *ORDERED)
NEGATIVE = ("notEquals", "notIn", "notBetween")
PAIRED = ("between", "notBetween", "in", "notIn")


def complement(probe: Probe, filters: Filter, other: Filter, what: str) -> None:
    """Broken unless every customer satisfies exactly one of two filters; `what` the other one is."""
    several, every = count(probe, filters), count(probe)
    probe.same(every - several, count(probe, other), f"{what}: the rest of {every} without {several}, so")
    probe.same(0, count(probe, group("and", filters, other)), f"{what}: nobody on both sides, so")


@promises("A-28", "A customer either equals a value, or does not equal it or has none.", uses=(COUNT,))
def not_equals_complements_equals(probe: Probe) -> None:
    for measure in offering(probe, {"equals": 1, "notEquals": 1}, [TYPE, AGE, REGION]):
        (value,) = held(probe, measure, 1)
        unequal = compare(measure, "notEquals", value, **MISSING)
        complement(probe, compare(measure, "equals", value), unequal, f"{measure.name} notEquals {value}")


@promises("A-28", "The filter for a customerType finds the customers who are counted as such.", uses=(COUNT,))
def customer_type_is_the_type_that_is_counted(probe: Probe) -> None:
    for kind in TYPE.values:
        pointer = f"/{kind}CustomerCount"
        every = probe.member(counted(probe, {}), pointer)
        answer = counted(probe, group("and", compare(TYPE, "equals", kind)))
        probe.same(every, probe.member(answer, "/customerCount"), f"customers who are {kind}:")
        probe.same(every, probe.member(answer, pointer), f"{kind} customers:", pointer=pointer)


@promises("A-28", "A measure is in a set exactly when it equals one of the set's values.", uses=(COUNT,))
def in_is_the_union_of_equals(probe: Probe) -> None:
    for measure in offering(probe, {"in": 2, "equals": 1}):
        values = held(probe, measure, min(3, len(measure.values)))
        each = [count(probe, compare(measure, "equals", value)) for value in values]
        for most in range(2, len(values) + 1):
            got = count(probe, compare(measure, "in", *values[:most]))
            probe.same(sum(each[:most]), got, f"{measure.name} in {values[:most]}:")


@promises("A-28", "A customer is in a set of two values, or is not in it or has no value.", uses=(COUNT,))
def not_in_complements_in(probe: Probe) -> None:
    for measure in offering(probe, {"in": 2, "notIn": 2}):
        values = held(probe, measure, 2)
        outside = compare(measure, "notIn", *values, **MISSING)
        complement(probe, compare(measure, "in", *values), outside, f"{measure.name} notIn {values}")


def ordered(probe: Probe, measure: Measure, value: str) -> None:
    """Less, equal and greater at a value that somebody has: each lets through what the others leave."""
    equal = count(probe, compare(measure, "equals", value))
    less, most, more, least = (count(probe, compare(measure, name, value)) for name in ORDERED)
    probe.same(less + equal, most, f"{measure.name} lessThanOrEqualTo {value}:")
    probe.same(more + equal, least, f"{measure.name} greaterThanOrEqualTo {value}:")
    probe.same(less + least, most + more, f"{measure.name} at all, on either side of {value}:")


@promises(
    "A-28", "At an age that customers have, less, equal and greater part those who have one.", uses=(COUNT,)
)
def ages_are_parted_by_an_age(probe: Probe) -> None:
    for measure in offering(probe, {"equals": 1, **ORDERED}, [AGE]):
        low, high = held(probe, measure, 2)
        ordered(probe, measure, low)
        ordered(probe, measure, high)
        most = count(probe, compare(measure, "lessThanOrEqualTo", low))
        below = count(probe, compare(measure, "lessThan", high))
        if most > below:
            probe.broken(f"at least {most} with customerAge lessThan {high}: those up to {low}", f"{below}")


@promises("A-28", "At a balance that somebody has, less, equal and greater part the balances.", uses=(COUNT,))
def balances_are_parted_to_the_cent(probe: Probe) -> None:
    for measure in offering(probe, {"equals": 1, "between": 2, **ORDERED}, [BALANCE]):
        (value,) = held(probe, measure, 1)
        ordered(probe, measure, value)
        if taken(probe, compare(measure, "notEquals", value)) is not None:
            unequal = compare(measure, "notEquals", value, **MISSING)
            complement(probe, compare(measure, "equals", value), unequal, f"balance notEquals {value}")


@promises("A-28", "Balances are compared as numbers: 9000.00 is less than 10000.00.", uses=(COUNT,))
def balances_are_compared_as_numbers(probe: Probe) -> None:
    for measure in offering(probe, {"lessThan": 1, "greaterThan": 1}, [BALANCE]):
        for low, high in (("900.00", "1000.00"), ("9000.00", "10000.00"), ("90000.00", "100000.00")):
            few = count(probe, compare(measure, "lessThan", low))
            many = count(probe, compare(measure, "lessThan", high))
            if few > many:
                probe.broken(f"{few} or more customers with a balance less than {high}", f"{many}")
            many = count(probe, compare(measure, "greaterThan", low))
            few = count(probe, compare(measure, "greaterThan", high))
            if few > many:
                probe.broken(f"{many} or fewer customers with a balance greater than {high}", f"{few}")


def aged(operator: str, low: str, high: str, **more: bool) -> Filter:
    """A comparison of customerAge with as many of the two ages as it takes."""
    return compare(AGE, operator, *([low, high] if operator in PAIRED else [low]), **more)


@promises(
    "A-31",
    "With includeMissingValues a comparison lets through those without a value as well, and nobody else.",
    uses=(COUNT,),
)
def missing_values_are_included_on_demand(probe: Probe) -> None:
    for measure in offering(probe, {"lessThanOrEqualTo": 1, "greaterThan": 1}, [AGE]):
        low, high = held(probe, measure, 2)
        known = [aged("lessThanOrEqualTo", low, high), aged("greaterThan", low, high)]
        missing = count(probe) - count(probe, group("or", *known))
        if not missing:
            probe.not_observable("Every customer has an age, so none is missing.")
        for operator in POSITIVE:
            without = taken(probe, aged(operator, low, high))
            if without is not None:
                got = count(probe, aged(operator, low, high, **MISSING))
                probe.same(without + missing, got, f"customerAge {operator}, or none:")
        for operator in NEGATIVE:
            if taken(probe, aged(operator, low, high)) is not None:
                alone = group("not", *known)
                got = count(probe, group("and", aged(operator, low, high, **MISSING), alone))
                probe.same(missing, got, f"customerAge {operator}, or none, of those who have none:")


@promises(
    "A-31",
    "Without includeMissingValues, or with false, no comparison lets anybody without a value through.",
    uses=(COUNT,),
    severity=SHOULD,
)
def missing_values_are_left_out_otherwise(probe: Probe) -> None:
    for measure in offering(probe, {"lessThanOrEqualTo": 1, "greaterThan": 1}, [AGE]):
        low, high = held(probe, measure, 2)
        nobody = group("not", aged("lessThanOrEqualTo", low, high), aged("greaterThan", low, high))
        for operator in (*POSITIVE, *NEGATIVE):
            alone = taken(probe, aged(operator, low, high))
            if alone is not None:
                got = count(probe, group("and", aged(operator, low, high), nobody))
                probe.same(0, got, f"customerAge {operator} of those who have none:")
                got = count(probe, aged(operator, low, high, includeMissingValues=False))
                probe.same(alone, got, f"customerAge {operator} without includeMissingValues:")
