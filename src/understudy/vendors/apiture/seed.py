"""The documents a world starts with, read from the vendor's fixtures."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from understudy.errors import FixtureError
from understudy.vendors.apiture.consistency import check
from understudy.vendors.apiture.records import (
    ANALYSTS,
    AUDIENCES,
    CAMPAIGNS,
    COLLABORATORS,
    CONNECTIONS,
    FILTER_TYPES,
    INSIGHTS,
    PROVIDERS,
    TEMPLATES,
)
from understudy.world.blaming import blaming
from understudy.world.documents import Documents
from understudy.world.view import View
from understudy.world.world import World

__all__ = ["seed"]

PLAIN = {"analysts": ANALYSTS, "campaigns": CAMPAIGNS, "insights": INSIGHTS, "templates": TEMPLATES}
"""The fixtures whose entries are documents as they stand, and the collection of each."""


def seed(world: World, documents: Documents) -> Documents:
    """The documents with the vendor's own added; FixtureError when a fixture cannot be used."""
    view = replace(world.view(0), documents=documents)
    for entry in entries(world, "filter-types", "filterTypes"):
        view = with_filter_type(view, entry)
    for name, collection in PLAIN.items():
        for entry in entries(world, name, name):
            view = added(view, collection, entry["id"], entry)
    for entry in entries(world, "providers", "unreachable", by="name"):
        view = added(view, PROVIDERS, entry["name"], entry)
    for entry in entries(world, "audiences", "audiences"):
        with blaming(entry_named("audiences", entry["id"])):
            view = with_audience(view, entry)
    for entry in entries(world, "connections", "connections"):
        with blaming(entry_named("connections", entry["id"])):
            view = with_connection(view, entry)
    check(view, entry_named)
    return view.documents


def entries(world: World, name: str, key: str, *, by: str = "id") -> list[dict[str, Any]]:
    """The entries under `key` of the fixture apiture/<name>.yaml; FixtureError unless each has `by`."""
    value = world.recipes.read(f"apiture/{name}.yaml")
    listed = value.get(key) if isinstance(value, dict) else None
    if not isinstance(listed, list):
        raise FixtureError(f"The fixture apiture/{name}.yaml has no list `{key}`: give it one.")
    for entry in listed:
        if not isinstance(entry, dict) or not isinstance(entry.get(by), str):
            raise FixtureError(
                f"An entry of apiture/{name}.yaml has no `{by}`: {str(entry)[:60]}; write it in quotes."
            )
    return listed


def entry_named(name: str, key: str) -> str:
    """The subject for an entry of a fixture."""
    return f"The entry {key} of the fixture apiture/{name}.yaml"


def added(view: View, collection: str, key: str, entry: Mapping[str, Any]) -> View:
    """The view with a fixture's entry as a document."""
    body = {member: value for member, value in entry.items() if member != "id"}
    return replace(view, documents=view.documents.put(collection, key, body))


def with_filter_type(view: View, entry: Mapping[str, Any]) -> View:
    """The view with a filter type, under its id and under each alias (X-24)."""
    for key in (entry["id"], *entry.get("aliases", ())):
        view = added(view, FILTER_TYPES, key, entry)
    return view


def with_audience(view: View, entry: Mapping[str, Any]) -> View:
    """The view with one audience, its customers looked up, and its collaborators.

    The same view when this world does not have the institution.
    """
    if entry["institution"] not in view.institutions:
        return view
    facts = {name: entry[name] for name in entry if name not in ("customers", "collaborators")}
    facts |= {
        "state": "active",
        "connections": [],
        "updatedBy": entry["owner"],
        "countedAt": entry["updatedAt"],
    }
    if entry["source"] == "list":
        population = view.institutions[entry["institution"]].customers
        ids = pl.Series(entry["customers"], dtype=pl.String)
        facts["members"] = population.match("data_customer_id", ids).members
    shared = {"analysts": entry["collaborators"]}
    return added(added(view, AUDIENCES, entry["id"], facts), COLLABORATORS, entry["id"], shared)


def with_connection(view: View, entry: Mapping[str, Any]) -> View:
    """The view with one connection, known to its audience as well; the same view without that audience."""
    audience = view.documents.get(AUDIENCES, entry["audience"])
    if audience is None:
        return view
    since, analyst = entry["createdAt"], entry["createdBy"]
    facts = {"updatedAt": since, "lastSyncedAt": since, "updatedBy": analyst, "outcome": "active"}
    body = {**audience.body, "connections": [*audience.body["connections"], entry["id"]]}
    documents = view.documents.put(AUDIENCES, audience.id, body, touch=False)
    return added(replace(view, documents=documents), CONNECTIONS, entry["id"], {**entry, **facts})
