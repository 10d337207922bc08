"""The documents a world starts with, read from the vendor's fixtures; customers and events are rows."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from understudy.contract.judging import Judge, judge_json
from understudy.errors import FixtureError
from understudy.vendors.contacthub.consistency import check
from understudy.vendors.contacthub.records import NODES, SEND_SOURCES, SOURCES, USERS, WORKSPACES
from understudy.vendors.contacthub.sources import role_of
from understudy.vendors.contacthub.stored import SCHEMAS
from understudy.world.blaming import blaming
from understudy.world.documents import Documents
from understudy.world.view import Institution, View
from understudy.world.world import World

__all__ = ["AGGREGATE", "ENTRY", "NODE", "WORKSPACE", "seed"]

WORKSPACE: Mapping[str, Any] = {
    "institution": None,
    "shard": "eu-west-1a",
    "status": "ENABLED",
    "industry": "NotDefined",
    "logo": None,
    "timezone": "Europe/Rome",
    "currency": "USD",
    "tier": None,
    "maxRequestsPerMinute": 0,
}
"""What a workspace of the fixtures has unless they say otherwise."""

NODE: Mapping[str, Any] = {"description": None, "imageUrl": None, "retentionState": False, "retention": {}}
ENTRY: Mapping[str, Any] = {"rows": None, "mandatoryProperties": [], "sourcePriority": []}
AGGREGATE: Mapping[str, Any] = {"exclusionFilters": None, "state": "ACTIVE"}
SOURCE: Mapping[str, Any] = {"properties": {}, "description": None, "enabled": True}
USER: Mapping[str, Any] = {"nodes": [], "registeredAt": None, "updatedAt": None}


def seed(world: World, documents: Documents) -> Documents:
    """The documents with the vendor's own added; FixtureError when a fixture cannot be used.

    An institution that the fixtures do not name gets a workspace with nodes whose ids follow from the world's
    seed; what belongs to one that this world does not have is left out.
    """
    view = replace(world.view(0), documents=documents)
    view = with_workspaces(world, view)
    here = {workspace.id for workspace in view.documents.scan(WORKSPACES)}
    for name, collection, make in (
        ("nodes", NODES, node),
        ("sources", SOURCES, source),
        ("users", USERS, user),
        ("send-sources", SEND_SOURCES, send_source),
    ):
        for entry in entries(world, name):
            with blaming(f"An entry of the fixture contacthub/{name}.yaml ({str(entry.get('id'))[:40]})"):
                if entry["workspace"] in here:
                    view = added(view, collection, *make(entry))
    check(view, entry_named)
    return view.documents


def with_workspaces(world: World, view: View) -> View:
    """The view with a workspace for each institution, first those of the fixtures."""
    named: set[str] = set()
    for entry in entries(world, "workspaces"):
        with blaming(f"An entry of the fixture contacthub/workspaces.yaml ({str(entry.get('id'))[:40]})"):
            if entry["institution"] in view.institutions:
                view = added(view, WORKSPACES, entry["id"], {**WORKSPACE, **without_id(entry)})
                named.add(entry["institution"])
    for place, institution in enumerate(view.institutions.values()):
        if institution.id not in named:
            for collection, key, body in drawn(world, institution, 100 + place):
                view = added(view, collection, key, body)
    return view


def drawn(world: World, institution: Institution, group: int) -> Iterable[tuple[str, str, dict[str, Any]]]:
    """Workspace and nodes of an institution of the user's own: collection, key and body of each."""
    ids = world.ids.stream(WORKSPACES, institution.id)
    workspace, branches, online, aggregate = (ids.uuid() for _ in range(4))
    said = {"institution": institution.id, "name": institution.name, "slug": institution.id.lower()}
    yield WORKSPACES, workspace, {**WORKSPACE, **said, "groupPk": group}
    made: tuple[tuple[str, str, dict[str, Any]], ...] = (
        (branches, "Branches", {"rows": "everyone", "uniqueCustomer": unique("externalId")}),
        (
            online,
            "Online banking",
            {"rows": "enrolled", "uniqueCustomer": unique("base.credential.username")},
        ),
        (
            aggregate,
            "All customers",
            {"entryNodes": [branches, online], "matchingProperties": unique("base.contacts.email", False)},
        ),
    )
    for key, name, more in made:
        kind = "AGGREGATE" if "entryNodes" in more else "ENTRY"
        entry = {"id": key, "workspace": workspace, "type": kind, "name": name, **more}
        yield NODES, *node(entry)


def unique(path: str, sensitive: bool = True) -> dict[str, Any]:
    """The one property by which customers are told apart or matched."""
    return {"properties": [path], "caseSensitive": sensitive}


def node(entry: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Key and body of a node."""
    more = AGGREGATE if entry["type"] == "AGGREGATE" else ENTRY
    return entry["id"], {**NODE, **more, **without_id(entry)}


def source(entry: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Key and body of a source."""
    return entry["id"], {**SOURCE, **without_id(entry), "role": role_of(entry["provider"])}


def user(entry: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Key and body of a user, whose id is a number."""
    return f"{entry['workspace']}/{entry['id']}", {**USER, **entry}


def send_source(entry: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Key and body of a database in Contactsend, which has a number in its group."""
    return f"{entry['groupPk']}/{entry['userdbId']}", dict(entry)


def without_id(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says beside its id."""
    return {name: value for name, value in entry.items() if name != "id"}


def entries(world: World, name: str) -> list[dict[str, Any]]:
    """The entries listed under `name` in contacthub/<name>.yaml; FixtureError unless all are mappings."""
    value = world.recipes.read(f"contacthub/{name}.yaml")
    listed = value.get(name) if isinstance(value, dict) else None
    if not isinstance(listed, list):
        raise FixtureError(f"The fixture contacthub/{name}.yaml has no list `{name}`: give it one.")
    for entry in listed:
        if not isinstance(entry, dict):
            raise FixtureError(f"An entry of contacthub/{name}.yaml is no mapping: {str(entry)[:60]}.")
    return listed


def entry_named(name: str, key: str) -> str:
    """The subject for an entry of a fixture."""
    return f"The entry {key[:80]} of the fixture contacthub/{name}.yaml"


@cache
def judge_of(collection: str) -> Judge:
    """What is wrong with the body of a document of the collection."""
    return judge_json(SCHEMAS[collection])


def added(view: View, collection: str, key: str, body: Mapping[str, Any]) -> View:
    """The view with one document more; ValueError unless the collection may hold it."""
    for fault in judge_of(collection)(dict(body)):
        raise ValueError(fault.message)
    return replace(view, documents=view.documents.put(collection, key, dict(body)))
