"""Statistics: counts and series of customers and events as they are stored, and figures about purchases."""

from typing import Any

import polars as pl

from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running
from understudy.vendors.contacthub import customers, events
from understudy.vendors.contacthub.access import nodes_of, readable, workspace_of
from understudy.vendors.contacthub.counting import asked, customers_of, deleted, events_of, nodes_asked
from understudy.vendors.contacthub.figures import money, number, orders_of
from understudy.vendors.contacthub.paging import CEILING, page_of
from understudy.vendors.contacthub.sources import PLAN, SEND, sources_of
from understudy.vendors.contacthub.spans import LONGEST, YEAR, Span, series, span_of
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = [
    "get_buying_behaviors_analytics_workspaces",
    "get_customers_by_communication_channels_analytics_workspaces",
    "get_customers_by_creation_date_analytics_workspaces",
    "get_customers_by_update_date_analytics_workspaces",
    "get_customers_stats_analytics_workspaces",
    "get_events_by_type_and_context_analytics_workspaces",
    "get_events_by_update_date_analytics_workspaces",
    "get_events_category_distribution_analytics_workspaces",
    "get_events_kpi_ecommerce_analytics_workspaces",
    "get_events_kpi_purchases_analytics_workspaces",
    "get_events_kpi_web_analytics_workspaces",
    "get_nodes_stats_analytics_workspaces",
    "get_stats_analytics_workspaces",
]

MOMENT = pl.Datetime("ms", "UTC")
EMAIL, MOBILE = "base.contacts.email", "base.contacts.mobilePhone"


@long_running
def get_events_category_distribution_analytics_workspaces(request: Request, view: View) -> Reply:
    """1: a customer's events over time, a series for each type that occurs (H-1.1 to H-1.5)."""
    mode = request.query.get("mode") or "DAILY"
    span = span_of(request, view, YEAR, LONGEST[mode])
    found = theirs(request, view).filter(span.holds("date"))
    data = [
        {
            "category": category,
            "type": "timeseries",
            "values": [{**each, "value": str(each["value"])} for each in series(dates, span, mode)],
        }
        for category, dates in by_type(found, "date")
    ]
    return Reply(200, {"parameters": {**span.told(), "mode": mode}, "data": data})


def theirs(request: Request, view: View) -> pl.DataFrame:
    """The events of the customer that the path names; of all that an aggregate one is made of."""
    customer = customers.customer_of(request, view)
    own = [each.id for each in customers.entries_of(view, customer)]
    return events.search(view, customer.workspace, customers=own)


def by_type(found: pl.DataFrame, column: str) -> list[tuple[str, pl.Series]]:
    """The moments of a column for each type of events that occurs, in order of name."""
    groups = found.select(pl.col("type").cast(pl.String), column).partition_by("type", as_dict=True)
    return sorted((str(key[0]), frame[column]) for key, frame in groups.items())


@long_running
def get_buying_behaviors_analytics_workspaces(request: Request, view: View) -> Reply:
    """2: what a customer spent, in all and on average, and on how many orders (H-2.1, H-2.2)."""
    span = span_of(request, view, YEAR)
    ws = workspace_of(request, view).id
    ever = orders_of(view, ws, theirs(request, view))
    now = ever.within(span)
    data = [
        money(view, ws, "totalSpending", now.total(), ever.total(), revenue=now.revenue()),
        money(view, ws, "averageSpending", now.average(), ever.average()),
        number("orders", len(now), len(ever)),
    ]
    return Reply(200, {"parameters": span.told(), "data": data})


def get_stats_analytics_workspaces(request: Request, view: View) -> Reply:
    """3: a workspace and how many customers its entry nodes have (H-3.1)."""
    workspace = workspace_of(request, view)
    total = sum(customers.count(view, node) for node in nodes_asked(request, view))
    said = {name: workspace.body[name] for name in ("name", "status")}
    return Reply(200, {"id": workspace.id, **said, "customers": total})


@long_running
def get_nodes_stats_analytics_workspaces(request: Request, view: View) -> Reply:
    """4: the nodes that the caller may read, how many customers each has and where it goes (H-4.1, H-4.2)."""
    workspace = workspace_of(request, view)
    found = [each for each in nodes_of(view, workspace.id) if readable(request.caller, view, each)]
    chosen, page = page_of(request, len(found), ceiling=CEILING)
    return Reply(200, {"elements": [node_stats(view, each) for each in found[chosen]], "page": page})


