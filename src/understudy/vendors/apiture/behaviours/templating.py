"""Templates, and audiences made from them (A-11, A-16)."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.apiture.behaviours.steps import (
    UNKNOWN,
    body,
    created,
    fetched,
    institution,
    key,
    refused,
    selective_filters,
    templates,
)
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

MAKE = ("createCustomerAudience", "listCustomerAudienceTemplates", "getCustomerAudience")
READ = ("getCustomerAudienceTemplate", "listCustomerAudienceTemplates")


@AUDIENCES.promises("A-11", "Each template of the list can be read, and is the same there.", uses=READ)
def listed_templates_can_be_read(probe: Probe) -> None:
    for item in templates(probe)[:20]:
        answer = probe.expect(probe.call("getCustomerAudienceTemplate", item["id"]), 200)
        for name, value in item.items():
            probe.same(
                value, probe.member(answer, f"/{name}"), f"as in the list a {name}", pointer=f"/{name}"
            )


@AUDIENCES.promises("A-11", "A template that does not exist is not found: 404.", uses=READ)
def an_unknown_template_is_not_found(probe: Probe) -> None:
    probe.expect(probe.call("getCustomerAudienceTemplate", UNKNOWN), 404)


@AUDIENCES.promises(
    "A-11",
    "The list of templates starts with the most important, the lowest ordinal; then it goes by name.",
    uses=("listCustomerAudienceTemplates",),
    severity=SHOULD,
)
def templates_come_by_ordinal(probe: Probe) -> None:
    order = [(item.get("ordinal", 0), item["name"]) for item in templates(probe)]
    probe.same(sorted(order), order, "an order of", pointer="/items")


@AUDIENCES.promises("A-11", "The list holds no template twice.", uses=("listCustomerAudienceTemplates",))
def no_template_is_there_twice(probe: Probe) -> None:
    keys = [item["id"] for item in templates(probe)]
    probe.same(sorted(set(keys)), sorted(keys), "each once", pointer="/items/*/id")


def excluded(probe: Probe) -> tuple[list[str], list[str]]:
    """The templates that the institution offers and those that it excludes, by id."""
    own = institution(probe)
    with probe.stage() as stage:
        every = stage.documents("apiture/templates")
    without = sorted(name for name in every if own in every[name].get("excludedBy", ()))
    if not without:
        probe.not_observable("The institution excludes no audience template.")
    return sorted(set(every) - set(without)), without


@AUDIENCES.promises(
    "A-11",
    "Templates that the institution excludes are neither listed nor read; all others are.",
    uses=(*READ, "createCustomerAudience"),
    severity=SHOULD,
)
def excluded_templates_are_not_offered(probe: Probe) -> None:
    offered, without = excluded(probe)
    keys = sorted(item["id"] for item in templates(probe))
    probe.same(offered, keys, "a list of", pointer="/items")
    for name in without:
        refused(probe.call("getCustomerAudienceTemplate", name), f"the excluded template {name}", 404)


def of_template(template: str) -> dict[str, str]:
    """The query that makes an audience from a template."""
    return {"customerAudienceTemplateId": template}


@AUDIENCES.promises(
    "A-16",
    "An audience made from a template has the template's filters, and refers to the template.",
    uses=MAKE,
)
def a_template_gives_its_filters(probe: Probe) -> None:
    for template in templates(probe)[:5]:
        answer = created(probe, query=of_template(template["id"]))
        for audience in (answer, fetched(probe, key(probe, answer))):
            probe.same(template["filters"], probe.member(audience, "/filters"), "filters", pointer="/filters")
            probe.same("template", probe.member(audience, "/source"), "a source", pointer="/source")
            reference = {"id": template["id"], "name": template["name"]}
            probe.same(reference, probe.member(audience, "/template"), "a template", pointer="/template")


@AUDIENCES.promises(
    "A-16",
    "Filters in the request take the place of the template's, all of them.",
    uses=(*MAKE, "countAudienceCustomers"),
)
def filters_take_the_place_of_the_templates(probe: Probe) -> None:
    template = templates(probe)[0]
    filters = selective_filters(probe)
    answer = created(probe, query=of_template(template["id"]), filters=filters)
    for audience in (answer, fetched(probe, key(probe, answer))):
        probe.same(filters, probe.member(audience, "/filters"), "filters", pointer="/filters")
        probe.same("template", probe.member(audience, "/source"), "a source", pointer="/source")


@AUDIENCES.promises(
    "A-16",
    "Name, type and enrollment of an audience made from a template are those of the request.",
    uses=MAKE,
)
def a_template_gives_nothing_but_filters(probe: Probe) -> None:
    template = templates(probe)[0]
    facts: dict[str, Any] = {"customerType": "retail", "enrollmentState": "unenrolled"}
    sent = body(probe, **facts)
    query = of_template(template["id"])
    answer = probe.expect(probe.call("createCustomerAudience", query=query, json=sent), 201)
    for name, value in sent.items():
        probe.same(value, probe.member(answer, f"/{name}"), f"a {name}", pointer=f"/{name}")


@AUDIENCES.promises(
    "A-16",
    "A template that the institution excludes makes no audience.",
    uses=("createCustomerAudience", "listCustomerAudienceTemplates"),
)
def an_excluded_template_makes_no_audience(probe: Probe) -> None:
    for name in excluded(probe)[1]:
        answer = probe.call("createCustomerAudience", query=of_template(name), json=body(probe))
        refused(answer, f"the excluded template {name}")


@AUDIENCES.promises(
    "A-16",
    "A template that the institution excludes is answered 422.",
    uses=("createCustomerAudience", "listCustomerAudienceTemplates"),
    severity=SHOULD,
)
def an_excluded_template_is_unprocessable(probe: Probe) -> None:
    for name in excluded(probe)[1]:
        answer = probe.call("createCustomerAudience", query=of_template(name), json=body(probe))
        refused(answer, f"the excluded template {name}", 422)
