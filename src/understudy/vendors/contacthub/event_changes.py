"""Changes of events: which members stay what they are, and how the sent ones take the place of the others."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from understudy.errors import Cause, Problem
from understudy.vendors.contacthub.event_moments import moment_of
from understudy.vendors.contacthub.events import Event, saved
from understudy.vendors.contacthub.schemas import refuse_bad_properties
from understudy.world.clock import timestamp
from understudy.world.documents import Documents
from understudy.world.view import View

__all__ = ["patched", "replaced"]

IMMUTABLE = ("id", "customerId", "bringBackProperties", "type", "registeredAt", "origin")
"""H-96.3: what no change touches."""

REPEATED = ("customerId", "bringBackProperties")
"""H-96.2: what a PUT has to repeat where the event has it."""


def replaced(view: View, event: Event, sent: Mapping[str, Any]) -> Documents:
    """The documents with the event as a PUT says: all its property values replaced (H-96.1).

    A date stays where none is sent. Problem 400 when a member that cannot change is sent with another value
    (H-96.3), or customerId or bringBackProperties are not repeated (H-96.2), or the properties are bad.
    """
    for name in REPEATED:
        if event.body[name] is not None and sent.get(name) is None:
            raise unlike(name, f"The event has {name}: send the same again.", "H-96.2")
    refuse_changed(event, sent, IMMUTABLE, "H-96.3")
    said = {
        "properties": sent["properties"],
        "context": sent["context"],
        "contextInfo": sent.get("contextInfo", {}),
        "date": dated(sent, event),
        "tracking": sent.get("tracking"),
    }
    return changed(view, event, said)


def patched(view: View, event: Event, sent: Mapping[str, Any]) -> Documents:
    """The documents with what a PATCH says put into the event, objects member by member (H-97.1).

    Null clears (H-97.3). Problem 400 as for a PUT; the context cannot change either (H-97.2).
    """
    refuse_changed(event, sent, (*IMMUTABLE, "context"), "H-97.2")
    tracking = sent.get("tracking", event.body["tracking"])
    said = {
        "properties": merged(event.body["properties"], sent.get("properties", {})),
        "context": event.body["context"],
        "contextInfo": merged(event.body["contextInfo"], sent.get("contextInfo", {})),
        "date": dated(sent, event),
        "tracking": None if tracking is None else merged(event.body["tracking"], tracking),
    }
    return changed(view, event, said)


def dated(sent: Mapping[str, Any], event: Event) -> str:
    """The date that is sent, else the one the event has."""
    if "date" not in sent:
        return str(event.body["date"])
    return timestamp(moment_of(sent["date"], "/date"))


def refuse_changed(event: Event, sent: Mapping[str, Any], names: tuple[str, ...], rule: str) -> None:
    """Problem 400 when one of these members is sent and is not what the event has; null says nothing."""
    for name in names:
        said = sent.get(name)
        if said is not None and not alike(name, said, event.body[name]):
            raise unlike(name, f"The member {name} of an event cannot change: leave it out.", rule)


def alike(name: str, said: Any, held: Any) -> bool:
    """Whether a member is what the event has: ids whatever their case, moments however they are written."""
    if name in ("id", "customerId"):
        return bool(str(said).lower() == held)
    if name == "registeredAt":
        return bool(timestamp(moment_of(said, "/registeredAt")) == held)
    return bool(said == held)


def unlike(name: str, sentence: str, rule: str) -> Problem:
    """The Problem 400 about a member."""
    return Problem(400, "immutable", sentence, causes=[Cause("body", f"/{name}", sentence)], rule=rule)


def merged(held: Any, sent: Any) -> dict[str, Any]:
    """An object with the sent members put in, those that are null taken out; null for all of it clears it."""
    if sent is None:
        return {}
    joined = dict(held) if isinstance(held, Mapping) else {}
    for name, value in sent.items():
        if value is None:
            joined.pop(name, None)
        else:
            joined[name] = merged(joined.get(name), value) if isinstance(value, Mapping) else value
    return joined


def changed(view: View, event: Event, said: dict[str, Any]) -> Documents:
    """The documents with these members in the event, its version and moment of change raised (H-96.4).

    A change that changes nothing is none, and not told to the stream (H-96.5).
    """
    if all(event.body[name] == value for name, value in said.items()):
        return view.documents
    body = {**event.body, **said}
    refuse_bad_properties(
        view, event.workspace, {name: body[name] for name in SENT if body[name] is not None}
    )
    # A clock that was set back must not let an event grow younger.
    body["updatedAt"] = max(timestamp(view.now), body["updatedAt"])
    body["version"] += 1
    return saved(view, replace(event, body=body), "UPDATE")


SENT = (
    "customerId",
    "bringBackProperties",
    "type",
    "properties",
    "context",
    "contextInfo",
    "date",
    "tracking",
)
"""What of an event clients send: the payload that must not be too large."""
