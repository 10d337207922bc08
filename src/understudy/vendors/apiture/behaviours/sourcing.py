"""Audiences made from others, from insights and from campaigns (A-13 … A-15, A-17)."""

from itertools import combinations
from typing import Any

from understudy.conformance.suite import SHOULD, Exchange, NotObservable, Probe
from understudy.vendors.apiture.behaviours.steps import (
    UNKNOWN,
    alike,
    body,
    counted,
    created,
    fetched,
    file_of,
    found,
    insight_or_campaign,
    key,
    refused,
    rows,
    selective_filters,
)
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

MAKE = ("createCustomerAudience", "getCustomerAudience")
FIND = ("listCustomerAudiences", "countAudienceCustomers")


def shows(probe: Probe, answer: Exchange, **expected: Any) -> None:
    """Broken unless the new audience has these members, in the answer and when it is read."""
    for shown in (answer, fetched(probe, key(probe, answer))):
        for name, value in expected.items():
            probe.same(value, probe.member(shown, f"/{name}"), f"{name}", pointer=f"/{name}")


def sources(probe: Probe) -> dict[str, str]:
    """A value for each parameter that names a source, of something that exists where that is known."""
    offered = probe.expect(probe.call("listCustomerAudienceTemplates"), 200)
    items = probe.member(offered, "/items")
    values = {
        "copyOf": key(probe, created(probe)),
        "customerAudienceTemplateId": items[0]["id"] if items else UNKNOWN,
    }
    for source in ("insight", "campaign"):
        try:
            values[f"{source}Id"] = insight_or_campaign(probe, source)
        except NotObservable:
            values[f"{source}Id"] = UNKNOWN
    return values


def pairs(probe: Probe, *statuses: int) -> None:
    """Broken unless every pair of sources is refused, and all four together."""
    values, filters = sources(probe), selective_filters(probe)
    for names in (*combinations(sorted(values), 2), tuple(values)):
        query = {name: values[name] for name in names}
        answer = probe.call("createCustomerAudience", query=query, json=body(probe, filters=filters))
        refused(answer, " with ".join(names), *statuses)


@AUDIENCES.promises(
    "A-13",
    "copyOf, insightId, customerAudienceTemplateId and campaignId exclude each other, two by two.",
    uses=("createCustomerAudience", "listCustomerAudienceTemplates", *FIND),
)
def sources_exclude_each_other(probe: Probe) -> None:
    pairs(probe)


@AUDIENCES.promises(
    "A-13",
    "Two sources at once are answered 422.",
    uses=("createCustomerAudience", "listCustomerAudienceTemplates", *FIND),
    severity=SHOULD,
)
def two_sources_are_unprocessable(probe: Probe) -> None:
    pairs(probe, 422)


@AUDIENCES.promises(
    "A-14",
    "A copy has the description and the filters of the original.",
    uses=(*MAKE, "countAudienceCustomers"),
)
def a_copy_has_what_the_original_has(probe: Probe) -> None:
    facts: dict[str, Any] = {"description": "Made to be copied.", "filters": selective_filters(probe)}
    original = created(probe, **facts)
    copy = created(probe, query={"copyOf": key(probe, original)})
    shows(probe, copy, **facts)
    count = probe.member(original, "/customerCount")
    shows(probe, copy, customerCount=count)
    plain = created(probe, query={"copyOf": key(probe, created(probe))})
    probe.same(False, "filters" in plain.json(), "of filters that the original has not:", pointer="/filters")


@AUDIENCES.promises(
    "A-14",
    "What the request gives takes the place of what the original has.",
    uses=(*MAKE, "countAudienceCustomers"),
)
def the_request_overrides_the_original(probe: Probe) -> None:
    inner = selective_filters(probe)
    facts: dict[str, Any] = {"description": "Made to be copied.", "filters": inner}
    original = created(probe, **facts, customerType="retail", enrollmentState="enrolled")
    other = {"operator": "not", "primitiveFilters": inner["primitiveFilters"]}
    for sent in (
        body(probe, description="Given by the request."),
        body(probe, filters=other),
        body(probe, customerType="commercial", enrollmentState="unenrolled"),
    ):
        query = {"copyOf": key(probe, original)}
        copy = probe.expect(probe.call("createCustomerAudience", query=query, json=sent), 201)
        shows(probe, copy, **{**facts, **sent})
    for name, value in facts.items():
        got = probe.member(fetched(probe, key(probe, original)), f"/{name}")
        probe.same(value, got, f"in the original a {name}", pointer=f"/{name}")


@AUDIENCES.promises(
    "A-14",
    "A copy is an audience of its own: changing or deleting it leaves the original as it was.",
    uses=(*MAKE, "patchCustomerAudience", "deleteCustomerAudience"),
)
def a_copy_is_another_audience(probe: Probe) -> None:
    original = created(probe, description="Made to be copied.")
    copy = created(probe, query={"copyOf": key(probe, original)})
    name = key(probe, copy)
    if name == key(probe, original):
        probe.broken("another id than that of the original", name, pointer="/id")
    if probe.header(copy, "ETag") == probe.header(original, "ETag"):
        probe.broken("another ETag than that of the original", probe.header(copy, "ETag"), location="header")
    probe.expect(probe.call("patchCustomerAudience", name, json={"description": "Changed."}), 200)
    probe.expect(probe.call("deleteCustomerAudience", name), 204)
    probe.same(original.json(), fetched(probe, key(probe, original)).json(), "the original as it was:")


