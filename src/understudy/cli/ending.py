"""How a command ends: which fault is which exit code, and one sentence for it."""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Never

import click

from understudy.errors import RunFailed, TooLittleCovered, Unreachable, UsageError

__all__ = ["ending", "refusing"]


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what the user can put right into one sentence and exit code 2; 1 for too little coverage."""
    try:
        yield
    except UsageError as fault:
        end(str(fault), 2)
    except TooLittleCovered as shortage:
        end(str(shortage), 1)


@contextmanager
def ending() -> Iterator[None]:
    """Turn the faults of a check into exit codes: 2 usage, 3 not reached or let in, 4 the run itself failed.

    Whatever else goes wrong is 4 as well, never 1, which says that a server breaks its contract.
    """
    try:
        with refusing():
            yield
    except Unreachable as fault:
        end(str(fault), 3)
    except RunFailed as fault:
        end(str(fault), 4)
    except KeyboardInterrupt:
        end("The run was ended before it had judged anything.", 4)
    except (click.ClickException, click.exceptions.Exit):
        raise
    except Exception as fault:  # noqa: BLE001 - Python's own exit code for it is 1, which would be a verdict
        traceback.print_exc()
        end(f"The run failed by a mistake of Understudy's own ({type(fault).__name__}, above): report it.", 4)


def end(sentence: str, code: int) -> Never:
    """Say one sentence on standard error, and end."""
    click.echo(f"Error: {sentence}", err=True)
    sys.exit(code)
