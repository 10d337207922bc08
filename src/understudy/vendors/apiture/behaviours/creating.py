"""What it takes to make an audience, and what the answer holds (A-12, A-18 … A-20)."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.apiture.behaviours.calls import FILE
from understudy.vendors.apiture.behaviours.steps import (
    UNKNOWN,
    body,
    created,
    fetched,
    found,
    key,
    refused,
    selective_filters,
    templates,
    word,
)
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

TYPES = ("all", "retail", "commercial")
ENROLLMENTS = ("all", "customer", "enrolled", "unenrolled", "applicant")
MAKE = ("createCustomerAudience", "getCustomerAudience")
SOURCES = ("copyOf", "insightId", "customerAudienceTemplateId", "campaignId")


def is_kept(probe: Probe, answer: Exchange, sent: Mapping[str, Any]) -> None:
    """Broken unless the audience has what was sent: in this answer, and when it is read."""
    for shown in (answer, fetched(probe, key(probe, answer))):
        for name, value in sent.items():
            probe.same(value, probe.member(shown, f"/{name}"), f"a {name}", pointer=f"/{name}")


@AUDIENCES.promises(
    "A-12",
    "An audience keeps the name, description, type and enrollment that it is created with.",
    uses=MAKE,
)
def what_is_sent_is_kept(probe: Probe) -> None:
    pairs = [(kind, "customer") for kind in TYPES] + [("all", state) for state in ENROLLMENTS]
    for kind, state in (*pairs, ("retail", "enrolled"), ("commercial", "unenrolled")):
        sent = body(probe, customerType=kind, enrollmentState=state, description=f"{kind} and {state}")
        is_kept(probe, probe.expect(probe.call("createCustomerAudience", json=sent), 201), sent)


@AUDIENCES.promises(
    "A-12", "An audience keeps its filters as they were sent.", uses=(*MAKE, "countAudienceCustomers")
)
def filters_are_kept_as_sent(probe: Probe) -> None:
    inner = selective_filters(probe)
    primitive = {**inner["primitiveFilters"][0], "ordinal": 7, "includeMissingValues": True}
    nested = {"operator": "not", "primitiveFilters": [primitive]}
    for filters in (inner, {"operator": "or", "compositeFilters": [inner, nested]}):
        sent = body(probe, filters=filters)
        is_kept(probe, probe.expect(probe.call("createCustomerAudience", json=sent), 201), sent)


@AUDIENCES.promises("A-12", "A name has 3 to 100 characters, a description 3 to 256.", uses=MAKE)
def texts_at_their_limits_are_kept(probe: Probe) -> None:
    for name, description in (("abc", "def"), ("n" * 100, "d" * 256), ("é" * 100, "名" * 256)):
        sent = body(probe, name=name, description=description)
        is_kept(probe, probe.expect(probe.call("createCustomerAudience", json=sent), 201), sent)


def incomplete(probe: Probe) -> Iterator[tuple[str, Any]]:
    """Bodies that the contract does not allow, and what is wrong with them."""
    for name in ("name", "customerType", "enrollmentState"):
        good = body(probe)
        del good[name]
        yield f"a body without {name}", good
        for value in (None, 7, ["all"], ""):
            yield f"{name}: {value!r}", body(probe, **{name: value})
    for name, length in (("name", 2), ("name", 101), ("description", 2), ("description", 257)):
        yield f"a {name} of {length} characters", body(probe, **{name: "x" * length})
    yield "an unknown customerType", body(probe, customerType="customer")
    yield "an unknown enrollmentState", body(probe, enrollmentState="retail")
    yield "a customerType in capitals", body(probe, customerType="RETAIL")
    yield "a description that is no text", body(probe, description=7)
    yield "filters in a list", body(probe, filters=[])
    yield "a body that is a list", []
    yield "a body that is null", None
    yield "an empty body", {}


@AUDIENCES.promises(
    "A-12",
    "Without name, customerType and enrollmentState, or with values out of bounds, no audience is made.",
    uses=("createCustomerAudience",),
)
def an_incomplete_audience_is_refused(probe: Probe) -> None:
    for what, wrong in incomplete(probe):
        refused(probe.call("createCustomerAudience", json=wrong), what)
    refused(probe.call("createCustomerAudience"), "no body")
    refused(probe.call("createCustomerAudience", body=b"{", media_type="application/json"), "half a body")


@AUDIENCES.promises(
    "A-12",
    "A body that breaks the contract is answered 400.",
    uses=("createCustomerAudience",),
    severity=SHOULD,
)
def an_incomplete_audience_is_a_bad_request(probe: Probe) -> None:
    for what, wrong in incomplete(probe):
        refused(probe.call("createCustomerAudience", json=wrong), what, 400)
    refused(probe.call("createCustomerAudience"), "no body", 400)
    answer = probe.call("createCustomerAudience", body=b"{", media_type="application/json")
    refused(answer, "half a body", 400)


@AUDIENCES.promises(
    "A-12", "A creation that is refused creates nothing.", uses=("listCustomerAudiences", *MAKE)
)
def what_is_refused_is_not_made(probe: Probe) -> None:
    term = word(probe)
    created(probe, description=term)
    for wrong in ({"customerType": "nothing"}, {"enrollmentState": None}, {"filters": {"operator": 1}}):
        answer = probe.call("createCustomerAudience", json=body(probe, description=term, **wrong))
        refused(answer, f"a body with {wrong}")
    probe.same(1, len(found(probe, {"q": term})), "a number of audiences of", pointer="/items")


@AUDIENCES.promises(
    "A-12", "A body of another media type than application/json is refused.", uses=("createCustomerAudience",)
)
def another_media_type_is_refused(probe: Probe) -> None:
    for media_type in ("text/plain", "application/xml", "application/x-www-form-urlencoded"):
        answer = probe.call("createCustomerAudience", json=body(probe), media_type=media_type)
        refused(answer, f"a body of the media type {media_type}")


def references(probe: Probe, answer: Exchange) -> list[str]:
    """Which members of an audience say what it was made from."""
    audience = fetched(probe, key(probe, answer)).json()
    names = ("insight", "template", "campaign", "fileName")
    return [name for name in names if name in audience]


@AUDIENCES.promises(
    "A-18",
    "An audience made from filters has the source filter; it names no insight, template, campaign or file.",
    uses=MAKE,
)
def a_filter_audience_names_no_source(probe: Probe) -> None:
    answer = created(probe)
    probe.same("filter", probe.member(answer, "/source"), "a source", pointer="/source")
    probe.same([], references(probe, answer), "of the members that name a source")


@AUDIENCES.promises(
    "A-18",
    "An imported audience has the source list and the name of its file, and no other source.",
    uses=("importCustomerAudience", "getCustomerAudience"),
)
def a_list_audience_names_its_file(probe: Probe) -> None:
    answer = probe.call("importCustomerAudience", json={"name": probe.unique(), **FILE})
    probe.expect(answer, 201, 202)
    is_kept(probe, answer, {"source": "list", "fileName": FILE["fileName"]})
    probe.same(["fileName"], references(probe, answer), "of the members that name a source")


@AUDIENCES.promises(
    "A-18",
    "An audience made from a template has the source template and names that template only.",
    uses=(*MAKE, "listCustomerAudienceTemplates"),
)
def a_template_audience_names_its_template(probe: Probe) -> None:
    query = {"customerAudienceTemplateId": str(templates(probe)[0]["id"])}
    answer = created(probe, query=query)
    is_kept(probe, answer, {"source": "template"})
    probe.same(["template"], references(probe, answer), "of the members that name a source")


@AUDIENCES.promises(
    "A-19",
    "An audience cannot be made from what does not exist: 422.",
    uses=("createCustomerAudience", "countAudienceCustomers"),
    severity=SHOULD,
)
def an_unknown_source_is_unprocessable(probe: Probe) -> None:
    filters = selective_filters(probe)
    for parameter in SOURCES:
        query = {parameter: UNKNOWN}
        answer = probe.call("createCustomerAudience", query=query, json=body(probe, filters=filters))
        refused(answer, f"{parameter} with an id that nothing has", 422)


@AUDIENCES.promises(
    "A-19",
    "What an audience is made from is named by an id; all else is refused.",
    uses=("createCustomerAudience",),
)
def a_malformed_source_is_refused(probe: Probe) -> None:
    for parameter in SOURCES:
        for value in ("", "abcde", "x" * 49, "abc def"):
            answer = probe.call("createCustomerAudience", query={parameter: value}, json=body(probe))
            refused(answer, f"{parameter}={value}")


@AUDIENCES.promises(
    "A-20",
    "A creation is answered 201, with the URL of the new audience in Location.",
    uses=MAKE,
)
def location_leads_to_the_audience(probe: Probe) -> None:
    answer = created(probe)
    leads = urlsplit(urljoin(answer.url, probe.header(answer, "Location")))
    read = urlsplit(fetched(probe, key(probe, answer)).url)
    probe.same(read.path, leads.path, "Location with the path", pointer="Location", location="header")
    probe.same("", leads.query, "Location with the query", pointer="Location", location="header")


@AUDIENCES.promises(
    "A-20", "Location names the host that was asked.", uses=("createCustomerAudience",), severity=SHOULD
)
def location_names_the_host(probe: Probe) -> None:
    answer = created(probe)
    leads = urlsplit(urljoin(answer.url, probe.header(answer, "Location")))
    asked = urlsplit(answer.url)
    probe.same(asked.netloc, leads.netloc, "Location with the host", pointer="Location", location="header")


@AUDIENCES.promises(
    "A-20",
    "A creation answers the new audience as it is read, with the same entity tag.",
    uses=(*MAKE, "listCustomerAudienceTemplates"),
)
def the_answer_is_the_audience(probe: Probe) -> None:
    answer = created(probe, description="Made to be compared.")
    read = fetched(probe, key(probe, answer))
    tags = [probe.header(exchange, "ETag") for exchange in (answer, read)]
    probe.same(tags[0], tags[1], "as at the creation, an ETag", pointer="ETag", location="header")
    expected, got = answer.json(), read.json()
    for name in sorted(expected.keys() | got.keys()):
        probe.same(expected.get(name), got.get(name), f"as at the creation, {name}", pointer=f"/{name}")


@AUDIENCES.promises("A-20", "Two audiences have different ids and entity tags.", uses=MAKE)
def two_audiences_are_two(probe: Probe) -> None:
    sent = body(probe)
    first, second = (probe.expect(probe.call("createCustomerAudience", json=sent), 201) for _ in range(2))
    if key(probe, first) == key(probe, second):
        probe.broken("another id than that of the first", key(probe, second), pointer="/id")
    if probe.header(first, "ETag") == probe.header(second, "ETag"):
        tag = probe.header(second, "ETag")
        probe.broken("another ETag than that of the first", tag, pointer="ETag", location="header")
