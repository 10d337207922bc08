"""The histories that people come with."""

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import BRANCHES, MARIN, MARINS_BRANCHES, ONLINE, TIBURON, Desk, seeded

from understudy.vendors.contacthub import events
from understudy.vendors.contacthub.event_rows import SETTINGS, history_of
from understudy.vendors.contacthub.event_types import contexts, types
from understudy.vendors.contacthub.journeys import CONTEXTS, TYPES, course, journeys
from understudy.vendors.contacthub.rows import Rows
from understudy.vendors.contacthub.schemas import refuse_bad_properties
from understudy.world.clock import parse_timestamp
from understudy.world.columns import EPOCH
from understudy.world.population import build_population

VIEW = seeded().view(1)
POPULATION = VIEW.institutions["TIBURON"].customers
PLACES = {BRANCHES: "everyone", ONLINE: "enrolled"}
THE_EPOCH = datetime(EPOCH.year, EPOCH.month, EPOCH.day, tzinfo=UTC)


def history(node=BRANCHES, population=POPULATION, **said):
    """The history of a node of TIBURON's with these settings."""
    chosen = {f"contacthub.{name}": value for name, value in said.items()}
    return history_of(population, node, PLACES[node], chosen)


def test_types_and_contexts_are_the_vendors():
    """Histories know every type and context of the vendor and no other."""
    assert set(types()) == set(TYPES)
    assert set(contexts()) == set(CONTEXTS)


@pytest.mark.parametrize("ws", [TIBURON, MARIN])
def test_every_type_occurs(ws):
    """All 48 types of events occur in either workspace, each as its schema asks (H-93.13)."""
    table = events.table(VIEW, ws)
    bodies = events.bodies(VIEW, ws, table["id"])

    assert set(TYPES) == set(table["type"].cast(pl.String))
    assert table["id"].to_list() == [body["id"] for body in bodies]
    for body in bodies:
        refuse_bad_properties(VIEW, ws, body)


@pytest.mark.parametrize("node", PLACES)
def test_twenty_events_each(node):
    """Each customer of a node has twenty events there unless told otherwise (H-93.13)."""
    counts = history(node).frame.group_by("customer").len()

    assert {20} == set(counts["len"])
    assert len(Rows.of(POPULATION, node, PLACES[node]).numbers) == counts.height


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 60), st.integers(0, 400))
def test_sizes_are_settings(each, people):
    """Settings say how many events each has and how many people have some (H-93.13)."""
    numbers = Rows.of(POPULATION, ONLINE, "enrolled").numbers
    frame = history(ONLINE, events=each, customers_with_events=people).frame

    assert each * int((numbers < people).sum()) == frame.height
    assert set(SETTINGS) == {"contacthub.events", "contacthub.customers_with_events"}


@pytest.mark.parametrize("node", PLACES)
def test_events_follow_registration(node):
    """No event is before its customer was registered, nor outside the two years before the epoch."""
    people = Rows.of(POPULATION, node, PLACES[node]).frame(["id", "registeredAt"])
    frame = history(node).frame.join(people, left_on="customer", right_on="id", suffix="_of_customer")

    assert (frame["date"] >= frame["registeredAt_of_customer"]).all()
    assert (frame["date"] <= frame["registeredAt"]).all()
    assert (frame["registeredAt"] < THE_EPOCH).all()
    assert 730 >= (THE_EPOCH - frame["date"].min()).days


@pytest.mark.parametrize("node", PLACES)
def test_a_history_is_in_order(node):
    """What somebody does comes in the order of the journeys: a cart is filled before it is abandoned."""
    frame = history(node).frame
    late = frame.with_columns(before=pl.col("date").shift(1).over("customer"))

    assert frame["row"].is_sorted()
    assert (late["date"] >= late["before"]).drop_nulls().all()


def test_the_same_person_has_the_same_history():
    """A person's events are the same whatever the size of the population."""
    small = history(population=build_population("TIBURON", 42, 30))
    large = history(population=build_population("TIBURON", 42, 90), events=20)
    places = range(small.frame.height)

    assert small.frame.equals(large.frame[: small.frame.height])
    assert small.events(places) == large.events(places)


def test_ids_lead_back():
    """Every id is another, and finds its event; an unknown one finds nothing."""
    mine = history()
    ids = mine.frame["id"]

    assert len(ids) == ids.n_unique()
    unknown = ["00000000-0000-4000-8000-000000000000", "ffffffff-ffff-4fff-bfff-ffffffffffff", "x"]
    assert list(range(40)) == mine.places(ids[:40])
    assert mine.events(range(40)) == [mine.event(key) for key in ids[:40]]
    assert [] == mine.places(unknown)
    assert {None} == {mine.event(key) for key in unknown}


def test_a_journey_is_about_one_thing():
    """An order is of the product that was looked at, and shipped under its number."""
    mine = [body for _, body in history(ONLINE).events(range(400))]
    orders = [place for place, body in enumerate(mine) if body["type"] == "orderShipped"]

    assert orders
    for place in orders:
        added, order, shipped = mine[place - 2 : place + 1]
        assert added["properties"]["sku"] == order["properties"]["products"][0]["sku"]
        assert order["properties"]["orderId"] == shipped["properties"]["orderId"]
        amount = order["properties"]["amount"]
        charged = amount["revenue"] + amount["shipping"] + amount["tax"] - amount["discount"]
        assert amount["total"] == pytest.approx(charged)


@pytest.mark.parametrize("rows", ["everyone", "enrolled", "commercial"])
def test_a_course_goes_round(rows):
    """A course begins with the journey it is asked for, has as many steps as it should, and repeats."""
    steps = course(rows, 3, 100)

    assert 100 == len(steps)
    assert journeys(rows)[3].steps[0][0] == steps[0].type
    assert {name for each in journeys(rows) for name, _ in each.steps} == {step.type for step in steps}


def test_nothing_is_made_at_start():
    """A new world has no documents of events: histories are worked out when they are asked for."""
    assert 0 == seeded().store.read().count("contacthub/events")


def test_bodies_are_as_on_the_wire():
    """The table and the bodies say the same."""
    table = events.search(VIEW, MARIN, node=MARINS_BRANCHES).head(50)

    assert [] == events.bodies(VIEW, TIBURON, table["id"])
    for row, body in zip(table.to_dicts(), events.bodies(VIEW, MARIN, table["id"]), strict=True):
        assert (row["customer"], row["type"], row["context"]) == (
            body["customerId"],
            body["type"],
            body["context"],
        )
        assert row["date"] == parse_timestamp(body["date"])
    assert Desk(seeded()).call("getEventsWorkspaces", workspaceId=MARIN, token="demo-marin").status == 200
