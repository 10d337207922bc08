"""The clock: one moment, real or frozen, stepped by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.errors import UsageError
from understudy.world.clock import FROZEN_AT, Clock, monotonic, parse_clock, parse_timestamp, timestamp

moments = st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 1000 < moment.year < 9999)


def test_a_frozen_clock_stands_until_it_is_stepped():
    """Two looks at a frozen clock agree; a step moves it by exactly that much."""
    clock = parse_clock("frozen")

    assert datetime(2026, 1, 15, 12, tzinfo=UTC) == FROZEN_AT == clock.now() == clock.now()
    assert clock.frozen

    clock.step(timedelta(days=30, milliseconds=1))

    assert datetime(2026, 2, 14, 12, 0, 0, 1000, tzinfo=UTC) == clock.now()
    assert date(2026, 2, 14) == clock.today()


def test_a_real_clock_runs_and_can_be_stepped():
    """The real clock follows the system's time, plus what was stepped."""
    clock = parse_clock("real")

    before = datetime.now(UTC)
    clock.step(timedelta(hours=1))
    gained = clock.now() - before

    assert not clock.frozen
    assert timedelta(hours=1, milliseconds=-1) <= gained < timedelta(hours=1, minutes=1)


def test_a_clock_can_be_frozen_where_it_is_or_elsewhere():
    """Freezing keeps the moment that was, or the one given."""
    clock = Clock()
    clock.freeze()
    stopped = clock.now()

    assert clock.frozen
    assert stopped == clock.now()

    clock.freeze(FROZEN_AT)

    assert clock.now() == FROZEN_AT


def test_a_copy_goes_its_own_way():
    """Stepping a copy leaves the original alone."""
    clock = parse_clock("frozen")
    copy = clock.copy()

    copy.step(timedelta(days=1))

    assert clock.now() == FROZEN_AT
    assert FROZEN_AT + timedelta(days=1) == copy.now()

    clock.set(copy)

    assert clock.now() == copy.now()


@given(moments)
def test_timestamps_read_back(moment):
    """A-59: a timestamp has milliseconds, Z and 24 characters, and reading it gives the moment back."""
    text = timestamp(moment)

    assert 24 == len(text)
    assert text.endswith("Z")
    assert parse_timestamp(text) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@given(moments, st.integers(-14 * 60, 14 * 60))
def test_every_offset_names_the_same_moment(moment, minutes):
    """RFC 3339 offsets are honoured; what is said about is always UTC."""
    moment = moment.replace(microsecond=0)
    sign = "-" if minutes < 0 else "+"
    local = (moment + timedelta(minutes=minutes)).replace(tzinfo=None)
    text = f"{local.isoformat()}{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"

    assert moment == parse_timestamp(text) == parse_clock(f"frozen:{text}").now()


@pytest.mark.parametrize("clock", [Clock(at=FROZEN_AT), Clock(offset=timedelta(milliseconds=-1501))])
def test_a_clock_survives_being_written_down(clock):
    """A snapshot's clock stands, or runs ahead, exactly as before."""
    assert clock.state() == Clock.from_json(clock.to_json()).state()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fast",
        "frozen:",
        "frozen:tomorrow",
        "frozen:2026-02-30T00:00:00Z",
        "frozen:2026-01-15",
        "real:now",
    ],
)
def test_an_unknown_clock_is_refused_in_a_sentence(text):
    """Any other clock is a usage error that quotes it and says what can be written."""
    with pytest.raises(UsageError, match="clock `") as refusal:
        parse_clock(text)

    assert f"`{text}`" in str(refusal.value)


def test_the_calendar_ends():
    """A step out of the years 1 to 9999 is refused and moves nothing."""
    clock = parse_clock("frozen")

    with pytest.raises(UsageError, match="cannot be moved"):
        clock.step(timedelta(days=4_000_000))

    assert clock.now() == FROZEN_AT


@pytest.mark.parametrize("value", [{}, {"offset": "1"}, {"frozen": "noon"}])
def test_a_damaged_clock_is_refused(value):
    """What `to_json` did not write is a ValueError."""
    with pytest.raises(ValueError):
        Clock.from_json(value)


def test_the_timer_never_runs_backwards():
    """Time budgets are measured on a timer that only grows."""
    assert monotonic() <= monotonic()


def test_a_clock_runs_again_from_where_it_stands():
    """`run` goes on with the real time, from the present moment or from a given one."""
    clock = Clock(at=FROZEN_AT)
    clock.run()
    assert not clock.frozen
    assert timedelta() <= clock.now() - FROZEN_AT < timedelta(seconds=60)

    later = FROZEN_AT + timedelta(days=5)
    clock.run(later)
    assert timedelta() <= clock.now() - later < timedelta(seconds=60)
    clock.step(timedelta(days=1))
    clock.run()
    assert timedelta(days=1) <= clock.now() - later < timedelta(days=1, seconds=60)
