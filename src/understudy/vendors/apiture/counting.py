"""Who belongs to an audience, and how many (A-21 … A-27)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from understudy.vendors.apiture.filters import compile_filters
from understudy.vendors.apiture.records import INSIGHTS, current
from understudy.world.clock import parse_timestamp, timestamp
from understudy.world.criteria import All, Compare, Criterion, Not
from understudy.world.members import Members
from understudy.world.population import Counts, Population
from understudy.world.view import View

__all__ = ["ENROLLMENT", "count", "counted", "counted_at", "counts", "criterion_of", "derived_type"]

ENROLLMENT: Mapping[str, Criterion] = {
    "all": All(),
    "customer": Not((Compare("enrollment", "equals", ("applicant",)),)),
    "enrolled": Compare("enrollment", "equals", ("enrolled",)),
    "unenrolled": Compare("enrollment", "equals", ("unenrolled",)),
    "applicant": Compare("enrollment", "equals", ("applicant",)),
}
"""A-23: whom each enrollmentState lets in."""

CUSTOMER_TYPE: Mapping[str, Criterion] = {
    "all": All(),
    "retail": Compare("customer_type", "equals", ("retail",)),
    "commercial": Compare("customer_type", "equals", ("commercial",)),
}


def criterion_of(view: View, body: Mapping[str, Any]) -> Criterion:
    """Who satisfies an audience's or template's primary filters, filters and insight, all joined by and.

    `body` has customerType and enrollmentState; filters, insight and campaign where it has them. A list
    audience's criterion still has to be asked among its `members`. Problem 422 invalidAnalyticFilter.
    """
    parts = [CUSTOMER_TYPE[body["customerType"]], ENROLLMENT[body["enrollmentState"]]]
    if "insight" in body:
        parts.append(compile_filters(current(view, INSIGHTS, body["insight"]).body["filters"], view))
    if "filters" in body:
        parts.append(compile_filters(body["filters"], view, campaign=body.get("campaign")))
    return All(tuple(part for part in parts if part != All()))


def counted(view: View, body: Mapping[str, Any]) -> Counts:
    """How many people belong to the audience or template with this body, today."""
    population = view.institutions[body["institution"]].customers
    return count(population, criterion_of(view, body), view.now.date(), body.get("members"))


def count(population: Population, criterion: Criterion, today: date, among: Members | None) -> Counts:
    """How many match, remembered: the answer only changes with the day."""
    if among is None:
        return count_all(population, criterion, today)
    return count_among(population, criterion, today, among)


@lru_cache(maxsize=4_096)
def count_all(population: Population, criterion: Criterion, today: date) -> Counts:
    """Counts of a whole population."""
    return population.count(criterion, today)


@lru_cache(maxsize=64)  # few, because each keeps its members (up to four megabytes) in memory
def count_among(population: Population, criterion: Criterion, today: date, among: Members) -> Counts:
    """Counts among the members of a list."""
    return population.count(criterion, today, among)


def counts(population: Population, found: Counts) -> dict[str, int]:
    """The count members as every resource of the vendor carries them (A-24)."""
    return {
        "customerCount": found.customers,
        "retailCustomerCount": found.retail,
        "commercialCustomerCount": found.commercial,
        "enrolledCustomerCount": found.enrolled,
        "unenrolledCustomerCount": found.unenrolled,
        "applicantCount": found.applicants,
        "totalCustomerCount": population.total,
    }


def counted_at(view: View, body: Mapping[str, Any]) -> str:
    """When the counts were taken: on the last change, or in the nightly refresh since then (A-27).

    The refresh happens at midnight UTC, so that reading never has to write it down.
    """
    midnight = datetime.combine(view.now.date(), time(), UTC)
    return timestamp(max(midnight, parse_timestamp(body["countedAt"])))


def derived_type(body: Mapping[str, Any], found: Counts) -> str:
    """The customerType to show: derived from who is in it for list and insight audiences (A-21)."""
    if body["source"] not in ("list", "insight"):
        return str(body["customerType"])
    if found.customers and found.retail == found.customers:
        return "retail"
    if found.customers and found.commercial == found.customers:
        return "commercial"
    return "all"
