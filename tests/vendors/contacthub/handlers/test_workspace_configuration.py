"""Configuration of the workspace: every sentence of operations 18-21, 29-31 and 37-39."""

from datetime import timedelta

import pytest
from tests.vendors.contacthub.asking import answer
from tests.vendors.contacthub.desk import MARIN, TIBURON
from tests.vendors.contacthub.happenings import event, posted, somebody
from tests.vendors.contacthub.writes import create, newcomer

from understudy.vendors.contacthub.event_types import types

CONFIGURATION = "putConfigurationWorkspaces"
THROTTLING = "putThrottlingConfigurationWorkspaces"
PRODUCTS = "putProductsUpdatePolicyConfigurationWorkspaces"
CONSENTS = "putEventsConsentPolicyConfigurationWorkspaces"
SIZES = "putEventsPayloadSizeConfigurationWorkspaces"


def test_the_configuration_is_told(desk):
    """The configuration has six members; every workspace has its own (H-18.1)."""
    own = answer(desk, "getConfigurationWorkspaces")

    assert {
        "name": "Tiburon Community Bank",
        "industry": "NotDefined",
        "timezone": "Europe/Rome",
        "currency": "USD",
        "customerUniquenessPolicy": "MERGE",
        "tier": None,
    } == own
    assert own != answer(desk, "getConfigurationWorkspaces", workspaceId=MARIN, token="demo-marin")


def test_the_configuration_becomes_what_is_sent(desk):
    """What is sent is told from then on, and the workspace has the new name everywhere (H-19.1)."""
    sent = {"name": "Tiburon", "industry": "Luxury", "timezone": "Europe/Paris", "currency": "JPY"}
    made = answer(
        desk, CONFIGURATION, {**sent, "customerUniquenessPolicy": "MERGE", "logo": "https://example.com/l"}
    )

    assert {**sent, "customerUniquenessPolicy": "MERGE", "tier": None} == made
    assert made == answer(desk, "getConfigurationWorkspaces")
    assert "Tiburon" == answer(desk, "getWorkspace")["name"]
    assert "https://example.com/l" == desk.document("workspaces", TIBURON)["logo"]


def test_what_is_not_sent_becomes_its_default(desk):
    """Without a word industry, time zone and currency are the documented ones; the name stays (H-19.2)."""
    answer(desk, CONFIGURATION, {"industry": "GDO", "currency": "JPY", "logo": "https://example.com/l"})
    made = answer(desk, CONFIGURATION, {})

    assert ("NotDefined", "Europe/Rome", "EUR") == (
        made["industry"],
        made["timezone"],
        made["currency"],
    )
    assert "Tiburon Community Bank" == made["name"]
    assert None is desk.document("workspaces", TIBURON)["logo"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"customerUniquenessPolicy": "BLOCK"},
        {"industry": "Banking"},
        {"timezone": "Europe/Berlin"},
        {"currency": "GBP"},
    ],
)
def test_other_values_are_refused(desk, wrong):
    """Values that are not among the documented ones are a 400 (H-19.3)."""
    reply = desk.call(CONFIGURATION, wrong)

    assert (400, [f"/{next(iter(wrong))}"]) == (reply.status, [each["path"] for each in reply.body["errors"]])


def test_null_is_a_time_zone_and_a_policy(desk):
    """A time zone may be null, and so may the policy, which is MERGE all the same (H-19.3)."""
    made = answer(desk, CONFIGURATION, {"timezone": None, "customerUniquenessPolicy": None})

    assert (None, "MERGE") == (made["timezone"], made["customerUniquenessPolicy"])


def asked(desk, times):
    """The statuses of so many requests."""
    return [desk.call("getThrottlingConfigurationWorkspaces").status for _ in range(times)]


def test_throttling_is_told_and_off(desk):
    """At first nothing is throttled, which 0 tells (H-20.1, H-20.2)."""
    assert {"maxRequestsPerMinute": 0} == answer(desk, "getThrottlingConfigurationWorkspaces")
    assert [200] * 50 == asked(desk, 50)


