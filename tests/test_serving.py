"""What `understudy.serving` promises: parts joined, contracts replaced, faults told before a start."""

import socket

import httpx
import pytest
import yaml

from understudy.errors import FixtureError, UnderstudyError, UsageError
from understudy.listening import Listener, listen
from understudy.resources import folder
from understudy.serving import Options, find_offers, start

AUDIENCES = "apiture/customer-audiences"
CONNECTIONS = "apiture/customer-audience-connections"
AS_BOB = {"Authorization": "Bearer demo"}


def options(**given):
    return Options(**{"port": 0, "customers": 100, "clock": "frozen", "log_format": "", **given})


@pytest.fixture(scope="module")
def server():
    with start(options()) as server:
        yield server


@pytest.fixture
def own_contract(tmp_path):
    """A contract of a user's: 3.0, one operation that is ours and two that nobody knows."""
    schema = {
        "type": "object",
        "required": ["size"],
        "properties": {"size": {"type": "integer", "minimum": 3}},
    }
    answers = {
        "listCustomerAudiences": {"schema": {"type": "object"}},
        "listToys": {"example": {"size": 7}, "schema": schema},
        "getToy": {"schema": schema},
    }
    paths = {
        f"/{name}": {
            "get": {
                "operationId": name,
                "responses": {"200": {"description": "An answer.", "content": {"application/json": media}}},
            }
        }
        for name, media in answers.items()
    }
    path = tmp_path / "own.yaml"
    info = {"title": "Own", "version": "9"}
    path.write_text(
        yaml.safe_dump(
            {"openapi": "3.0.3", "info": info, "servers": [{"url": "https://x.example/own"}], "paths": paths}
        )
    )
    return path


def test_it_answers_by_the_time_start_returns(server):
    """No waiting, no retries: the first request gets its answer."""
    answer = httpx.get(f"{server.url}/service/customerAudiences", headers=AS_BOB)

    assert 200 == answer.status_code
    assert answer.json()["items"]


def test_the_second_institution_has_a_tenth(server):
    """--customers is of TIBURON; MARIN has a tenth of it."""
    assert {"TIBURON": 100, "MARIN": 10} == {
        name: institution.customers.size for name, institution in server.world.institutions.items()
    }


def test_both_apis_show_the_same_documents(server):
    """A connection made on one API is there on the audience of the other, over the wire."""
    with httpx.Client(base_url=server.url, headers=AS_BOB) as client:
        body = {"audience": {"id": "0399abedfd3d"}, "provider": {"name": "mixpanel"}}
        made = client.post("/bankingAdmin/customerAudienceConnections", json=body).json()
        audience = client.get("/service/customerAudiences/0399abedfd3d").json()

    assert made["id"] in [connection["id"] for connection in audience["connections"]]


@pytest.mark.slow
def test_a_recipe_of_ones_own_needs_no_other_files(tmp_path):
    """--fixtures takes a single file: what does not lie beside it is taken from ours."""
    recipe = tmp_path / "mine.yaml"
    recipe.write_text("institutions: [{id: TIBURON}, {id: ATOLL, share: 0.5}]\n")

    with start(options(fixtures=recipe)) as server:
        answer = httpx.get(f"{server.url}/service/customerAudienceTemplates", headers=AS_BOB)

    assert {"TIBURON": 100, "ATOLL": 50} == {
        name: institution.customers.size for name, institution in server.world.institutions.items()
    }
    assert answer.json()["items"]


@pytest.mark.parametrize("name", [AUDIENCES, CONNECTIONS])
def test_the_pages_are_there(server, name):
    """Each API has its documentation page, and its contract as it lies in specs/."""
    page = httpx.get(f"{server.url}/_understudy/docs/{name}")
    contract = httpx.get(f"{server.url}/_understudy/specs/{name}.yaml")

    assert [200, 200] == [page.status_code, contract.status_code]
    assert (folder("specs") / f"{name}.yaml").read_bytes() == contract.content


@pytest.mark.slow
def test_a_stopped_server_lets_go_of_its_port():
    """After `stop` nothing listens any more."""
    server = start(options())
    port = int(server.url.rpartition(":")[2])
    server.stop()

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


@pytest.mark.slow
def test_a_server_that_cannot_start_does_not_keep_one_waiting(monkeypatch):
    """When the server ends before it answers, `start` says so instead of waiting for ever."""
    monkeypatch.setattr(Listener, "answer", lambda listener: listener.opened.close())

    with pytest.raises(UnderstudyError, match="ended before it answered"):
        start(options())


@pytest.mark.slow
def test_only_the_apis_asked_for_are_served():
    """--api leaves the others out."""
    with start(options(apis=(CONNECTIONS,))) as server:
        statuses = [
            httpx.get(server.url + path, headers=AS_BOB).status_code
            for path in ("/bankingAdmin/customerAudienceConnections", "/service/customerAudiences")
        ]

    assert [200, 404] == statuses


