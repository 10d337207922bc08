"""Moments in bodies of requests."""

from datetime import datetime

from understudy.errors import Cause, Problem
from understudy.world.clock import parse_timestamp

__all__ = ["moment_of"]


def moment_of(text: str, pointer: str) -> datetime:
    """The UTC moment of an RFC 3339 text at this place of the body; Problem 422 when no calendar has it."""
    try:
        return parse_timestamp(text)
    except ValueError as error:
        raise Problem(
            422, "unknownMoment", str(error), causes=[Cause("body", pointer, str(error))]
        ) from error
