"""Combinations of filters by and, or and not, wherever they stand (A-32), and their ordinals (A-33)."""

from dataclasses import dataclass

from understudy.conformance.suite import SHOULD, NotObservable, Probe
from understudy.vendors.apiture.behaviours.measures import (
    AGE,
    BALANCE,
    COUNT,
    REGION,
    TYPE,
    Filter,
    compare,
    count,
    group,
    taken,
)
from understudy.vendors.apiture.behaviours.steps import created, fetched, key, refused
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

promises = AUDIENCES.promises

CANDIDATES = (
    compare(AGE, "between", "25", "59"),
    compare(REGION, "in", *REGION.values[:26]),
    compare(BALANCE, "greaterThan", "5000.00"),
    compare(BALANCE, "lessThan", "25000.00"),
    compare(AGE, "lessThan", "40"),
    compare(TYPE, "equals", "retail"),
    compare(AGE, "greaterThan", "50"),
    compare(REGION, "in", "NC", "SC", "GA", "FL"),
    compare(BALANCE, "greaterThan", "250000.00"),
)


PAIRS = 3  # of three filters


@dataclass(frozen=True, slots=True)
class Three:
    """Three filters that overlap, and how many satisfy them: `every` customer, each, and all of some."""

    filters: tuple[Filter, Filter, Filter]
    every: int
    a: int
    b: int
    c: int
    ab: int
    ac: int
    bc: int
    abc: int

    @property
    def any(self) -> int:
        """How many satisfy at least one, by inclusion and exclusion."""
        return self.a + self.b + self.c - self.ab - self.ac - self.bc + self.abc


def three(probe: Probe) -> Three:
    """Three filters of which each pair has some customers in common, but not all; else NotObservable."""
    every, chosen, sizes = count(probe), list[Filter](), list[int]()
    pairs = list[int]()
    for candidate in CANDIDATES:
        size = taken(probe, candidate)
        if size is None or not 0 < size < every:
            continue
        shared = [count(probe, group("and", other, candidate)) for other in chosen]
        if all(0 < both < min(size, known) for both, known in zip(shared, sizes, strict=True)):
            chosen.append(candidate)
            sizes.append(size)
            pairs += shared
        if len(pairs) == PAIRS:
            ab, ac, bc = pairs
            a, b, c = chosen
            first, second, third = sizes
            return Three(
                (a, b, c), every, first, second, third, ab, ac, bc, count(probe, group("and", a, b, c))
            )
    raise NotObservable("No three filters of the public types overlap among this institution's customers.")


@promises("A-32", "`and` of filters finds no customer that one of them alone does not.", uses=(COUNT,))
def and_is_no_more_than_each(probe: Probe) -> None:
    found: list[tuple[Filter, int]] = []
    for candidate in CANDIDATES:
        alone = taken(probe, candidate)
        if alone is None:
            continue
        for other, size in found:
            both = count(probe, group("and", other, candidate))
            if both > min(size, alone):
                probe.broken(f"at most {min(size, alone)} customers, as one filter finds alone", f"{both}")
        found = [*found, (candidate, alone)][-2:]
    if not found:
        probe.not_observable("None of the public filter types is known here.")


@promises("A-32", "`or` of filters finds each customer whom at least one of them finds, once.", uses=(COUNT,))
def or_is_the_union(probe: Probe) -> None:
    known = three(probe)
    a, b, c = known.filters
    either = known.a + known.b - known.ab
    probe.same(either, count(probe, group("or", a, b)), "customers of one or the other:")
    probe.same(known.any, count(probe, group("or", a, b, c)), "customers of any of three filters:")
    probe.same(known.a, count(probe, group("or", a)), "customers of the only filter:")


@promises("A-32", "`not` finds exactly the customers whom none of its filters finds.", uses=(COUNT,))
def not_is_none_of_them(probe: Probe) -> None:
    known = three(probe)
    a, b, c = known.filters
    probe.same(known.every - known.a, count(probe, group("not", a)), "customers not of the only filter:")
    neither = known.every - (known.a + known.b - known.ab)
    probe.same(neither, count(probe, group("not", a, b)), "customers of neither filter:")
    probe.same(known.every - known.any, count(probe, group("not", a, b, c)), "customers of none of three:")
    probe.same(0, count(probe, group("and", a, group("not", a))), "customers of a filter and not of it:")


