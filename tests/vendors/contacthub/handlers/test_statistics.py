"""Statistics: counts and series of customers and events as they are stored, and figures about purchases."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import (
    BRANCHES,
    EVERYBODY,
    MAILINGS,
    MARINS_BRANCHES,
    NEWSLETTER,
    NOBODYS,
    ONLINE,
    TIBURON,
    Desk,
    seeded,
)

CONTEXTS = ("WEB", "MOBILE", "ECOMMERCE", "RETAIL", "SOCIAL", "DIGITAL_CAMPAIGN", "CONTACT_CENTER", "IOT")
CONTEXTS = (*CONTEXTS, "OTHER", "ALL")
NOW = "2026-01-15T12:00:00.000Z"


def asked(desk, operation, **given):
    """The answer's body."""
    reply = desk.call(f"get{operation}AnalyticsWorkspaces", **given)
    assert 200 == reply.status, desk.reason
    return reply.body


def total(data):
    """The sum of all values of all series."""
    return sum(int(value["value"]) for series in data for value in series["values"])


def values(body):
    """The values of a body with keys."""
    return {each["key"]: each["value"] for each in body["data"]["values"]}


def figures(body):
    """Value and total of each figure by name."""
    return {each["name"]: (each["value"], each["total"]) for each in body["data"]}


@pytest.fixture
def customer(desk):
    """A customer of the newsletter's node without any event."""
    person = {"nodeId": NEWSLETTER, "base": {"contacts": {"email": "r@example.com"}}}
    return desk.call("postCustomerWorkspaces", person).body["id"]


def send(desk, customer, kind="loggedIn", context="WEB", date="2026-01-14T10:00:00Z", **properties):
    """Record an event of a customer."""
    event = {"customerId": customer, "type": kind, "context": context, "properties": properties, "date": date}
    return desk.call("postEventWorkspaces", event).body["id"]


def buy(desk, customer, amount, kind="sale", **given):
    """Record an order."""
    order = {"type": kind, "amount": {"total": amount, "revenue": amount - 1}}
    return send(desk, customer, "completedOrder", **{"context": "ECOMMERCE", **given}, **order)


def test_a_customers_events_are_counted_by_type(desk, customer):
    """There is a series for each type of event that the customer has, and no other. (H-1.1)"""
    for kind in ("loggedIn", "loggedIn", "viewedPage"):
        send(desk, customer, kind)
    send(
        desk,
        desk.call("getCustomersWorkspaces", nodeId=BRANCHES, size=1).body["elements"][0]["id"],
        "searched",
    )
    body = asked(desk, "EventsCategoryDistribution", customerId=customer)

    assert {"loggedIn": 2, "viewedPage": 1} == {each["category"]: total([each]) for each in body["data"]}
    assert all(isinstance(each["value"], str) for series in body["data"] for each in series["values"])


def test_events_of_an_aggregate_customer_are_those_of_its_entries(desk):
    """An aggregate customer has the events of all that it is made of. (H-1.1)"""
    key = desk.call("getCustomersWorkspaces", nodeId=EVERYBODY, size=1).body["elements"][0]["id"]
    listed = desk.call("getEventsWorkspaces", customerId=key, dateFrom="2025-01-15T12:00:00Z").body

    body = asked(desk, "EventsCategoryDistribution", customerId=key)
    assert listed["page"]["totalElements"] == total(body["data"])


@pytest.mark.parametrize(
    ("operation", "mode", "start"),
    [
        ("EventsCategoryDistribution", "DAILY", "2025-01-15"),
        ("CustomersByCreationDate", "MONTHLY", "2025-01-15"),
        ("CustomersByUpdateDate", None, "2025-12-15"),
        ("EventsByUpdateDate", None, "2025-12-15"),
        ("EventsByTypeAndContext", None, "2025-12-15"),
        ("EventsKpiPurchases", None, "2025-12-15"),
        ("EventsKpiEcommerce", None, "2025-12-15"),
        ("EventsKpiWeb", None, "2025-12-15"),
        ("BuyingBehaviors", None, "2025-01-15"),
    ],
)
def test_the_usual_span_and_steps(desk, customer, operation, mode, start):
    """Without start and end it is the last year or month, in days or months, as documented. (H-1.2)"""
    own = {"customerId": customer} if operation in ("EventsCategoryDistribution", "BuyingBehaviors") else {}
    told = asked(desk, operation, **own)["parameters"]

    assert (f"{start}T12:00:00.000Z", NOW, mode) == (told["start"], told["end"], told.get("mode"))


