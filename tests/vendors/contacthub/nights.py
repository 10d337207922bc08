"""Nights that go by, and the events that are left then."""

from datetime import datetime, timedelta
from typing import Any

from tests.vendors.contacthub.asking import answer
from tests.vendors.contacthub.desk import TIBURON, Desk

from understudy.vendors.contacthub import events

__all__ = ["DAY", "counted", "earlier", "status", "wait"]

DAY = timedelta(days=1)


def status(desk: Desk, **given: Any) -> dict[str, Any]:
    """How things stand."""
    found: dict[str, Any] = answer(desk, "getRetentionPolicyStatusConfigurationWorkspaces", **given)
    return found


def counted(desk: Desk, node: str | None = None, kind: str | None = None) -> int:
    """How many events there are."""
    return events.search(desk.world.view(1), TIBURON, node=node, type=kind).height


def wait(desk: Desk, delta: timedelta = DAY) -> None:
    """Let the time go by."""
    desk.world.clock.step(delta)
    desk.world.settle()


def earlier(moment: datetime, months: int) -> datetime:
    """The moment so many calendar months before."""
    number = moment.year * 12 + moment.month - 1 - months
    return moment.replace(year=number // 12, month=number % 12 + 1)
