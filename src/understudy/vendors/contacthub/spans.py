"""The span of a statistic, and counts in days, weeks or months of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import polars as pl

from understudy.errors import Cause, Problem
from understudy.http.exchange import Request
from understudy.vendors.contacthub.event_moments import moment_of
from understudy.world.clock import timestamp
from understudy.world.view import View

__all__ = ["LONGEST", "YEAR", "Span", "series", "span_of"]

YEAR = 12
"""Months."""

LONGEST: Mapping[str, int] = {"DAILY": YEAR, "WEEKLY": 5 * YEAR, "MONTHLY": 10 * YEAR}
"""H-1.3: the months that a statistic may span at most, by the length of its steps."""

EVERY = {"DAILY": "1d", "WEEKLY": "1w", "MONTHLY": "1mo"}


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when something is counted, both included."""

    start: datetime
    end: datetime

    def told(self) -> dict[str, str]:
        """The span as an answer repeats it."""
        return {"start": timestamp(self.start), "end": timestamp(self.end)}

    def holds(self, column: str) -> pl.Expr:
        """Which moments of a column lie within."""
        return pl.col(column).is_between(self.start, self.end)


def span_of(request: Request, view: View, months: int, longest: int | None = None) -> Span:
    """The span that the query asks for: to now, and `months` long, unless it says otherwise (H-1.2).

    One that is longer than `longest` months begins later by itself (H-1.3). Problem 400 when it ends before
    it begins (H-1.4).
    """
    said = {
        name: moment_of(text, f"/{name}", "query")
        for name in ("start", "end")
        if (text := request.query.get(name)) is not None
    }
    end = said.get("end", view.now)
    start = said.get("start", back(end, months))
    if start > end:
        sentence = "The span ends before it begins: give a start that is not after the end."
        raise Problem(400, "badSpan", sentence, causes=[Cause("query", "/start", sentence)], rule="H-1.4")
    return Span(start if longest is None else max(start, back(end, longest)), end)


def back(moment: datetime, months: int) -> datetime:
    """The same day so many months before, or the last one of a month that is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    if year < 1:
        return datetime(1, 1, 1, tzinfo=UTC)
    for day in range(moment.day, 0, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return moment


def series(moments: pl.Series, span: Span, mode: str = "DAILY") -> list[dict[str, Any]]:
    """How many of the moments lie in each day, week or month of the span, in order, nothing left out (H-1.5).

    A week is named by its Monday, a month by its first day (UTC).
    """
    every = EVERY[mode]
    ends = pl.Series([span.start, span.end], dtype=pl.Datetime("ms", "UTC"))
    first, last = ends.dt.truncate(every).dt.date()
    within = moments.filter(moments.is_between(span.start, span.end))
    counts = dict(within.dt.truncate(every).dt.date().value_counts().iter_rows())
    days = pl.date_range(first, last, every, eager=True)
    return [{"datetime": day.isoformat(), "value": counts.get(day, 0)} for day in days]
