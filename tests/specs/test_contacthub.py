"""The Contacthub contract holds what its page holds; what is more or other is listed here, marked there."""

import re
from typing import Any

import pytest
from tests.specs.contacthub_page import body_of, compare, fits, pairs, sampled, strays

ERRORS = {"400", "401", "403", "404", "406", "409", "413", "415", "423", "429", "500"}
FIRST_ROLES = ["CLAB_OPERATOR", "ADMIN", "USER", "GUEST", "TRUSTED_APPLICATION"]

# Roles beside those of version 1.51 and the operator, and why.
MORE_ROLES = {
    "postSourceConfigurationWorkspaces": {"USER"},  # the page keeps others from Send sources alone
    "putSourceConfigurationWorkspaces": {"USER"},
    "postCustomerWorkspaces": {"USER", "TRUSTED_APPLICATION", "UNTRUSTED_APPLICATION"},  # as clients do
    "getMe": {"DPO"},  # is in the answer of the page
}
# Successes of version 1.51 that are others now, because of the page or of the vendor's rules for its APIs.
OTHER_SUCCESS = {
    "postSourceConfigurationWorkspaces": ("200", "201"),
    "deleteSubscriptionCustomerWorkspaces": ("200", "204"),
    "deleteSessionCustomerWorkspaces": ("200", "204"),
}

# Every place where a request of the contract is more or other than the page's table, and in what.
DEVIATIONS = {
    "getNodesStatsAnalyticsWorkspaces query.page": "added",
    "getNodesStatsAnalyticsWorkspaces query.size": "added",
    "getBulkJobsNodesWorkspaces query.size": "minimum maximum default",
    "getBulkJobsNodesWorkspaces query.page": "minimum maximum default",
    "postBulkJobNodesWorkspaces body.file": "format",
    "getEventsConfigurationWorkspaces query.resolveReferences": "default",
    "getEventsConfigurationWorkspaces query.page": "added",
    "getEventsConfigurationWorkspaces query.size": "added",
    "getEventConfigurationWorkspaces query.resolveReferences": "default",
    "putEventConfigurationWorkspaces query.resolveReferences": "default",
    "getEventPropertiesConfigurationWorkspaces query.resolveReferences": "default",
    "putEventEnabledConfigurationWorkspaces body.value": "required",
    "postEmptyEntryNodeConfigurationWorkspaces query.eventsOnly": "default",
    "putEntryNodeRetentionPolicyStateConfigurationWorkspaces body.enabled": "required",
    "getAggregatesNodesConfigurationWorkspaces query.page": "added",
    "getAggregatesNodesConfigurationWorkspaces query.size": "added",
    "postAggregateNodeConfigurationWorkspaces body.name": "required",
    "postAggregateNodeConfigurationWorkspaces body.entryNodes": "required",
    "putAggregateNodeStateConfigurationWorkspaces body.state": "required",
    "getSourcesConfigurationWorkspaces query.page": "added",
    "getSourcesConfigurationWorkspaces query.size": "added",
    "postSourceConfigurationWorkspaces body.name": "required",
    "postSourceConfigurationWorkspaces body.nodes": "required",
    "postSourceConfigurationWorkspaces body.provider": "type enum required",
    "putSourceConfigurationWorkspaces body.name": "required",
    "putSourceConfigurationWorkspaces body.nodes": "required",
    "putSourceConfigurationWorkspaces body.provider": "type enum default required",
    "getUsersConfigurationWorkspaces query.page": "added",
    "getUsersConfigurationWorkspaces query.size": "added",
    "putUserConfigurationWorkspaces path.id": "type format",
    "getCustomerPropertiesConfigurationWorkspaces query.resolveReferences": "default",
    "putCustomerBasePropertyEnabledConfigurationWorkspaces body.value": "required",
    "getConsentsWorkspaces query.page": "added",
    "getConsentsWorkspaces query.size": "added",
    "getCustomersWorkspaces query.size": "minimum maximum default",
    "getCustomersWorkspaces query.sort": "type",
    "getCustomersWorkspaces query.page": "minimum maximum default",
    "patchCustomerWorkspaces query.mode": "nullable",
    "putCustomerWorkspaces query.mode": "nullable",
    "postSessionCustomerWorkspaces body.value": "required",
    "getEntriesCustomerWorkspaces query.page": "minimum maximum",
    "getEntriesCustomerWorkspaces query.size": "minimum maximum",
    "getEventsWorkspaces query.page": "added",
    "getEventsWorkspaces query.size": "added",
    "getEventsWorkspaces query.sort": "added",
    "postEventWorkspaces body.customerId": "required",
    "getUpdatesWorkspaces query.timestamp": "minimum maximum",
    "getUpdatesWorkspaces query.offset": "minimum maximum",
}


