"""The customer search's query, judged in the plainest way: JSON and one body in, true or false out.

Written from the grammar's description alone, so that it can disagree with the product.
"""

from datetime import UTC, datetime
from typing import Any

MOMENTS = {
    "registeredAt",
    "updatedAt",
    "base.dob",
    "base.subscriptions.startDate",
    "base.subscriptions.registeredAt",
    "consents.disclaimer.date",
}


def matches(query: dict[str, Any], body: dict[str, Any]) -> bool:
    """Whether the body is in the result of a simple or combined query."""
    if query["type"] == "simple":
        return fulfils(query["are"]["condition"], body)
    results = [matches(each, body) for each in query["queries"]]
    if query["conjunction"] == "EXCEPT":
        return results[0] and True not in results[1:]
    return (False not in results) if query["conjunction"] == "INTERSECT" else (True in results)


def fulfils(condition: dict[str, Any], body: dict[str, Any]) -> bool:
    """Whether the body fulfils an atomic or composite condition."""
    if condition["type"] == "composite":
        results = [fulfils(each, body) for each in condition["conditions"]]
        return (False not in results) if condition["conjunction"] == "and" else (True in results)
    name, value, attribute = condition["operator"], condition.get("value"), condition["attribute"]
    if name in ("NOT_EQUALS", "NOT_IN", "IS_NOT_NULL"):
        positive = {"NOT_EQUALS": "EQUALS", "NOT_IN": "IN", "IS_NOT_NULL": "IS_NULL"}[name]
        return not fulfils({**condition, "operator": positive}, body)
    leaves, many = walk(body, attribute.split("."))
    if name == "IS_NULL":
        return all(empty(leaf) for leaf in leaves)
    return any(compare(name, leaf, value, attribute in MOMENTS, many) for leaf in leaves if leaf is not None)


def walk(value: Any, steps: list[str]) -> tuple[list[Any], bool]:
    """All that the path reaches, and whether a list was met."""
    if isinstance(value, list):
        found = [walk(item, steps)[0] for item in value]
        return [leaf for leaves in found for leaf in leaves], True
    if not steps:
        return [value], False
    return walk(value.get(steps[0]), steps[1:]) if isinstance(value, dict) else ([], False)


def empty(leaf: Any) -> bool:
    if isinstance(leaf, dict):
        return all(empty(each) for each in leaf.values())
    return leaf is None or leaf == []


def compare(name: str, leaf: Any, value: Any, moment: bool, many: bool) -> bool:
    """One leaf against the operator's value."""
    if name == "BETWEEN":
        return compare("GTE", leaf, value[0], moment, many) and compare("LTE", leaf, value[1], moment, many)
    if name == "IN":
        if isinstance(value, list):
            return any(compare("EQUALS", leaf, each, moment, many) for each in value)
        if isinstance(value, str) and not many and not moment:
            return isinstance(leaf, str) and value in leaf
        return compare("EQUALS", leaf, value, moment, many)
    if name == "LIKE":
        return isinstance(leaf, str) and like(value, leaf)
    pair = comparable(leaf, value, moment)
    if pair is None:
        return False
    left, right = pair
    if name == "EQUALS":
        return left == right
    if isinstance(left, bool):
        return False
    return {"GT": left > right, "GTE": left >= right, "LT": left < right, "LTE": left <= right}[name]


def comparable(leaf: Any, value: Any, moment: bool) -> tuple[Any, Any] | None:
    """Both as values of one kind, None when they are of none."""
    if isinstance(leaf, bool) or isinstance(value, bool):
        return (leaf, value) if isinstance(leaf, bool) and isinstance(value, bool) else None
    if isinstance(leaf, str):
        said, asked = instant(leaf), instant(value) if isinstance(value, str) else value
        if said is not None and asked is not None:
            return said, asked
        return (leaf, value) if isinstance(value, str) else None
    if isinstance(leaf, (int, float)) and isinstance(value, (int, float)) and not moment:
        return leaf, value
    return None


def instant(text: str) -> int | None:
    """Milliseconds since 1970, of the three ways in which these tests write moments."""
    for form in ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"):
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007 - a day has no offset
        except ValueError:
            continue
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return round((found - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000)
    return None


def like(pattern: str, text: str) -> bool:
    """% is any text, _ any character, a backslash makes the next one plain."""
    if not pattern:
        return not text
    if pattern[0] == "%":
        return any(like(pattern[1:], text[start:]) for start in range(len(text) + 1))
    if not text:
        return False
    if pattern[0] == "\\" and len(pattern) > 1:
        return pattern[1] == text[0] and like(pattern[2:], text[1:])
    return pattern[0] in ("_", text[0]) and like(pattern[1:], text[1:])
