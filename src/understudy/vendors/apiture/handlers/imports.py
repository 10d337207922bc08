"""Audiences made from a list of identifiers: import, validate, replace (A-48 … A-55)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from understudy.errors import Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import conditional, long_running
from understudy.vendors.apiture import importing, lifecycle, rules
from understudy.vendors.apiture.counting import counted, counts
from understudy.vendors.apiture.importing import Matched
from understudy.vendors.apiture.records import AUDIENCES, COLLABORATORS, IMPORTS, chosen, current, rewritten
from understudy.vendors.apiture.replies import audience_tag, changed_audience, location
from understudy.vendors.apiture.sources import new_body
from understudy.world.clock import timestamp
from understudy.world.documents import Documents
from understudy.world.population import Population
from understudy.world.view import View

__all__ = [
    "import_customer_audience",
    "update_customer_audience_customers",
    "validate_customer_audience",
]

GIVEN = ("name", "description", "fileName", "identifierType", "includesHeader")
PRIMARY = {"customerType": "all", "enrollmentState": "customer"}
"""A-21: the primary filters of an audience that names none."""


@long_running
def import_customer_audience(request: Request, view: View) -> Reply:
    """A9: a new audience of the customers whom a file names (A-54)."""
    given = imported(request)
    population = rules.institution_of(request, view).customers
    matched = found(population, given, view)
    facts = {"source": "list", **PRIMARY, **chosen(given, GIVEN), "members": matched.members}
    key = view.ids.hex(20)
    body = new_body(request, view, {**facts, "importing": pending(matched, view)})
    documents = view.documents.put(AUDIENCES, key, body).put(COLLABORATORS, key, {"analysts": []})
    headers = {"Location": location(request, "customerAudiences", key)}
    return answered(replace(view, documents=documents), key, matched, population, given, 201, headers)


@long_running
def validate_customer_audience(request: Request, view: View) -> Reply:
    """A10: what importing a file would find; creates nothing (A-55)."""
    given = imported(request)
    institution = rules.institution_of(request, view)
    sought = importing.identifiers(given)
    matched = importing.match(institution.customers, given["identifierType"], sought)
    body = {**PRIMARY, "institution": institution.id, "members": matched.members}
    return Reply(200, {**counts(institution.customers, counted(view, body)), **matched.report()})


@long_running
@conditional(audience_tag)
def update_customer_audience_customers(request: Request, view: View) -> Reply:
    """A12: replace all customers of an audience that was imported (A-54)."""
    given = imported(request)
    audience = rules.audience_of(request, view)
    population = rules.institution_of(request, view).customers
    sought = importing.identifiers(given)
    rules.refuse_archived(audience, 422, rule="A-54")
    if audience.body["source"] != "list":
        raise Problem(
            422,
            "customerAudienceNotList",
            f"The audience was made from a {audience.body['source']}, so its customers are not a list: "
            "change its filters.",
            rule="A-54",
        )
    matched = importing.match(population, given["identifierType"], sought, budget=budget(view))
    changes = {
        **chosen(given, GIVEN),
        "members": matched.members,
        "countedAt": timestamp(view.now),
        "importing": pending(matched, view),
    }
    stamped = lifecycle.stamped(view, request.caller.subject, changes)
    after = rewritten(view, AUDIENCES, audience, stamped)
    # What an earlier import still had to bring does not belong to the new list.
    after = replace(after, documents=after.documents.delete(IMPORTS, audience.id))
    return answered(after, audience.id, matched, population, given, 200, {})


def imported(request: Request) -> Mapping[str, Any]:
    """The body of an import; Problem 400 when there is none (X-35)."""
    if request.body is None:
        sentence = "The request has no body: send a file's content and identifierType."
        raise Problem(400, "badRequest", sentence, rule="X-35")
    given: Mapping[str, Any] = request.body
    return given


def found(population: Population, given: Mapping[str, Any], view: View) -> Matched:
    """The customers whom the file names, as far as the time budget allows."""
    return importing.match(
        population, given["identifierType"], importing.identifiers(given), budget=budget(view)
    )


def budget(view: View) -> float | None:
    """The seconds an import may take before it is answered (A-53); None: all it needs.

    Not one where imports take time of the world's clock: then they are answered at once.
    """
    seconds: float | None = 0 if lifecycle.arrival(view) else view.settings.get("import_budget")
    return seconds


def pending(matched: Matched, view: View) -> str | None:
    """A mark on the audience by which work left for later finds it again; None when none is left."""
    done = matched.rest.is_empty() or lifecycle.arrival(view)
    return None if done else str(view.ids.hex(20))


def answered(
    after: View,
    key: str,
    matched: Matched,
    population: Population,
    given: Mapping[str, Any],
    status: int,
    headers: dict[str, str],
) -> Reply:
    """The audience as far as it is imported; 202 when it is not complete (A-53).

    What is left comes on the world's clock where imports take time of it, else right after the answer.
    """
    mark, kind = current(after, AUDIENCES, key).body["importing"], given["identifierType"]
    due = lifecycle.arrival(after)
    if due is not None:
        members = matched.members.union(importing.match(population, kind, matched.rest).members)
        after = replace(after, documents=after.documents.put(IMPORTS, key, {"members": members}, due=due))
    complete = mark is None and due is None
    reply = changed_audience(after, key, status if complete else 202, **headers)
    reply = replace(reply, body={**reply.body, **matched.report()})
    if mark is None:
        return reply
    return replace(reply, later=completion(key, mark, matched, population, kind))


def completion(
    key: str, mark: str, matched: Matched, population: Population, kind: str
) -> Callable[[View], Documents]:
    """What is left of an import: given a fresh view, the documents with all customers in the audience.

    When the audience was deleted, or its list replaced, in the meantime, there is nothing left to do.
    """

    @cache  # the line asks again when somebody else commits first
    def rest() -> Matched:
        return importing.match(population, kind, matched.rest)

    def complete(view: View) -> Documents:
        audience = view.documents.get(AUDIENCES, key)
        if audience is None or audience.body.get("importing") != mark:
            return view.documents
        moment = timestamp(view.now)
        changes = {
            "members": matched.members.union(rest().members),
            "importing": None,
            "countedAt": moment,
            "updatedAt": moment,
        }
        return rewritten(view, AUDIENCES, audience, changes, due=audience.due).documents

    return complete