@pytest.mark.parametrize(
    ("operation", "given", "start"),
    [
        ("CustomersByCreationDate", {"mode": "DAILY"}, "2025-01-15"),
        ("CustomersByCreationDate", {"mode": "WEEKLY"}, "2021-01-15"),
        ("CustomersByCreationDate", {"mode": "MONTHLY"}, "2016-01-15"),
        ("CustomersByUpdateDate", {}, "2025-01-15"),
        ("CustomersByUpdateDate", {"type": "DELETED"}, "2025-12-15"),
        ("EventsByUpdateDate", {"type": "UPDATED"}, "2025-01-15"),
        ("EventsByUpdateDate", {"type": "DELETED"}, "2025-12-15"),
        ("EventsByTypeAndContext", {}, "2025-01-15"),
        ("EventsKpiWeb", {}, "1999-01-01"),
    ],
)
def test_a_span_that_is_too_long_begins_later(desk, operation, given, start):
    """The start moves by itself to where the span is as long as it may be. (H-1.3)"""
    told = asked(desk, operation, start="1999-01-01T12:00:00Z", **given)["parameters"]

    assert f"{start}T12:00:00.000Z" == told["start"]


@pytest.mark.parametrize(
    "given",
    [{"start": "2026-01-15T12:00:00.001Z"}, {"start": "2025-01-02T00:00:00Z", "end": "2025-01-01T00:00:00Z"}],
)
def test_a_span_does_not_end_before_it_begins(desk, given):
    """A start after the end is a 400 that names it. (H-1.4)"""
    reply = desk.call("getCustomersByCreationDateAnalyticsWorkspaces", **given)

    assert (400, ["/start"]) == (reply.status, [error["path"] for error in reply.body["errors"]])


DAYS = st.dates(date(2024, 1, 1), date(2026, 1, 1))


@given(DAYS, st.integers(0, 300), st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]))
def test_series_leave_nothing_out(first, days, mode):
    """Each day, week (from Monday) or month of the span has its value, in order. (H-1.5)"""
    desk = Desk(seeded().fork("test"))
    end = first + timedelta(days=days)
    span = {"start": f"{first}T00:00:00Z", "end": f"{end}T23:59:59.999Z"}
    body = asked(desk, "CustomersByCreationDate", nodeId=BRANCHES, mode=mode, **span)
    (series,) = body["data"]
    told = [date.fromisoformat(each["datetime"]) for each in series["values"]]

    steps = sorted({step_of(first + timedelta(days=number), mode) for number in range(days + 1)})
    assert steps == told
    found = desk.call("getCustomersWorkspaces", nodeId=BRANCHES, query=between(span), size=1).body
    assert found["page"]["totalElements"] == total([series])


def step_of(day, mode):
    """The first day of the day's step."""
    return {"DAILY": day, "WEEKLY": day - timedelta(days=day.weekday()), "MONTHLY": day.replace(day=1)}[mode]


def between(span):
    """The query for customers registered in the span."""

    atomic = {
        "type": "atomic",
        "attribute": "registeredAt",
        "operator": "BETWEEN",
        "value": list(span.values()),
    }
    return json.dumps({"query": {"type": "simple", "are": {"condition": atomic}}})


