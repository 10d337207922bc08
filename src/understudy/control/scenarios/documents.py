"""Steps that write documents: put, patch, delete, clear, fill and settings."""

from collections.abc import Mapping
from typing import Any

from understudy.control.scenarios.stage import Kind, Scene, Stage, Step, shape
from understudy.world.documents import Document, Documents
from understudy.world.snapshots import decoded, encoded
from understudy.world.world import SETTINGS

__all__ = ["KINDS"]

COLLECTION = {"type": "string", "pattern": "^[^/]+/[^/]+$"}
DOCUMENT = {"type": "string", "pattern": "^[^/]+/[^/]+/[^/]+$"}
BODY = {"type": "object"}
COUNT = {"type": "integer", "minimum": 1, "maximum": 100_000}
NUMBER = "{n}"
"""What a template has in the place of the number, which counts from 1."""


def written(required: Mapping[str, Any], **optional: Any) -> dict[str, Any]:
    """The schema of an object with these members and no others."""
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": {**required, **optional},
    }


def collection_of(stage: Stage, step: Step) -> str:
    """The collection that a step is about; its member is `collection` or `document`."""
    member = "document" if "document" in step.given else "collection"
    name = "/".join(step.given[member].split("/")[:2])
    if name not in stage.archive.validators:
        known = ", ".join(sorted(stage.archive.validators))
        raise step.fault(f"/{member}", f"there is no collection `{name[:60]}`; there are {known}.")
    return name


def check_collection(stage: Stage, step: Step) -> None:
    """FixtureError when there is no such collection."""
    collection_of(stage, step)


def check_put(stage: Stage, step: Step) -> None:
    """FixtureError when the document cannot be in its collection."""
    collection = collection_of(stage, step)
    for breach in stage.archive.validators[collection].violations(step.given["body"], "body"):
        raise step.fault(f"/body{breach.pointer}", breach.message)


def check_fill(stage: Stage, step: Step) -> None:
    """FixtureError when the first of the generated documents cannot be in its collection."""
    collection = collection_of(stage, step)
    if "collection" not in step.given:
        return
    if NUMBER not in step.given["id"]:
        raise step.fault("/id", f"the `id` has no {NUMBER}, so all {step.given['count']} would be the same.")
    for breach in stage.archive.validators[collection].violations(numbered(step.given["body"], 1), "body"):
        raise step.fault(f"/body{breach.pointer}", breach.message)


def check_settings(stage: Stage, step: Step) -> None:
    """FixtureError for a setting that nobody has, or a value that it cannot have."""
    for name, value in step.given.items():
        if name not in stage.archive.settings:
            known = ", ".join(sorted(stage.archive.settings))
            raise step.fault(f"/{name}", f"there is no setting `{name[:60]}`; there are {known}.")
        for breach in stage.archive.settings[name].violations({"value": value}, "body"):
            raise step.fault(f"/{name}", breach.message)


def put(_stage: Stage, scene: Scene, step: Step) -> None:
    """Create or replace a document."""
    collection, key = placed(step)
    change(scene, scene.world.store.read().put(collection, key, stored(step, "/body", step.given["body"])))


def patch(stage: Stage, scene: Scene, step: Step) -> None:
    """Change members of a document (RFC 7396); what is due on it stays."""
    collection, key = placed(step)
    document = found(scene, step)
    body = merged(encoded(document.body), step.given["body"])
    for breach in stage.archive.validators[collection].violations(body, "body"):
        raise step.fault(f"/body{breach.pointer}", breach.message)
    after = scene.world.store.read().put(collection, key, stored(step, "/body", body), due=document.due)
    change(scene, after)


def delete(_stage: Stage, scene: Scene, step: Step) -> None:
    """Delete a document."""
    found(scene, step)
    change(scene, scene.world.store.read().delete(*placed(step)))


