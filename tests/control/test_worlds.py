"""Worlds by the control API: fork, list, read, delete, begin again."""

import pytest
from tests.control.steering import steering


@pytest.fixture
def place():
    return steering()


def test_at_first_there_is_the_default_world(place):
    """The default world is there, and counts what it has."""
    (world,) = place.call("GET", "/worlds").json()["items"]

    documents = place.worlds.default.world.store.read()
    assert "default" == world["name"]
    assert {"now": "2026-01-15T12:00:00.000Z", "state": "frozen"} == world["clock"]
    assert sum(documents.count(name) for name in documents.collections()) == world["documents"]
    assert ({"kept": 0, "dropped": 0}, 0, []) == (world["journal"], world["faults"], world["snapshots"])


def test_a_world_is_a_fork(place):
    """A new world starts as its source is now, and goes its own way from there."""
    place.call("PUT", "/worlds/default/state/apiture/providers/down", json={"body": {}})

    made = place.call("POST", "/worlds", json={"name": "mine"})
    place.call("DELETE", "/worlds/mine/state/apiture/providers/down")

    assert 201 == made.status_code
    assert made.json() == place.call("GET", made.headers["Location"]).json() | {
        "documents": made.json()["documents"]
    }
    assert 404 == place.call("GET", "/worlds/mine/state/apiture/providers/down").status_code
    assert 200 == place.call("GET", "/worlds/default/state/apiture/providers/down").status_code


def test_a_world_can_start_from_a_snapshot_of_another(place):
    """`source` and `snapshot` name what it starts as."""
    place.call("PUT", "/worlds/default/snapshots/before")
    place.call("POST", "/worlds/default/clock/steps", json={"days": 1})

    place.call("POST", "/worlds", json={"name": "now"})
    place.call("POST", "/worlds", json={"name": "then", "source": "default", "snapshot": "before"})

    assert "2026-01-16T12:00:00.000Z" == place.call("GET", "/worlds/now").json()["clock"]["now"]
    assert "2026-01-15T12:00:00.000Z" == place.call("GET", "/worlds/then").json()["clock"]["now"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "x", "source": "none"}, "/source"),
        ({"name": "x", "snapshot": "none"}, "/snapshot"),
    ],
)
def test_what_is_not_there_cannot_be_forked(place, body, pointer):
    """A source or snapshot that is not there is named, and no world is made."""
    refused = place.call("POST", "/worlds", json=body)

    assert 422 == refused.status_code
    assert pointer == refused.json()["problems"][0]["attributes"]["pointer"]
    assert ["default"] == place.worlds.names()


def test_a_name_is_given_once(place):
    """A taken name is a conflict, also that of the default world."""
    for name in ("default", "a", "a"):
        status = place.call("POST", "/worlds", json={"name": name}).status_code

    assert 409 == status
    assert 409 == place.call("POST", "/worlds", json={"name": "default"}).status_code


@pytest.mark.parametrize("name", ["", ".", "-x", "a b", "a/b", "x" * 65, "ä", None, 7])
def test_some_names_cannot_be(place, name):
    """Names fit into a path and into a header."""
    assert 400 == place.call("POST", "/worlds", json={"name": name}).status_code


def test_a_deleted_world_is_gone(place):
    """What was deleted is nowhere; the default world cannot be."""
    place.call("POST", "/worlds", json={"name": "a"})

    assert 204 == place.call("DELETE", "/worlds/a").status_code
    assert 404 == place.call("GET", "/worlds/a").status_code
    assert 404 == place.call("DELETE", "/worlds/a").status_code
    assert 409 == place.call("DELETE", "/worlds/default").status_code


def test_listing_is_no_use():
    """The world least recently used makes room, and looking at the list uses none."""
    place = steering(most=3)
    for name in ("a", "b"):
        place.call("POST", "/worlds", json={"name": name})
    place.call("GET", "/worlds/a")
    place.call("GET", "/worlds")
    place.call("GET", "/metrics")

    place.call("POST", "/worlds", json={"name": "c"})

    listed = [world["name"] for world in place.call("GET", "/worlds").json()["items"]]
    assert ["default", "c", "a"] == listed


def test_reset_takes_everything_back(place):
    """Documents, clock, faults, journal and coverage are as they were; snapshots stay."""
    before = place.call("GET", "/worlds/default").json()
    place.call("PUT", "/worlds/default/snapshots/kept")
    place.call("PUT", "/worlds/default/state/apiture/providers/down", json={"body": {}})
    place.call("POST", "/worlds/default/clock/steps", json={"days": 3})
    place.call("POST", "/worlds/default/faults", json={"effect": {"drop": True}})

    after = place.call("POST", "/worlds/default/reset").json()

    assert before | {"snapshots": ["kept"]} == after
    assert after == place.call("GET", "/worlds/default").json()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/reset"),
        ("GET", "/clock"),
        ("GET", "/state"),
        ("GET", "/faults"),
        ("GET", "/journal"),
        ("GET", "/journal.har"),
        ("GET", "/journal/stream"),
        ("GET", "/coverage"),
        ("GET", "/snapshots"),
        ("PUT", "/snapshots/x"),
    ],
)
def test_a_world_has_to_be_there(place, method, path):
    """Only requests to the mocked APIs fork a world by naming it."""
    refused = place.call(method, f"/worlds/nobody{path}")

    assert (404, "worldNotFound") == (refused.status_code, refused.json()["code"])
    assert ["default"] == place.worlds.names()
