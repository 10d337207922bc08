"""Behaviours wait for searches that lag behind writes, no longer than they must."""

import httpx
import pytest
from tests.conformance.promising import judged, promise
from tests.conformance.shop import Shop, suite

from understudy.conformance.clock import monotonic
from understudy.conformance.verdict import Outcome

LAG = 0.3
LONG = 60.0


@pytest.fixture
def shop():
    """A shop whose list is what it was a while ago."""
    shop, written = Shop(), []

    def create(request):
        written.append(monotonic())
        return shop.answer(request)

    def search(request):
        late = any(monotonic() - moment < LAG for moment in written)
        return httpx.Response(200, json={"items": []}) if late else shop.answer(request)

    shop.faults = {("POST", "/shop/items"): create, ("GET", "/shop/items"): search}
    return shop


@pytest.fixture
def promised():
    """A suite of an API whose list may lag."""
    return suite(lagging=("listItems",))


def it_is_found(probe):
    key = probe.call("createItem", json={}).json()["id"]
    probe.expect(probe.call("getItem", key), 200)
    found = [item["id"] for item in probe.member(probe.call("listItems"), "/items")]
    probe.same([key], found, "the items found", pointer="/items")


@pytest.mark.parametrize(("lag", "outcome"), [(0.0, Outcome.BROKEN), (LAG, Outcome.PASSED)])
def test_a_search_waits_until_it_shows_what_was_written(shop, promised, lag, outcome):
    """A promise that is kept only a while later is broken for who does not wait, and kept for who does."""
    promise(promised)(it_is_found)

    (one,) = judged(shop, promised, lag=lag)

    assert outcome == one.judgement.outcome, one.judgement.reason
    assert {} == shop.items


def test_nothing_else_waits(shop, promised):
    """Neither a search before anything was written, nor one after a refusal, nor another operation."""

    @promise(promised)
    def it_reads(probe):
        probe.call("listItems")
        probe.call("deleteItem", "nobody")
        probe.call("listItems")
        key = probe.call("createItem", json={}).json()["id"]
        probe.expect(probe.call("getItem", key), 200)

    start = monotonic()
    (one,) = judged(shop, promised, lag=LONG)

    assert Outcome.PASSED == one.judgement.outcome
    assert monotonic() - start < LONG / 2


def test_waiting_ends_with_the_run(shop, promised):
    """At the deadline nobody waits on, and what was written is taken back."""
    promise(promised)(it_is_found)

    start = monotonic()
    (one,) = judged(shop, promised, lag=LONG, deadline=start + LAG)

    assert "The time for the run was up." == one.judgement.reason
    assert monotonic() - start < LONG / 2
    assert {} == shop.items
