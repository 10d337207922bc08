"""Runs the installed `understudy check` against mutants, and against the server that does not lie."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from tests.conformance.mutants.catalogue import APIS, Mutant, contracts
from tests.conformance.mutants.hosting import Host

__all__ = ["AT_ONCE", "Alarm", "Verdict", "alarms", "judge", "verdicts"]

AT_ONCE = 2
"""Checks at the same time: CI has two cores."""

SECONDS = 900
"""A check that takes longer hangs."""

CONFORMANT, BROKEN = 0, 1

Given, Made = TypeVar("Given"), TypeVar("Made")


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: the findings that gave it away, and what came out instead if none did."""

    mutant: Mutant
    by: tuple[str, ...]
    said: str
    seconds: float

    @property
    def killed(self) -> bool:
        """Whether `understudy check` noticed."""
        return bool(self.by)


@dataclass(frozen=True)
class Alarm:
    """One check of the server that does not lie: by which seed, how it ended, and what it found."""

    api: str
    seed: int
    code: int
    percent: float | None
    by: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class Outcome:
    """How one check ended."""

    code: int
    report: dict[str, Any]
    printed: str

    @property
    def findings(self) -> tuple[str, ...]:
        """Each finding as source, rule and name."""
        return tuple(
            f"{found['source']} {found['rule']} {found['name']}" for found in self.report.get("findings", [])
        )


def check(api: str, url: str, seed: int, *options: str) -> Outcome:
    """Run the command as a process of its own, and read its report."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-c", "from understudy.cli import main; main()", "check"]
        whole = [*command, "--api", api, "--url", url, "--seed", str(seed), "--fail-on", "warning"]
        ended = subprocess.run(
            [*whole, "--report", folder, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        written = Path(folder, "report.json")
        report = json.loads(written.read_text(encoding="utf-8")) if written.exists() else {}
        return Outcome(ended.returncode, report, ended.stdout)


def judge(host: Host, mutant: Mutant, seed: int) -> Verdict:
    """What `understudy check` says of a mutant.

    It is asked in parts, the quickest first, none of which asks for more than a whole run does: behaviours
    of the broken rule, all behaviours, the fuzz of the operations that lie, the whole fuzz.
    """
    began = time.monotonic()
    known = contracts()[mutant.api].operations
    parts = [
        *([["--only", "behaviours", "--include", mutant.rule]] if mutant.rule[0] in "ABSH" else []),
        ["--only", "behaviours"],
        ["--only", "fuzz", *(f"--include={name}" for name in known if name in mutant.concerned)],
        ["--only", "fuzz"],
    ]
    said = []
    for number, part in enumerate(parts):
        world = f"{mutant.name}.{seed}.{number}"
        ended = check(mutant.api, host.url(world, mutant.api), seed, *part)
        host.forget(world)
        if ended.code == BROKEN:
            return Verdict(mutant, ended.findings, "", time.monotonic() - began)
        said.append(f"exit {ended.code}: {ended.printed.strip().splitlines()[-1:]}")
    return Verdict(mutant, (), "; ".join(said), time.monotonic() - began)


def verdicts(host: Host, judged: Iterable[Mutant], seed: int) -> Iterator[Verdict]:
    """The verdict on each mutant, as they come."""
    return at_once(judged, lambda mutant: judge(host, mutant, seed))


def alarms(host: Host, seeds: Iterable[int]) -> Iterator[Alarm]:
    """Whole checks of the server that does not lie, with default settings but for the seed."""

    def run(given: tuple[str, int]) -> Alarm:
        api, seed = given
        world, began = f"honest-{seed}-{APIS.index(api)}", time.monotonic()
        ended = check(api, host.url(world, api), seed)
        host.forget(world)
        percent = ended.report.get("score", {}).get("percent")
        return Alarm(api, seed, ended.code, percent, ended.findings, time.monotonic() - began)

    return at_once([(api, seed) for seed in seeds for api in APIS], run)


def at_once(given: Iterable[Given], do: Callable[[Given], Made]) -> Iterator[Made]:
    """What comes of each, as soon as it comes, two at a time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for future in as_completed([pool.submit(do, one) for one in given]):
            yield future.result()
