"""`understudy serve` and `understudy apis`."""

import os
import signal
from pathlib import Path
from threading import Thread
from typing import Any

import click

from understudy.cli.ending import refusing
from understudy.cli.making import shown_progress
from understudy.cli.pairs import parse_aliases, parse_values
from understudy.errors import UsageError

__all__ = ["apis", "serve"]


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=4010, show_default=True, help="Port; 0 takes a free one."
)
@click.option("--seed", type=int, default=42, show_default=True, help="Decides every person, id and key.")
@click.option(
    "--customers", type=int, default=10_000, show_default=True, help="Customers of the first institution."
)
@click.option("--api", "apis", multiple=True, metavar="NAME", help="Serve this API only; repeatable.")
@click.option(
    "--spec", "specs", multiple=True, metavar="NAME=FILE", help="Serve an API by a contract of yours."
)
@click.option(
    "--fixtures", type=click.Path(path_type=Path), metavar="FILE", help="World recipe in place of ours."
)
@click.option(
    "--clock", default="real", show_default=True, metavar="real|frozen[:RFC3339]", help="Time of the world."
)
@click.option(
    "--auth", type=click.Choice(["strict", "off"]), default="strict", show_default=True, help="Check tokens?"
)
@click.option(
    "--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Log lines."
)
@click.option(
    "--import-budget", type=click.FloatRange(0), default=5.0, show_default=True, metavar="SECONDS",
    help="An import that takes longer is answered with 202 and goes on.",
)  # fmt: skip
@click.option(
    "--max-worlds",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    help="Worlds that live at once; the least recently used makes room.",
)
@click.option(
    "--journal",
    type=click.IntRange(0),
    default=1000,
    show_default=True,
    metavar="N",
    help="Exchanges that each world remembers; 0 for none.",
)
@click.option("--no-control", is_flag=True, help="Neither control API nor console.")
@click.option(
    "--control-token", metavar="TOKEN", envvar="UNDERSTUDY_CONTROL_TOKEN", show_envvar=True,
    help="Let the control API and console be used from anywhere, with this token only.",
)  # fmt: skip
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE",
    help="Value of a setting, such as import_seconds=3; repeatable.",
)  # fmt: skip
@click.option(
    "--alias", multiple=True, metavar="THEIRS=OURS",
    help="Serve an operation at another path, as [METHOD ]/their/path=[METHOD ]/our/path; repeatable.",
)  # fmt: skip
@click.option(
    "--aliases", "alias_file", type=click.Path(path_type=Path), metavar="FILE",
    help="YAML file that maps such paths to ours.",
)  # fmt: skip
@click.option(
    "--scenario", "scenarios", multiple=True, metavar="NAME|FILE",
    help="Situation to start in, ours or a YAML file of yours; repeatable.",
)  # fmt: skip
@click.option(
    "--min-coverage", type=click.FloatRange(0, 100), default=0, metavar="PERCENT",
    help="End with exit code 1 if the requests met less of the contracts.",
)  # fmt: skip
@click.option("--ready-json", is_flag=True, help="Print one line of JSON instead, for programs.")
@click.option("--until-eof", is_flag=True, help="End when standard input is closed.")
def serve(
    no_control: bool,
    ready_json: bool,
    until_eof: bool,
    alias: tuple[str, ...],
    alias_file: Path | None,
    **given: Any,
) -> None:
    """Serve the APIs until Ctrl-C."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)
    if until_eof:
        Thread(target=leave_at_eof, daemon=True).start()
    # Measured: importing all that serves takes 450 ms, which --help and --version need not wait for.
    from understudy import announcement, serving

    def announce(server: serving.Server) -> None:
        if ready_json:
            click.echo(announcement.ready_line(server.url, server.offers, control=not no_control))
        else:
            click.echo(announcement.announcement(server.url, server.offers, control=not no_control))

    with refusing():
        parsed = {
            "specs": parse_specs(given["specs"]),
            "settings": parse_values(given["settings"]),
            "aliases": parse_aliases(alias, alias_file),
            "auth": given["auth"] == "strict",
        }
        options = serving.Options(**{**given, **parsed}, control=not no_control)
        serving.serve(options, announce=announce, progress=shown_progress(options.customers))


@click.command()
@click.option("--credentials", is_flag=True, help="Who may call instead: tokens, clients and their keys.")
@click.option("--seed", type=int, default=42, show_default=True, help="Seed of the server they are for.")
@click.option("--url", default="http://127.0.0.1:4010", show_default=True, help="Where that server listens.")
def apis(credentials: bool, seed: int, url: str) -> None:
    """List the APIs and their operations, or the credentials of a demo."""
    # Measured: 450 ms, see above.
    from understudy import announcement, serving

    with refusing():
        offers = serving.find_offers(serving.Options())
        if credentials:
            click.echo(announcement.credentials_listing(url.rstrip("/"), offers, seed=seed))
        else:
            click.echo(announcement.listing(offers))


def leave(_number: int, _frame: object) -> None:
    """End at once, as asked: a signal is no failure."""
    raise SystemExit(0)


def leave_at_eof() -> None:
    """End when nobody holds the other end of standard input any more, so that no server outlives its user."""
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def parse_specs(given: tuple[str, ...]) -> dict[str, Path]:
    """`NAME=FILE` pairs by name; UsageError for anything else."""
    specs = {}
    for pair in given:
        name, equals, file = pair.partition("=")
        if not (name and equals and file):
            raise UsageError(
                f"--spec {pair!r} is not of the form NAME=FILE; `understudy apis` lists the names."
            )
        specs[name] = Path(file)
    return specs
