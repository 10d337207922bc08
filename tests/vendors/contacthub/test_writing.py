"""Customers written for bulk jobs and bring-back: the functions behind the handlers."""

from dataclasses import replace

import pytest
from tests.vendors.contacthub.desk import BRANCHES, NEWSLETTER, TIBURON
from tests.vendors.contacthub.writes import create, newcomer, patch, somebody

from understudy.errors import Problem
from understudy.vendors.contacthub import customers, events
from understudy.vendors.contacthub.identities import IDENTITIES
from understudy.vendors.contacthub.records import NODES
from understudy.vendors.contacthub.writing import changed, created, merged_create, removed
from understudy.world.clock import FROZEN_AT, timestamp

CALLER = IDENTITIES.tokens["demo"]


def node(view, key=NEWSLETTER):
    """A node's document."""
    return view.documents.get(NODES, key)


def test_merged_create_creates_once(view):
    """First somebody is made, then the same is merged; the documents of one call are the view of the next."""
    documents, first = merged_create(view, CALLER, TIBURON, node(view), newcomer())
    view = replace(view, documents=documents)
    _, second = merged_create(view, CALLER, TIBURON, node(view), {**newcomer(), "extra": "x"})

    assert (first["id"], 2, "x") == (second["id"], second["version"], second["extra"])


def test_created_asks_nothing(view):
    """A customer with nothing but an externalId can be made."""
    documents, body = created(view, CALLER, TIBURON, node(view), {"externalId": "1"})

    assert "1" == body["externalId"]
    assert body == customers.find(replace(view, documents=documents), TIBURON, body["id"]).body


def test_created_refuses_what_is_too_long(view):
    """As a POST does, with the same paths (H-78.9)."""
    with pytest.raises(Problem) as caught:
        created(view, CALLER, TIBURON, node(view), newcomer(firstName="x" * 256))

    assert ["/base/firstName"] == [cause.pointer for cause in caught.value.causes]


def test_changed_looks_at_what_clients_write_alone(desk, view):
    """Another id or version in the body is passed over."""
    known = somebody(desk)
    body = {**known.body, "id": "x", "version": 99, "extra": "y"}
    _, after = changed(view, CALLER, known, body)

    assert (known.id, known.body["version"] + 1, "y") == (after["id"], after["version"], after["extra"])


def test_nothing_changed_is_the_same_documents(desk, view):
    """So that nothing is committed (H-80.11)."""
    known = somebody(desk)
    documents, body = changed(view, CALLER, known, known.body)

    assert documents is view.documents
    assert known.body == body


def test_removed_can_leave_the_events(desk, view):
    """Unless told otherwise events go too; the customer is gone either way."""
    known = somebody(desk, BRANCHES)
    many = len(events.search(view, TIBURON, customers=[known.id]))
    for leave, expected in ((True, many), (False, 0)):
        documents = removed(view, known, events=not leave)
        after = replace(view, documents=documents)
        assert expected == len(events.search(after, TIBURON, customers=[known.id]))
        assert None is customers.find(after, TIBURON, known.id)

    assert many > 0


def test_events_that_wait_for_an_external_id_are_found(desk):
    """Whoever is made with it, or gets it, has them (H-87.5)."""
    for place, change in enumerate((create, give)):
        back = {"type": "EXTERNAL_ID", "value": f"e-{place}", "nodeId": NEWSLETTER}
        key, moment = f"{place}0000000-0000-4000-8000-000000000000", timestamp(FROZEN_AT)
        body = {"id": key, "customerId": None, "bringBackProperties": back, "version": 1}
        body |= {"type": "viewedPage", "context": "WEB", "properties": {}}
        body |= dict.fromkeys(("date", "registeredAt", "updatedAt"), moment)
        desk.put(
            "events",
            key,
            {"workspace": TIBURON, "node": NEWSLETTER, "customer": None, "row": None, "body": body},
        )
        made = change(desk, {**newcomer(f"{place}@example.com"), "externalId": f"e-{place}"})

        assert made["id"] == desk.document("events", key)["customer"]


def give(desk, body):
    """Make the customer without the externalId, and patch it in."""
    external_id = body.pop("externalId")
    return patch(desk, create(desk, body)["id"], {"externalId": external_id})


def test_numbers_of_customers_never_come_twice(view):
    """They rise, and are above those of the people whom nodes start with (H-78.14)."""
    numbers = []
    for place in range(3):
        documents, body = merged_create(view, CALLER, TIBURON, node(view), newcomer(f"{place}@example.com"))
        view = replace(view, documents=documents)
        numbers.append(body["intId"])

    assert sorted(set(numbers)) == numbers
    assert numbers[0] > view.institutions["TIBURON"].customers.size


def test_moments_never_go_back(desk, view):
    """With a clock that was set back a change is not older than the last one (H-80.12)."""
    known = somebody(desk)
    early = replace(view, now=view.now.replace(year=1999))
    _, after = changed(early, CALLER, known, {**known.body, "extra": "x"})

    assert known.body["updatedAt"] == after["updatedAt"]
