"""Customers and events counted over time (H-1, H-6, H-8 to H-10)."""

from datetime import datetime

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.events_found import DATES, LIVES
from understudy.vendors.contacthub.behaviours.steps import (
    FORGET,
    MAKES,
    PATCH,
    POST_EVENT,
    customer,
    event,
    homes,
    node,
    refused,
    unknown,
)
from understudy.vendors.contacthub.behaviours.steps_analytics import (
    BUYING,
    CHANGED,
    COUNT,
    CREATED,
    DISTRIBUTION,
    ECOMMERCE,
    EVENT_CHANGES,
    PURCHASES,
    TYPES,
    WEB,
    changes,
    data,
    summed,
    total,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

STAGE = ("stage",)
EMPTY, PATCH_EVENT = "postEmptyEntryNodeConfigurationWorkspaces", "patchEventWorkspaces"
LONG_AGO = "1990-01-01T00:00:00.000Z"
SPAN = {"start": "2020-02-27T00:00:00.000Z", "end": "2020-03-03T23:00:00.000Z"}
DAYS = ["2020-02-27", "2020-02-28", "2020-02-29", "2020-03-01", "2020-03-02", "2020-03-03"]


def days(probe: Probe, operation: str, *path: str, **asked: str) -> int:
    """How many days the span of a statistic has, as its answer says."""
    answer = probe.expect(probe.call(operation, *path, query=asked), 200)
    start, end = (
        datetime.fromisoformat(str(probe.member(answer, f"/parameters/{name}"))) for name in ("start", "end")
    )
    return (end - start).days


@promises("H-1.1", "All events of a customer are counted.", uses=(DISTRIBUTION, *LIVES))
def a_customers_events_are_counted(probe: Probe) -> None:
    home = node(probe)
    key, other = customer(probe, home)["id"], customer(probe, home)["id"]
    for kind in ("viewedPage", "viewedPage", "loggedIn"):
        event(probe, key, kind)
    event(probe, key, date=LONG_AGO)
    probe.same(3, summed(data(probe, DISTRIBUTION, key)), "events of the last year:", pointer="/data")
    probe.same(0, summed(data(probe, DISTRIBUTION, other)), "events of another customer:", pointer="/data")


@promises("H-1.1", "A customer's events are told by type.", uses=(DISTRIBUTION, *LIVES), severity=SHOULD)
def a_customers_events_are_told_by_type(probe: Probe) -> None:
    key = customer(probe)["id"]
    for kind in ("viewedPage", "viewedPage", "loggedIn"):
        event(probe, key, kind)
    told = data(probe, DISTRIBUTION, key)
    got = [summed(told, category=kind) for kind in ("viewedPage", "loggedIn", "searched")]
    probe.same([2, 1, 0], got, "events of three types:", pointer="/data")


@promises("H-1.1", "An unknown customer is answered 404.", uses=(DISTRIBUTION, BUYING), severity=SHOULD)
def an_unknown_customer_is_not_counted(probe: Probe) -> None:
    for operation in (DISTRIBUTION, BUYING):
        refused(probe.call(operation, unknown(probe)), "counts of an unknown customer", 404)


@promises(
    "H-1.2",
    "Unless told, a span is the last year or month, in days or months.",
    uses=(DISTRIBUTION, BUYING, CREATED, CHANGED, EVENT_CHANGES, TYPES, PURCHASES, ECOMMERCE, WEB, *LIVES),
)
def spans_have_a_length(probe: Probe) -> None:
    key = customer(probe)["id"]
    for operation, path in ((DISTRIBUTION, [key]), (BUYING, [key]), (CREATED, [])):
        probe.same(True, days(probe, operation, *path) in (365, 366), f"a year of {operation}:")
    for operation in (CHANGED, EVENT_CHANGES, TYPES, PURCHASES, ECOMMERCE, WEB):
        probe.same(True, 28 <= days(probe, operation) <= 31, f"a month of {operation}:")
    for operation, path, mode in ((DISTRIBUTION, [key], "DAILY"), (CREATED, [], "MONTHLY")):
        answer = probe.expect(probe.call(operation, *path), 200)
        probe.same(mode, probe.member(answer, "/parameters/mode"), "the steps", pointer="/parameters/mode")


@promises(
    "H-1.3",
    "A span that is too long begins later by itself.",
    uses=(CREATED, CHANGED, EVENT_CHANGES, TYPES),
)
def long_spans_begin_later(probe: Probe) -> None:
    for operation, asked, most in (
        (CREATED, {"mode": "DAILY"}, 366),
        (CHANGED, {"type": "ADDED"}, 366),
        (CHANGED, {"type": "DELETED"}, 31),
        (EVENT_CHANGES, {"type": "UPDATED"}, 366),
        (EVENT_CHANGES, {"type": "DELETED"}, 31),
        (TYPES, {}, 366),
    ):
        got = days(probe, operation, start=LONG_AGO, **asked)
        if not most - 3 <= got <= most:
            probe.broken(f"a span of at most {most} days", f"{got}", pointer="/parameters/start")


@promises(
    "H-1.4", "A span that ends before it begins is refused.", uses=(CREATED, TYPES, WEB), severity=SHOULD
)
def spans_do_not_end_before_they_begin(probe: Probe) -> None:
    turned = {"start": SPAN["end"], "end": SPAN["start"]}
    for operation in (CREATED, TYPES, WEB):
        refused(probe.call(operation, query=turned), "a span that ends before it begins", 400)


@promises(
    "H-1.5",
    "A series has every day of its span, and steps of any length tell the same.",
    uses=(DISTRIBUTION, *LIVES),
    severity=SHOULD,
)
def series_are_complete(probe: Probe) -> None:
    key = customer(probe)["id"]
    for date in (*DATES, DATES[0]):
        event(probe, key, date=date)
    (told,) = data(probe, DISTRIBUTION, key, mode="DAILY", **SPAN) or [{"values": []}]
    got = {each["datetime"]: int(each["value"]) for each in told["values"]}
    expected = dict(zip(DAYS, (0, 0, 0, 2, 1, 1), strict=True))
    probe.same(expected, got, "the events of each day:", pointer="/data/0/values")
    for mode in ("WEEKLY", "MONTHLY"):
        probe.same(4, summed(data(probe, DISTRIBUTION, key, mode=mode, **SPAN)), f"events {mode}:")


@promises(
    "H-6.1",
    "A new customer is counted where it was registered.",
    uses=(CREATED, COUNT, *MAKES),
    needs=STAGE,
)
def registrations_are_counted(probe: Probe) -> None:
    with probe.stage():
        home, *others = homes(probe)
        before = summed(data(probe, CREATED, nodeId=home["id"]))
        beside = [data(probe, CREATED, nodeId=each["id"]) for each in others]
        customer(probe, home)
        again = [data(probe, CREATED, nodeId=each["id"]) for each in others]
        probe.same(beside, again, "the series of other nodes as they were:", pointer="/data")
        for mode in ("DAILY", "WEEKLY", "MONTHLY"):
            told = data(probe, CREATED, nodeId=home["id"], mode=mode)
            last = int(told[0]["values"][-1]["value"])
            if last < 1:
                probe.broken("a customer in the last step", f"{last}", pointer="/data/0/values")
        after = summed(data(probe, CREATED, nodeId=home["id"]))
        probe.same(before + 1, after, "customers registered in the last year:", pointer="/data")
        if after > total(probe, nodeId=home["id"]):
            probe.broken("no more than there are customers", f"{after}", pointer="/data")


@promises(
    "H-8.1",
    "A customer counts as added, updated and deleted.",
    uses=(CHANGED, PATCH, FORGET, *MAKES),
    needs=STAGE,
)
def changes_of_customers_are_counted(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)

        def now() -> list[int]:
            kinds = ("ADDED", "UPDATED", "DELETED")
            return [changes(probe, CHANGED, kind, nodeId=home["id"]) for kind in kinds]

        start = now()
        key = customer(probe, home)["id"]
        probe.same([start[0] + 1, *start[1:]], now(), "added, updated, deleted after a creation:")
        stage.step(minutes=1)
        probe.expect(probe.call(PATCH, key, json={"base": {"firstName": "Changed"}}), 200)
        probe.same(start[1] + 1, now()[1], "updated customers after a change:", pointer="/data")
        probe.expect(probe.call(FORGET, key), 200, 202, 204)
        probe.same([*start[:2], start[2] + 1], now(), "added, updated, deleted once it is gone:")


@promises(
    "H-8.2",
    "The customers of an emptied node count as deleted.",
    uses=(CHANGED, EMPTY, COUNT, *MAKES),
    needs=STAGE,
)
def emptied_nodes_are_counted(probe: Probe) -> None:
    with probe.stage():
        home = node(probe)
        customer(probe, home)
        expected = changes(probe, CHANGED, "DELETED", nodeId=home["id"]) + total(probe, nodeId=home["id"])
        probe.expect(probe.call(EMPTY, home["id"]), 200, 204)
        got = changes(probe, CHANGED, "DELETED", nodeId=home["id"])
        probe.same(expected, got, "deleted customers once the node is empty:", pointer="/data")


@promises(
    "H-9.1",
    "An event counts as added, updated and deleted, by its type.",
    uses=(EVENT_CHANGES, PATCH_EVENT, POST_EVENT, FORGET, *MAKES),
    needs=STAGE,
)
def changes_of_events_are_counted(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)
        key = customer(probe, home)["id"]

        def now() -> list[int]:
            asked = ({"type": kind, "nodeId": home["id"]} for kind in ("ADDED", "UPDATED", "DELETED"))
            return [summed(data(probe, EVENT_CHANGES, **each), category="viewedPage") for each in asked]

        start = now()
        made = event(probe, key)
        event(probe, key, "loggedIn")
        probe.same([start[0] + 1, *start[1:]], now(), "added, updated, deleted after an event:")
        stage.step(minutes=1)
        probe.expect(probe.call(PATCH_EVENT, made, json={"properties": {"title": "x"}}), 200, 202, 204)
        probe.same(start[1] + 1, now()[1], "updated events after a change:", pointer="/data")
        probe.expect(probe.call(FORGET, key), 200, 202, 204)
        probe.same([*start[:2], start[2] + 1], now(), "added, updated, deleted once it is gone:")


@promises(
    "H-10.1",
    "Events count by type, context and date.",
    uses=(TYPES, POST_EVENT, *MAKES),
    needs=STAGE,
)
def events_are_counted_by_type_and_context(probe: Probe) -> None:
    with probe.stage():
        home = node(probe)
        key = customer(probe, home)["id"]
        asked = {**SPAN, "nodeId": home["id"]}
        event(probe, key, context="MOBILE", date=DATES[0])
        event(probe, key, "searched", date=DATES[1])
        told = data(probe, TYPES, **asked)
        for kind, where, day in (("viewedPage", "MOBILE", DATES[0]), ("searched", "WEB", DATES[1])):
            own = [each for each in told if (each["category"], each.get("context")) == (kind, where)]
            got = [value["value"] for one in own for value in one["values"] if value["datetime"] == day[:10]]
            if not got or got[0] < 1:
                probe.broken(f"{kind} of {where} on {day[:10]}", f"{got}", pointer="/data")
        event(probe, key, context="MOBILE", date=DATES[0])
        again = data(probe, TYPES, **asked)
        probe.same(summed(told) + 1, summed(again), "all events after one more:", pointer="/data")


@promises(
    "H-10.2",
    "With a context only its events count, and all contexts make the whole.",
    uses=(TYPES, POST_EVENT, *MAKES),
    needs=STAGE,
)
def contexts_make_the_whole(probe: Probe) -> None:
    with probe.stage():
        key = customer(probe)["id"]
        for where in ("WEB", "MOBILE", "SOCIAL"):
            event(probe, key, context=where, date=DATES[0])
        whole = data(probe, TYPES, **SPAN)
        for where in ("WEB", "MOBILE", "SOCIAL"):
            expected = [each for each in whole if each.get("context") == where]
            probe.same(expected, data(probe, TYPES, context=where, **SPAN), f"the series of {where}:")
        probe.same(whole, data(probe, TYPES, context="ALL", **SPAN), "the series of ALL:", pointer="/data")
