"""The stream of updates (H-107, H-108)."""

from collections.abc import Iterator
from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import (
    FORGET,
    MAKES,
    PATCH,
    POST_EVENT,
    customer,
    event,
    fetched,
    homes,
    node,
    refused,
)
from understudy.vendors.contacthub.behaviours.steps import GET as READ
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__ = ["LAST", "STREAM", "end", "since"]

promises = HUB.promises

LAST, STREAM = "getLastOffsetUpdatesWorkspaces", "getUpdatesWorkspaces"
OWN = (STREAM, LAST, *MAKES, FORGET)

PAGES = 200
"""Pages that are read before it is given up that they end."""


def end(probe: Probe, **asked: Any) -> int:
    """The last offset; Broken when none is told."""
    offset = probe.member(probe.expect(probe.call(LAST, query=asked), 200), "/lastOffset")
    if not isinstance(offset, int):
        probe.broken("an offset that is an integer", f"{offset}", pointer="/lastOffset")
    return offset


def page(probe: Probe, **asked: Any) -> tuple[list[dict[str, Any]], int]:
    """The updates of one page, and where the next begins."""
    answer = probe.expect(probe.call(STREAM, query=asked), 200)
    return probe.member(answer, "/updates"), probe.member(answer, "/nextOffset")


def since(probe: Probe, offset: int, **asked: Any) -> Iterator[dict[str, Any]]:
    """All updates after an offset, page by page."""
    for _ in range(PAGES):
        updates, following = page(probe, **{"size": 500, **asked, "offset": offset})
        yield from updates
        if not updates or following == offset:
            return
        offset = following
    probe.broken(f"a stream that ends within {PAGES} pages", "more of them", pointer="/nextOffset")


def told(updates: Iterator[dict[str, Any]] | list[dict[str, Any]], *keys: str) -> list[tuple[str, str]]:
    """What the stream tells of these entities: operation and id, in order."""
    found = [(each["operation"], each["entity"]["data"]["id"]) for each in updates]
    return [each for each in found if each[1] in keys]


@promises("H-107.1", "A new customer and a new event each raise the last offset.", uses=(*OWN, POST_EVENT))
def the_last_offset_rises(probe: Probe) -> None:
    offsets = [end(probe)]
    key = customer(probe)["id"]
    offsets.append(end(probe))
    event(probe, key)
    offsets.append(end(probe))
    if not offsets[0] < offsets[1] < offsets[2]:
        probe.broken("offsets that rise", f"{offsets}", pointer="/lastOffset")


@promises("H-107.3", "Each kind of entity has its own last offset.", uses=(LAST, *OWN, POST_EVENT))
def each_kind_has_its_last_offset(probe: Probe) -> None:
    key = customer(probe)["id"]
    event(probe, key)
    before = end(probe)
    for kind in ("CUSTOMER", "EVENT"):
        own = end(probe, entity=kind)
        if own > before and own > end(probe):
            probe.broken("no offset beyond the last of all", f"{own} for {kind}", pointer="/lastOffset")
    if end(probe, entity="EVENT") <= end(probe, entity="CUSTOMER") and end(probe) == before:
        probe.broken("the event's offset after the customer's", "not so", pointer="/lastOffset")


@promises("H-107.2", "A node's last offset is one of its own updates.", uses=(LAST, *OWN))
def a_node_has_its_last_offset(probe: Probe) -> None:
    home = node(probe)
    start = end(probe)
    made = customer(probe, home)["id"]
    own = end(probe, nodeId=home["id"])
    if own <= start:
        probe.broken(f"an offset beyond {start}", f"{own}", pointer="/lastOffset")
    updates = list(since(probe, start, nodeId=home["id"]))
    probe.same([("CREATE", made)], told(updates, made), "what the node's stream tells:", pointer="/updates")


@promises(
    "H-108.1",
    "Creation, change and removal of a customer are told in their order.",
    uses=(STREAM, PATCH, *OWN),
)
def changes_are_told_in_order(probe: Probe) -> None:
    start = end(probe)
    key = customer(probe)["id"]
    probe.expect(probe.call(PATCH, key, json={"base": {"firstName": "Changed"}}), 200)
    probe.expect(probe.call(FORGET, key), 200, 202, 204)
    expected = [("CREATE", key), ("UPDATE", key), ("DELETE", key)]
    probe.same(expected, told(since(probe, start), key), "what the stream tells:", pointer="/updates")


@promises(
    "H-108.9", "The last update of a customer tells it as it is read.", uses=(STREAM, PATCH, READ, *OWN)
)
def the_stream_tells_the_state(probe: Probe) -> None:
    start = end(probe)
    key = customer(probe)["id"]
    probe.expect(probe.call(PATCH, key, json={"base": {"lastName": "Changed"}}), 200)
    own = fetched(probe, key)
    updates = [each for each in since(probe, start) if each["entity"]["data"]["id"] == key]
    probe.same(["CUSTOMER"] * 2, [each["entity"]["type"] for each in updates], "the entities' types:")
    probe.same(own, updates[-1]["entity"]["data"], "the customer:", pointer="/updates")


