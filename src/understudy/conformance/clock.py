"""The time of a run. Servers are judged while real time passes, so this is no world's clock."""

import time
from datetime import UTC, datetime

__all__ = ["monotonic", "now"]

monotonic = time.monotonic
"""Seconds since some moment, for spans and deadlines."""


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
