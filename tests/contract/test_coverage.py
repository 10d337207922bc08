"""Coverage: what traffic has met of contracts."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contract.covering import BODIES, EVERYTHING, JSON, SMALL, asks, covering, reported, send, sentences
from tests.contract.making import contract_of

from understudy.contract.coverage import AREAS, Coverage, Goals
from understudy.contract.load import load_contract

SPECS = Path(__file__).parents[2] / "specs" / "apiture"

exchanges = st.fixed_dictionaries(
    {"status": st.sampled_from([200, 201, 400, 404, 409, 500])},
    optional={
        "query": st.sampled_from([b"", b"p=a", b"p=b%7Ca", b"p=%ff"]) | st.binary(max_size=20),
        "path_params": st.sampled_from([{"kind": "x"}, {"kind": "y"}, {}]),
        "request": st.sampled_from(BODIES) | st.binary(max_size=20),
        "reply": st.sampled_from([{}, {"state": "on"}, {"state": "off"}, []]) | st.binary(max_size=20),
    },
)


def test_every_goal_can_be_met():
    """Traffic that does all a contract provides for brings the coverage to 100 %."""
    coverage = covering(SMALL, *EVERYTHING)

    assert [] == sentences(coverage, met=False)
    assert 100.0 == coverage.percent()


@pytest.mark.parametrize("missing", range(len(EVERYTHING)))
def test_every_exchange_counts(missing):
    """Coverage is 100 % only when all is met: without one of these exchanges something is open."""
    coverage = covering(SMALL, *EVERYTHING[:missing], *EVERYTHING[missing + 1 :])

    assert 100.0 > coverage.percent()


@given(st.lists(exchanges, max_size=6), st.lists(exchanges, max_size=6))
def test_joined_coverages_are_those_of_all_traffic(one, other):
    """Property: what two met, joined, is what one would have met that saw it all."""
    goals = Goals([SMALL])
    first, second, both = Coverage(goals), Coverage(goals), Coverage(goals)
    for coverage, traffic in ((first, one), (second, other), (both, [*one, *other])):
        for exchange in traffic:
            send(coverage, **exchange)
    before = second.report()
    first.join(second)

    assert both.report() == first.report()
    assert before == second.report()


@given(st.lists(exchanges, max_size=8))
def test_more_traffic_never_covers_less(traffic):
    """No exchange, however broken, raises or takes back what was met; the totals are sums of their parts."""
    coverage = Coverage(Goals([SMALL]))
    before, met = 0.0, set()
    for exchange in traffic:
        send(coverage, **exchange)
        now = set(sentences(coverage))

        assert before <= coverage.percent()
        assert met <= now
        before, met = coverage.percent(), now
    check_sums(coverage.report(), coverage.percent())
    assert len(traffic) == reported(coverage)["calls"]


@given(st.lists(exchanges, max_size=6), st.randoms(use_true_random=False))
def test_order_does_not_matter(traffic, random):
    """The same exchanges in another order, or seen by another world before, cover the same."""
    first = covering(SMALL, *traffic)
    second = Coverage(first.goals)
    random.shuffle(traffic)
    for exchange in traffic:
        send(second, **exchange)

    assert first.report() == second.report()


def check_sums(report, percent):
    """Every total is the sum of what it contains."""
    assert percent == report["percent"]
    for name in ("met", "all"):
        assert report[name] == sum(api[name] for api in report["apis"].values())
        for api in report["apis"].values():
            assert api[name] == sum(operation[name] for operation in api["operations"].values())
            for operation in api["operations"].values():
                assert operation[name] == sum(area[name] for area in operation["areas"].values())
    for api in report["apis"].values():
        for operation in api["operations"].values():
            assert operation["all"] == len(operation["goals"])
            assert operation["met"] == sum(goal["met"] for goal in operation["goals"])
            assert operation["calls"] == sum(operation["statuses"].values()) + sum(
                operation["undocumented"].values()
            )
            assert list(AREAS) == list(operation["areas"])


def test_worlds_do_not_see_each_other():
    """Coverages over the same goals are each their own, and reset forgets one only."""
    first = covering(SMALL, *EVERYTHING)
    second = Coverage(first.goals)
    send(second, status=500)
    first.reset()

    assert 0.0 == first.percent()
    assert {"200": 0, "404": 0, "4XX": 0, "default": 1} == reported(second)["statuses"]


def test_threads_lose_nothing():
    """Exchanges from many threads are all counted."""
    coverage = Coverage(Goals([SMALL]))
    with ThreadPoolExecutor(8) as pool:
        for _ in pool.map(lambda number: send(coverage, **EVERYTHING[number % 6]), range(600)):
            pass

    assert (600, 100.0) == (reported(coverage)["calls"], coverage.percent())


def test_operations_of_other_contracts_are_refused():
    """An operation that nobody counts is a mistake of the caller, told in a sentence."""
    with pytest.raises(LookupError, match="doThing is no operation of the contracts"):
        covering(SMALL).meet(contract_of({}).operations["doThing"], status=204)


def test_percent_is_rounded_down():
    """100 means all: one goal of a thousand open shows."""
    contract = asks({"enum": list(range(2_000))})
    coverage = covering(contract, *({"status": 204, "request": number} for number in range(1_999)))

    assert 99.9 == coverage.percent()


def test_nothing_to_meet_is_all_met():
    """Without contracts there is nothing to miss."""
    assert {"met": 0, "all": 0, "percent": 100.0, "apis": {}} == Coverage(Goals([])).report()


@pytest.mark.parametrize("name", ["customer-audiences", "customer-audience-connections"])
def test_real_contracts(name):
    """Goals of the real contracts can be told apart by their sentences; documented examples meet some in
    each direction; the report is JSON."""
    contract = load_contract(SPECS / f"{name}.yaml", name=name)
    coverage = Coverage(Goals([contract]))
    for operation in contract.operations.values():
        coverage.meet(operation, status=200, headers={"content-type": JSON}, reply=b"{}", request=b"{}")
    report = coverage.report()

    for operation in report["apis"][name]["operations"].values():
        told = [goal["sentence"] for goal in operation["goals"]]
        assert len(set(told)) == len(told)
        assert [] == [sentence for sentence in told if not sentence.endswith(".")]
        assert operation["areas"]["operation"] == {"met": 1, "all": 1}
    assert report == json.loads(json.dumps(report))
    check_sums(report, coverage.percent())
