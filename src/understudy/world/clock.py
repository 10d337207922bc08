"""The only clock: real or frozen, and stepped by hand; nothing else may ask the system for the time."""

import re
import threading
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from understudy.errors import UsageError

__all__ = ["FROZEN_AT", "Clock", "monotonic", "parse_clock", "parse_timestamp", "timestamp"]

# Where `--clock frozen` stands: also the day from which the population's dates are counted back.
FROZEN_AT = datetime(2026, 1, 15, 12, 0, 0, tzinfo=UTC)

_RFC3339 = re.compile(r"(?ai)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")
_MILLISECOND = timedelta(milliseconds=1)


class Clock:
    """Tells the moment of this world: the system's time plus what was stepped, or a standing instant."""

    def __init__(self, *, at: datetime | None = None, offset: timedelta = timedelta()) -> None:
        """A clock standing at `at` (UTC), or, without it, the real one moved by `offset`."""
        self._lock = threading.Lock()
        self._at = None if at is None else _whole(at)
        self._offset = offset

    @property
    def frozen(self) -> bool:
        """Whether the clock stands still between steps."""
        return self._at is not None

    def now(self) -> datetime:
        """The moment, in UTC, cut to whole milliseconds."""
        with self._lock:
            return self._now()

    def today(self) -> date:
        """The UTC calendar day of `now()`."""
        return self.now().date()

    def step(self, delta: timedelta) -> None:
        """Move the clock by `delta`, frozen or not; UsageError when that leaves the years 1 to 9999."""
        with self._lock:
            try:
                moved = self._now() + delta
                if self._at is not None:
                    self._at = _whole(moved)
                else:
                    self._offset += delta
            except OverflowError as error:
                raise UsageError(
                    f"The clock cannot be moved by {delta}: that leaves the years 1 to 9999; step less far."
                ) from error

    def freeze(self, at: datetime | None = None) -> None:
        """Stop the clock at `at` (UTC), or where it is now."""
        with self._lock:
            self._at = self._now() if at is None else _whole(at)

    def run(self, at: datetime | None = None) -> None:
        """Go with the real time from `at` (UTC), or from where it is now."""
        with self._lock:
            self._offset = (self._now() if at is None else _whole(at)) - datetime.now(UTC)
            self._at = None

    def state(self) -> tuple[datetime | None, timedelta]:
        """The instant at which the clock stands, if it does, and what was stepped while it was running."""
        with self._lock:
            return self._at, self._offset

    def copy(self) -> "Clock":
        """A clock that says the same and is moved independently."""
        at, offset = self.state()
        return Clock(at=at, offset=offset)

    def set(self, other: "Clock") -> None:
        """Say what `other` says from now on."""
        state = other.state()
        with self._lock:
            self._at, self._offset = state

    def to_json(self) -> dict[str, Any]:
        """{"frozen": timestamp} or {"offset": milliseconds}, for snapshots."""
        at, offset = self.state()
        return {"offset": offset // _MILLISECOND} if at is None else {"frozen": timestamp(at)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Clock":
        """The clock that `to_json` described; ValueError or TypeError for anything else."""
        if "frozen" in value:
            return cls(at=parse_timestamp(value["frozen"]))
        if isinstance(value.get("offset"), int):
            return cls(offset=_MILLISECOND * value["offset"])
        raise ValueError("A clock is written as an object with `frozen` or with `offset`.")

    def _now(self) -> datetime:
        return _whole(self._at or datetime.now(UTC) + self._offset)


def parse_clock(text: str) -> Clock:
    """The clock that `--clock` asks for: `real`, `frozen` or `frozen:RFC3339`; UsageError otherwise."""
    if text == "real":
        return Clock()
    if text == "frozen":
        return Clock(at=FROZEN_AT)
    kind, _, moment = text.partition(":")
    if kind == "frozen":
        try:
            return Clock(at=parse_timestamp(moment))
        except ValueError as error:
            raise UsageError(f"The clock `{text[:60]}` cannot be used: {error}") from error
    raise UsageError(
        f"The clock `{text[:60]}` is unknown; use `real`, `frozen` or `frozen:2026-11-20T10:00:00Z`."
    )


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds and Z, 24 characters (A-59): 2026-11-20T10:00:00.000Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def parse_timestamp(text: str) -> datetime:
    """The UTC moment of an RFC 3339 text, cut to whole milliseconds; ValueError when it is none."""
    if _RFC3339.fullmatch(text) is None:
        raise ValueError(f"`{text[:60]}` is no RFC 3339 moment; write it like 2026-11-20T10:00:00Z.")
    try:
        return _whole(datetime.fromisoformat(text.upper()).astimezone(UTC))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"`{text[:60]}` is not in the calendar; write a moment that exists.") from error


def monotonic() -> float:
    """Seconds from an arbitrary start that never run backwards, for time budgets only."""
    return time.monotonic()


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
