"""What the control API's handlers see: the worlds, and everything that is needed to change them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any, Protocol, cast

from understudy.control.archive import Archive
from understudy.control.events import Listeners
from understudy.control.tally import Tally
from understudy.http.exchange import Request
from understudy.http.worlds import Hosted, Worlds
from understudy.world.ids import Ids, Stream
from understudy.world.world import World

__all__ = ["Desk", "Scenario", "Scenarios", "make_desk", "world_in", "world_of"]


class Scenario(Protocol):
    """A named starting situation."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class Scenarios:
    """The scenarios by name, and how one is carried out.

    `run` puts a hosted world into the situation, wholly or not at all: Problem when a step of it cannot be
    carried out, or the world is too busy.
    """

    known: Mapping[str, Scenario]
    run: Callable[[Any, Hosted, "Desk"], None]


@dataclass(frozen=True)
class Desk:
    """Stands in the place of a world when an exchange with the control API goes down the line.

    Handlers change the worlds by themselves: the desk has no documents of its own. `apis` are the names
    of those served, `ids` the draws of this exchange.
    """

    worlds: Worlds
    archive: Archive
    scenarios: Scenarios
    tally: Tally
    apis: Sequence[str]
    version: str
    ids: Stream
    draws: Ids
    numbers: Iterator[int]
    listeners: Listeners = field(default_factory=Listeners)

    @property
    def now(self) -> datetime:
        """The moment of the default world."""
        return world_in(self.worlds.default).clock.now()

    def hosts(self, hosted: Hosted) -> bool:
        """Whether a world is still live; this is no use of it."""
        return any(hosted is other for other in self.worlds.all())

    def begin_again(self, hosted: Hosted) -> None:
        """Make a world what it was when it was created, without faults, journal and coverage."""
        self.worlds.reset(hosted.name)
        hosted.faults.clear()
        hosted.journal.clear()
        hosted.coverage.reset()

    def number(self) -> int:
        """The number of the next exchange with the control API."""
        return next(self.numbers)

    def view(self, number: int) -> "Desk":
        """The desk with the draws of one exchange."""
        return replace(self, ids=self.draws.stream("control", number))

    def commit(self, _before: "Desk", _documents: object) -> bool:
        """Nothing is left to be done."""
        return True


def make_desk(
    worlds: Worlds,
    archive: Archive,
    scenarios: Scenarios,
    tally: Tally,
    *,
    apis: Sequence[str],
    version: str,
    seed: int,
) -> Desk:
    """The desk of a server that serves these APIs."""
    draws = Ids(seed)
    return Desk(worlds, archive, scenarios, tally, apis, version, draws.stream("control", 0), draws, count(1))


def world_of(request: Request, desk: Desk) -> Hosted:
    """The world that the path names; Problem 404 when it is not there."""
    return desk.worlds.named(request.path["world"])


def world_in(hosted: Hosted) -> World:
    """The world itself, of which the HTTP part knows only what it needs."""
    return cast("World", hosted.world)
