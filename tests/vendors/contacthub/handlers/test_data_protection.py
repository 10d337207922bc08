"""Exports."""

from tests.vendors.contacthub.desk import BRANCHES, EVERYBODY, NOBODYS
from tests.vendors.contacthub.writes import create, logs, somebody

from understudy.vendors.contacthub import aggregates


def test_an_export_has_the_customer_and_every_event(desk):
    """All data of the customer, with all events, however many pages they would fill (H-91.1)."""
    customer = somebody(desk)
    reply = desk.call("getExportCustomerWorkspaces", customerId=customer.id)
    listed = desk.call("getEventsWorkspaces", customerId=customer.id, size=50).body

    assert customer.body == reply.body["customer"]
    assert 0 < listed["page"]["totalElements"] == len(reply.body["events"])
    assert {event["id"] for event in listed["elements"]} <= {event["id"] for event in reply.body["events"]}
    assert {customer.id} == {event["customerId"] for event in reply.body["events"]}


def test_what_was_posted_is_exported_too(desk):
    """A customer and an event of today are in it (H-91.1)."""
    body = create(desk)
    event = {"customerId": body["id"], "type": "viewedPage", "context": "WEB", "properties": {}}
    posted = desk.call("postEventWorkspaces", event).body["id"]
    reply = desk.call("getExportCustomerWorkspaces", customerId=body["id"])
    assert (body, [posted]) == (reply.body["customer"], [event["id"] for event in reply.body["events"]])


def test_an_export_is_logged(desk):
    """The log of consents tells who asked for the data of whom, once for each time (H-91.2)."""
    customer = somebody(desk)
    for asked in (1, 2):
        desk.call("getExportCustomerWorkspaces", customerId=customer.id)
        found = [log for log in logs(desk) if log["customerId"] == customer.id]
        assert ["DATA_PORTABILITY_REQUESTED"] * asked == [log["type"] for log in found]
        assert all(log["userId"] is not None and log["sourceId"] is None for log in found)


def test_aggregate_customers_are_exported_with_all_events(desk):
    """The events are those of its entry customers, and the log tells of each of them (H-91.1, H-91.2)."""
    view = desk.world.view(1)
    node = view.documents.get("contacthub/nodes", EVERYBODY)
    everybody = aggregates.everybody(view, node)
    whole = next(each for each in everybody if len(aggregates.members(view, each)) > 1)
    members = aggregates.members(view, whole)
    theirs = [
        event["id"]
        for key in members
        for event in desk.call("getExportCustomerWorkspaces", customerId=key).body["events"]
    ]
    before = len(logs(desk))
    export = desk.call("getExportCustomerWorkspaces", customerId=whole.id).body
    assert whole.body == export["customer"]
    assert sorted(theirs) == sorted(event["id"] for event in export["events"])
    assert (before + 2, set(members)) == (len(logs(desk)), {log["customerId"] for log in logs(desk)})


def test_nobody_unknown_is_exported_or_logged(desk):
    """A customer that the workspace does not have is a 404, and nothing is logged (H-91.3)."""
    before = logs(desk)
    assert 404 == desk.call("getExportCustomerWorkspaces", customerId=NOBODYS).status
    assert before == logs(desk)


def test_only_who_answers_for_the_data_may_export_it(desk):
    """Users without the role of administrator or DPO are refused (H-91.4)."""
    customer = somebody(desk, BRANCHES)
    assert 403 == desk.call("getExportCustomerWorkspaces", customerId=customer.id, token="demo-read").status
