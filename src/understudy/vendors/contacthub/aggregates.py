"""The customers of aggregate nodes: computed from those of entry nodes at every moment, never stored.

An aggregate node that is ACTIVE makes one customer of all customers of its entry nodes that have the same
values in its matching properties, but for those that a filter leaves out (H-53.2 to H-53.4).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from understudy.vendors.contacthub import entries
from understudy.vendors.contacthub.access import nodes_of
from understudy.vendors.contacthub.entries import Customer, People
from understudy.vendors.contacthub.groups import Groups, Matching, group_id, keys_of_bodies
from understudy.vendors.contacthub.records import NODES, UUID
from understudy.vendors.contacthub.rows import COLUMNS
from understudy.vendors.contacthub.shapes import blank
from understudy.vendors.contacthub.unions import united
from understudy.world.documents import Document
from understudy.world.uuids import uuid_text
from understudy.world.view import View

__all__ = ["bodies", "count", "everybody", "find", "member_ids", "members", "owners", "people"]

BATCH = 1_000
"""How many customers are made at a time."""


@dataclass(frozen=True, slots=True)
class Member:
    """An entry customer in a group: the place of its node, and its person number (a row) or its id (changed).

    Members stand in order of place and person; those who are nobody of the population follow as they came.
    """

    place: int
    person: int | None
    key: str | None

    @property
    def order(self) -> tuple[int, bool, int]:
        """What members are sorted by."""
        return self.place, self.person is None, self.person or 0


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The groups of one node at one moment: those of rows, and in the place of some of them `changed` ones.

    `changed` has all groups that a created, changed or removed customer is or was in: their members by key,
    none where all are gone.
    """

    nodes: tuple[Document, ...]
    groups: Groups
    changed: dict[str, list[Member]]


def find(view: View, ws: str, key: str) -> Customer | None:
    """The customer of an aggregate node of the workspace with this id, None when there is none."""
    if UUID.fullmatch(key) is None:
        return None
    for node in nodes_of(view, ws, "AGGREGATE"):
        first = entries.find(view, ws, group_id(node.id, key))
        if first is not None and first.node in node.body["entryNodes"]:
            found = bodies(view, node, [key])
            if found:
                return Customer(key, ws, node.id, first.person, found[0])
    return None


def members(view: View, customer: Customer) -> list[str]:
    """The ids of the entry customers that an aggregate customer is made of, in the order of their nodes.

    None for a customer of an entry node.
    """
    node = view.documents.get(NODES, customer.node)
    if node is None or node.body["type"] != "AGGREGATE":
        return []
    return [body["id"] for own in made_of(view, node, [customer.id]).values() for body in own]


def count(view: View, node: Document) -> int:
    """How many customers an aggregate node has."""
    found = aggregate(view, node)
    standing = found.groups.frame(())["key"]
    hidden = int(standing.is_in(texts(found.changed).implode()).sum()) if found.changed else 0
    return len(standing) - hidden + sum(1 for own in found.changed.values() if own)


def people(view: View, node: Document, columns: Sequence[str] = tuple(COLUMNS)) -> People:
    """The customers of an aggregate node, to be searched by these attributes (of COLUMNS)."""
    asked = tuple(dict.fromkeys(["id", *columns]))
    return view.documents.derived(
        ("contacthub aggregate people", node.id, asked), lambda: made_people(view, node, asked)
    )


def made_people(view: View, node: Document, columns: Sequence[str]) -> People:
    """The same, not remembered."""
    found = aggregate(view, node)
    frame = found.groups.frame(columns)
    if found.changed:
        frame = frame.filter(~pl.col("key").is_in(texts(found.changed).implode()))
    alike = next((rows.blank for rows in found.groups.rows.values()), blank())
    return People(frame.drop("key"), overlaid(view, node), {**alike, "nodeId": node.id})


def overlaid(view: View, node: Document) -> dict[str, dict[str, Any]]:
    """The customers of an aggregate node that are not made of unchanged rows alone, by id."""

    def made() -> dict[str, dict[str, Any]]:
        found = aggregate(view, node)
        unions = (united(node.id, own) for own in told(view, found, found.changed).values() if own)
        return {body["id"]: body for body in unions}

    return view.documents.derived(("contacthub aggregate bodies", node.id), made)


