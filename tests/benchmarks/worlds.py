"""Fork and restore of a world, small and large."""

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.table import Row
from understudy.serving import Options, find_offers, make_world

__all__ = ["rows"]

BUDGET_MS = 1.0
SIZES = (10_000, 2_340_659)
ROUNDS = 200


def rows(folder: Path, with_peers: bool) -> Iterator[Row]:
    """One row per size and action; no peer has worlds."""
    for size in SIZES:
        options = Options(customers=size, log_format="")
        world = make_world(options, find_offers(options))
        kept = world.snapshot()
        yield _row(f"fork of a world of {size:,} customers", lambda world=world: world.fork("other"))
        yield _row(
            f"restore of a world of {size:,} customers", lambda world=world, kept=kept: world.restore(kept)
        )


def _row(what: str, act: Callable[[], object]) -> Row:
    figures = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        figures.append(1000 * (time.perf_counter() - began))
    median = statistics.median(figures)
    return Row(what, f"{median:.3f} ms", "-", "-", f"≤ {BUDGET_MS:g} ms", median <= BUDGET_MS)