def test_what_a_customer_spent(desk, customer):
    """Spending in all and on average, with the revenue, and the orders; returns are given back. (H-2.1)"""
    for amount, kind in ((100.10, "sale"), (50.05, "sale"), (50.05, "return")):
        buy(desk, customer, amount, kind)
    buy(desk, customer, 10, date="2020-01-01T00:00:00Z")
    body = asked(desk, "BuyingBehaviors", customerId=customer)

    assert {
        "totalSpending": ("100.10", "110.10"),
        "averageSpending": ("33.37", "27.52"),
        "orders": ("3", "4"),
    } == (figures(body))
    assert ("USD", "99.10") == (body["data"][0]["currency"], body["data"][0]["revenue"])


def test_sums_lose_no_cent(desk, customer):
    """A hundred times ten cents are ten, and sums too large for a float are still numbers. (H-2.2)"""
    for _ in range(100):
        buy(desk, customer, 0.10)
    assert "10.00" == figures(asked(desk, "BuyingBehaviors", customerId=customer))["totalSpending"][0]
    for _ in range(2):
        buy(desk, customer, 1.7e308)
    large = figures(asked(desk, "BuyingBehaviors", customerId=customer))["totalSpending"][0]
    assert Decimal("3.4e308") == round(Decimal(large), -300)


def test_a_workspace_and_its_customers(desk):
    """Id, name and status of the workspace, and the number of customers of its entry nodes. (H-3.1)"""
    counts = {key: count(desk, key) for key in (BRANCHES, ONLINE, NEWSLETTER)}
    body = asked(desk, "Stats")

    assert ("Tiburon Community Bank", "ENABLED", sum(counts.values())) == (
        body["name"],
        body["status"],
        body["customers"],
    )


def count(desk, node):
    """How many customers a search of the node finds."""
    return desk.call("getCustomersWorkspaces", nodeId=node, size=1).body["page"]["totalElements"]


def test_nodes_and_their_customers(desk):
    """All nodes of both kinds, each with as many customers as a search finds. (H-4.1)"""
    body = asked(desk, "NodesStats")

    found = {each["id"]: (each["type"], each["customers"]) for each in body["elements"]}
    kinds = {BRANCHES: "ENTRY", ONLINE: "ENTRY", NEWSLETTER: "ENTRY", EVERYBODY: "AGGREGATE"}
    assert {key: (kind, count(desk, key)) for key, kind in kinds.items()} == found
    assert (20, 4, 10_000) == tuple(body["page"][name] for name in ("size", "totalElements", "maxElements"))
    second = asked(desk, "NodesStats", page=1, size=3)
    assert [EVERYBODY] == [each["id"] for each in second["elements"]]


def test_where_nodes_go(desk):
    """A node tells its user DB of Contactsend and whether a source of Contactplan has it. (H-4.2)"""
    plan = {"provider": "CONTACTPLAN", "properties": {}, "name": "Plan", "nodes": [BRANCHES]}
    desk.call("postSourceConfigurationWorkspaces", plan)
    found = {each["id"]: each for each in asked(desk, "NodesStats")["elements"]}

    assert {"groupPk": 44, "userDbId": 7} == found[NEWSLETTER]["send"]
    assert [NEWSLETTER] == desk.document("sources", MAILINGS)["nodes"]
    assert (True, None) == (found[BRANCHES]["plan"], found[BRANCHES]["send"])
    assert not found[ONLINE]["plan"]


def test_all_customers_are_counted(desk, customer):
    """The snapshot is the number of customers now. (H-5.1)"""
    before = values(asked(desk, "CustomersStats"))["total"]
    desk.call("deleteCustomerWorkspaces", customerId=customer)

    assert before - 1 == values(asked(desk, "CustomersStats"))["total"]


def test_one_node_is_counted(desk, customer):
    """With a node only its customers count, and the answer repeats it; a strange node is a 404. (H-5.2)"""
    for node in (BRANCHES, ONLINE, NEWSLETTER, EVERYBODY):
        body = asked(desk, "CustomersStats", nodeId=node)
        assert ({"nodeId": node}, count(desk, node)) == (body["parameters"], values(body)["total"])
    assert {} == asked(desk, "CustomersStats")["parameters"]
    for key in (NOBODYS, MARINS_BRANCHES):
        assert 404 == desk.call("getCustomersStatsAnalyticsWorkspaces", nodeId=key).status


