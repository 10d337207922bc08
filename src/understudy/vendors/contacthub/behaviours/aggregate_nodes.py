"""Aggregate nodes: made, changed, activated, and what makes customers one (H-53 to H-57)."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import (
    EVENTS,
    GET,
    PATCH,
    POST,
    POST_EVENT,
    SEARCH,
    event,
    refused,
    unknown,
)
from understudy.vendors.contacthub.behaviours.steps_configuration import (
    AGGREGATE,
    NEW_AGGREGATE,
    NEW_ENTRY,
    NEW_SOURCE,
    STATE,
    aggregate,
    body_of,
    entry,
    inhabitant,
    source,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

PUT = "putAggregateNodeConfigurationWorkspaces"
SENT = "getAggregateNodeSendSourceSubscriptionsConfigurationWorkspaces"
STAGE = ("stage",)
MAKES = (NEW_AGGREGATE, STATE, NEW_ENTRY)
PEOPLE = (*MAKES, POST, SEARCH)


def people(probe: Probe, node: str) -> list[dict[str, Any]]:
    """The customers of a node, at most fifty."""
    found: list[dict[str, Any]] = body_of(probe, SEARCH, query={"nodeId": node, "size": 50})["elements"]
    return found


@promises("H-53.1", "A new aggregate node is NEW.", uses=MAKES, needs=STAGE)
def new_aggregates_are_new(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        made = aggregate(probe, home, active=False)
        probe.same("NEW", made.get("state"), "the state", pointer="/state")
        probe.same([home], made.get("entryNodes"), "the entry nodes", pointer="/entryNodes")


@promises(
    "H-53.2",
    "Customers with the same values of the matching properties become one; who lacks one stays alone.",
    uses=PEOPLE,
    needs=STAGE,
)
def customers_are_matched(probe: Probe) -> None:
    with probe.stage():
        homes = [entry(probe)["id"] for _ in range(2)]
        for home in homes:
            inhabitant(probe, home, "check.same@example.com")
            inhabitant(probe, home)
        inhabitant(probe, homes[0], "check.other@example.com")
        made = aggregate(probe, *homes)["id"]
        told = people(probe, made)
        addresses = sorted(
            str(each["base"]["contacts"] and each["base"]["contacts"]["email"]) for each in told
        )
        expected = ["None", "None", "check.other@example.com", "check.same@example.com"]
        probe.same(expected, addresses, "the e-mail addresses", pointer="/elements")


@promises("H-53.2", "caseSensitive says whether the case of letters counts.", uses=PEOPLE, needs=STAGE)
def the_case_of_letters_may_count(probe: Probe) -> None:
    with probe.stage():
        homes = [entry(probe)["id"] for _ in range(2)]
        inhabitant(probe, homes[0], "check.case@example.com")
        inhabitant(probe, homes[1], "CHECK.CASE@example.com")
        for sensitive, expected in ((False, 1), (True, 2)):
            matching = {"properties": ["base.contacts.email"], "caseSensitive": sensitive}
            made = aggregate(probe, *homes, matchingProperties=matching)["id"]
            told = people(probe, made)
            probe.same(expected, len(told), "customers by caseSensitive:", pointer="/elements")


@promises(
    "H-53.3",
    "Exclusion filters leave out customers whose property starts with, or has, a value; and their events.",
    uses=(*PEOPLE, POST_EVENT, EVENTS),
    needs=STAGE,
)
def exclusion_filters_leave_out(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        for address in ("test.a@example.com", "b.test@example.com", "c@example.com"):
            event(probe, inhabitant(probe, home, address)["id"])
        for pattern, expected in (("START_WITH", 2), ("CONTAINS", 1)):
            rule = {"property": "base.contacts.email", "value": "test", "pattern": pattern}
            made = aggregate(probe, home, exclusionFilters=[rule])["id"]
            probe.same(expected, len(people(probe, made)), f"customers after {pattern}:", pointer="/elements")
            told = body_of(probe, EVENTS, query={"nodeId": made})["page"]["totalElements"]
            probe.same(expected, told, f"events after {pattern}:", pointer="/page/totalElements")


@promises("H-53.4", "Of each property the member changed last counts.", uses=(*PEOPLE, PATCH), needs=STAGE)
def the_latest_change_counts(probe: Probe) -> None:
    with probe.stage() as stage:
        homes = [entry(probe)["id"] for _ in range(2)]
        keys = [inhabitant(probe, home, "check.late@example.com")["id"] for home in homes]
        made = aggregate(probe, *homes)["id"]
        names = []
        for key, name in zip([*keys, keys[0]], ("First", "Second", "Third"), strict=True):
            stage.step(seconds=5)
            body_of(probe, PATCH, key, json={"base": {"lastName": name}})
            (one,) = people(probe, made) or [{}]
            names.append(one["base"]["lastName"])
        probe.same(["First", "Second", "Third"], names, "the last names", pointer="/elements/0/base/lastName")


@promises("H-53.5", "There are at most 10 exclusion filters.", uses=MAKES, needs=STAGE)
def exclusion_filters_are_limited(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        rules = [
            {"property": "base.contacts.email", "value": f"check-{number}", "pattern": "CONTAINS"}
            for number in range(11)
        ]
        aggregate(probe, home, exclusionFilters=rules[:10])
        matching = {"properties": ["base.contacts.email"], "caseSensitive": False}
        body = {"name": probe.unique(), "entryNodes": [home], "matchingProperties": matching}
        answer = probe.call(NEW_AGGREGATE, json={**body, "exclusionFilters": rules})
        refused(answer, "11 exclusion filters", 400)


@promises(
    "H-53.6", "entryNodes are entry nodes; any other is a 404.", uses=MAKES, severity=SHOULD, needs=STAGE
)
def aggregates_are_of_entry_nodes(probe: Probe) -> None:
    with probe.stage():
        other = aggregate(probe, entry(probe)["id"])["id"]
        matching = {"properties": ["base.contacts.email"], "caseSensitive": False}
        body = {"name": probe.unique(), "matchingProperties": matching}
        for key in (unknown(probe), other):
            refused(probe.call(NEW_AGGREGATE, json={**body, "entryNodes": [key]}), "no entry node", 404)
        refused(probe.call(NEW_AGGREGATE, json={**body, "entryNodes": []}), "no nodes at all", 400)


@promises(
    "H-53.7", "An aggregate customer cannot be changed itself.", uses=(*PEOPLE, PATCH, GET), needs=STAGE
)
def aggregate_customers_do_not_change(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        inhabitant(probe, home, "check.fixed@example.com")
        (one,) = people(probe, aggregate(probe, home)["id"]) or [{}]
        refused(probe.call(PATCH, one["id"], json={"base": {"lastName": "Changed"}}), "changing an aggregate")
        probe.same(one["base"], body_of(probe, GET, one["id"])["base"], "the base", pointer="/base")


@promises("H-54.1", "An aggregate node is told with all its details.", uses=(AGGREGATE, *MAKES), needs=STAGE)
def an_aggregate_node_is_told(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        rule = {"property": "base.contacts.email", "value": "test", "pattern": "CONTAINS"}
        made = aggregate(probe, home, active=False, description="Made by a check", exclusionFilters=[rule])
        told = body_of(probe, AGGREGATE, made["id"])
        probe.same(made, told, "the node as it was created:")
        got = (told["description"], told["exclusionFilters"])
        probe.same(("Made by a check", [rule]), got, "description and filters:")


@promises(
    "H-55.1",
    "Name, description and filters become what is sent.",
    uses=(PUT, AGGREGATE, *PEOPLE),
    needs=STAGE,
)
def aggregates_are_changed(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        inhabitant(probe, home, "test.a@example.com")
        key = aggregate(probe, home)["id"]
        rule = {"property": "base.contacts.email", "value": "test", "pattern": "START_WITH"}
        said = {"name": probe.unique(), "description": "After", "exclusionFilters": [rule]}
        for told in (body_of(probe, PUT, key, json=said), body_of(probe, AGGREGATE, key)):
            probe.same(said, {name: told.get(name) for name in said}, "the node")
        probe.same([], people(probe, key), "customers beyond the filters:", pointer="/elements")


@promises(
    "H-55.2",
    "entryNodes and matchingProperties cannot be changed.",
    uses=(PUT, AGGREGATE, *MAKES),
    needs=STAGE,
)
def aggregates_keep_their_nodes(probe: Probe) -> None:
    with probe.stage():
        made = aggregate(probe, entry(probe)["id"])
        other = {"properties": ["externalId"], "caseSensitive": True}
        for said in ({"entryNodes": [entry(probe)["id"]]}, {"matchingProperties": other}):
            probe.call(PUT, made["id"], json={"name": made["name"], **said})
            told = body_of(probe, AGGREGATE, made["id"])
            for name in said:
                probe.same(made[name], told.get(name), name, pointer=f"/{name}")


@promises(
    "H-55.2",
    "Other entryNodes or matchingProperties are refused with 400.",
    uses=(PUT, *MAKES),
    severity=SHOULD,
    needs=STAGE,
)
def other_nodes_are_refused(probe: Probe) -> None:
    with probe.stage():
        made = aggregate(probe, entry(probe)["id"])
        other = {"properties": ["externalId"], "caseSensitive": True}
        for said in ({"entryNodes": [entry(probe)["id"]]}, {"matchingProperties": other}):
            answer = probe.call(PUT, made["id"], json={"name": made["name"], **said})
            refused(answer, f"a change of {', '.join(said)}", 400)


@promises("H-56.1", "NEW becomes ACTIVE.", uses=(STATE, NEW_AGGREGATE, NEW_ENTRY, AGGREGATE), needs=STAGE)
def new_becomes_active(probe: Probe) -> None:
    with probe.stage():
        key = aggregate(probe, entry(probe)["id"], active=False)["id"]
        told = body_of(probe, STATE, key, json={"state": "ACTIVE"})
        probe.same({"state": "ACTIVE"}, told, "the state")
        probe.same("ACTIVE", body_of(probe, AGGREGATE, key)["state"], "the state", pointer="/state")


@promises("H-56.2", "No other change of state is possible.", uses=(STATE, *MAKES, AGGREGATE), needs=STAGE)
def no_other_state_is_reached(probe: Probe) -> None:
    with probe.stage():
        for active, now in ((False, "NEW"), (True, "ACTIVE")):
            key = aggregate(probe, entry(probe)["id"], active=active)["id"]
            for state in {"NEW", "LOCKED", "REMOVED"} - {now}:
                refused(probe.call(STATE, key, json={"state": state}), f"{now} to {state}")
                probe.same(now, body_of(probe, AGGREGATE, key)["state"], "the state", pointer="/state")


@promises(
    "H-56.2",
    "A change of state that is not possible is answered 409.",
    uses=(STATE, *MAKES),
    severity=SHOULD,
    needs=STAGE,
)
def other_states_are_conflicts(probe: Probe) -> None:
    with probe.stage():
        key = aggregate(probe, entry(probe)["id"])["id"]
        for state in ("NEW", "LOCKED", "REMOVED"):
            refused(probe.call(STATE, key, json={"state": state}), f"ACTIVE to {state}", 409)


@promises(
    "H-56.3",
    "Only an ACTIVE aggregate node has customers.",
    uses=(STATE, *PEOPLE),
    severity=SHOULD,
    needs=STAGE,
)
def only_active_aggregates_have_customers(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        inhabitant(probe, home, "check.active@example.com")
        key = aggregate(probe, home, active=False)["id"]
        probe.same([], people(probe, key), "customers of a NEW node:", pointer="/elements")
        body_of(probe, STATE, key, json={"state": "ACTIVE"})
        probe.same(1, len(people(probe, key)), "customers of an ACTIVE node:", pointer="/elements")


@promises(
    "H-57.1",
    "The subscriptions of Send sources of the entry nodes are listed, and no others.",
    uses=(SENT, *MAKES, NEW_SOURCE),
    needs=STAGE,
)
def subscriptions_of_send_sources_are_listed(probe: Probe) -> None:
    with probe.stage():
        homes = [entry(probe)["id"] for _ in range(2)]
        for number, home in enumerate(homes):
            joined = [{"hub": f"check-{number}", "send": "CHECK", "sendWfc": "CHECK_DATE"}]
            properties = {"groupPk": 990, "userdbId": 991 + number, "subscriptions": joined}
            source(probe, home, provider="CONTACTSEND", properties=properties)
        told = body_of(probe, SENT, aggregate(probe, homes[0])["id"])
        got = [(each["subscriptionId"], each["entryNodeId"]) for each in told]
        probe.same([("check-0", homes[0])], got, "subscriptions and their nodes:")
