"""Figures about what was bought: the amounts of orders, summed without losing a cent."""

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import polars as pl

from understudy.vendors.contacthub.event_rows import HISTORIES, History
from understudy.vendors.contacthub.event_tables import histories
from understudy.vendors.contacthub.records import EVENTS, WORKSPACES
from understudy.vendors.contacthub.spans import Span
from understudy.world.clock import parse_timestamp
from understudy.world.view import View

__all__ = ["Orders", "money", "number", "orders_of"]

COMPLETED = "completedOrder"
"""The type of events that are orders."""

RETURN = "return"
"""The type of an order whose amounts are given back."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order: when, by whom, and its amounts, negative where they were given back."""

    date: datetime
    customer: str | None
    total: Decimal
    revenue: Decimal


class Orders:
    """Some orders."""

    __slots__ = ("orders",)

    def __init__(self, orders: Iterable[Order]) -> None:
        self.orders: Sequence[Order] = list(orders)

    def __len__(self) -> int:
        return len(self.orders)

    def within(self, span: Span) -> "Orders":
        """Those of the span."""
        return Orders(order for order in self.orders if span.start <= order.date <= span.end)

    def total(self) -> Decimal:
        """What was paid."""
        return sum((order.total for order in self.orders), Decimal())

    def revenue(self) -> Decimal:
        """What was paid for the goods themselves."""
        return sum((order.revenue for order in self.orders), Decimal())

    def average(self) -> Decimal:
        """What was paid for one order; 0 when there is none."""
        return self.total() / len(self) if len(self) else Decimal()

    def customers(self) -> int:
        """How many customers ordered."""
        return len({order.customer for order in self.orders if order.customer is not None})


def orders_of(view: View, ws: str, found: pl.DataFrame) -> Orders:
    """The orders among these events of the workspace."""
    known = all_orders(view, ws)
    keys = found.filter(pl.col("type").cast(pl.String) == COMPLETED)["id"]
    return Orders(known[key] for key in keys)


def all_orders(view: View, ws: str) -> Mapping[str, Order]:
    """All orders of the workspace by event id, also those of rows that are gone."""

    def made() -> dict[str, Order]:
        drawn = [orders_of_rows(history) for history in histories(view, ws).values()]
        said = [own.body["body"] for own in view.documents.unsorted(EVENTS) if own.body["workspace"] == ws]
        written = {body["id"]: order(body) for body in said if body and body["type"] == COMPLETED}
        return dict(ChainMap(written, *drawn))

    return view.documents.derived(("contacthub orders", ws), made)


@lru_cache(maxsize=HISTORIES)
def orders_of_rows(history: History) -> dict[str, Order]:
    """The orders among the rows of a node by event id, remembered: a write of something else changes none."""
    places = (history.frame["type"].cast(pl.String) == COMPLETED).arg_true()
    return {body["id"]: order(body) for _, body in history.events(places)}


def order(body: Mapping[str, Any]) -> Order:
    """The order that an event tells of; amounts that it leaves out are 0."""
    properties = body["properties"]
    amount = properties.get("amount") or {}
    sign = -1 if properties.get("type") == RETURN else 1
    total, revenue = (sign * Decimal(str(amount.get(name) or 0)) for name in ("total", "revenue"))
    return Order(parse_timestamp(body["date"]), body["customerId"], total, revenue)


def money(view: View, ws: str, name: str, value: Decimal, total: Decimal, **more: Decimal) -> dict[str, Any]:
    """A sum of money in the workspace's currency: `value` of the span, `total` of all time."""
    workspace = view.documents.get(WORKSPACES, ws)
    currency = None if workspace is None else workspace.body["currency"]
    sums = {"value": value, "total": total, **more}
    return {
        "name": name,
        "type": "currency",
        "currency": currency,
        **{key: f"{amount:.2f}" for key, amount in sums.items()},
    }


def number(name: str, value: int, total: int) -> dict[str, Any]:
    """A number: `value` of the span, `total` of all time."""
    return {"name": name, "type": "number", "currency": None, "value": str(value), "total": str(total)}