@promises("A-32", "A filter may contain others: each group is decided before it is joined.", uses=(COUNT,))
def groups_are_decided_first(probe: Probe) -> None:
    known = three(probe)
    a, b, c = known.filters
    expected = known.ab + known.ac - known.abc
    probe.same(expected, count(probe, group("and", a, group("or", b, c))), "customers of a and (b or c):")
    expected = known.a + known.bc - known.abc
    probe.same(expected, count(probe, group("or", a, group("and", b, c))), "customers of a or (b and c):")
    got = count(probe, group("not", a, group("and", b, c)))
    probe.same(known.every - expected, got, "customers of neither a nor (b and c):")
    expected = known.a - known.ab - known.ac + known.abc
    got = count(probe, group("and", a, group("not", b, c)))
    probe.same(expected, got, "customers of a and of neither b nor c:")
    expected = known.every - known.a + known.ab
    got = count(probe, group("or", b, group("not", a)))
    probe.same(expected, got, "customers of b, or not of a:")


@promises("A-32", "Groups alone, without a primitive filter beside them, are joined as well.", uses=(COUNT,))
def groups_need_no_primitive_beside_them(probe: Probe) -> None:
    known = three(probe)
    a, b, c = (group("or", each) for each in known.filters)
    probe.same(known.abc, count(probe, group("and", a, b, c)), "customers of three groups:")
    probe.same(known.any, count(probe, group("or", a, b, c)), "customers of any of three groups:")
    probe.same(known.every - known.any, count(probe, group("not", a, b, c)), "customers of no group:")


@promises(
    "A-32", "Groups are decided however deep they stand; not of not is the filter itself.", uses=(COUNT,)
)
def deep_groups_count(probe: Probe) -> None:
    known = three(probe)
    a, b, c = known.filters
    probe.same(known.a, count(probe, group("not", group("not", a))), "customers of not not a:")
    deep = group("and", b, group("not", group("and", a, group("or", b, group("not", c)))))
    expected = known.b - known.ab
    probe.same(expected, count(probe, deep), "customers of b, not of (a and (b or not c)):")
    deep = group("and", a, group("or", b, group("and", c, group("not", group("or", a)))))
    probe.same(known.ab, count(probe, deep), "customers of a and (b or (c and not a)):")
    deep = group("and", a, group("or", b, group("and", c, group("or", a, group("and", b)))))
    expected = known.ab + known.ac - known.abc
    probe.same(expected, count(probe, deep), "customers of a and (b or (c and (a or b))):")


@promises("A-32", "Filters without an operator are joined by and.", uses=(COUNT,), severity=SHOULD)
def and_is_the_default(probe: Probe) -> None:
    known = three(probe)
    filters = group("and", *known.filters)
    del filters["operator"]
    probe.same(known.abc, count(probe, filters), "customers of three filters without an operator:")


@promises("A-33", "Ordinals, from 0 to 200, never change who satisfies the filters.", uses=(COUNT,))
def ordinals_only_sort(probe: Probe) -> None:
    known = three(probe)
    a, b, c = known.filters
    for first, second, third in ((0, 1, 2), (200, 100, 0), (7, 7, 7)):
        nested = {**group("or", {**b, "ordinal": third}, {**c, "ordinal": first}), "ordinal": second}
        got = count(probe, {**group("and", {**a, "ordinal": first}, nested), "ordinal": third})
        expected = known.ab + known.ac - known.abc
        probe.same(expected, got, f"customers with the ordinals {first}, {second}, {third}:")
        got = count(probe, group("not", {**a, "ordinal": second}, {**b, "ordinal": first}))
        expected = known.every - known.a - known.b + known.ab
        probe.same(expected, got, f"customers of neither, with the ordinals {second} and {first}:")


@promises("A-33", "An ordinal below 0 or above 200 is refused.", uses=(COUNT,))
def ordinals_have_limits(probe: Probe) -> None:
    for candidate in CANDIDATES:
        if taken(probe, {**candidate, "ordinal": 200}) is not None:
            for ordinal in (-1, 201):
                answer = probe.call(COUNT, json=group("and", {**candidate, "ordinal": ordinal}))
                refused(answer, f"the ordinal {ordinal}")
            return
    probe.not_observable("None of the public filter types is known here.")


@promises(
    "A-33",
    "An audience keeps its filters as they were given, ordinals included.",
    uses=("createCustomerAudience", "getCustomerAudience", COUNT),
    severity=SHOULD,
)
def filters_are_kept(probe: Probe) -> None:
    a, b, c = three(probe).filters
    nested = group("or", {**b, "ordinal": 9}, c)
    filters = group("and", {**a, "ordinal": 200, "includeMissingValues": True}, nested)
    answer = created(probe, filters=filters)
    probe.same(filters, probe.member(answer, "/filters"), "filters", pointer="/filters")
    probe.same(
        filters, probe.member(fetched(probe, key(probe, answer)), "/filters"), "filters", pointer="/filters"
    )
