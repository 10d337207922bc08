"""Our own server keeps what the documents promise: both suites, whole."""

from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from tests.support.server import Server, serving

from understudy.conformance.access import Access
from understudy.conformance.behaving import Behaved, judge_behaviours
from understudy.conformance.suite import Suite
from understudy.conformance.target import Target
from understudy.contract.load import load_contract
from understudy.resources import folder
from understudy.vendors.apiture.behaviours import SUITES

CONTRACTS = {
    suite.api: load_contract(folder("specs") / f"{suite.api}.yaml", name=suite.api) for suite in SUITES
}
MOST = 2_000
"""As many audiences as a list holds."""

for_each_suite = pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.api)


SITUATIONS = {
    "plain": (),
    "waiting": ("--scenario", "connection-failing", "--clock", "frozen"),
    "busy": ("--import-budget", "0"),
}
"""Options of servers: in the second time stands still and connections take it, in the third imports do."""


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, Server]]:
    """A server with a thousand customers in each situation."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(serving("--customers", "1000", *options))
            for name, options in SITUATIONS.items()
        }


def judged(suite: Suite, url: str, access: Access | None, seed: int, workers: int) -> list[Behaved]:
    """What becomes of every promise of the suite."""
    siblings = {name: (CONTRACTS[name], f"{url}{path}") for name, path in suite.siblings.items()}
    contract = CONTRACTS[suite.api]
    base = f"{url}{contract.base_path}"
    with Target(contract, base, suite=suite, siblings=siblings, access=access) as target:
        target.reach()
        return list(judge_behaviours(target, suite.behaviours, seed=seed, workers=workers))


def unlike(found: list[Behaved], *outcomes: str) -> list[str]:
    """The promises with another outcome, and why."""
    judgements = [one.judgement for one in found]
    return [f"{one.name}: {one.outcome}: {one.reason}" for one in judgements if one.outcome not in outcomes]


def audiences(url: str) -> list[str]:
    """The ids of all audiences."""
    answer = httpx.get(f"{url}/service/customerAudiences", headers={"Authorization": "Bearer demo"})
    return [item["id"] for item in answer.raise_for_status().json()["items"]]


@pytest.mark.slow
@for_each_suite
def test_we_keep_every_promise(servers, suite, run_seed):
    """Every must and should is seen and kept, one by one and several at once; nothing is left behind."""
    seen = set()
    for workers, server in enumerate(servers.values(), start=1):
        before = audiences(server.url)
        found = judged(suite, server.url, None, run_seed, workers)

        assert [] == unlike(found, "passed", "not observable")
        assert [] == [exchange.url for one in found for exchange in one.left]
        assert before == audiences(server.url)
        seen |= {one.judgement.name for one in found if one.judgement.outcome == "passed"}

    assert set() == {behaviour.name for behaviour in suite.behaviours} - seen


@pytest.mark.slow
@for_each_suite
def test_nothing_is_expected_that_only_we_offer(suite, run_seed):
    """Of a server without control API and of a single caller, nothing is said to be broken, much is seen."""
    with serving("--customers", "1000", "--no-control") as plain:
        found = judged(suite, plain.url, Access(token="demo"), run_seed, 2)

    assert [] == unlike(found, "passed", "not observable")
    assert len(suite.behaviours) < 2 * [one.judgement.outcome for one in found].count("passed")


@pytest.mark.slow
@for_each_suite
def test_many_audiences_do_no_harm(suite, run_seed):
    """Nothing is said to be broken where there are more audiences than a list holds."""
    with serving("--customers", "1000") as crowded:
        headers = {"Authorization": "Bearer demo"}
        with httpx.Client(base_url=f"{crowded.url}/service", headers=headers) as client:
            for number in range(MOST):
                body = {"name": f'"{number} and', "customerType": "all", "enrollmentState": "all"}
                assert 201 == client.post("/customerAudiences", json=body).status_code
        found = judged(suite, crowded.url, None, run_seed, 2)

    assert [] == unlike(found, "passed", "not observable")
