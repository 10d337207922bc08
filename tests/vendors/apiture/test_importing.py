"""Matching identifiers against customers, within a budget."""

import polars as pl
import pytest
from tests.vendors.apiture.desk import file

from understudy.vendors.apiture import importing
from understudy.vendors.apiture.importing import KINDS, identifiers, match
from understudy.world.criteria import All


@pytest.mark.parametrize("kind", KINDS)
def test_each_identifier_type_finds_its_customers(view, kind):
    """A-49: username, customerId, dataCustomerId and taxIdNumber name customers; others are unmatched."""
    customers = view.institutions["TIBURON"].customers
    everybody = customers.members(All(), view.now.date())
    known = customers.people(everybody, ["number", KINDS[kind]]).drop_nulls().head(20)

    found = match(customers, kind, pl.concat([known[KINDS[kind]], pl.Series(["nobody"])]))

    assert set(known["number"]) <= set(found.members.numbers)
    assert ["nobody"] == found.unmatched.to_list()


def test_an_identifier_counts_once():
    """A-51: repeated identifiers count once; tax ids also when they are written with hyphens or spaces."""
    assert ["b", "a"] == identifiers(file("b\na\nb\n")).to_list()
    taxes = file("123-45-6789\n123456789\n123 45 6789\n1\n", identifierType="taxIdNumber")
    assert ["123-45-6789", "1"] == identifiers(taxes).to_list()


def test_unmatched_identifiers_are_reported_in_short(view):
    """A-52: the report counts all unmatched, lists the first 1,000, each cut to 50 characters."""
    sought = pl.Series([f"{number:04}" + "x" * 60 for number in range(1_200)])

    report = match(view.institutions["TIBURON"].customers, "username", sought).report()

    assert 1_200 == report["unmatchedCount"]
    assert [text[:50] for text in sought.head(1_000)] == report["unmatchedIds"]


def test_a_budget_of_nothing_leaves_everything(view):
    """A-53: a budget of 0 seconds is over before the first chunk; without a budget nothing is left."""
    customers = view.institutions["TIBURON"].customers
    sought = pl.Series(["9dfb049f5672424d7b3b", "x"])

    nothing = match(customers, "dataCustomerId", sought, budget=0)

    assert (0, 0, 2) == (len(nothing.members), nothing.unmatched.len(), nothing.rest.len())
    assert match(customers, "dataCustomerId", sought).rest.is_empty()


def test_a_budget_is_looked_at_between_chunks(view, monkeypatch):
    """A-53: what was matched when the time is up is kept, and the rest is left, chunk by chunk."""
    times = iter([0.0, 1.0, 2.0, 3.0])
    monkeypatch.setattr(importing, "monotonic", lambda: next(times))
    monkeypatch.setattr(importing, "CHUNK", 2)
    customers = view.institutions["TIBURON"].customers
    sought = pl.Series(["9dfb049f5672424d7b3b", "x", "y", "f26c043c527f42430b15", "z"])

    part = match(customers, "dataCustomerId", sought, budget=2.5)

    assert (2, ["x", "y"], ["z"]) == (len(part.members), part.unmatched.to_list(), part.rest.to_list())
