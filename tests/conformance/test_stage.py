"""A behaviour can have a world of an Understudy for itself: nothing of it is left or seen elsewhere."""

import os
from contextlib import suppress

import httpx
import pytest
from tests.conformance.shop import Shop, target

import understudy
from understudy.conformance.access import Access
from understudy.conformance.probe import Ask, Probe
from understudy.conformance.stage import Control, Staged, world_in
from understudy.conformance.target import Target
from understudy.contract.load import load_contract
from understudy.errors import Broken, NotObservable, RunFailed
from understudy.resources import folder
from understudy.vendors.apiture.behaviours import SUITES

AUDIENCES = "apiture/customer-audiences"
CONNECTIONS = "apiture/customer-audience-connections"
CONTRACTS = {
    name: load_contract(folder("specs") / f"{name}.yaml", name=name) for name in (AUDIENCES, CONNECTIONS)
}
SUITE = next(suite for suite in SUITES if suite.api == AUDIENCES)
NEW = b'{"name": "On stage", "customerType": "all", "enrollmentState": "customer"}'


@pytest.fixture(scope="module")
def server():
    """An Understudy in this process."""
    with understudy.running(customers=100) as server:
        yield server


def reached(server, url="", **access) -> Target:
    """The audiences API of the server as a target."""
    siblings = {CONNECTIONS: (CONTRACTS[CONNECTIONS], server.apis[CONNECTIONS])}
    found = Target(
        CONTRACTS[AUDIENCES],
        url or server.apis[AUDIENCES],
        suite=SUITE,
        siblings=siblings,
        access=Access(**access),
    )
    found.reach()
    return found


def send(sender, operation, path="", body=b""):
    """The answer to a request to an operation, below its own path."""
    found = sender.operation(operation)
    headers = {"Content-Type": "application/json"} if body else {}
    return sender.send(Ask(found, found.path.partition("/{")[0] + path, headers, body))


def names(sender) -> set[str]:
    """The names of all audiences."""
    return {item["name"] for item in send(sender, "listCustomerAudiences").json()["items"]}


def test_what_happens_on_stage_is_not_seen_outside(server):
    """A behaviour's world starts as the target's is, is changed by itself alone, and is gone afterwards."""
    with reached(server) as outside:
        with outside.staged() as stage:
            before = names(stage.sender)
            assert 201 == send(stage.sender, "createCustomerAudience", body=NEW).status
            assert {"On stage"} == names(stage.sender) - before
            assert before == names(outside)
        assert ["default"] == server.worlds()


def test_a_stage_is_gone_after_a_failure(server):
    """However a behaviour ends, its world does not stay."""
    with reached(server) as outside:
        with pytest.raises(ZeroDivisionError), outside.staged():
            raise ZeroDivisionError
        assert ["default"] == server.worlds()


def test_a_behaviour_needs_not_tidy_its_stage(server):
    """Within its stage all that a behaviour calls goes there; what it creates there is nobody's to delete."""
    with reached(server) as outside:
        probe = Probe(outside, "A-01 1234", frozenset({"createCustomerAudience", "listCustomerAudiences"}))
        new = {"name": probe.unique(), "customerType": "all", "enrollmentState": "customer"}
        probe.call("createCustomerAudience", json=new)
        with suppress(Broken), probe.stage() as stage:
            staged = probe.call("createCustomerAudience", json=new)
            probe.expect(staged, 204)
        listed = probe.call("listCustomerAudiences")

        assert stage.sender.url in staged.url
        assert server.apis[AUDIENCES] in listed.url
        assert [] == probe.clean_up()
        assert probe.exchanges[0].json()["id"] not in {item["id"] for item in probe_items(probe)}


def probe_items(probe):
    """All audiences as they are now."""
    return probe.call("listCustomerAudiences").json()["items"]


def test_time_passes_only_on_stage(server):
    """The clock of a stage is its own: what is due there happens there only."""
    with reached(server) as outside, outside.staged() as stage:
        key = send(stage.sender, "createCustomerAudience", body=NEW).json()["id"]
        send(stage.sender, "archiveCustomerAudience", f"/{key}/archived")
        stage.step(days=31)

        assert 404 == send(stage.sender, "getCustomerAudience", f"/{key}").status
        assert key not in stage.documents("apiture/audiences")


