"""Behaviours are judged several at once, in an order of the seed's, and leave nothing however a run ends."""

import threading

import httpx
import pytest
from tests.conformance.promising import judged, promise, promises
from tests.conformance.shop import Shop, target

from understudy.conformance.behaving import judge_behaviours
from understudy.conformance.clock import monotonic
from understudy.conformance.verdict import Outcome
from understudy.errors import Unreachable


@pytest.fixture
def shop():
    """An empty shop."""
    return Shop()


@pytest.fixture
def promised():
    """A suite to be filled with promises."""
    return promises()


def test_time_that_is_up_ends_the_run(shop, promised):
    """After the deadline nothing is begun, and what is under way stops at its next request, and cleans up."""
    began = []

    @promise(promised, "A-01")
    def it_is_slow(probe):
        probe.call("createItem", json={})
        threading.Event().wait(0.3)
        probe.call("listItems")

    promise(promised, "A-02")(it_is_slow)
    found = judged(shop, promised, deadline=monotonic() + 0.2, began=began.append)

    assert [Outcome.NOT_RUN] * 2 == [one.judgement.outcome for one in found]
    assert {"The time for the run was up."} == {one.judgement.reason for one in found}
    assert 1 == len(began)
    assert ["POST", "DELETE"] == [request.method for request in shop.requests]


def test_an_interrupt_waits_for_the_cleaning(shop, promised):
    """Ctrl-C ends the run after all that is under way has cleaned up; what became of it is told first."""
    ready, go = threading.Barrier(3), threading.Event()

    def it_waits(probe):
        probe.call("createItem", json={})
        ready.wait(5)
        go.wait(5)
        probe.call("listItems")

    @promise(promised, "A-01")
    def it_passes(probe):
        probe.call("listItems")

    for rule in ("A-02", "A-03"):
        promise(promised, rule)(it_waits)
    found = []
    with target(shop, suite=promised) as asked:
        running = judge_behaviours(asked, promised.behaviours, seed=1, workers=3)
        found.append(next(running))
        ready.wait(5)
        assert 2 == len(shop.items)
        threading.Timer(0.1, go.set).start()
        found.append(running.throw(KeyboardInterrupt))
        found.append(next(running))
        with pytest.raises(KeyboardInterrupt):
            next(running)

    assert {} == shop.items
    assert {"A-01": "", "A-02": "The run was ended before.", "A-03": "The run was ended before."} == {
        one.judgement.rule: one.judgement.reason for one in found
    }


def test_a_run_that_is_dropped_cleans_up(shop, promised):
    """Whoever stops listening leaves nothing behind either."""

    @promise(promised, "A-01")
    def it_creates(probe):
        probe.call("createItem", json={})

    for number in range(2, 9):
        promise(promised, f"A-0{number}")(it_creates)
    with target(shop, suite=promised) as asked:
        running = judge_behaviours(asked, promised.behaviours, seed=1, workers=2)
        next(running)
        running.close()

    assert {} == shop.items


def test_a_server_that_goes_ends_the_run(shop, promised, monkeypatch):
    """When nobody takes connections any more, that is no finding."""
    monkeypatch.setattr("understudy.conformance.carrier.RESTART", (0.0,))

    def gone(_request):
        raise httpx.ConnectError("refused")

    @promise(promised)
    def it_answers(probe):
        probe.call("listItems")

    shop.faults["GET", "/shop/items"] = gone

    with pytest.raises(Unreachable):
        judged(shop, promised)


@pytest.mark.parametrize("workers", [1, 4])
def test_several_are_judged_at_once(shop, promised, workers):
    """With several workers each promise is judged once, and no two behaviours use one name."""
    names = []

    def it_creates(probe):
        names.append(probe.unique())
        probe.expect(probe.call("createItem", json={"name": names[-1]}), 201)

    for number in range(40):
        promise(promised, f"A-{number:02}")(it_creates)
    found = judged(shop, promised, workers=workers)

    assert {f"A-{number:02}" for number in range(40)} == {one.judgement.rule for one in found}
    assert {Outcome.PASSED} == {one.judgement.outcome for one in found}
    assert 40 == len(set(names))
    assert {} == shop.items


def test_the_seed_decides_the_order(shop, promised):
    """One seed gives one order, other seeds give others."""

    def it_passes(probe):
        probe.call("listItems")

    for number in range(20):
        promise(promised, f"A-{number:02}")(it_passes)
    orders = []
    for seed in (1, 1, 2):
        began = []
        judged(shop, promised, seed=seed, began=began.append)
        orders.append([behaviour.rule for behaviour in began])

    assert orders[0] == orders[1] != orders[2]


def test_runs_use_different_names(shop, promised):
    """What a killed run left behind does not meet the names of the next, even with the same seed."""
    names = []

    @promise(promised)
    def it_creates(probe):
        names.append(probe.unique())
        probe.call("listItems")

    for _ in range(3):
        judged(shop, promised)

    assert 3 == len(set(names))
