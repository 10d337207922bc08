"""The order of a search that asks for one."""

from itertools import chain
from typing import Any
from urllib.parse import quote

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import MAKES, SEARCH, found, node, refused
from understudy.vendors.contacthub.behaviours.steps_customers import ask, atom, made, pages, query
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

ASKS = (SEARCH, *MAKES)

NAMES = ("Berta", "Anna", "Dora", "Carla")


def named(probe: Probe, home: dict[str, Any], mark: str) -> dict[str, str]:
    """Ids of new customers by their first names."""
    values = [{"base.middleName": mark, "base.firstName": name} for name in NAMES]
    return {each["base.firstName"]: made(probe, home, each)["id"] for each in values}


@HUB.promises("H-77.10", "A search is sorted by the property that sort names, from the least.", uses=ASKS)
def sorted_by_a_property(probe: Probe) -> None:
    home, mark = node(probe), probe.unique()
    crew = named(probe, home, mark)
    said = atom("base.middleName", "EQUALS", mark)
    expected = [crew[name] for name in sorted(NAMES)]
    for sort in ("base.firstName", "base.firstName,asc"):
        probe.same(expected, ask(probe, home, said, sort=sort), f"customers sorted by {sort}:")


@HUB.promises("H-77.10", "With desc the order of a search is turned round.", uses=ASKS)
def sorted_from_the_greatest(probe: Probe) -> None:
    home, mark = node(probe), probe.unique()
    crew = named(probe, home, mark)
    told = ask(probe, home, atom("base.middleName", "EQUALS", mark), sort="base.firstName,desc")
    probe.same(
        [crew[name] for name in sorted(NAMES, reverse=True)], told, "customers from the greatest name:"
    )


@HUB.promises("H-77.10", "asc and desc may be in capitals.", uses=ASKS)
def directions_in_capitals(probe: Probe) -> None:
    home, mark = node(probe), probe.unique()
    crew = named(probe, home, mark)
    said = atom("base.middleName", "EQUALS", mark)
    for sort, backwards in (("base.firstName,ASC", False), ("base.firstName,DESC", True)):
        expected = [crew[name] for name in sorted(NAMES, reverse=backwards)]
        probe.same(expected, ask(probe, home, said, sort=sort), f"customers sorted by {sort}:")


@HUB.promises("H-77.10", "The order goes on from page to page.", uses=ASKS)
def the_order_spans_pages(probe: Probe) -> None:
    home, mark = node(probe), probe.unique()
    crew = named(probe, home, mark)
    said = query(atom("base.middleName", "EQUALS", mark))
    told = list(chain.from_iterable(pages(probe, home, 1, query=said, sort="base.firstName,asc")))
    probe.same([crew[name] for name in sorted(NAMES)], told, "customers on pages of one:")


@HUB.promises("H-77.10", "Dates sort as dates, and moments as moments.", uses=ASKS)
def dates_are_sorted(probe: Probe) -> None:
    home, mark = node(probe), probe.unique()
    days = ("1990-02-01", "1958-12-31", "2001-01-01")
    crew = {day: made(probe, home, {"base.middleName": mark, "base.dob": day})["id"] for day in days}
    told = ask(probe, home, atom("base.middleName", "EQUALS", mark), sort="base.dob,asc")
    probe.same([crew[day] for day in sorted(days)], told, "customers by date of birth:")
    moments = [str(body.get("registeredAt")) for body in found(probe, home, sort="registeredAt,asc", size=50)]
    probe.same(sorted(moments), moments, "registration dates in the order")


@HUB.promises(
    "H-77.10", "Who does not have the property that is sorted by comes last.", uses=ASKS, severity=SHOULD
)
def who_lacks_it_comes_last(probe: Probe) -> None:
    home, mark = node(probe), probe.unique()
    without = made(probe, home, {"base.middleName": mark})["id"]
    having = made(probe, home, {"base.middleName": mark, "base.title": "Dr"})["id"]
    said = atom("base.middleName", "EQUALS", mark)
    for sort in ("base.title,asc", "base.title,desc"):
        probe.same([having, without], ask(probe, home, said, sort=sort), f"customers sorted by {sort}:")


@HUB.promises(
    "H-77.10", "Repeated, sort says by what those are sorted who are alike.", uses=ASKS, severity=SHOULD
)
def sorted_by_several(probe: Probe) -> None:
    home, mark = node(probe), probe.unique()
    pairs = [("X", "Berta"), ("Y", "Anna"), ("X", "Anna")]
    crew = {
        (title, name): made(
            probe, home, {"base.middleName": mark, "base.title": title, "base.firstName": name}
        )["id"]
        for title, name in pairs
    }
    said = query(atom("base.middleName", "EQUALS", mark))
    asked = [("nodeId", home["id"]), ("query", said), ("sort", "base.title,desc"), ("sort", "base.firstName")]
    answer = probe.expect(probe.call(SEARCH, query=encoded(asked)), 200)
    expected = [crew["Y", "Anna"], crew["X", "Anna"], crew["X", "Berta"]]
    probe.same(expected, [body["id"] for body in probe.member(answer, "/elements")], "customers by both:")


@HUB.promises("H-77.10", "A direction that is none is refused with 400.", uses=ASKS, severity=SHOULD)
def unknown_directions_are_refused(probe: Probe) -> None:
    answer = probe.call(SEARCH, query={"nodeId": node(probe)["id"], "sort": "base.firstName,sideways"})
    refused(answer, "a sort `sideways`", 400)


def encoded(pairs: list[tuple[str, str]]) -> str:
    """Parameters as a query, where a name may be repeated."""
    return "&".join(f"{name}={quote(value)}" for name, value in pairs)
