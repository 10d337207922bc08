"""Clocks by the control API, and what falls due."""

import pytest
from tests.control.steering import steering

from understudy.world.clock import parse_timestamp

CLOCK = "/worlds/default/clock"
STEPS = f"{CLOCK}/steps"
AUDIENCE = "2b7e151628aed2a6ab06"
"""An audience that no running campaign uses."""


@pytest.fixture
def place():
    return steering()


def archived(place, due):
    """Put an audience into the archive, to vanish at a moment."""
    path = f"/worlds/default/state/apiture/audiences/{AUDIENCE}"
    body = {**place.call("GET", path).json()["body"], "state": "archived"}
    due = {"at": due, "transition": "apiture/vanish"}
    assert 200 == place.call("PUT", path, json={"body": body, "due": due}).status_code
    return path


def test_a_clock_is_read(place):
    """The moment and whether it stands."""
    assert {"now": "2026-01-15T12:00:00.000Z", "state": "frozen"} == place.call("GET", CLOCK).json()


def test_a_clock_is_set_frozen_and_run(place):
    """What is left out stays; a set moment is taken with any offset."""
    moved = place.call("PATCH", CLOCK, json={"now": "2026-11-20T10:00:00+02:00"}).json()
    running = place.call("PATCH", CLOCK, json={"state": "running"}).json()
    later = place.call("GET", CLOCK).json()
    frozen = place.call("PATCH", CLOCK, json={"state": "frozen"}).json()

    assert {"now": "2026-11-20T08:00:00.000Z", "state": "frozen"} == moved
    assert ("running", "running") == (running["state"], later["state"])
    assert moved["now"] <= running["now"] <= later["now"] <= frozen["now"]
    assert frozen == place.call("GET", CLOCK).json()
    assert (parse_timestamp(frozen["now"]) - parse_timestamp(moved["now"])).total_seconds() < 60


def test_a_clock_is_set_by_merge_patch_too(place):
    """PATCH may be sent as what it is."""
    headers = {"Content-Type": "application/merge-patch+json"}

    assert 200 == place.call("PATCH", CLOCK, content=b'{"state": "frozen"}', headers=headers).status_code
    assert 415 == place.call("PATCH", CLOCK, content=b"x", headers={"Content-Type": "text/csv"}).status_code


def test_steps_add_up(place):
    """Days, hours, minutes and seconds go together; the clock stands between steps."""
    step = {"days": 1, "hours": 2, "minutes": 3, "seconds": 4.5}

    assert "2026-01-16T14:03:04.500Z" == place.call("POST", STEPS, json=step).json()["now"]


def test_an_archived_audience_vanishes_in_its_time(place):
    """A-45: it is there until its moment, and gone with it."""
    path = archived(place, "2026-02-14T12:00:00Z")

    place.call("POST", STEPS, json={"days": 29, "hours": 23, "minutes": 59, "seconds": 59.999})
    assert 200 == place.call("GET", path).status_code

    place.call("POST", STEPS, json={"seconds": 0.001})
    assert 404 == place.call("GET", path).status_code


def test_setting_the_clock_lets_things_happen_too(place):
    """Whatever is due by the new moment has happened by the answer; setting it back undoes nothing."""
    path = archived(place, "2026-02-14T12:00:00Z")
    before = place.call("GET", "/worlds/default").json()["documents"]

    place.call("PATCH", CLOCK, json={"now": "2027-01-01T00:00:00Z"})
    place.call("PATCH", CLOCK, json={"now": "2026-01-15T12:00:00Z"})

    assert 404 == place.call("GET", path).status_code
    assert before > place.call("GET", "/worlds/default").json()["documents"]


def test_only_that_world_moves(place):
    """The clock of one world is nothing to another."""
    place.call("POST", "/worlds", json={"name": "other"})
    place.call("POST", "/worlds/other/clock/steps", json={"days": 5})

    assert "2026-01-15T12:00:00.000Z" == place.call("GET", CLOCK).json()["now"]


@pytest.mark.parametrize("now", ["1899-12-31T23:59:59Z", "3000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00"])
def test_moments_out_of_bounds_are_refused(place, now):
    """Only moments between which ages can be reckoned; the clock stays as it is."""
    assert 422 == place.call("PATCH", CLOCK, json={"now": now}).status_code
    assert "2026-01-15T12:00:00.000Z" == place.call("GET", CLOCK).json()["now"]


def test_steps_out_of_bounds_are_refused(place):
    """Many allowed steps may lead too far; the last one does not happen."""
    century = {"days": 36525, "hours": 876600, "minutes": 52596000, "seconds": 3155760000}
    answers = [place.call("POST", STEPS, json=century) for _ in range(4)]

    assert [200, 200, 422, 422] == [answer.status_code for answer in answers]
    assert "2826-01-21T12:00:00.000Z" == place.call("GET", CLOCK).json()["now"]


@pytest.mark.parametrize("step", [{}, {"days": -1}, {"days": 1.5}, {"weeks": 1}, {"seconds": "1"}, []])
def test_some_steps_make_no_sense(place, step):
    """A step goes forward by at least one known unit."""
    assert 400 == place.call("POST", STEPS, json=step).status_code


@pytest.mark.parametrize("patch", [{}, {"state": "stopped"}, {"now": "noon"}, {"now": None}, {"later": 1}])
def test_some_patches_make_no_sense(place, patch):
    """A patch names a state or a moment."""
    assert 400 == place.call("PATCH", CLOCK, json=patch).status_code
