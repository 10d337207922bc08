"""What the Python client promises, against a server in this process."""

import shlex
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import httpx
import pytest

import understudy
from understudy.client import Server
from understudy.errors import UnderstudyError, UsageError

AUDIENCES = "apiture/customer-audiences"
CONNECTIONS = "apiture/customer-audience-connections"
NEW = {"name": "Mine", "customerType": "all", "enrollmentState": "customer"}
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def server():
    with understudy.running(customers=200, clock="frozen") as server:
        yield server


@pytest.fixture
def world(server, request):
    yield server.fork(request.node.name[:64])
    server.drop(request.node.name[:64])


class Audiences:
    """The audiences API in a world."""

    def __init__(self, world, **headers):
        self.base, self.headers = world.url(AUDIENCES), world.headers() | headers

    def get(self, path):
        return httpx.get(self.base + path, headers=self.headers, trust_env=False)

    def post(self, path, body):
        return httpx.post(self.base + path, json=body, headers=self.headers, trust_env=False)


def create(world, **changes):
    """The answer to making an audience."""
    return Audiences(world).post("/customerAudiences", NEW | changes)


def names(world):
    """The names of all audiences in the world."""
    return [item["name"] for item in Audiences(world).get("/customerAudiences").json()["items"]]


def test_importing_the_package_imports_nothing_else():
    """`import understudy` costs nothing: what serves is imported when `running` is asked for."""
    code = "import sys, understudy; print(sorted(name for name in sys.modules if 'understudy' in name))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert "['understudy', 'understudy.version']\n" == printed
    with pytest.raises(AttributeError, match="no attribute 'walking'"):
        understudy.walking  # noqa: B018


def test_options_that_cannot_be_met_are_sentences():
    """`running` takes what the command line takes, and says so when it cannot."""
    with pytest.raises(UsageError, match="There is no API named"), understudy.running(apis=("other",)):
        pass


def test_a_world_is_chosen_by_its_url_or_by_its_header(server, world):
    """Both lead to the same world, and only there."""
    create(world)
    by_header = httpx.get(
        f"{server.apis[AUDIENCES]}/customerAudiences", headers=world.headers(), trust_env=False
    )
    by_url = httpx.get(
        f"{world.url(AUDIENCES)}/customerAudiences",
        headers={"Authorization": f"Bearer {world.token()}"},
        trust_env=False,
    )

    assert by_header.json()["items"][-1]["name"] == by_url.json()["items"][-1]["name"] == "Mine"
    assert "Mine" not in names(server.world())
    assert {"default", world.name} <= set(server.worlds())
    with pytest.raises(UnderstudyError, match=f"choose from {AUDIENCES}"):
        world.url("audiences")


def test_tokens_are_asked_for_by_name(world):
    """The demo tokens speak for different callers."""
    assert Audiences(world, **world.headers("demo-marin")).get("/customerAudiences").json() != (
        Audiences(world, **world.headers("demo")).get("/customerAudiences").json()
    )


def test_the_clock_is_frozen_stepped_and_let_go(world):
    """Each answers the moment that it led to."""
    assert world.now == NOON
    assert NOON + timedelta(days=1, hours=2, minutes=3, seconds=4.5) == world.step(
        days=1, hours=2, minutes=3, seconds=4.5
    )
    assert datetime(2030, 1, 1, tzinfo=UTC) == world.freeze("2030-01-01T01:00:00+01:00")
    assert NOON == world.freeze(NOON) == world.freeze()
    assert NOON <= world.unfreeze() < NOON + timedelta(minutes=5)
    assert NOON <= world.now < NOON + timedelta(minutes=5)


def test_faults_are_added_and_taken_back(world):
    """A rule is that of the control API."""
    name = world.fault(operation="listCustomerAudiences", effect={"status": 503, "retryAfter": 7})
    refused = Audiences(world).get("/customerAudiences")
    world.clear_faults(name)

    assert (503, "7") == (refused.status_code, refused.headers["Retry-After"])
    assert 200 == Audiences(world).get("/customerAudiences").status_code
    world.fault(effect={"drop": True})
    world.clear_faults()
    assert 200 == Audiences(world).get("/customerAudiences").status_code
    with pytest.raises(UnderstudyError, match=r"was refused with 4"):
        world.fault(effect={"status": 503, "drop": True})


def test_the_journal_is_filtered(world):
    """Exchanges by operation, status, caller and violation, oldest first, however many."""
    create(world)
    create(world, name="M")
    Audiences(world, **world.headers("demo-marin")).get("/customerAudiences")

    assert [201, 400, 200] == [exchange.status for exchange in world.journal()]
    assert [1, 2] == [exchange.number for exchange in world.journal(operation="createCustomerAudience")]
    assert [400] == [exchange.status for exchange in world.journal(status="4XX")]
    assert [400] == [exchange.status for exchange in world.journal(status=400, violation=True)]
    assert [201, 200] == [exchange.status for exchange in world.journal(violation=False)]
    assert ["7d1c90b2a6e4f3580b21"] == [exchange.caller for exchange in world.journal(after=2)]
    assert [] == world.journal(caller="nobody")
    assert ("request", "/name", NOON) == (
        world.journal()[1].violated,
        world.journal()[1].violations[0].pointer,
        world.journal()[1].at,
    )


