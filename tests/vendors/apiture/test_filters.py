"""The filter dialect: what it finds, and what it refuses."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests.vendors.apiture.desk import CAMPAIGN, filter_of, seeded
from tests.vendors.apiture.naive import holds
from tests.vendors.apiture.trees import trees

from understudy.errors import Problem
from understudy.vendors.apiture.filters import MAX_CONDITIONS, MAX_VALUES, compile_filters
from understudy.world.criteria import MEASURES, All

AGE_35_TO_49 = filter_of("customerAge", "between", "35", "49")


def found(filters, view, **more):
    """The numbers of the people that a filter tree finds at TIBURON."""
    customers = view.institutions["TIBURON"].customers
    return customers.members(compile_filters(filters, view, **more), view.now.date()).numbers.to_list()


def faults(filters, view, **more):
    """The causes for which a filter tree is refused, as (pointer, message)."""
    with pytest.raises(Problem) as refused:
        compile_filters(filters, view, **more)
    assert (422, "invalidAnalyticFilter") == (refused.value.status, refused.value.code)
    return [(cause.pointer, cause.message) for cause in refused.value.causes]


def one(primitive):
    """A composite of one."""
    return {"primitiveFilters": [primitive]}


@settings(max_examples=settings.default.max_examples * 3 // 2)
@given(tree=trees())
def test_filters_mean_what_a_plain_reading_says(tree):
    """A-28, A-29, A-31, A-32: any valid tree finds exactly whom a row-by-row reading of its JSON finds."""
    view = seeded().view(1)
    rows = view.institutions["TIBURON"].customers.frame.to_dicts()

    expected = sorted(row["number"] for row in rows if holds(tree, row, view.now.date()))

    assert expected == found(tree, view)


def test_the_documented_example_is_understood(view):
    """A-32: the page's example, an `or` over two primitives and an `and`, finds whom its prose describes."""
    tree = {
        "operator": "or",
        "primitiveFilters": [filter_of("customerType", "equals", "retail"), AGE_35_TO_49],
        "compositeFilters": [
            {
                "operator": "and",
                "ordinal": 2,
                "primitiveFilters": [
                    filter_of("customerRegion", "in", "NC", "SC", "GA", "FL"),
                    filter_of("accountBalance", "greaterThan", "250000.00"),
                ],
            }
        ],
    }
    customers = view.institutions["TIBURON"].customers
    retail = customers.frame.filter(customers.frame["customer_type"] == "retail")["number"].to_list()

    assert set(retail) <= set(found(tree, view))


@pytest.mark.parametrize(
    ("primitive", "wanted"),
    [
        (filter_of("customerAge", "equals", "30", "31"), "1"),
        (filter_of("customerAge", "between", "30"), "2"),
        (filter_of("customerAge", "notBetween", "30", "31", "32"), "2"),
        (filter_of("customerRegion", "in", "NC"), "at least 2"),
        (filter_of("customerRegion", "notIn", "NC"), "at least 2"),
        (filter_of("customerSince", "before"), "1"),
    ],
)
def test_an_operator_takes_its_number_of_values(view, primitive, wanted):
    """A-28: one value, two for ranges, at least two for sets; anything else is refused at the values."""
    pointer, message = faults(one(primitive), view)[0]

    assert "/filters/primitiveFilters/0/values" == pointer
    assert f"takes {wanted} value(s)" in message


def test_not_in_takes_more_than_two_unless_told_otherwise(view):
    """A-28: `notIn` takes two or more values; with the strict setting exactly two, as the page has it."""
    tree = one(filter_of("customerRegion", "notIn", "NC", "SC", "GA"))

    assert found(tree, view)
    assert faults(tree, replace(view, settings={"strict_not_in": True}))


def test_before_and_after_include_the_day(view):
    """A-29: `before` is on or before, `after` on or after; between includes both ends."""
    customers = view.institutions["TIBURON"].customers
    day = customers.frame["customer_since"].drop_nulls().sort()[100].isoformat()
    on = set(found(one(filter_of("customerSince", "equals", day)), view))

    for operator, values in (("before", [day]), ("after", [day]), ("between", [day, day])):
        assert on
        assert on <= set(found(one(filter_of("customerSince", operator, *values)), view))


def test_faults_in_a_primitive_are_named(view):
    """A-30, A-34: unknown types, operators not offered and unreadable values are told one by one."""
    tree = {
        "primitiveFilters": [
            {"filterType": {"id": "no-such-type"}, "operator": "equals", "values": ["x"]},
            filter_of("customerAge", "before", "2020-01-01"),
            filter_of("accountBalance", "in", "1.00", "2.00"),
            filter_of("customerRegion", "in", "NC", "Bavaria"),
        ],
        "compositeFilters": [one(filter_of("customerSince", "equals", "2025-02-30"))],
    }

    assert [
        "/filters/primitiveFilters/0/filterType/id",
        "/filters/primitiveFilters/1/operator",
        "/filters/primitiveFilters/1/values/0",
        "/filters/primitiveFilters/2/operator",
        "/filters/primitiveFilters/3/values/1",
        "/filters/compositeFilters/0/primitiveFilters/0/values/0",
    ] == [pointer for pointer, _ in faults(tree, view)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("customerAge", "1"),
        ("customerAge", "151"),
        ("customerAge", "0030"),
        ("customerAge", "٣٠"),
        ("accountBalance", "250000.0"),
        ("accountBalance", "1e3"),
        ("accountBalance", "1000000000.00"),
        ("totalAssets", "-0.01"),
        ("customerType", "Retail"),
        ("customerSince", "2025-1-1"),
        ("mobileUser", "yes"),
    ],
)
def test_values_keep_to_their_type(view, name, text):
    """A-30: a value must be written as its type wants and lie within the type's limits."""
    [(pointer, message)] = faults(one(filter_of(name, "equals", text)), view)

    assert "/filters/primitiveFilters/0/values/0" == pointer
    assert message.startswith(name)