def samples(contract: Any) -> list[tuple[str, dict[str, Any], list[str]]]:
    """Return (place, schema, members) for every sample of the page."""
    found = []
    for operation, facts in pairs(contract):
        name = operation["operationId"]
        if facts["request"]:
            found.append((f"{name} request", operation["requestBody"], facts["request"]))
        for status, members in facts["responses"].items():
            if members is not None:
                found.append((f"{name} {status}", contract.resolve(operation["responses"][status]), members))
    return [
        (place, media["schema"], members)
        for place, node, members in found
        for media in node["content"].values()
    ]


def test_requests_differ_from_the_page_only_where_decided(hub):
    """Parameters and members have the page's types, formats, values, bounds and defaults, but for these."""
    expected = {f"{place}: {key}" for place, keys in DEVIATIONS.items() for key in keys.split()}

    assert expected == set(compare(hub))


def test_every_difference_is_marked(hub):
    """What is more or other than the page says so with x-inferred or x-note."""
    assert [] == [place for place, marks in compare(hub).items() if not marks]


def test_operations_are_those_of_the_page(hub):
    """All 113 operations, in the order of the page, with its parameters in their paths; title and version."""
    inventory = hub.inventory
    info = hub.document["info"]

    assert 113 == len(inventory["operations"]) == len(list(hub.operations()))
    assert (inventory["title"], inventory["version"]) == (info["title"], info["version"])
    for (path, _, operation), facts in zip(hub.operations(), inventory["operations"], strict=True):
        assert set(facts["path"]) == set(re.findall(r"{(\w+)}", path)), operation["operationId"]


def test_bodies_have_the_media_types_of_the_page(hub):
    """An operation has a body where the page has one, as JSON or as a form; every one is needed."""
    for operation, facts in pairs(hub):
        body = operation.get("requestBody")
        assert (facts["body"] is None) == (body is None), operation["operationId"]
        if body is not None:
            assert [facts["body"]["mediaType"]] == list(body["content"])
            assert body["required"] is True


def test_members_whose_names_are_lost_are_all_there(hub):
    """As many members are known by a sample alone as the table has rows without a name."""
    for operation, facts in pairs(hub):
        if facts["body"] is not None and "map" not in facts["body"]:
            names = body_of(hub, operation)["properties"]
            nameless = [
                name
                for name in names
                if name not in facts["body"]["members"] and sampled(facts["request"], name)
            ]
            assert len(facts["body"]["nameless"]) == len(nameless), operation["operationId"]


def test_every_sample_fits_its_schema(hub):
    """Each member of each sample of the page is in the contract, and may be of this kind."""
    found = samples(hub)

    assert [] == [
        (place, strays(hub, schema, members))
        for place, schema, members in found
        if strays(hub, schema, members)
    ]
    assert 130 < len(found)


def test_examples_are_those_of_the_page_unless_marked(hub, hub_extractor):
    """Each sample of the page is an example word for word, unless it is corrected (Z-01, Z-12 to Z-15)."""
    found = [
        (sample, hub.resolve(example))
        for operation, facts in pairs(hub)
        for place, sample in facts["samples"].items()
        for media in body_or_answer(hub, operation, place)["content"].values()
        for example in media["examples"].values()
    ]

    assert 140 < len(found)
    assert [] == [
        example
        for sample, example in found
        if (hub_extractor.digest(example["value"]) != sample) != ("x-corrected" in example)
    ]


def body_or_answer(contract: Any, operation: dict[str, Any], place: str) -> dict[str, Any]:
    """Return what has the media types of a request or of a status."""
    node = operation["requestBody"] if place == "request" else operation["responses"][place]
    return contract.resolve(node)


@pytest.mark.parametrize("member", [".id boolean", ".nothing string", ".nodes string", ".nodes[].id string"])
def test_the_check_of_samples_can_fail(hub, member):
    """A member that the contract does not have, or of another kind, is found out."""
    schema = {"$ref": "#/components/schemas/User"}

    assert [] == strays(hub, schema, [".id integer", ".nodes array", ".nodes[].id string"])
    assert fits(hub, schema, *member.split()) == (member == ".nodes[].id string")


