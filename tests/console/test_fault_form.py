"""From the fields of the form to the rule, and back from mistakes to fields."""

import pytest
from tests.control.steering import CONTRACTS

from understudy.console.fault_form import DEFAULTS, KINDS, by_field, rule_of, told
from understudy.errors import Cause, Problem
from understudy.http.faults import Faults

EFFECTS = [
    ({"kind": "latency"}, {"latency": {"milliseconds": 500}}, "waits 500 ms"),
    (
        {"kind": "drawn", "distribution": "lognormal", "first": "40", "second": "0.4"},
        {"latency": {"distribution": "lognormal", "median": 40, "sigma": 0.4}},
        "waits by a lognormal distribution, median 40, sigma 0.4",
    ),
    (
        {"kind": "status", "retry_after": "5", "example": "busy"},
        {"status": 503, "retryAfter": 5, "example": "busy"},
        "answers 503, example busy, Retry-After 5 s",
    ),
    (
        {"kind": "throttle", "burst": "3"},
        {"throttle": {"limit": 10, "per": 60, "burst": 3}},
        "lets 10 requests pass per 60 s, 3 at once",
    ),
    ({"kind": "drop"}, {"drop": True}, "drops the connection"),
    ({"kind": "truncate"}, {"truncate": 20}, "cuts the body after 20 bytes"),
    ({"kind": "slow"}, {"slow": 1000}, "sends 1000 bytes a second"),
    ({"kind": "break", "break": "contentType"}, {"break": "contentType"}, "breaks the content type"),
]


@pytest.fixture
def faults():
    return Faults({contract.name: contract for contract in CONTRACTS})


@pytest.mark.parametrize(
    ("fields", "effect", "words"), EFFECTS, ids=[fields["kind"] for fields, _, _ in EFFECTS]
)
def test_each_kind_of_fault_can_be_described(faults, fields, effect, words):
    """The rule of the filled-in form is taken as it is, and told in a few words."""
    rule = rule_of({**DEFAULTS, **fields})

    assert {"share": 1, "effect": effect} == rule
    assert effect == faults.add(rule).described
    assert words == told(effect)


def test_every_kind_is_described():
    """The form offers no kind that the test above leaves out."""
    assert set(KINDS) == {fields["kind"] for fields, _, _ in EFFECTS}


@pytest.mark.parametrize("distribution", ["uniform", "normal", "lognormal"])
def test_each_distribution_is_taken(faults, distribution):
    """Its two numbers go by the names that the distribution has for them."""
    fields = {"kind": "drawn", "distribution": distribution, "first": "1", "second": "2"}

    assert faults.add(rule_of({**DEFAULTS, **fields}))


def test_the_requests_can_be_narrowed_down():
    """API, operation, caller, share and times."""
    target = "apiture/customer-audiences listCustomerAudiences"
    rule = rule_of({**DEFAULTS, "target": target, "caller": "me", "share": "12.5", "times": "3"})

    assert {
        "api": "apiture/customer-audiences",
        "operation": "listCustomerAudiences",
        "caller": "me",
        "share": 0.125,
        "times": 3,
        "effect": {"latency": {"milliseconds": 500}},
    } == rule


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"milliseconds": "soon"}, "milliseconds"),
        ({"milliseconds": "-1"}, "milliseconds"),
        ({"share": "120"}, "share"),
        ({"share": ""}, "share"),
        ({"times": "often"}, "times"),
        ({"target": "nobody"}, "target"),
        ({"target": "apiture/customer-audiences nothing"}, "target"),
        ({"kind": "status", "status": "99"}, "status"),
        ({"kind": "status", "retry_after": "x"}, "retry_after"),
        ({"kind": "throttle", "limit": "0"}, "limit"),
        ({"kind": "throttle", "per": ""}, "per"),
        ({"kind": "throttle", "burst": "1.5"}, "burst"),
        ({"kind": "truncate", "truncate": ""}, "truncate"),
        ({"kind": "slow", "slow": "0"}, "slow"),
        ({"kind": "break", "break": "everything"}, "break"),
        ({"kind": "drawn", "first": "9", "second": "1"}, "first"),
        ({"milliseconds": "nan"}, "milliseconds"),
        ({"milliseconds": "inf"}, "milliseconds"),
    ],
)
def test_a_mistake_is_found_at_its_field(faults, fields, field):
    """What is wrong is found by judging the rule, and shown where it can be put right."""
    with pytest.raises(Problem) as refused:
        faults.add(rule_of({**DEFAULTS, **fields}))

    assert {field} == set(by_field(refused.value.causes))


def test_a_mistake_of_no_field_is_not_lost():
    """It is shown above the form."""
    assert {"": ["It cannot be."]} == by_field([Cause("body", "/id", "It cannot be.")])