def test_nodes_that_the_caller_may_not_read_do_not_count(desk, customer):
    """A user's counts are of the nodes with a permission to read; another one is a 403. (H-5.3)"""
    readable = count(desk, BRANCHES) + count(desk, ONLINE)
    everything = total(asked(desk, "EventsByTypeAndContext")["data"])
    shown = total(asked(desk, "EventsByTypeAndContext", token="demo-user")["data"])
    send(desk, customer)

    assert readable == values(asked(desk, "CustomersStats", token="demo-user"))["total"]
    assert [BRANCHES, ONLINE] == [
        each["id"] for each in asked(desk, "NodesStats", token="demo-user")["elements"]
    ]
    assert (
        403 == desk.call("getCustomersStatsAnalyticsWorkspaces", nodeId=NEWSLETTER, token="demo-user").status
    )
    assert everything + 1 == total(asked(desk, "EventsByTypeAndContext")["data"])
    assert shown == total(asked(desk, "EventsByTypeAndContext", token="demo-user")["data"])


@pytest.mark.parametrize(
    "operation", ["CustomersByCreationDate", "CustomersByUpdateDate", "EventsByUpdateDate", "CustomersStats"]
)
def test_who_may_read_nothing_is_told_nothing(desk, operation):
    """Without a single node to count there is nobody, which is no error. (H-5.3)"""
    user = desk.document("users", f"{TIBURON}/230")
    desk.put("users", f"{TIBURON}/230", {**user, "nodes": []})
    data = asked(desk, operation, token="demo-user")["data"]

    assert 0 == (total(data) if isinstance(data, list) else data["values"][0]["value"])


def test_customers_by_registration(desk, customer):
    """A new customer counts where it was registered. (H-6.1)"""
    body = asked(desk, "CustomersByCreationDate", nodeId=NEWSLETTER, mode="WEEKLY")

    (series,) = body["data"]
    assert ("addedCustomers", {"datetime": "2026-01-12", "value": 1}) == (
        series["category"],
        series["values"][-1],
    )
    assert 1 == total([series])
    assert {"mode": "WEEKLY", "nodeId": NEWSLETTER}.items() <= body["parameters"].items()


def test_customers_by_channel(desk):
    """E-mail and mobile, only one of them, or neither: each customer counts once, as text. (H-7.1)"""
    for name, contacts in {
        "a": {"email": "a@example.com", "mobilePhone": "+15550100"},
        "b": {"email": "b@example.com"},
        "c": {"email": "c@example.com", "mobilePhone": ""},
    }.items():
        person = {"nodeId": NEWSLETTER, "externalId": name, "base": {"contacts": contacts}}
        desk.call("postCustomerWorkspaces", person)
    assert {"emailMobile": "1", "emailOnly": "2", "mobileOnly": "0", "notReachable": "0"} == values(
        asked(desk, "CustomersByCommunicationChannels", nodeId=NEWSLETTER)
    )
    all_of_them = values(asked(desk, "CustomersByCommunicationChannels", nodeId=BRANCHES))
    assert count(desk, BRANCHES) == sum(map(int, all_of_them.values()))
    assert all(int(value) for value in all_of_them.values())


def test_changes_of_customers(desk, customer):
    """Customers count on the day they were added, last updated or deleted. (H-8.1)"""
    desk.world.clock.step(timedelta(days=2))
    desk.call("patchCustomerWorkspaces", {"extra": "x"}, customerId=customer)
    other = {"nodeId": NEWSLETTER, "base": {"contacts": {"email": "s@example.com"}}}
    gone = desk.call("postCustomerWorkspaces", other).body["id"]
    desk.world.clock.step(timedelta(days=1))
    desk.call("deleteCustomerWorkspaces", customerId=gone)
    expected = {"ADDED": {"2026-01-15": 1}, "UPDATED": {"2026-01-17": 1}, "DELETED": {"2026-01-18": 1}}

    for kind, days in expected.items():
        body = asked(desk, "CustomersByUpdateDate", nodeId=NEWSLETTER, type=kind)
        (series,) = body["data"]
        assert days == {each["datetime"]: each["value"] for each in series["values"] if each["value"]}
        assert (kind, "customers") == (body["parameters"]["type"], series["category"])


