"""How long events are kept: every sentence of operations 34-36, 41, 42 and 48-51."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import (
    BRANCHES,
    EVERYBODY,
    MARIN,
    MARINS_ONLINE,
    NEWSLETTER,
    NOBODYS,
    ONLINE,
    TIBURON,
    Desk,
    seeded,
)
from tests.vendors.contacthub.happenings import posted
from tests.vendors.contacthub.writes import create

from understudy.vendors.contacthub import events
from understudy.vendors.contacthub.event_types import types
from understudy.world.clock import parse_timestamp

WORKSPACE = "putRetentionPolicyConfigurationWorkspaces"
NODE = "putNodeRetentionPolicyConfigurationWorkspaces"
ENTRY = "putEntryNodeRetentionPolicyConfigurationWorkspaces"
STATE = "putEntryNodeRetentionPolicyStateConfigurationWorkspaces"
DAY = timedelta(days=1)


def answer(desk, operation, body=None, **given):
    """What an accepted request answers."""
    reply = desk.call(operation, body, **given)
    assert 200 == reply.status, reply.body
    return reply.body


def status(desk, **given):
    """How things stand."""
    return answer(desk, "getRetentionPolicyStatusConfigurationWorkspaces", **given)


def limited(policy):
    """What of a policy as it is told is limited."""
    assert list(types()) == list(policy)
    return {name: said["months"] for name, said in policy.items() if said["months"]}


def counted(desk, node=None, kind=None):
    """How many events there are."""
    table = events.search(desk.world.view(1), TIBURON, node=node, type=kind)
    return table.height


def wait(desk, delta=DAY):
    """Let the time go by."""
    desk.world.clock.step(delta)
    desk.world.settle()


def earlier(moment, months):
    """The moment so many calendar months before."""
    number = moment.year * 12 + moment.month - 1 - months
    return moment.replace(year=number // 12, month=number % 12 + 1)


def test_the_policy_becomes_what_is_sent(desk):
    """Every type is told; what is sent takes the place of what was, in this workspace (H-35.1, H-36.1)."""
    assert {} == limited(answer(desk, "getRetentionPolicyConfigurationWorkspaces"))
    answer(desk, WORKSPACE, {"loggedIn": {"months": 3}})
    told = answer(desk, WORKSPACE, {"searched": {"months": 1}, "viewedPage": {"months": 36}})

    assert {"searched": 1, "viewedPage": 36} == limited(told)
    assert told == answer(desk, "getRetentionPolicyConfigurationWorkspaces")
    marin = {"workspaceId": MARIN, "token": "demo-marin"}
    assert {} == limited(answer(desk, "getRetentionPolicyConfigurationWorkspaces", **marin))


@pytest.mark.parametrize(
    "wrong", [{"searched": {"months": -1}}, {"searched": {}}, {"dreamed": {"months": 1}}]
)
def test_a_wrong_policy_is_refused(desk, wrong):
    """Months are 0 or more, types those that there are (H-36.1)."""
    assert 400 == desk.call(WORKSPACE, wrong).status
    assert 400 == desk.call(NODE, {"enabled": True, "events": wrong}, nodeId=BRANCHES).status
    assert 400 == desk.call(ENTRY, wrong, nodeId=BRANCHES).status


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


@pytest.mark.parametrize("node", [BRANCHES, EVERYBODY])
def test_the_policy_of_a_node_becomes_what_is_sent(desk, node):
    """Policy and state of an entry or aggregate node become what is sent (H-41.1, H-42.1)."""
    at_first = answer(desk, "getNodeRetentionPolicyConfigurationWorkspaces", nodeId=node)
    told = answer(desk, NODE, {"enabled": True, "events": {"searched": {"months": 4}}}, nodeId=node)

    assert (False, {}) == (at_first["enabled"], limited(at_first["events"]))
    assert (True, {"searched": 4}) == (told["enabled"], limited(told["events"]))
    assert told == answer(desk, "getNodeRetentionPolicyConfigurationWorkspaces", nodeId=node)
    assert at_first == answer(desk, NODE, {}, nodeId=node)


def test_the_policy_of_a_node_counts_in_the_place_of_the_workspaces(desk):
    """The enabled policy of a node is the only one that counts for its events (H-42.2)."""
    answer(desk, WORKSPACE, {"viewedPage": {"months": 1}, "campaignSent": {"months": 1}})
    own = {"enabled": True, "events": {"searched": {"months": 1}}}
    answer(desk, NODE, own, nodeId=ONLINE)
    pages, searches, sent = (
        counted(desk, node, kind)
        for node, kind in ((ONLINE, "viewedPage"), (ONLINE, "searched"), (BRANCHES, "campaignSent"))
    )
    told = status(desk)
    wait(desk)

    assert (0, 1) == (told[ONLINE]["viewedPage"]["months"], told[ONLINE]["searched"]["months"])
    assert (1, 0) == (told[BRANCHES]["viewedPage"]["months"], told[BRANCHES]["searched"]["months"])
    assert pages == counted(desk, ONLINE, "viewedPage")
    assert searches > counted(desk, ONLINE, "searched")
    assert sent > counted(desk, BRANCHES, "campaignSent")


def test_a_disabled_policy_of_a_node_counts_for_nothing(desk):
    """The policy of a node that is not enabled leaves the workspace's in force (H-42.2)."""
    answer(desk, NODE, {"enabled": False, "events": {"searched": {"months": 1}}}, nodeId=ONLINE)
    before = counted(desk)
    wait(desk)
    assert before == counted(desk)
    answer(desk, WORKSPACE, {"viewedPage": {"months": 1}})

    assert (1, 0) == tuple(status(desk)[ONLINE][name]["months"] for name in ("viewedPage", "searched"))


