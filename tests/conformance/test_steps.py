"""Steps of any vendor's behaviours."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from tests.conformance.shop import Shop, target

from understudy.conformance.probe import Probe
from understudy.conformance.steps import refused, unknown
from understudy.conformance.suite import Broken, Exchange


def answer(status: int) -> Exchange:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return Exchange("GET", "http://target/thing", {}, b"", status, {}, b"", moment, 0.0)


def test_an_unknown_id_is_a_random_one_that_nobody_else_has():
    """Random UUIDs in their canonical text, each another, and others for another behaviour."""
    probes = [Probe(target(Shop()), label, frozenset()) for label in ("A-01 1234", "A-02 1234")]
    found = [unknown(probe) for probe in probes for _ in range(50)]

    assert 100 == len(set(found))
    assert {4} == {UUID(each).version for each in found}
    assert found == [str(UUID(each)) for each in found]


@pytest.mark.parametrize(
    ("status", "wanted", "said"),
    [
        (404, (), ""),
        (200, (), "4xx"),
        (500, (), "4xx"),
        (404, (404, 410), ""),
        (400, (404, 410), "404 or 410"),
    ],
)
def test_a_refusal_has_one_of_the_statuses_or_any_4xx(status, wanted, said):
    """It is broken by any other answer, which says what was wanted of what."""
    if not said:
        refused(answer(status), "a thing", *wanted)
        return

    with pytest.raises(Broken) as fault:
        refused(answer(status), "a thing", *wanted)

    assert (f"status {said} for a thing", str(status)) == (fault.value.expected, fault.value.got)
