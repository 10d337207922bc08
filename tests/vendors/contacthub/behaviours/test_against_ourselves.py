"""Our own server keeps what Contacthub's documents promise: both suites, whole."""

import httpx
import pytest
from tests.support.server import serving

from understudy.conformance.access import Access
from understudy.conformance.behaving import Behaved, judge_behaviours
from understudy.conformance.suite import Suite
from understudy.conformance.target import Target
from understudy.contract.load import load_contract
from understudy.resources import folder
from understudy.vendors.contacthub.behaviours import SUITES

CONTRACTS = {
    suite.api: load_contract(folder("specs") / f"{suite.api}.yaml", name=suite.api) for suite in SUITES
}
OURS = "4b0c6f0e-7a51-4f6d-9c2e-8d1a3b5c7e90"
WORKSPACE = f"/hub/v1/workspaces/{OURS}"
LEFT = ("configuration/nodes", "configuration/sources", "configuration/users", "stats/nodes")
"""What behaviours must leave as it was, besides the customers and events of every node."""

for_each_suite = pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.api)


def judged(suite: Suite, url: str, seed: int, workers: int, **more) -> list[Behaved]:
    """What becomes of every promise of the suite."""
    siblings = {name: (CONTRACTS[name], f"{url}{path}") for name, path in suite.siblings.items()}
    contract = CONTRACTS[suite.api]
    with Target(contract, f"{url}{contract.base_path}", suite=suite, siblings=siblings, **more) as target:
        target.reach()
        return list(judge_behaviours(target, suite.behaviours, seed=seed, workers=workers))


def unlike(found: list[Behaved], *outcomes: str) -> list[str]:
    """The promises with another outcome, and why."""
    judgements = [one.judgement for one in found]
    return [f"{one.name}: {one.outcome}: {one.reason}" for one in judgements if one.outcome not in outcomes]


def state(url: str) -> dict:
    """The configuration and how many customers and events there are."""
    with httpx.Client(base_url=f"{url}{WORKSPACE}", headers={"Authorization": "Bearer demo"}) as client:
        told = {name: client.get(f"/{name}", params={"size": 50}) for name in LEFT}
        shown = {name: answer.raise_for_status().json() for name, answer in told.items()}
        totals = {}
        for node in shown["configuration/nodes"]["elements"]:
            for name in ("customers", "events"):
                answer = client.get(f"/{name}", params={"nodeId": node["id"], "size": 0}).raise_for_status()
                totals[node["id"], name] = answer.json()["page"]["totalElements"]
    return {**shown, "totals": totals}


@pytest.mark.slow
@for_each_suite
@pytest.mark.parametrize("clock", ["real", "frozen"])
def test_we_keep_every_promise(suite, clock, run_seed):
    """Every must and should of the rules H- is seen and kept, and nothing is left behind."""
    with serving("--customers", "1000", "--clock", clock) as server:
        before = state(server.url)
        found = judged(suite, server.url, run_seed, 2)

        assert [] == unlike(found, "passed")
        assert [] == [exchange.url for one in found for exchange in one.left]
        assert before == state(server.url)


@pytest.mark.slow
@for_each_suite
def test_nothing_is_expected_that_only_we_offer(suite, run_seed):
    """Of a server without control API, known by its workspace, nothing is broken, much is seen."""
    with serving("--customers", "1000", "--no-control") as server:
        access, settings = Access(token="demo"), {"workspaceId": OURS.upper()}
        found = judged(suite, server.url, run_seed, 1, access=access, settings=settings)

    assert [] == unlike(found, "passed", "not observable")
    assert len(suite.behaviours) < 2 * [one.judgement.outcome for one in found].count("passed")
