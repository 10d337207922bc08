"""Whether what is put into the configuration of a workspace can be used."""

import pytest
from hypothesis import given
from tests.vendors.contacthub.definitions import definitions
from tests.vendors.contacthub.desk import MARIN, TIBURON, Desk, seeded

from understudy.errors import FixtureError
from understudy.vendors.contacthub.consistency import check

PUTS = {
    "putEventEnabledConfigurationWorkspaces": ({"value": False}, {"eventType": "searched"}),
    "putCustomerBasePropertyEnabledConfigurationWorkspaces": ({"value": False}, {"baseProperty": "dob"}),
    "putRetentionPolicyConfigurationWorkspaces": ({"searched": {"months": 3}}, {}),
    "putEventsConsentPolicyConfigurationWorkspaces": ({"searched": ["profiling.online"]}, {}),
    "putEventsPayloadSizeConfigurationWorkspaces": ({"searched": {"maxBytes": 30}}, {}),
    "putProductsUpdatePolicyConfigurationWorkspaces": ({"eventTypes": ["viewedProduct"]}, {}),
    "putEventExtendedPropertiesConfigurationWorkspaces": (
        {"a": {"type": "string"}},
        {"eventType": "searched"},
    ),
}


def put(desk, kind, value, workspace=TIBURON, key=TIBURON):
    """Put a setting past the API, and let it be checked."""
    desk.put("configuration", f"{key}/{kind}", {"workspace": workspace, "value": value})
    check(desk.world.view(1))


@pytest.mark.parametrize("operation", PUTS)
def test_what_requests_leave_behind_can_be_used(desk, operation):
    """Each kind of setting that the API makes is one."""
    body, given_ = PUTS[operation]
    assert 200 == desk.call(operation, body, **given_).status

    check(desk.world.view(1))


@given(definitions)
def test_definitions_that_the_api_takes_can_be_used(defined):
    """Whatever extended properties are put through the API are a setting."""
    desk = Desk(seeded().fork("test"))
    assert 200 == desk.call("putExtendedPropertiesConfigurationWorkspaces", defined).status

    check(desk.world.view(1))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("moods", {}),
        ("extended", {}),
        ("extended/event/dreamed", {}),
        ("events", {"dreamed": {"enabled": False}}),
        ("events", {"searched": {"enabled": True}}),
        ("base-properties", {"shoeSize": {"enabled": False}}),
        ("retention", {"searched": {"months": -1}}),
        ("payload-size", {"searched": {}}),
        ("payload-size", {"searched": {"maxBytes": 0}}),
        ("payload-size", {"searched": {"maxBytes": 65_536}}),
        ("consent-policy", {"searched": "all"}),
        ("products-update-policy", {}),
        ("products-update-policy", {"eventTypes": ["loggedIn"]}),
        ("products-update-policy", {"eventTypes": ["viewedProduct", "viewedProduct"]}),
        ("retention", {"searched": {"months": 2**31}}),
        ("extended/customer", {"a": {"type": "string"}}),
        ("extended/customer", {"a": {"type": "array", "contactlabProperties": {}}}),
    ],
)
def test_what_cannot_be_used_is_refused(desk, kind, value):
    """A setting of no kind, or with a value of another, is refused with its key."""
    with pytest.raises(FixtureError) as caught:
        put(desk, kind, value)

    assert kind in str(caught.value)


FLAGS = {"enabled": True, "indexed": False, "flowEnabled": False}


@pytest.mark.parametrize(
    "definition",
    [
        {"type": "string", "contactlabProperties": {**FLAGS, "enabled": "yes"}},
        {"type": "string", "contactlabProperties": {**FLAGS, "maxLength": 6_001}},
        {"type": "string", "contactlabProperties": {**FLAGS, "mergePolicy": "LAST"}},
        {"type": "string", "contactlabProperties": {**FLAGS, "colour": "red"}},
        {"type": "string", "format": "colour", "contactlabProperties": FLAGS},
        {"type": "number", "enum": ["1"], "contactlabProperties": FLAGS},
        {"type": "number", "minimum": 1, "contactlabProperties": FLAGS},
        {
            "type": "array",
            "items": {"type": "array", "items": {"type": "string"}},
            "contactlabProperties": FLAGS,
        },
        {"type": "array", "items": {"type": "dreamed"}, "contactlabProperties": FLAGS},
        {
            "type": "object",
            "properties": {"a.b": {"type": "string", "contactlabProperties": FLAGS}},
            "contactlabProperties": FLAGS,
        },
    ],
)
def test_definitions_that_no_answer_could_tell_are_refused(desk, definition):
    """Extended properties that the contract does not know are no setting, for reading them would fail."""
    desk.put(
        "configuration",
        f"{TIBURON}/extended/customer",
        {"workspace": TIBURON, "value": {"a": definition}},
    )

    assert 500 == desk.exchange("getExtendedPropertiesConfigurationWorkspaces").reply.status
    with pytest.raises(FixtureError):
        check(desk.world.view(1))


def test_a_setting_belongs_to_its_workspace(desk):
    """The key begins with the id of the workspace that the setting is of."""
    with pytest.raises(FixtureError):
        put(desk, "retention", {}, workspace=MARIN)
