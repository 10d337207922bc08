"""Which properties customers have: base ones in use, and what extended ones demand (H-58, 59, 61, 73, 74)."""

from json import dumps
from typing import Any

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.contacthub.behaviours.extended_properties import TEXT
from understudy.vendors.contacthub.behaviours.steps import MAKES, PATCH, POST, facts, node, refused
from understudy.vendors.contacthub.behaviours.steps_configuration import (
    NEW_ENTRY,
    body_of,
    entry,
    inhabitant,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

BASE, PUT_BASE = "getBasePropertiesConfigurationWorkspaces", "putBasePropertyConfigurationWorkspaces"
ENABLED = "putCustomerBasePropertyEnabledConfigurationWorkspaces"
EXTENDED = "putExtendedPropertiesConfigurationWorkspaces"
SCHEMA = "getCustomerPropertiesConfigurationWorkspaces"
STAGE = ("stage",)
LIVES = (NEW_ENTRY, POST)
NAME = "middleName"
LISTED = {"type": "array", "items": TEXT}


def sent(probe: Probe, home: str, **said: Any) -> Exchange:
    """The answer to a new customer with these members."""
    body = {"nodeId": home, "externalId": probe.unique("check"), **said}
    return probe.call(POST, json=body)


def statuses(probe: Probe, home: str, *values: Any) -> list[int]:
    """The statuses of new customers whose extended property `check` has each of these values."""
    return [sent(probe, home, extended={"check": value}).status for value in values]


def switched(probe: Probe) -> dict[str, bool]:
    """Whether each base property is in use."""
    return {each["name"]: each["enabled"] for each in body_of(probe, BASE)["elements"]}


@promises("H-58.1", "All base properties are listed, each with its description.", uses=(BASE,))
def base_properties_are_listed(probe: Probe) -> None:
    found = {each["name"]: each for each in body_of(probe, BASE)["elements"]}
    for name in ("firstName", "dob", "contacts.email", "address.geo.lat", "credential.password", "likes"):
        each = found.get(name, {})
        if not each.get("description") or not isinstance(each.get("enabled"), bool):
            probe.broken(f"{name}, its description and whether it is enabled", f"{each}", pointer="/elements")


@promises("H-59.1", "A base property is enabled or disabled.", uses=(PUT_BASE, BASE, *LIVES), needs=STAGE)
def base_properties_are_switched(probe: Probe) -> None:
    with probe.stage():
        home, got = entry(probe)["id"], []
        for on in (False, True):
            told = body_of(probe, PUT_BASE, NAME, json={"enabled": on})
            probe.same((NAME, on), (told["name"], told["enabled"]), "name and whether it is enabled:")
            probe.same(on, switched(probe)[NAME], "whether it is enabled:", pointer="/elements")
            got.append(sent(probe, home, base={NAME: "Check"}).status)
        probe.same([400, 201], got, "statuses of customers while off and on:", location="status")


@promises(
    "H-59.2", "Name and description of a base property never change.", uses=(PUT_BASE, BASE), needs=STAGE
)
def base_properties_keep_their_names(probe: Probe) -> None:
    with probe.stage():
        before = body_of(probe, BASE)
        said = {"name": "understudyCheck", "description": "Another", "enabled": True}
        probe.call(PUT_BASE, NAME, json=said)
        probe.same(before, body_of(probe, BASE), "the base properties as they were:")


@promises(
    "H-59.3", "A name that no base property has is a 404.", uses=(PUT_BASE,), severity=SHOULD, needs=STAGE
)
def unknown_base_properties_are_not_found(probe: Probe) -> None:
    with probe.stage():
        refused(probe.call(PUT_BASE, "understudyCheck", json={"enabled": True}), "an unknown property", 404)


@promises(
    "H-74.1",
    "A disabled base property takes no value until it is enabled.",
    uses=(ENABLED, BASE, *LIVES),
    needs=STAGE,
)
def disabled_base_properties_take_no_value(probe: Probe) -> None:
    with probe.stage():
        home, got = entry(probe)["id"], []
        for on in (True, False, True):
            body_of(probe, ENABLED, NAME, json={"value": on})
            probe.same(on, switched(probe)[NAME], "whether it is enabled:", pointer="/elements")
            got.append(sent(probe, home, base={NAME: "Check"}).status)
        probe.same([201, 400, 201], got, "statuses while on, off and on:", location="status")


@promises(
    "H-74.2", "No base property of an unknown name is enabled.", uses=(ENABLED,), severity=SHOULD, needs=STAGE
)
def unknown_base_properties_are_not_enabled(probe: Probe) -> None:
    with probe.stage():
        refused(probe.call(ENABLED, "understudyCheck", json={"value": True}), "an unknown property", 404)


@promises(
    "H-61.2",
    "maxLength is 255 for texts and 1000 for lists unless sent.",
    uses=(EXTENDED, *LIVES),
    needs=STAGE,
)
def lengths_have_defaults(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        for definition, length in ((TEXT, 255), (LISTED, 1000)):
            told = body_of(probe, EXTENDED, json={"check": definition})["check"]
            probe.same(length, told["contactlabProperties"].get("maxLength"), "maxLength", pointer="/check")
        body_of(probe, EXTENDED, json={"check": TEXT})
        got = statuses(probe, home, "ü" * 255, "u" * 256)
        probe.same([201, 400], got, "statuses of 255 and 256 characters:", location="status")


@promises(
    "H-61.3", "The length of a list counts its texts and separators.", uses=(EXTENDED, *LIVES), needs=STAGE
)
def lengths_of_lists_count_separators(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        body_of(probe, EXTENDED, json={"check": LISTED})
        got = statuses(
            probe, home, ["x" * 500, "y" * 499], ["x" * 500, "y" * 500], ["z" * 1000], ["z" * 1001]
        )
        probe.same([201, 400, 201, 400], got, "statuses of 1000 and 1001 characters:", location="status")


@promises("H-61.4", "maxLength is from 1 to 6000.", uses=(EXTENDED, *LIVES), needs=STAGE)
def lengths_have_bounds(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        for length in (0, 6001):
            said = {"check": {**TEXT, "contactlabProperties": {"maxLength": length}}}
            refused(probe.call(EXTENDED, json=said), f"a maxLength of {length}", 400)
        for length in (1, 6000):
            body_of(probe, EXTENDED, json={"check": {**TEXT, "contactlabProperties": {"maxLength": length}}})
            got = statuses(probe, home, "x" * length, "x" * (length + 1))
            probe.same([201, 400], got, f"statuses of {length} characters and one more:", location="status")


@promises(
    "H-61.6",
    "Customers fit the definitions; what they had before may stay.",
    uses=(EXTENDED, *LIVES, PATCH),
    needs=STAGE,
)
def customers_fit_extended_properties(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        got = statuses(probe, home, "L")
        body_of(probe, EXTENDED, json={"check": TEXT})
        got += statuses(probe, home, "L", 5)
        key = inhabitant(probe, home, extended={"check": "L"})["id"]
        body_of(probe, EXTENDED, json={})
        told = body_of(probe, PATCH, key, json={"base": {"lastName": "Check"}})
        probe.same({"check": "L"}, told.get("extended"), "what it had before:", pointer="/extended")
        got += statuses(probe, home, "L")
        probe.same([400, 201, 400, 400], got, "statuses before, with text, number, after:", location="status")


@promises("H-61.7", "A property that is not enabled takes no value.", uses=(EXTENDED, *LIVES), needs=STAGE)
def disabled_properties_take_no_value(probe: Probe) -> None:
    with probe.stage():
        home, got = entry(probe)["id"], []
        for on in (False, True):
            body_of(probe, EXTENDED, json={"check": {**TEXT, "contactlabProperties": {"enabled": on}}})
            got += statuses(probe, home, "L")
        probe.same([400, 201], got, "statuses while off and on:", location="status")


@promises("H-73.1", "Customers are judged by the schema that is told.", uses=(SCHEMA, *MAKES))
def customers_fit_the_schema(probe: Probe) -> None:
    told = dumps(body_of(probe, SCHEMA, query={"resolveReferences": "true"}))
    for name in ("firstName", "dob", "mobilePhone"):
        if f'"{name}"' not in told:
            probe.broken(f"the property {name}", "none", pointer="")
    body = facts(probe, node(probe))
    for bad in ({"understudyCheck": "x"}, {"dob": "yesterday"}, {"firstName": 5}):
        answer = probe.call(POST, json={**body, "base": {**body["base"], **bad}})
        refused(answer, f"a customer with {bad}", 400)


@promises("H-73.2", "resolveReferences resolves the schema of customers.", uses=(SCHEMA,))
def the_schema_of_customers_is_resolved(probe: Probe) -> None:
    if '"$ref"' in dumps(body_of(probe, SCHEMA, query={"resolveReferences": "true"})):
        probe.broken("no reference in the schema", "one")
    if '"$ref"' not in dumps(body_of(probe, SCHEMA)):
        probe.broken("references unless asked otherwise", "none")
