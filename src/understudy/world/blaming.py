"""Whom to blame when what somebody put into a world cannot be used."""

from collections.abc import Iterator
from contextlib import contextmanager

from understudy.errors import FixtureError, Problem

__all__ = ["blaming"]


@contextmanager
def blaming(subject: str) -> Iterator[None]:
    """Turn whatever goes wrong inside into a FixtureError about the subject, which begins its sentence."""
    try:
        yield
    except (Problem, LookupError, TypeError, AttributeError, ValueError) as error:
        missing = isinstance(error, KeyError) and " " not in str(error.args[0])
        reason = f"it has no `{error.args[0]}`." if missing else error.args[0]
        raise FixtureError(f"{subject} cannot be used: {reason} Correct it.") from error
