"""Who belongs to an audience, and how many."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.vendors.apiture.desk import EVERYBODY, LIST, Desk, filter_of, seeded
from tests.vendors.apiture.trees import trees

from understudy.vendors.apiture.counting import ENROLLMENT, count, counted, counted_at, derived_type
from understudy.world.population import Counts

BODY = {"institution": "TIBURON", "source": "filter", "customerType": "all", "enrollmentState": "customer"}


def frame(view):
    """The people of TIBURON."""
    return view.institutions["TIBURON"].customers.frame


@settings(max_examples=settings.default.max_examples // 2)
@given(
    tree=trees(),
    kind=st.sampled_from(["all", "retail", "commercial"]),
    enrollment=st.sampled_from(list(ENROLLMENT)),
)
def test_parts_add_up(tree, kind, enrollment):
    """A-24: retail + commercial = enrolled + unenrolled = customers for any filters, applicants on top."""
    found = counted(
        seeded().view(1), {**BODY, "customerType": kind, "enrollmentState": enrollment, "filters": tree}
    )

    assert found.customers == found.retail + found.commercial == found.enrolled + found.unenrolled
    assert found.rows == found.customers + found.applicants


@pytest.mark.parametrize("kind", ["retail", "commercial"])
def test_primary_filters_are_joined_by_and(view, kind):
    """A-21: customerType and enrollmentState narrow what the filters find."""
    filters = {"primitiveFilters": [filter_of("productType", "equals", "checking")]}
    wide = counted(view, {**BODY, "enrollmentState": "all", "filters": filters})
    narrow = counted(view, {**BODY, "customerType": kind, "enrollmentState": "enrolled", "filters": filters})

    assert 0 < narrow.customers < wide.customers
    assert narrow.customers == getattr(narrow, kind) == narrow.enrolled


def test_a_customer_type_filter_is_accepted(view):
    """A-22: filters should not name the customer type, but may: it is joined by and."""
    filters = {"primitiveFilters": [filter_of("customerType", "equals", "retail")]}

    assert counted(view, {**BODY, "customerType": "retail"}) == counted(view, {**BODY, "filters": filters})
    assert 0 == counted(view, {**BODY, "customerType": "commercial", "filters": filters}).customers


@pytest.mark.parametrize(
    ("state", "enrollments"),
    [
        ("all", ["enrolled", "unenrolled", "applicant"]),
        ("customer", ["enrolled", "unenrolled"]),
        ("enrolled", ["enrolled"]),
        ("unenrolled", ["unenrolled"]),
        ("applicant", ["applicant"]),
    ],
)
def test_an_enrollment_state_lets_in_whom_it_names(view, state, enrollments):
    """A-23: all is everybody, customer everybody but applicants, the others are themselves."""
    people = frame(view)

    rows = people.filter(people["enrollment"].cast(str).is_in(enrollments)).height

    assert 0 < rows == counted(view, {**BODY, "enrollmentState": state}).rows


def test_the_total_ignores_filters_and_applicants(desk):
    """A-24: totalCustomerCount is the same for every audience, and counts no applicant."""
    totals = {item["totalCustomerCount"] for item in desk.call("listCustomerAudiences").body["items"]}
    everybody = desk.audience(EVERYBODY)

    assert {everybody["customerCount"]} == totals
    assert everybody["applicantCount"] > 0


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (Counts(2, 2, 0, 1, 1, 0, 2), "retail"),
        (Counts(2, 0, 2, 1, 1, 0, 2), "commercial"),
        (Counts(2, 1, 1, 1, 1, 0, 2), "all"),
        (Counts(0, 0, 0, 0, 0, 0, 0), "all"),
    ],
)
@pytest.mark.parametrize("source", ["list", "insight", "filter"])
def test_the_customer_type_of_a_list_is_derived(found, shown, source):
    """A-21: list and insight audiences are retail or commercial if all their customers are, else all."""
    wanted = "commercial" if source == "filter" else shown

    assert wanted == derived_type({"source": source, "customerType": "commercial"}, found)


def test_counts_are_refreshed_at_midnight(desk):
    """A-27: customerCountUpdatedAt moves with each day; updatedAt and the entity tag do not."""
    before = desk.call("getCustomerAudience", customerAudienceId=LIST)
    desk.world.clock.step(timedelta(days=3, hours=1))
    after = desk.call("getCustomerAudience", customerAudienceId=LIST)

    assert "2026-01-15T00:00:00.000Z" == before.body["customerCountUpdatedAt"]
    assert "2026-01-18T00:00:00.000Z" == after.body["customerCountUpdatedAt"]
    assert before.headers == after.headers
    assert before.body["updatedAt"] == after.body["updatedAt"]


def test_counts_are_taken_on_each_change(view):
    """A-27: after a change the counts are as new as the change, until the next midnight."""
    assert "2026-01-15T11:00:00.000Z" == counted_at(view, {"countedAt": "2026-01-15T11:00:00.000Z"})
    assert "2026-01-15T00:00:00.000Z" == counted_at(view, {"countedAt": "2026-01-14T11:00:00.000Z"})


def test_ages_grow_with_the_clock():
    """A-27: the same audience, read years later, is counted anew."""
    desk = Desk(seeded().fork("later"))
    key = desk.create(filters={"primitiveFilters": [filter_of("customerAge", "lessThanOrEqualTo", "60")]})
    before = desk.audience(key)["customerCount"]
    desk.world.clock.step(timedelta(days=5 * 366))

    assert 0 < desk.audience(key)["customerCount"] < before


def test_counting_twice_counts_once(view, monkeypatch):
    """A-27: a count is remembered for the day, so that reading a thousand audiences is cheap."""
    customers = view.institutions["TIBURON"].customers
    first = count(customers, ENROLLMENT["applicant"], view.now.date(), None)
    monkeypatch.setattr(type(customers), "count", None)

    assert first == count(customers, ENROLLMENT["applicant"], view.now.date(), None)
