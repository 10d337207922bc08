"""Steps that several behaviours take: making audiences, finding them again, and being refused."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any

from understudy.conformance.steps import refused
from understudy.conformance.suite import UNSET, Broken, Exchange, Probe

__all__ = [
    "COUNTS",
    "UNKNOWN",
    "alike",
    "body",
    "counted",
    "created",
    "fetched",
    "file_of",
    "found",
    "inside",
    "insight_or_campaign",
    "institution",
    "key",
    "listed",
    "refused",
    "rows",
    "selective_filters",
    "templates",
    "word",
]

UNKNOWN = "nobody-has-this-id"
"""A well-formed id of no resource."""

COUNTS = (
    "customerCount",
    "retailCustomerCount",
    "commercialCustomerCount",
    "enrolledCustomerCount",
    "unenrolledCustomerCount",
    "applicantCount",
    "totalCustomerCount",
)
"""A-24: the counts that audiences, templates and counting share."""

EXAMPLES: tuple[Mapping[str, Any], ...] = (
    {"filterType": {"id": "6b3927745edec398ad74"}, "operator": "between", "values": ["35", "49"]},
    {"filterType": {"id": "01888d58e2424bf1c676"}, "operator": "in", "values": ["NC", "SC", "GA", "FL"]},
    {"filterType": {"id": "023cd8af6a9d46eec506"}, "operator": "greaterThan", "values": ["250000.00"]},
)
"""The filters of the vendor's own examples."""


def body(probe: Probe, **facts: Any) -> dict[str, Any]:
    """The body of a new audience: of all customers, unless the facts say otherwise."""
    return {"name": probe.unique(), "customerType": "all", "enrollmentState": "customer", **facts}


def created(probe: Probe, *, query: Mapping[str, str] | str = "", **facts: Any) -> Exchange:
    """The answer to the creation of an audience; Broken when it is not created."""
    answer = probe.call("createCustomerAudience", query=query, json=body(probe, **facts))
    return probe.expect(answer, 201)


def key(probe: Probe, exchange: Exchange) -> str:
    """The id of the resource in an answer; Broken when it has none."""
    value = probe.member(exchange, "/id")
    if not isinstance(value, str):
        raise Broken("an id that is a text", f"{value}", location="body", pointer="/id", exchange=exchange)
    return value


def fetched(probe: Probe, audience: str, **more: Any) -> Exchange:
    """The audience as it is read; Broken when it cannot be."""
    return probe.expect(probe.call("getCustomerAudience", audience, **more), 200)


def found(probe: Probe, query: Mapping[str, str] | str, **more: Any) -> list[Mapping[str, Any]]:
    """The audiences that the list holds; Broken when it is refused."""
    answer = probe.expect(probe.call("listCustomerAudiences", query=query, **more), 200)
    items: list[Mapping[str, Any]] = probe.member(answer, "/items")
    return items


def listed(probe: Probe, query: Mapping[str, str] | str, among: Iterable[str], **more: Any) -> list[str]:
    """Which of these audiences the list holds, by id, in its order; others may be there as well."""
    wanted = set(among)
    return [item["id"] for item in found(probe, query, **more) if item["id"] in wanted]


def word(probe: Probe) -> str:
    """One word that no other behaviour uses, to be found by."""
    return "w" + probe.digits()[:15]


def counted(probe: Probe, criteria: Mapping[str, Any], **more: Any) -> Exchange:
    """How many satisfy the criteria; Broken when they are not counted."""
    return probe.expect(probe.call("countAudienceCustomers", json=criteria, **more), 200)


def alike(probe: Probe, expected: Exchange, got: Exchange, names: Iterable[str] = COUNTS) -> None:
    """Broken unless two answers agree in these counts; one that neither or only one has is not compared."""
    first, second = expected.json(), got.json()
    for name in names:
        if name in first and name in second:
            probe.same(first[name], second[name], f"a {name} of", pointer=f"/{name}")


def file_of(probe: Probe, customers: Iterable[str], **facts: Any) -> dict[str, Any]:
    """The body of an import of customers by their dataCustomerIds."""
    text = "".join(f"{customer}\n" for customer in customers)
    return {
        "name": probe.unique(),
        "identifierType": "dataCustomerId",
        "includesHeader": False,
        "fileName": "customers.txt",
        "content": b64encode(text.encode()).decode(),
        **facts,
    }


def rows(probe: Probe, audience: str) -> int:
    """How many customers the audience's list of customers says it has."""
    page = probe.call("listCustomerAudienceCustomers", audience, query={"limit": "1"})
    number: int = probe.member(probe.expect(page, 200), "/count")
    return number


def templates(probe: Probe) -> list[Mapping[str, Any]]:
    """The templates on offer; NotObservable when there are none."""
    answer = probe.expect(probe.call("listCustomerAudienceTemplates"), 200)
    items: list[Mapping[str, Any]] = probe.member(answer, "/items")
    if not items:
        probe.not_observable("The institution offers no audience template.")
    return items


def selective_filters(probe: Probe) -> dict[str, Any]:
    """Filters that the target takes, and that let some customers pass, but not all, if there are such.

    They are those of the vendor's examples. NotObservable when the target takes none of them.
    """
    taken = []
    for primitive in EXAMPLES:
        filters = {"operator": "and", "primitiveFilters": [primitive]}
        answer = probe.call("countAudienceCustomers", json=filters)
        if answer.status == 200:
            taken.append(filters)
            if 0 < probe.member(answer, "/customerCount") < probe.member(answer, "/totalCustomerCount"):
                return filters
    if not taken:
        probe.not_observable("None of the filter types of the vendor's examples is known here.")
    return taken[0]


def inside(probe: Probe, collection: str) -> dict[str, Mapping[str, Any]]:
    """Documents of the caller's institution that no operation lists; NotObservable save in an Understudy."""
    own = institution(probe)
    with probe.stage() as stage:
        every = stage.documents(f"apiture/{collection}")
    return {name: document for name, document in every.items() if document.get("institution") == own}


def institution(probe: Probe) -> str:
    """The name of the caller's institution; NotObservable save in an Understudy."""
    owner = probe.member(created(probe), "/owners/0/id")
    with probe.stage() as stage:
        return str(stage.documents("apiture/analysts")[owner]["institution"])


def insight_or_campaign(probe: Probe, source: str) -> str:
    """The id of an insight or a campaign that an audience can be made from, as `source` says.

    Taken from an audience that was made so, or from an Understudy's own documents; else NotObservable.
    """
    for item in found(probe, {"source": source}):
        reference = item.get(source, UNSET)
        if reference is not UNSET:
            return str(reference["id"])
    known = inside(probe, f"{source}s")
    if not known:
        probe.not_observable(f"No {source} of the caller's institution is known.")
    return min(known)
