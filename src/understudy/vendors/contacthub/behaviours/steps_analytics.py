"""Steps of behaviours about analytics: series summed, counts and figures found by their names."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from understudy.conformance.suite import Probe
from understudy.vendors.contacthub.behaviours.steps import event

__all__ = [
    "BUYING",
    "CHANGED",
    "CHANNELS",
    "COUNT",
    "CREATED",
    "DISTRIBUTION",
    "ECOMMERCE",
    "EVENT_CHANGES",
    "NODE_STATS",
    "PURCHASES",
    "STATS",
    "TYPES",
    "WEB",
    "amount",
    "changes",
    "counts",
    "data",
    "order",
    "summed",
    "total",
]

DISTRIBUTION = "getEventsCategoryDistributionAnalyticsWorkspaces"
BUYING = "getBuyingBehaviorsAnalyticsWorkspaces"
STATS, NODE_STATS = "getStatsAnalyticsWorkspaces", "getNodesStatsAnalyticsWorkspaces"
COUNT = "getCustomersStatsAnalyticsWorkspaces"
CREATED = "getCustomersByCreationDateAnalyticsWorkspaces"
CHANNELS = "getCustomersByCommunicationChannelsAnalyticsWorkspaces"
CHANGED = "getCustomersByUpdateDateAnalyticsWorkspaces"
EVENT_CHANGES = "getEventsByUpdateDateAnalyticsWorkspaces"
TYPES = "getEventsByTypeAndContextAnalyticsWorkspaces"
PURCHASES = "getEventsKpiPurchasesAnalyticsWorkspaces"
ECOMMERCE = "getEventsKpiEcommerceAnalyticsWorkspaces"
WEB = "getEventsKpiWebAnalyticsWorkspaces"


def data(probe: Probe, operation: str, *path: str, caller: str = "", **asked: str) -> Any:
    """What a statistic tells; Broken when it is refused."""
    answer = probe.call(operation, *path, query=asked, caller=caller)
    return probe.member(probe.expect(answer, 200), "/data")


def summed(series: Iterable[Mapping[str, Any]], **named: str) -> int:
    """What all values of series with these members make together; they may be texts."""
    return sum(
        int(value["value"])
        for each in series
        if all(each.get(name) == text for name, text in named.items())
        for value in each["values"]
    )


def counts(told: Mapping[str, Any]) -> dict[str, int]:
    """Counts by their keys; they may be texts."""
    return {each["key"]: int(each["value"]) for each in told["values"]}


def total(probe: Probe, **asked: str) -> int:
    """How many customers there are, of a node if one is asked for."""
    return counts(data(probe, COUNT, **asked)).get("total", -1)


def changes(probe: Probe, operation: str, kind: str, **asked: str) -> int:
    """How many customers or events were ADDED, UPDATED or DELETED in the last month."""
    return summed(data(probe, operation, type=kind, **asked))


def amount(probe: Probe, figures: Iterable[Mapping[str, Any]], name: str, member: str = "value") -> Decimal:
    """A member of the figure of a name; Broken when there is none."""
    for each in figures:
        if each.get("name") == name:
            try:
                return Decimal(str(each.get(member)))
            except InvalidOperation:
                break
    return probe.broken(f"a figure {name} whose {member} is a number", "none", pointer="/data")


def order(probe: Probe, key: str, context: str, *, paid: float, goods: float, **said: Any) -> str:
    """The id of an order's event: `paid` in all, `goods` of it for the goods themselves."""
    properties = {"amount": {"total": paid, "revenue": goods}, **said.pop("properties", {})}
    return event(probe, key, "completedOrder", context=context, properties=properties, **said)