def test_the_policy_of_an_aggregate_node_takes_no_events(desk):
    """Events belong to entry nodes: the policy of an aggregate node removes none (H-42.2)."""
    before = counted(desk)
    answer(desk, NODE, {"enabled": True, "events": {"viewedPage": {"months": 1}}}, nodeId=EVERYBODY)
    wait(desk, 40 * DAY)

    assert before == counted(desk)


def test_an_entry_node_has_policy_and_state_apart(desk):
    """The policy becomes what is sent, and its state stays (H-48.1, H-49.1, H-49.2)."""
    for on in (True, False):
        answer(desk, STATE, {"enabled": on}, nodeId=ONLINE)
        told = answer(desk, ENTRY, {"searched": {"months": 5}}, nodeId=ONLINE)
        assert {"searched": 5} == limited(told)
        assert told == answer(desk, "getEntryNodeRetentionPolicyConfigurationWorkspaces", nodeId=ONLINE)
        whole = answer(desk, "getNodeRetentionPolicyConfigurationWorkspaces", nodeId=ONLINE)
        assert {"enabled": on, "events": told} == whole
    assert {} == limited(answer(desk, ENTRY, {}, nodeId=ONLINE))


def test_the_state_of_a_policy(desk):
    """The state is told and changed, and the policy stays; then it counts, or no longer (H-50.1, H-51.1)."""
    answer(desk, ENTRY, {"searched": {"months": 1}}, nodeId=ONLINE)
    before = counted(desk, ONLINE, "searched")
    wait(desk)
    assert before == counted(desk, ONLINE, "searched")
    assert {"enabled": False} == answer(desk, STATE, {"enabled": False}, nodeId=ONLINE)
    assert {"enabled": True} == answer(desk, STATE, {"enabled": True}, nodeId=ONLINE)
    state = answer(desk, "getEntryNodeRetentionPolicyStateConfigurationWorkspaces", nodeId=ONLINE)
    assert {"enabled": True} == state
    wait(desk)

    assert before > counted(desk, ONLINE, "searched")
    policy = answer(desk, "getEntryNodeRetentionPolicyConfigurationWorkspaces", nodeId=ONLINE)
    assert {"searched": 1} == limited(policy)
    assert 400 == desk.call(STATE, {}, nodeId=ONLINE).status


ENTRIES = {
    "getEntryNodeRetentionPolicyConfigurationWorkspaces": None,
    "getEntryNodeRetentionPolicyStateConfigurationWorkspaces": None,
    ENTRY: {},
    STATE: {"enabled": True},
}


@pytest.mark.parametrize("operation", ENTRIES)
def test_only_entry_nodes_have_them(desk, operation):
    """An aggregate node, another workspace's and an unknown one are a 404 (H-48.1)."""
    for node in (EVERYBODY, MARINS_ONLINE, NOBODYS):
        assert 404 == desk.call(operation, ENTRIES[operation], nodeId=node).status
        assert ("H-0.a7",) == desk.rules


def test_guests_change_no_policy(desk):
    """Only administrators and operators change policies; guests read them (H-0.a10)."""
    assert 403 == desk.call(WORKSPACE, {}, token="demo-read").status
    assert 403 == desk.call(NODE, {}, nodeId=BRANCHES, token="demo-read").status
    assert {} == limited(answer(desk, "getRetentionPolicyConfigurationWorkspaces", token="demo-read"))
