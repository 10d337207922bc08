"""The time of a run. Servers are judged while real time passes, so this is no world's clock."""

import time
from datetime import UTC, datetime

__all__ = ["moment", "monotonic", "now"]

monotonic = time.monotonic
"""Seconds since some moment, for spans and deadlines."""


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def moment(seconds: float) -> datetime:
    """The moment so many seconds after the beginning of 1970, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
