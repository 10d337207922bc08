"""What every test run shares: one seed, printed; one Hypothesis profile; the quick mark."""

import random

import pytest
from hypothesis import settings

# Deadlines judge the machine, not the code. Loading a profile of our own also keeps Hypothesis from
# choosing the same examples in every CI run, which is its custom there.
settings.register_profile("understudy", deadline=None, print_blob=True)
settings.load_profile("understudy")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Draw the run's seed before Hypothesis looks for it; xdist hands it on to its workers."""
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(random.SystemRandom().randrange(2**32))


def pytest_report_header(config):
    """Say which seed the run uses, and how to repeat it."""
    seed = config.option.hypothesis_seed
    return f"seed of Hypothesis and Schemathesis: {seed} (repeat with --hypothesis-seed={seed})"


def pytest_collection_modifyitems(items):
    """Mark every test quick that is not marked slow."""
    for item in items:
        if item.get_closest_marker("slow") is None:
            item.add_marker(pytest.mark.quick)


@pytest.fixture(scope="session")
def run_seed(pytestconfig) -> int:
    """The seed of this run, for whatever else draws at random."""
    return int(pytestconfig.option.hypothesis_seed)
