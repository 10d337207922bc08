"""Pages of lists (H-0.b), seen at nodes and workspaces."""

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import ENTRIES, NODES, SEARCH, node, refused
from understudy.vendors.contacthub.behaviours.steps_configuration import (
    AGGREGATES,
    NEW_ENTRY,
    SOURCES,
    body_of,
    each_page,
    entry,
    ids,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

WORKSPACES = "getWorkspaces"
LISTS = (NODES, ENTRIES, SOURCES)


@promises("H-0.b1", "Pages show every element once, from page 0 on.", uses=LISTS)
def pages_show_every_element_once(probe: Probe) -> None:
    for operation in LISTS:
        whole = body_of(probe, operation, query={"size": 50})
        *pages, _ = each_page(probe, operation, 2)
        told = [each["id"] for page in pages for each in page]
        if whole["page"]["totalElements"] > 50:
            told = told[:50]
        probe.same(ids(whole["elements"]), told, "the elements of pages of two:", pointer="/elements")


@promises("H-0.b1", "page tells size, number, totalElements and totalPages.", uses=LISTS)
def pages_tell_where_they_are(probe: Probe) -> None:
    for operation in LISTS:
        total = body_of(probe, operation)["page"]["totalElements"]
        for size, number in ((2, 0), (2, 1), (3, 0)):
            told = body_of(probe, operation, query={"size": size, "page": number})["page"]
            expected = (size, number, total, -(-total // size))
            got = tuple(told.get(name) for name in ("size", "number", "totalElements", "totalPages"))
            probe.same(expected, got, "size, number, elements and pages:", pointer="/page")


@promises("H-0.b2", "A page after the last one is empty, and no error.", uses=LISTS, severity=SHOULD)
def pages_after_the_last_are_empty(probe: Probe) -> None:
    for operation in LISTS:
        total = body_of(probe, operation)["page"]["totalElements"]
        for number in (total, total + 20):
            told = body_of(probe, operation, query={"size": 1, "page": number})
            probe.same([], told["elements"], "elements after the last:", pointer="/elements")
            probe.same(total, told["page"]["totalElements"], "all elements:", pointer="/page/totalElements")


@promises("H-0.b3", "A search of customers tells how many are found at most.", uses=(SEARCH, ENTRIES))
def searches_tell_their_ceiling(probe: Probe) -> None:
    told = body_of(probe, SEARCH, query={"nodeId": node(probe)["id"]})
    probe.same(10_000, told["page"].get("maxElements"), "maxElements", pointer="/page/maxElements")


@promises(
    "H-0.b4",
    "A page has twenty elements unless another size is asked for.",
    uses=(NODES, ENTRIES, NEW_ENTRY),
    needs=("stage",),
)
def a_page_has_twenty_elements(probe: Probe) -> None:
    with probe.stage():
        for _ in range(21):
            entry(probe)
        for operation in (NODES, ENTRIES):
            told = body_of(probe, operation)
            probe.same(20, len(told["elements"]), "elements of a page:", pointer="/elements")
            probe.same(20, told["page"]["size"], "size", pointer="/page/size")


@promises("H-0.b4", "A page of size 0 has no elements, and tells their number.", uses=LISTS, severity=SHOULD)
def a_page_of_none_has_none(probe: Probe) -> None:
    for operation in LISTS:
        told = body_of(probe, operation, query={"size": 0})
        total = body_of(probe, operation)["page"]["totalElements"]
        probe.same([], told["elements"], "elements of a page of 0:", pointer="/elements")
        probe.same(total, told["page"]["totalElements"], "all elements:", pointer="/page/totalElements")


@promises("H-40.5", "Pages of nodes have 0 to 50 elements; other sizes are a 400.", uses=(NODES, ENTRIES))
def sizes_of_pages_have_bounds(probe: Probe) -> None:
    for operation in (NODES, ENTRIES):
        for asked in ({"size": 51}, {"size": -1}, {"page": -1}):
            refused(probe.call(operation, query=asked), f"a page by {asked}", 400)
        probe.expect(probe.call(operation, query={"size": 50}), 200)


@promises("H-110.5", "A page or size out of bounds is a 400 for workspaces, too.", uses=(WORKSPACES,))
def pages_of_workspaces_have_bounds(probe: Probe) -> None:
    for asked in ({"size": 51}, {"size": -1}, {"page": -1}):
        refused(probe.call(WORKSPACES, query=asked), f"workspaces by {asked}", 400)


@promises("H-43.1", "The entry nodes are listed, and none that are not.", uses=(ENTRIES, NODES, AGGREGATES))
def entry_nodes_are_listed(probe: Probe) -> None:
    listed(probe, ENTRIES, "ENTRY")


@promises("H-52.1", "The aggregate nodes are listed, and none that are not.", uses=(AGGREGATES, NODES))
def aggregate_nodes_are_listed(probe: Probe) -> None:
    listed(probe, AGGREGATES, "AGGREGATE")


def listed(probe: Probe, operation: str, kind: str) -> None:
    """Broken unless a list has the nodes that the list of all nodes has of this type."""
    asked = {"size": 50, "nodeType": kind}
    expected = ids(body_of(probe, NODES, query=asked)["elements"])
    got = ids(body_of(probe, operation, query={"size": 50})["elements"])
    probe.same(expected, got, "the nodes", pointer="/elements")
