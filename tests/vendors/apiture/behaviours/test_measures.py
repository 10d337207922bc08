"""Filters as behaviours write them are filters of the contract."""

import pytest

from understudy.vendors.apiture.behaviours.combining import CANDIDATES
from understudy.vendors.apiture.behaviours.measures import (
    AGE,
    BALANCE,
    cents,
    compare,
    composite,
    group,
    sample,
)
from understudy.vendors.apiture.behaviours.selecting import combined


def test_a_group_parts_its_filters():
    """A-32: primitive and composite filters go into their arrays; an array without any is left out."""
    age = compare(AGE, "equals", "40")

    assert {"operator": "or", "primitiveFilters": [age]} == group("or", age)
    assert {"operator": "not", "compositeFilters": [group("or", age)]} == group("not", group("or", age))
    assert group("and", age) == composite(age)
    assert group("or", age) == composite(group("or", age))


@pytest.mark.parametrize("measure", [AGE, BALANCE], ids=lambda measure: measure.name)
def test_samples_rise(measure):
    """A-28: values to compare by are different, and from the lowest to the highest."""
    found = sample(measure, 3)

    assert 3 == len(set(found))
    assert sorted(found, key=float) == found


def test_cents_are_written_as_amounts():
    """Balances have two decimals."""
    assert ["0.05", "1000.00", "999.99"] == [cents(5), cents(100_000), cents(99_999)]


def test_no_two_filters_are_the_same():
    """A-32: three filters that overlap are to be chosen among different ones."""
    assert [] == [each for at, each in enumerate(CANDIDATES) if each in CANDIDATES[:at]]
    assert len(combined()) == len({str(each) for each in combined()})
