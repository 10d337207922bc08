"""When the vendor's documents make sense together: imports that are on their way."""

import pytest
from tests.vendors.apiture.desk import LIST

from understudy.errors import FixtureError
from understudy.vendors.apiture.consistency import check
from understudy.world.members import Members


@pytest.mark.parametrize(
    ("key", "members", "reason"),
    [
        ("nobody-here", Members(), "apiture/audiences/nobody-here is referred to, but does not exist"),
        (LIST, Members([0, 400]), "its `members` go beyond the 400 people of TIBURON"),
    ],
)
def test_an_import_on_its_way_belongs_to_an_audience(desk, key, members, reason):
    """A-53: what waits to arrive has an audience, and names people of its institution."""
    desk.put("apiture/imports", key, {"members": members})

    with pytest.raises(FixtureError, match=f"The document {key} of apiture/imports cannot be used: {reason}"):
        check(desk.world.view(0))


def test_a_right_import_on_its_way_is_none_of_its_worries(desk):
    """A-53: the last person of the institution may arrive."""
    desk.put("apiture/imports", LIST, {"members": Members([0, 399])})

    check(desk.world.view(0))
