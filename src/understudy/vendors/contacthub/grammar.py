"""The grammar of the customer search's `query` parameter: JSON text in, a tree of conditions out (H-77.6)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

import orjson

from understudy.errors import Cause, Problem
from understudy.vendors.contacthub.moments import milliseconds

__all__ = [
    "DATED",
    "OPERATORS",
    "Atomic",
    "Combined",
    "Composite",
    "Condition",
    "Did",
    "Known",
    "Query",
    "Scalar",
    "parse",
]

LEVELS = 32
"""How deep queries may be nested in queries, and conditions in conditions."""

LONGEST_PATTERN = 1_000
"""Characters of a LIKE: no base property is longer, and what columns are searched with has to be compiled."""

DATED = frozenset(
    {
        *("registeredAt", "updatedAt", "base.dob", "base.likes.createdTime", "consents.disclaimer.date"),
        *("base.jobs.startDate", "base.jobs.endDate", "date"),
        *(f"base.subscriptions.{name}" for name in ("startDate", "endDate", "registeredAt", "updatedAt")),
    }
)
"""Attributes of customers and events that hold moments.

They are compared with ISO 8601 dates or with milliseconds since 1970.
"""

Scalar: TypeAlias = str | int | float | bool

ATTRIBUTE = re.compile(r"[^.]{1,255}(\.[^.]{1,255}){0,31}")
LARGEST = 2**62
"""A whole number beyond is compared as a fraction."""


@dataclass(frozen=True, slots=True)
class Atomic:
    """One comparison of an attribute (a dotted path). `several` says that the candidates came as an array."""

    attribute: str
    operator: str
    values: tuple[Scalar, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Composite:
    """Conditions of which all must hold (`and`), or at least one (`or`)."""

    conjunction: str
    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Combined:
    """Queries of which all (INTERSECT), some (UNION), or the first but no other (EXCEPT) find a customer."""

    conjunction: str
    queries: tuple["Query", ...]


Condition: TypeAlias = Atomic | Composite


@dataclass(frozen=True, slots=True)
class Did:
    """Who has an event of this type, of which all these conditions hold."""

    event: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Some customers by their ids: what becomes of a Did once the events were asked."""

    ids: frozenset[str]


Query: TypeAlias = Condition | Combined | Did | Known


def parse(text: str) -> Query:
    """The query that the parameter says; Problem 400 with the place, a JSON pointer, of what is wrong."""
    try:
        container = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Problem(
            400,
            "badQuery",
            'The query is no JSON text: write it like {"query": {"type": "simple", …}}, URL-encoded.',
            causes=[Cause("query", "/query", f"This is no JSON: {error}.", "JSON")],
            rule="H-77.6",
        ) from error
    return query(member(record(container, "/query"), "query", "/query"), "/query/query", LEVELS)


def query(said: Any, place: str, levels: int) -> Query:
    """A simple or a combined query."""
    found = record(said, place)
    kind = choice(found, "type", ("simple", "combined"), place)
    if not levels:
        bad(place, f"Queries can be nested {LEVELS} deep at most.", "DEPTH")
    if kind == "combined":
        conjunction = choice(found, "conjunction", ("INTERSECT", "UNION", "EXCEPT"), place)
        inner = items(found, "queries", place)
        return Combined(
            conjunction,
            tuple(query(each, f"{place}/queries/{i}", levels - 1) for i, each in enumerate(inner)),
        )
    are = record(member(found, "are", place), f"{place}/are")
    who = condition(member(are, "condition", f"{place}/are"), f"{place}/are/condition", LEVELS)
    if found.get("did") is None:
        return who
    return Combined("INTERSECT", (who, did(found["did"], f"{place}/did")))


def did(said: Any, place: str) -> Did:
    """What somebody did: an event by the name of its type, a condition and a timeframe, a condition too."""
    found = record(said, place)
    event = record(member(found, "event", place), f"{place}/event")
    name = member(event, "name", f"{place}/event")
    if not isinstance(name, str):
        bad(f"{place}/event/name", "The name of an event is that of its type.", "TYPE")
    parts = [part for part in ("condition", "timeframe") if found.get(part) is not None]
    return Did(name, tuple(condition(found[part], f"{place}/{part}", LEVELS) for part in parts))


