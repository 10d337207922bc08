"""Clocks of worlds as the control API moves and shows them; whatever is due by the new moment happens."""

from datetime import UTC, datetime, timedelta
from typing import Any

from understudy.errors import Problem
from understudy.world.clock import Clock, timestamp
from understudy.world.world import World

__all__ = ["clock_shown", "set_clock_to", "step_clock_by"]

FIRST = datetime(1900, 1, 1, tzinfo=UTC)
LAST = datetime(2999, 12, 31, tzinfo=UTC)
"""Between these, ages and periods can be reckoned in either direction."""


def clock_shown(clock: Clock) -> dict[str, Any]:
    """A clock as the contract describes it."""
    return {"now": timestamp(clock.now()), "state": "frozen" if clock.frozen else "running"}


def set_clock_to(world: World, *, now: datetime | None, frozen: bool | None) -> None:
    """Set a world's clock, freeze it or let it run; None leaves either as it is. Problem 422."""
    if now is not None:
        check(now)
    if world.clock.frozen if frozen is None else frozen:
        world.clock.freeze(now)
    else:
        world.clock.run(now)
    world.settle()


def step_clock_by(world: World, delta: timedelta) -> None:
    """Move a world's clock on; Problem 422 out of bounds."""
    check(world.clock.now() + delta)
    world.clock.step(delta)
    world.settle()


def check(moment: datetime) -> None:
    """Problem 422 for a moment in which a world cannot be."""
    if not FIRST <= moment <= LAST:
        raise Problem(
            422,
            "clockOutOfBounds",
            f"The clock cannot show {timestamp(moment)}: choose a moment from {FIRST.year} to {LAST.year}.",
        )
