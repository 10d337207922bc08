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

__all__ = ["load", "save"]

_FORMAT = "understudy-world"
_VERSION = 1
_MARKS = ({"$members"}, {"$object"})


def save(world: World, path: Path) -> None:
    """Write the world to `path`, whole or not at all; FixtureError when it cannot be written."""
    documents = world.store.read()
    content = {
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
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.write_text(json.dumps(content, ensure_ascii=True) + "\n", encoding="ascii")
        partial.replace(path)
    except OSError as error:
        raise FixtureError(
            f"The snapshot {path} cannot be written: {error.strerror}; name a file in a writable folder."
        ) from error


def load(path: Path, like: World) -> World:
    """The world that `save` wrote, with the people, settings and transitions of `like`.

    FixtureError when the file cannot be read, is no snapshot of this version, or belongs to other people.
    """
    content = _content(path)
    wanted = {"seed": like.seed, "institutions": sorted(like.institutions)}
    for key, value in wanted.items():
        if content.get(key) != value:
            raise FixtureError(
                f"The snapshot {path} was taken with {key} {content.get(key)}, this world has {value}: "
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
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FixtureError(
            f"The snapshot {path} is damaged ({type(error).__name__}: {error}); take it anew."
        ) from error


def _content(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FixtureError(
            f"The snapshot {path} cannot be read: {error.strerror}; name a file that `save` wrote."
        ) from error
    except (ValueError, RecursionError) as error:
        raise FixtureError(f"The snapshot {path} is no JSON text; name a file that `save` wrote.") from error
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise FixtureError(f"The file {path} is no snapshot of a world; name one that `save` wrote.")
    if content.get("version") != _VERSION:
        raise FixtureError(
            f"The snapshot {path} has version {content.get('version')}, not {_VERSION}; take it anew."
        )
    return content


def _written(document: Document) -> dict[str, Any]:
    due = document.due
    return {
        "id": document.id,
        "revision": document.revision,
        "ordinal": document.ordinal,
        "due": None if due is None else {"at": timestamp(due.at), "transition": due.transition},
        "body": _encode(document.body),
    }


def _read(entry: Mapping[str, Any]) -> Document:
    due = entry["due"]
    return Document(
        str(entry["id"]),
        _decode(entry["body"]),
        int(entry["revision"]),
        None if due is None else Due(parse_timestamp(due["at"]), str(due["transition"])),
        int(entry["ordinal"]),
    )


def _encode(value: Any) -> Any:
    """The value with members as {"$members": text}; an object that looks like one in {"$object": …}."""
    if isinstance(value, Members):
        return {"$members": value.to_text()}
    if isinstance(value, dict):
        encoded = {key: _encode(child) for key, child in value.items()}
        return {"$object": encoded} if set(value) in _MARKS else encoded
    if isinstance(value, list | tuple):
        return [_encode(child) for child in value]
    return value


def _decode(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"$members"}:
            return Members.from_text(value["$members"])
        inner = value["$object"] if set(value) == {"$object"} else value
        return {key: _decode(child) for key, child in inner.items()}
    if isinstance(value, list):
        return [_decode(child) for child in value]
    return value
