"""What the operators of a query mean, seen on customers whose values are known."""

from collections.abc import Callable
from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import MAKES, POST_EVENT, SEARCH, event, node
from understudy.vendors.contacthub.behaviours.steps_customers import all_of, any_of, ask, atom, made, simple
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

ASKS = (SEARCH, *MAKES)

PEOPLE: tuple[dict[str, Any], ...] = (
    {"base.title": "Alba", "base.dob": "1950-05-05", "tags.manual": ["red", "blue"]},
    {"base.title": "Alba Nova", "base.dob": "1970-01-31", "tags.manual": ["blue"]},
    {"base.title": "Nova", "base.dob": "1970-02-01", "base.gender": "F"},
    {"base.title": "alba", "base.dob": "1999-12-31", "base.gender": "M"},
    {"tags.manual": ["redder"], "base.gender": "F"},
)
"""Who is searched for. Some lack a title, a date of birth, a gender, or tags."""

Test = Callable[[dict[str, Any]], bool]


def crew(probe: Probe, home: dict[str, Any], mark: str) -> dict[str, dict[str, Any]]:
    """PEOPLE by the ids that they got, all with the mark as their middle name."""
    return {made(probe, home, {**each, "base.middleName": mark})["id"]: each for each in PEOPLE}


def agree(probe: Probe, *cases: tuple[dict[str, Any], Test]) -> None:
    """Broken unless each condition finds exactly those of PEOPLE for whom the test holds."""
    home, mark = node(probe), probe.unique()
    people = crew(probe, home, mark)
    for condition, test in cases:
        told = ask(probe, home, all_of(atom("base.middleName", "EQUALS", mark), condition))
        expected = sorted(key for key, each in people.items() if test(each))
        probe.same(expected, sorted(told), f"customers for {condition}:")


def born(each: dict[str, Any]) -> str:
    """The date of birth, "" when there is none."""
    return str(each.get("base.dob", ""))


@HUB.promises("H-77.6", "EQUALS finds who has exactly that value, whole and in its case.", uses=ASKS)
def equals(probe: Probe) -> None:
    agree(
        probe,
        (atom("base.title", "EQUALS", "Alba"), lambda each: each.get("base.title") == "Alba"),
        (atom("base.dob", "EQUALS", "1970-01-31"), lambda each: born(each) == "1970-01-31"),
        (atom("base.title", "EQUALS", "Al"), lambda _each: False),
    )


@HUB.promises(
    "H-77.6", "EQUALS on a list finds who has the value among its items.", uses=ASKS, severity=SHOULD
)
def equals_on_lists(probe: Probe) -> None:
    agree(probe, (atom("tags.manual", "EQUALS", "red"), lambda each: "red" in each.get("tags.manual", [])))


@HUB.promises(
    "H-77.6", "NOT_EQUALS finds all whom EQUALS does not, who lack the value among them.", uses=ASKS
)
def not_equals(probe: Probe) -> None:
    agree(
        probe,
        (atom("base.title", "NOT_EQUALS", "Alba"), lambda each: each.get("base.title") != "Alba"),
        (atom("tags.manual", "NOT_EQUALS", "red"), lambda each: "red" not in each.get("tags.manual", [])),
    )


@HUB.promises("H-77.6", "GT and GTE differ by the value itself, and so do LT and LTE.", uses=ASKS)
def ordered(probe: Probe) -> None:
    day = "1970-02-01"
    agree(
        probe,
        (atom("base.dob", "GT", day), lambda each: born(each) > day),
        (atom("base.dob", "GTE", day), lambda each: born(each) >= day),
        (atom("base.dob", "LT", day), lambda each: "" < born(each) < day),
        (atom("base.dob", "LTE", day), lambda each: "" < born(each) <= day),
    )


@HUB.promises("H-77.6", "BETWEEN includes both of its ends.", uses=ASKS)
def between(probe: Probe) -> None:
    for low, high in (
        ("1950-05-05", "1970-01-31"),
        ("1970-02-01", "1999-12-31"),
        ("1960-01-01", "1969-12-31"),
    ):
        agree_once(probe, low, high)


def agree_once(probe: Probe, low: str, high: str) -> None:
    """BETWEEN two days, and the same as two halves."""
    halves = all_of(atom("base.dob", "GTE", low), atom("base.dob", "LTE", high))
    fits: Test = lambda each: low <= born(each) <= high  # noqa: E731
    agree(probe, (atom("base.dob", "BETWEEN", [low, high]), fits), (halves, fits))


@HUB.promises("H-77.6", "IN finds who has one of the values, NOT_IN all others.", uses=ASKS)
def among(probe: Probe) -> None:
    values = ["Alba", "Nova"]
    agree(
        probe,
        (atom("base.title", "IN", values), lambda each: each.get("base.title") in values),
        (atom("base.title", "NOT_IN", values), lambda each: each.get("base.title") not in values),
    )


@HUB.promises("H-77.6", "IN on a list finds who has the item, NOT_IN who does not.", uses=ASKS)
def among_items(probe: Probe) -> None:
    agree(
        probe,
        (atom("tags.manual", "IN", "red"), lambda each: "red" in each.get("tags.manual", [])),
        (atom("tags.manual", "NOT_IN", "red"), lambda each: "red" not in each.get("tags.manual", [])),
        (
            atom("tags.manual", "IN", ["red", "redder"]),
            lambda each: bool({"red", "redder"} & {*each.get("tags.manual", [])}),
        ),
    )


