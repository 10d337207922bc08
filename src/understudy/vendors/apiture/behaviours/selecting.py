"""The customers whom an audience's filters select: as many as counted, and the right ones (A-28, A-32)."""

from understudy.conformance.suite import NotObservable, Probe
from understudy.vendors.apiture.behaviours.measures import (
    AGE,
    BALANCE,
    COUNT,
    MEASURES,
    MISSING,
    REGION,
    TYPE,
    Filter,
    compare,
    composite,
    count,
    criteria,
    group,
    sample,
    taken,
)
from understudy.vendors.apiture.behaviours.steps import created, key
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

promises = AUDIENCES.promises

CREATE, PATCH = "createCustomerAudience", "patchCustomerAudience"
PAGE = "listCustomerAudienceCustomers"

OPERATORS = {
    **dict.fromkeys(("equals", "notEquals", "lessThan", "lessThanOrEqualTo"), 1),
    **dict.fromkeys(("greaterThan", "greaterThanOrEqualTo"), 1),
    **dict.fromkeys(("between", "notBetween", "in", "notIn"), 2),
}

FEW = 5_000
"""As many customers are fetched to be compared one by one."""


@promises(
    "A-28",
    "An audience has as many customers as its filter counts, whatever its operator.",
    uses=(CREATE, COUNT),
)
def audiences_compare_as_counts_do(probe: Probe) -> None:
    none = True
    for number, (operator, most) in enumerate(OPERATORS.items()):
        for measure in MEASURES:
            more = MISSING if number % 2 else {}
            filters = compare(measure, operator, *sample(measure, most), **more)
            expected = taken(probe, filters)
            if expected is not None:
                none = False
                answer = created(probe, filters=composite(filters))
                got = probe.member(answer, "/customerCount")
                probe.same(
                    expected, got, f"customers with {measure.name} {operator}:", pointer="/customerCount"
                )
    if none:
        probe.not_observable("None of the public filter types is known here.")


def combined() -> list[Filter]:
    """Composite filters of the types that the vendor's examples use, each in the way that they do."""
    age, region = compare(AGE, "between", "25", "59"), compare(REGION, "in", *REGION.values[:26])
    balance, kind = compare(BALANCE, "greaterThan", "5000.00"), compare(TYPE, "equals", "retail")
    return [
        group("and", age, region),
        group("or", age, region, balance),
        group("not", age, balance),
        group("or", kind, age, {**group("and", region, balance), "ordinal": 2}),
        group("and", {**region, "ordinal": 200}, group("not", age), group("or", balance, group("not", kind))),
        group("not", group("or", age, region), group("not", kind)),
    ]


@promises(
    "A-32",
    "An audience has as many customers as its combined filters count, new or patched.",
    uses=(CREATE, PATCH, COUNT),
)
def audiences_combine_as_counts_do(probe: Probe) -> None:
    expected = [taken(probe, filters) for filters in combined()]
    if None in expected:
        probe.not_observable("Not all of the public filter types are known here.")
    audience = ""
    for filters, several in zip(combined(), expected, strict=True):
        answer = created(probe, filters=filters)
        audience = audience or key(probe, answer)
        got = probe.member(answer, "/customerCount")
        probe.same(several, got, "customers of a new audience:", pointer="/customerCount")
    for filters, several in zip(combined(), expected, strict=True):
        answer = probe.expect(probe.call(PATCH, audience, json={"filters": filters}), 200)
        got = probe.member(answer, "/customerCount")
        probe.same(several, got, "customers after the patch:", pointer="/customerCount")


def narrow(probe: Probe) -> Filter:
    """A range of ages that a few customers have, so that they can be fetched; else NotObservable."""
    low, high = 18, 90
    filters = compare(AGE, "between", f"{low}", f"{high}")
    several = taken(probe, filters)
    while several and several > FEW and low < high:
        high = (low + high) // 2
        filters = compare(AGE, "between", f"{low}", f"{high}")
        several = count(probe, filters)
    if not several or several > FEW:
        raise NotObservable(f"No range of ages from {low} has between 1 and {FEW:,} customers.")
    return filters


def selected(probe: Probe, filters: Filter) -> set[str]:
    """The dataCustomerIds of those whom an audience with the filters has; it is made for that."""
    audience = key(
        probe, probe.expect(probe.call(CREATE, json={"name": probe.unique(), **criteria(filters)}), 201)
    )
    page = probe.expect(probe.call(PAGE, audience, query={"limit": f"{FEW}"}), 200)
    return {item["dataCustomerId"] for item in probe.member(page, "/items")}


@promises(
    "A-32",
    "The customers of joined filters are the intersection, the union, or the rest, one by one.",
    uses=(CREATE, PAGE, COUNT),
)
def members_are_intersection_union_and_rest(probe: Probe) -> None:
    base = narrow(probe)
    a = compare(REGION, "in", *REGION.values[:26])
    b = compare(BALANCE, "greaterThan", "5000.00")
    if taken(probe, a) is None or taken(probe, b) is None:
        probe.not_observable("Not all of the public filter types are known here.")
    every, some, others = (selected(probe, group("and", base, *more)) for more in ((), (a,), (b,)))
    probe.same(count(probe, base), len(every), "customers of these ages:", pointer="/items")
    for what, operator, expected in (
        ("both filters", "and", some & others),
        ("either filter", "or", some | others),
        ("neither filter", "not", every - some - others),
    ):
        got = selected(probe, group("and", base, group(operator, a, b)))
        if wrong := sorted(expected ^ got):
            probe.broken(
                f"the {len(expected)} customers of {what}",
                f"{len(got)}, wrong about {len(wrong)} of them, {wrong[0]} among them",
                pointer="/items",
            )


@promises(
    "A-29",
    "Those in a range of ages and those outside are two halves of those who have an age.",
    uses=(CREATE, PAGE, COUNT),
)
def members_are_in_a_range_or_outside(probe: Probe) -> None:
    base = group("and", narrow(probe), compare(REGION, "in", *REGION.values[:26]))
    for operator in ("between", "notBetween", "equals", "notEquals"):
        if taken(probe, compare(AGE, operator, *sample(AGE, OPERATORS[operator]))) is None:
            probe.not_observable(f"customerAge cannot be compared by {operator} here.")
    every = selected(probe, base)
    for inside, outside in (("between", "notBetween"), ("equals", "notEquals")):
        values = [*sample(AGE, OPERATORS[inside])]
        some = selected(probe, group("and", base, compare(AGE, inside, *values)))
        rest = selected(probe, group("and", base, compare(AGE, outside, *values)))
        if every - some != rest:
            probe.broken(f"the {len(every - some)} not {inside} {values}", f"{len(rest)}", pointer="/items")
