"""The order of what a search finds."""

import pytest
from tests.vendors.contacthub.desk import BRANCHES, NEWSLETTER
from tests.vendors.contacthub.people import mixed
from tests.vendors.contacthub.searches import everyone, ids
from tests.vendors.contacthub.writes import create, newcomer

from understudy.vendors.contacthub.searching import search
from understudy.vendors.contacthub.sorting import Key, ordered


@pytest.mark.parametrize("attribute", ["base.lastName", "base.dob", "intId", "base.contacts.email"])
@pytest.mark.parametrize("direction", ["", ",asc", ",DESC"])
def test_customers_are_sorted_as_asked(desk, attribute, direction):
    """By the property, ascending unless said otherwise, those without it last, equals by id (H-77.10)."""

    def value(each):
        for step in attribute.split("."):
            each = each[step]
        return each

    found = everyone(desk, sort=f"{attribute}{direction}")
    having = sorted((each for each in found if value(each) is not None), key=lambda each: each["id"])
    having.sort(key=value, reverse=direction == ",DESC")
    lacking = sorted((each for each in found if value(each) is None), key=lambda each: each["id"])
    assert [*having, *lacking] == found


def test_the_first_sort_counts_most(desk):
    """The parameter may be repeated, one property each; later ones part those who are equal (H-77.10)."""
    found = everyone(desk, sort=["base.address.region,desc", "base.lastName"])
    pairs = [(each["base"]["address"]["region"], each["base"]["lastName"]) for each in found]
    known = [pair for pair in pairs if pair[0] is not None]
    assert sorted(sorted(known, key=lambda pair: pair[1]), key=lambda pair: pair[0], reverse=True) == known
    assert known == pairs[: len(known)]


def test_what_no_row_has_can_be_sorted_by_too(desk):
    """Properties of new customers sort them before those who have none (H-77.10)."""
    keys = [create(desk, newcomer(f"{n}@example.org", jobs=[{"id": n}]))["id"] for n in "231"]
    create(desk, newcomer("none@example.org"))
    assert [keys[2], keys[0], keys[1]] == ids(desk, NEWSLETTER, sort="base.jobs.id")[:3]
    assert [keys[1], keys[0], keys[2]] == ids(desk, NEWSLETTER, sort="base.jobs.id,desc")[:3]


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ("base.address.geo.lat", [9]),
        ("extended.vip", [1, 0]),
        ("intId", list(range(10))),
        ("extended.shoe", [3, 0, 2, 1]),
        ("base.subscriptions.id", [7]),
        ("consents.disclaimer.date", [6]),
        ("extended.sizes", []),
    ],
)
def test_values_of_any_kind_are_sorted(attribute, expected):
    """Numbers as numbers, false before true, mixed ones as text, lists by their first item (H-77.10)."""
    view, node = mixed()
    key = Key(attribute, descending=False)
    people = search(view, node, None, [key])
    everybody = ordered(people, [key], slice(0, people.count))
    places = [int(each[:8], 16) for each in everybody if "-0000-4000-8000-" in each]
    assert expected == places[: len(expected)]
    assert sorted(set(range(10)) - set(expected)) == places[len(expected) :]


@pytest.mark.parametrize("sort", ["base.lastName,up", ",asc", "base.lastName,asc,desc"])
def test_another_direction_is_refused(desk, sort):
    """A sort is field, field,asc or field,desc; anything else is a 400 (H-77.10)."""
    assert 400 == desk.call("getCustomersWorkspaces", nodeId=BRANCHES, sort=sort).status