def test_throttling_really_throttles(desk):
    """After so many requests of a minute the next is refused until the minute is over (H-21.1)."""
    assert {"maxRequestsPerMinute": 2} == answer(desk, THROTTLING, {"maxRequestsPerMinute": 2})
    assert [200, 200, 429] == asked(desk, 3)
    desk.world.clock.step(timedelta(minutes=1))
    assert {"maxRequestsPerMinute": 2} == answer(desk, "getThrottlingConfigurationWorkspaces")
    assert [200, 429] == asked(desk, 2)


@pytest.mark.parametrize("body", [{"maxRequestsPerMinute": 0}, {}])
def test_zero_ends_the_throttling(desk, body):
    """0, or no word, and any number of requests is let in (H-21.2)."""
    answer(desk, THROTTLING, {"maxRequestsPerMinute": 1})

    assert {"maxRequestsPerMinute": 0} == answer(desk, THROTTLING, body)
    assert [200] * 5 == asked(desk, 5)


def test_a_negative_throttling_is_refused(desk):
    """There are no fewer than 0 requests (H-21.1)."""
    assert 400 == desk.call(THROTTLING, {"maxRequestsPerMinute": -1}).status


def test_types_that_update_products(desk):
    """The types are told, and become what is sent; null is none (H-29.1, H-30.1)."""
    sent = {"eventTypes": ["viewedProduct", "completedOrder"]}

    assert {"eventTypes": []} == answer(desk, "getProductsUpdatePolicyConfigurationWorkspaces")
    assert sent == answer(desk, PRODUCTS, sent)
    assert sent == answer(desk, "getProductsUpdatePolicyConfigurationWorkspaces")
    assert {"eventTypes": []} == answer(desk, PRODUCTS, {"eventTypes": None})


def test_types_without_products_are_refused(desk):
    """Only types that know products can update them (H-30.2)."""
    assert 400 == desk.call(PRODUCTS, {"eventTypes": ["loggedIn"]}).status


TEXT = {"type": "string", "format": "date", "contactlabProperties": {"label": "When"}}
OFF = {"type": "number", "contactlabProperties": {"enabled": False}}


def test_a_plan_model_tells_its_fields(desk):
    """A model has fields of its own and enabled extended properties of its events and products (H-31.1)."""
    answer(
        desk,
        "putEventExtendedPropertiesConfigurationWorkspaces",
        {"a": TEXT, "b": OFF},
        eventType="completedOrder",
    )
    answer(desk, "putProductExtendedPropertiesConfigurationWorkspaces", {"c": {"type": "integer"}})
    lines = answer(desk, "getPlanModelConfigurationWorkspaces", planModel="ORDER_LINE")
    when = {"name": "a", "type": "string", "format": "date", "contactlabProperties": {"label": "When"}}
    count = {"name": "c", "type": "integer", "format": None, "contactlabProperties": {"label": None}}

    assert {"event": [when], "product": [count]} == lines["hub"]
    assert {"event": [when], "product": []} == answer(
        desk, "getPlanModelConfigurationWorkspaces", planModel="ORDER"
    )["hub"]
    assert {"event": [], "product": []} == answer(
        desk, "getPlanModelConfigurationWorkspaces", planModel="COUPON"
    )["hub"]
    assert {"STRING"} == {each["type"] for each in lines["plan"]}


def test_a_plan_model_tells_each_name_once(desk):
    """Types of events that share the name of a property feed the model with it once (H-31.1)."""
    for name in ("eventInvited", "eventConfirmed"):
        answer(
            desk,
            "putEventExtendedPropertiesConfigurationWorkspaces",
            {"a": {"type": "string"}},
            eventType=name,
        )

    assert ["a"] == [
        each["name"]
        for each in answer(desk, "getPlanModelConfigurationWorkspaces", planModel="ATTENDANCE_EVENT")["hub"][
            "event"
        ]
    ]


def test_the_consent_policy_becomes_what_is_sent(desk):
    """The policy is told as it is from then on (H-37.1)."""
    sent = {"searched": ["profiling.online", "profiling.classic"], "loggedIn": []}

    assert sent == answer(desk, CONSENTS, sent)
    assert 400 == desk.call(CONSENTS, {"searched": ["profiling"]}).status
    assert 400 == desk.call(CONSENTS, {"dreamed": []}).status


