"""The documents a world starts with, read from the vendor's fixtures."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from understudy.errors import FixtureError, Problem
from understudy.vendors.apiture.counting import criterion_of
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
    current,
)
from understudy.world.documents import Documents
from understudy.world.world import View, World

__all__ = ["seed"]

PLAIN = {ANALYSTS: "analysts", CAMPAIGNS: "campaigns", INSIGHTS: "insights", TEMPLATES: "templates"}
"""The collections whose documents are the fixture's entries as they are, by the fixture's name."""


def seed(world: World, documents: Documents) -> Documents:
    """The documents with the vendor's own added; FixtureError when a fixture cannot be used."""
    view = replace(world.view(0), documents=documents)
    view = with_filter_types(view, entries(world, "filter-types", "filterTypes"))
    for collection, name in PLAIN.items():
        for entry in entries(world, name, name):
            view = added(view, collection, name, entry)
    for name in entries(world, "providers", "unreachable"):
        view = replace(view, documents=view.documents.put(PROVIDERS, name, {}))
    for entry in entries(world, "audiences", "audiences"):
        if entry.get("institution") in view.institutions:
            view = with_audience(view, entry)
    for entry in entries(world, "connections", "connections"):
        if view.documents.get(AUDIENCES, entry.get("audience", "")) is not None:
            view = with_connection(view, entry)
    check(view)
    return view.documents


def entries(world: World, name: str, key: str) -> list[Any]:
    """The list under `key` of the fixture apiture/<name>.yaml; FixtureError when it has none."""
    value = world.recipes.read(f"apiture/{name}.yaml")
    if not isinstance(value, dict) or not isinstance(value.get(key), list):
        raise FixtureError(f"The fixture apiture/{name}.yaml has no list `{key}`: give it one.")
    listed: list[Any] = value[key]
    return listed


def added(view: View, collection: str, name: str, entry: Mapping[str, Any]) -> View:
    """The view with one fixture entry as a document; FixtureError without an id."""
    if not isinstance(entry, dict) or "id" not in entry:
        raise FixtureError(f"An entry of the fixture apiture/{name}.yaml has no `id`: give it one.")
    body = {member: value for member, value in entry.items() if member != "id"}
    return replace(view, documents=view.documents.put(collection, entry["id"], body))


def with_filter_types(view: View, types: list[Mapping[str, Any]]) -> View:
    """The view with every filter type, under its id and under each alias (X-24)."""
    for entry in types:
        for key in (entry.get("id"), *entry.get("aliases", ())):
            view = added(view, FILTER_TYPES, "filter-types", {**entry, "id": key})
    return view


def with_audience(view: View, entry: Mapping[str, Any]) -> View:
    """The view with one audience, its customers looked up, and its collaborators."""
    facts = {name: entry[name] for name in entry if name not in ("customers", "collaborators")}
    facts |= {"state": "active", "connections": [], "updatedBy": entry.get("owner")}
    facts["countedAt"] = entry.get("updatedAt")
    if entry.get("source") == "list":
        ids = pl.Series(entry.get("customers", []), dtype=pl.String)
        population = view.institutions[entry["institution"]].customers
        facts["members"] = population.match("data_customer_id", ids).members
    view = added(view, AUDIENCES, "audiences", facts)
    shared = {"analysts": entry.get("collaborators", [])}
    return replace(view, documents=view.documents.put(COLLABORATORS, entry["id"], shared))


def with_connection(view: View, entry: Mapping[str, Any]) -> View:
    """The view with one connection, known to its audience as well."""
    since, analyst = entry["createdAt"], entry["createdBy"]
    facts = {"updatedAt": since, "lastSyncedAt": since, "updatedBy": analyst, "outcome": "active"}
    view = added(view, CONNECTIONS, "connections", {**entry, **facts})
    audience = current(view, AUDIENCES, entry["audience"])
    body = {**audience.body, "connections": [*audience.body["connections"], entry["id"]]}
    return replace(view, documents=view.documents.put(AUDIENCES, audience.id, body, touch=False))


def check(view: View) -> None:
    """Raise FixtureError when a template, insight or audience cannot be counted, or names nobody we know."""
    for collection in (TEMPLATES, INSIGHTS, AUDIENCES):
        for document in view.documents.scan(collection):
            try:
                criterion_of(view, {"customerType": "all", "enrollmentState": "all", **document.body})
                for analyst in people_of(view, collection, document.id, document.body):
                    current(view, ANALYSTS, analyst)
            except (Problem, KeyError) as error:
                raise FixtureError(
                    f"{collection}/{document.id} in the fixtures cannot be used: {error.args[0]}"
                ) from error


def people_of(view: View, collection: str, key: str, body: Mapping[str, Any]) -> list[str]:
    """The ids of the analysts whom an audience names; nobody for other documents."""
    if collection != AUDIENCES:
        return []
    return [body["owner"], *current(view, COLLABORATORS, key).body["analysts"]]
