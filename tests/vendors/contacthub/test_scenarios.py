"""The situations that a world can be put into at Contacthub."""

from datetime import timedelta

import pytest
import yaml
from tests.vendors.contacthub.desk import NEWSLETTER, NOBODYS, ROOT, TIBURON, contracts, seeded
from tests.vendors.contacthub.uploading import upload

from understudy.control.scenarios.scenario import load, run
from understudy.control.scenarios.shelf import found_in
from understudy.controlling import stage_of
from understudy.errors import FixtureError
from understudy.http.app import Service
from understudy.http.worlds import Worlds
from understudy.offering import settings_of
from understudy.vendors.contacthub.api import VENDOR

SERVICES = [Service(contracts()[api.name], api) for api in VENDOR.apis]
STAGE = stage_of(SERVICES, [VENDOR], VENDOR.identities)
OURS = found_in(ROOT / "fixtures/scenarios", STAGE)

NOA = "7d90b4c6-1e52-4a3f-8b07-e46c5f2a9d13"
DAY = timedelta(days=1)


def hosted():
    """A world as the server hosts it."""
    return Worlds(seeded().fork("default"), list(contracts().values())).default


@pytest.fixture
def played(desk):
    """A scenario carried out, twice, on the desk's world."""

    def play(name):
        place = hosted()
        for _ in range(2):
            run(OURS[name], place, STAGE)
        desk.world = place.world
        return desk

    return play


def written(folder, *steps):
    """A scenario of these steps."""
    path = folder / "mine.yaml"
    path.write_text(yaml.safe_dump({"name": "mine", "title": "One of mine.", "steps": list(steps)}))
    return load(path)


def test_there_are_scenarios_of_its_own():
    """Those that need no other vendor are offered where only this one is served."""
    expected = {"bulk-job-failed", "consents-with-history", "quota-nearly-used", "workspace-throttled"}

    assert expected == OURS.keys()


def test_a_bulk_job_failed(played):
    """The failed job is told with its reason, also in its results; another job takes three times 30 s."""
    desk = played("bulk-job-failed")
    (told,) = desk.call("getBulkJobsNodesWorkspaces", nodeId=NEWSLETTER).body["elements"]
    results = desk.call("getBulkJobResultsNodesWorkspaces", nodeId=NEWSLETTER, jobId=told["id"]).body
    again = upload(desk, [["base.contacts.email", "base.firstname"]], NEWSLETTER).body

    assert ("FAILED", again["errorMessage"]) == (told["status"], told["errorMessage"])
    assert again["errorMessage"] in results.decode()
    waiting = upload(desk, [["base.contacts.email"], ["sam@example.com"]], NEWSLETTER).body["id"]
    states = []
    for _ in range(4):
        job = desk.call("getBulkJobNodesWorkspaces", nodeId=NEWSLETTER, jobId=waiting).body
        states.append(job["status"])
        desk.world.clock.step(timedelta(seconds=30))
    assert ["LOADED", "SCHEDULED", "PROCESSING", "PROCESSED"] == states


def test_consents_with_history(played):
    """The log has each step a day after the one before, of a customer who is found and has the outcome."""
    desk = played("consents-with-history")
    log = desk.call("getConsentsWorkspaces", customerId=NOA, sort="id,asc").body["elements"]
    path = "consents.marketing.automatic.email."
    now = desk.world.clock.now()

    assert [
        ("CONSENT_CHANGED", path + "status"),
        ("CONSENT_RESTRICTED", path + "limitation"),
        ("CONSENT_OBJECTED", path + "objection"),
    ] == [(each["type"], each["property"]) for each in log]
    assert [str((now - days * DAY).date()) for days in (2, 1, 0)] == [each["date"][:10] for each in log]
    (found,) = desk.call("getCustomersWorkspaces", nodeId=NEWSLETTER).body["elements"]
    consent = found["consents"]["marketing"]["automatic"]["email"]
    assert (NOA, {"status": True, "limitation": True, "objection": True}) == (found["id"], consent)


def test_workspace_throttled(played):
    """Three requests are let in, the fourth waits for the next minute."""
    desk = played("workspace-throttled")
    replies = [desk.exchange("getWorkspace").reply for _ in range(4)]

    assert [200, 200, 200, 429] == [reply.status for reply in replies]
    desk.world.clock.step(timedelta(seconds=int(replies[3].headers["Retry-After"])))
    assert 200 == desk.call("getWorkspace").status


@pytest.mark.parametrize("name", ["contacthub.events", "contacthub.customers_with_events"])
def test_a_running_world_keeps_the_events_it_started_with(name, tmp_path):
    """Only --set says how many events people start with, for the stream begins with them (H-108.10)."""
    assert {name: 3} == settings_of([VENDOR], {name: 3})
    with pytest.raises(FixtureError) as refused:
        run(written(tmp_path, {"settings": {name: 3}}), hosted(), STAGE)

    assert f"no setting `{name}`" in str(refused.value)


def test_why_a_request_was_refused_is_told(tmp_path):
    """A step whose request is refused says what the vendor says."""
    request = {
        "api": "contacthub/hub",
        "operation": "getEntryNodeConfigurationWorkspaces",
        "path": {"workspaceId": TIBURON, "nodeId": NOBODYS},
    }
    with pytest.raises(FixtureError) as refused:
        run(written(tmp_path, {"request": request}), hosted(), STAGE)

    assert f"404 (node not found {NOBODYS})" in str(refused.value)
