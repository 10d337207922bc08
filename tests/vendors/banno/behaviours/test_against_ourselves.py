"""Our own server keeps what the documents promise."""

import httpx
import pytest
from tests.support.server import serving

from understudy.conformance.access import Access
from understudy.conformance.behaving import judge_behaviours
from understudy.conformance.target import Target
from understudy.contract.load import load_contract
from understudy.resources import folder
from understudy.vendors.banno.behaviours import SUITES

(SUITE,) = SUITES
CONTRACT = load_contract(folder("specs") / "banno" / "segments.yaml", name="banno/segments")
OURS = "b5fd7a3e-62a4-4d2c-9f0b-3a1c7e5d8842"
SEGMENTS = f"/a/segments/api/v0/institutions/{OURS}/segments"


def judged(url, seed, workers, **more):
    """What becomes of every promise."""
    with Target(CONTRACT, url, suite=SUITE, **more) as target:
        target.reach()
        return list(judge_behaviours(target, SUITE.behaviours, seed=seed, workers=workers))


def unlike(found, *outcomes):
    """The promises with another outcome, and why."""
    judgements = [one.judgement for one in found]
    return [f"{one.name}: {one.outcome}: {one.reason}" for one in judgements if one.outcome not in outcomes]


def segments(url):
    """All segments."""
    answer = httpx.get(f"{url}{SEGMENTS}", headers={"Authorization": "Bearer demo"})
    return answer.raise_for_status().json()["segments"]


@pytest.mark.slow
@pytest.mark.parametrize("clock", ["real", "frozen"])
def test_we_keep_every_promise(clock, run_seed):
    """Every must and should of S-01 … S-16 is seen and kept, and no segment left behind."""
    with serving("--customers", "1000", "--api", "banno/segments", "--clock", clock) as server:
        before = segments(server.url)
        found = judged(server.url, run_seed, 2)

        assert [] == unlike(found, "passed")
        assert [] == [exchange.url for one in found for exchange in one.left]
        assert before == segments(server.url)


@pytest.mark.slow
def test_nothing_is_expected_that_only_we_offer(run_seed):
    """S-16: of a server without control API, known by the institution that was said, nothing is broken."""
    options = ("--customers", "1000", "--api", "banno/segments", "--no-control")
    with serving(*options) as server:
        access, settings = Access(token="demo"), {"institutionId": OURS.upper()}
        found = judged(server.url, run_seed, 1, access=access, settings=settings)

    assert [] == unlike(found, "passed", "not observable")
    assert len(SUITE.behaviours) < 2 * [one.judgement.outcome for one in found].count("passed")
