"""The schemas of stored documents: whatever the vendor itself stores keeps them."""

import jsonschema_rs
import pytest
from tests.vendors.banno.desk import DRAFT, LISTED
from tests.vendors.banno.test_refusals import FORM

from understudy.control.archive import Archive
from understudy.vendors.banno import records
from understudy.vendors.banno.api import VENDOR
from understudy.vendors.banno.stored import SCHEMAS
from understudy.world import snapshots

COLLECTIONS = {value for name, value in vars(records).items() if str(value).startswith("banno/")}


@pytest.fixture
def archive():
    """What the vendor asks of documents."""
    return Archive(VENDOR.schemas, [VENDOR.check], VENDOR.settings)


def test_every_collection_has_its_schema():
    """No collection is left out, none is invented."""
    assert COLLECTIONS == SCHEMAS.keys()
    assert VENDOR.schemas is SCHEMAS


@pytest.mark.parametrize("collection", sorted(SCHEMAS))
def test_a_schema_is_sound_and_closed(collection):
    """Each is JSON Schema 2020-12 and refuses a member that nobody would read."""
    jsonschema_rs.meta.validate(SCHEMAS[collection])

    assert SCHEMAS[collection]["additionalProperties"] is False


def leave_traces(desk):
    """Documents of every kind, made through the API."""
    desk.create()
    desk.call("importSegmentCsv", FORM, sourceType="username")
    desk.call(
        "importSegmentOperationCsv", FORM, segmentId=LISTED, sourceType="userId", operationType="delete"
    )
    desk.call("removeSegmentEndUsers", segmentId=LISTED, draftId=DRAFT)
    desk.call("createUnsavedSegmentPermissionsHistory")
    desk.call("createSegmentPermissionsHistory", segmentId=LISTED)


def test_what_requests_leave_behind_is_taken(desk, archive):
    """S-04, S-05, S-15: the first documents, and those made and changed through the API, keep the schemas."""
    archive.admit(desk.world)
    leave_traces(desk)

    assert 2 == desk.world.store.read().count("banno/history")
    archive.admit(desk.world)


def test_a_snapshot_brings_everything_back(desk):
    """A world saved and read again answers the same."""
    leave_traces(desk)
    content = snapshots.written(desk.world)
    before = (desk.ids(), desk.segment(LISTED), desk.call("getSegmentStats", segmentId=LISTED).body)

    desk.world = snapshots.read(content, desk.world, "The snapshot")

    assert before == (desk.ids(), desk.segment(LISTED), desk.call("getSegmentStats", segmentId=LISTED).body)
    assert 200 == desk.call("replaceSegmentEndUsers", segmentId=LISTED, draftId=DRAFT).status
    assert 150 == len(desk.call("listSegmentEndUsers", segmentId=LISTED).body["endUsers"])