def test_statuses_are_those_of_the_page(hub):
    """Every status that the page shows is there; what is added is an error, or the success it has lost.

    A success that the page does not show is marked, with its body or by itself.
    """
    for operation, facts in pairs(hub):
        ours = set(operation["responses"])
        successes = {status for status in ours if status.startswith("2")}
        assert set(facts["responses"]) <= ours, operation["operationId"]
        assert ours - successes <= ERRORS
        assert 1 == len(successes)
        assert {"401", "500"} <= ours
        for status in successes - set(facts["responses"]):
            answer = operation["responses"][status]
            marked = [answer, *answer.get("content", {}).values()]
            assert any(each.get("x-inferred") for each in marked), operation["operationId"]


def test_errors_have_the_error_object(hub):
    """Every error is the object with message, logref, data and errors, which are always there."""
    error = hub.document["components"]["schemas"]["Error"]

    assert ["message", "logref", "data", "errors"] == error["required"]
    for _, _, operation in hub.operations():
        for status in ERRORS & set(operation["responses"]):
            (media,) = hub.resolve(operation["responses"][status])["content"].values()
            assert {"$ref": "#/components/schemas/Error"} == media["schema"]


def test_roles_are_alternatives(hub):
    """Each operation asks for one of some roles, the first for those that are documented."""
    known = hub.document["components"]["securitySchemes"]["OAuth2"]["flows"]["implicit"]["scopes"]
    roles = {
        operation["operationId"]: [role for each in operation["security"] for role in each["OAuth2"]]
        for _, _, operation in hub.operations()
    }

    assert FIRST_ROLES == roles["getEventsCategoryDistributionAnalyticsWorkspaces"]
    for name, named in roles.items():
        assert set(named) <= set(known), name
        assert all(1 == len(each["OAuth2"]) for each in hub.operation(name)["security"])


def older(hub: Any, legacy: Any) -> list[tuple[dict[str, Any], dict[str, str]]]:
    """Return each operation that version 1.51 has too, beside the facts that it tells of it."""
    known = legacy.inventory["others"]
    places = {
        f"{method} {re.sub('{[^}]+}', '{}', path)}": operation for path, method, operation in hub.operations()
    }
    return [(operation, known[place]) for place, operation in places.items() if place in known]


def test_roles_are_those_of_the_old_version(hub, legacy):
    """Where version 1.51 has the operation its roles may call, and the operator wherever ADMIN may."""
    found = older(hub, legacy)

    assert 45 < len(found)
    for operation, facts in found:
        name = operation["operationId"]
        roles = {role for each in operation["security"] for role in each["OAuth2"]}
        expected = {*facts["roles"].split(), *MORE_ROLES.get(name, ())}
        assert expected | ({"CLAB_OPERATOR"} if "ADMIN" in expected else set()) == roles, name
        assert name not in MORE_ROLES or "role" in operation["x-inferred"]


def test_statuses_of_the_old_version_are_there(hub, legacy):
    """Where version 1.51 has the operation its errors are there, and its success unless it is another now."""
    for operation, facts in older(hub, legacy):
        was, now = OTHER_SUCCESS.get(operation["operationId"], ("", ""))
        expected = {now if status == was else status for status in facts["responses"].split()}
        assert expected <= set(operation["responses"]), operation["operationId"]


def test_deprecated_is_what_the_page_calls_so(hub):
    """The three operations that the page calls deprecated are, and no others."""
    found = [(each.get("deprecated", False), facts["deprecated"]) for each, facts in pairs(hub)]

    assert [ours for ours, _ in found] == [of_page for _, of_page in found]
    assert 3 == sum(ours for ours, _ in found)


def test_guests_only_read(hub):
    """No operation that changes anything lets a guest in."""
    writes = [each for _, method, each in hub.operations() if method != "get"]

    assert writes
    assert [] == [each["operationId"] for each in writes if {"OAuth2": ["GUEST"]} in each["security"]]


def test_inferred_paths_say_so(hub):
    """An operation that might have another path in truth says that its path is inferred."""
    found = [each for _, _, each in hub.operations() if "x-alternatives" in each]

    assert found
    assert [] == [each["operationId"] for each in found if not each.get("x-inferred")]