def node_stats(view: View, node: Document) -> dict[str, Any]:
    """A node, how many customers it has, whether a Plan source reads it, and its database in Contactsend."""
    bound = [each.body for each in sources_of(view, node.body["workspace"]) if node.id in each.body["nodes"]]
    sends = [each["properties"] for each in bound if each["provider"] == SEND]
    return {
        "id": node.id,
        "name": node.body["name"],
        "type": node.body["type"],
        "customers": customers.count(view, node),
        "plan": any(each["provider"] == PLAN for each in bound),
        "send": {"groupPk": sends[0].get("groupPk", 0), "userDbId": sends[0]["userdbId"]} if sends else None,
    }


@long_running
def get_customers_stats_analytics_workspaces(request: Request, view: View) -> Reply:
    """5: how many customers there are, in all or in one node (H-5.1 to H-5.3)."""
    total = sum(customers.count(view, node) for node in nodes_asked(request, view))
    return keyed(request, "CustomersSnapshot", {"total": total})


@long_running
def get_customers_by_creation_date_analytics_workspaces(request: Request, view: View) -> Reply:
    """6: customers by when they were registered, in months unless asked otherwise (H-6.1, H-1.3)."""
    mode = request.query.get("mode") or "MONTHLY"
    span = span_of(request, view, YEAR, LONGEST[mode])
    found = customers_of(request, view, "registeredAt")["registeredAt"]
    data = [{"category": "addedCustomers", "type": "timeseries", "values": series(found, span, mode)}]
    return Reply(200, {"parameters": {**span.told(), "mode": mode, **asked(request)}, "data": data})


@long_running
def get_customers_by_communication_channels_analytics_workspaces(request: Request, view: View) -> Reply:
    """7: customers by what they can be reached by, each counted once (H-7.1)."""
    found = customers_of(request, view, EMAIL, MOBILE)
    # An empty text reaches nobody either.
    mail, mobile = (found[name].fill_null("") != "" for name in (EMAIL, MOBILE))
    counts = {
        "emailMobile": (mail & mobile).sum(),
        "emailOnly": (mail & ~mobile).sum(),
        "mobileOnly": (~mail & mobile).sum(),
        "notReachable": (~mail & ~mobile).sum(),
    }
    return keyed(request, "communicationChannels", {key: str(int(count)) for key, count in counts.items()})


def keyed(request: Request, category: str, values: dict[str, Any]) -> Reply:
    """Counts by key."""
    listed = [{"key": key, "value": value} for key, value in values.items()]
    data = {"category": category, "type": "keyValue", "values": listed}
    return Reply(200, {"parameters": asked(request), "data": data})


@long_running
def get_customers_by_update_date_analytics_workspaces(request: Request, view: View) -> Reply:
    """8: customers by when they were added, updated or deleted (H-8.1, H-8.2)."""
    kind = request.query.get("type") or "ADDED"
    span = changes_span(request, view, kind)
    if kind == "DELETED":
        moments = pl.Series([at for at, _ in deleted(request, view, "CUSTOMER", span)], dtype=pl.Int64)
        moments = moments.cast(pl.Datetime("ms")).dt.replace_time_zone("UTC")
    else:
        moments = changed(customers_of(request, view, "registeredAt", "updatedAt"), kind)["at"]
    data = [{"category": "customers", "type": "timeseries", "values": series(moments, span)}]
    return Reply(200, {"parameters": {**span.told(), **asked(request), "type": kind}, "data": data})


def changes_span(request: Request, view: View, kind: str) -> Span:
    """The last month unless asked otherwise; a year at most, a month of deletions (H-1.2, H-1.3)."""
    return span_of(request, view, 1, 1 if kind == "DELETED" else YEAR)


def changed(found: pl.DataFrame, kind: str) -> pl.DataFrame:
    """What was added or updated, with the moment `at` of it; what is as it was made was not updated."""
    if kind == "ADDED":
        return found.with_columns(at=pl.col("registeredAt"))
    return found.filter(pl.col("updatedAt") > pl.col("registeredAt")).with_columns(at=pl.col("updatedAt"))


