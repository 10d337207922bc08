"""What events meet later: the sweep, another link of a session, a clock set back, consents."""

from datetime import timedelta

import pytest
from tests.vendors.contacthub.desk import BRANCHES, MARIN, ONLINE, TIBURON
from tests.vendors.contacthub.happenings import back, event, found, got, posted, somebody

from understudy.vendors.contacthub import events
from understudy.world.clock import FROZEN_AT, timestamp

DAY = timedelta(days=1)


def ids(elements):
    """The ids of events."""
    return [each["id"] for each in elements]


def test_retention_watches_new_events(desk):
    """An event that comes when the policy is set already goes in the night after its time (H-36.2)."""
    policy = {"surveyCompiled": {"months": 1}}
    for each in found(desk, type="surveyCompiled"):
        desk.call("deleteEventWorkspaces", id=each["id"])
    assert 200 == desk.call("putRetentionPolicyConfigurationWorkspaces", policy).status
    made = posted(desk, customerId=somebody(desk), type="surveyCompiled", properties={})
    desk.world.clock.step(30 * DAY)
    kept = desk.call("getEventWorkspaces", id=made["id"]).status
    desk.world.clock.step(3 * DAY)

    assert (200, 404) == (kept, desk.call("getEventWorkspaces", id=made["id"]).status)


def test_a_claimed_event_is_claimed_once(desk):
    """An event keeps its customer when its session is linked to somebody else later (H-94.7)."""
    first = somebody(desk)
    other = found(desk, nodeId=BRANCHES)[0]["customerId"]
    made = posted(desk, bringBackProperties=back("s"))
    link = desk.call("postSessionCustomerWorkspaces", {"value": "s"}, customerId=first).body["id"]
    desk.call("deleteSessionCustomerWorkspaces", customerId=first, sessionId=link)
    assert first != other
    assert 201 == desk.call("postSessionCustomerWorkspaces", {"value": "s"}, customerId=other).status

    assert (first, 2) == (got(desk, made["id"])["customerId"], got(desk, made["id"])["version"])


def test_a_changed_event_is_found_once(desk):
    """A search without filters has a changed event once, as it is now (H-93.1)."""
    old = desk.call("getEventsWorkspaces", size=1).body["elements"][0]
    before = desk.call("getEventsWorkspaces", size=0).body["page"]["totalElements"]
    desk.call("patchEventWorkspaces", {"contextInfo": {"user": {"id": "7"}}}, id=old["id"])
    after = desk.call("getEventsWorkspaces", size=50).body

    assert before == after["page"]["totalElements"]
    assert 1 == ids(after["elements"]).count(old["id"])
    assert got(desk, old["id"]) in after["elements"]


def test_events_stay_in_their_workspace(desk):
    """New events of one workspace are not found in another (H-93.1)."""
    made = posted(desk, customerId=somebody(desk))
    view = desk.world.view(1)

    assert made["id"] in events.table(view, TIBURON)["id"]
    assert made["id"] not in events.table(view, MARIN)["id"]


def test_a_clock_that_was_set_back(desk):
    """A change never makes an event younger than it was (H-96.4)."""
    desk.world.clock.step(DAY)
    made = posted(desk, customerId=somebody(desk))
    desk.world.clock.step(-DAY)
    desk.call("patchEventWorkspaces", {"properties": {"title": "x"}}, id=made["id"])

    assert timestamp(FROZEN_AT + DAY) == made["updatedAt"] == got(desk, made["id"])["updatedAt"]


@pytest.mark.parametrize("brought", [False, True])
def test_consents_are_asked_for(desk, brought):
    """A customer who lacks a needed consent has no such events, whoever names the customer (H-37.2)."""
    customer = somebody(desk, ONLINE)
    desk.call("postSessionCustomerWorkspaces", {"value": "s"}, customerId=customer)
    policy = {"viewedPage": ["profiling.online"]}
    assert 200 == desk.call("putEventsConsentPolicyConfigurationWorkspaces", policy).status
    whose = {"bringBackProperties": back("s", node=ONLINE)} if brought else {"customerId": customer}
    refused = desk.call("postEventWorkspaces", event(**whose)).status
    consents = {"profiling": {"online": {"status": True}}}
    desk.call("patchCustomerWorkspaces", {"consents": consents}, customerId=customer)

    assert (403, 202) == (refused, desk.call("postEventWorkspaces", event(**whose)).status)