@HUB.promises("H-77.6", "IN with one text finds who has it as a part of theirs.", uses=ASKS, severity=SHOULD)
def part_of_a_text(probe: Probe) -> None:
    agree(probe, (atom("base.title", "IN", "lba"), lambda each: "lba" in each.get("base.title", "")))


@HUB.promises("H-77.6", "IS_NULL finds who lacks a value, IS_NOT_NULL who has one.", uses=ASKS)
def unset(probe: Probe) -> None:
    agree(
        probe,
        (atom("base.title", "IS_NULL"), lambda each: "base.title" not in each),
        (atom("base.title", "IS_NOT_NULL"), lambda each: "base.title" in each),
        (atom("base.dob", "IS_NULL"), lambda each: "base.dob" not in each),
        (atom("base.title", "IS_NOT_NULL", ""), lambda each: "base.title" in each),
    )


@HUB.promises("H-77.6", "An empty list is a value that is unset.", uses=ASKS, severity=SHOULD)
def empty_lists_are_unset(probe: Probe) -> None:
    agree(
        probe,
        (atom("tags.manual", "IS_NULL"), lambda each: "tags.manual" not in each),
        (atom("tags.manual", "IS_NOT_NULL"), lambda each: "tags.manual" in each),
    )


@HUB.promises("H-77.6", "In LIKE % stands for any text and _ for any character.", uses=ASKS, severity=SHOULD)
def like(probe: Probe) -> None:
    agree(
        probe,
        (atom("base.title", "LIKE", "Alba%"), lambda each: each.get("base.title", "").startswith("Alba")),
        (atom("base.title", "LIKE", "%Nova"), lambda each: each.get("base.title", "").endswith("Nova")),
        (atom("base.title", "LIKE", "A_ba"), lambda each: each.get("base.title") == "Alba"),
        (atom("base.title", "LIKE", "lba"), lambda _each: False),
    )


@HUB.promises("H-77.6", "and asks for all conditions, or for one of them, at any depth.", uses=ASKS)
def composites(probe: Probe) -> None:
    old, her = atom("base.dob", "LT", "1970-02-01"), atom("base.gender", "EQUALS", "F")
    red = atom("tags.manual", "IN", "red")
    is_old: Test = lambda each: "" < born(each) < "1970-02-01"  # noqa: E731
    is_her: Test = lambda each: each.get("base.gender") == "F"  # noqa: E731
    is_red: Test = lambda each: "red" in each.get("tags.manual", [])  # noqa: E731
    agree(
        probe,
        (any_of(old, her), lambda each: is_old(each) or is_her(each)),
        (all_of(old, her), lambda each: is_old(each) and is_her(each)),
        (all_of(old, red), lambda each: is_old(each) and is_red(each)),
        (any_of(her, all_of(old, red)), lambda each: is_her(each) or (is_old(each) and is_red(each))),
        (
            all_of(any_of(old, her), any_of(her, red)),
            lambda each: (is_old(each) or is_her(each)) and (is_her(each) or is_red(each)),
        ),
    )


@HUB.promises("H-77.6", "Dates are compared with dates, with moments and with milliseconds alike.", uses=ASKS)
def moments(probe: Probe) -> None:
    for value in ("1970-02-01", "1970-02-01T00:00:00Z", "1970-02-01T00:00:00.000+0000", 31 * 86_400_000):
        agree(probe, (atom("base.dob", "GTE", value), lambda each: born(each) >= "1970-02-01"))


@HUB.promises(
    "H-77.11", "did finds who has an event of the type that fulfils its condition.", uses=(*ASKS, POST_EVENT)
)
def deeds(probe: Probe) -> None:
    home, mark = node(probe), probe.unique()
    idle, one, two = (made(probe, home, {"base.middleName": mark})["id"] for _ in range(3))
    event(probe, one, "viewedPage", properties={"title": "Offers"})
    event(probe, two, "viewedPage", properties={"title": "News"})
    event(probe, idle, "openedTicket")
    are = simple(atom("base.middleName", "EQUALS", mark))

    viewed = {**are, "did": {"event": {"name": "viewedPage"}}}
    probe.same(sorted([one, two]), sorted(ask(probe, home, viewed)), "who viewed a page:")
    offers = atom("properties.title", "EQUALS", "Offers")
    told = ask(probe, home, {**are, "did": {"event": {"name": "viewedPage"}, "condition": offers}})
    probe.same([one], told, "who viewed the page Offers:")


@HUB.promises(
    "H-77.11",
    "The timeframe of did is a condition on its events as well.",
    uses=(*ASKS, POST_EVENT),
    severity=SHOULD,
)
def deeds_in_time(probe: Probe) -> None:
    home, mark = node(probe), probe.unique()
    early, late = (made(probe, home, {"base.middleName": mark})["id"] for _ in range(2))
    event(probe, early, date="2020-03-01T10:00:00.000Z")
    event(probe, late, date="2021-03-01T10:00:00.000Z")
    are = simple(atom("base.middleName", "EQUALS", mark))
    for operator, expected in (("LT", early), ("GT", late)):
        when = atom("date", operator, "2020-12-31T00:00:00.000Z")
        told = ask(probe, home, {**are, "did": {"event": {"name": "viewedPage"}, "timeframe": when}})
        probe.same([expected], told, f"who did it {operator} the end of 2020:")
