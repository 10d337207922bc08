"""The verdict of `understudy check` means something: it notices lies, and raises no false alarm."""

import random

import pytest
from tests.conformance.mutants.catalogue import mutants, survivors
from tests.conformance.mutants.harness import alarms, verdicts
from tests.conformance.mutants.hosting import hosting

SAMPLE = 40


@pytest.fixture(scope="module")
def host():
    with hosting() as host:
        yield host


@pytest.mark.slow
def test_lies_are_noticed(host, run_seed):
    """Of a sample that is another one in each run, every lie is noticed, save those that are given up."""
    chosen = random.Random(run_seed).sample(sorted(mutants()), SAMPLE)
    found = list(verdicts(host, [mutants()[name] for name in chosen], run_seed))

    assert {} == {
        one.mutant.name: one.said for one in found if not one.killed and one.mutant.name not in survivors()
    }
    assert [] == [one.mutant.name for one in found if host.layer.fired[one.mutant.name] == 0]


@pytest.mark.slow
def test_honesty_raises_no_alarm(host, run_seed):
    """The server that does not lie passes all musts and shoulds of whole checks, by a new seed each time."""
    found = list(alarms(host, [run_seed % 1_000_000]))

    assert [(0, 100, ())] * 2 == [(alarm.code, alarm.percent, alarm.by) for alarm in found]
