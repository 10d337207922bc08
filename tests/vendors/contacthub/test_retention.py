"""Events that are kept too long go at night, and until then the status tells how many there are."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.vendors.contacthub.asking import answer
from tests.vendors.contacthub.desk import (
    BRANCHES,
    MARIN,
    MARINS_ONLINE,
    NEWSLETTER,
    ONLINE,
    TIBURON,
    Desk,
    seeded,
)
from tests.vendors.contacthub.happenings import posted
from tests.vendors.contacthub.nights import DAY, counted, earlier, status, wait
from tests.vendors.contacthub.replaying import replayed, stored
from tests.vendors.contacthub.writes import create

from understudy.vendors.contacthub import events
from understudy.vendors.contacthub.consistency import check
from understudy.vendors.contacthub.event_types import types
from understudy.world.clock import parse_timestamp

WORKSPACE = "putRetentionPolicyConfigurationWorkspaces"


def test_status_counts_what_there_is(desk):
    """The status tells all events of entry nodes by type, none of them expired at first (H-34.1)."""
    told = status(desk)

    assert {BRANCHES, ONLINE, NEWSLETTER} == set(told)
    for node, lines in told.items():
        assert list(types()) == list(lines)
        assert counted(desk, node) == sum(line["total"] for line in lines.values())
        for name, line in lines.items():
            found = events.search(desk.world.view(1), TIBURON, node=node, type=name)["date"].min()
            assert (0, line["total"], 0) == (line["months"], line["valid"], line["expired"])
            assert (None if found is None else found) == (
                None if line["oldestDate"] is None else parse_timestamp(line["oldestDate"])
            )
    assert {MARINS_ONLINE} < set(status(desk, workspaceId=MARIN, token="demo-marin"))


@given(st.sampled_from(["viewedPage", "loggedIn", "searched"]), st.integers(1, 26))
def test_status_tells_what_is_expired(name, months):
    """Expired are the events from so many months ago or before (H-34.1)."""
    desk = Desk(seeded().fork("test"))
    answer(desk, WORKSPACE, {name: {"months": months}})
    line = status(desk)[ONLINE][name]
    dates = events.search(desk.world.view(1), TIBURON, node=ONLINE, type=name)["date"]
    edge = earlier(desk.world.clock.now(), months)
    expired = sum(date <= edge for date in dates)

    assert (months, len(dates)) == (line["months"], line["total"])
    assert (expired, len(dates) - expired) == (line["expired"], line["valid"])


def test_expired_events_go_at_night(desk):
    """What is expired is there until midnight and gone then, and the stream says so (H-36.2)."""
    answer(desk, WORKSPACE, {"viewedPage": {"months": 6}})
    before = status(desk)[ONLINE]
    others = counted(desk) - counted(desk, kind="viewedPage")
    first = answer(desk, "getEventsWorkspaces", type="viewedPage", nodeId=ONLINE, size=1)["page"][
        "totalElements"
    ]
    offset = answer(desk, "getLastOffsetUpdatesWorkspaces")["lastOffset"]
    wait(desk, timedelta(hours=11, minutes=59))

    assert before["viewedPage"]["total"] == counted(desk, ONLINE, "viewedPage") == first
    wait(desk, timedelta(minutes=1))
    left = status(desk)[ONLINE]["viewedPage"]
    midnight = earlier(desk.world.clock.now(), 6)
    assert 0 < left["valid"] == left["total"] <= before["viewedPage"]["valid"]
    assert midnight < parse_timestamp(left["oldestDate"])
    assert others == counted(desk) - counted(desk, kind="viewedPage")
    told = answer(desk, "getUpdatesWorkspaces", offset=offset, size=4000)["updates"]
    assert before["viewedPage"]["total"] - left["total"] == len(told)
    assert {("DELETE", "EVENT", "viewedPage")} == {
        (each["operation"], each["entity"]["type"], each["entity"]["data"]["type"]) for each in told
    }


def test_events_go_night_after_night(desk):
    """Each night the events go that have become old enough (H-36.2)."""
    answer(desk, WORKSPACE, {"viewedPage": {"months": 3}})
    for _ in range(40):
        wait(desk)
        edge = earlier(desk.world.clock.now().replace(hour=0), 3)
        found = events.search(desk.world.view(1), TIBURON, type="viewedPage")["date"].min()
        assert edge < found


def test_a_stricter_policy_takes_what_the_others_left(desk):
    """Whatever went on the nights before, events go by the policy as it is (H-36.2)."""
    for months in (20, 12, 3):
        answer(desk, WORKSPACE, {"viewedPage": {"months": months}})
        for _ in range(3):
            wait(desk)
        edge = earlier(desk.world.clock.now().replace(hour=0), months)
        found = events.search(desk.world.view(1), TIBURON, type="viewedPage")["date"]
        assert edge < found.min() < earlier(desk.world.clock.now(), months - 3)


def test_an_event_that_goes_is_gone(desk):
    """An expired event is found by nobody any more (H-36.2)."""
    answer(desk, WORKSPACE, {"viewedPage": {"months": 3}})
    table = events.search(desk.world.view(1), TIBURON, type="viewedPage")
    oldest, newest = table["id"][-1], table["id"][0]
    wait(desk)

    assert 404 == desk.call("getEventWorkspaces", id=oldest).status
    assert 200 == desk.call("getEventWorkspaces", id=newest).status


def test_new_events_go_in_time(desk):
    """An event that is recorded late goes on the night on which it is old enough (H-36.2)."""
    answer(desk, WORKSPACE, {"surveyCompiled": {"months": 48}})
    customer = create(desk)["id"]
    date = earlier(desk.world.clock.now(), 48) + timedelta(days=2)
    sent = {"type": "surveyCompiled", "properties": {}, "customerId": customer}
    made = posted(desk, **sent, date=date.isoformat().replace("+00:00", "Z"))
    wait(desk, 2 * DAY)
    assert 200 == desk.call("getEventWorkspaces", id=made["id"]).status
    wait(desk)

    assert 404 == desk.call("getEventWorkspaces", id=made["id"]).status


def test_a_later_event_delays_no_night(desk):
    """What goes tonight goes tonight, though an event comes that has years to stay (H-36.2)."""
    answer(desk, WORKSPACE, {"viewedPage": {"months": 6}})
    customer = create(desk)["id"]
    made = posted(desk, type="viewedPage", properties={}, customerId=customer)
    before = counted(desk, ONLINE, "viewedPage")
    wait(desk)

    assert before > counted(desk, ONLINE, "viewedPage")
    assert 200 == desk.call("getEventWorkspaces", id=made["id"]).status


def test_an_event_of_midnight_goes_at_midnight(desk):
    """An event goes on the very midnight on which it is old enough, not a night later (H-36.2)."""
    answer(desk, WORKSPACE, {"surveyCompiled": {"months": 48}})
    midnight = desk.world.clock.now().replace(hour=0) + 2 * DAY
    sent = {"type": "surveyCompiled", "properties": {}, "customerId": create(desk)["id"]}
    made = posted(desk, **sent, date=earlier(midnight, 48).isoformat().replace("+00:00", "Z"))
    wait(desk, midnight - desk.world.clock.now() - timedelta(milliseconds=1))
    assert 200 == desk.call("getEventWorkspaces", id=made["id"]).status
    wait(desk, timedelta(milliseconds=1))

    assert 404 == desk.call("getEventWorkspaces", id=made["id"]).status


def test_a_policy_of_midnight_counts_from_the_next(desk):
    """What is set at midnight takes its first events a day later (H-36.2)."""
    desk.world.clock.freeze(desk.world.clock.now().replace(hour=0) + DAY)
    before = counted(desk, ONLINE, "viewedPage")
    answer(desk, WORKSPACE, {"viewedPage": {"months": 6}})
    assert before == counted(desk, ONLINE, "viewedPage")
    wait(desk)

    assert before > counted(desk, ONLINE, "viewedPage")


def test_events_at_the_end_of_the_calendar_stay(desk):
    """An event that would go after the last year of the calendar stays (H-36.2)."""
    answer(desk, WORKSPACE, {"surveyCompiled": {"months": 48}})
    sent = {"type": "surveyCompiled", "properties": {}, "customerId": create(desk)["id"]}
    made = posted(desk, **sent, date="9999-06-01T00:00:00Z")
    wait(desk, 1000 * DAY)

    assert 200 == desk.call("getEventWorkspaces", id=made["id"]).status


def test_months_are_calendar_months(desk):
    """An event of the 31st is kept until the last day of a shorter month (H-36.2)."""
    customer = create(desk)["id"]
    desk.world.clock.freeze(datetime.fromisoformat("2027-01-31T15:00:00+00:00"))
    answer(desk, WORKSPACE, {"surveyCompiled": {"months": 1}})
    made = posted(desk, type="surveyCompiled", properties={}, customerId=customer)
    wait(desk, datetime.fromisoformat("2027-02-28T23:59:00+00:00") - desk.world.clock.now())
    assert 200 == desk.call("getEventWorkspaces", id=made["id"]).status
    wait(desk, timedelta(minutes=1))

    assert 404 == desk.call("getEventWorkspaces", id=made["id"]).status


def test_without_months_events_stay(desk):
    """0 months, or no word, keeps the events for ever; so do months beyond the calendar (H-36.3)."""
    answer(desk, WORKSPACE, {"viewedPage": {"months": 0}, "searched": {"months": 2**31 - 1}})
    before = counted(desk)
    wait(desk, 3650 * DAY)

    assert before == counted(desk)


def test_a_policy_that_is_taken_back_takes_no_events(desk):
    """What was said before the night, and is not said any more, counts for nothing (H-36.3)."""
    before = counted(desk)
    answer(desk, WORKSPACE, {"viewedPage": {"months": 1}})
    answer(desk, WORKSPACE, {})
    wait(desk, 40 * DAY)

    assert before == counted(desk)


def test_a_night_is_told_in_one_entry_a_node(desk):
    """However many events go at once, the stream tells of each, changed ones too (H-36.2, H-108.9)."""
    answer(desk, WORKSPACE, {name: {"months": 6} for name in types()})
    oldest = events.search(desk.world.view(1), TIBURON)["id"][-1]
    desk.call("patchEventWorkspaces", {"contextInfo": {"user": {"id": "me"}}}, id=oldest)
    before, offset = counted(desk), answer(desk, "getLastOffsetUpdatesWorkspaces")["lastOffset"]
    wait(desk)
    gone = before - counted(desk)
    told = desk.world.store.read().scan("contacthub/updates")

    assert ["UPDATE", "DELETE", "DELETE", "DELETE"] == [each.body["operation"] for each in told]
    assert 3 < gone == answer(desk, "getLastOffsetUpdatesWorkspaces")["lastOffset"] - offset
    assert stored(desk) == replayed(desk, [1000, 7, 4000])
    check(desk.world.view(1))
