"""From a schema to its goals: members there or left out, enumerated values, alternatives, bounds.

Looked into are properties, additionalProperties, items, allOf, oneOf, anyOf and references; not `not`,
if/then/else, patternProperties, prefixItems and contains, which API contracts rarely use.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from understudy.contract.branches import Goal, Ledger, Place
from understudy.contract.refs import join, look_up, resolve
from understudy.contract.schemas import Validator

__all__ = ["EVERY_KIND", "Aspect", "Walker"]

EVERY_KIND = frozenset({"member", "enum", "branch", "items", "bound"})

LENGTHS: tuple[tuple[str, type, str], ...] = (
    ("minLength", str, "was {} characters long, its least"),
    ("maxLength", str, "was {} characters long, its most"),
    ("minItems", list, "had {} items, its least"),
    ("maxItems", list, "had {} items, its most"),
)
SIZES = (("minimum", "was {}, its least"), ("maximum", "was {}, its most"))

CONSTRAINTS = frozenset(
    {"properties", "additionalProperties", "items", "enum", "allOf", "oneOf", "anyOf", "required"}
    | {keyword for keyword, *_ in (*LENGTHS, *SIZES)}
)
"""Keywords that make goals; others beside a `$ref`, such as a description, need no place of their own."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """Which goals a walk looks for and how it speaks of them.

    `subject` names the value in sentences; `kinds` are those that count; members whose schema has the
    keyword `skipped` (readOnly, writeOnly) do not belong to this direction.
    """

    location: str
    subject: str
    kinds: frozenset[str]
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the walk is: pointers to the schema and into the value, the members that are due there
    whatever this part of the schema says, and the references that led here."""

    schema: str
    value: str
    due: frozenset[str] = frozenset()
    within: tuple[str, ...] = ()


