"""What Schemathesis is told of a fuzz."""

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conformance.things import DOCUMENT, TOKEN, contract
from tests.support.server import ROOT

from understudy.conformance.fuzzing import Fuzzing, configuration, document, expected_statuses, written
from understudy.contract.load import load_contract, parse_contract
from understudy.planning import find_suites

ALWAYS = {"2xx", "3xx", "401", "403", "404", "409", "429"}
ALL = ("listThings", "createThing", "getThing", "deleteThing")


@pytest.fixture
def plan() -> Fuzzing:
    return Fuzzing(contract(), "http://127.0.0.1:1/base", operations=ALL, stateful=ALL, token=TOKEN, seed=7)


def by_operation(tables: dict) -> dict[str, dict]:
    return {table["include-operation-id"]: table for table in tables["operations"]}


def listed_statuses() -> dict[str, set[str]]:
    """What schemathesis.toml, written by hand, expects of each operation that it names."""
    groups = tomllib.loads((ROOT / "schemathesis.toml").read_text())["operations"]
    found = {}
    for group in groups:
        names = group["include-operation-id"]
        for name in [names] if isinstance(names, str) else names:
            found[name] = set(group["checks"]["positive_data_acceptance"]["expected-statuses"])
    return found


SUITES = {suite.api: suite for suite in find_suites()}


@pytest.mark.parametrize("api", SUITES)
def test_expected_statuses_amount_to_what_was_chosen_by_hand(api):
    """Derived from the contract and the vendor's refusals, they are those of our own schemathesis.toml.

    All but 5xx, which has a check of its own.
    """
    by_hand, refusals = listed_statuses(), SUITES[api].refusals
    for name, operation in load_contract(ROOT / f"specs/{api}.yaml", name=api).operations.items():
        assert by_hand.get(name, ALWAYS) == set(expected_statuses(operation, refusals)) - {"5xx"}, name


def test_what_a_schema_says_to_the_end_is_refused_by_no_status_for_all_that_is_bad():
    """A vendor with one such status has it where a body, any text or a moment is taken, and nowhere else."""
    hub = load_contract(ROOT / "specs/contacthub/hub.yaml", name="contacthub/hub").operations
    refusing = {name for name, operation in hub.items() if "400" in expected_statuses(operation, ("400",))}

    assert {
        *("postCustomerWorkspaces", "getCustomersWorkspaces"),
        *("getBuyingBehaviorsAnalyticsWorkspaces", "getSessionCustomerWorkspaces"),
    } <= refusing
    assert not refusing & {
        *("getCustomerWorkspaces", "getNodesConfigurationWorkspaces", "getUpdatesWorkspaces"),
        *("postForgetCustomerWorkspaces", "getEventConfigurationWorkspaces"),
    }


def test_400_may_be_about_what_no_schema_says():
    """S-07, Y-14: where only ids are taken, or a file, an operation may refuse with 400 if it says so."""
    operations = load_contract(ROOT / "specs/banno/segments.yaml", name="banno/segments").operations
    expecting = {name for name, operation in operations.items() if "400" in expected_statuses(operation)}

    assert {
        *("getDraft", "getDraftEndUserIdsCsv", "getDraftMissingUsersCsv", "listSegmentEndUsers"),
        *("importSegmentCsv", "importSegmentOperationCsv"),
    } == expecting


def test_fixed_parameters_stay_the_same(plan):
    """What stands in every path is said by its name; without such, nothing is."""
    tables = configuration(replace(plan, fixed={"shelfId": "third"}), {})

    assert {"path.shelfId": "third"} == tables["parameters"]
    assert "parameters" not in configuration(plan, {})


