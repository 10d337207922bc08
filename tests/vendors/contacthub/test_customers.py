"""Customers of a node, read in every way that there is."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import MARIN, MARINS_BRANCHES, TIBURON
from tests.vendors.contacthub.people import CREATED, mixed

from understudy.vendors.contacthub import customers
from understudy.vendors.contacthub.matching import matching
from understudy.vendors.contacthub.rows import COLUMNS
from understudy.vendors.contacthub.tables import at


def everybody():
    return list(customers.everybody(*mixed()))


def test_all_ways_of_reading_agree():
    """Everybody, counted, by id, in tables: the same customers."""
    view, node = mixed()
    found = everybody()
    ids = [each.id for each in found]
    assert 48 == len(set(ids)) == customers.count(view, node)
    assert found == [customers.find(view, MARIN, key) for key in ids]
    assert [each.body for each in found][::-1] == customers.bodies(view, node, ids[::-1])
    table = customers.table(view, node, ["base.firstName", "version", "extended.vip"])
    expected = [
        (each.id, each.person if each.body["version"] == 1 and each.person is not None else None)
        for each in found
    ]
    assert sorted(expected, key=str) == sorted(table.select("id", "person").rows(), key=str)


def test_a_table_has_the_attributes_of_the_bodies():
    """Known attributes have their types, others are text."""
    view, node = mixed()
    table = customers.table(view, node, [*COLUMNS, "extra", "extended.shoe", "base.address.country"])
    assert dict(COLUMNS) == {name: table.schema[name] for name in COLUMNS}
    bodies = {each.id: each.body for each in everybody()}
    shown = table.with_columns(pl.col("base.dob").dt.to_string())
    for row in shown.iter_rows(named=True):
        body = bodies[row["id"]]
        for name in ("intId", "externalId", "base.dob", "extra", "base.address.country", "tags.auto"):
            assert at(body, name) == row[name]
        shoe = at(body, "extended.shoe")
        assert row["extended.shoe"] == (shoe if isinstance(shoe, str) or shoe is None else str(shoe))


def test_who_is_gone_is_found_in_no_way():
    """The people who were removed, and those of another workspace."""
    view, node = mixed()
    gone = [each.id for each in view.documents.scan("contacthub/customers") if each.body["body"] is None]
    assert 2 == len(gone)
    assert [] == customers.bodies(view, node, gone)
    assert [None, None] == [customers.find(view, MARIN, key) for key in gone]
    assert [None] * 48 == [customers.find(view, TIBURON, each.id) for each in everybody()]


PATHS = (
    "externalId",
    "base.contacts.email",
    "base.dob",
    "base.firstName",
    "extra",
    "base.locale",
    "extended.shoe",
)


@given(st.integers(0, 47), st.sets(st.sampled_from(PATHS), min_size=1, max_size=3), st.booleans())
def test_who_has_the_same_values_is_found(place, paths, sensitive):
    """All who hold all values, and nobody else; case counts only if it is to (H-78.3)."""

    def folded(value):
        return value.lower() if isinstance(value, str) and not sensitive else value

    view, node = mixed()
    values = {path: at(everybody()[place].body, path) for path in paths}
    expected = {
        each.id
        for each in everybody()
        if all(value is not None and not isinstance(value, list) for value in values.values())
        and all(folded(value) == folded(at(each.body, path)) for path, value in values.items())
    }
    asked = {
        path: value.upper() if isinstance(value, str) and not sensitive else value
        for path, value in values.items()
    }
    assert expected == set(matching(view, node, asked, sensitive))


@pytest.mark.parametrize("values", [{}, {"externalId": None}, {"extended.shoe": [41, 42]}])
def test_nobody_has_no_value(values):
    """Without values, or with one that cannot be compared, nobody is the same (H-78.3)."""
    assert [] == matching(*mixed(), values)


def test_the_world_of_these_tests_is_as_it_says():
    """Ten were created, in MARIN's Branches."""
    _, node = mixed()
    assert (MARINS_BRANCHES, 10) == (node.id, len(CREATED))
