"""The demo identities."""

import pytest
import yaml
from tests.vendors.apiture.desk import BOB, ROOT, contracts

from understudy.vendors.apiture.identities import IDENTITIES, SCOPES


def analysts():
    """The analysts of the fixtures by id."""
    text = (ROOT / "fixtures/apiture/analysts.yaml").read_text(encoding="utf-8")
    return {entry["id"]: entry for entry in yaml.safe_load(text)["analysts"]}


def test_all_scopes_of_the_contracts_are_given():
    """A-02: the nine scopes the page declares are the demo's; what operations ask for is among them."""
    asked = {
        scope
        for contract in contracts().values()
        for operation in contract.operations.values()
        for requirement in operation.security
        for scopes in requirement.values()
        for scope in scopes
    }

    assert 9 == len(SCOPES)
    assert asked
    assert asked <= SCOPES == IDENTITIES.tokens["demo"].scopes
    assert {scope.endswith("/read") for scope in IDENTITIES.tokens["demo-read"].scopes} == {True}


@pytest.mark.parametrize("person", IDENTITIES.people, ids=lambda person: person.username)
def test_everybody_who_signs_in_is_an_analyst(person):
    """A-04, B-01: who can sign in is an analyst of the fixtures, under the same name and institution."""
    analyst = analysts()[person.caller.subject]

    assert person.name == f"{analyst['firstName']} {analyst['lastName']}"
    assert (person.username, person.caller.institution) == (analyst["username"], analyst["institution"])


def test_tokens_and_client_speak_for_analysts():
    """A-04: every static token and the one client are bound to an analyst; the client's is Bob Hartley."""
    callers = {**IDENTITIES.tokens, **{key: client.caller for key, client in IDENTITIES.clients.items()}}

    assert {"demo", "demo-marin", "demo-admin", "demo-read", "understudy-demo"} == callers.keys()
    assert IDENTITIES.tokens.keys() == IDENTITIES.notes.keys()
    for caller in callers.values():
        assert analysts()[caller.subject]["institution"] == caller.institution
    assert BOB == callers["understudy-demo"].subject