@long_running
def get_events_by_update_date_analytics_workspaces(request: Request, view: View) -> Reply:
    """9: events by when they were added, updated or deleted, a series for each type (H-9.1)."""
    kind = request.query.get("type") or "ADDED"
    span = changes_span(request, view, kind)
    if kind == "DELETED":
        gone = [(data["type"], at) for at, data in deleted(request, view, "EVENT", span)]
        found = pl.DataFrame(gone, {"type": pl.String, "at": pl.Int64}, orient="row").with_columns(
            pl.col("at").cast(pl.Datetime("ms")).dt.replace_time_zone("UTC")
        )
    else:
        found = changed(events_of(request, view), kind).filter(span.holds("at"))
    data = [
        {"category": category, "type": "timeseries", "values": series(moments, span)}
        for category, moments in by_type(found, "at")
    ]
    return Reply(200, {"parameters": {**span.told(), **asked(request), "type": kind}, "data": data})


@long_running
def get_events_by_type_and_context_analytics_workspaces(request: Request, view: View) -> Reply:
    """10: events by their date, a series for each type and context that occur (H-10.1, H-10.2)."""
    context = request.query.get("context") or "ALL"
    span = span_of(request, view, 1, YEAR)
    found = events_of(request, view).filter(span.holds("date"))
    texts = found.select(pl.col("type", "context").cast(pl.String), "date")
    groups = texts.partition_by("type", "context", as_dict=True)
    data = [
        {
            "category": key[0],
            "context": key[1],
            "type": "timeseries",
            "values": series(groups[key]["date"], span),
        }
        for key in sorted(groups, key=str)
        if context in ("ALL", key[1])
    ]
    parameters = {**span.told(), **asked(request), "context": context}
    return Reply(200, {"parameters": parameters, "data": data})


@long_running
def get_events_kpi_purchases_analytics_workspaces(request: Request, view: View) -> Reply:
    """11: what was bought in shops, in the web or anywhere (H-11.1, H-11.2)."""
    kind = request.query.get("type") or "ALL"
    found = events_of(request, view)
    if kind != "ALL":
        found = found.filter(pl.col("context").cast(pl.String) == kind)
    span, ws = span_of(request, view, 1), workspace_of(request, view).id
    ever = orders_of(view, ws, found)
    now = ever.within(span)
    data = [
        money(view, ws, "totalRevenue", now.revenue(), ever.revenue()),
        money(view, ws, "averageOrderValue", now.average(), ever.average()),
        number("orders", len(now), len(ever)),
        number("buyers", now.customers(), ever.customers()),
    ]
    return Reply(200, {"parameters": {**span.told(), **asked(request), "type": kind}, "data": data})


@long_running
def get_events_kpi_ecommerce_analytics_workspaces(request: Request, view: View) -> Reply:
    """12: what was sold by the shop in the web, and what was left in its carts (H-12.1)."""
    found = events_of(request, view).filter(pl.col("context").cast(pl.String) == "ECOMMERCE")
    span, ws = span_of(request, view, 1), workspace_of(request, view).id
    ever = orders_of(view, ws, found)
    now = ever.within(span)
    carts = found.filter(pl.col("type").cast(pl.String) == "abandonedCart")
    data = [
        money(view, ws, "totalSales", now.total(), ever.total()),
        money(view, ws, "averageOrderValue", now.average(), ever.average()),
        number("orders", len(now), len(ever)),
        number("abandonedCarts", carts.filter(span.holds("date")).height, carts.height),
    ]
    return Reply(200, {"parameters": {**span.told(), **asked(request)}, "data": data})


@long_running
def get_events_kpi_web_analytics_workspaces(request: Request, view: View) -> Reply:
    """13: pages and products viewed and searches in the web, and by how many customers (H-13.1)."""
    span = span_of(request, view, 1)
    found = events_of(request, view).filter(span.holds("date"), pl.col("context").cast(pl.String) == "WEB")
    kinds = found["type"].cast(pl.String)
    counts = {
        "pageViews": (kinds == "viewedPage").sum(),
        "productViews": (kinds == "viewedProduct").sum(),
        "searches": (kinds == "searched").sum(),
        "visitors": found["customer"].drop_nulls().n_unique(),
    }
    data = [
        {
            "name": name,
            "category": "eventsKPI",
            "type": "keyValue",
            "values": [{"key": name, "value": int(count)}],
        }
        for name, count in counts.items()
    ]
    return Reply(200, {"parameters": {**span.told(), **asked(request)}, "data": data})
