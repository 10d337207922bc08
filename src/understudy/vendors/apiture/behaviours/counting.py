"""How many customers an audience has, and who they are (A-21 … A-24)."""

from collections.abc import Mapping
from typing import Any

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.apiture.behaviours.steps import (
    alike,
    counted,
    created,
    fetched,
    file_of,
    found,
    key,
    rows,
    selective_filters,
    templates,
    word,
)
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

COUNT = ("countAudienceCustomers", "createCustomerAudience")
ROWS = ("createCustomerAudience", "countAudienceCustomers", "listCustomerAudienceCustomers")
LIST = ("importCustomerAudience", "createCustomerAudience", "listCustomerAudienceCustomers")
CUSTOMER_TYPE = "215eaed841368ce154d5"
"""The filter type customerType of the vendor's example."""


def size(probe: Probe, **facts: Any) -> int:
    """The customerCount of a new audience."""
    return int(probe.member(created(probe, **facts), "/customerCount"))


def length(probe: Probe, **facts: Any) -> int:
    """How many customers a new audience lists."""
    return rows(probe, key(probe, created(probe, **facts)))


def selections(probe: Probe) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Facts without filters, and with some."""
    return {}, {"filters": selective_filters(probe)}


@AUDIENCES.promises(
    "A-21",
    "customerType joins with the filters: retail and commercial customers together are all of them.",
    uses=COUNT,
)
def customer_types_add_up(probe: Probe) -> None:
    for facts in selections(probe):
        retail, commercial = (size(probe, customerType=kind, **facts) for kind in ("retail", "commercial"))
        whole = size(probe, customerType="all", **facts)
        probe.same(whole, retail + commercial, "retail and commercial customers together")


@AUDIENCES.promises(
    "A-21",
    "enrollmentState joins with the filters: enrolled and unenrolled customers together are all of them.",
    uses=COUNT,
)
def enrollments_add_up(probe: Probe) -> None:
    for facts in selections(probe):
        enrolled, not_yet = (
            size(probe, enrollmentState=state, **facts) for state in ("enrolled", "unenrolled")
        )
        probe.same(size(probe, **facts), enrolled + not_yet, "enrolled and unenrolled customers together")


@AUDIENCES.promises(
    "A-21",
    "customerType and enrollmentState are joined by and: each cuts down what the other lets through.",
    uses=ROWS,
)
def type_and_enrollment_are_joined(probe: Probe) -> None:
    for facts in selections(probe):
        parts = [
            length(probe, customerType=kind, enrollmentState=state, **facts)
            for kind in ("retail", "commercial")
            for state in ("enrolled", "unenrolled", "applicant")
        ]
        whole = length(probe, enrollmentState="all", **facts)
        probe.same(whole, sum(parts), "in the six parts by type and enrollment together")


def some(probe: Probe, kind: str) -> list[str]:
    """Two customers of a type at most, by dataCustomerId; NotObservable when there are none."""
    audience = key(probe, created(probe, customerType=kind))
    page = probe.call("listCustomerAudienceCustomers", audience, query={"limit": "2"})
    items = probe.member(probe.expect(page, 200), "/items")
    if not items:
        probe.not_observable(f"The institution has no {kind} customers.")
    return [item["dataCustomerId"] for item in items]


def imported(probe: Probe, customers: list[str]) -> Exchange:
    """The answer to an import of these customers; NotObservable when it takes its time."""
    answer = probe.call("importCustomerAudience", json=file_of(probe, customers))
    if probe.expect(answer, 201, 202).status == 202:
        probe.not_observable("An import of a few customers is not complete at once.")
    return answer


@AUDIENCES.promises(
    "A-21",
    "The customerType of an imported audience follows from who is in it.",
    uses=LIST,
    severity=SHOULD,
)
def the_type_of_a_list_is_derived(probe: Probe) -> None:
    retail, commercial = some(probe, "retail"), some(probe, "commercial")
    for expected, customers in (
        ("retail", retail),
        ("commercial", commercial),
        ("all", retail + commercial),
        ("all", ["nobody-has-this-id"]),
    ):
        got = probe.member(imported(probe, customers), "/customerType")
        probe.same(expected, got, "a customerType of", pointer="/customerType")


@AUDIENCES.promises(
    "A-21",
    "An imported audience is one of customers, as long as nothing else is said.",
    uses=(*LIST, "patchCustomerAudience"),
)
def a_list_is_of_customers(probe: Probe) -> None:
    people = some(probe, "retail")
    answer = imported(probe, people)
    probe.same("customer", probe.member(answer, "/enrollmentState"), "a state", pointer="/enrollmentState")
    probe.same(len(people), probe.member(answer, "/customerCount"), "a count of", pointer="/customerCount")


@AUDIENCES.promises(
    "A-21",
    "enrollmentState stays a filter of imported audiences: changing it cuts the list down.",
    uses=(*LIST, "patchCustomerAudience"),
)
def enrollment_filters_a_list(probe: Probe) -> None:
    people = []
    for state in ("enrolled", "unenrolled"):
        audience = key(probe, created(probe, enrollmentState=state))
        page = probe.call("listCustomerAudienceCustomers", audience, query={"limit": "2"})
        people += [[item["dataCustomerId"] for item in probe.member(probe.expect(page, 200), "/items")]]
    audience = key(probe, imported(probe, people[0] + people[1]))
    for state, customers in (("enrolled", people[0]), ("unenrolled", people[1]), ("applicant", [])):
        changed = probe.call("patchCustomerAudience", audience, json={"enrollmentState": state})
        probe.same(len(customers), rows(probe, audience), f"with {state} a number of", pointer="/count")
        probe.expect(changed, 200)


@AUDIENCES.promises(
    "A-22",
    "A filter by customerType is taken, and joined with the audience's own customerType.",
    uses=COUNT,
    severity=SHOULD,
)
def a_filter_may_name_the_type(probe: Probe) -> None:
    for kind, other in (("retail", "commercial"), ("commercial", "retail")):
        primitive = {"filterType": {"id": CUSTOMER_TYPE}, "operator": "equals", "values": [kind]}
        filters = {"primitiveFilters": [primitive]}
        if probe.call("countAudienceCustomers", json=filters).status != 200:
            probe.not_observable("The filter type customerType of the vendor's example is unknown here.")
        probe.same(size(probe, customerType=kind), size(probe, filters=filters), f"{kind} customers")
        probe.same(0, size(probe, customerType=other, filters=filters), f"{kind} customers that are {other}:")


@AUDIENCES.promises(
    "A-23",
    "`all` are customers and applicants, `customer` are enrolled and unenrolled ones: the lists add up.",
    uses=("listCustomerAudienceCustomers", "createCustomerAudience"),
)
def enrollment_states_add_up(probe: Probe) -> None:
    everybody, customers, enrolled, unenrolled, applicants = (
        length(probe, enrollmentState=state)
        for state in ("all", "customer", "enrolled", "unenrolled", "applicant")
    )
    probe.same(customers, enrolled + unenrolled, "enrolled and unenrolled customers together")
    probe.same(everybody, customers + applicants, "customers and applicants together")


@AUDIENCES.promises(
    "A-23",
    "An audience counts nobody whom its enrollmentState or customerType keeps out.",
    uses=("createCustomerAudience",),
)
def nobody_is_counted_who_is_kept_out(probe: Probe) -> None:
    for facts, kept_out in (
        ({"enrollmentState": "enrolled"}, ("unenrolledCustomerCount", "applicantCount")),
        ({"enrollmentState": "unenrolled"}, ("enrolledCustomerCount", "applicantCount")),
        ({"customerType": "retail"}, ("commercialCustomerCount",)),
        ({"customerType": "commercial"}, ("retailCustomerCount",)),
    ):
        answer = created(probe, **facts)
        for name in kept_out:
            probe.same(0, answer.json().get(name, 0), f"with {facts} a {name} of", pointer=f"/{name}")


@AUDIENCES.promises(
    "A-23",
    "Applicants are counted apart: an audience of applicants has no customers.",
    uses=("listCustomerAudienceCustomers", "createCustomerAudience"),
    severity=SHOULD,
)
def applicants_are_no_customers(probe: Probe) -> None:
    answer = created(probe, enrollmentState="applicant")
    probe.same(0, probe.member(answer, "/customerCount"), "a count of", pointer="/customerCount")
    number = rows(probe, key(probe, answer))
    probe.same(number, probe.member(answer, "/applicantCount"), "applicants", pointer="/applicantCount")


VARIED: tuple[Mapping[str, str], ...] = (
    {},
    {"enrollmentState": "all"},
    {"enrollmentState": "enrolled"},
    {"enrollmentState": "unenrolled"},
    {"customerType": "retail", "enrollmentState": "enrolled"},
    {"customerType": "commercial"},
)


@AUDIENCES.promises(
    "A-24",
    "totalCustomerCount is the same whatever an audience selects, and wherever it is shown.",
    uses=(*ROWS, "listCustomerAudiences", "listCustomerAudienceTemplates", "getCustomerAudience"),
)
def the_total_ignores_all_filters(probe: Probe) -> None:
    term = word(probe)
    answers = [created(probe, description=term, **facts) for facts in VARIED]
    filters = selective_filters(probe)
    answers += [
        created(probe, description=term, filters=filters),
        counted(probe, filters),
        counted(probe, {}),
    ]
    answers.append(fetched(probe, key(probe, answers[0])))
    shown = [probe.member(answer, "/totalCustomerCount") for answer in answers]
    shown += [item["totalCustomerCount"] for item in found(probe, {"q": term})]
    offered = probe.expect(probe.call("listCustomerAudienceTemplates"), 200)
    shown += [item["totalCustomerCount"] for item in probe.member(offered, "/items")]
    probe.same([shown[0]] * len(shown), shown, "the same total everywhere:", pointer="/totalCustomerCount")


@AUDIENCES.promises("A-24", "No count of customers is greater than the total.", uses=COUNT)
def no_count_exceeds_the_total(probe: Probe) -> None:
    for answer in (counted(probe, {}), *(created(probe, **facts) for facts in VARIED)):
        total = probe.member(answer, "/totalCustomerCount")
        for name in ("customerCount", "enrolledCustomerCount", "retailCustomerCount"):
            value = answer.json().get(name, 0)
            if value > total:
                probe.broken(f"{name} of {total} at most", f"{value}", pointer=f"/{name}")


@AUDIENCES.promises(
    "A-24",
    "Retail and commercial customers together are the customerCount; enrolled and unenrolled ones, too.",
    uses=(*COUNT, "listCustomerAudienceTemplates"),
    severity=SHOULD,
)
def counts_add_up(probe: Probe) -> None:
    bodies = [created(probe, **facts).json() for facts in VARIED]
    bodies += [counted(probe, {}).json(), counted(probe, selective_filters(probe)).json()]
    for body in (*bodies, *templates(probe)):
        for one, other in (
            ("retailCustomerCount", "commercialCustomerCount"),
            ("enrolledCustomerCount", "unenrolledCustomerCount"),
        ):
            together = body[one] + body[other]
            probe.same(body["customerCount"], together, f"{one} and {other} together")


@AUDIENCES.promises(
    "A-24",
    "Counts mean the same everywhere: a template's are those of the audience that is made from it.",
    uses=("createCustomerAudience", "listCustomerAudienceTemplates", "getCustomerAudienceTemplate"),
    severity=SHOULD,
)
def a_templates_counts_are_those_of_its_audience(probe: Probe) -> None:
    for template in templates(probe)[:5]:
        state = template.get("enrollmentState", "customer")
        facts = {"customerType": template["customerType"], "enrollmentState": state}
        audience = created(probe, query={"customerAudienceTemplateId": template["id"]}, **facts)
        alike(probe, audience, probe.call("getCustomerAudienceTemplate", template["id"]))
