"""The situations that a Banno world can be put into."""

import pytest
from tests.vendors.banno.desk import DRAFT, EMPTY, LISTED, ONE_MORE, ROOT, TIBURON, contract, seeded

from understudy.control.archive import Archive
from understudy.control.scenarios.scenario import run
from understudy.control.scenarios.shelf import found_in
from understudy.control.scenarios.stage import Stage
from understudy.http.app import Service
from understudy.http.worlds import Worlds
from understudy.vendors.banno.api import SEGMENTS, VENDOR

STAGE = Stage(
    {SEGMENTS.name: Service(contract(), SEGMENTS)},
    VENDOR.identities.tokens,
    Archive(VENDOR.schemas, [VENDOR.check], {"import_budget": {"type": "number"}}),
)
OURS = found_in(ROOT / "fixtures/scenarios", STAGE)


@pytest.fixture
def played(desk):
    """A scenario carried out, twice, on the desk's world."""

    def play(name):
        hosted = Worlds(seeded().fork("default"), [contract()]).default
        for _ in range(2):
            run(OURS[name], hosted, STAGE)
        desk.world = hosted.world
        return desk

    return play


def test_there_are_scenarios_of_its_own():
    """Those that need no other vendor are offered where only this one is served."""
    assert {"no-segments-yet", "quota-nearly-used", "segment-at-list-limit"} == OURS.keys()


def test_no_segments_yet(played):
    """S-13: no segment and no draft, yet users who can be imported."""
    desk = played("no-segments-yet")

    assert [] == desk.ids()
    assert 400 == desk.call("getDraft", draftId=DRAFT).status
    assert len(desk.users().frame) > 0


def test_segment_at_list_limit(played):
    """S-07: 150 users are listed, and one more is too many."""
    desk = played("segment-at-list-limit")

    assert 150 == len(desk.call("listSegmentEndUsers", segmentId=EMPTY).body["endUsers"])
    assert 200 == desk.call("appendSegmentEndUsers", segmentId=EMPTY, draftId=ONE_MORE).status
    assert 400 == desk.call("listSegmentEndUsers", segmentId=EMPTY).status
    assert TIBURON == desk.segment(LISTED)["institutionId"]
