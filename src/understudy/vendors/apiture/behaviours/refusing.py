"""Filters that make no sense, and how they are refused (A-28, A-30, A-32, A-34)."""

from collections.abc import Iterator

from understudy.conformance.suite import SHOULD, NotObservable, Probe
from understudy.vendors.apiture.behaviours.measures import (
    AGE,
    BALANCE,
    COUNT,
    MEASURES,
    REGION,
    TYPE,
    Filter,
    Measure,
    compare,
    composite,
    count,
    criteria,
    group,
    offering,
    sample,
    taken,
)
from understudy.vendors.apiture.behaviours.steps import UNKNOWN, found, refused, word
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

promises = AUDIENCES.promises

CREATE = "createCustomerAudience"
LIST = "listCustomerAudiences"

ONE = (
    "equals",
    "notEquals",
    "lessThan",
    "lessThanOrEqualTo",
    "greaterThan",
    "greaterThanOrEqualTo",
    "before",
    "after",
)
RANGES = ("between", "notBetween")
SETS = ("in", "notIn")


def any_filter(probe: Probe) -> Filter:
    """A filter that the target takes; NotObservable when it takes none that is public."""
    for measure in MEASURES:
        for operator, most in (("equals", 1), ("between", 2), ("in", 2), ("greaterThan", 1)):
            filters = compare(measure, operator, *sample(measure, most))
            if taken(probe, filters) is not None:
                return filters
    raise NotObservable("None of the public filter types is known here.")


def arities(probe: Probe, operators: tuple[str, ...], good: int, *bad: int) -> None:
    """Broken when one of the operators is taken with a bad number of values by a type that offers it."""
    none = True
    for measure in (AGE, BALANCE, TYPE, REGION):
        for operator in operators:
            if taken(probe, compare(measure, operator, *sample(measure, good))) is None:
                continue
            none = False
            for number in bad:
                wrong = compare(measure, operator, *sample(measure, number))
                answer = probe.call(COUNT, json=composite(wrong))
                refused(answer, f"{measure.name} {operator} with {number} values")
    if none:
        probe.not_observable(f"No public filter type takes any of {', '.join(operators)} here.")


@promises("A-28", "equals, notEquals and the ordering operators take exactly one value.", uses=(COUNT,))
def one_value_is_compared_with(probe: Probe) -> None:
    arities(probe, ONE, 1, 0, 2)


@promises("A-28", "between and notBetween take exactly two values.", uses=(COUNT,))
def a_range_has_two_ends(probe: Probe) -> None:
    arities(probe, RANGES, 2, 1, 3)


@promises("A-28", "in and notIn take at least two values.", uses=(COUNT,))
def a_set_has_two_values_or_more(probe: Probe) -> None:
    arities(probe, SETS, 2, 0, 1)


@promises("A-28", "`in` takes three values, and four.", uses=(COUNT,))
def a_set_may_have_many_values(probe: Probe) -> None:
    for measure in offering(probe, {"in": 2}, [AGE, REGION]):
        for number in (3, 4):
            count(probe, compare(measure, "in", *sample(measure, number)))


@promises("A-30", "The id tells the filter type; its name, right or wrong, changes nothing.", uses=(COUNT,))
def the_name_of_a_filter_type_is_informational(probe: Probe) -> None:
    filters = any_filter(probe)
    expected = count(probe, filters)
    for name in ("customerAge", "accountBalance", "no such filter type"):
        got = count(probe, {**filters, "filterType": {**filters["filterType"], "name": name}})
        probe.same(expected, got, f"customers with the filter type named {name}:")


@promises("A-30", "A filter has a filter type with an id, an operator and values.", uses=(COUNT,))
def a_filter_has_three_parts(probe: Probe) -> None:
    filters = any_filter(probe)
    nameless = {**filters, "filterType": {"name": "customerAge"}}
    refused(probe.call(COUNT, json=composite(nameless)), "a filter type without an id")
    for part in ("filterType", "operator", "values"):
        rest = {name: value for name, value in filters.items() if name != part}
        refused(probe.call(COUNT, json={"primitiveFilters": [rest]}), f"a filter without {part}")


@promises("A-30", "A filter has at most 1,000 values, each of at most 200 characters.", uses=(COUNT,))
def values_are_limited(probe: Probe) -> None:
    for measure in offering(probe, {"in": 2}):
        many = (sample(measure, 2) * 501)[:1_001]
        refused(probe.call(COUNT, json=composite(compare(measure, "in", *many))), "1,001 values")
        long = [*sample(measure, 2), "x" * 201]
        refused(probe.call(COUNT, json=composite(compare(measure, "in", *long))), "a value of 201 characters")


@promises(
    "A-30", "A filter type takes no operator but its own: a type of customer is not less than another.",
    uses=(COUNT,), severity=SHOULD,
)  # fmt: skip
def operators_are_those_of_the_type(probe: Probe) -> None:
    for measure in offering(probe, {"equals": 1}, [TYPE, REGION]):
        for operator in ("lessThan", "greaterThanOrEqualTo", "before", "after"):
            wrong = compare(measure, operator, measure.values[0])
            refused(probe.call(COUNT, json=composite(wrong)), f"{measure.name} {operator}")
        wrong = compare(measure, "between", *sample(measure, 2))
        refused(probe.call(COUNT, json=composite(wrong)), f"{measure.name} between")


