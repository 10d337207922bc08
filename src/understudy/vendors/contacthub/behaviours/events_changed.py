"""Events replaced and changed (H-96, H-97)."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.events_found import DATES, LIVES, read
from understudy.vendors.contacthub.behaviours.steps import EVENT, customer, event, refused, unknown
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

PUT, PATCH = "putEventWorkspaces", "patchEventWorkspaces"
OTHER_DATE = "2020-04-01T10:00:00.000Z"


def begun(probe: Probe) -> tuple[str, dict[str, Any]]:
    """A new event with a title and an address, and how it is read."""
    key = event(
        probe,
        customer(probe)["id"],
        date=DATES[0],
        properties={"title": "first", "url": "https://example.com/first"},
        tracking={"ga": {"utm_source": "check", "utm_medium": "mail"}},
    )
    return key, read(probe, key)


def whole(own: dict[str, Any], **said: Any) -> dict[str, Any]:
    """What a PUT has to send of an event, with other values for some members."""
    needed = ("customerId", "type", "context", "properties")
    return {**{name: own[name] for name in needed}, **said}


@promises("H-96.1", "PUT replaces all property values of an event.", uses=(PUT, EVENT, *LIVES))
def a_put_replaces_all(probe: Probe) -> None:
    key, own = begun(probe)
    sent = whole(own, properties={"title": "second"}, context="MOBILE", date=OTHER_DATE)
    probe.expect(probe.call(PUT, key, json=sent), 200, 202, 204)
    after = read(probe, key)
    probe.same({"title": "second"}, after.get("properties"), "the properties", pointer="/properties")
    probe.same("MOBILE", after.get("context"), "the context", pointer="/context")
    probe.same(OTHER_DATE[:19], str(after.get("date"))[:19], "the date", pointer="/date")


@promises("H-96.2", "A PUT without the customer that the event has is refused.", uses=(PUT, EVENT, *LIVES))
def a_put_repeats_whose_it_is(probe: Probe) -> None:
    key, own = begun(probe)
    sent = {name: value for name, value in whole(own).items() if name != "customerId"}
    refused(probe.call(PUT, key, json=sent), "a PUT without customerId", 400)
    probe.same(own, read(probe, key), "the event as it was:")


def immutable(probe: Probe, operation: str, sent: dict[str, Any], *more: tuple[str, Any]) -> None:
    """Broken when a change of what is immutable changes it."""
    key, own = begun(probe)
    changes = (
        ("customerId", unknown(probe)),
        ("type", "loggedIn"),
        ("id", unknown(probe)),
        ("registeredAt", OTHER_DATE),
        *more,
    )
    for name, value in changes:
        start = whole(own) if operation == PUT else {}
        probe.call(operation, key, json={**start, **sent, name: value})
        probe.same(own.get(name), read(probe, key).get(name), name, pointer=f"/{name}")


@promises("H-96.3", "A PUT changes neither id, customer, type nor registration.", uses=(PUT, EVENT, *LIVES))
def a_put_leaves_what_is_immutable(probe: Probe) -> None:
    immutable(probe, PUT, {})


@promises(
    "H-97.2",
    "A PATCH changes neither id, customer, type, context nor registration.",
    uses=(PATCH, EVENT, *LIVES),
)
def a_patch_leaves_what_is_immutable(probe: Probe) -> None:
    immutable(probe, PATCH, {}, ("context", "MOBILE"))


@promises(
    "H-96.3",
    "A change of what is immutable is answered 400.",
    uses=(PUT, PATCH, EVENT, *LIVES),
    severity=SHOULD,
)
def a_change_of_the_immutable_is_bad(probe: Probe) -> None:
    key, own = begun(probe)
    for name, value in (("customerId", unknown(probe)), ("type", "loggedIn")):
        refused(probe.call(PUT, key, json=whole(own, **{name: value})), f"a PUT of {name}", 400)
        refused(probe.call(PATCH, key, json={name: value}), f"a PATCH of {name}", 400)
    refused(probe.call(PATCH, key, json={"context": "MOBILE"}), "a PATCH of the context", 400)


@promises("H-96.4", "Each change makes the version grow, whatever is sent.", uses=(PUT, PATCH, EVENT, *LIVES))
def versions_grow(probe: Probe) -> None:
    key, own = begun(probe)
    probe.expect(
        probe.call(PUT, key, json=whole(own, properties={"title": "second"}, version=99)), 200, 202, 204
    )
    second = read(probe, key)
    probe.expect(probe.call(PATCH, key, json={"properties": {"title": "third"}}), 200, 202, 204)
    third = read(probe, key)
    versions = [each.get("version") for each in (own, second, third)]
    if versions != sorted({each for each in versions if isinstance(each, int) and each < 99}):
        probe.broken("versions that grow by the system's count", f"{versions}", pointer="/version")
    probe.same(own.get("registeredAt"), third.get("registeredAt"), "registeredAt", pointer="/registeredAt")


@promises(
    "H-96.5", "A change that changes nothing leaves the version.", uses=(PUT, EVENT, *LIVES), severity=SHOULD
)
def a_change_of_nothing_is_none(probe: Probe) -> None:
    key, own = begun(probe)
    sent = whole(own, date=own["date"], contextInfo=own["contextInfo"], tracking=own["tracking"])
    probe.expect(probe.call(PUT, key, json=sent), 200, 202, 204)
    probe.same(own, read(probe, key), "the event as it was:")


@promises("H-96.6", "A PUT of more than 64 kB is refused.", uses=(PUT, EVENT, *LIVES))
def a_put_is_of_limited_size(probe: Probe) -> None:
    key, own = begun(probe)
    large = whole(own, properties={"title": "x" * 65_537})
    refused(probe.call(PUT, key, json=large), "a PUT of more than 64 kB")
    probe.same(own, read(probe, key), "the event as it was:")


@promises("H-97.4", "A PATCH of more than 64 kB is refused.", uses=(PATCH, EVENT, *LIVES))
def a_patch_is_of_limited_size(probe: Probe) -> None:
    key, own = begun(probe)
    refused(
        probe.call(PATCH, key, json={"properties": {"title": "x" * 65_537}}), "a PATCH of more than 64 kB"
    )
    probe.same(own, read(probe, key), "the event as it was:")


@promises("H-97.1", "PATCH changes what is sent and leaves the rest.", uses=(PATCH, EVENT, *LIVES))
def a_patch_leaves_the_rest(probe: Probe) -> None:
    key, own = begun(probe)
    probe.expect(probe.call(PATCH, key, json={"properties": {"title": "second"}}), 200, 202, 204)
    after = read(probe, key)
    expected = {**own["properties"], "title": "second"}
    probe.same(expected, after.get("properties"), "the properties", pointer="/properties")
    for name in ("customerId", "type", "context", "date", "tracking"):
        probe.same(own.get(name), after.get(name), name, pointer=f"/{name}")


@promises("H-97.3", "A PATCH with null clears a property.", uses=(PATCH, EVENT, *LIVES), severity=SHOULD)
def null_clears(probe: Probe) -> None:
    key, own = begun(probe)
    probe.expect(probe.call(PATCH, key, json={"properties": {"url": None}}), 200, 202, 204)
    left = {name: value for name, value in read(probe, key)["properties"].items() if value is not None}
    probe.same({"title": own["properties"]["title"]}, left, "the properties", pointer="/properties")


@promises("H-95.2", "An unknown event cannot be changed.", uses=(PUT, PATCH), severity=SHOULD)
def an_unknown_event_cannot_be_changed(probe: Probe) -> None:
    key = unknown(probe)
    sent = {"type": "viewedPage", "context": "WEB", "properties": {}, "customerId": unknown(probe)}
    refused(probe.call(PUT, key, json=sent), "a PUT of an unknown event", 404)
    refused(probe.call(PATCH, key, json={"properties": {"title": "x"}}), "a PATCH of an unknown event", 404)
