"""How a check is watched: a table on a terminal, plain lines elsewhere."""

from collections import Counter
from collections.abc import Iterator
from threading import Lock
from typing import TextIO

import click
from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table

from understudy.conformance.clock import monotonic
from understudy.conformance.progress import Progress
from understudy.conformance.report.text import plain
from understudy.conformance.selection import Selection
from understudy.conformance.suite import Behaviour
from understudy.conformance.verdict import Judgement, Outcome

__all__ = ["Lines", "LiveTable", "display_for"]

CHAINS = "chains of calls"

EVERY = 10.0
"""Seconds between two lines about the fuzz."""


def display_for(stream: TextIO) -> Progress:
    """A live table where somebody watches, else lines."""
    return LiveTable(Console(file=stream)) if stream.isatty() else Lines(stream)


class Counts:
    """What is known of each operation: promises to be judged, judged ones by outcome, fuzz cases."""

    def __init__(self) -> None:
        self.operations: list[str] = []
        self.due: Counter[str] = Counter()
        self.judged: Counter[tuple[str, Outcome]] = Counter()
        self.cases: Counter[str] = Counter()
        self.lock = Lock()

    def begin(self, selection: Selection) -> None:
        """Take in what will be done."""
        self.due.update(each.operation for each in selection.behaviours)
        chains = [CHAINS] if selection.stateful else []
        self.operations = list(dict.fromkeys([*self.due, *selection.operations, *chains]))

    def judge(self, judgement: Judgement) -> None:
        """Count one judgement."""
        self.judged[judgement.operation, judgement.outcome] += 1

    def done(self, operation: str) -> int:
        """How many promises of an operation are judged."""
        return sum(self.judged[operation, outcome] for outcome in Outcome)

    def fuzz(self, operation: str, cases: int) -> None:
        """Count what has come since the last time for an operation."""
        self.cases[CHAINS if operation == "stateful" else operation] += cases - self.cases.total()

    def outcomes(self, operation: str) -> Iterator[str]:
        """How an operation's promises came out, each outcome that there was with its number."""
        for outcome in Outcome:
            if self.judged[operation, outcome]:
                yield f"{self.judged[operation, outcome]} {outcome}"


class Lines:
    """A line for each operation that is done, for each broken promise, and now and then of the fuzz."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.counts = Counts()
        self.said = monotonic()

    def begin(self, selection: Selection) -> None:
        """Say what will be done."""
        self.counts.begin(selection)
        promises = f"{len(selection.behaviours)} promises of {len(self.counts.due)} operations"
        self.say(f"To be judged: {promises}; {len(selection.operations)} operations to be fuzzed.")

    def began(self, behaviour: Behaviour) -> None:
        """Nothing is said of a beginning."""

    def judged(self, judgement: Judgement) -> None:
        """Say it when a promise is broken, and when an operation is done."""
        self.counts.judge(judgement)
        if judgement.outcome is Outcome.BROKEN:
            self.say(f"broken: {judgement.rule} {judgement.name}: {judgement.reason}")
        if self.counts.done(judgement.operation) == self.counts.due[judgement.operation]:
            self.say(f"{judgement.operation}: {', '.join(self.counts.outcomes(judgement.operation))}")

    def fuzzed(self, operation: str, cases: int) -> None:
        """Say now and then how far the fuzz is."""
        self.counts.fuzz(operation, cases)
        if monotonic() - self.said >= EVERY:
            self.said = monotonic()
            self.say(f"fuzz: {cases:,} cases, now {operation}")

    def end(self) -> None:
        """Say how many cases there were."""
        if self.counts.cases:
            self.say(f"fuzz: {self.counts.cases.total():,} cases in all")

    def say(self, line: str) -> None:
        """Write one line at once."""
        click.echo(plain(line), file=self.stream)


class LiveTable:
    """A table of all operations that grows while the run goes on, and stays when it ends."""

    def __init__(self, console: Console) -> None:
        self.counts = Counts()
        self.now: Counter[str] = Counter()
        self.live = Live(console=console, get_renderable=self.table, refresh_per_second=4)

    def begin(self, selection: Selection) -> None:
        """Show the table."""
        self.counts.begin(selection)
        self.live.start()

    def began(self, behaviour: Behaviour) -> None:
        """Mark the operation as one that is being tried."""
        with self.counts.lock:
            self.now[behaviour.operation] += 1

    def judged(self, judgement: Judgement) -> None:
        """Count the promise in its operation's row."""
        self.counts.judge(judgement)

    def fuzzed(self, operation: str, cases: int) -> None:
        """Count the cases in the operation's row."""
        self.counts.fuzz(operation, cases)

    def end(self) -> None:
        """Leave the table as it is now."""
        self.live.stop()

    def table(self) -> Table:
        """The table at this moment."""
        counts = self.counts
        table = Table(box=None, pad_edge=False)
        table.add_column("operation")
        for name in ("promises", "kept", "broken", "unseen", "fuzz cases"):
            table.add_column(name, justify="right")
        for name in counts.operations:
            unseen = counts.judged[name, Outcome.NOT_OBSERVABLE] + counts.judged[name, Outcome.NOT_RUN]
            broken = counts.judged[name, Outcome.BROKEN]
            table.add_row(
                f"[bold]{escape(name)}[/bold]" if counts.done(name) < self.now[name] else escape(name),
                f"{counts.done(name)}/{counts.due[name]}",
                f"{counts.judged[name, Outcome.PASSED]}",
                f"[red]{broken}[/red]" if broken else "0",
                f"{unseen}",
                f"{counts.cases[name]:,}",
            )
        return table
