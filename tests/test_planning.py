"""What a check is to do, found out before anything is sent."""

import shlex
from dataclasses import replace

import pytest

from understudy.conformance.selection import BEHAVIOURS, FUZZ
from understudy.conformance.verdict import Finding, Severity
from understudy.errors import UsageError
from understudy.planning import Options, describe, options_of, plan, rerun_of
from understudy.resources import folder

AUDIENCES, CONNECTIONS = "apiture/customer-audiences", "apiture/customer-audience-connections"
HERE = Options(AUDIENCES, "http://localhost:4010/service")
SECRET = "hush-7c1f"
FINDING = Finding(
    "b1", BEHAVIOURS, "A-37", "reads", Severity.MUST, ("getCustomerAudience",), "It reads.", "200", "500"
)


def test_our_contract_and_suite_are_taken_by_name():
    """The API's own contract with all its operations, and the suite that its vendor's folder holds."""
    found = plan(HERE)

    assert (AUDIENCES, 15) == (found.contract.name, len(found.contract.operations))
    assert AUDIENCES == found.suite.api
    assert found.suite.behaviours
    assert tuple(found.suite.behaviours) == found.selection.behaviours


def test_a_contract_of_the_user_s_takes_the_place_of_ours(tmp_path):
    """--spec: its operations are those that are checked."""
    file = tmp_path / "own.yaml"
    file.write_text(
        'openapi: 3.1.0\ninfo: {title: Own, version: "1"}\n'
        "paths: {/a: {get: {operationId: a, responses: {'200': {description: d}}}}}\n"
    )
    found = plan(replace(HERE, spec=file))

    assert ("Own", ("a",)) == (found.contract.title, found.selection.operations)
    assert file == found.source


@pytest.mark.parametrize(
    ("url", "siblings", "where"),
    [
        ("http://h/service", {}, "http://h/bankingAdmin"),
        ("http://h/service/", {}, "http://h/bankingAdmin"),
        ("http://h/_world/mine/service", {}, "http://h/_world/mine/bankingAdmin"),
        ("http://h/service", {CONNECTIONS: "http://other/x/"}, "http://other/x"),
        ("http://h/elsewhere", {CONNECTIONS: "http://other/x"}, "http://other/x"),
        ("http://h/elsewhere", {}, None),
    ],
)
def test_siblings_are_beside_it_unless_said_otherwise(url, siblings, where):
    """The base path is swapped where there is one; else nothing is known of them."""
    found = plan(replace(HERE, url=url, siblings=siblings)).siblings

    assert where == (found[CONNECTIONS][1] if found else None)


@pytest.mark.parametrize(
    ("url", "allowed", "writes"),
    [
        ("http://localhost/service", False, True),
        ("http://[::1]/service", False, True),
        ("https://sandbox.example.com/service", False, False),
        ("https://sandbox.example.com/service", True, True),
    ],
)
def test_what_writes_needs_leave_elsewhere(url, allowed, writes):
    """On this machine everything may be sent; elsewhere what writes needs --allow-writes."""
    assert writes == plan(replace(HERE, url=url, allow_writes=allowed)).writes


def test_a_sibling_s_production_host_is_refused_too():
    """No request goes to where the vendor serves real customers, unless the user owns it."""
    given = replace(HERE, siblings={CONNECTIONS: "https://api.apiture.com/bankingAdmin"})

    with pytest.raises(UsageError, match="--i-own-this-server"):
        plan(given)
    assert plan(replace(given, own=True)).siblings


