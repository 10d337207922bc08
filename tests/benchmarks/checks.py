"""How long a check takes, and how fast it fuzzes beside plain `st run` on the same contract."""

import json
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.specification import AUDIENCES
from tests.benchmarks.table import Row, interleaved, ratio
from tests.support.server import ROOT, Server, serving

__all__ = ["rows"]

API = "apiture/customer-audiences"
ROUNDS = 3
EXAMPLES = "50"
LONGEST = 300
LEAST = 0.8


def rows(folder: Path, peers: bool) -> Iterator[Row]:
    """A whole check of the larger API by default, then its fuzz beside Schemathesis alone."""
    with serving() as server:
        whole = checked(server, folder / "whole")
    yield Row(
        f"check of {API}, default settings; {whole['requests'] / whole['seconds']:.0f} requests/s",
        f"{whole['seconds']:.0f} s",
        "-",
        "-",
        f"≤ {LONGEST} s",
        whole["seconds"] <= LONGEST,
    )

    def ours() -> float:
        with serving("--customers", "1000") as fresh:
            run = checked(fresh, folder / "fuzz", "--only", "fuzz", "--max-examples", EXAMPLES)
        return run["cases"] / run["seconds"]

    def plain() -> float:
        with serving("--customers", "1000") as fresh:
            return generated(fresh, folder)

    figures = interleaved(ROUNDS, ours, plain)
    found = ratio(*figures)
    yield Row(
        f"the same, fuzz only, {EXAMPLES} examples: cases per second",
        f"{statistics.median(figures[0]):.0f}/s",
        f"`st run` {statistics.median(figures[1]):.0f}/s",
        f"{found:.2f}",
        f"≥ {LEAST}",
        found >= LEAST,
    )


def checked(server: Server, report: Path, *options: str) -> dict[str, Any]:
    """The report of a check that found nothing; AssertionError with what it printed when it did."""
    arguments = ["check", "--api", API, "--url", server.base, "--token", "demo", "--report", str(report)]
    code = "from understudy.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments, *options], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    run: dict[str, Any] = json.loads((report / "report.json").read_text())
    return run


def generated(server: Server, folder: Path) -> float:
    """Cases per second of plain `st run` with all checks, as configured for the suite."""
    shutil.copy(ROOT / "schemathesis.toml", folder)
    began = time.perf_counter()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run", str(AUDIENCES), "--url", server.base),
            *("-H", "Authorization: Bearer demo", "--checks", "all", "--seed", "42", "--no-color"),
            *("--max-examples", EXAMPLES, "--generation-database", "none"),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - began
    assert done.returncode == 0, done.stdout
    found = re.search(r"(\d+) generated", done.stdout)
    assert found, done.stdout
    return int(found[1]) / seconds
