"""Types of events in a workspace: every sentence of operations 22-28."""

import json

import jsonschema
import pytest
from tests.vendors.contacthub.asking import answer
from tests.vendors.contacthub.desk import MARIN, TIBURON
from tests.vendors.contacthub.happenings import event, posted, somebody

from understudy.vendors.contacthub.event_types import types

EXTENDED = "putEventExtendedPropertiesConfigurationWorkspaces"


def switch(desk, name, on):
    """Enable or disable a type."""
    assert {"value": on} == answer(
        desk, "putEventEnabledConfigurationWorkspaces", {"value": on}, eventType=name
    )


def enabled(desk):
    """The names of the types that are enabled."""
    return {
        each["id"] for each in answer(desk, "getEventsConfigurationWorkspaces")["elements"] if each["enabled"]
    }


def test_all_types_are_listed(desk):
    """All types are on one page, each with mode, label, schema and state (H-22.1)."""
    listed = answer(desk, "getEventsConfigurationWorkspaces")
    sent = next(each for each in listed["elements"] if each["id"] == "campaignSent")

    assert (
        list(types())
        == [each["id"] for each in listed["elements"]]
        == [each["type"] for each in listed["elements"]]
    )
    assert {"size": 50, "totalElements": 48, "totalPages": 1, "number": 0} == listed["page"]
    assert ("PASSIVE", "Campaign sent", True) == (sent["mode"], sent["label"], sent["enabled"])
    assert "campaignId" in sent["propertiesSchema"]["properties"]


def test_types_have_pages_if_asked(desk):
    """With a size the types come in pages like any list, none twice (H-22.1, H-0.b1)."""
    pages = [answer(desk, "getEventsConfigurationWorkspaces", size=20, page=number) for number in range(4)]

    assert [20, 20, 8, 0] == [len(each["elements"]) for each in pages]
    assert list(types()) == [each["id"] for page in pages for each in page["elements"]]


def references(schema):
    """The places that a schema refers to."""
    text = json.dumps(schema).split('"$ref": "')
    return {each.partition('"')[0] for each in text[1:]}


def test_references_are_resolved_if_asked(desk):
    """With resolveReferences no schema refers to anything, without it some do (H-22.2)."""
    listed = answer(desk, "getEventsConfigurationWorkspaces", resolveReferences="true")["elements"]

    assert set() == references(listed)
    for element in listed:
        jsonschema.Draft202012Validator.check_schema(element["propertiesSchema"])
    plain = answer(desk, "getEventsConfigurationWorkspaces", resolveReferences="false")["elements"]
    # Each type has extended properties of its own, all share those of products, some a position.
    assert 48 + 1 + 1 == len(references(plain))
    assert plain == answer(desk, "getEventsConfigurationWorkspaces")["elements"]


def test_references_name_what_can_be_read(desk):
    """A reference to extended properties ends in the path where these can be read (H-22.2)."""
    schema = answer(desk, "getEventPropertiesConfigurationWorkspaces", eventType="completedOrder")
    own = schema["properties"]["extended"]["$ref"]
    products = schema["properties"]["products"]["items"]["properties"]["extended"]["$ref"]
    paths = f"https://api.contactlab.it/hub/v1/workspaces/{TIBURON}/configuration"

    assert f"{paths}/events/completedOrder/properties/extended" == own
    assert f"{paths}/products/properties/extended" == products


@pytest.mark.parametrize("resolved", ["true", "false"])
@pytest.mark.parametrize("name", ["abandonedCart", "eventInvited", "loggedIn"])
def test_one_type_is_told(desk, name, resolved):
    """One type is told as the list tells it, its references resolved alike (H-23.1, H-23.2)."""
    listed = answer(desk, "getEventsConfigurationWorkspaces", resolveReferences=resolved)["elements"]
    told = answer(desk, "getEventConfigurationWorkspaces", eventType=name, resolveReferences=resolved)

    assert [told] == [each for each in listed if each["id"] == name]


def test_an_unknown_type_is_refused(desk):
    """The types are those of the contract (H-23.1)."""
    assert 400 == desk.call("getEventConfigurationWorkspaces", eventType="dreamed").status


def test_a_type_is_switched_by_its_configuration(desk):
    """PUT of the configuration enables and disables as the enabled endpoint does (H-24.1)."""
    made = answer(desk, "putEventConfigurationWorkspaces", {"enabled": False}, eventType="searched")

    assert {
        **answer(desk, "getEventConfigurationWorkspaces", eventType="searched"),
        "enabled": False,
    } == made
    assert set(types()) - {"searched"} == enabled(desk)
    switch(desk, "searched", True)
    assert set(types()) == enabled(desk)


def test_a_type_is_enabled_without_a_word(desk):
    """enabled is true unless sent (H-24.2)."""
    switch(desk, "searched", False)

    assert answer(desk, "putEventConfigurationWorkspaces", {}, eventType="searched")["enabled"]
    assert "searched" in enabled(desk)


def test_id_and_type_never_change(desk):
    """Another id or type in the body changes nothing (H-24.3)."""
    body = {"id": "loggedIn", "type": "loggedOut", "enabled": False}
    made = answer(desk, "putEventConfigurationWorkspaces", body, eventType="searched")

    assert ("searched", "searched") == (made["id"], made["type"])
    assert set(types()) - {"searched"} == enabled(desk)


def test_the_answer_resolves_references(desk):
    """resolveReferences works for the answer of PUT (H-24.4)."""
    given = {"eventType": "eventInvited", "resolveReferences": "true"}

    assert set() == references(answer(desk, "putEventConfigurationWorkspaces", {}, **given))
    assert references(answer(desk, "putEventConfigurationWorkspaces", {}, eventType="eventInvited"))


