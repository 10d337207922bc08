"""Figures about purchases and visits (H-2, H-11 to H-13)."""

from decimal import Decimal

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.events_found import DATES, LIVES
from understudy.vendors.contacthub.behaviours.steps import MAKES, POST_EVENT, customer, event
from understudy.vendors.contacthub.behaviours.steps_analytics import (
    BUYING,
    ECOMMERCE,
    PURCHASES,
    WEB,
    amount,
    counts,
    data,
    order,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

STAGE = ("stage",)


@promises("H-2.1", "What a customer spent is told, of the span and in all.", uses=(BUYING, *LIVES))
def spending_is_told(probe: Probe) -> None:
    key = customer(probe)["id"]
    order(probe, key, "RETAIL", paid=30.25, goods=25)
    order(probe, key, "ECOMMERCE", paid=10.5, goods=8, date=DATES[0])
    told = data(probe, BUYING, key)
    got = [amount(probe, told, "totalSpending", name) for name in ("value", "revenue", "total")]
    probe.same(["30.25", "25", "40.75"], [f"{each.normalize():f}" for each in got], "spent, revenue, in all:")


@promises(
    "H-2.1",
    "What is returned is taken from what a customer spent, and orders are counted.",
    uses=(BUYING, *LIVES),
    severity=SHOULD,
)
def returns_are_given_back(probe: Probe) -> None:
    key = customer(probe)["id"]
    order(probe, key, "RETAIL", paid=30, goods=25)
    order(probe, key, "RETAIL", paid=10, goods=8, properties={"type": "return"})
    told = data(probe, BUYING, key)
    probe.same(Decimal(20), amount(probe, told, "totalSpending"), "the spending", pointer="/data")
    probe.same(Decimal(2), amount(probe, told, "orders"), "the orders", pointer="/data")


@promises("H-2.2", "Sums lose no cent.", uses=(BUYING, *LIVES), severity=SHOULD)
def sums_lose_no_cent(probe: Probe) -> None:
    key = customer(probe)["id"]
    for paid in (0.1, 0.2, 1000.01):
        order(probe, key, "RETAIL", paid=paid, goods=paid)
    got = amount(probe, data(probe, BUYING, key), "totalSpending")
    probe.same("1000.31", f"{got.normalize():f}", "the spending", pointer="/data")


@promises(
    "H-11.1",
    "Revenue is told of the span, by the date of the order, and in all.",
    uses=(PURCHASES, POST_EVENT, *MAKES),
    needs=STAGE,
)
def revenue_is_told(probe: Probe) -> None:
    with probe.stage():
        key = customer(probe)["id"]
        before = data(probe, PURCHASES)
        order(probe, key, "RETAIL", paid=30.25, goods=25)
        order(probe, key, "ECOMMERCE", paid=10.5, goods=8, date=DATES[0])
        after = data(probe, PURCHASES)
        for member, expected in (("value", 25), ("total", 33)):
            old, new = (amount(probe, told, "totalRevenue", member) for told in (before, after))
            probe.same(Decimal(expected), new - old, f"how much more {member} there is:", pointer="/data")


@promises(
    "H-11.1",
    "Orders and who made them are counted.",
    uses=(PURCHASES, POST_EVENT, *MAKES),
    needs=STAGE,
    severity=SHOULD,
)
def orders_and_buyers_are_counted(probe: Probe) -> None:
    with probe.stage():
        key = customer(probe)["id"]
        before = data(probe, PURCHASES)
        for _ in range(2):
            order(probe, key, "RETAIL", paid=30, goods=25)
        after = data(probe, PURCHASES)
        for name, expected in (("orders", 2), ("buyers", 1)):
            more = amount(probe, after, name) - amount(probe, before, name)
            probe.same(Decimal(expected), more, f"how many more {name} there are:", pointer="/data")


@promises(
    "H-11.2",
    "Purchases in the web and in shops are told apart, and make ALL together.",
    uses=(PURCHASES, POST_EVENT, *MAKES),
    needs=STAGE,
)
def kinds_of_purchases_are_told_apart(probe: Probe) -> None:
    with probe.stage():
        key = customer(probe)["id"]
        kinds = ("ECOMMERCE", "RETAIL", "ALL")

        def now() -> list[Decimal]:
            return [amount(probe, data(probe, PURCHASES, type=kind), "totalRevenue") for kind in kinds]

        before = now()
        order(probe, key, "RETAIL", paid=30, goods=25)
        order(probe, key, "ECOMMERCE", paid=10, goods=8)
        more = [new - old for new, old in zip(now(), before, strict=True)]
        probe.same([8, 25, 33], [int(each) for each in more], f"more revenue of {kinds}:", pointer="/data")


@promises(
    "H-12.1",
    "Sales of the shop in the web are told, and those of other shops are not.",
    uses=(ECOMMERCE, POST_EVENT, *MAKES),
    needs=STAGE,
)
def sales_are_told(probe: Probe) -> None:
    with probe.stage():
        key = customer(probe)["id"]
        before = data(probe, ECOMMERCE)
        order(probe, key, "RETAIL", paid=30, goods=25)
        order(probe, key, "ECOMMERCE", paid=10.5, goods=8)
        order(probe, key, "ECOMMERCE", paid=2, goods=2, date=DATES[0])
        after = data(probe, ECOMMERCE)
        for member, expected in (("value", "10.5"), ("total", "12.5")):
            old, new = (amount(probe, told, "totalSales", member) for told in (before, after))
            probe.same(Decimal(expected), new - old, f"how much more {member} there is:", pointer="/data")


@promises(
    "H-12.1",
    "Carts that were abandoned are counted.",
    uses=(ECOMMERCE, POST_EVENT, *MAKES),
    needs=STAGE,
    severity=SHOULD,
)
def abandoned_carts_are_counted(probe: Probe) -> None:
    with probe.stage():
        key = customer(probe)["id"]
        before = amount(probe, data(probe, ECOMMERCE), "abandonedCarts")
        event(probe, key, "abandonedCart", context="ECOMMERCE")
        after = amount(probe, data(probe, ECOMMERCE), "abandonedCarts")
        probe.same(Decimal(1), after - before, "how many more carts there are:", pointer="/data")


@promises("H-13.1", "Pages viewed in the web are counted.", uses=(WEB, POST_EVENT, *MAKES), needs=STAGE)
def views_are_counted(probe: Probe) -> None:
    with probe.stage():
        key = customer(probe)["id"]

        def now() -> int:
            told = {name: count for each in data(probe, WEB) for name, count in counts(each).items()}
            return told.get("pageViews", 0)

        before = now()
        for said in ({}, {}, {"context": "MOBILE"}, {"date": DATES[0]}):
            event(probe, key, **said)
        probe.same(before + 2, now(), "pages viewed in the web in the last month:", pointer="/data")
