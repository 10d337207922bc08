"""Audiences: list, create, read, patch, delete, and who they are shared with."""

from dataclasses import replace
from typing import Any

from understudy.errors import Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import conditional, repeatable
from understudy.vendors.apiture import lifecycle, rules, search, wire
from understudy.vendors.apiture.counting import criterion_of
from understudy.vendors.apiture.merging import merged
from understudy.vendors.apiture.records import AUDIENCES, COLLABORATORS, rewritten
from understudy.vendors.apiture.replies import audience_tag, changed_audience, location, one_audience
from understudy.vendors.apiture.sources import created
from understudy.world.clock import timestamp
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = [
    "create_customer_audience",
    "delete_customer_audience",
    "get_customer_audience",
    "list_customer_audience_collaborators",
    "list_customer_audiences",
    "patch_customer_audience",
]

MOST_AUDIENCES = 2_000
"""A-09: the list is not paged, and the contract lets it hold no more."""


def list_customer_audiences(request: Request, view: View) -> Reply:
    """A2: the caller's audiences in order of creation, cut down by the query (A-05 … A-10)."""
    institution = rules.institution_of(request, view)
    found = [
        audience
        for audience in view.documents.scan(AUDIENCES)
        if rules.sees(request.caller, institution, view, audience) and selected(request, audience)
    ]
    found.sort(key=lambda audience: (audience.body["createdAt"], audience.id))
    return Reply(200, {"items": [wire.audience_item(view, audience) for audience in found[:MOST_AUDIENCES]]})


def selected(request: Request, audience: Document) -> bool:
    """Whether the audience passes every filter of the query; a filter that is absent lets all pass."""
    query, body = request.query, audience.body
    return (
        all(body[name] in query.get(name, (body[name],)) for name in ("state", "source", "enrollmentState"))
        and query.get("campaign") in (None, body.get("campaign"))
        and search.matches(query.get("q", ""), body["name"], body.get("description", ""))
    )


def create_customer_audience(request: Request, view: View) -> Reply:
    """A3: a new audience of the caller's, from filters or from what the query names (A-12 … A-20)."""
    body = created(request, view)
    criterion_of(view, body)
    key = view.ids.hex(20)
    documents = view.documents.put(AUDIENCES, key, body).put(COLLABORATORS, key, {"analysts": []})
    place = location(request, "customerAudiences", key)
    return changed_audience(replace(view, documents=documents), key, 201, Location=place)


@repeatable
@conditional(audience_tag)
def get_customer_audience(request: Request, view: View) -> Reply:
    """A4: one audience, with its counts of today (A-24, A-27)."""
    return one_audience(view, request.path["customerAudienceId"])


@conditional(audience_tag)
def patch_customer_audience(request: Request, view: View) -> Reply:
    """A5: a merge patch of name, description and what selects the customers (A-42)."""
    audience = rules.audience_of(request, view)
    rules.refuse_archived(audience, 409, rule="A-42")
    immutable = sorted(request.body.keys() & {"customerType", "filters"})
    if immutable and audience.body["source"] in ("list", "insight"):
        raise Problem(
            422,
            "immutableCustomerAudienceProperty",
            f"The {' and the '.join(immutable)} of an audience made from a {audience.body['source']} follow "
            "from its customers: leave them out.",
            rule="A-42",
        )
    patched: dict[str, Any] = merged(audience.body, request.body)
    criterion_of(view, patched)
    changes = lifecycle.stamped(view, request.caller.subject, {**patched, "countedAt": timestamp(view.now)})
    return changed_audience(rewritten(view, AUDIENCES, audience, changes), audience.id)


@conditional(audience_tag)
def delete_customer_audience(request: Request, view: View) -> Reply:
    """A6: remove an audience that no running campaign uses, with all it owns (A-46)."""
    audience = rules.audience_of(request, view)
    rules.refuse_in_use(view, audience, "deleted", rule="A-46")
    return Reply(204, documents=lifecycle.without_audience(view.documents, audience))


def collaborators_tag(request: Request, view: View) -> str:
    """The entity tag of the collaborators of the audience that the path names; Problem 404."""
    audience = rules.audience_of(request, view)
    nobody = Document(audience.id, {"analysts": []}, 0)  # what a document put there by hand may leave out
    return view.tag(COLLABORATORS, view.documents.get(COLLABORATORS, audience.id) or nobody)


@repeatable
@conditional(collaborators_tag)
def list_customer_audience_collaborators(request: Request, view: View) -> Reply:
    """A13: the owner and everybody the audience is shared with (A-40)."""
    audience = rules.audience_of(request, view)
    shared = {
        "owners": wire.people(view, [audience.body["owner"]]),
        "items": wire.people(view, rules.collaborators(view, audience.id)),
    }
    return Reply(200, shared, {"ETag": collaborators_tag(request, view)})
