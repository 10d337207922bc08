"""Run the benchmarks and print their table: `python -m tests.benchmarks [part …]`."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import checks, customers, gets, large, peers, segments, starts, worlds
from tests.benchmarks.table import Row, markdown

PARTS = {
    "starts": starts.rows,
    "gets": gets.rows,
    "large": large.rows,
    "worlds": worlds.rows,
    "segments": segments.rows,
    "customers": customers.rows,
    "checks": checks.rows,
}


def main() -> int:
    """Measure the parts asked for, all by default; 1 when a budget is missed, 2 when wrk is missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"any of {', '.join(PARTS)}; default all")
    parts = parser.parse_args().parts or list(PARTS)
    if unknown := set(parts) - PARTS.keys():
        parser.error(f"There is no part {', '.join(sorted(unknown))}; choose from {', '.join(PARTS)}.")
    if not shutil.which("wrk"):
        print(
            "wrk makes the load and is not installed: apt-get install wrk, then try again.", file=sys.stderr
        )
        return 2
    with_peers = peers.install()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="understudy-benchmarks-") as folder:
        for part in parts:
            for row in PARTS[part](Path(folder), with_peers):
                print(f"{row.what}: {row.ours} ({row.peer}), budget {row.budget}", file=sys.stderr)
                rows.append(row)
    print(markdown(rows))
    return 1 if any(row.met is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
