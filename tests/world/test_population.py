"""Counting and paging a population."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world.naive import matches, people, rows
from tests.world.strategies import criteria
from understudy.errors import UsageError
from understudy.world.columns import LARGEST
from understudy.world.criteria import All, Compare
from understudy.world.members import Members
from understudy.world.population import Counts, build_population

TODAY = date(2026, 1, 15)
NAMES = {
    "dataCustomerId": "data_customer_id",
    "customerId": "customer_id",
    "phone": "phone",
    "email": "email",
}

some_people = st.none() | st.sets(st.integers(0, 600), max_size=200).map(Members)


def selected(criterion, among, size=500):
    """The matching rows, by the naive evaluator, in order of data_customer_id."""
    numbers = range(size) if among is None else set(among.numbers)
    return [row for row in rows(size) if row["number"] in numbers and matches(row, criterion, TODAY)]


@given(criteria, some_people)
def test_counts_add_up(criterion, among):
    """A-24: retail + commercial = customers = enrolled + unenrolled, applicants on top, as by hand."""
    found = people().count(criterion, TODAY, among)
    chosen = selected(criterion, among)
    customers = [row for row in chosen if row["enrollment"] != "applicant"]

    assert found.customers == found.retail + found.commercial == found.enrolled + found.unenrolled
    assert found == Counts(
        customers=len(customers),
        retail=sum(row["customer_type"] == "retail" for row in customers),
        commercial=sum(row["customer_type"] == "commercial" for row in customers),
        enrolled=sum(row["enrollment"] == "enrolled" for row in customers),
        unenrolled=sum(row["enrollment"] == "unenrolled" for row in customers),
        applicants=len(chosen) - len(customers),
        rows=len(chosen),
    )


@settings(max_examples=settings.default.max_examples // 2)
@given(criteria, some_people, st.integers(1, 9) | st.integers(10, 100))
def test_paging_visits_each_person_once(criterion, among, limit):
    """A-35, A-36: pages of any size show every matching person once, in order of id, and say when to stop."""
    chosen = selected(criterion, among, 80)
    visited, after, more = [], "", True
    while more:
        page = people(80).page(criterion, TODAY, after=after, limit=limit, among=among)
        visited += page.rows["data_customer_id"].to_list()
        after, more = page.last or after, page.more

        assert len(chosen) == page.count
        assert page.rows.height == limit or not more

    assert [row["data_customer_id"] for row in chosen] == visited


def test_a_page_of_nothing():
    """A-35: limit 0 shows nobody, but the count, and that there would be more."""
    page = people().page(All(), TODAY, limit=0)

    assert (0, None, True, 500) == (page.rows.height, page.last, page.more, page.count)
    assert b"[]" == page.json(NAMES)


def test_going_on_after_somebody_who_is_not_there():
    """A cursor need not be anybody's id: the page starts with the next greater one."""
    ids = [row["data_customer_id"] for row in rows()]
    gone = f"{int(ids[7], 16) + 1:020x}"

    assert ids[8] == people().page(All(), TODAY, after=gone, limit=1).last
    assert ids[0] == people().page(All(), TODAY, after="0" * 20, limit=1).last
    assert people().page(All(), TODAY, after="f" * 20, limit=1).last is None


@pytest.mark.parametrize("after", ["x", "F" * 20, "0" * 19, "0" * 21])
def test_a_cursor_that_is_no_id_is_refused(after):
    """What cannot be an id is an error of the program."""
    with pytest.raises(ValueError, match="no data_customer_id"):
        people().page(All(), TODAY, after=after, limit=1)


def test_the_json_of_a_page_is_its_rows():
    """Written column by column, the JSON is what a serializer would have made of the rows, nulls left out."""
    page = people().page(All(), TODAY, limit=500)
    objects = [
        {name: row[column] for name, column in NAMES.items() if row[column] is not None} for row in rows()
    ]

    assert json.dumps(objects, separators=(",", ":")).encode() == page.json(NAMES)
    assert {1, 2, 3, 4} == {len(item) for item in objects}


@pytest.mark.parametrize(
    "names", [{}, {"customerId": "customer_id"}, {"id": "data_customer_id", "name": "first_name"}]
)
def test_json_needs_plain_columns(names):
    """A column that might need escaping, or a first one that may be null, is refused."""
    page = people().page(All(), TODAY, limit=1, columns=("data_customer_id", "customer_id", "first_name"))

    with pytest.raises(ValueError):
        page.json(names)


def test_other_columns_can_be_paged():
    """A page has the columns asked for, whether stored or derived."""
    page = people().page(All(), TODAY, limit=3, columns=("username", "region"))

    assert ["username", "region"] == page.rows.columns
    assert page.last == rows()[2]["data_customer_id"]


def test_the_total_leaves_out_applicants():
    """A-24: totalCustomerCount is everybody but applicants."""
    everybody = people().count(All(), TODAY)

    assert people().total == everybody.customers == 500 - everybody.applicants


def test_members_are_who_matches():
    """The set of matching people is the one that counting counts."""
    enrolled = Compare("enrollment", "equals", ("enrolled",))

    assert people().count(enrolled, TODAY).rows == len(people().members(enrolled, TODAY))


@pytest.mark.parametrize("size", [-1, LARGEST + 1])
def test_an_impossible_size_is_refused(size):
    """Less than nobody, or more than identifiers last for, is a usage error."""
    with pytest.raises(UsageError, match="cannot be made"):
        build_population("TIBURON", 42, size)


def test_nobody_at_all():
    """A population of nobody answers every question."""
    nobody = people(0)

    assert 0 == nobody.total == nobody.count(All(), TODAY).rows
    assert 0 == nobody.page(All(), TODAY, limit=10).rows.height
