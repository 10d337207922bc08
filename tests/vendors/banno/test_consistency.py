"""When the vendor's documents make sense together."""

from datetime import timedelta

import pytest
from tests.vendors.banno.desk import DRAFT, LISTED, MARIN, NOBODYS, TIBURON

from understudy.errors import FixtureError
from understudy.vendors.banno.consistency import check
from understudy.world.clock import FROZEN_AT
from understudy.world.documents import Due
from understudy.world.members import Members


def test_what_a_world_begins_with_makes_sense(view):
    """The first documents are in order."""
    check(view)


def strangers(desk):
    """Somebody who is no user."""
    users = set(desk.users().frame["number"].to_list())
    return Members([min(set(range(400)) - users)])


@pytest.mark.parametrize(("collection", "key"), [("segments", LISTED), ("drafts", DRAFT)])
def test_members_are_users(desk, collection, key):
    """S-05: who has no username, or is nobody at all, cannot be in a segment or draft."""
    body = desk.world.store.read().get(f"banno/{collection}", key).body

    for members in (strangers(desk), Members([400])):
        desk.put(f"banno/{collection}", key, {**body, "members": members})
        told = f"{key} of banno/{collection} cannot be used: 1 of its `members` are no users of TIBURON"
        with pytest.raises(FixtureError, match=told):
            check(desk.world.view(0))


@pytest.mark.parametrize(
    ("collection", "key", "body", "told"),
    [
        ("segments", "abc", {}, "The document abc of banno/segments cannot be used: an id is a UUID"),
        ("drafts", DRAFT.upper(), {}, "an id is a UUID in lower case"),
        ("segments", NOBODYS, {}, "it has no `institution`"),
        ("institutions", NOBODYS, {"institution": "ACME"}, "there is no institution ACME"),
        ("institutions", NOBODYS, {"institution": "TIBURON"}, "TIBURON has another id already"),
        ("history", NOBODYS, {"institution": "ACME"}, "banno/institutions has no id for ACME"),
    ],
)
def test_what_contradicts_itself_is_named(desk, collection, key, body, told):
    """Y-01: ids are UUIDs in lower case, and institutions are those of the world, each with one id."""
    desk.put(f"banno/{collection}", key, body)

    with pytest.raises(FixtureError, match=told):
        check(desk.world.view(0))


def test_an_institution_in_use_keeps_its_id(desk):
    """S-04: segments cannot be shown without the institutionId of theirs."""
    before = desk.world.store.read()
    desk.world.store.commit(before, before.delete("banno/institutions", MARIN))

    with pytest.raises(FixtureError, match="has no id for MARIN"):
        check(desk.world.view(0))


def test_time_does_nothing_to_documents(desk):
    """Nothing can be due here: what is due on another vendor's documents would spoil them."""
    before = desk.world.store.read()
    due = Due(FROZEN_AT + timedelta(days=1), "apiture/settle")
    after = before.put("banno/institutions", TIBURON, {"institution": "TIBURON"}, due=due)
    desk.world.store.commit(before, after)

    with pytest.raises(FixtureError, match="apiture/settle cannot be due on it"):
        check(desk.world.view(0))
