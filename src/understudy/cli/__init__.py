"""The command line: parses, then calls one function. A module for each command."""

import click

from understudy.cli.check_command import check
from understudy.cli.report_command import report
from understudy.cli.serve_command import apis, serve
from understudy.version import __version__

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="understudy", message="%(prog)s %(version)s")
def main() -> None:
    """A stand-in for customer-audience APIs: same paths, same rules, seeded customers, real state."""


for _command in (apis, check, report, serve):
    main.add_command(_command)