def bodies(view: View, node: Document, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The customers of the node with these ids, as on the wire, in that order; others are passed over."""
    changed = overlaid(view, node)
    plain = made_of(view, node, [key for key in ids if key not in changed])
    found = {**changed, **{key: united(node.id, own) for key, own in plain.items()}}
    return [found[key] for key in ids if key in found]


def everybody(view: View, node: Document) -> Iterator[Customer]:
    """All customers of an aggregate node, one by one: first those of unchanged rows."""
    found, ws = people(view, node, ()), node.body["workspace"]
    persons = dict(zip(found.rows["id"], found.rows["person"], strict=True))
    ids = list(persons)
    for start in range(0, len(ids), BATCH):
        for body in bodies(view, node, ids[start : start + BATCH]):
            yield Customer(body["id"], ws, node.id, persons[body["id"]], body)
    for key, body in found.bodies.items():
        yield Customer(key, ws, node.id, None, body)


def member_ids(view: View, node: Document) -> pl.Series:
    """The ids of all entry customers that an aggregate node is made of; those left out are not among them."""

    def made() -> pl.Series:
        found = aggregate(view, node)
        rows = found.groups.members
        if found.changed:
            rows = rows.filter(~pl.col("key").is_in(texts(found.changed).implode()))
        others = [body["id"] for own in told(view, found, found.changed).values() for body in own]
        return pl.concat([rows.select(id=uuid_text("high", "low"))["id"], texts(others)])

    return view.documents.derived(("contacthub aggregate members", node.id), made)


def owners(view: View, node: Document) -> dict[str, str]:
    """By the id of an entry customer the id of the aggregate customer that it is a part of."""

    def made() -> dict[str, str]:
        found = aggregate(view, node)
        rows = found.groups.members.join(found.groups.frame(()).select("key", "id"), on="key")
        rows = rows.filter(~pl.col("key").is_in(texts(found.changed).implode()))
        plain = dict(rows.select(uuid_text("high", "low").alias("entry"), "id").iter_rows())
        changed = [own for own in told(view, found, found.changed).values() if own]
        return plain | {body["id"]: group_id(node.id, own[0]["id"]) for own in changed for body in own}

    return view.documents.derived(("contacthub aggregate owners", node.id), made)


def made_of(view: View, node: Document, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """By the id of an aggregate customer the entry customers that make it; unknown ids are left out."""
    found = aggregate(view, node)
    named = found.groups.frame(()).filter(pl.col("id").is_in(texts(ids).implode()))
    keys = {key: group for group, key in named.select("key", "id").iter_rows() if group not in found.changed}
    asked = found.groups.members.filter(pl.col("key").is_in(texts(keys.values()).implode()))
    groups: dict[str, list[Member]] = {}
    for group, place, person in asked.select("key", "place", "person").iter_rows():
        groups.setdefault(group, []).append(Member(place, person, None))
    own = told(view, found, groups)
    plain = {key: own[group] for key, group in keys.items()}
    sought = frozenset(ids)
    changed = told(view, found, found.changed) if sought - plain.keys() else {}
    ours = {group_id(node.id, each[0]["id"]): each for each in changed.values() if each}
    return plain | {key: each for key, each in ours.items() if key in sought}


def told(
    view: View, found: Aggregate, groups: Mapping[str, Sequence[Member]]
) -> dict[str, list[dict[str, Any]]]:
    """The bodies of the members of these groups, by key."""
    bodies: dict[tuple[int, int], dict[str, Any]] = {}
    everyone = [each for group in groups.values() for each in group if each.key is None]
    for place, rows in found.groups.rows.items():
        numbers = [each.person for each in everyone if each.place == place and each.person is not None]
        made = rows.bodies(numbers)
        bodies |= {(place, number): body for number, body in zip(numbers, made, strict=True)}
    overlays = [entries.overlay(view, node).bodies for node in found.nodes]
    return {
        key: [
            bodies[each.place, each.person or 0] if each.key is None else overlays[each.place][each.key]
            for each in group
        ]
        for key, group in groups.items()
    }


def aggregate(view: View, node: Document) -> Aggregate:
    """The groups of the node as they are now; none unless it is ACTIVE (H-56.3)."""
    found: Aggregate = view.documents.derived(
        ("contacthub aggregate", node.id), lambda: made_aggregate(view, node)
    )
    return found


def made_aggregate(view: View, node: Document) -> Aggregate:
    """The same, not remembered."""
    named = node.body["entryNodes"] if node.body["state"] == "ACTIVE" else []
    nodes = tuple(each for key in named if (each := view.documents.get(NODES, key)) is not None)
    matching = Matching.of(node.body)
    groups = Groups.of(node.id, [entries.rows_of(view, each) for each in nodes], matching)
    overlays = [entries.overlay(view, each) for each in nodes]
    changed: dict[str, list[Member]] = {}
    for place, over in enumerate(overlays):
        for key, group in keys_of_bodies(over.bodies, matching).items():
            changed.setdefault(group, []).append(Member(place, over.customers[key].person, key))
    pairs = [(place, person) for place, over in enumerate(overlays) for person in sorted(over.persons)]
    lost = pl.DataFrame(pairs, schema={"place": pl.UInt32, "person": pl.UInt32}, orient="row")
    for group in groups.members.join(lost, on=["place", "person"], how="semi")["key"]:
        changed.setdefault(group, [])
    standing = groups.members.filter(pl.col("key").is_in(texts(changed).implode()))
    standing = standing.join(lost, on=["place", "person"], how="anti")
    for group, place, person in standing.select("key", "place", "person").iter_rows():
        changed[group].append(Member(place, person, None))
    return Aggregate(
        nodes, groups, {key: sorted(own, key=lambda each: each.order) for key, own in changed.items()}
    )


def texts(values: Iterable[str]) -> pl.Series:
    """The texts as a column."""
    return pl.Series("id", list(values), dtype=pl.String)
