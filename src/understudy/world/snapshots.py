"""World ↔ file: documents, clock and exchange number as one JSON text; the people follow from the seed."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from understudy.errors import FixtureError
from understudy.world.clock import Clock, parse_timestamp, timestamp
from understudy.world.documents import Document, Documents, Due, Store
from understudy.world.members import Members
from understudy.world.world import World

__all__ = ["decoded", "encoded", "load", "read", "save", "written"]

_FORMAT = "understudy-world"
_VERSION = 1
_MARKS = ({"$members"}, {"$object"})


def save(world: World, path: Path) -> None:
    """Write the world to `path`, whole or not at all; FixtureError when it cannot be written."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.write_text(json.dumps(written(world), ensure_ascii=True) + "\n", encoding="ascii")
        partial.replace(path)
    except OSError as error:
        raise FixtureError(
            f"The snapshot {path} cannot be written: {error.strerror}; name a file in a writable folder."
        ) from error


def load(path: Path, like: World) -> World:
    """The world that `save` wrote, with the people, settings and transitions of `like`.

    FixtureError when the file cannot be read, is no snapshot of this version, or belongs to other people.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FixtureError(
            f"The snapshot {path} cannot be read: {error.strerror}; name a file that `save` wrote."
        ) from error
    except (ValueError, RecursionError) as error:
        raise FixtureError(f"The snapshot {path} is no JSON text; name a file that `save` wrote.") from error
    return read(content, like, f"The snapshot {path}")


def written(world: World) -> dict[str, Any]:
    """The world as one JSON value."""
    documents = world.store.read()
    return {
        "format": _FORMAT,
        "version": _VERSION,
        "name": world.name,
        "seed": world.seed,
        "institutions": sorted(world.institutions),
        "clock": world.clock.to_json(),
        "exchanges": world.store.exchanges,
        "changes": documents.changes,
        "collections": {
            name: [_written(document) for document in documents.scan(name)]
            for name in documents.collections()
        },
    }


def read(content: Any, like: World, name: str) -> World:
    """The world in a value that `written` gave, with the people, settings and transitions of `like`.

    FixtureError, which calls the value by `name`, when it is of another version, or belongs to other people.
    """
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise FixtureError(f"{name} is no snapshot of a world; name one that was saved as one.")
    if content.get("version") != _VERSION:
        raise FixtureError(f"{name} has version {content.get('version')}, not {_VERSION}; take it anew.")
    wanted = {"seed": like.seed, "institutions": sorted(like.institutions)}
    for key, value in wanted.items():
        if content.get(key) != value:
            raise FixtureError(
                f"{name} was taken with {key} {str(content.get(key))[:60]}, this world has {value}: "
                f"its people would be others; start with the same {key}."
            )
    try:
        collections = {
            name: [_read(entry) for entry in entries] for name, entries in content["collections"].items()
        }
        store = Store(
            Documents.of(collections, changes=int(content["changes"])), exchanges=int(content["exchanges"])
        )
        return replace(like, name=str(content["name"]), clock=Clock.from_json(content["clock"]), store=store)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise FixtureError(f"{name} is damaged ({type(error).__name__}: {error}); take it anew.") from error


def _written(document: Document) -> dict[str, Any]:
    due = document.due
    return {
        "id": document.id,
        "revision": document.revision,
        "ordinal": document.ordinal,
        "due": None if due is None else {"at": timestamp(due.at), "transition": due.transition},
        "body": encoded(document.body),
    }


def _read(entry: Mapping[str, Any]) -> Document:
    due = entry["due"]
    return Document(
        str(entry["id"]),
        decoded(entry["body"]),
        int(entry["revision"]),
        None if due is None else Due(parse_timestamp(due["at"]), str(due["transition"])),
        int(entry["ordinal"]),
    )


def encoded(value: Any) -> Any:
    """The value with members as {"$members": text}; an object that looks like one in {"$object": …}."""
    if isinstance(value, Members):
        return {"$members": value.to_text()}
    if isinstance(value, dict):
        members = {key: encoded(child) for key, child in value.items()}
        return {"$object": members} if set(value) in _MARKS else members
    if isinstance(value, list | tuple):
        return [encoded(child) for child in value]
    return value


def decoded(value: Any) -> Any:
    """The value that `encoded` gave; ValueError when the text of members is none."""
    if isinstance(value, dict):
        if set(value) == {"$members"}:
            return Members.from_text(value["$members"])
        inner = value["$object"] if set(value) == {"$object"} else value
        return {key: decoded(child) for key, child in inner.items()}
    if isinstance(value, list):
        return [decoded(child) for child in value]
    return value
