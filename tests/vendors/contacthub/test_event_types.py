"""The facts: 48 types, nine contexts, 42 base properties, as the vendor publishes them."""

import jsonschema
import pytest
from tests.vendors.contacthub.desk import contracts

from understudy.vendors.contacthub.event_types import (
    base_properties,
    contexts,
    customer_facts,
    mode_of,
    plan_models,
    types,
)


def enum(name):
    """The values of an enum of the contract."""
    return contracts()["contacthub/hub"].document["components"]["schemas"][name]["enum"]


def test_there_are_all_types_and_contexts():
    """The types and contexts are those of the contract (H-22.1)."""
    assert sorted(enum("EventType")) == list(types())
    assert enum("EventContext") == list(contexts())
    assert 48 == len(types())


@pytest.mark.parametrize("schema", [each.schema for each in (*types().values(), *contexts().values())])
def test_schemas_are_schemas(schema):
    """Each schema is one, of a closed object (H-25.1)."""
    jsonschema.Draft202012Validator.check_schema(schema)

    assert ("object", False) == (schema["type"], schema["additionalProperties"])


def test_few_types_require_anything():
    """Only rewards and coupons have properties that are required (H-25.1)."""
    required = {
        name: set(each.schema["required"]) for name, each in types().items() if "required" in each.schema
    }
    reward = {"rewardAmount", "rewardTypeId"}

    assert {
        "addedReward": reward,
        "removedReward": reward,
        "grantedCoupon": {"totalAmount", "startValidityDate"},
    } == required


def test_what_is_done_to_customers_is_passive():
    """Deliveries of campaigns and the generic passive event are PASSIVE, all else ACTIVE (H-22.1)."""
    passive = {name for name in types() if mode_of(name) == "PASSIVE"}

    assert {"campaignSent", "campaignBounced", "campaignBlacklisted", "genericPassiveEvent"} == passive
    assert {"ACTIVE", "PASSIVE"} == {each.mode for each in types().values()}


def test_base_properties_are_in_the_schema():
    """Each base property has its place in the schema of `base` (H-58.1)."""
    for name in base_properties():
        schema = customer_facts()["base"]
        for part in name.split("."):
            schema = schema["properties"][part]


def test_plan_models_are_fed_by_known_types():
    """Each plan model of the contract is fed by types that exist (H-31.1)."""
    assert set(enum("PlanModel")) == set(plan_models())
    for model in plan_models().values():
        assert set(model["eventTypes"]) <= set(types())
