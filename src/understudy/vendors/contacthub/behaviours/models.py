"""What may be chosen from: ways to merge, providers, contexts (H-98 to H-100)."""

from json import loads
from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import refused
from understudy.vendors.contacthub.behaviours.steps_configuration import body_of, ids
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

MERGES, PROVIDERS = "getMergePoliciesModelsWorkspaces", "getProvidersModelsWorkspaces"
CONTEXTS = "getContextsModelsWorkspaces"
PUT = "putExtendedPropertiesConfigurationWorkspaces"

POLICIES = [
    "ARRAY_INTERSECTION",
    "ARRAY_UNION",
    "MATH_AVG",
    "MATH_DIFF",
    "MATH_MAX",
    "MATH_MIN",
    "MATH_SUM",
    "OBJ_CONCATENATE",
    "OBJ_PRIORITY",
]
WHERE = [
    "CONTACT_CENTER",
    "DIGITAL_CAMPAIGN",
    "ECOMMERCE",
    "IOT",
    "MOBILE",
    "OTHER",
    "RETAIL",
    "SOCIAL",
    "WEB",
]


def elements(probe: Probe, operation: str, **asked: Any) -> list[dict[str, Any]]:
    """All elements of a list without pages."""
    found: list[dict[str, Any]] = body_of(probe, operation, query=asked)["elements"]
    return found


@promises("H-98.1", "The ways to merge are listed, each with types of values.", uses=(MERGES,))
def merge_policies_are_listed(probe: Probe) -> None:
    found = elements(probe, MERGES)
    for each in found:
        if not each.get("supportedTypes"):
            probe.broken(f"types for {each.get('id')}", "none", pointer="/elements/*/supportedTypes")
    kinds = {each["id"]: {*each["supportedTypes"]} for each in found}
    for name, types in kinds.items():
        wanted = {"ARRAY": "array", "MATH": "number"}.get(name.partition("_")[0])
        if wanted and types != {wanted}:
            probe.broken(f"{wanted} for {name}", f"{sorted(types)}", pointer="/elements/*/supportedTypes")


@promises("H-98.2", "They are the ways that extended properties take.", uses=(MERGES, PUT), needs=("stage",))
def merge_policies_are_taken(probe: Probe) -> None:
    with probe.stage():
        found = ids(elements(probe, MERGES))
        probe.same(POLICIES, sorted(found), "the ways to merge", pointer="/elements")
        for name in found:
            said = {"check": {"type": "number", "contactlabProperties": {"mergePolicy": name}}}
            body_of(probe, PUT, json=said)
        said = {"check": {"type": "number", "contactlabProperties": {"mergePolicy": "NO_SUCH"}}}
        refused(probe.call(PUT, json=said), "another way to merge", 400)


@promises(
    "H-99.1", "The providers are listed, with the role of their tokens.", uses=(PROVIDERS,), severity=SHOULD
)
def providers_are_listed(probe: Probe) -> None:
    roles = {each["id"]: each.get("role") for each in elements(probe, PROVIDERS)}
    expected = {
        "API": "TRUSTED_APPLICATION",
        "CONTACTSEND": "TRUSTED_APPLICATION",
        "CONTACTPLAN": "TRUSTED_APPLICATION",
        "JavaScript": "UNTRUSTED_APPLICATION",
    }
    got = {name: roles.get(name) for name in expected}
    probe.same(expected, got, "the roles", pointer="/elements")


@promises("H-99.2", "A provider says which options its sources have.", uses=(PROVIDERS,), severity=SHOULD)
def providers_have_options(probe: Probe) -> None:
    told = {each["id"]: each.get("propertiesSchema") or {} for each in elements(probe, PROVIDERS)}
    for name, option in (("CONTACTSEND", "userdbId"), ("CONTACTPLAN", "exportProducts")):
        if option not in (told.get(name, {}).get("properties") or {}):
            probe.broken(f"the option {option} of {name}", f"{told.get(name)}", pointer="/elements")


@promises("H-100.1", "The nine contexts are listed, each with a JSON schema.", uses=(CONTEXTS,))
def contexts_are_listed(probe: Probe) -> None:
    found = elements(probe, CONTEXTS)
    probe.same(WHERE, sorted(ids(found)), "the contexts", pointer="/elements")
    for each in found:
        schema = loads(each["propertiesSchema"])
        if "client" not in schema.get("properties", {}):
            probe.broken(f"the client in {each['id']}", f"{schema}", pointer="/elements/*/propertiesSchema")


@promises("H-100.2", "With resolveReferences the schemas contain those of nested fields.", uses=(CONTEXTS,))
def contexts_are_resolved(probe: Probe) -> None:
    for each in elements(probe, CONTEXTS, resolveReferences="true"):
        if '"$ref"' in each["propertiesSchema"]:
            probe.broken(f"no reference in {each['id']}", "one", pointer="/elements/*/propertiesSchema")
    if '"$ref"' not in "".join(each["propertiesSchema"] for each in elements(probe, CONTEXTS)):
        probe.broken("references unless asked otherwise", "none", pointer="/elements/*/propertiesSchema")