@AUDIENCES.promises(
    "A-14",
    "A copy is not shared with the collaborators of the original.",
    uses=(*MAKE, "listCustomerAudiences", "listCustomerAudienceCollaborators"),
)
def a_copy_has_no_collaborators(probe: Probe) -> None:
    shared = [item for item in found(probe, "") if item["collaboratorsCount"]]
    if not shared:
        probe.not_observable("No audience is shared with anybody, and no operation shares one.")
    for item in shared[:2]:
        copy = created(probe, query={"copyOf": item["id"]})
        shows(probe, copy, collaborators=[])
        people = probe.call("listCustomerAudienceCollaborators", key(probe, copy))
        probe.same([], probe.member(people, "/items"), "collaborators", pointer="/items")


@AUDIENCES.promises(
    "A-14",
    "A copy has none of the connections of the original.",
    uses=(*MAKE, "createCustomerAudienceConnection", "deleteCustomerAudienceConnection"),
    severity=SHOULD,
)
def a_copy_has_no_connections(probe: Probe) -> None:
    original = key(probe, created(probe))
    connection = {"audience": {"id": original}, "provider": {"name": "amplitude"}}
    probe.expect(probe.call("createCustomerAudienceConnection", json=connection), 201)
    connections = probe.member(fetched(probe, original), "/connections")
    probe.same(1, len(connections), "a number of connections of", pointer="/connections")
    copy = created(probe, query={"copyOf": original}).json()
    probe.same([], copy.get("connections", []), "connections", pointer="/connections")


@AUDIENCES.promises(
    "A-14",
    "A copy of an imported audience is a list of the same customers.",
    uses=(*MAKE, "importCustomerAudience", "listCustomerAudienceCustomers"),
    severity=SHOULD,
)
def a_copy_of_a_list_is_a_list(probe: Probe) -> None:
    everybody = key(probe, created(probe, enrollmentState="customer"))
    answer = probe.call("listCustomerAudienceCustomers", everybody, query={"limit": "3"})
    people = [item["dataCustomerId"] for item in probe.member(probe.expect(answer, 200), "/items")]
    imported = probe.call("importCustomerAudience", json=file_of(probe, people))
    if probe.expect(imported, 201, 202).status == 202:
        probe.not_observable("An import of three customers is not complete at once.")
    copy = created(probe, query={"copyOf": key(probe, imported)})
    shows(probe, copy, source="list", fileName="customers.txt", customerCount=len(people))
    answer = probe.call("listCustomerAudienceCustomers", key(probe, copy), query={"limit": "9"})
    got = [item["dataCustomerId"] for item in probe.member(probe.expect(answer, 200), "/items")]
    probe.same(sorted(people), sorted(got), "the customers", pointer="/items")


@AUDIENCES.promises(
    "A-15",
    "An audience made from an insight names it as its source, and has the customers of the insight.",
    uses=(*MAKE, *FIND),
)
def an_insight_makes_an_audience(probe: Probe) -> None:
    insight = insight_or_campaign(probe, "insight")
    answer = created(probe, query={"insightId": insight})
    shows(probe, answer, source="insight")
    probe.same(insight, probe.member(answer, "/insight/id"), "an insight", pointer="/insight/id")
    alike(probe, answer, counted(probe, {"insightId": insight}), ("customerCount", "totalCustomerCount"))


@AUDIENCES.promises(
    "A-15",
    "Filters beside an insight cut its customers down: only who satisfies both is in the audience.",
    uses=(*MAKE, *FIND, "listCustomerAudienceCustomers"),
)
def filters_cut_an_insight_down(probe: Probe) -> None:
    query = {"insightId": insight_or_campaign(probe, "insight")}
    inner = selective_filters(probe)
    whole = rows(probe, key(probe, created(probe, query=query)))
    sizes = []
    for filters in (inner, {"operator": "not", "primitiveFilters": inner["primitiveFilters"]}):
        answer = created(probe, query=query, filters=filters)
        shows(probe, answer, filters=filters, source="insight")
        sizes.append(rows(probe, key(probe, answer)))
    probe.same(whole, sum(sizes), "in the audiences of the filters and of their opposite together")


@AUDIENCES.promises(
    "A-15",
    "Type and filters of an audience made from an insight do not change.",
    uses=("patchCustomerAudience", *MAKE, *FIND),
)
def an_insight_audience_is_immutable(probe: Probe) -> None:
    query = {"insightId": insight_or_campaign(probe, "insight")}
    filters = selective_filters(probe)
    before = created(probe, query=query)
    for patch in ({"customerType": "retail"}, {"filters": filters}):
        answer = probe.call("patchCustomerAudience", key(probe, before), json=patch)
        refused(answer, f"a change of the {next(iter(patch))} of an audience made from an insight")
    probe.same(before.json(), fetched(probe, key(probe, before)).json(), "the audience as it was:")


@AUDIENCES.promises(
    "A-17",
    "An audience made from a campaign names it, and has the customers of its filters.",
    uses=(*MAKE, *FIND),
)
def a_campaign_is_only_named(probe: Probe) -> None:
    campaign, filters = insight_or_campaign(probe, "campaign"), selective_filters(probe)
    answer = created(probe, query={"campaignId": campaign}, filters=filters)
    shows(probe, answer, source="campaign", filters=filters)
    probe.same(campaign, probe.member(answer, "/campaign/id"), "a campaign", pointer="/campaign/id")
    for name in ("name", "state", "audience/id"):
        probe.member(answer, f"/campaign/{name}")
    alike(probe, answer, created(probe, filters=filters))


@AUDIENCES.promises(
    "A-17",
    "A campaign without filters selects nobody: 422.",
    uses=("createCustomerAudience", *FIND),
    severity=SHOULD,
)
def a_campaign_needs_filters(probe: Probe) -> None:
    query = {"campaignId": insight_or_campaign(probe, "campaign")}
    answer = probe.call("createCustomerAudience", query=query, json=body(probe))
    refused(answer, "a campaign without filters", 422)
