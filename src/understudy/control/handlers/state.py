"""The documents of a world: list, read, put, delete."""

from itertools import dropwhile, islice

from understudy.control.desk import Desk, world_in, world_of
from understudy.control.moments import moment_of
from understudy.control.shown import document_counted, document_shown
from understudy.errors import Cause, Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running
from understudy.world.documents import Document, Documents, Due

__all__ = ["delete_document", "get_document", "list_collections", "list_documents", "put_document"]


def list_collections(request: Request, desk: Desk) -> Reply:
    """Every collection of the vendors served, with its schema."""
    documents = documents_of(request, desk)
    items = []
    for collection, schema in desk.archive.schemas.items():
        vendor, _, name = collection.partition("/")
        count = documents.count(collection)
        items.append({"vendor": vendor, "name": name, "documents": count, "schema": schema})
    return Reply(200, {"items": items})


def list_documents(request: Request, desk: Desk) -> Reply:
    """A page of documents in order of creation, lists of customers by their number only."""
    documents = documents_of(request, desk)
    collection = collection_of(request, desk)
    rest = iter(documents.scan(collection))
    after = request.query.get("after")
    if after is not None:
        if documents.get(collection, after) is None:
            sentence = f"There is no document {after[:60]!r} to go on after: begin again without `after`."
            raise Problem(422, "unknownDocument", sentence, causes=[Cause("query", "/after", sentence)])
        rest = islice(dropwhile(lambda document: document.id != after, rest), 1, None)
    limit = request.query["limit"]
    page = list(islice(rest, limit + 1))
    body = {
        "items": [document_counted(document) for document in page[:limit]],
        "count": documents.count(collection),
        **({"next": page[limit - 1].id} if len(page) > limit else {}),
    }
    return Reply(200, body)


@long_running
def get_document(request: Request, desk: Desk) -> Reply:
    """One document, whole."""
    return Reply(200, document_shown(document_of(request, desk)))


@long_running
def put_document(request: Request, desk: Desk) -> Reply:
    """Create or replace a document that its vendor agrees with."""
    world = world_in(world_of(request, desk))
    collection, key = collection_of(request, desk), request.path["document"]
    existed = world.store.read().get(collection, key) is not None
    desk.archive.put(world, collection, key, request.body["body"], due_of(request))
    document = world.store.read().get(collection, key)
    if document is None:
        sentence = "What was due on the document has removed it at once: choose a later moment."
        raise Problem(422, "documentGone", sentence, causes=[Cause("body", "/due/at", sentence)])
    headers = {} if existed else {"Location": request.call.origin + request.call.target}
    return Reply(200 if existed else 201, document_shown(document), headers)


@long_running
def delete_document(request: Request, desk: Desk) -> Reply:
    """Delete a document that no other needs."""
    document = document_of(request, desk)
    desk.archive.delete(world_in(world_of(request, desk)), collection_of(request, desk), document.id)
    return Reply(204)


def documents_of(request: Request, desk: Desk) -> Documents:
    """The documents of the world as they are now, after what is due has happened."""
    world = world_in(world_of(request, desk))
    world.settle()
    return world.store.read()


def collection_of(request: Request, desk: Desk) -> str:
    """The collection that the path names; Problem 404 when no vendor has it."""
    collection = f"{request.path['vendor']}/{request.path['collection']}"
    if collection not in desk.archive.schemas:
        known = ", ".join(desk.archive.schemas)
        raise Problem(404, "collectionNotFound", f"There is no collection {collection}; there are {known}.")
    return collection


def document_of(request: Request, desk: Desk) -> Document:
    """The document that the path names; Problem 404."""
    collection = collection_of(request, desk)
    document = documents_of(request, desk).get(collection, request.path["document"])
    if document is None:
        raise Problem(404, "documentNotFound", f"There is no document of this id in {collection}: list them.")
    return document


def due_of(request: Request) -> Due | None:
    """What the body says time is to do; Problem 422 for a moment that no calendar has."""
    given = request.body.get("due")
    return None if given is None else Due(moment_of(given["at"], "/due/at"), given["transition"])
