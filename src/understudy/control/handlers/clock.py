"""The clock of a world: read, freeze, run, set, step."""

from datetime import datetime, timedelta

from understudy.control.clocks import clock_shown, set_clock_to, step_clock_by
from understudy.control.desk import Desk, world_in, world_of
from understudy.control.moments import moment_of
from understudy.http.exchange import Reply, Request

__all__ = ["get_clock", "set_clock", "step_clock"]


def get_clock(request: Request, desk: Desk) -> Reply:
    """What the clock says."""
    return Reply(200, clock_shown(world_in(world_of(request, desk)).clock))


def set_clock(request: Request, desk: Desk) -> Reply:
    """Change what is given; what is due by then happens."""
    world = world_in(world_of(request, desk))
    given = request.body
    now: datetime | None = moment_of(given["now"], "/now") if "now" in given else None
    set_clock_to(world, now=now, frozen=given["state"] == "frozen" if "state" in given else None)
    return Reply(200, clock_shown(world.clock))


def step_clock(request: Request, desk: Desk) -> Reply:
    """Move the clock on; what is due by then happens."""
    world = world_in(world_of(request, desk))
    step_clock_by(world, timedelta(**request.body))
    return Reply(200, clock_shown(world.clock))
