"""What may be chosen from: merge policies, providers and contexts."""

import json

import jsonschema_rs
from tests.vendors.contacthub.desk import CORE, TIBURON


def elements(desk, operation_id, **given):
    """The elements of a list."""
    reply = desk.call(operation_id, **given)
    assert ["elements"] == list(reply.body)
    return reply.body["elements"]


def test_merge_policies(desk):
    """The merge policy types are listed, each with what it merges (H-98.1)."""
    found = {
        each["id"]: each["supportedTypes"] for each in elements(desk, "getMergePoliciesModelsWorkspaces")
    }

    assert ["string", "object", "number", "array"] == found["OBJ_PRIORITY"]
    assert ["string", "number", "array"] == found["OBJ_CONCATENATE"]
    assert {"ARRAY_UNION", "ARRAY_INTERSECTION"} == {name for name in found if found[name] == ["array"]}
    assert 5 == sum(name.startswith("MATH_") and types == ["number"] for name, types in found.items())


def test_merge_policies_are_those_of_extended_properties(desk):
    """Extended properties take every merge policy listed, and no other (H-98.2)."""
    for policy in elements(desk, "getMergePoliciesModelsWorkspaces"):
        assert 200 == extended(desk, policy["id"]).status
    assert 400 == extended(desk, "OLDEST_WINS").status


def extended(desk, policy):
    """The reply to setting one extended property that is merged so."""
    items = {"type": "array", "items": {"type": "number"}, "contactlabProperties": {"mergePolicy": policy}}
    number = {"type": "number", "contactlabProperties": {"mergePolicy": policy}}
    return desk.call(
        "putExtendedPropertiesConfigurationWorkspaces",
        {"merged": number if policy.startswith("MATH_") else items},
    )


def test_providers(desk):
    """The source provider types are listed, with the role of their tokens (H-99.1)."""
    found = {each["id"]: each["role"] for each in elements(desk, "getProvidersModelsWorkspaces")}

    assert 11 == len(found)
    assert ["JavaScript"] == [name for name, role in found.items() if role == "UNTRUSTED_APPLICATION"]
    assert {"API", "CONTACTSEND", "CONTACTPLAN", "MAGENTO"} < set(found)


def test_a_provider_describes_the_options_of_its_sources(desk):
    """Every source keeps the schema of its provider's options (H-99.2)."""
    schemas = {
        each["id"]: jsonschema_rs.Draft202012Validator(each["propertiesSchema"])
        for each in elements(desk, "getProvidersModelsWorkspaces")
    }
    sources = elements_of_page(desk, "getSourcesConfigurationWorkspaces")

    assert {"API", "JavaScript", "CONTACTSEND"} == {each["provider"] for each in sources}
    assert all(schemas[each["provider"]].is_valid(each["properties"]) for each in sources)
    assert not schemas["CONTACTSEND"].is_valid({"userdbId": "seven"})
    assert CORE in {each["id"] for each in sources}


def elements_of_page(desk, operation_id):
    """The elements of a page."""
    return desk.call(operation_id, workspaceId=TIBURON).body["elements"]


def test_contexts(desk):
    """The nine event context types are listed, each with a JSON schema as text (H-100.1)."""
    found = {each["id"]: json.loads(each["propertiesSchema"]) for each in contexts(desk)}

    assert ["WEB", "MOBILE", "ECOMMERCE", "RETAIL", "SOCIAL"] == list(found)[:5]
    assert {"DIGITAL_CAMPAIGN", "CONTACT_CENTER", "IOT", "OTHER"} == set(list(found)[5:])
    assert {"client", "user", "device"} == set(found["MOBILE"]["properties"])
    assert {"client", "user", "store", "salesAssistant"} == set(found["RETAIL"]["properties"])


def contexts(desk, **given):
    """The contexts."""
    return elements(desk, "getContextsModelsWorkspaces", **given)


def test_contexts_with_nested_schemas(desk):
    """With resolveReferences the schemas have those of their nested fields in them, else not (H-100.2)."""
    plain = {each["id"]: each["propertiesSchema"] for each in contexts(desk)}
    resolved = {each["id"]: each["propertiesSchema"] for each in contexts(desk, resolveReferences="true")}

    assert plain == {
        each["id"]: each["propertiesSchema"] for each in contexts(desk, resolveReferences="false")
    }
    assert "$ref" in plain["RETAIL"]
    assert not [name for name, schema in resolved.items() if "$ref" in schema]
    geo = json.loads(resolved["RETAIL"])["properties"]["store"]["properties"]["geo"]
    assert {"lat", "lon"} == set(geo["required"])