def empties(filters: Filter) -> Iterator[tuple[str, Filter]]:
    """Composite filters that break a limit of their arrays, and what is wrong with them."""
    nested = group("or", filters)
    yield "no primitive filter in primitiveFilters", {**group("and", nested), "primitiveFilters": []}
    yield "101 primitive filters", group("or", *[filters] * 101)
    yield "101 nested filters", group("or", *[nested] * 101)
    yield "a nested filter without any filter", group("and", filters, {"operator": "and"})
    yield (
        "a nested filter with two empty arrays",
        group("and", filters, {"operator": "and", "primitiveFilters": [], "compositeFilters": []}),
    )


@promises(
    "A-32",
    "A group has 1 to 100 primitive filters and up to 100 groups, but one filter at least.",
    uses=(COUNT,),
)
def groups_have_limits(probe: Probe) -> None:
    filters = any_filter(probe)
    expected = count(probe, filters)
    for what, wrong in empties(filters):
        refused(probe.call(COUNT, json=wrong), what)
    probe.same(expected, count(probe, group("or", *[filters] * 100)), "customers of 100 equal filters:")
    nested = [group("or", filters)] * 100
    probe.same(expected, count(probe, group("and", *nested)), "customers of 100 equal groups:")
    probe.same(expected, count(probe, {**composite(filters), "compositeFilters": []}), "customers:")


@promises("A-32", "Nothing but and, or and not joins filters.", uses=(COUNT,))
def operators_are_and_or_not(probe: Probe) -> None:
    filters = any_filter(probe)
    for operator in ("xor", "nor", "AND", "", "equals"):
        refused(probe.call(COUNT, json=group(operator, filters)), f"the composite operator `{operator}`")


@promises("A-32", "Filters may be nested ten deep; deeper is answered 422.", uses=(COUNT,), severity=SHOULD)
def nesting_ends_at_ten(probe: Probe) -> None:
    filters = any_filter(probe)
    expected, deep = count(probe, filters), composite(filters)
    for _ in range(9):
        deep = group("and", deep)
    probe.same(expected, count(probe, deep), "customers of a filter ten deep:")
    refused(probe.call(COUNT, json=group("and", deep)), "filters nested eleven deep", 422)


def faults() -> Iterator[tuple[Measure, str, Filter]]:
    """Filters that the schema lets pass though they make no sense, by measure, with what is wrong."""
    yield AGE, "an age that is no number", compare(AGE, "between", "young", "old")
    yield AGE, "a range from high to low", compare(AGE, "between", "49", "35")
    yield AGE, "an age of 35.5", compare(AGE, "greaterThan", "35.5")
    yield AGE, "a negative age", compare(AGE, "greaterThan", "-1")
    yield AGE, "an age of 10000", compare(AGE, "lessThan", "10000")
    yield BALANCE, "a balance that is no amount", compare(BALANCE, "greaterThan", "plenty")
    yield REGION, "a region that does not exist", compare(REGION, "in", "NC", "ZZ")
    yield TYPE, "a customer type that does not exist", compare(TYPE, "equals", "wholesale")


@promises("A-34", "Values that a filter type cannot have are answered 422.", uses=(COUNT,), severity=SHOULD)
def senseless_values_are_unprocessable(probe: Probe) -> None:
    documented = {
        AGE: compare(AGE, "between", "35", "49"),
        BALANCE: compare(BALANCE, "greaterThan", "250000.00"),
        REGION: compare(REGION, "in", "NC", "SC"),
        TYPE: compare(TYPE, "equals", "retail"),
    }
    known = [measure for measure, filters in documented.items() if taken(probe, filters) is not None]
    if not known:
        probe.not_observable("None of the public filter types is known here.")
    for measure, what, wrong in faults():
        if measure in known:
            refused(probe.call(COUNT, json=composite(wrong)), what, 422)


@promises("A-34", "A filter type that does not exist is answered 422.", uses=(COUNT, CREATE), severity=SHOULD)
def an_unknown_filter_type_is_unprocessable(probe: Probe) -> None:
    wrong = {**any_filter(probe), "filterType": {"id": UNKNOWN, "name": "customerAge"}}
    for filters in (composite(wrong), group("and", any_filter(probe), group("or", wrong))):
        refused(probe.call(COUNT, json=filters), "a filter type that does not exist", 422)
        answer = probe.call(CREATE, json={"name": probe.unique(), **criteria(filters)})
        refused(answer, "an audience with a filter type that does not exist", 422)


@promises("A-34", "Each fault in the filters is a problem of its own.", uses=(COUNT,), severity=SHOULD)
def each_fault_is_a_problem(probe: Probe) -> None:
    filters = any_filter(probe)
    wrong = {**filters, "filterType": {"id": UNKNOWN}}
    for faulty, number in ((group("and", wrong, filters), 1), (group("or", wrong, group("and", wrong)), 2)):
        answer = probe.call(COUNT, json=faulty)
        refused(answer, f"{number} faults in the filters", 422)
        problems = probe.member(answer, "/problems")
        probe.same(number, len(problems), "problems:", pointer="/problems")


@promises("A-34", "No audience is made of filters that cannot be counted.", uses=(CREATE, COUNT, LIST))
def an_audience_has_filters_that_make_sense(probe: Probe) -> None:
    filters, term = any_filter(probe), word(probe)
    before = len(found(probe, {"q": term}))
    wrong = [
        ("no filter at all", {}),
        ("two empty arrays", {"operator": "and", "primitiveFilters": [], "compositeFilters": []}),
        ("equals with two values", composite({**filters, "operator": "equals", "values": ["2", "3"]})),
        *empties(filters),
    ]
    for what, faulty in wrong:
        body = {"name": f"Filters {term}", **criteria(filters), "filters": faulty}
        refused(probe.call(CREATE, json=body), what)
    probe.same(before, len(found(probe, {"q": term})), "audiences of this name:", pointer="/items")
