"""The journal over the wire."""

import base64
import json

import pytest
from tests.support.client import client_of
from tests.support.server import serving
from tests.wire.control import Control
from tests.wire.requests import audience, listing

pytestmark = pytest.mark.slow  # a server in a process of its own

AUDIENCES = "/customerAudiences"
SECRET = "900-12-3456"


@pytest.fixture(scope="module")
def brief():
    """A server whose worlds remember five exchanges."""
    with serving("--customers", "100", "--clock", "frozen", "--journal", "5") as server:
        yield server


def test_an_exchange_can_be_looked_at(server, api):
    """Request and answer, headers and bodies, to be read by a person."""
    control = Control(server.url)
    control.send("DELETE", "/journal")
    created = api.post(AUDIENCES, json=audience("In the journal"))

    (entry,) = control.journal()
    one = control.send("GET", f"/journal/{entry['number']}").json()
    assert ("createCustomerAudience", 201, "0399abedfd3d") == (one["operation"], one["status"], one["caller"])
    assert created.json() == one["answer"]["body"]
    assert audience("In the journal") == one["request"]["body"]
    assert "Bearer [redacted]" == one["request"]["headers"]["authorization"]


def test_violations_are_kept_with_their_pointers(server, api):
    """A refused request says where it breaks the contract, and by which rule it was refused (G-2)."""
    control = Control(server.url)
    control.send("DELETE", "/journal")
    api.post(AUDIENCES, json=audience("x" * 500, customerType="robots"))

    (entry,) = control.journal(violation="true")
    assert ("request", ["G-2"]) == (entry["violated"], entry["rules"])
    assert {"/name", "/customerType"} <= {violation["pointer"] for violation in entry["violations"]}


def test_the_number_kept_is_bounded_and_said(brief):
    """--journal 5: the last five, and how many went."""
    control = Control(brief.url)
    with client_of(brief.base) as client:
        for _ in range(8):
            client.get(AUDIENCES)

    reply = control.send("GET", "/journal").json()
    assert (5, 5, 3) == (len(reply["items"]), reply["kept"], reply["dropped"])
    assert [4, 5, 6, 7, 8] == [one["number"] for one in control.journal()]


def test_without_a_journal_nothing_is_kept():
    """--journal 0."""
    with serving("--customers", "100", "--clock", "frozen", "--journal", "0") as server:
        with client_of(server.base) as client:
            assert client.get(AUDIENCES).is_success

        assert [] == Control(server.url).journal()


def test_nothing_secret_leaves_by_the_journal(server, api):
    """Neither tokens nor the people whom an import names by tax identifier, in any of its forms."""
    control = Control(server.url)
    control.send("DELETE", "/journal")
    imported = api.post(
        "/importedCustomerAudiences", json=listing(f"{SECRET}\n900-65-4321\n".encode(), "taxIdNumber")
    )
    assert imported.status_code in (201, 202)
    form = {
        "grant_type": "client_credentials",
        "client_id": "understudy-demo",
        "client_secret": "not-a-secret",
    }
    token = api.post(f"{server.url}/oidc/token", data=form).json()["access_token"]

    shown = [control.send("GET", f"/journal/{one['number']}").text for one in control.journal()]
    everything = "".join(shown) + control.send("GET", "/journal.har").text
    content = base64.b64encode(f"{SECRET}\n900-65-4321\n".encode()).decode()
    for secret in (SECRET, "900-65-4321", content, token, "not-a-secret", "Bearer demo"):
        assert secret not in everything


def test_the_archive_holds_every_exchange(server, api):
    """HAR 1.2, ready for a browser's developer tools."""
    control = Control(server.url)
    control.send("DELETE", "/journal")
    for query in ("limit=2", "q=%22Most%20valuable%22"):
        api.get(f"{AUDIENCES}?{query}")

    log = json.loads(control.send("GET", "/journal.har").content)["log"]
    assert ("1.2", "Understudy", 2) == (log["version"], log["creator"]["name"], len(log["entries"]))
    assert [200, 200] == [entry["response"]["status"] for entry in log["entries"]]
    assert {"name": "q", "value": '"Most valuable"'} in log["entries"][1]["request"]["queryString"]
