"""Moments that clients send: the contract lets some through that are in no calendar."""

from datetime import datetime

from understudy.errors import Cause, Problem
from understudy.world.clock import parse_timestamp

__all__ = ["moment_of"]


def moment_of(text: str, pointer: str, location: str = "body") -> datetime:
    """The moment that an RFC 3339 text says; Problem 400 when there is none such (year 0, a leap second)."""
    try:
        return parse_timestamp(text)
    except ValueError as error:
        cause = Cause(location, pointer, str(error))
        raise Problem(400, "badRequest", str(error), causes=[cause], rule="H-0.a5") from error
