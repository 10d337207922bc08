"""What a fault must look like."""

import pytest
from tests.http.toys import SHOP

from understudy.http.fault_rules import faults_in

CONTRACTS = {"toys/shop": SHOP}


@pytest.mark.parametrize(
    "rule",
    [
        {"effect": {"status": 503}},
        {"id": "a.B-1", "api": "toys/shop", "operation": "getToy", "caller": "bob", "effect": {"drop": True}},
        {"share": 0.25, "times": 3, "effect": {"break": "contentType"}},
        {"effect": {"latency": {"distribution": "lognormal", "median": 20, "sigma": 1.5}}},
        {"effect": {"throttle": {"limit": 5, "per": 0.5}}},
        {"operation": "putToy", "effect": {"status": 429, "example": "busy", "retryAfter": 3}},
    ],
)
def test_valid_rules_pass(rule):
    """Every member is optional but the effect."""
    assert [] == faults_in(rule, CONTRACTS)


@pytest.mark.parametrize(
    ("rule", "pointer"),
    [
        ([], ""),
        ({}, "/effect"),
        ({"effect": {}}, "/effect"),
        ({"effect": {"status": 503, "drop": True}}, "/effect"),
        ({"effect": {"status": 99}}, "/effect/status"),
        ({"effect": {"explode": True}}, "/effect/explode"),
        ({"effect": {"retryAfter": 3}}, "/effect/status"),
        ({"effect": {"latency": {"milliseconds": 60_001}}}, "/effect/latency/milliseconds"),
        ({"effect": {"latency": {"distribution": "uniform", "low": 5, "high": 1}}}, "/effect/latency/low"),
        ({"effect": {"slow": 0}}, "/effect/slow"),
        ({"effect": {"drop": True}, "share": 1.5}, "/share"),
        ({"effect": {"drop": True}, "id": "no spaces"}, "/id"),
        ({"effect": {"drop": True}, "api": "toys/none"}, "/api"),
        ({"effect": {"drop": True}, "operation": "getNothing"}, "/operation"),
        ({"effect": {"drop": True}, "api": "toys/shop", "operation": "getNothing"}, "/operation"),
        ({"effect": {"drop": True}, "when": "always"}, "/when"),
    ],
)
def test_each_mistake_is_named_with_its_pointer(rule, pointer):
    """A person finds what to correct."""
    (cause, *_) = faults_in(rule, CONTRACTS)

    assert ("body", pointer) == (cause.location, cause.pointer)
    assert cause.message.endswith(".")