def test_events_are_judged_by_the_schema(desk):
    """What the schema of the type forbids is refused with its place (H-25.1)."""
    schema = answer(desk, "getEventPropertiesConfigurationWorkspaces", eventType="searched")
    body = event(type="searched", properties={"resultCount": "many"}, customerId=somebody(desk))
    reply = desk.call("postEventWorkspaces", body)

    assert {"type": "number"} == schema["properties"]["resultCount"]
    assert (400, ("H-25.1",)) == (reply.status, desk.rules)
    assert ["/properties/resultCount"] == [each["path"] for each in reply.body["errors"]]


def test_the_schema_resolves_references(desk):
    """resolveReferences works for the schema of the properties (H-25.2)."""
    answer(desk, EXTENDED, {"mood": {"type": "string"}}, eventType="eventInvited")
    given = {"eventType": "eventInvited", "resolveReferences": "true"}
    schema = answer(desk, "getEventPropertiesConfigurationWorkspaces", **given)

    assert set() == references(schema)
    assert {"mood"} == set(schema["properties"]["extended"]["properties"])
    assert references(answer(desk, "getEventPropertiesConfigurationWorkspaces", eventType="eventInvited"))


MOOD = {
    "type": "string",
    "enum": ["good", "bad"],
    "contactlabProperties": {
        "label": "Mood",
        "enabled": True,
        "indexed": False,
        "mergePolicy": "OBJ_PRIORITY",
    },
}


def test_extended_properties_become_what_is_sent(desk):
    """What is sent takes the place of what was; each type and workspace has its own (H-26.1, H-27.1)."""
    assert {} == answer(desk, "getEventExtendedPropertiesConfigurationWorkspaces", eventType="searched")
    answer(desk, EXTENDED, {"old": {"type": "boolean"}}, eventType="searched")
    made = answer(desk, EXTENDED, {"mood": MOOD}, eventType="searched")

    assert ["mood"] == list(made)
    assert made == answer(desk, "getEventExtendedPropertiesConfigurationWorkspaces", eventType="searched")
    assert {} == answer(desk, "getEventExtendedPropertiesConfigurationWorkspaces", eventType="loggedIn")
    theirs = {"eventType": "searched", "workspaceId": MARIN, "token": "demo-marin"}
    assert {} == answer(desk, "getEventExtendedPropertiesConfigurationWorkspaces", **theirs)


def test_a_property_keeps_what_is_said_of_it(desk):
    """Label, enabled, indexed and mergePolicy stay with the property (H-27.2)."""
    made = answer(desk, EXTENDED, {"mood": MOOD}, eventType="searched")["mood"]["contactlabProperties"]

    assert MOOD["contactlabProperties"].items() <= made.items()


def test_only_operators_index(desk):
    """What is indexed is changed by CLAB_OPERATOR only, also by leaving it out (H-27.3)."""
    indexed = {"mood": {**MOOD, "contactlabProperties": {"indexed": True}}}
    given = {"eventType": "searched"}

    assert (403, ("H-27.3",)) == (desk.call(EXTENDED, indexed, **given).status, desk.rules)
    answer(desk, EXTENDED, indexed, token="demo-admin", **given)
    answer(desk, EXTENDED, {**indexed, "more": {"type": "boolean"}}, **given)
    for other in ({"mood": MOOD}, {}):
        reply = desk.call(EXTENDED, other, **given)
        assert (403, ["/mood"]) == (reply.status, [each["path"] for each in reply.body["errors"]])
    assert {} == answer(desk, EXTENDED, {}, token="demo-admin", **given)


def test_names_have_no_dots(desk):
    """A name with a dot is refused, also within an object (H-27.4)."""
    inner = {"type": "object", "properties": {"my.property": MOOD}}

    assert 400 == desk.call(EXTENDED, {"my.property": MOOD}, eventType="searched").status
    assert 400 == desk.call(EXTENDED, {"my": inner}, eventType="searched").status


def test_events_fit_the_extended_properties(desk):
    """Events of the type must fit the definitions; other types know nothing of them (H-27.6)."""
    answer(desk, EXTENDED, {"mood": MOOD}, eventType="searched")
    customer = somebody(desk)
    good = {"type": "searched", "properties": {"extended": {"mood": "good"}}, "customerId": customer}

    assert {"mood": "good"} == posted(desk, **good)["properties"]["extended"]
    for wrong in ({"mood": "fair"}, {"mood": 1}, {"weather": "good"}):
        reply = desk.call("postEventWorkspaces", event(**{**good, "properties": {"extended": wrong}}))
        assert (400, ("H-27.6",)) == (reply.status, desk.rules)
        assert {f"/properties/extended/{next(iter(wrong))}"} == {
            each["path"] for each in reply.body["errors"]
        }
    assert 400 == desk.call("postEventWorkspaces", event(**{**good, "type": "loggedIn"})).status


def test_a_disabled_type_takes_no_events(desk):
    """Events of a disabled type are refused until it is enabled again, those of others are not (H-28.1)."""
    customer = somebody(desk)
    search = {"type": "searched", "properties": {}, "customerId": customer}
    switch(desk, "searched", False)
    reply = desk.call("postEventWorkspaces", event(**search))

    assert (400, ("H-28.1",)) == (reply.status, desk.rules)
    assert ["/type"] == [each["path"] for each in reply.body["errors"]]
    posted(desk, customerId=customer)
    switch(desk, "searched", True)
    posted(desk, **search)


def test_a_type_is_switched_once(desk):
    """Disabling twice is disabling once (H-28.1)."""
    for on in (False, False, True, True):
        switch(desk, "searched", on)
        assert on == ("searched" in enabled(desk))
