"""Measures whether the verdict of `understudy check` means something, and writes both figures into README.

python -m tests.conformance.mutants                  all mutants, and 20 seeds of the server that does not lie
python -m tests.conformance.mutants --part mutants   one of the two figures; or --part alarms
python -m tests.conformance.mutants --only NAME      one mutant; writes nothing
python -m tests.conformance.mutants --sample 40      so many, drawn by --seed; writes nothing
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.conformance.mutants.catalogue import Mutant, mutants, survivors
from tests.conformance.mutants.harness import Alarm, Verdict, alarms, verdicts
from tests.conformance.mutants.hosting import Host, hosting
from tests.conformance.mutants.table import alarms_line, mutants_table, written

SEEDS = 20


def main() -> int:
    """Run what the command line asks for; 0 when all is as it should be."""
    options = read_options()
    chosen = chosen_mutants(options)
    whole = len(chosen) == len(mutants())
    with hosting() as host:
        failed = False
        if options.part != "alarms":
            found = judged(host, chosen, options)
            failed = any(not one.killed and one.mutant.name not in survivors() for one in found)
            if whole:
                written("mutants", mutants_table(found))
        if options.part != "mutants" and whole:
            rung = rung_alarms(host, options.seeds)
            failed = failed or any(alarm.code for alarm in rung)
            written("alarms", alarms_line(rung))
    return int(failed)


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.conformance.mutants",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sample", type=int, help="judge so many mutants, drawn at random")
    parser.add_argument("--seed", type=int, default=42, help="of the sample and of each check")
    parser.add_argument("--only", action="append", help="judge this mutant; repeatable")
    parser.add_argument("--part", choices=["mutants", "alarms"], help="one figure only")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="checks of the server without a lie")
    parser.add_argument("--log", type=Path, help="write each verdict there, a JSON object a line")
    return parser.parse_args()


def chosen_mutants(options: argparse.Namespace) -> list[Mutant]:
    """The mutants that are asked for."""
    if options.only:
        return [mutants()[name] for name in options.only]
    everyone = list(mutants().values())
    return random.Random(options.seed).sample(everyone, options.sample) if options.sample else everyone


def judged(host: Host, chosen: Sequence[Mutant], options: argparse.Namespace) -> list[Verdict]:
    """The verdict on each, said as it comes."""
    began, found = time.monotonic(), []
    for one in verdicts(host, chosen, options.seed):
        found.append(one)
        fired = host.layer.fired[one.mutant.name]
        print(
            f"{'killed  ' if one.killed else 'SURVIVED'} {one.mutant.rule:8} {one.mutant.name:32} "
            f"{one.seconds:5.1f} s, lied {fired} times; {', '.join(one.by[:3]) or one.said}",
            flush=True,
        )
        if options.log:
            line = {"name": one.mutant.name, "by": one.by, "fired": fired, "said": one.said}
            with options.log.open("a") as log:
                log.write(json.dumps(line) + "\n")
    killed = sum(one.killed for one in found)
    print(f"{killed} of {len(found)} killed in {time.monotonic() - began:.0f} s (seed {options.seed}).")
    for one in sorted(found, key=lambda one: one.mutant.name):
        if one.killed and one.mutant.name in survivors():
            print(f"{one.mutant.name} is said to survive, but was killed.")
        if not one.killed:
            print(f"{one.mutant.name}: {one.mutant.lie} {survivors().get(one.mutant.name, 'NOT EXPECTED')}")
    return found


def rung_alarms(host: Host, seeds: int) -> list[Alarm]:
    """The checks of the server that does not lie, said as they come."""
    found = []
    for alarm in alarms(host, range(1, seeds + 1)):
        found.append(alarm)
        print(
            f"seed {alarm.seed:3} {alarm.api}: exit {alarm.code}, {alarm.percent} %, {alarm.seconds:.0f} s "
            f"{', '.join(alarm.by)}",
            flush=True,
        )
    return found


if __name__ == "__main__":
    sys.exit(main())