@pytest.mark.slow
def test_a_contract_of_the_users_takes_the_place_of_ours(own_contract):
    """Operations bind by operationId; unknown ones answer by example, else by schema, and say so."""
    with start(options(specs={AUDIENCES: own_contract})) as server:
        answers = [
            httpx.get(f"{server.url}/own/{name}", headers=AS_BOB)
            for name in ("listCustomerAudiences", "listToys", "getToy")
        ]
        gone = httpx.get(f"{server.url}/service/customerAudiences", headers=AS_BOB)

    assert [None, "example", "schema"] == [answer.headers.get("Understudy-Answer") for answer in answers]
    assert answers[0].json()["items"]
    assert [{"size": 7}, {"size": 3}] == [answer.json() for answer in answers[1:]]
    assert 404 == gone.status_code


@pytest.mark.slow
def test_without_authorisation_everybody_is_bob():
    """--auth off asks for no token; --auth strict does."""
    with start(options(auth=False)) as server:
        answer = httpx.get(f"{server.url}/service/customerAudiences")

    assert 200 == answer.status_code
    assert answer.json()["items"]


def test_strict_authorisation_asks_for_a_token(server):
    """Without a token: 401."""
    assert 401 == httpx.get(f"{server.url}/service/customerAudiences").status_code


@pytest.mark.slow
def test_the_import_budget_reaches_the_handlers():
    """A budget of nought makes every import answer 202, before it is done."""
    body = {
        "name": "A list",
        "identifierType": "dataCustomerId",
        "includesHeader": False,
        "fileName": "list.csv",
        "content": "OWRmYjA0OWY1NjcyNDI0ZDdiM2IK",
    }
    with start(options(import_budget=0)) as server:
        answer = httpx.post(f"{server.url}/service/importedCustomerAudiences", headers=AS_BOB, json=body)

    assert 202 == answer.status_code


def test_an_alias_is_where_an_operation_is_served():
    """Routing, contract, documentation and coverage have the operation there, and no longer where it was."""
    aliases = {"GET /listing": "/service/customerAudiences"}
    with start(options(apis=(AUDIENCES,), aliases=aliases)) as server:
        listed = httpx.get(f"{server.url}/service/listing?limit=1", headers=AS_BOB)
        gone = httpx.get(f"{server.url}/service/customerAudiences", headers=AS_BOB)
        specs = [
            yaml.safe_load(httpx.get(f"{server.url}/_understudy/specs/{AUDIENCES}.{kind}").text)
            for kind in ("yaml", "json")
        ]
        coverage = httpx.get(f"{server.url}/_understudy/worlds/default/coverage").json()

    assert (200, 405) == (listed.status_code, gone.status_code)
    assert "OPTIONS, POST" == gone.headers["allow"]
    assert ["listCustomerAudiences"] * 2 == [
        spec["paths"]["/listing"]["get"]["operationId"] for spec in specs
    ]
    assert "get" not in specs[0]["paths"]["/customerAudiences"]
    assert 1 == coverage["apis"][AUDIENCES]["operations"]["listCustomerAudiences"]["calls"]


def test_settings_reach_every_world():
    """What --set says is what a world starts with."""
    with start(options(settings={"import_seconds": 7})) as server:
        worlds = [server.worlds.default.world, server.worlds.get("other").world]

    assert [7, 7] == [world.view(1).settings["import_seconds"] for world in worlds]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"apis": ("nobody/nothing",)}, "There is no API named 'nobody/nothing'; choose from"),
        ({"apis": (AUDIENCES,), "specs": {CONNECTIONS: folder("specs") / "x"}}, "which --api leaves out"),
    ],
)
def test_unknown_names_are_refused(given, sentence):
    """An API that no vendor has, or a contract for one that is left out, is a usage error."""
    with pytest.raises(UsageError, match=sentence):
        find_offers(options(**given))


@pytest.mark.parametrize(
    "given", [{"fixtures": folder("fixtures") / "none.yaml"}, {"clock": "sometimes"}, {"customers": -1}]
)
def test_a_failed_start_gives_the_port_back(given):
    """Whatever cannot be used, the port is free afterwards."""
    with listen("127.0.0.1", 0) as opened:
        port = opened.getsockname()[1]

    with pytest.raises(UsageError):
        start(options(port=port, **given))

    listen("127.0.0.1", port).close()


@pytest.mark.slow
def test_it_starts_in_the_scenarios_asked_for(tmp_path):
    """The default world begins in them, one upon the other; reset leads there, and others start there."""
    mine = tmp_path / "mine.yaml"
    mine.write_text("name: mine\ntitle: T.\nsteps:\n  - settings: {import_seconds: 5}\n", encoding="utf-8")
    scenarios = ("empty-institution", str(mine))
    with start(Options(port=0, customers=10, log_format="", scenarios=scenarios)) as server:
        worlds = server.worlds
        worlds.reset("default")
        documents = worlds.default.world.store.read()

        assert (
            0
            == documents.count("apiture/audiences")
            == worlds.get("other").world.store.read().count("apiture/audiences")
        )
        assert {"value": 5} == documents.get("understudy/settings", "import_seconds").body


@pytest.mark.slow
def test_a_scenario_that_cannot_be_carried_out_ends_the_start(tmp_path):
    """The sentence names file and line, also without a control API."""
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "name: mine\ntitle: T.\nsteps:\n  - delete: {document: apiture/audiences/none}\n", encoding="utf-8"
    )
    with pytest.raises(FixtureError, match=r"mine\.yaml, line 4, cannot be used: there is no document"):
        start(Options(port=0, customers=10, log_format="", scenarios=(str(mine),), control=False))
