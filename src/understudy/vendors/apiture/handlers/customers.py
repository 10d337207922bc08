"""The customers of an audience, page by page, and how many a set of filters would find."""

import json
import re
from typing import Any

from understudy.errors import Problem
from understudy.http import paging
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running
from understudy.vendors.apiture import rules
from understudy.vendors.apiture.counting import count, counts, criterion_of
from understudy.vendors.apiture.filters import compile_filters, has_filters
from understudy.vendors.apiture.records import INSIGHTS
from understudy.world.clock import timestamp
from understudy.world.criteria import All, Criterion
from understudy.world.population import Page
from understudy.world.view import Institution, View

__all__ = ["count_audience_customers", "list_customer_audience_customers"]

COLUMNS = {
    "dataCustomerId": "data_customer_id",
    "customerId": "customer_id",
    "primaryPhoneNumber": "phone",
    "primaryEmail": "email",
}
"""A-36: the members of a customer, by the column they come from."""

POSITION = re.compile(r"[0-9a-f]{20}")
"""A dataCustomerId of ours; the cursor's key is public, so a cursor may hold anything."""

EXCERPT = 100
"""A page with more items is written as text at once, and judged by its first ones."""


@long_running
def list_customer_audience_customers(request: Request, view: View) -> Reply:
    """A1: a page of the audience's customers in order of dataCustomerId (A-26, A-35, A-36)."""
    audience = rules.audience_of(request, view)
    limit, scope = request.query["limit"], f"customers of {audience.id}"
    after = position(scope, request.query["start"])
    page = view.institutions[audience.body["institution"]].customers.page(
        criterion_of(view, audience.body),
        view.now.date(),
        after=after,
        limit=limit,
        among=audience.body.get("members"),
        columns=list(COLUMNS.values()),
    )
    rest: dict[str, Any] = {"count": page.count}
    if page.more and page.last is not None:
        named = {"institutions": "|".join(given)} if (given := request.query.get("institutions")) else {}
        query = {"start": paging.cursor(scope, page.last), "limit": str(limit), **named}
        rest["nextPage_url"] = paging.next_url(request.call, query)
    return written(page, rest)


def position(scope: str, start: str) -> str:
    """The dataCustomerId to go on after; Problem 422 when the cursor is not one of this audience's."""
    after = paging.position(scope, start) if start else ""
    if after is None or (after and POSITION.fullmatch(after) is None):
        raise Problem(
            422,
            "invalidCursor",
            "The start value is no cursor of this audience: take it from nextPage_url, or leave it out.",
            rule="A-35",
        )
    return after


def written(page: Page, rest: dict[str, Any]) -> Reply:
    """The page as JSON value, or, when it is long, as text with an excerpt for the contract to judge."""
    first = [
        {name: row[column] for name, column in COLUMNS.items() if row[column] is not None}
        for row in page.rows.head(EXCERPT).to_dicts()
    ]
    if page.rows.height <= EXCERPT:
        return Reply(200, {"items": first, **rest})
    others = json.dumps(rest).encode().removeprefix(b"{")
    text = page.json(COLUMNS, before=b'{"items":[', after=b"]," + others)
    return Reply(200, text, excerpt={"items": first, **rest})


def count_audience_customers(request: Request, view: View) -> Reply:
    """A11: how many customers satisfy the filters, the insight, or both; all of them without either (A-25).

    Applicants are counted beside the customers, whatever their enrollment.
    """
    institution = rules.institution_of(request, view)
    parts: list[Criterion] = []
    if "insightId" in request.body:
        parts.append(insight_criterion(request.body["insightId"], institution, view))
    if has_filters(request.body):
        parts.append(compile_filters(request.body, view, pointer=""))
    found = count(institution.customers, All(tuple(parts)), view.now.date(), None)
    return Reply(200, {**counts(institution.customers, found), "customerCountUpdatedAt": timestamp(view.now)})


def insight_criterion(key: str, institution: Institution, view: View) -> Criterion:
    """What an insight of the institution looks for; Problem 422 when there is no such insight (A-19)."""
    insight = view.documents.get(INSIGHTS, key)
    if insight is None or insight.body["institution"] != institution.id:
        sentence = f"There is no insight {key}: give the id of one that exists."
        raise Problem(422, "noSuchInsight", sentence, rule="A-19")
    return compile_filters(insight.body["filters"], view)
