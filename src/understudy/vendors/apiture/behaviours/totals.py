"""Counting without an audience, counting rows, and when counts are taken again (A-25 … A-27)."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.apiture.behaviours.steps import (
    UNKNOWN,
    alike,
    counted,
    created,
    fetched,
    file_of,
    insight_or_campaign,
    key,
    refused,
    rows,
    selective_filters,
)
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

COUNT = ("countAudienceCustomers", "createCustomerAudience")
INSIGHT = (*COUNT, "listCustomerAudiences")
ROWS = ("listCustomerAudienceCustomers", "createCustomerAudience")
CHANGE = ("patchCustomerAudience", "createCustomerAudience", "getCustomerAudience")
SIZE = "/customerCount"


@AUDIENCES.promises(
    "A-25", "Without filters and insight every customer is counted.", uses=("countAudienceCustomers",)
)
def nothing_asked_counts_everybody(probe: Probe) -> None:
    answer = counted(probe, {})
    total = probe.member(answer, "/totalCustomerCount")
    probe.same(total, probe.member(answer, SIZE), "as the total, a count of", pointer=SIZE)


def negated(filters: dict[str, Any]) -> dict[str, Any]:
    """Filters that let pass whom the given ones do not."""
    return {"operator": "not", "compositeFilters": [filters]}


@AUDIENCES.promises(
    "A-25", "Filters count who satisfies them: they and their opposite make up the total.", uses=COUNT
)
def filters_and_their_opposite_count_everybody(probe: Probe) -> None:
    filters = selective_filters(probe)
    answers = [counted(probe, filters), counted(probe, negated(filters))]
    together = sum(probe.member(answer, SIZE) for answer in answers)
    probe.same(probe.member(answers[0], "/totalCustomerCount"), together, "both together", pointer=SIZE)


@AUDIENCES.promises(
    "A-25",
    "The count of filters is the count of an audience of customers with these filters.",
    uses=COUNT,
    severity=SHOULD,
)
def filters_count_as_in_an_audience(probe: Probe) -> None:
    filters = selective_filters(probe)
    for criteria, facts in (({}, {}), (filters, {"filters": filters})):
        names = ("customerCount", "retailCustomerCount", "commercialCustomerCount", "enrolledCustomerCount")
        answer = counted(probe, criteria)
        alike(probe, created(probe, **facts), answer, names)
        alike(probe, created(probe, enrollmentState="all", **facts), answer)


@AUDIENCES.promises(
    "A-25",
    "An insight and filters are joined by and: the filters and their opposite split the insight.",
    uses=INSIGHT,
)
def an_insight_and_filters_are_joined(probe: Probe) -> None:
    insight = insight_or_campaign(probe, "insight")
    filters = selective_filters(probe)
    whole = probe.member(counted(probe, {"insightId": insight}), SIZE)
    parts = [counted(probe, {"insightId": insight, **each}) for each in (filters, negated(filters))]
    together = sum(probe.member(part, SIZE) for part in parts)
    probe.same(whole, together, "both parts together", pointer=SIZE)


@AUDIENCES.promises(
    "A-25",
    "An insight that does not exist cannot be counted: 422.",
    uses=("countAudienceCustomers",),
    severity=SHOULD,
)
def an_unknown_insight_is_not_counted(probe: Probe) -> None:
    answer = probe.call("countAudienceCustomers", json={"insightId": UNKNOWN})
    refused(answer, "an insight that does not exist", 422)


@AUDIENCES.promises("A-25", "What is no criterion is refused.", uses=("countAudienceCustomers",))
def wrong_criteria_are_refused(probe: Probe) -> None:
    wrong: tuple[Any, ...] = (
        [],
        None,
        "all",
        {"operator": "xor"},
        {"primitiveFilters": {}},
        {"insightId": 7},
    )
    for criteria in wrong:
        refused(probe.call("countAudienceCustomers", json=criteria), f"the criteria {criteria}")
    refused(probe.call("countAudienceCustomers"), "no body")


@AUDIENCES.promises(
    "A-26",
    "`count` of the list of customers is how many there are, whatever the page holds.",
    uses=(*ROWS, "importCustomerAudience"),
)
def count_is_how_many_there_are(probe: Probe) -> None:
    page = probe.call("listCustomerAudienceCustomers", key(probe, created(probe)), query={"limit": "3"})
    people = [item["dataCustomerId"] for item in probe.member(probe.expect(page, 200), "/items")]
    answer = probe.call("importCustomerAudience", json=file_of(probe, people))
    if probe.expect(answer, 201, 202).status == 202:
        probe.not_observable("An import of three customers is not complete at once.")
    for limit in (0, 1, 2, 3, 4):
        query = {"limit": str(limit)}
        page = probe.call("listCustomerAudienceCustomers", key(probe, answer), query=query)
        probe.same(len(people), probe.member(page, "/count"), "a count of", pointer="/count")
        length = len(probe.member(page, "/items"))
        probe.same(min(limit, len(people)), length, "a number of items of", pointer="/items")


@AUDIENCES.promises(
    "A-26", "An audience of customers lists as many as it counts.", uses=(*ROWS, "countAudienceCustomers")
)
def an_audience_lists_whom_it_counts(probe: Probe) -> None:
    filters = {"filters": selective_filters(probe)}
    for facts in ({}, {"enrollmentState": "enrolled"}, {"customerType": "commercial"}, filters):
        answer = created(probe, **facts)
        expected = probe.member(answer, SIZE)
        probe.same(expected, rows(probe, key(probe, answer)), "as the customerCount, a count of")


@AUDIENCES.promises(
    "A-26",
    "With applicants an audience lists as many as it counts customers and applicants.",
    uses=ROWS,
    severity=SHOULD,
)
def applicants_are_listed_besides(probe: Probe) -> None:
    for state in ("all", "applicant"):
        answer = created(probe, enrollmentState=state)
        expected = probe.member(answer, SIZE) + probe.member(answer, "/applicantCount")
        probe.same(expected, rows(probe, key(probe, answer)), "customers and applicants")


@AUDIENCES.promises(
    "A-27",
    "A change of what selects the customers takes the counts again.",
    uses=(*CHANGE, "countAudienceCustomers"),
    severity=SHOULD,
)
def a_patch_counts_again(probe: Probe) -> None:
    before = created(probe)
    audience, filters = key(probe, before), selective_filters(probe)
    facts: dict[str, Any] = {}
    for patch in ({"enrollmentState": "enrolled"}, {"customerType": "retail"}, {"filters": filters}):
        facts |= patch
        expected = created(probe, **facts)
        changed = probe.expect(probe.call("patchCustomerAudience", audience, json=patch), 200)
        alike(probe, expected, changed)
        alike(probe, expected, fetched(probe, audience))
    first, last = (probe.member(each, "/customerCountUpdatedAt") for each in (before, changed))
    if last < first:
        probe.broken(f"counts not older than {first}", last, pointer="/customerCountUpdatedAt")


@AUDIENCES.promises(
    "A-27",
    "A list of customers that is replaced is counted again.",
    uses=("updateCustomerAudienceCustomers", "importCustomerAudience", *ROWS, "getCustomerAudience"),
    severity=SHOULD,
)
def a_replaced_list_is_counted_again(probe: Probe) -> None:
    page = probe.call("listCustomerAudienceCustomers", key(probe, created(probe)), query={"limit": "2"})
    people = [item["dataCustomerId"] for item in probe.member(probe.expect(page, 200), "/items")]
    answer = probe.call("importCustomerAudience", json=file_of(probe, people))
    audience = key(probe, probe.expect(answer, 201, 202))
    shorter = file_of(probe, people[:1])
    del shorter["name"]
    replaced = probe.call("updateCustomerAudienceCustomers", audience, json=shorter)
    if 202 in (answer.status, probe.expect(replaced, 200, 202).status):
        probe.not_observable("A list of two customers is not complete at once.")
    for shown in (replaced, fetched(probe, audience)):
        probe.same(len(people[:1]), probe.member(shown, SIZE), "a count of", pointer=SIZE)


@AUDIENCES.promises(
    "A-27",
    "Counts are taken again as days pass; that changes neither updatedAt nor the entity tag.",
    uses=("getCustomerAudience", "createCustomerAudience"),
    severity=SHOULD,
    needs=("stage",),
)
def counting_again_is_no_change(probe: Probe) -> None:
    with probe.stage() as stage:
        before = created(probe)
        stage.step(days=2)
        after = fetched(probe, key(probe, before))
        name = "/customerCountUpdatedAt"
        if probe.member(after, name) <= probe.member(before, name):
            probe.broken(
                f"counts later than {probe.member(before, name)}", probe.member(after, name), pointer=name
            )
        for kept in ("/updatedAt", "/createdAt"):
            probe.same(probe.member(before, kept), probe.member(after, kept), "the same time", pointer=kept)
        tags = [probe.header(exchange, "ETag") for exchange in (before, after)]
        probe.same(tags[0], tags[1], "the same ETag", pointer="ETag", location="header")


@AUDIENCES.promises(
    "A-27",
    "customerCountUpdatedAt says when the counts were taken: it moves on as a change takes them again.",
    uses=CHANGE,
    severity=SHOULD,
    needs=("stage",),
)
def counts_say_when_they_were_taken(probe: Probe) -> None:
    with probe.stage() as stage:
        before = fetched(probe, key(probe, created(probe)))
        stage.step(minutes=1)
        patch = {"enrollmentState": "enrolled"}
        changed = probe.expect(probe.call("patchCustomerAudience", key(probe, before), json=patch), 200)
        name = "/customerCountUpdatedAt"
        first = probe.member(before, name)
        for shown in (changed, fetched(probe, key(probe, before))):
            if probe.member(shown, name) <= first:
                probe.broken(f"counts later than {first}", probe.member(shown, name), pointer=name)
