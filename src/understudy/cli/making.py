"""How the making of a large population is shown."""

import sys
from collections.abc import Callable

import click

__all__ = ["shown_progress"]

MANY = 100_000
"""A population beyond this shows progress while it is made."""


def shown_progress(customers: int) -> Callable[[int, int], None] | None:
    """How to show that a large population is being made: a bar on a terminal, else lines; None when small."""
    if customers <= MANY:
        return None
    return bar() if sys.stderr.isatty() else lines()


def bar() -> Callable[[int, int], None]:
    """A progress bar that ends with the last person."""
    # Measured: 60 ms, and only large populations on a terminal need it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("Making customers"), BarColumn(), MofNCompleteColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    task = progress.add_task("", total=None)

    def show(done: int, total: int) -> None:
        progress.start()
        progress.update(task, completed=done, total=total)
        if done >= total:
            progress.stop()

    return show


def lines() -> Callable[[int, int], None]:
    """A line on standard error for each further tenth."""
    shown = 0

    def show(done: int, total: int) -> None:
        nonlocal shown
        tenth = done * 10 // max(total, 1)
        if tenth > shown:
            shown = tenth
            click.echo(f"Making customers: {done:,} of {total:,}", err=True)

    return show