def test_callers_outlive_a_moved_clock(server):
    """A granted token would have ended on a stage whose clock went on a month; the demo's has not."""
    grant = {"client_id": "understudy-demo", "client_secret": "not-a-secret"}
    with reached(server, token_url=f"{server.url}/oidc/token", **grant) as outside, outside.staged() as stage:
        stage.step(days=31)

        assert 200 == send(stage.sender, "listCustomerAudiences").status
        assert 200 == send(outside, "listCustomerAudiences").status


def test_documents_can_be_read_and_put(server):
    """Documents of a stage go by id, whole; what is put is there in the API at once."""
    with reached(server) as outside, outside.staged() as stage:
        found = stage.documents("apiture/audiences")
        key, body = next((key, body) for key, body in found.items() if "members" not in body)
        stage.put("apiture/audiences", key, {**body, "name": "Put"})

        assert "Put" == send(stage.sender, "getCustomerAudience", f"/{key}").json()["name"]
        with pytest.raises(RunFailed, match=r"refused PUT .* with 422"):
            stage.put("apiture/audiences", key, {"name": 1})


def test_siblings_share_the_stage(server):
    """The vendor's other API is asked in the same world."""
    with reached(server) as outside, outside.staged() as stage:
        url = send(stage.sender, "listCustomerAudienceConnections").url

        assert server.apis[CONNECTIONS].removeprefix(server.url) in url
        assert world_in(url)[0] == world_in(stage.sender.url)[0] != "default"


def test_a_stage_starts_as_the_world_that_the_url_names(server):
    """A base URL may hold a world, whose state a stage has."""
    world = server.fork("named")
    with reached(server, world.url(AUDIENCES)) as outside, outside.staged() as stage:
        send(outside, "createCustomerAudience", body=NEW)
        assert "On stage" not in names(stage.sender)
        with outside.staged() as later:
            assert "On stage" in names(later.sender)
    server.drop("named")


def test_names_that_are_taken_are_passed_over(server):
    """Another run may have worlds of the same name; ours get other ones."""
    taken = [server.fork(f"check-{os.getpid()}-{next(Control.numbers) + 1}").name]
    with reached(server) as outside, outside.staged() as stage:
        assert world_in(stage.sender.url)[0] not in taken
    server.drop(taken[0])


def test_only_an_understudy_has_a_stage():
    """With any other server what needs a moved clock cannot be seen."""
    other = target(Shop())
    other.reach()

    with pytest.raises(NotObservable, match="only an Understudy offers"), other.staged():
        pass


def test_documents_are_read_page_by_page():
    """A collection of more than a page is read to its end."""
    asked = []

    def serve(request):
        asked.append(dict(request.url.params))
        after = int(asked[-1].get("after", 0))
        items = [{"id": str(number), "body": {"n": number}} for number in range(after + 1, after + 3)]
        return httpx.Response(200, json={"items": items} | ({"next": str(after + 2)} if after < 4 else {}))

    http = httpx.Client(transport=httpx.MockTransport(serve))
    stage = Staged(Control("http://127.0.0.1", http), "world", target(Shop()))

    assert {str(number): {"n": number} for number in range(1, 7)} == stage.documents("vendor/things")
    assert [{"limit": "1000"}, {"limit": "1000", "after": "2"}, {"limit": "1000", "after": "4"}] == asked


@pytest.mark.parametrize("status", [403, 409])
def test_a_refused_stage_is_not_observable(status):
    """A control API that makes no worlds leaves what needs one unseen, however often it is asked."""
    http = httpx.Client(transport=httpx.MockTransport(lambda _request: httpx.Response(status)))

    refused = Control("http://127.0.0.1", http).forked("default")

    with pytest.raises(NotObservable, match=f"refused with {status}"), refused:
        pass


def test_a_silent_control_api_ends_the_run():
    """A control API that was there and does not answer any more is a failure of the run."""

    def silent(_request):
        raise httpx.ReadTimeout("silence")

    control = Control("http://127.0.0.1", httpx.Client(transport=httpx.MockTransport(silent)))

    with pytest.raises(RunFailed, match="does not answer"):
        control.ask("GET", "/worlds")
    with pytest.raises(RunFailed, match="does not answer"), control.forked("default"):
        pass


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://h/service", ("default", "/service")),
        ("http://h/", ("default", "")),
        ("http://h/_world/one/service", ("one", "/service")),
        ("http://h/_world/one", ("one", "")),
        ("http://h/_worlds/one/service", ("default", "/_worlds/one/service")),
    ],
)
def test_worlds_are_read_from_urls(url, found):
    """A base URL names a world by its first two segments, or none."""
    assert found == world_in(url)
