"""Moments as clients write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.vendors.contacthub.moments import milliseconds

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=OFFSETS)  # noqa: DTZ001


@given(MOMENTS, st.sampled_from([str, lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S.%f%z")]))
def test_every_spelling_says_its_moment(moment, spelling):
    """With or without colon in the offset, whole milliseconds are kept."""
    whole = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    text = spelling(whole).replace(" ", "T")
    assert (whole - EPOCH) // timedelta(milliseconds=1) == milliseconds(text)


@given(st.dates())
def test_a_day_begins_at_midnight_in_utc(day):
    """A date alone is its first moment."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert (start - EPOCH) // timedelta(milliseconds=1) == milliseconds(day.isoformat())


def test_known_moments():
    """Some by hand."""
    assert 0 == milliseconds("1970-01-01T00:00:00Z") == milliseconds("1970-01-01T00:00")
    assert -1 == milliseconds("1969-12-31T23:59:59.9999Z")
    assert 1_768_478_400_000 == milliseconds("2026-01-15T13:00:00+0100")


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-02-30", "2026-1-5", "20260115", "2026-01-15 12:00", "٢٠٢٦-01-15"]
)
def test_other_texts_say_none(text):
    """What is no ISO 8601 date or date-time is no moment."""
    assert milliseconds(text) is None
