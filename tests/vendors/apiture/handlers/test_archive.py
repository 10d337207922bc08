"""The archive of audiences."""

from datetime import timedelta

import pytest
from tests.vendors.apiture.desk import IN_USE, LIST, refused

MONTH = timedelta(hours=30 * 24)


def archive(desk, key=LIST):
    """Archive an audience."""
    return desk.call("archiveCustomerAudience", customerAudienceId=key)


def restore(desk, key=LIST):
    """Restore it."""
    return desk.call("restoreCustomerAudience", customerAudienceId=key)


def test_archiving_and_restoring(desk):
    """A-43: an audience goes into the archive and comes back, each a change with a new tag and updatedAt."""
    before = desk.audience(LIST)
    desk.world.clock.step(timedelta(hours=1))
    first, second = archive(desk), restore(desk)

    assert (200, "archived", 200, "active") == (
        first.status,
        first.body["state"],
        second.status,
        second.body["state"],
    )
    assert before["updatedAt"] < first.body["updatedAt"]
    assert first.headers["ETag"] != second.headers["ETag"]


@pytest.mark.parametrize(("action", "undo"), [(archive, restore), (restore, archive)])
def test_doing_it_again_changes_nothing(desk, action, undo):
    """A-43: archiving what is archived, or restoring what is active, is a 200 that changes nothing at all."""
    undo(desk)
    action(desk)
    documents, audience = desk.world.store.read(), desk.audience(LIST)
    desk.world.clock.step(timedelta(hours=1))

    assert (200, audience["updatedAt"]) == ((again := action(desk)).status, again.body["updatedAt"])
    assert documents is desk.world.store.read()


def test_an_audience_in_use_is_not_archived(desk):
    """A-44: an audience that a running campaign uses cannot be archived: 409."""
    assert (409, "customerAudienceInUse") == refused(archive(desk, IN_USE))
    assert "active" == desk.audience(IN_USE)["state"]


def test_the_archive_is_emptied_after_thirty_days(desk):
    """A-45: at thirty times 24 hours the audience and its connections are gone, and not before."""
    archive(desk)
    desk.world.clock.step(MONTH - timedelta(milliseconds=1))
    assert "archived" == desk.audience(LIST)["state"]
    desk.world.clock.step(timedelta(milliseconds=1))

    for operation in ("getCustomerAudience", "restoreCustomerAudience", "listCustomerAudienceCustomers"):
        assert 404 == desk.call(operation, customerAudienceId=LIST).status
    gone = desk.call("getCustomerAudienceConnection", customerAudienceConnectionId="0399abed-fd3d")
    assert 404 == gone.status
    assert LIST not in desk.ids()


def test_restoring_stops_the_clock(desk):
    """A-45: a restored audience stays, and archiving it again starts another thirty days."""
    archive(desk)
    desk.world.clock.step(MONTH / 2)
    restore(desk)
    archive(desk)
    desk.world.clock.step(MONTH - timedelta(seconds=1))
    assert "archived" == desk.audience(LIST)["state"]
    restore(desk)
    desk.world.clock.step(MONTH)

    assert "active" == desk.audience(LIST)["state"]


def test_archiving_again_does_not_prolong(desk):
    """A-43, A-45: archiving again, or changing a connection, leaves the thirty days as they are."""
    archive(desk)
    desk.world.clock.step(MONTH / 2)
    archive(desk)
    desk.call("deactivateCustomerAudienceConnection", customerAudienceConnectionId="0399abed-fd3d")
    desk.world.clock.step(MONTH / 2)

    assert 404 == desk.call("getCustomerAudience", customerAudienceId=LIST).status