def test_an_emptied_node_counts_as_deleted(desk):
    """All customers and events that a node lost are deletions of that day. (H-8.2)"""
    people = count(desk, ONLINE)
    listed = desk.call("getEventsWorkspaces", nodeId=ONLINE, size=1).body["page"]["totalElements"]
    desk.call("postEmptyEntryNodeConfigurationWorkspaces", nodeId=ONLINE)

    assert people == total(asked(desk, "CustomersByUpdateDate", type="DELETED", nodeId=EVERYBODY)["data"])
    assert listed == total(asked(desk, "EventsByUpdateDate", type="DELETED", nodeId=ONLINE)["data"])
    assert 0 == total(asked(desk, "EventsByUpdateDate", type="DELETED", nodeId=BRANCHES)["data"])


def test_changes_of_events(desk, customer):
    """A series for each type of event that was added, updated or deleted, on the day of it. (H-9.1)"""
    first, second = send(desk, customer, "loggedIn"), send(desk, customer, "searched")
    desk.world.clock.step(timedelta(days=1))
    desk.call("patchEventWorkspaces", {"date": "2026-01-13T10:00:00Z"}, id=first)
    desk.call("deleteEventWorkspaces", id=second)
    expected = {
        "ADDED": {("loggedIn", "2026-01-15")},
        "UPDATED": {("loggedIn", "2026-01-16")},
        "DELETED": {("searched", "2026-01-16")},
    }

    for kind, found in expected.items():
        data = asked(desk, "EventsByUpdateDate", nodeId=NEWSLETTER, type=kind)["data"]
        assert found == {
            (series["category"], each["datetime"])
            for series in data
            for each in series["values"]
            if each["value"]
        }
        earlier = {"type": kind, "start": "2025-12-20T00:00:00Z", "end": "2026-01-14T00:00:00Z"}
        assert [] == asked(desk, "EventsByUpdateDate", nodeId=NEWSLETTER, **earlier)["data"]


def test_events_by_type_and_context(desk, customer):
    """A series for each pair of type and context, by the date of the event. (H-10.1)"""
    for context in ("WEB", "WEB", "MOBILE"):
        send(desk, customer, "loggedIn", context, date="2026-01-02T23:59:59.999Z")
    send(desk, customer, "loggedIn", date="2025-12-01T00:00:00Z")
    data = asked(desk, "EventsByTypeAndContext", nodeId=NEWSLETTER)["data"]

    assert {("loggedIn", "MOBILE"): 1, ("loggedIn", "WEB"): 2} == {
        (each["category"], each["context"]): total([each]) for each in data
    }
    assert {"2026-01-02"} == {
        each["datetime"] for series in data for each in series["values"] if each["value"]
    }


def test_one_context_is_counted(desk):
    """With a context only its events count; ALL is the sum of all contexts. (H-10.2)"""
    bodies = {context: asked(desk, "EventsByTypeAndContext", context=context) for context in CONTEXTS}

    for context, body in bodies.items():
        assert context == body["parameters"]["context"]
        assert context == "ALL" or {each["context"] for each in body["data"]} <= {context}
    counted = {context: total(body["data"]) for context, body in bodies.items()}
    assert counted.pop("ALL") == sum(counted.values())


