"""Faults by the control API: rules as data, and what they do to the mocked APIs."""

import pytest
from tests.control.steering import steering

FAULTS = "/worlds/default/faults"


@pytest.fixture
def place():
    return steering()


def test_a_fault_comes_and_goes(place):
    """It is added with an id, read, replaced, and removed; meanwhile it happens."""
    made = place.call("POST", FAULTS, json={"operation": "listCustomerAudiences", "effect": {"status": 503}})
    path = f"{FAULTS}/{made.json()['id']}"

    assert 201 == made.status_code
    assert made.json() == place.call("GET", made.headers["Location"]).json()
    assert 503 == place.ask("GET", "/customerAudiences").status_code
    assert 200 == place.ask("GET", "/customerAudienceTemplates").status_code

    replaced = place.call("PUT", path, json={"effect": {"status": 429}, "times": 1})
    assert (200, made.json()["id"]) == (replaced.status_code, replaced.json()["id"])
    assert [429, 200] == [place.ask("GET", "/customerAudiences").status_code for _ in range(2)]
    assert 0 == place.call("GET", path).json()["times"]

    assert 204 == place.call("DELETE", path).status_code
    assert (404, 404) == (place.call("GET", path).status_code, place.call("DELETE", path).status_code)


def test_all_faults_can_be_removed(place):
    """Afterwards nothing goes wrong on purpose."""
    for status in (429, 503):
        place.call("POST", FAULTS, json={"effect": {"status": status}})

    assert 204 == place.call("DELETE", FAULTS).status_code
    assert [] == place.call("GET", FAULTS).json()["items"]
    assert 200 == place.ask("GET", "/customerAudiences").status_code


def test_faults_stay_in_their_world(place):
    """A fault of one world is none of another's."""
    place.call("POST", "/worlds", json={"name": "other"})
    place.call("POST", "/worlds/other/faults", json={"effect": {"status": 503}})

    assert 200 == place.ask("GET", "/customerAudiences").status_code
    assert 503 == place.ask("GET", "/customerAudiences", world="other").status_code


@pytest.mark.parametrize(
    ("rule", "status", "pointer"),
    [
        ({"api": "nobody/nothing", "effect": {"drop": True}}, 422, "/api"),
        ({"operation": "nothing", "effect": {"drop": True}}, 422, "/operation"),
        (
            {"effect": {"latency": {"distribution": "uniform", "low": 2, "high": 1}}},
            422,
            "/effect/latency/low",
        ),
        ({"effect": {"drop": False}}, 400, None),
        ({"effect": {}}, 400, None),
        ({"effect": {"drop": True, "slow": 1}}, 400, None),
        ({"share": 2, "effect": {"drop": True}}, 400, "/share"),
        ({}, 400, "/effect"),
        ({"effect": {"drop": True}, "colour": "red"}, 400, "/colour"),
    ],
)
def test_a_rule_that_is_none_is_refused(place, rule, status, pointer):
    """400 where the contract says so, 422 where the APIs served do; with a pointer."""
    refused = place.call("POST", FAULTS, json=rule)

    assert status == refused.status_code
    pointers = [each["attributes"]["pointer"] for each in refused.json()["problems"]]
    assert pointer is None or pointer in pointers
    assert [] == place.call("GET", FAULTS).json()["items"]


def test_an_id_is_given_once(place):
    """An id of the client's own is kept, and taken."""
    rule = {"id": "mine", "effect": {"drop": True}}

    statuses = [place.call("POST", FAULTS, json=rule).status_code for _ in range(2)]

    assert [201, 409] == statuses
    assert 422 == place.call("PUT", f"{FAULTS}/mine", json={**rule, "id": "yours"}).status_code


@pytest.mark.parametrize(
    "effect",
    [
        {"latency": {"milliseconds": 0}},
        {"latency": {"distribution": "uniform", "low": 1, "high": 2}},
        {"latency": {"distribution": "normal", "mean": 1, "deviation": 0.5}},
        {"latency": {"distribution": "lognormal", "median": 1, "sigma": 0.1}},
        {"status": 503, "retryAfter": 3, "example": "busy"},
        {"drop": True},
        {"truncate": 10},
        {"slow": 100},
        {"break": "body"},
        {"throttle": {"limit": 2, "per": 60, "burst": 5}},
    ],
)
def test_every_kind_of_effect_is_taken(place, effect):
    """What the contract documents can be had, and is read back as it was sent."""
    made = place.call("POST", FAULTS, json={"effect": effect})

    assert (201, effect) == (made.status_code, made.json()["effect"])
