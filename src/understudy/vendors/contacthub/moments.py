"""Moments as clients write them: ISO 8601 dates and date-times, as milliseconds since 1970."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

__all__ = ["EPOCH", "milliseconds"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)


@lru_cache(maxsize=65_536)  # a search asks for the same moments again and again
def milliseconds(text: str) -> int | None:
    """The moment that an ISO 8601 text says, a day at its start and without an offset in UTC.

    None when it says none. Cut to whole milliseconds.
    """
    if ISO.fullmatch(text) is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - EPOCH) // MILLISECOND
