"""The built-in types of events: what they are, whether in use, their schemas (H-22 to H-25, H-28, H-0.g)."""

from json import dumps
from typing import Any

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.contacthub.behaviours.steps import MAKES, POST, POST_EVENT, customer, event, refused
from understudy.vendors.contacthub.behaviours.steps_configuration import (
    NEW_ENTRY,
    body_of,
    entry,
    ids,
    inhabitant,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__ = ["posted", "somebody"]

promises = HUB.promises

TYPES, TYPE = "getEventsConfigurationWorkspaces", "getEventConfigurationWorkspaces"
PUT, ENABLED = "putEventConfigurationWorkspaces", "putEventEnabledConfigurationWorkspaces"
SCHEMA = "getEventPropertiesConfigurationWorkspaces"
STAGE = ("stage",)
LIVES = (NEW_ENTRY, POST, POST_EVENT)
KIND, OTHER = "viewedPage", "loggedIn"
RESOLVED = {"resolveReferences": "true"}


def somebody(probe: Probe) -> str:
    """The id of a new customer of a new node."""
    return str(inhabitant(probe, entry(probe)["id"])["id"])


def posted(probe: Probe, key: str, kind: str = KIND, **said: Any) -> Exchange:
    """The answer to an event of a customer."""
    body = {"customerId": key, "type": kind, "context": "WEB", "properties": {}, **said}
    return probe.call(POST_EVENT, json=body)


def without_references(probe: Probe, schema: Any) -> None:
    """Broken when a schema refers to others."""
    if '"$ref"' in dumps(schema):
        probe.broken("no reference in the schema", "one", pointer="/propertiesSchema")


@promises("H-22.1", "All 48 built-in types are listed, each with its details.", uses=(TYPES,))
def types_of_events_are_listed(probe: Probe) -> None:
    found = body_of(probe, TYPES)["elements"]
    probe.same(48, len({*ids(found)}), "types:", pointer="/elements")
    for each in found:
        good = isinstance(each["propertiesSchema"], dict) and isinstance(each["enabled"], bool)
        if not good or each["mode"] not in ("ACTIVE", "PASSIVE") or not each["label"]:
            probe.broken("mode, label, schema and whether it is enabled", f"{each}", pointer="/elements")


@promises("H-22.2", "resolveReferences resolves the references of the list.", uses=(TYPES,))
def listed_types_are_resolved(probe: Probe) -> None:
    without_references(probe, body_of(probe, TYPES, query=RESOLVED))
    if '"$ref"' not in dumps(body_of(probe, TYPES)):
        probe.broken("references unless asked otherwise", "none", pointer="/elements/*/propertiesSchema")


@promises("H-23.1", "One type is told as in the list.", uses=(TYPE, TYPES))
def a_type_is_told(probe: Probe) -> None:
    found = body_of(probe, TYPES)["elements"]
    for each in found[:4]:
        probe.same(each, body_of(probe, TYPE, each["id"]), "the type")


@promises("H-23.2", "resolveReferences resolves the references of one type.", uses=(TYPE, TYPES))
def a_type_is_resolved(probe: Probe) -> None:
    found = body_of(probe, TYPES, query=RESOLVED)["elements"]
    for each in found[:4]:
        told = body_of(probe, TYPE, each["id"], query=RESOLVED)
        without_references(probe, told)
        probe.same(each, told, "the type")


@promises("H-24.1", "A type is enabled or disabled.", uses=(PUT, TYPE, TYPES, *LIVES), needs=STAGE)
def types_are_switched(probe: Probe) -> None:
    with probe.stage():
        key = somebody(probe)
        for on in (False, True):
            told = body_of(probe, PUT, KIND, json={"id": KIND, "type": KIND, "enabled": on})
            for body in (told, body_of(probe, TYPE, KIND)):
                probe.same(on, body["enabled"], "whether it is enabled:", pointer="/enabled")
            probe.same(True, body_of(probe, TYPE, OTHER)["enabled"], "another type:", pointer="/enabled")
            probe.same(202 if on else 400, posted(probe, key).status, "the status of an event")


@promises("H-24.2", "Without a word a type is enabled.", uses=(PUT, TYPE), severity=SHOULD, needs=STAGE)
def types_are_enabled_without_a_word(probe: Probe) -> None:
    with probe.stage():
        body_of(probe, PUT, KIND, json={"enabled": False})
        body_of(probe, PUT, KIND, json={})
        probe.same(True, body_of(probe, TYPE, KIND)["enabled"], "whether it is enabled:", pointer="/enabled")


@promises("H-24.3", "Id and type never change.", uses=(PUT, TYPE), needs=STAGE)
def types_keep_their_names(probe: Probe) -> None:
    with probe.stage():
        before = body_of(probe, TYPE, KIND)
        probe.call(PUT, KIND, json={"id": OTHER, "type": OTHER, "enabled": True})
        probe.same(before, body_of(probe, TYPE, KIND), "the type as it was:")


@promises("H-24.4", "resolveReferences resolves the references of a changed type.", uses=(PUT,), needs=STAGE)
def a_changed_type_is_resolved(probe: Probe) -> None:
    with probe.stage():
        without_references(probe, body_of(probe, PUT, KIND, json={"enabled": True}, query=RESOLVED))


@promises("H-25.1", "Events are judged by the schema of their type.", uses=(SCHEMA, *MAKES, POST_EVENT))
def events_fit_their_type(probe: Probe) -> None:
    known = body_of(probe, SCHEMA, KIND, query=RESOLVED)["properties"]
    if "title" not in known:
        probe.broken("a title of viewed pages", f"{sorted(known)}", pointer="/properties")
    key = customer(probe)["id"]
    event(probe, key, KIND, properties={"title": "Understudy check"})
    for bad in ({"title": 5}, {"understudyCheck": True}):
        refused(posted(probe, key, properties=bad), f"an event with {bad}", 400)


@promises("H-25.2", "resolveReferences resolves the references of a schema.", uses=(SCHEMA,))
def schemas_are_resolved(probe: Probe) -> None:
    for kind in (KIND, "completedOrder"):
        without_references(probe, body_of(probe, SCHEMA, kind, query=RESOLVED))


@promises(
    "H-28.1",
    "A disabled type takes no events until it is enabled again.",
    uses=(ENABLED, TYPE, *LIVES),
    needs=STAGE,
)
def disabled_types_take_no_events(probe: Probe) -> None:
    with probe.stage():
        key = somebody(probe)
        got = []
        for on in (True, False, True):
            probe.same({"value": on}, body_of(probe, ENABLED, KIND, json={"value": on}), "the answer")
            probe.same(on, body_of(probe, TYPE, KIND)["enabled"], "whether it is enabled:")
            got.append((posted(probe, key).status, posted(probe, key, OTHER).status))
        expected = [(202, 202), (400, 202), (202, 202)]
        probe.same(expected, got, "statuses while on, off and on, of it and another type:")


@promises("H-0.g1", "contextInfo is judged by the schema of its context.", uses=(POST_EVENT, *MAKES))
def events_fit_their_context(probe: Probe) -> None:
    key = customer(probe)["id"]
    good = {"client": {"userAgent": "Understudy check", "ip": "192.0.2.7"}}
    probe.expect(posted(probe, key, contextInfo=good), 202)
    wrong: tuple[dict[str, Any], ...] = (
        {"client": {"ip": "nowhere"}},
        {"understudyCheck": {}},
        {"user": {"username": "nobody"}},
    )
    for bad in wrong:
        refused(posted(probe, key, contextInfo=bad), f"an event with contextInfo {bad}", 400)
