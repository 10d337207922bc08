"""Base properties and the schema of customers: every sentence of operations 58, 59, 73 and 74."""

import json

import jsonschema
import pytest
from tests.vendors.contacthub.asking import answer, refused
from tests.vendors.contacthub.desk import TIBURON
from tests.vendors.contacthub.writes import create, newcomer, patch, put, somebody

from understudy.vendors.contacthub.event_types import base_properties

CUSTOMERS = "putExtendedPropertiesConfigurationWorkspaces"
SIZE = {
    "type": "integer",
    "contactlabProperties": {"label": "Size", "enabled": True, "mergePolicy": "MATH_MAX"},
}


def enabled(desk):
    """The names of the base properties that are in use."""
    listed = answer(desk, "getBasePropertiesConfigurationWorkspaces")["elements"]
    return {each["name"] for each in listed if each["enabled"]}


def switch(desk, name, on):
    """Enable or disable a base property."""
    given = {"baseProperty": name}
    assert {"value": on} == answer(
        desk, "putCustomerBasePropertyEnabledConfigurationWorkspaces", {"value": on}, **given
    )


def test_base_properties_are_listed(desk):
    """All base properties are listed with name, description and state, at first in use (H-58.1)."""
    listed = answer(desk, "getBasePropertiesConfigurationWorkspaces")

    assert {"elements"} == set(listed)
    assert [
        {"name": name, "description": text, "enabled": True} for name, text in base_properties().items()
    ] == listed["elements"]
    assert {"firstName", "address.geo.lat", "contacts.otherContacts", "socialProfile.qzone"} <= enabled(desk)


def test_a_base_property_is_switched(desk):
    """PUT of the property enables and disables as its enabled endpoint does (H-59.1)."""
    told = answer(desk, "putBasePropertyConfigurationWorkspaces", {"enabled": False}, name="dob")

    assert {"name": "dob", "description": "Date of birth", "enabled": False} == told
    assert set(base_properties()) - {"dob"} == enabled(desk)
    assert not answer(desk, "putBasePropertyConfigurationWorkspaces", {}, name="dob")["enabled"]
    switch(desk, "dob", True)
    assert set(base_properties()) == enabled(desk)


def test_name_and_description_never_change(desk):
    """Another name or description in the body changes nothing (H-59.2)."""
    body = {"name": "title", "description": "Mine", "enabled": False}

    assert ("dob", "Date of birth") == tuple(
        answer(desk, "putBasePropertyConfigurationWorkspaces", body, name="dob")[each]
        for each in ("name", "description")
    )
    assert set(base_properties()) - {"dob"} == enabled(desk)


@pytest.mark.parametrize("name", ["shoeSize", "base.dob", "address."])
def test_unknown_base_properties_are_not_found(desk, name):
    """A name that no base property has is a 404 (H-59.3, H-74.2)."""
    operation = "putCustomerBasePropertyEnabledConfigurationWorkspaces"

    assert (404, ("H-59.3",)) == (
        desk.call("putBasePropertyConfigurationWorkspaces", {}, name=name).status,
        desk.rules,
    )
    assert (404, ("H-74.2",)) == (desk.call(operation, {"value": True}, baseProperty=name).status, desk.rules)


def test_a_disabled_base_property_takes_nothing_new(desk):
    """A new value of a disabled base property is refused until it is enabled again (H-74.1)."""
    switch(desk, "address.city", False)
    body = newcomer(address={"city": "Rome", "zip": "00100"})

    assert (("H-74.1",), ["/base/address/city"]) == refused(desk, "postCustomerWorkspaces", body)
    create(desk, newcomer(address={"city": None, "zip": "00100"}))
    switch(desk, "address.city", True)
    assert "Rome" == create(desk, body)["base"]["address"]["city"]


def test_a_disabled_base_property_may_stay(desk):
    """A customer who has a value of a disabled property can still be changed and replaced (H-74.1)."""
    customer = create(desk, newcomer(firstName="Ann"))
    switch(desk, "firstName", False)

    assert "Ann" == patch(desk, customer["id"], {"base": {"lastName": "Low"}})["base"]["firstName"]
    whole = newcomer(firstName="Ann", lastName="Lowe")
    assert "Lowe" == put(desk, customer["id"], whole)["base"]["lastName"]
    other = {"base": {"firstName": "Anne"}}
    assert 400 == desk.call("patchCustomerWorkspaces", other, customerId=customer["id"]).status
    assert None is patch(desk, customer["id"], {"base": {"firstName": None}})["base"]["firstName"]


def schema(desk, resolved):
    """The JSON Schema of customers."""
    given = {"resolveReferences": str(resolved).lower()}
    return answer(desk, "getCustomerPropertiesConfigurationWorkspaces", **given)


def test_the_schema_of_customers_is_what_judges_them(desk):
    """The schema knows lengths, extended and disabled properties (H-73.1)."""
    answer(desk, CUSTOMERS, {"size": SIZE})
    switch(desk, "address.city", False)
    validator = jsonschema.Draft202012Validator(schema(desk, resolved=True))

    assert validator.is_valid(
        {"base": {"firstName": "x" * 255}, "extended": {"size": 44}, "tags": {"auto": []}}
    )
    for wrong in (
        {"base": {"firstName": "x" * 256}},
        {"base": {"address": {"city": "Rome"}}},
        {"extended": {"size": "L"}},
        {"extended": {"weight": 1}},
        {"tags": {"others": []}},
        {"consents": {"profiling": {"online": {"status": "yes"}}}},
    ):
        assert not validator.is_valid(wrong)
    switch(desk, "address", False)
    assert "address" not in schema(desk, resolved=True)["properties"]["base"]["properties"]


def test_seeded_customers_fit_the_schema(desk):
    """The customers that a node starts with are as the schema says (H-73.1)."""
    validator = jsonschema.Draft202012Validator(schema(desk, resolved=True))

    for place in range(3):
        validator.validate(somebody(desk, place=place).body)


def test_references_are_resolved_if_asked(desk):
    """With resolveReferences the schema refers to nothing, without it to what can be read (H-73.2)."""
    assert '"$ref"' not in json.dumps(schema(desk, resolved=True))
    plain = schema(desk, resolved=False)["properties"]
    assert plain == answer(desk, "getCustomerPropertiesConfigurationWorkspaces")["properties"]
    paths = f"https://api.contactlab.it/hub/v1/workspaces/{TIBURON}/configuration"
    assert f"{paths}/properties/extended" == plain["extended"]["$ref"]
    assert {"base", "consents", "extended"} == {name for name, each in plain.items() if "$ref" in each}
