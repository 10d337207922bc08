"""The customers of entry nodes, read: rows of the population, and documents over them for what was changed.

Aggregate nodes are made of these; `customers` reads both kinds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from understudy.vendors.contacthub.access import nodes_of
from understudy.vendors.contacthub.records import CUSTOMERS, WORKSPACES
from understudy.vendors.contacthub.rows import COLUMNS, Rows
from understudy.vendors.contacthub.shapes import blank
from understudy.vendors.contacthub.tables import at, column, text
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = [
    "Customer",
    "People",
    "bodies",
    "count",
    "everybody",
    "find",
    "node_of",
    "overlay",
    "people",
    "rows_of",
    "tabled",
]

BATCH = 1_000
"""How many bodies of rows are made at a time."""


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer: where it is, which person of the population it started as (if any), the whole body."""

    id: str
    workspace: str
    node: str
    person: int | None
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class People:
    """The customers of a node, to be searched.

    `rows` are those whom nobody changed: `id`, `person` and a column per attribute asked for; in all other
    attributes they are like `blank`. `bodies` are the others, whole, by id.
    """

    rows: pl.DataFrame
    bodies: Mapping[str, dict[str, Any]]
    blank: Mapping[str, Any]

    @property
    def count(self) -> int:
        """How many there are."""
        return self.rows.height + len(self.bodies)


@dataclass(frozen=True, slots=True)
class Overlay:
    """What was created or changed in a node: customers by id; which rows no longer count, by number."""

    customers: dict[str, Customer] = field(default_factory=dict)
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    persons: set[int] = field(default_factory=set)


def find(view: View, ws: str, key: str) -> Customer | None:
    """The customer of an entry node of the workspace with this id, None when there is none."""
    document = view.documents.get(CUSTOMERS, key)
    if document is not None:
        known = document.body["workspace"] == ws and document.body["body"] is not None
        return customer(document) if known else None
    for node in nodes_of(view, ws, "ENTRY"):
        rows = rows_of(view, node)
        number = None if rows is None else rows.number_of(key)
        if rows is not None and number is not None:
            return Customer(key, ws, node.id, number, rows.bodies([number])[0])
    return None


def count(view: View, node: Document) -> int:
    """How many customers an entry node has."""
    rows, over = rows_of(view, node), overlay(view, node)
    standing = 0 if rows is None else len(rows.numbers) - rows.known(over.persons)
    return standing + len(over.bodies)


def people(view: View, node: Document, columns: Sequence[str] = tuple(COLUMNS)) -> People:
    """The customers of an entry node, with these attributes (of COLUMNS) of the unchanged ones."""
    asked = tuple(dict.fromkeys(["id", *columns]))
    return view.documents.derived(
        ("contacthub people", node.id, asked), lambda: made_people(view, node, asked)
    )


def made_people(view: View, node: Document, columns: Sequence[str]) -> People:
    """The same, not remembered."""
    rows, over = rows_of(view, node), overlay(view, node)
    if rows is None:
        schema = {"person": pl.UInt32, **{name: COLUMNS[name] for name in columns}}
        return People(pl.DataFrame(schema=schema), over.bodies, {**blank(), "nodeId": node.id})
    frame = rows.frame(columns)
    if over.persons:
        changed = pl.Series(sorted(over.persons), dtype=pl.UInt32)
        frame = frame.filter(~pl.col("person").is_in(changed.implode()))
    return People(frame, over.bodies, rows.blank)


def tabled(found: People, columns: Sequence[str]) -> pl.DataFrame:
    """All of these people alike: `id`, `person` and a column per attribute path.

    An attribute of COLUMNS has its type; any other is text (what is no text in JSON), null for rows unless
    all rows have it.
    """
    wanted = [name for name in dict.fromkeys(columns) if name not in ("id", "person")]
    known = [name for name in wanted if name in COLUMNS]
    alike = [
        pl.lit(text(at(found.blank, name)), pl.String).alias(name) for name in wanted if name not in COLUMNS
    ]
    rows = found.rows.select("id", "person", *known).with_columns(alike).select("id", "person", *wanted)
    over = pl.DataFrame(
        [
            pl.Series("id", list(found.bodies), dtype=pl.String),
            pl.Series("person", [None] * len(found.bodies), dtype=pl.UInt32),
            *(column(name, [at(body, name) for body in found.bodies.values()]) for name in wanted),
        ]
    )
    return pl.concat([rows, over])


def bodies(view: View, node: Document, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The customers of an entry node with these ids, as on the wire, in that order; others are left out."""
    rows, over = rows_of(view, node), overlay(view, node)
    numbers = [] if rows is None else rows.numbers_of([key for key in ids if key not in over.bodies])
    standing = [number for number in numbers if number is not None and number not in over.persons]
    made = {} if rows is None else {body["id"]: body for body in rows.bodies(standing)}
    found = {**made, **over.bodies}
    return [found[key] for key in ids if key in found]


def everybody(view: View, node: Document) -> Iterator[Customer]:
    """All customers of an entry node, one by one: the unchanged ones by person number, then the others."""
    rows, over = rows_of(view, node), overlay(view, node)
    if rows is not None:
        standing = [number for number in rows.numbers.to_list() if number not in over.persons]
        for start in range(0, len(standing), BATCH):
            some = standing[start : start + BATCH]
            for number, body in zip(some, rows.bodies(some), strict=True):
                yield Customer(body["id"], node.body["workspace"], node.id, number, body)
    yield from over.customers.values()


def rows_of(view: View, node: Document) -> Rows | None:
    """The rows that an entry node started with; None when it started empty, or was emptied."""
    kind = node.body.get("rows")
    workspace = view.documents.get(WORKSPACES, node.body["workspace"])
    institution = None if workspace is None else view.institutions.get(workspace.body["institution"] or "")
    return None if kind is None or institution is None else Rows.of(institution.customers, node.id, kind)


def overlay(view: View, node: Document) -> Overlay:
    """What was created, changed or removed in the node."""
    found: Overlay = view.documents.derived(("contacthub overlay", node.id), lambda: made_overlay(view, node))
    return found


def made_overlay(view: View, node: Document) -> Overlay:
    """The same, not remembered."""
    over = Overlay()
    for document in view.documents.where(CUSTOMERS, node_of, node.id):
        if document.body["person"] is not None:
            over.persons.add(document.body["person"])
        if document.body["body"] is not None:
            over.customers[document.id] = customer(document)
            over.bodies[document.id] = document.body["body"]
    return over


def node_of(document: Document) -> str:
    """The node of a document of CUSTOMERS."""
    node: str = document.body["node"]
    return node


def customer(document: Document) -> Customer:
    """A document of CUSTOMERS that is not a tombstone."""
    body = document.body
    return Customer(document.id, body["workspace"], body["node"], body["person"], body["body"])