def test_a_range_is_not_upside_down(view):
    """A-34: a first value above the second is refused."""
    assert (
        "/filters/primitiveFilters/0/values"
        == faults(one(filter_of("customerAge", "between", "49", "35")), view)[0][0]
    )


def test_names_and_ordinals_change_nothing(view):
    """A-30, A-33: the name of a filter type is for information, an ordinal for sorting."""
    plain = found(one(AGE_35_TO_49), view)
    dressed = {**AGE_35_TO_49, "ordinal": 200}
    dressed["filterType"] = {**AGE_35_TO_49["filterType"], "name": "accountBalance"}

    assert plain == found(one(dressed), view)


@pytest.mark.parametrize("alias", ["3752cfec9b06fae15c9e", "6b3927745edec398ad76"])
def test_the_age_has_three_ids(view, alias):
    """A-30: the three ids that the pages give customerAge are one filter type (X-24)."""
    assert found(one(AGE_35_TO_49), view) == found(one({**AGE_35_TO_49, "filterType": {"id": alias}}), view)


def test_missing_values_are_left_out_unless_asked_for(view):
    """A-31: a person without the measure matches no operator, and every one with includeMissingValues."""
    frame = view.institutions["TIBURON"].customers.frame
    ageless = set(frame.filter(frame["birth_ymd"].is_null())["number"].to_list())

    for operator in ("equals", "notEquals"):
        without = found(one(filter_of("customerAge", operator, "40")), view)
        with_them = found(one(filter_of("customerAge", operator, "40", includeMissingValues=True)), view)
        assert ageless
        assert set() == ageless & set(without)
        assert ageless == set(with_them) - set(without)


@pytest.mark.parametrize(
    "empty", [{}, {"operator": "or"}, {"compositeFilters": []}, {"compositeFilters": [{}]}]
)
def test_a_composite_holds_something(view, empty):
    """A-32: a composite filter without any filter is refused."""
    assert faults(empty, view)


def test_filters_nest_ten_deep(view):
    """A-32: ten levels are read, the eleventh is refused; a hundred are refused just the same."""

    def nested(levels):
        tree = one(AGE_35_TO_49)
        for _ in range(levels - 1):
            tree = {"compositeFilters": [tree]}
        return tree

    assert found(one(AGE_35_TO_49), view) == found(nested(10), view)
    assert 1 == len(faults(nested(11), view))
    assert 1 == len(faults(nested(100), view))


def test_abuse_is_refused_in_few_words(view):
    """A-34: at most 128 causes are told, and trees beyond all use are refused unread."""
    wrong = one(filter_of("customerRegion", "in", *["Bavaria"] * 1_000))
    many = {"primitiveFilters": [AGE_35_TO_49] * (MAX_CONDITIONS + 1)}
    wide = {
        "primitiveFilters": [filter_of("customerRegion", "in", *["NC"] * 1_000)] * (MAX_VALUES // 1_000 + 1)
    }

    assert 128 == len(faults(wrong, view))
    assert 1 == len(faults(many, view))
    assert 1 == len(faults(wide, view))


def test_a_thousand_values_are_fine(view):
    """A-30: a filter may have a thousand values."""
    nc = found(one(filter_of("customerRegion", "equals", "NC")), view)

    assert nc == found(one(filter_of("customerRegion", "in", *["NC"] * 1_000)), view)


def test_engagement_belongs_to_a_campaign(view):
    """A-17: measures of engagement are refused without a campaign, and count that campaign's with one."""
    tree = one(filter_of("campaignImpressions", "greaterThan", "0"))

    assert faults(tree, view)
    assert found(tree, view, campaign=CAMPAIGN)
    assert found(tree, view, campaign=CAMPAIGN) != found(tree, view, campaign="4c0d9e6fb21a")


def test_every_filter_type_can_be_asked(view):
    """A-30: each type in the fixtures names a measure that exists, and offers only operators it has."""
    types = list(view.documents.scan("apiture/filterTypes"))

    assert 14 == len(types)
    assert MEASURES.keys() - {"enrollment"} == {kind.body["measure"] for kind in types}
    for kind in types:
        values = {"integer": "5", "decimal": "5.00", "date": "2025-05-05"}
        value = values.get(kind.body["dataType"]) or kind.body["choices"][0]
        for operator in kind.body["operators"]:
            count = 2 if operator in ("between", "notBetween", "in", "notIn") else 1
            node = {"filterType": {"id": kind.id}, "operator": operator, "values": [value] * count}
            assert All() != compile_filters(one(node), view, campaign=CAMPAIGN)