def test_the_command_that_asks_again_has_no_secret():
    """All that it takes to see a finding again; what is secret the shell fills in."""
    given = replace(
        HERE,
        token=SECRET,
        headers={"X-Api-Key": SECRET},
        callers={"reader": SECRET},
        siblings={CONNECTIONS: "http://other/x"},
        allow_writes=True,
        seed=7,
    )
    found = plan(given)
    command = rerun_of(found, FINDING)

    assert SECRET not in command + str(found) + str(options_of(found))
    assert [
        *("understudy", "check", "--api", AUDIENCES, "--url", "http://localhost:4010/service"),
        *(
            "--sibling",
            f"{CONNECTIONS}=http://other/x",
            "--allow-writes",
            "--only",
            "behaviours",
            "--seed",
            "7",
        ),
        *("--include", "reads", "--token", "$TOKEN", "--caller", "reader=$READER_TOKEN"),
        *("--header", "X-Api-Key:$X_API_KEY"),
    ] == shlex.split(command)


def test_the_command_that_asks_again_says_the_settings():
    """What every request has to say is said again, and stands in the report."""
    given = Options("banno/segments", "http://localhost:4010", settings={"institutionId": "a b"})
    found = plan(given)

    assert "--set 'institutionId=a b'" in rerun_of(found, FINDING)
    assert {"institutionId": "a b"} == options_of(found)["settings"]
    with pytest.raises(UsageError, match="no setting 'shelfId' for --set; choose from: institutionId, other"):
        plan(replace(given, settings={"shelfId": "a"}))


def test_an_alias_is_where_an_operation_is_checked():
    """The contract has the operation there and nowhere else, a sibling too; the command and report say so."""
    aliases = {"GET /listing": "/customerAudiences", "/links": "GET /customerAudienceConnections"}
    found = plan(replace(HERE, aliases=aliases))
    sibling, _ = found.siblings[CONNECTIONS]

    assert "/listing" == found.contract.operations["listCustomerAudiences"].path
    assert "/customerAudiences" == found.contract.operations["createCustomerAudience"].path
    assert "/links" == sibling.operations["listCustomerAudienceConnections"].path
    assert "--alias 'GET /listing=/customerAudiences'" in rerun_of(found, FINDING)
    assert aliases == options_of(found)["aliases"]


def test_the_command_that_asks_again_asks_in_the_same_way(tmp_path):
    """By the same contract, as patiently and as slowly."""
    spec = tmp_path / "my contract.yaml"
    spec.write_bytes((folder("specs") / f"{AUDIENCES}.yaml").read_bytes())
    given = replace(HERE, spec=spec, timeout=2.5, rate_limit=20.0, search_lag=3)
    words = shlex.split(rerun_of(plan(given), FINDING))

    assert ["--spec", str(spec), "--timeout", "2.5", "--rate-limit", "20.0"] == words[6:12]
    assert ["--search-lag", "3"] == words[12:14]


def test_the_command_for_a_client_has_its_id_only():
    """The secret of a client is the shell's to fill in."""
    given = replace(HERE, client_id="me", client_secret=SECRET, token_url="http://localhost/token")
    words = shlex.split(rerun_of(plan(given), FINDING))

    assert ["--client-id", "me", "--token-url", "http://localhost/token"] == words[6:10]
    assert ["--client-secret", "$CLIENT_SECRET"] == words[-2:]


def test_the_command_for_a_fuzz_names_its_operations():
    """Those of the finding, and how many cases there were."""
    finding = replace(FINDING, source=FUZZ, operations=("getCustomerAudience", "listCustomerAudiences"))
    words = rerun_of(plan(HERE), finding).partition("--only fuzz ")[2]

    assert (
        "--seed 42 --max-examples 100 --include getCustomerAudience --include listCustomerAudiences" == words
    )


def test_a_description_names_everything_that_would_be_called():
    """Each behaviour with what it calls, each operation with its URL, and what would not be sent."""
    found = plan(replace(HERE, url="https://sandbox.example.com/service"))
    text = "\n".join(describe(found))

    assert all(f"  {each.rule} {each.name} (" in text for each in found.selection.behaviours)
    assert all(f"  {name}  " in text for name in found.contract.operations)
    assert "Operations that write would not be sent" in text
    assert "\nChains of calls of 15 operations (not run: they write)." in text