def test_methods_of_contracts_beside_it_are_no_unknown_ones(plan):
    """What another contract answers at a path of this one is in the document, and never called."""
    annex = {
        "openapi": "3.1.0",
        "info": {"title": "Annex", "version": "1"},
        "paths": {
            "/things/{key}": {
                "parameters": [
                    {"name": "key", "in": "path", "required": True, "schema": {"type": "integer"}}
                ],
                "patch": {"operationId": "patchThing", "responses": {"204": {"description": "done"}}},
                "get": {"operationId": "alsoGetThing", "responses": {"204": {"description": "done"}}},
            },
            "/elsewhere": {"get": {"operationId": "other", "responses": {"204": {"description": "done"}}}},
        },
    }
    wider = replace(plan, beside=(parse_contract(annex, name="things/annex"),))
    alone, both = document(plan)["paths"], document(wider)["paths"]
    (path,) = [path for path in both if both[path] != alone.get(path)]

    assert alone.keys() == both.keys()
    assert {"patch": "patchThing"} == {
        method: operation["operationId"]
        for method, operation in both[path].items()
        if method not in alone[path]
    }
    assert alone[path]["get"] == both[path]["get"]
    assert parse_contract(document(wider), name="both").operations.keys() >= {"patchThing"}
    assert not by_operation(configuration(wider, {}))["patchThing"]["enabled"]
    assert not {"other", "alsoGetThing"} & by_operation(configuration(wider, {})).keys()


def test_the_configuration_survives_being_written(plan, tmp_path):
    """TOML is read back as the tables that it was written from, whatever is in them."""
    tables = configuration(plan, {"Authorization": "HEADER_0", 'X-"odd"': "HEADER_1"})

    settings, schema = written(tables, tmp_path, document(plan))

    assert tables == tomllib.loads(settings.read_text())
    assert "listThings" in schema.read_text()


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(st.dictionaries(NAMES, NAMES | st.booleans() | st.integers(0, 9)))
def test_any_table_survives_being_written(tmp_path_factory, table):
    """Names and values of any characters."""
    tables = {"a": 1, "table": table, "list": [{"one": table}, {"two": {"three": table}}]}

    settings, _ = written(tables, tmp_path_factory.mktemp("toml"), {})

    assert tables == tomllib.loads(settings.read_text())


def test_credentials_are_in_neither_file(plan, tmp_path):
    """A token reaches Schemathesis by its environment alone."""
    plan = replace(plan, headers={"X-Api-Key": "k3y"})
    tables = configuration(plan, {name: f"HEADER_{number}" for number, name in enumerate(plan.sent())})

    for path in written(tables, tmp_path, document(plan)):
        assert TOKEN not in path.read_text()
        assert "k3y" not in path.read_text()
    assert {"Authorization": "${HEADER_0}", "X-Api-Key": "${HEADER_1}"} == tables["headers"]
    assert {TOKEN: "TOKEN", "k3y": "X_API_KEY"} == plan.secrets()


def test_what_is_not_asked_for_is_never_called(plan):
    """An operation neither fuzzed nor chained is turned off; one that is only chained has no other phase."""
    plan = replace(plan, operations=("listThings",), stateful=("listThings", "createThing"))
    tables = by_operation(configuration(plan, {}))

    assert "phases" not in tables["listThings"]
    assert {"examples", "coverage", "fuzzing"} == {
        phase for phase, table in tables["createThing"]["phases"].items() if not table["enabled"]
    }
    assert [False, False] == [tables[name]["enabled"] for name in ("getThing", "deleteThing")]


def test_without_writes_only_reading_is_left(plan):
    """No operation that writes, no chains, of other methods OPTIONS alone."""
    tables = configuration(replace(plan, writes=False), {})

    assert ("listThings", "getThing") == replace(plan, writes=False).fuzzed()
    assert not tables["phases"]["stateful"]["enabled"]
    assert ["OPTIONS"] == tables["phases"]["coverage"]["unexpected-methods"]
    assert {"createThing", "deleteThing"} == {
        name for name, table in by_operation(tables).items() if table.get("enabled") is False
    }


def test_barred_parameters_are_left_out_of_the_copy(plan):
    """Only optional ones, and the contract itself stays as it is."""
    before = str(DOCUMENT)

    found = document(replace(plan, barred=("owner", "thingId")))

    names = [one["name"] for one in found["paths"]["/things"]["get"]["parameters"]]
    assert ["limit"] == names
    assert ["thingId"] == [one["name"] for one in found["paths"]["/things/{thingId}"]["parameters"]]
    assert before == str(DOCUMENT)


def test_a_login_is_written_as_the_bearer_token_it_comes_to(plan):
    """So that calls without and with wrong credentials are tried (G-1)."""
    assert {"type": "http", "scheme": "bearer"} == document(plan)["components"]["securitySchemes"]["login"]
