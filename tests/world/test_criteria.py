"""Criteria: the compiled expressions say of every person what plain Python says."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world.naive import age, engagement, matches, people, rows
from tests.world.strategies import comparisons, criteria, days
from understudy.world.criteria import MEASURES, All, Any, Compare, Criterion, Not
from understudy.world.members import Members

TODAY = date(2026, 1, 15)


def found(criterion: Criterion, today: date = TODAY) -> Members:
    return people().members(criterion, today)


def expected(criterion: Criterion, today: date = TODAY) -> Members:
    return Members(row["number"] for row in rows() if matches(row, criterion, today))


@given(criteria, days)
def test_random_trees_agree_with_plain_python(criterion, today):
    """A-28 to A-32: any tree of any depth selects exactly the people whom the naive evaluator selects."""
    assert expected(criterion, today) == found(criterion, today)


@given(comparisons(), days)
def test_single_comparisons_agree_with_plain_python(criterion, today):
    """A-28, A-29: every operator of every measure, at values which people have and just beside them."""
    assert expected(criterion, today) == found(criterion, today)


@settings(max_examples=settings.default.max_examples // 3)
@given(comparisons())
def test_missing_values_are_in_or_out_whatever_the_operator(criterion):
    """A-31: with `missing`, those who lack the measure are in; without, out; nobody else is affected."""
    measure = Compare(criterion.measure, criterion.operator, criterion.values, False, criterion.campaign)
    including = Compare(criterion.measure, criterion.operator, criterion.values, True, criterion.campaign)
    lacking = Members(row["number"] for row in rows() if _lacks(row, criterion))

    assert 0 == len(found(measure).intersection(lacking))
    assert found(including) == found(measure).union(lacking)


@settings(max_examples=settings.default.max_examples // 3)
@given(comparisons())
def test_not_includes_who_lacks_the_measure(criterion):
    """Under `not` a missing value makes the comparison false, so the person is included."""
    plain = Compare(criterion.measure, criterion.operator, criterion.values, False, criterion.campaign)
    lacking = Members(row["number"] for row in rows() if _lacks(row, criterion))

    assert lacking == found(Not((plain,))).intersection(lacking)


@given(st.lists(criteria, max_size=3).map(tuple))
def test_not_is_neither_nor(children):
    """A-32: `not` is true exactly where `or` is false."""
    everybody = Members(range(people().size))

    assert everybody.difference(found(Any(children))) == found(Not(children))


def test_without_children():
    """All of nothing is true, any of nothing false, none of nothing true."""
    everybody = Members(range(people().size))

    assert everybody == found(All()) == found(Not())
    assert Members() == found(Any())
    assert 0 == people(0).count(All(), TODAY).rows


@given(st.dates(date(1930, 1, 1), date(2024, 1, 1)), days)
def test_a_year_counts_once_its_day_has_come(born, today):
    """customerAge is full years on that day, born on 29 February or not."""
    as_digits = (int(f"{today:%Y%m%d}") - int(f"{born:%Y%m%d}")) // 10_000

    assert age(born, today) == as_digits


def test_ages_move_with_the_clock():
    """Whoever is 40 today was not ten years ago, and will not be in ten years."""
    forty = Compare("customer_age", "equals", (40,))
    now = found(forty)

    assert len(now) > 0
    assert 0 == len(now.intersection(found(forty, date(2016, 1, 15))))
    assert now == found(Compare("customer_age", "equals", (50,)), date(2036, 1, 15))


def test_money_is_exact():
    """Decimals are compared in whole cents: one cent more is more."""
    balance = next(row["account_balance"] for row in rows() if (row["account_balance"] or 0) > 10**9 // 7)

    assert 1 <= len(found(Compare("account_balance", "equals", (balance,))))
    assert 0 == len(found(Compare("account_balance", "between", (balance + 1, balance))))
    assert found(Compare("account_balance", "greaterThan", (balance,))) == found(
        Compare("account_balance", "greaterThanOrEqualTo", (balance + 1,))
    )


@pytest.mark.parametrize(
    "measure", [name for name, kind in MEASURES.items() if kind.kind in ("integer", "decimal")]
)
@pytest.mark.parametrize("beyond", [10**13 + 7, -(10**13)])
def test_numbers_beyond_the_column_are_just_bigger(measure, beyond):
    """A value that no column can hold is compared as the number it is."""
    campaign = "spring" if MEASURES[measure].per_campaign else ""
    less = Compare(measure, "lessThan", (beyond,), campaign=campaign)

    assert expected(less) == found(less)


def test_engagement_is_a_pure_function_of_person_and_campaign():
    """Two in five people never saw a campaign; who did, saw it 1 to 40 times and clicked less often."""
    seen = [engagement(row, "campaign_impressions", "spring") for row in rows()]
    clicks = [engagement(row, "campaign_clicks", "spring") for row in rows()]
    reached = [count for count in seen if count is not None]

    assert 0.5 < len(reached) / len(seen) < 0.7
    assert 1 <= min(reached) <= max(reached) <= 40
    assert all(
        click is None if view is None else 0 <= click < view for view, click in zip(seen, clicks, strict=True)
    )
    assert seen != [engagement(row, "campaign_impressions", "summer") for row in rows()]


def test_a_large_tree_is_answered():
    """A hundred comparisons, one with a thousand values, ten levels deep, are answered like any other."""
    tree: Criterion = Compare("account_balance", "in", tuple(range(1_000)))
    for level in range(10):
        leaves = tuple(Compare("customer_age", "greaterThan", (level * 7 + leaf,)) for leaf in range(10))
        tree = (All, Any, Not)[level % 3]((tree, *leaves))

    assert expected(tree) == found(tree)


@pytest.mark.parametrize(
    "arguments",
    [
        ("shoe_size", "equals", (42,)),
        ("customer_type", "between", ("commercial", "retail")),
        ("customer_age", "between", (1,)),
        ("customer_age", "equals", ()),
        ("customer_age", "equals", (1, 2)),
        ("campaign_clicks", "equals", (1,)),
        ("customer_age", "equals", (1,), False, "spring"),
    ],
)
def test_a_comparison_without_sense_is_refused(arguments):
    """An unknown measure, operator or number of values is an error of the program, found at once."""
    with pytest.raises(ValueError):
        Compare(*arguments)


def _lacks(row, criterion) -> bool:
    nothing = Compare(criterion.measure, criterion.operator, criterion.values, False, criterion.campaign)
    everything = Compare(criterion.measure, criterion.operator, criterion.values, True, criterion.campaign)
    return matches(row, nothing, TODAY) != matches(row, everything, TODAY)
