"""The people whom nodes start with."""

import uuid
from datetime import timedelta

import polars as pl
import pytest
from tests.vendors.contacthub.desk import BRANCHES, NOBODYS, ONLINE, seeded

from understudy.vendors.contacthub.rows import COLUMNS, KINDS, Rows
from understudy.vendors.contacthub.tables import at
from understudy.world.clock import FROZEN_AT, timestamp
from understudy.world.columns import EPOCH
from understudy.world.population import build_population


def rows(node=BRANCHES, kind="everyone"):
    return Rows.of(seeded().institutions["TIBURON"].customers, node, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_bodies_say_what_columns_say(kind):
    """A customer is the same as row and as body, in every attribute of COLUMNS."""
    there = rows(BRANCHES, kind)
    frame = there.frame(list(COLUMNS)).with_columns(
        pl.col("registeredAt", "updatedAt").map_elements(timestamp, pl.String),
        pl.col("base.dob").dt.to_string(),
    )
    bodies = there.bodies(there.numbers.to_list())
    assert 0 < len(bodies) == frame.height
    for row, body in zip(frame.iter_rows(named=True), bodies, strict=True):
        assert {name: row[name] for name in COLUMNS} == {name: at(body, name) for name in COLUMNS}


def test_what_is_no_column_is_the_same_for_all():
    """Bodies differ from the blank one in attributes of COLUMNS only."""

    def without(body):
        found = {path: value for path, value in leaves(body) if path not in COLUMNS}
        return {path: value for path, value in found.items() if path != "base.credential"}

    there = rows(ONLINE, "enrolled")
    blank = without(there.blank)
    assert all(blank.items() <= without(body).items() for body in there.bodies(there.numbers.to_list()))


def leaves(value, path=""):
    if isinstance(value, dict) and value:
        for name, member in value.items():
            yield from leaves(member, f"{path}.{name}" if path else name)
    else:
        yield path, tuple(value) if isinstance(value, list) else value if not isinstance(value, dict) else ()


def test_kinds_of_nodes_have_their_people():
    """Everybody, who is enrolled, or who is a company, as in the population."""
    frame = seeded().institutions["TIBURON"].customers.frame
    found = {kind: set(rows(BRANCHES, kind).numbers) for kind in KINDS}
    assert set(range(400)) == found["everyone"]
    assert set(frame.filter(pl.col("enrollment") == "enrolled")["number"]) == found["enrolled"]
    assert set(frame.filter(pl.col("customer_type") == "commercial")["number"]) == found["commercial"]


def test_the_same_person_is_known_by_other_ids_elsewhere():
    """Branches know people by externalId, online banking by username; names and e-mails are the same."""
    number = rows(ONLINE, "enrolled").numbers[0]
    (one,), (other,) = rows().bodies([number]), rows(ONLINE, "enrolled").bodies([number])
    assert one["id"] != other["id"]
    assert (True, False) == (one["externalId"] is not None, other["externalId"] is not None)
    assert one["base"]["credential"] is None
    assert other["base"]["credential"]["username"]
    assert {**one["base"], "credential": None} == {**other["base"], "credential": None}


def test_people_are_found_by_their_ids():
    """Each id leads back to its person, any other to nobody."""
    there = rows()
    ids = there.column("id").to_list()
    assert 400 == len(set(ids))
    assert {4} == {uuid.UUID(key).version for key in ids}
    assert there.numbers.to_list() == there.numbers_of(ids)
    online = rows(ONLINE, "enrolled").column("id").to_list()
    assert {None} == set(there.numbers_of([*online, NOBODYS, "", "no id", ids[0].upper()]))


def test_people_are_the_same_whatever_their_number():
    """Person i is the same customer in a larger population."""
    larger = build_population("TIBURON", 42, 1_000, pinned=seeded().institutions["TIBURON"].customers.pinned)
    numbers = list(range(0, 400, 7))
    assert rows().bodies(numbers) == Rows.of(larger, BRANCHES, "everyone").bodies(numbers)


def test_nobody_is_updated_before_being_registered_or_after_the_epoch():
    """registeredAt ≤ updatedAt ≤ the day that everything is counted back from."""
    frame = rows().frame(["registeredAt", "updatedAt", "base.dob"])
    assert frame.select((pl.col("registeredAt") <= pl.col("updatedAt")).all()).item()
    assert frame["updatedAt"].max() < FROZEN_AT
    assert frame.select((pl.col("base.dob") <= pl.col("registeredAt").dt.date()).all()).item()


def test_customers_were_registered_the_day_before_they_became_customers():
    """So that no time of the day is after the epoch; applicants within the year before it."""
    since = seeded().institutions["TIBURON"].customers.frame.sort("number")["customer_since"]
    registered = rows().column("registeredAt").dt.date()
    assert [day - timedelta(days=1) for day in since.drop_nulls()] == registered.filter(
        since.is_not_null()
    ).to_list()
    applied = registered.filter(since.is_null())
    assert EPOCH - timedelta(days=365) <= applied.min() <= applied.max() < EPOCH


def test_who_is_not_here_has_no_body():
    """Numbers of nobody, or of people of another kind, are left out."""
    there = rows(ONLINE, "enrolled")
    missing = sorted(set(range(400)) - set(there.numbers))[:3]
    assert [] == there.bodies([*missing, 10**6])