def clear(stage: Stage, scene: Scene, step: Step) -> None:
    """Delete the documents of a collection that have all members of `where`; the `id` counts as one."""
    collection = collection_of(stage, step)
    wanted = step.given.get("where", {}).items()
    documents = scene.world.store.read()
    for document in documents.scan(collection):
        if wanted <= {**encoded(document.body), "id": document.id}.items():
            documents = documents.delete(collection, document.id)
    change(scene, documents)


def fill(stage: Stage, scene: Scene, step: Step) -> None:
    """Put generated documents, or add generated items to a list in a document."""
    numbers = range(1, step.given["count"] + 1)
    documents = scene.world.store.read()
    if "collection" in step.given:
        collection = collection_of(stage, step)
        for number in numbers:
            body = stored(step, "/body", numbered(step.given["body"], number))
            documents = documents.put(collection, numbered(step.given["id"], number), body)
        change(scene, documents)
        return
    collection, key = placed(step)
    document, member = found(scene, step), step.given["member"]
    if not isinstance(document.body.get(member), list):
        raise step.fault("/member", f"the document has no list `{member[:60]}`; name one of its lists.")
    items = [*document.body[member], *(numbered(step.given["item"], number) for number in numbers)]
    body = {**document.body, member: items}
    for breach in stage.archive.validators[collection].violations(encoded(body), "body"):
        raise step.fault("/item", breach.message)
    change(scene, documents.put(collection, key, body, due=document.due))


def settings(_stage: Stage, scene: Scene, step: Step) -> None:
    """Let this world have settings of its own."""
    documents = scene.world.store.read()
    for name, value in step.given.items():
        documents = documents.put(SETTINGS, name, {"value": value})
    change(scene, documents)


def placed(step: Step) -> tuple[str, str]:
    """The collection and the id of the document that a step names."""
    collection, _, key = step.given["document"].rpartition("/")
    return collection, key


def found(scene: Scene, step: Step) -> Document:
    """The document that a step names; FixtureError when it is not there."""
    document = scene.world.store.read().get(*placed(step))
    if document is None:
        sentence = f"there is no document `{step.given['document'][:120]}` at this point; put it first."
        raise step.fault("/document", sentence)
    return document


def stored(step: Step, pointer: str, body: Any) -> Any:
    """A body as it is kept, given as JSON."""
    try:
        return decoded(body)
    except ValueError as error:
        raise step.fault(pointer, str(error)) from error


def change(scene: Scene, documents: Documents) -> None:
    """Make these the documents of the scene, of which nobody else knows."""
    scene.world.store.reset(documents, exchanges=scene.world.store.exchanges)
    scene.world.settle()


def merged(value: Any, change: Any) -> Any:
    """The value after a merge patch."""
    if not isinstance(change, dict):
        return change
    members = dict(value) if isinstance(value, dict) else {}
    for name, wanted in change.items():
        if wanted is None:
            members.pop(name, None)
        else:
            members[name] = merged(members.get(name), wanted)
    return members


def numbered(template: Any, number: int) -> Any:
    """A template with the number in the place of each {n}."""
    if isinstance(template, str):
        return template.replace(NUMBER, str(number))
    if isinstance(template, list):
        return [numbered(item, number) for item in template]
    if isinstance(template, dict):
        return {name: numbered(value, number) for name, value in template.items()}
    return template


GENERATED = written({"collection": COLLECTION, "id": {"type": "string"}, "count": COUNT, "body": BODY})
ADDED = written({"document": DOCUMENT, "member": {"type": "string"}, "count": COUNT, "item": {}})

KINDS: Mapping[str, Kind] = {
    "settings": Kind(shape({"type": "object", "minProperties": 1}), check_settings, settings),
    "put": Kind(shape(written({"document": DOCUMENT, "body": BODY})), check_put, put),
    "patch": Kind(shape(written({"document": DOCUMENT, "body": BODY})), check_collection, patch),
    "delete": Kind(shape(written({"document": DOCUMENT})), check_collection, delete),
    "clear": Kind(shape(written({"collection": COLLECTION}, where=BODY)), check_collection, clear),
    "fill": Kind(shape({"oneOf": [GENERATED, ADDED]}), check_fill, fill),
}