def test_a_long_journal_is_read_whole(world, monkeypatch):
    """Page after page."""
    monkeypatch.setattr("understudy.client.PAGE", 2)
    for _ in range(5):
        Audiences(world).get("/customerAudiences")

    assert [1, 2, 3, 4, 5] == [exchange.number for exchange in world.journal()]
    assert 9 == len(world.documents("apiture/campaigns"))


def test_snapshots_and_reset(world):
    """What was kept is there again; reset goes back to the beginning."""
    create(world, name="Kept")
    world.snapshot("one")
    create(world, name="Lost")
    world.restore("one")

    assert ("Kept", 1) == (names(world)[-1], names(world).count("Kept"))
    assert "Lost" not in names(world)
    world.reset()
    assert "Kept" not in names(world)
    with pytest.raises(UnderstudyError, match="no snapshot 'two'"):
        world.restore("two")


def test_an_import_on_its_way_is_in_snapshot_files(server, world):
    """A-53: downloaded here and uploaded to another server, the import is complete there in its time."""
    world.load("import-takes-long")
    world.snapshot("waiting")
    file = world.ask("GET", "/snapshots/waiting/file")
    with understudy.running(customers=200) as elsewhere:
        there = elsewhere.world()
        there.ask("PUT", "/snapshots/waiting/file", file)
        there.restore("waiting")
        (key,) = there.documents("apiture/imports")
        there.step(seconds=30)

        assert {} == there.documents("apiture/imports")
        assert 2 == Audiences(there).get(f"/customerAudiences/{key}").json()["customerCount"]


def test_documents_are_read_put_and_deleted(world):
    """By collection and id, checked by the vendor."""
    body = world.get("apiture/campaigns", "0399abed-fd3d")
    world.put("apiture/campaigns", "another", body | {"name": "Another"})

    assert "Another" == world.documents("apiture/campaigns")["another"]["name"]
    world.delete("apiture/campaigns", "another")
    assert "another" not in world.documents("apiture/campaigns")
    with pytest.raises(UnderstudyError, match="was refused with 422"):
        world.put("apiture/campaigns", "another", {"name": "Another"})
    world.put("apiture/providers", "odd name", {}, due=None)
    assert {} == world.get("apiture/providers", "odd name")


def test_scenarios_are_loaded(world):
    """By their names; an unknown one is a sentence."""
    world.load("empty-institution")

    assert [] == names(world)
    with pytest.raises(UnderstudyError, match="no scenario other"):
        world.load("other")


def test_a_quota_recovers_on_the_worlds_clock(world):
    """The scenario over the wire: one request is left, 429 follows, a minute brings one more."""
    world.load("quota-nearly-used")

    assert [200, 429] == [Audiences(world).get("/customerAudiences").status_code for _ in range(2)]
    world.step(minutes=1)
    assert [200, 429] == [Audiences(world).get("/customerAudiences").status_code for _ in range(2)]


def test_a_kept_contract_is_no_failure(world):
    """Refusals within the contract, and answers that a fault broke, are none of the test's mistakes."""
    create(world)
    missing = Audiences(world).get("/customerAudiences/does-not-exist")
    world.fault(effect={"break": "body"})
    Audiences(world).get("/customerAudiences")

    (refused,) = world.journal(status="4XX")
    assert (404, missing.json()["detail"]) == (refused.status, refused.reason)
    assert None is world.journal(status="2XX")[0].reason
    assert 1 == len(world.journal(violation=True))
    world.assert_contract_kept()


def test_a_broken_contract_is_shown_with_a_curl(world):
    """The failure names exchange, pointer and sentence; its curl repeats the request, with the demo token."""
    client = Audiences(world, Authorization="Bearer demo-admin")
    client.post("/customerAudiences", NEW | {"name": "It's"} | {"customerType": "none"})
    with pytest.raises(AssertionError) as caught:
        world.assert_contract_kept()
    message = str(caught.value)

    assert (
        f"POST {world.url(AUDIENCES)}/customerAudiences → 400 ({AUDIENCES} createCustomerAudience)" in message
    )
    assert "request body /customerType: " in message
    assert "demo-admin" not in message
    words = shlex.split(message.splitlines()[-1])
    assert ["curl", "-s", "-X", "POST"] == words[:4]
    assert "Authorization: Bearer demo" in words
    subprocess.run([*words, "--noproxy", "*"], capture_output=True, check=True)
    first, again = world.journal()
    assert (first.violations, first.status) == (again.violations, again.status)


def test_many_breaches_are_counted(world):
    """A message tells of five, and how many more there are."""
    for _ in range(7):
        create(world, name="M")
    with pytest.raises(AssertionError, match="7 exchanges in the world") as caught:
        world.assert_contract_kept()

    assert 5 == str(caught.value).count("curl -s")
    assert "… and 2 more." in str(caught.value)


def test_a_server_that_is_not_ours_is_told_by_its_answer():
    """Whatever answers, the client says what it was."""
    answer = httpx.MockTransport(lambda _request: httpx.Response(502, text="Bad gateway"))
    with Server("http://nowhere.example/", {}) as server:
        server.http.close()
        server.http = httpx.Client(transport=answer, base_url=server.url)
        with pytest.raises(UnderstudyError, match="GET /worlds was refused with 502: Bad gateway"):
            server.worlds()


def test_a_control_token_is_sent():
    """A server that asks for a token is steered by whoever was told it."""
    with understudy.running(customers=10, control_token="known", apis=(CONNECTIONS,)) as server:
        assert ["default"] == server.worlds()
        with Server(server.url, server.apis) as stranger, pytest.raises(UnderstudyError, match="with 401"):
            stranger.worlds()