def condition(said: Any, place: str, levels: int) -> Condition:
    """An atomic or a composite condition."""
    found = record(said, place)
    kind = choice(found, "type", ("atomic", "composite"), place)
    if not levels:
        bad(place, f"Conditions can be nested {LEVELS} deep at most.", "DEPTH")
    if kind == "composite":
        conjunction = choice(found, "conjunction", ("and", "or"), place)
        inner = items(found, "conditions", place)
        return Composite(
            conjunction,
            tuple(condition(each, f"{place}/conditions/{i}", levels - 1) for i, each in enumerate(inner)),
        )
    attribute = member(found, "attribute", place)
    if not isinstance(attribute, str) or ATTRIBUTE.fullmatch(attribute) is None:
        bad(f"{place}/attribute", "An attribute is a path like base.contacts.email.", "ATTRIBUTE")
    operator = choice(found, "operator", tuple(OPERATORS), place)
    values, several = OPERATORS[operator](found.get("value"), f"{place}/value")
    if attribute in DATED:
        if operator == "LIKE":
            bad(f"{place}/operator", f"{attribute} holds moments, which are like no text.", "OPERATOR")
        values = tuple(dated(value, f"{place}/value") for value in values)
    return Atomic(attribute, operator, values, several)


Values: TypeAlias = tuple[tuple[Scalar, ...], bool]


def nothing(value: Any, place: str) -> Values:
    """Some clients send an empty text where no value is due."""
    if value not in (None, "", []):
        bad(place, "This operator takes no value.", "VALUE")
    return (), False


def one(value: Any, place: str) -> Values:
    """A text, a number, true or false."""
    return (scalar(value, place),), False


def ordered(value: Any, place: str) -> Values:
    """A text or a number."""
    if isinstance(value, bool):
        bad(place, "True and false have no order: compare with a text or a number.", "VALUE")
    return one(value, place)


def pattern(value: Any, place: str) -> Values:
    """A text."""
    if not isinstance(value, str):
        bad(place, "LIKE takes a text, in which % stands for any text and _ for any character.", "VALUE")
    if len(value) > LONGEST_PATTERN:
        bad(place, f"LIKE takes a text of at most {LONGEST_PATTERN} characters.", "MAXLENGTH")
    return (value,), False


def pair(value: Any, place: str) -> Values:
    """Two ends."""
    if not isinstance(value, list) or len(value) != 2:
        bad(place, "BETWEEN takes two values, the lower one first.", "VALUE")
    return tuple(ordered(each, f"{place}/{i}")[0][0] for i, each in enumerate(value)), False


def some(value: Any, place: str) -> Values:
    """A value, or an array of them."""
    if isinstance(value, list):
        return tuple(scalar(each, f"{place}/{i}") for i, each in enumerate(value)), True
    return one(value, place)


OPERATORS: Mapping[str, Callable[[Any, str], Values]] = {
    "EQUALS": one,
    "NOT_EQUALS": one,
    "GT": ordered,
    "GTE": ordered,
    "LT": ordered,
    "LTE": ordered,
    "BETWEEN": pair,
    "IN": some,
    "NOT_IN": some,
    "LIKE": pattern,
    "IS_NULL": nothing,
    "IS_NOT_NULL": nothing,
}
"""All operators, and how each reads its value."""


def scalar(value: Any, place: str) -> Scalar:
    """A text, a number, true or false."""
    if isinstance(value, (str, bool, float)):
        return value
    if isinstance(value, int):
        return value if abs(value) < LARGEST else float(value)
    return bad(place, "A text, a number, true or false is due here.", "VALUE")


def dated(value: Scalar, place: str) -> int | float:
    """A moment in milliseconds since 1970."""
    moment = milliseconds(value) if isinstance(value, str) else value
    if moment is None or isinstance(moment, bool):
        bad(place, "A moment is due here: an ISO 8601 date, or milliseconds since 1970.", "VALUE")
    return moment


def record(said: Any, place: str) -> dict[str, Any]:
    """An object."""
    return said if isinstance(said, dict) else bad(place, "An object is due here.", "TYPE")


def member(found: Mapping[str, Any], name: str, place: str) -> Any:
    """A member that must be there."""
    if name not in found:
        bad(place, f"`{name}` is missing.", "REQUIRED")
    return found[name]


def choice(found: Mapping[str, Any], name: str, allowed: tuple[str, ...], place: str) -> str:
    """A member that must be one of these texts."""
    value = member(found, name, place)
    if not isinstance(value, str) or value not in allowed:
        bad(f"{place}/{name}", f"`{name}` is one of {', '.join(allowed)}.", "ENUM")
    return value


def items(found: Mapping[str, Any], name: str, place: str) -> list[Any]:
    """A member that must be an array of at least one."""
    value = member(found, name, place)
    if not isinstance(value, list) or not value:
        bad(f"{place}/{name}", f"`{name}` is an array of at least one.", "TYPE")
    return value


def bad(place: str, message: str, code: str) -> NoReturn:
    """Problem 400 for bad grammar."""
    cause = Cause("query", place, message, code)
    raise Problem(400, "badQuery", f"The query cannot be read: {message}", causes=[cause], rule="H-77.6")
