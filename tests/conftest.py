"""What every test run shares: one seed, printed; how many examples Hypothesis tries; the quick mark."""

import gc
import random

import pytest
from hypothesis import settings

# Deadlines judge the machine, not the code. Loading a profile of our own also keeps Hypothesis from
# choosing the same examples in every CI run, which is its custom there.
settings.register_profile("understudy", deadline=None, print_blob=True, max_examples=100)
settings.register_profile("quick", settings.get_profile("understudy"), max_examples=20)
settings.load_profile("understudy")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Draw the run's seed before Hypothesis looks for it; xdist hands it on to its workers."""
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(random.SystemRandom().randrange(2**32))
    # Every promise is kept there too, only tried less often; other examples are drawn each time.
    if config.option.markexpr == "quick":
        settings.load_profile("quick")


def pytest_report_header(config):
    """Say which seed the run uses, and how to repeat it."""
    seed = config.option.hypothesis_seed
    return f"seed of Hypothesis and Schemathesis: {seed} (repeat with --hypothesis-seed={seed})"


def pytest_collection_finish():
    """Keep the garbage collector from looking again and again through all that was imported."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items):
    """Mark every test quick that is not marked slow."""
    for item in items:
        if item.get_closest_marker("slow") is None:
            item.add_marker(pytest.mark.quick)


@pytest.fixture(scope="session")
def run_seed(pytestconfig) -> int:
    """The seed of this run, for whatever else draws at random."""
    return int(pytestconfig.option.hypothesis_seed)
