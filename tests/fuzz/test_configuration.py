"""What schemathesis.toml may say, checked against the contracts."""

import tomllib

import pytest
import yaml
from tests.support.judge import BESIDE, CONTRACTS
from tests.support.server import ROOT

ALWAYS = {"2xx", "3xx", "401", "403", "404", "409", "429"}
"""What Schemathesis expects of valid data by itself, its 5xx left out."""

FILES = {
    *("importCustomerAudience", "validateCustomerAudience", "updateCustomerAudienceCustomers"),
    *("importSegmentCsv", "importSegmentOperationCsv"),
}
ONLY_IDS = {"getDraft", "getDraftEndUserIdsCsv", "getDraftMissingUsersCsv", "listSegmentEndUsers"}
"""Those that read, and whose 400 is about what the ids in their paths name, for they take nothing else."""

NARROWING = {"format", "enum", "pattern", "$ref"}
"""Keywords that leave less than any text to a parameter."""


@pytest.fixture
def configuration() -> dict:
    return tomllib.loads((ROOT / "schemathesis.toml").read_text())


def documented() -> dict[str, set[str]]:
    """The statuses that each operation lists by number."""
    found = {}
    for path in (*CONTRACTS.values(), *BESIDE.values(), ROOT / "specs/understudy/control.yaml"):
        for item in yaml.safe_load(path.read_text())["paths"].values():
            for operation in item.values():
                if isinstance(operation, dict):
                    found[operation["operationId"]] = set(operation["responses"])
    return found


def judged_at_the_hub() -> set[str]:
    """The operations of Contacthub that take a body, any text or a span: a bad one of each is a 400."""
    found = set()
    for path in (CONTRACTS["/hub/v1"], BESIDE["/hub/v1"]):
        document = yaml.safe_load(path.read_text())
        shared = document["components"]["parameters"]
        for item in document["paths"].values():
            for operation in item.values():
                named = [each.get("$ref", "").rpartition("/")[2] for each in operation.get("parameters", ())]
                given = [
                    shared.get(name, each)
                    for name, each in zip(named, operation.get("parameters", ()), strict=True)
                ]
                if "requestBody" in operation or any(map(is_judged, given)):
                    found.add(operation["operationId"])
    return found


def is_judged(parameter: dict) -> bool:
    """Whether a parameter begins a span, or its schema, or that of its items, is that of any text."""
    inner = parameter["schema"].get("items", parameter["schema"])
    return parameter["name"] == "start" or (inner.get("type") == "string" and not NARROWING & inner.keys())


def listed(group: dict) -> list[str]:
    names = group["include-operation-id"]
    return [names] if isinstance(names, str) else names


def test_nothing_is_excluded_or_excused(configuration):
    """Beside whole recordings, the file sets expected statuses of valid data per operation, nothing else."""
    assert {"output", "operations"} == configuration.keys()
    assert {"truncation": {"max-recorded-payload-size": 0}} == configuration["output"]
    for group in configuration["operations"]:
        assert {"include-operation-id", "checks"} == set(group)
        assert {"positive_data_acceptance": {"expected-statuses"}} == {
            check: set(settings) for check, settings in group["checks"].items()
        }


def test_only_documented_statuses_are_expected(configuration):
    """Beyond Schemathesis's own list: documented 412 and 422, and 400 where no schema says what is good."""
    statuses = documented()
    refusing = FILES | ONLY_IDS | judged_at_the_hub()
    for group in configuration["operations"]:
        extra = set(group["checks"]["positive_data_acceptance"]["expected-statuses"]) - ALWAYS
        for operation in listed(group):
            assert extra <= statuses[operation], operation
            assert extra <= {"412", "422"} | ({"400"} if operation in refusing else set()), operation


def test_each_operation_is_named_once(configuration):
    """No operation gets its statuses from two places."""
    names = [name for group in configuration["operations"] for name in listed(group)]

    assert sorted(set(names)) == sorted(names)
    assert set(names) <= documented().keys()
