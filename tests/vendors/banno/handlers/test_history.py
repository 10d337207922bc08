"""The history of permissions."""

import pytest
from tests.vendors.banno.desk import LISTED, MARIN, MARINS, NOBODYS

UNSAVED = "createUnsavedSegmentPermissionsHistory"
SAVED = "createSegmentPermissionsHistory"
NOW = "2026-01-15T12:00:00.000Z"


def events(desk):
    """The events recorded so far."""
    return [document.body for document in desk.world.store.read().scan("banno/history")]


@pytest.mark.parametrize(
    "body", [None, {"any": "thing"}, ("text/plain", b"\xff\x00"), ("multipart/form-data", b"--"), ("", b"{")]
)
def test_an_event_of_an_unsaved_segment_takes_any_body(desk, body):
    """S-15, Y-10: whatever comes along is taken and not read; 200 without a body, and one event more."""
    reply = desk.call(UNSAVED, body)

    assert (200, None) == (reply.status, reply.body)
    assert [{"institution": "TIBURON", "segment": None, "at": NOW, "subject": "0399abedfd3d"}] == events(desk)


def test_an_event_of_a_segment_is_remembered_with_it(desk):
    """S-15: each call is one event, with the segment and who recorded it."""
    for _ in range(2):
        assert 200 == desk.call(SAVED, segmentId=LISTED.upper()).status

    assert 2 == len(events(desk))
    assert {LISTED} == {event["segment"] for event in events(desk)}


def test_events_belong_to_an_institution(desk):
    """S-15, S-16: MARIN's event is MARIN's."""
    assert 200 == desk.call(SAVED, segmentId=MARINS, institutionId=MARIN, token="demo-marin").status

    assert [("MARIN", MARINS)] == [(event["institution"], event["segment"]) for event in events(desk)]


@pytest.mark.parametrize(("key", "status"), [(NOBODYS, 404), (MARINS, 404), ("abc", 400)])
def test_no_event_of_an_unknown_segment(desk, key, status):
    """S-14, Y-01: unknown or another institution's is a 404, a malformed id a 400; nothing is recorded."""
    assert status == desk.call(SAVED, segmentId=key).status
    assert [] == events(desk)


@pytest.mark.parametrize("operation", [UNSAVED, SAVED])
def test_recording_needs_the_permission_to_edit(desk, operation):
    """S-02: though the page names no permission here, viewing is not enough."""
    given = {"segmentId": LISTED} if operation == SAVED else {}

    assert 403 == desk.call(operation, token="demo-read", **given).status
    assert [] == events(desk)