@promises("H-108.9", "Events are told with all they have.", uses=(STREAM, POST_EVENT, *OWN))
def the_stream_tells_events(probe: Probe) -> None:
    start = end(probe)
    key = customer(probe)["id"]
    made = event(probe, key, "loggedIn")
    (update,) = [each for each in since(probe, start) if each["entity"]["data"]["id"] == made] or [{}]
    probe.same("CREATE", update.get("operation"), "the operation", pointer="/updates")
    entity = update["entity"]
    got = [entity["type"], entity["data"].get("customerId"), entity["data"].get("type")]
    probe.same(["EVENT", key, "loggedIn"], got, "the event:", pointer="/updates")


@promises("H-108.2", "A page has no more updates than size says, 50 unless told.", uses=(STREAM,))
def pages_are_of_their_size(probe: Probe) -> None:
    updates, _ = page(probe, offset=0, size=4000)
    if not updates:
        probe.not_observable("It needs updates, and there are none.")
    for size in (1, 7, 50):
        got, _ = page(probe, offset=0, size=size)
        probe.same(updates[:size], got, f"a page of {size}:", pointer="/updates")
    got, _ = page(probe, offset=0)
    probe.same(updates[:50], got, "a page without size:", pointer="/updates")


@promises("H-108.2", "A size below 0 or above 4,000 is refused.", uses=(STREAM,))
def sizes_have_limits(probe: Probe) -> None:
    for size in (-1, 4001):
        refused(probe.call(STREAM, query={"size": size}), f"size {size}", 400)


@promises("H-108.3", "timestamp begins with the first update made then or later.", uses=(STREAM,))
def a_timestamp_begins_later(probe: Probe) -> None:
    updates, _ = page(probe, timestamp=0, size=20)
    if not updates:
        probe.not_observable("It needs updates, and there are none.")
    first, _ = page(probe, offset=0, size=20)
    probe.same(first, updates, "the updates since the beginning of time:", pointer="/updates")
    probe.same([], page(probe, timestamp=32_503_680_000_000)[0], "updates of the far future:")


@promises("H-108.4", "timestamp is ignored beside an offset.", uses=(STREAM,))
def a_timestamp_beside_an_offset_is_ignored(probe: Probe) -> None:
    expected = page(probe, offset=0, size=20)
    got = page(probe, offset=0, size=20, timestamp=32_503_680_000_000)
    probe.same(expected, got, "the updates:", pointer="/updates")


@promises(
    "H-108.5",
    "An update is not told again after its offset, and none is left out.",
    uses=(STREAM, *OWN),
)
def offsets_are_exclusive(probe: Probe) -> None:
    start = end(probe)
    made = [customer(probe)["id"] for _ in range(3)]
    got = [key for _, key in told(since(probe, start, size=1), *made)]
    probe.same(made, got, "customers in a stream read one by one:", pointer="/updates")


@promises("H-108.6", "nodeId asks for the updates of that node alone.", uses=(STREAM, *OWN))
def a_node_has_its_updates(probe: Probe) -> None:
    known = homes(probe)
    if len(known) < 2:
        probe.not_observable("It needs two entry nodes where customers can be made.")
    home = known[0]
    start = end(probe)
    made, _ = (customer(probe, each)["id"] for each in known[:2])
    updates = list(since(probe, start, nodeId=home["id"], entity="CUSTOMER"))
    strangers = [each for each in updates if each["entity"]["data"].get("nodeId") != home["id"]]
    probe.same([], strangers, "updates of other nodes:", pointer="/updates")
    probe.same([("CREATE", made)], told(updates, made), "what the node's stream tells:")


@promises("H-108.7", "entity asks for customers or events alone.", uses=(STREAM, POST_EVENT, *OWN))
def each_kind_has_its_updates(probe: Probe) -> None:
    start = end(probe)
    key = customer(probe)["id"]
    ids = {"CUSTOMER": key, "EVENT": event(probe, key)}
    for kind, own in ids.items():
        updates = list(since(probe, start, entity=kind))
        probe.same({kind}, {each["entity"]["type"] for each in updates}, "the entities' types")
        probe.same([("CREATE", own)], told(updates, *ids.values()), f"what is told of {kind}:")


@promises(
    "H-108.8",
    "Pages of any size tell the same, with filters too.",
    uses=(STREAM, POST_EVENT, *OWN),
)
def pages_neither_skip_nor_double(probe: Probe) -> None:
    start = end(probe)
    key = customer(probe)["id"]
    made = [key, *(event(probe, key, date=f"2020-05-0{day}T10:00:00.000Z") for day in range(1, 5))]
    for asked in ({}, {"entity": "EVENT"}):
        whole = told(since(probe, start, **asked), *made)
        for size in (1, 2, 3):
            got = told(since(probe, start, size=size, **asked), *made)
            probe.same(whole, got, f"what pages of {size} tell:", pointer="/updates")
    probe.same(len(made), len(told(since(probe, start), *made)), "how much is told:", pointer="/updates")


@promises("H-108.10", "Before any write the stream tells who is there.", uses=(STREAM, READ), severity=SHOULD)
def the_stream_begins_with_everybody(probe: Probe) -> None:
    updates, _ = page(probe, offset=0, size=5, entity="CUSTOMER")
    if not updates:
        probe.not_observable("It needs customers, and there are none.")
    probe.same("CREATE", updates[0]["operation"], "the first update", pointer="/updates/0/operation")
