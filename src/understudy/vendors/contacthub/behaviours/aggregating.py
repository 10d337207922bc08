"""The entry customers that make up an aggregate customer."""

from typing import Any

from understudy.conformance.suite import NotObservable, Probe
from understudy.vendors.contacthub.behaviours.steps import (
    FILLED,
    GET,
    MAKES,
    SEARCH,
    created,
    facts,
    fetched,
    node,
    refused,
)
from understudy.vendors.contacthub.behaviours.steps_customers import (
    AGGREGATES,
    ENTRIES_OF,
    ask,
    atom,
    made,
    value_at,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__ = ["MAKES_AGGREGATE", "aggregated"]

MAKES_AGGREGATE = (*MAKES, AGGREGATES, SEARCH)
"""What it takes to make an aggregate customer."""

USES = (ENTRIES_OF, *MAKES_AGGREGATE)


def aggregate(probe: Probe) -> dict[str, Any]:
    """An active aggregate node of two entry nodes, where we know how to make customers alike."""
    for home in probe.member(probe.expect(probe.call(AGGREGATES), 200), "/elements"):
        matching = (home.get("matchingProperties") or {}).get("properties") or []
        joins = len(home.get("entryNodes") or []) > 1 and not home.get("exclusionFilters")
        if home.get("state") == "ACTIVE" and joins and matching and {*matching} <= {*FILLED}:
            return dict(home)
    raise NotObservable(
        "It needs an active aggregate node of two entry nodes, without filters, "
        f"that matches by some of {', '.join(FILLED)}."
    )


def aggregated(probe: Probe) -> tuple[str, list[str]]:
    """The id of an aggregate customer, and of its two members in the order of the entry nodes."""
    home = aggregate(probe)
    said = facts(probe, {"id": ""})
    bodies = [{**said, "nodeId": name} for name in home["entryNodes"][:2]]
    members = [str(probe.member(created(probe, body), "/id")) for body in bodies]
    path = home["matchingProperties"]["properties"][0]
    told = ask(probe, home, atom(path, "EQUALS", value_at(said, path)))
    if len(told) != 1:
        probe.broken("one aggregate customer", f"{len(told)}", pointer="/elements")
    return told[0], members


def entries(probe: Probe, key: str, **asked: Any) -> list[str]:
    """The ids of the entry customers of a customer, as they are listed."""
    answer = probe.expect(probe.call(ENTRIES_OF, key, query={"page": 0, "size": 50, **asked}), 200)
    return [str(each["id"]) for each in probe.member(answer, "/elements")]


@HUB.promises(
    "H-90.1",
    "The entry customers of an aggregate one are listed, in the order of their nodes.",
    uses=(*USES, GET),
)
def entry_customers_are_listed(probe: Probe) -> None:
    key, members = aggregated(probe)
    probe.same(members, entries(probe, key), "entry customers:", pointer="/elements")
    told = probe.member(probe.exchanges[-1], "/elements")
    for each in told:
        probe.same(fetched(probe, each["id"]), each, "entry customer")


@HUB.promises("H-90.2", "page and size are required, and choose from the entry customers.", uses=USES)
def entry_customers_have_pages(probe: Probe) -> None:
    key, members = aggregated(probe)
    told = [entries(probe, key, size=1, page=page) for page in (0, 1, 2)]
    probe.same([members[:1], members[1:], []], told, "pages of one:", pointer="/elements")
    for query in ({}, {"page": 0}, {"size": 10}):
        refused(probe.call(ENTRIES_OF, key, query=query), "a list without page and size", 400)


@HUB.promises("H-90.3", "A customer of an entry node is made up of none.", uses=USES)
def entry_customers_have_none(probe: Probe) -> None:
    key = made(probe, node(probe))["id"]
    probe.same([], entries(probe, key), "entry customers:", pointer="/elements")
