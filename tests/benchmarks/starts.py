"""Start to the first 200, beside Prism with a file of 105 operations."""

import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.peers import free_port, prism_command, process
from tests.benchmarks.specification import widened
from tests.benchmarks.table import Row, interleaved, ratio
from tests.support.server import command

__all__ = ["rows"]

ROUNDS = 5
BUDGET = 1.5


def rows(folder: Path, peers: bool) -> Iterator[Row]:
    """One row: all our contracts and 10,000 customers against Prism."""
    specification = widened(105, folder / "105.json")

    def ours() -> float:
        port = free_port()
        url = f"http://127.0.0.1:{port}/service/customerAudiences"
        with process(command("--port", str(port)), url, pin=False) as started:
            return started.seconds

    def prism() -> float:
        port = free_port()
        url = f"http://127.0.0.1:{port}/customerAudiences"
        with process(prism_command(specification, port), url, pin=False) as started:
            return started.seconds

    figures = interleaved(ROUNDS, ours, prism) if peers else [*interleaved(ROUNDS, ours), []]
    found = ratio(*figures) if peers else None
    yield Row(
        "start to first 200; all contracts, 10,000 customers; Prism: 105 operations",
        f"{statistics.median(figures[0]):.2f} s",
        f"Prism {statistics.median(figures[1]):.2f} s" if peers else "-",
        f"{found:.2f}" if found else "-",
        f"≤ {BUDGET}",
        found <= BUDGET if found else None,
    )
