"""Whether a body matches a query: the meaning of the operators, one value at a time.

An attribute that is unset (null, [], or an object with nothing set) matches IS_NULL, NOT_EQUALS and NOT_IN
only. Where a list is on the path, or at its end, it matches when one of the items does; NOT_EQUALS and NOT_IN
are the opposites of EQUALS and IN.
"""

import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from understudy.vendors.contacthub.grammar import DATED, Atomic, Composite, Did, Known, Query, Scalar
from understudy.vendors.contacthub.moments import milliseconds
from understudy.vendors.contacthub.tables import reached

__all__ = ["OPPOSITES", "holds", "predicate", "segments", "unset"]

Test: TypeAlias = Callable[[Any], bool]
Predicate: TypeAlias = Callable[[Mapping[str, Any]], bool]

ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "EQUALS": operator.eq,
    "GT": operator.gt,
    "GTE": operator.ge,
    "LT": operator.lt,
    "LTE": operator.le,
}
OPPOSITES = {"NOT_EQUALS": "EQUALS", "NOT_IN": "IN", "IS_NOT_NULL": "IS_NULL"}
"""Operators that find all whom another one does not."""


def holds(query: Query, body: Mapping[str, Any]) -> bool:
    """Whether the body matches."""
    return predicate(query)(body)


def predicate(query: Query) -> Predicate:
    """A test of bodies, made once and quick to ask."""
    if isinstance(query, Atomic):
        return atomic(query)
    if isinstance(query, Known):
        ids = query.ids
        return lambda body: body["id"] in ids
    if isinstance(query, Did):
        raise TypeError("What customers did is asked of events first: see deeds.settled.")
    if isinstance(query, Composite):
        tests = [predicate(each) for each in query.conditions]
        return every(tests) if query.conjunction == "and" else some(tests)
    tests = [predicate(each) for each in query.queries]
    if query.conjunction == "INTERSECT":
        return every(tests)
    if query.conjunction == "UNION":
        return some(tests)
    first, others = tests[0], some(tests[1:])
    return lambda body: first(body) and not others(body)


def every(tests: list[Predicate]) -> Predicate:
    """Whether all hold."""

    def hold(body: Mapping[str, Any]) -> bool:
        # A loop: a search asks thousands of bodies, and a generator for each would take twice as long.
        for test in tests:  # noqa: SIM110
            if not test(body):
                return False
        return True

    return hold


def some(tests: list[Predicate]) -> Predicate:
    """Whether one holds."""

    def hold(body: Mapping[str, Any]) -> bool:
        for test in tests:  # noqa: SIM110
            if test(body):
                return True
        return False

    return hold


def atomic(condition: Atomic) -> Predicate:
    """The test of one comparison."""
    name = condition.operator
    if name in OPPOSITES:
        positive = atomic(Atomic(condition.attribute, OPPOSITES[name], condition.values, condition.several))
        return lambda body: not positive(body)
    steps = condition.attribute.split(".")
    if name == "IS_NULL":
        return lambda body: unset(reached(body, steps))
    test, of_item = tests_of(condition)

    def matches(body: Mapping[str, Any]) -> bool:
        held = reached(body, steps)
        return any(of_item(item) for item in held) if isinstance(held, list) else test(held)

    return matches


def unset(held: Any) -> bool:
    """Whether nothing is held: null, [], or an object whose members all hold nothing."""
    if isinstance(held, dict):
        return all(unset(member) for member in held.values())
    return held is None or held == []


def tests_of(condition: Atomic) -> tuple[Test, Test]:
    """The tests of a value, and of an item of a list: IN looks for one text in a text, not in an item."""
    values, dated = condition.values, condition.attribute in DATED
    if condition.operator == "LIKE":
        like = re.compile(segments(str(values[0]), "(?>.*?{})"), re.DOTALL)
        alike: Test = lambda held: isinstance(held, str) and like.fullmatch(held) is not None  # noqa: E731
        return alike, alike
    if condition.operator == "BETWEEN":
        low, high = compared(operator.ge, values[0], dated), compared(operator.le, values[1], dated)
        between: Test = lambda held: low(held) and high(held)  # noqa: E731
        return between, between
    if condition.operator != "IN":
        test = compared(ORDERS[condition.operator], values[0], dated)
        return test, test
    # Texts that say no moment are equal to themselves alone.
    plain = frozenset(each for each in values if isinstance(each, str) and milliseconds(each) is None)
    equal = [compared(operator.eq, each, dated) for each in values if each not in plain]

    def among(held: Any) -> bool:
        return (isinstance(held, str) and held in plain) or any(test(held) for test in equal)

    part = values[0] if values and not condition.several and not dated else None
    if not isinstance(part, str):
        return among, among
    return (lambda held: isinstance(held, str) and part in held), among


def compared(order: Callable[[Any, Any], bool], wanted: Scalar, dated: bool) -> Test:
    """The test of a value against a wanted one: by moment, text, number or truth, never across kinds.

    Texts that both say moments are compared as such, and so are numbers with them; true and false have no
    order.
    """
    moment = milliseconds(wanted) if isinstance(wanted, str) else None if isinstance(wanted, bool) else wanted

    def test(held: Any) -> bool:
        if isinstance(held, str):
            said = None if moment is None else milliseconds(held)
            if said is not None:
                return order(said, moment)
            return isinstance(wanted, str) and order(held, wanted)
        if dated or isinstance(held, bool) != isinstance(wanted, bool):
            return False
        if isinstance(held, bool):
            return order is operator.eq and held == wanted
        return isinstance(held, (int, float)) and not isinstance(wanted, str) and order(held, wanted)

    return test


@lru_cache(maxsize=1_024)
def segments(pattern: str, gap: str) -> str:
    """A regular expression for a LIKE pattern: % any text, _ any character, \\ makes the next one plain.

    `gap` is how "any text, then {}" is written, so that no text takes longer than its length to be judged.
    """
    parts: list[str] = []
    part, plain = "", False
    for character in pattern:
        if plain or character not in "%_\\":
            part, plain = part + re.escape(character), False
        elif character == "\\":
            plain = True
        elif character == "_":
            part += "."
        else:
            parts, part = [*parts, part], ""
    if plain:
        part += re.escape("\\")
    if not parts:
        return part
    middle = "".join(gap.format(each) for each in parts[1:] if each)
    return f"{parts[0]}{middle}.*{part}"
