"""`understudy report`."""

import sys
from pathlib import Path

import click

from understudy.cli.ending import ending

__all__ = ["report"]


@click.group()
def report() -> None:
    """Work on the reports of checks."""


@report.command()
@click.argument("places", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DIR...")
@click.option(
    "--report", "folder", required=True, type=click.Path(path_type=Path), metavar="DIR",
    help="Folder to write the joint reports to.",
)  # fmt: skip
def merge(places: tuple[Path, ...], folder: Path) -> None:
    """Join the reports of shards, or of several runs, of one API.

    Prints the joint verdict, and has the exit codes of `understudy check`.
    """
    with ending():
        # Measured: importing the judges takes 500 ms, which --help need not wait for.
        from understudy import checking
        from understudy.cli import summary

        checked = checking.merged(places, folder)
        click.echo("\n".join(summary.lines(checked)))
    sys.exit(checked.exit_code)