YES = {"status": True, "limitation": False, "objection": False}


@pytest.mark.parametrize(
    ("consent", "status"),
    [
        (YES, 202),
        ({"status": True}, 202),
        ({**YES, "limitation": True}, 403),
        ({**YES, "objection": True}, 403),
        ({"status": False}, 403),
        ({"status": None}, 403),
        ({}, 403),
        (None, 403),
    ],
)
def test_events_need_the_consents(desk, consent, status):
    """An event whose type needs a consent is refused unless its customer gave it without limits (H-37.2)."""
    answer(desk, CONSENTS, {"searched": ["profiling.online"]})
    customer = create(desk, {**newcomer(), "consents": {"profiling": {"online": consent}}})["id"]
    reply = desk.call("postEventWorkspaces", event(type="searched", properties={}, customerId=customer))

    assert status == reply.status
    assert 202 == desk.call("postEventWorkspaces", event(customerId=customer)).status


def test_all_consents_are_needed(desk):
    """Each consent that is missing is told (H-37.2)."""
    answer(desk, CONSENTS, {"viewedPage": ["profiling.online", "softSpam.email"]})
    customer = create(desk, {**newcomer(), "consents": {"softSpam": {"email": YES}}})["id"]
    reply = desk.call("postEventWorkspaces", event(customerId=customer))

    assert (403, ("H-37.2",)) == (reply.status, desk.rules)
    assert ["The customer did not consent: profiling.online."] == [
        each["message"] for each in reply.body["errors"]
    ]


def test_sizes_are_told(desk):
    """At first every type may have 65535 bytes (H-38.1)."""
    assert {name: {"maxBytes": 65535} for name in types()} == answer(
        desk, "getEventsPayloadSizeConfigurationWorkspaces"
    )


def test_sizes_really_limit(desk):
    """Larger events of the type are refused, others are not; a type left out has its size back (H-39.1)."""
    customer = somebody(desk)
    made = answer(desk, SIZES, {"searched": {"maxBytes": 200}})
    large = {"keyword": "x" * 200}

    assert ({"maxBytes": 200}, {"maxBytes": 65535}) == (made["searched"], made["viewedPage"])
    assert made == answer(desk, "getEventsPayloadSizeConfigurationWorkspaces")
    refused = desk.call("postEventWorkspaces", event(type="searched", properties=large, customerId=customer))
    assert (400, ("H-39.1",)) == (refused.status, desk.rules)
    posted(desk, type="searched", properties={}, customerId=customer)
    posted(desk, properties={"title": "x" * 200}, customerId=customer)
    answer(desk, SIZES, {})
    assert large == posted(desk, type="searched", properties=large, customerId=customer)["properties"]


def test_sizes_are_told_as_whole_numbers(desk):
    """300.0 bytes are 300 (H-39.1)."""
    made = answer(desk, SIZES, {"searched": {"maxBytes": 300.0}})

    assert "300" == str(made["searched"]["maxBytes"])


@pytest.mark.parametrize("size", [0, 65536, 1.5])
def test_a_size_has_bounds(desk, size):
    """No event is larger than 64 kB (H-39.1)."""
    assert 400 == desk.call(SIZES, {"searched": {"maxBytes": size}}).status


@pytest.mark.parametrize("operation", [CONFIGURATION, THROTTLING, PRODUCTS, CONSENTS, SIZES])
def test_guests_change_nothing(desk, operation):
    """Only administrators and operators change the configuration (H-0.a10)."""
    assert 403 == desk.call(operation, {}, token="demo-read").status
    assert 200 == desk.call(operation, {}, token="demo-admin").status


def test_workspaces_are_apart(desk):
    """What one workspace is set to is nothing to another (H-38.1)."""
    answer(desk, SIZES, {"searched": {"maxBytes": 200}})
    theirs = answer(
        desk, "getEventsPayloadSizeConfigurationWorkspaces", workspaceId=MARIN, token="demo-marin"
    )

    assert {"maxBytes": 65535} == theirs["searched"]
