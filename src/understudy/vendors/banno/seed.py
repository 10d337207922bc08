"""The documents a world starts with, read from the vendor's fixtures."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from understudy.errors import FixtureError
from understudy.vendors.banno.consistency import check
from understudy.vendors.banno.records import DRAFTS, INSTITUTIONS, SEGMENTS
from understudy.world.blaming import blaming
from understudy.world.documents import Documents
from understudy.world.members import Members
from understudy.world.population import Population
from understudy.world.view import View
from understudy.world.world import World

__all__ = ["seed"]


def seed(world: World, documents: Documents) -> Documents:
    """The documents with the vendor's own added; FixtureError when a fixture cannot be used.

    Institutions that the fixtures do not name get ids that follow from the world's seed; what belongs to one
    that this world does not have is left out.
    """
    view = replace(world.view(0), documents=documents)
    named = {str(entry.get("institution")): entry["id"] for entry in entries(world, "institutions")}
    for institution in view.institutions:
        drawn = world.ids.stream(INSTITUTIONS, institution).uuid()
        view = added(view, INSTITUTIONS, named.get(institution, drawn), {"institution": institution})
    users = {name: numbers(institution.customers) for name, institution in view.institutions.items()}
    for name, collection in {"drafts": DRAFTS, "segments": SEGMENTS}.items():
        for entry in entries(world, name):
            with blaming(entry_named(name, entry["id"])):
                if entry["institution"] in users:
                    view = added(view, collection, entry["id"], with_members(entry, users))
    check(view, entry_named)
    return view.documents


def entries(world: World, name: str) -> list[dict[str, Any]]:
    """The entries listed under `name` in banno/<name>.yaml; FixtureError unless each has an `id`."""
    value = world.recipes.read(f"banno/{name}.yaml")
    listed = value.get(name) if isinstance(value, dict) else None
    if not isinstance(listed, list):
        raise FixtureError(f"The fixture banno/{name}.yaml has no list `{name}`: give it one.")
    for entry in listed:
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            raise FixtureError(
                f"An entry of banno/{name}.yaml has no `id`: {str(entry)[:60]}; write it in quotes."
            )
    return listed


def entry_named(name: str, key: str) -> str:
    """The subject for an entry of a fixture."""
    return f"The entry {key} of the fixture banno/{name}.yaml"


def added(view: View, collection: str, key: str, body: Mapping[str, Any]) -> View:
    """The view with one document more."""
    return replace(view, documents=view.documents.put(collection, key, dict(body)))


def numbers(population: Population) -> pl.Series:
    """The person numbers of the users, in order; who they are beyond that need not be known yet."""
    enrolled = pl.col("enrollment") == "enrolled"
    return population.frame.select(pl.col("number").filter(enrolled)).to_series().sort()


def with_members(entry: Mapping[str, Any], users: Mapping[str, pl.Series]) -> dict[str, Any]:
    """The body of a draft or segment: `count` users of the institution from the one at place `first`.

    There are fewer of them where the institution has fewer users.
    """
    said = {name: value for name, value in entry.items() if name not in ("id", "users")}
    first, count = entry["users"]["first"], entry["users"]["count"]
    return {**said, "members": Members(users[entry["institution"]].slice(first, count))}
