"""`understudy check`."""

import signal
import sys
from pathlib import Path
from typing import Any

import click

from understudy.cli.ending import ending
from understudy.cli.pairs import parse_aliases, parse_only, parse_pairs, parse_rate, parse_shard

__all__ = ["check"]


@click.command()
@click.option("--api", required=True, metavar="NAME", help="Which contract; `understudy apis` lists them.")
@click.option("--url", required=True, metavar="URL", help="Base URL of the server, with the API's base path.")
@click.option(
    "--token", metavar="T", envvar="UNDERSTUDY_TOKEN", show_envvar=True, help="Bearer token of the caller."
)
@click.option("--client-id", metavar="ID", help="Client that gets a token by client credentials.")
@click.option(
    "--client-secret", metavar="SECRET", envvar="UNDERSTUDY_CLIENT_SECRET", show_envvar=True,
    help="Its secret.",
)  # fmt: skip
@click.option("--token-url", metavar="URL", help="Where it gets the token.")
@click.option("--header", "headers", multiple=True, metavar="K:V", help="Sent with each request; repeatable.")
@click.option(
    "--caller", "callers", multiple=True, metavar="ROLE=TOKEN",
    help="Token of a further caller, such as reader=TOKEN, that some promises need; repeatable.",
)  # fmt: skip
@click.option(
    "--sibling", "siblings", multiple=True, metavar="NAME=URL",
    help="Base URL of the vendor's other API, if it is not beside this one; repeatable.",
)  # fmt: skip
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE",
    help="What every request has to say, such as institutionId=UUID; an Understudy tells it. Repeatable.",
)  # fmt: skip
@click.option("--spec", type=click.Path(path_type=Path), metavar="FILE", help="Contract in place of ours.")
@click.option(
    "--alias", multiple=True, metavar="THEIRS=OURS",
    help="An operation is at another path, as [METHOD ]/their/path=[METHOD ]/our/path; repeatable.",
)  # fmt: skip
@click.option(
    "--aliases", "alias_file", type=click.Path(path_type=Path), metavar="FILE",
    help="YAML file that maps such paths to ours.",
)  # fmt: skip
@click.option(
    "--only", default="fuzz,behaviours", show_default=True, callback=parse_only, metavar="SOURCES",
    help="Which sources of findings.",
)  # fmt: skip
@click.option(
    "--include", multiple=True, metavar="OPERATION|RULE", help="Only this operation or rule; repeatable."
)
@click.option("--exclude", multiple=True, metavar="OPERATION|RULE", help="All but this; repeatable.")
@click.option(
    "--max-examples", type=click.IntRange(1), default=100, show_default=True,
    help="Generated cases per operation and phase of the fuzz.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=42, show_default=True, help="Decides every request.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Requests at the same time."
)
@click.option(
    "--shard", default="1/1", show_default=True, callback=parse_shard, metavar="I/N",
    help="Do the I-th of N parts, which together are the whole.",
)  # fmt: skip
@click.option(
    "--time-limit", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="Stop judging then."
)
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), default=30.0, show_default=True, metavar="SECONDS",
    help="How long an answer may take.",
)  # fmt: skip
@click.option(
    "--rate-limit", default="auto", show_default=True, callback=parse_rate, metavar="auto|N/s",
    help="Requests per second; auto waits when the server says so by 429.",
)  # fmt: skip
@click.option(
    "--search-lag", type=click.FloatRange(0), default=0.0, show_default=True, metavar="SECONDS",
    help="How long searches may lag behind writes: behaviours wait so long.",
)  # fmt: skip
@click.option(
    "--waivers", type=click.Path(path_type=Path), metavar="FILE", help="Findings that are accepted."
)
@click.option("--report", type=click.Path(path_type=Path), metavar="DIR", help="Folder to write reports to.")
@click.option(
    "--fail-on", type=click.Choice(["violation", "warning"]), default="violation", show_default=True,
    help="What is exit code 1: a broken must, or also a broken should.",
)  # fmt: skip
@click.option(
    "--allow-writes", is_flag=True, help="Send operations that write to another host than this one."
)
@click.option("--i-own-this-server", "own", is_flag=True, help="Check even a vendor's production host.")
@click.option("--dry-run", is_flag=True, help="Print what would be sent, and send nothing.")
def check(dry_run: bool, alias: tuple[str, ...], alias_file: Path | None, **given: Any) -> None:
    """Judge whether a server keeps a contract.

    Exit codes: 0 it does, 1 it does not, 2 usage, 3 not reached or not let in, 4 the run itself failed.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ending():
        # Measured: importing the judges takes 500 ms, which --help need not wait for.
        from understudy import checking, planning
        from understudy.cli import display, summary

        aliases = parse_aliases(alias, alias_file)
        plan = planning.plan(planning.Options(**{**given, **parsed(given), "aliases": aliases}))
        if dry_run:
            click.echo("\n".join(planning.describe(plan)))
            return
        checked = checking.check(plan, display.display_for(sys.stderr))
        # Before the reports: what was found is worth more than a disk that is full.
        click.echo("\n".join(summary.lines(checked)))
        checking.report(plan, checked)
    sys.exit(checked.exit_code)


def parsed(given: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The options that are pairs, by name."""
    return {
        "headers": parse_pairs(given["headers"], "--header", "NAME:VALUE", ":"),
        "callers": parse_pairs(given["callers"], "--caller", "ROLE=TOKEN"),
        "siblings": parse_pairs(given["siblings"], "--sibling", "NAME=URL"),
        "settings": parse_pairs(given["settings"], "--set", "NAME=VALUE"),
    }