class Walker:
    """Walks one schema. What a `$ref` names is walked once and its goals are met wherever it stands:
    so recursion ends, and a schema used in ten places does not count tenfold."""

    def __init__(
        self, document: Mapping[str, Any], ledger: Ledger, aspect: Aspect, validator: Validator
    ) -> None:
        self.document = document
        self.ledger = ledger
        self.aspect = aspect
        self.validator = validator
        self._known: dict[tuple[str, frozenset[str]], Place] = {}
        self._shared: set[str] = set()
        self._origins: dict[int, tuple[str, ...]] = {}
        self._root = ""

    def walk(self, pointer: str = "") -> Place:
        """The place of the validator's schema, whose value is at `pointer` of the location."""
        self._root = pointer
        start = self.validator.pointer
        node = look_up(self.document, start)
        # Known like what a `$ref` names: a recursive schema often begins with itself.
        place = (
            self._place(node, _Spot(start, pointer))
            if isinstance(node, dict) and "$ref" in node
            else self._referred(node, start, _Spot(start, pointer, self._due(node)))
        )
        for bit, within in self._origins.items():
            self._note_sharing(bit.bit_length() - 1, within)
        return place

    def _place(self, node: Any, spot: _Spot) -> Place:
        if not isinstance(node, dict):
            return Place()
        spot = replace(spot, due=spot.due | self._due(node))
        if "$ref" not in node:
            place = Place()
            self._fill(place, node, spot)
            return place
        target, where = resolve(self.document, node, spot.schema)
        place = self._referred(target, where, spot)
        beside = {name: value for name, value in node.items() if name != "$ref"}
        if beside.keys() & CONSTRAINTS:
            place = Place(same=[place])
            self._fill(place, beside, spot)
        return place

    def _referred(self, target: Any, where: str, spot: _Spot) -> Place:
        key = (where, spot.due)
        if key in self._known:
            self._shared.add(where)
        else:
            # Known before it is filled: a recursive schema meets itself while it is walked.
            place = self._known[key] = Place()
            if isinstance(target, dict):
                self._fill(place, target, replace(spot, schema=where, within=(*spot.within, where)))
        return self._known[key]

    def _fill(self, place: Place, schema: Mapping[str, Any], spot: _Spot) -> None:
        if schema.get("nullable") is True and "type" not in schema:
            # How dialect.py writes a nullable schema without a type in the words of 2020-12.
            spot = replace(spot, schema=join(spot.schema, "anyOf", 0))
        self._values(place, schema, spot)
        self._members(place, schema, spot)
        self._items(place, schema, spot)
        for index, part in enumerate(schema.get("allOf", ())):
            inner = replace(spot, schema=join(spot.schema, "allOf", index))
            place.same.append(self._place(part, inner))
        for keyword in ("oneOf", "anyOf"):
            self._branches(place, schema, keyword, spot)

    def _due(self, node: Any, depth: int = 8) -> frozenset[str]:
        """The members that a schema requires, also by what it refers to and by allOf."""
        target = resolve(self.document, node, "")[0]
        parts = (node,) if target is node else (node, target)
        names: frozenset[str] = frozenset()
        for part in parts if depth else ():
            if isinstance(part, dict):
                names |= frozenset(part.get("required", ()))
                names = names.union(*(self._due(each, depth - 1) for each in part.get("allOf", ())))
        return names

    def _values(self, place: Place, schema: Mapping[str, Any], spot: _Spot) -> None:
        """Enumerated values, else the bounds of a value."""
        if "enum" in schema:
            for option in schema["enum"]:
                self._goal(place, "enum", spot, f"was {_shown(option)}", _equals(option))
            return
        for keyword, kind, predicate in LENGTHS:
            size = schema.get(keyword)
            if isinstance(size, int) and not (kind is list and size == 0):
                self._goal(place, "bound", spot, _counted(predicate, size), _has_length(kind, size))
        for keyword, predicate in SIZES:
            exclusive = schema.get(f"exclusive{keyword.capitalize()}")
            if keyword in schema and exclusive is not True:
                limit = schema[keyword]
                self._goal(place, "bound", spot, predicate.format(_shown(limit)), _equals(limit))

    def _members(self, place: Place, schema: Mapping[str, Any], spot: _Spot) -> None:
        for name, member in schema.get("properties", {}).items():
            if member is False or self._both(member).get(self.aspect.skipped) is True:
                continue
            inner = _Spot(join(spot.schema, "properties", name), join(spot.value, name), within=spot.within)
            if name not in spot.due:
                self._goal(place, "member", inner, "was there", _has(name))
                self._goal(place, "member", inner, "was left out", _lacks(name))
            place.members[name] = self._place(member, inner)
        others = schema.get("additionalProperties")
        if isinstance(others, dict):
            inner = _Spot(
                join(spot.schema, "additionalProperties"), join(spot.value, "*"), within=spot.within
            )
            place.others = self._place(others, inner)

    def _items(self, place: Place, schema: Mapping[str, Any], spot: _Spot) -> None:
        items = schema.get("items")
        if items is None and "array" not in schema.get("type", ()):
            return
        if schema.get("minItems", 0) == 0:
            self._goal(place, "items", spot, "was empty", _has_length(list, 0))
        if schema.get("maxItems", 2) >= 2:
            self._goal(place, "items", spot, "had several items", _has_several)
        if isinstance(items, dict):
            inner = _Spot(join(spot.schema, "items"), join(spot.value, "*"), within=spot.within)
            place.items = self._place(items, inner)

    def _branches(self, place: Place, schema: Mapping[str, Any], keyword: str, spot: _Spot) -> None:
        for index, branch in enumerate(schema.get(keyword, ())):
            inner = replace(spot, schema=join(spot.schema, keyword, index))
            predicate = f"was alternative {index + 1} of {keyword}{self._title(branch)}"
            bit = self._bit("branch", spot, predicate)
            place.branches.append((bit, self.validator.at(inner.schema), self._place(branch, inner)))

    def _goal(
        self, place: Place, kind: str, spot: _Spot, predicate: str, test: Callable[[Any], bool]
    ) -> None:
        if kind in self.aspect.kinds:
            place.tests.append((self._bit(kind, spot, predicate), test))

    def _bit(self, kind: str, spot: _Spot, predicate: str) -> int:
        """The bit of a goal; 0, which no mask shows, for one that does not count."""
        if kind not in self.aspect.kinds:
            return 0
        sentence = f"{self._subject(spot.value)} {predicate}."
        bit = self.ledger.add(Goal(kind, self.aspect.location, spot.value, sentence))
        self._origins.setdefault(bit, spot.within)
        return bit

    def _subject(self, pointer: str) -> str:
        """The value at a pointer as a person writes it: "`filters.items[].name` of the request body"."""
        subject = self.aspect.subject
        if pointer == self._root:
            return subject[0].upper() + subject[1:]
        inner = pointer[len(self._root) :].split("/")[1:]
        label = "".join("[]" if name == "*" else f".{name}" for name in inner).removeprefix(".")
        label = label.replace("~1", "/").replace("~0", "~")
        return f"An item of {subject}" if label == "[]" else f"`{label}` of {subject}"

    def _note_sharing(self, number: int, within: tuple[str, ...]) -> None:
        """Say in a goal's sentence that it is met at any place of the schema it belongs to."""
        schema = next((where for where in reversed(within) if where in self._shared), None)
        if schema is not None:
            goal = self.ledger.goals[number]
            name = schema.rpartition("/")[2]
            sentence = f"{goal.sentence.removesuffix('.')} (any {name} there counts)."
            self.ledger.goals[number] = replace(goal, sentence=sentence)

    def _both(self, schema: Any) -> Mapping[str, Any]:
        """The keywords of a schema and of the one it refers to."""
        target = resolve(self.document, schema, "")[0]
        return {**target, **schema} if isinstance(target, dict) else {}

    def _title(self, branch: Any) -> str:
        """What a branch is called, in brackets: the schema's name, title or type; "" without any."""
        if not isinstance(branch, dict):
            return ""
        name = (
            branch["$ref"].rpartition("/")[2] if "$ref" in branch else branch.get("title", branch.get("type"))
        )
        return f" ({name})" if isinstance(name, str) else ""


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _counted(predicate: str, size: int) -> str:
    text = predicate.format(size)
    return text.replace("1 characters", "1 character").replace("1 items", "1 item") if size == 1 else text


def _equals(option: Any) -> Callable[[Any], bool]:
    """Equality of JSON: 1 is 1.0, but not true."""
    truth = isinstance(option, bool)
    return lambda value: value == option and isinstance(value, bool) is truth


def _has_length(kind: type, size: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, kind) and len(value) == size  # type: ignore[arg-type]


def _has_several(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1


def _has(name: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, dict) and name in value


def _lacks(name: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, dict) and name not in value
