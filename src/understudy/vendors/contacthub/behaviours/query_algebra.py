"""Queries joined by queries: differences that hold on whatever customers a node has."""

from typing import Any

from understudy.conformance.suite import SHOULD, NotObservable, Probe
from understudy.vendors.contacthub.behaviours.steps import ENTRIES, SEARCH, found, node
from understudy.vendors.contacthub.behaviours.steps_customers import (
    all_of,
    any_of,
    ask,
    atom,
    combined,
    ids,
    query,
    refused_at,
    simple,
    value_at,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

USES = (SEARCH, ENTRIES)

LOOKED_AT = 40
"""Customers who are compared; the first that were registered, for nobody deletes those meanwhile."""

FEWEST = 6


def sample(probe: Probe) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A node and some of its customers; NotObservable when it has too few."""
    home = node(probe)
    people = found(probe, home, size=LOOKED_AT, sort="registeredAt,asc")
    if len(people) < FEWEST:
        raise NotObservable(f"It needs {FEWEST} customers in the first entry node, which has {len(people)}.")
    return home, people


def middle(people: list[dict[str, Any]], path: str) -> Any:
    """The value in the middle of those that customers have; NotObservable when hardly any has one."""
    values = sorted(value for each in people if (value := value_at(each, path)) is not None)
    if len(values) < FEWEST:
        raise NotObservable(f"It needs {FEWEST} customers with {path}, of whom there are {len(values)}.")
    return values[len(values) // 2]


class Search:
    """Asks queries about a sample, within which the answers can be compared."""

    def __init__(self, probe: Probe) -> None:
        self.probe = probe
        self.home, self.people = sample(probe)
        self.within = atom("id", "IN", ids(self.people))

    def condition(self, condition: dict[str, Any]) -> set[str]:
        """Who of the sample is found by a condition."""
        return set(ask(self.probe, self.home, all_of(self.within, condition)))

    def query(self, asked: dict[str, Any]) -> set[str]:
        """Who of the sample is found by a query."""
        return set(ask(self.probe, self.home, combined("INTERSECT", simple(self.within), asked)))

    def same(self, expected: set[str], got: set[str], what: str) -> None:
        """Broken unless both sets have the same customers."""
        self.probe.same(sorted(expected), sorted(got), what)

    def halves(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Two conditions that cut the sample in different ways."""
        born, name = middle(self.people, "base.dob"), middle(self.people, "base.lastName")
        return atom("base.dob", "LT", born), atom("base.lastName", "GTE", name)


@HUB.promises("H-77.6", "INTERSECT finds whom all of its queries find.", uses=USES)
def intersections(probe: Probe) -> None:
    search = Search(probe)
    one, two = search.halves()
    both = search.query(combined("INTERSECT", simple(one), simple(two)))
    search.same(search.condition(one) & search.condition(two), both, "customers in both:")
    search.same(both, search.condition(all_of(one, two)), "customers for whom both conditions hold:")


@HUB.promises("H-77.6", "UNION finds whom one of its queries finds, each once.", uses=USES)
def unions(probe: Probe) -> None:
    search = Search(probe)
    one, two = search.halves()
    either = combined("UNION", simple(one), simple(two))
    told = ask(probe, search.home, combined("INTERSECT", simple(search.within), either))
    probe.same(sorted(set(told)), sorted(told), "customers, each once:")
    search.same(search.condition(one) | search.condition(two), set(told), "customers in one of both:")
    search.same(set(told), search.condition(any_of(one, two)), "customers for whom a condition holds:")


@HUB.promises("H-77.6", "EXCEPT finds whom the first of its queries finds and no other does.", uses=USES)
def exceptions(probe: Probe) -> None:
    search = Search(probe)
    one, two = search.halves()
    first, second = search.condition(one), search.condition(two)
    search.same(first - second, search.query(combined("EXCEPT", simple(one), simple(two))), "the one only:")
    search.same(second - first, search.query(combined("EXCEPT", simple(two), simple(one))), "the other only:")


@HUB.promises("H-77.6", "NOT_EQUALS, NOT_IN and IS_NOT_NULL find all whom their opposites do not.", uses=USES)
def complements(probe: Probe) -> None:
    search = Search(probe)
    everybody = set(ids(search.people))
    value = middle(search.people, "base.lastName")
    for one, other, said in (
        ("EQUALS", "NOT_EQUALS", value),
        ("IN", "NOT_IN", [value]),
        ("IS_NULL", "IS_NOT_NULL", None),
    ):
        found_, left = (search.condition(atom("base.lastName", name, said)) for name in (one, other))
        search.same(everybody - found_, left, f"customers whom {other} finds:")


@HUB.promises("H-77.6", "BETWEEN finds whom GTE and LTE find together.", uses=USES)
def ranges(probe: Probe) -> None:
    search = Search(probe)
    values = sorted(value for each in search.people if (value := value_at(each, "base.dob")))
    if len(values) < FEWEST:
        probe.not_observable(f"It needs {FEWEST} customers with a date of birth, and has {len(values)}.")
    low, high = values[len(values) // 4], values[-len(values) // 4]
    halves = search.condition(atom("base.dob", "GTE", low)) & search.condition(atom("base.dob", "LTE", high))
    search.same(halves, search.condition(atom("base.dob", "BETWEEN", [low, high])), "customers between:")


@HUB.promises("H-77.6", "Comparisons agree with what customers say when they are read.", uses=USES)
def comparisons_agree(probe: Probe) -> None:
    search = Search(probe)
    for path in ("base.dob", "base.lastName", "registeredAt"):
        value = middle(search.people, path)
        held = {each["id"]: value_at(each, path) for each in search.people}
        having = {key: own for key, own in held.items() if own is not None}
        for operator, expected in (
            ("EQUALS", {key for key, own in having.items() if own == value}),
            ("LT", {key for key, own in having.items() if own < value}),
            ("GTE", {key for key, own in having.items() if own >= value}),
        ):
            got = search.condition(atom(path, operator, value))
            search.same(expected, got, f"customers whose {path} is {operator} {value}:")


@HUB.promises("H-77.7", "Queries and conditions may be nested 20 deep and more.", uses=USES)
def deeply_nested(probe: Probe) -> None:
    search = Search(probe)
    one, two = search.halves()
    condition, asked = one, simple(one)
    for level in range(20):
        condition = all_of(condition, one) if level % 2 else any_of(condition, one)
        asked = combined("UNION" if level % 2 else "INTERSECT", asked, simple(one))
    expected = search.condition(one)
    search.same(expected, search.condition(condition), "customers for 20 levels of conditions:")
    search.same(expected, search.query(asked), "customers for 20 levels of queries:")
    mixed = combined("EXCEPT", asked, simple(all_of(condition, two)))
    search.same(expected - search.condition(two), search.query(mixed), "customers for both:")


@HUB.promises(
    "H-77.6", "What is no query is refused with 400, and an error that names the parameter.", uses=USES
)
def bad_grammar_is_refused(probe: Probe) -> None:
    home = node(probe)
    bad: dict[str, Any] = {
        "text": "no JSON",
        "a list": "[]",
        "nothing": "{}",
        "an unknown operator": query(atom("base.dob", "IS", "x")),
        "an unknown type": query(
            {"type": "composite", "conjunction": "xor", "conditions": [atom("id", "IS_NULL")]}
        ),
        "an unknown conjunction": query(combined("MINUS", simple(atom("id", "IS_NULL")))),
        "no attribute": query({"type": "atomic", "operator": "EQUALS", "value": "x"}),
        "one end only": query(atom("base.dob", "BETWEEN", ["1970-01-01"])),
    }
    for what, text in bad.items():
        answer = probe.call(SEARCH, query={"nodeId": home["id"], "query": text})
        refused_at(probe, answer, f"a query that is {what}", "/query")


@HUB.promises(
    "H-77.7", "What is nested deeper than 32 levels is refused with 400.", uses=USES, severity=SHOULD
)
def too_deeply_nested(probe: Probe) -> None:
    home, innermost = node(probe), atom("id", "IS_NOT_NULL")
    condition, asked = innermost, simple(innermost)
    for _ in range(32):
        condition, asked = all_of(condition), combined("UNION", asked)
    for said in (condition, asked):
        answer = probe.call(SEARCH, query={"nodeId": home["id"], "query": query(said)})
        refused_at(probe, answer, "33 levels", "/query")