def test_purchases(desk, customer):
    """Revenue, average order, orders and buyers of the span, by the date of the event. (H-11.1)"""
    buy(desk, customer, 100)
    buy(desk, customer, 50, context="RETAIL")
    buy(desk, customer, 50, date="2020-01-01T00:00:00Z")
    found = figures(asked(desk, "EventsKpiPurchases", nodeId=NEWSLETTER))

    assert ("148.00", "197.00") == found["totalRevenue"]
    assert ("75.00", "66.67") == found["averageOrderValue"]
    assert (("2", "3"), ("1", "1")) == (found["orders"], found["buyers"])


@pytest.mark.parametrize("node", [BRANCHES, ONLINE])
def test_purchases_are_as_they_are_now(desk, node):
    """An order of the start counts as it was changed, and no more when it is gone. (H-11.1)"""
    span = {"start": "2020-01-01T00:00:00Z", "nodeId": node}

    def sums():
        found = figures(asked(desk, "EventsKpiPurchases", **span))
        return Decimal(found["totalRevenue"][0]), int(found["orders"][0])

    orders = desk.call("getEventsWorkspaces", nodeId=node, type="completedOrder", size=2).body["elements"]
    changed, gone = ((each["id"], Decimal(str(each["properties"]["amount"]["revenue"]))) for each in orders)
    revenue, count = sums()
    desk.call("patchEventWorkspaces", {"properties": {"amount": {"revenue": 1000}}}, id=changed[0])
    desk.call("deleteEventWorkspaces", id=gone[0])

    assert (revenue - changed[1] + 1000 - gone[1], count - 1) == sums()


@pytest.mark.parametrize(("kind", "orders"), [("ECOMMERCE", "1"), ("RETAIL", "2"), ("ALL", "4")])
def test_kinds_of_purchases(desk, customer, kind, orders):
    """Purchases of the shop in the web, of shops, or all of them. (H-11.2)"""
    for context in ("ECOMMERCE", "RETAIL", "RETAIL", "MOBILE"):
        buy(desk, customer, 10, context=context)
    body = asked(desk, "EventsKpiPurchases", nodeId=NEWSLETTER, type=kind)

    assert (orders, kind) == (figures(body)["orders"][0], body["parameters"]["type"])


def test_the_shop_in_the_web(desk, customer):
    """Sales, average order, orders and abandoned carts in the context ECOMMERCE alone. (H-12.1)"""
    buy(desk, customer, 100)
    buy(desk, customer, 50, context="RETAIL")
    send(desk, customer, "abandonedCart", "ECOMMERCE")
    send(desk, customer, "abandonedCart", "WEB")
    found = figures(asked(desk, "EventsKpiEcommerce", nodeId=NEWSLETTER))

    assert {
        "totalSales": ("100.00", "100.00"),
        "averageOrderValue": ("100.00", "100.00"),
        "orders": ("1", "1"),
        "abandonedCarts": ("1", "1"),
    } == found


def test_visits_in_the_web(desk, customer):
    """Pages and products viewed, searches and visitors in the context WEB alone. (H-13.1)"""
    for kind in ("viewedPage", "viewedPage", "viewedProduct", "searched"):
        send(desk, customer, kind)
    send(desk, customer, "viewedPage", "MOBILE")
    send(desk, customer, "viewedPage", date="2025-01-01T00:00:00Z")
    body = asked(desk, "EventsKpiWeb", nodeId=NEWSLETTER)

    found = {each["name"]: each["values"] for each in body["data"]}
    counts = {"pageViews": 2, "productViews": 1, "searches": 1, "visitors": 1}
    assert {name: [{"key": name, "value": value}] for name, value in counts.items()} == found


def test_the_calendar_has_ends(desk):
    """Spans at either end of the calendar are spans as well, and a leap day has a year before it. (H-1.3)"""
    for end, start in {
        "0001-01-05T00:00:00Z": "0001-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z": "9998-12-31T23:59:59.999Z",
        "2024-02-29T00:00:00Z": "2023-02-28T00:00:00.000Z",
    }.items():
        assert start == asked(desk, "CustomersByCreationDate", end=end)["parameters"]["start"]
    assert datetime(2026, 1, 15, 12, tzinfo=UTC) == desk.world.clock.now()
