"""The worlds of one server: each with documents, clock, journal, faults and coverage of its own."""

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from understudy.contract.coverage import Coverage, Goals
from understudy.contract.load import Contract
from understudy.errors import Problem
from understudy.http.exchange import World
from understudy.http.faults import Faults
from understudy.http.grants import Grants
from understudy.http.journal import Allowance, Journal

__all__ = ["DEFAULT", "Hosted", "Worlds"]

DEFAULT = "default"
"""The world of every request that names none."""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)

MOST_SNAPSHOTS = 100
"""Snapshots that a world keeps; the oldest makes room."""

JOURNAL_BYTES = 32 * 1024 * 1024
JOURNALS_BYTES = 256 * 1024 * 1024
"""Bytes of one world's journal, and of those of all worlds together."""


@dataclass(frozen=True)
class Hosted:
    """One world as the server hosts it.

    `beginning` is what `reset` goes back to: a kept fork. `snapshots` are kept forks too, by name, oldest
    first. `grants` is what its OpenID provider remembers. `name` is what requests ask for it by.
    """

    world: World
    journal: Journal
    faults: Faults
    coverage: Coverage
    beginning: World
    snapshots: dict[str, World] = field(default_factory=dict)
    grants: Grants = field(default_factory=Grants)
    name: str = DEFAULT


class Worlds:
    """All live worlds; safe for many threads. Requests go on with the `Hosted` they hold, come what may."""

    def __init__(
        self, default: World, contracts: Sequence[Contract], *, most: int = 1000, journal: int = 1000
    ) -> None:
        """Host `default`, and up to `most` worlds in all; each journal keeps `journal` entries (0: none)."""
        self.contracts = {contract.name: contract for contract in contracts}
        self.goals = Goals(contracts)
        self.most = most
        self.journal = journal
        self.allowance = Allowance(JOURNALS_BYTES)
        self.past = Coverage(self.goals)
        self.lock = threading.Lock()
        self.default = self.host(default, DEFAULT)
        self.others: OrderedDict[str, Hosted] = OrderedDict()

    def host(self, world: World, name: str) -> Hosted:
        """A world with nothing written about it yet; as it is now is its beginning."""
        return Hosted(
            world,
            Journal(self.journal, JOURNAL_BYTES, self.allowance),
            Faults(self.contracts),
            Coverage(self.goals),
            world.fork(name),
            name=name,
        )

    def get(self, name: str) -> Hosted:
        """The world of this name, forked from the default one as it is now where there is none yet.

        Problem 400 when it cannot be a name. The world least recently asked for makes room.
        """
        if name == DEFAULT:
            return self.default
        with self.lock:
            known = self.found(name)
            if known is not None:
                return known
            check_name(name)
            return self.admit(name, self.default.world)

    def find(self, name: str) -> Hosted | None:
        """The world of this name, if there is one."""
        if name == DEFAULT:
            return self.default
        with self.lock:
            return self.found(name)

    def named(self, name: str) -> Hosted:
        """The world of this name; Problem 404."""
        hosted = self.find(name)
        if hosted is None:
            raise Problem(404, "worldNotFound", f"There is no world {name[:64]!r}: list the worlds.")
        return hosted

    def names(self) -> list[str]:
        """The names of all worlds: the default one, then the most recently used first."""
        with self.lock:
            return [DEFAULT, *reversed(self.others)]

    def all(self) -> list[Hosted]:
        """All worlds in the order of `names`; this is no use of them."""
        with self.lock:
            return [self.default, *reversed(self.others.values())]

    def create(self, name: str, *, source: World) -> Hosted:
        """A new world that starts as `source` is now; Problem 409 when its name is taken, 400 if none."""
        check_name(name)
        with self.lock:
            if name == DEFAULT or name in self.others:
                raise Problem(409, "worldExists", f"There is a world {name!r} already: choose another name.")
            return self.admit(name, source)

    def drop(self, name: str) -> None:
        """Forget a world; Problem 409 for the default one, 404 for one that is not there."""
        if name == DEFAULT:
            raise Problem(409, "defaultWorld", "The default world cannot be deleted: reset it instead.")
        self.named(name)
        with self.lock:
            hosted = self.others.pop(name, None)
            if hosted is not None:
                self.retire(hosted)

    def coverage(self) -> Coverage:
        """What the traffic of all worlds together met, of those that are no more too."""
        joined = Coverage(self.goals)
        with self.lock:
            for coverage in (
                self.past,
                *(hosted.coverage for hosted in (self.default, *self.others.values())),
            ):
                joined.join(coverage)
        return joined

    def reset(self, name: str) -> None:
        """Make documents, clock and draws of a world what they were in the beginning."""
        hosted = self.named(name)
        hosted.world.restore(hosted.beginning)
        hosted.grants.clear()

    def save(self, name: str, snapshot: str) -> None:
        """Keep a world as it is now; a snapshot of that name is replaced. Problem 400 if it is no name."""
        hosted = self.named(name)
        self.keep(name, snapshot, hosted.world.fork(hosted.name))

    def keep(self, name: str, snapshot: str, kept: World) -> None:
        """Keep what nobody else holds as a snapshot; Problem 404 without that world, 400 if it is no name."""
        check_name(snapshot)
        hosted = self.named(name)
        with self.lock:
            hosted.snapshots.pop(snapshot, None)
            hosted.snapshots[snapshot] = kept
            if len(hosted.snapshots) > MOST_SNAPSHOTS:
                del hosted.snapshots[next(iter(hosted.snapshots))]

    def restore(self, name: str, snapshot: str) -> None:
        """Make a world what it was when the snapshot was saved; Problem 404 without such a snapshot."""
        hosted = self.named(name)
        hosted.world.restore(self.snapshot(name, snapshot))
        hosted.grants.clear()

    def forget(self, name: str, snapshot: str) -> None:
        """Delete a snapshot; Problem 404 when there is none."""
        self.snapshot(name, snapshot)
        self.named(name).snapshots.pop(snapshot, None)

    def snapshot(self, name: str, snapshot: str) -> World:
        """A snapshot of a world; Problem 404."""
        kept = self.named(name).snapshots.get(snapshot)
        if kept is None:
            raise Problem(
                404, "snapshotNotFound", f"The world {name} has no snapshot {snapshot[:64]!r}: list them."
            )
        return kept

    def found(self, name: str) -> Hosted | None:
        """A world other than the default one, from now on the most recently used; the lock is held."""
        hosted = self.others.get(name)
        if hosted is not None:
            self.others.move_to_end(name)
        return hosted

    def admit(self, name: str, source: World) -> Hosted:
        """A fork of `source` as one more world; the lock is held."""
        if self.most == 1:
            raise Problem(404, "worldNotFound", "This server has the default world only: leave the name out.")
        hosted = self.others[name] = self.host(source.fork(name), name)
        if len(self.others) >= self.most:
            _, oldest = self.others.popitem(last=False)
            self.retire(oldest)
        return hosted

    def retire(self, hosted: Hosted) -> None:
        """Let go of a world, but not of what its traffic covered; the lock is held."""
        self.past.join(hosted.coverage)
        hosted.journal.close()


def check_name(name: str) -> None:
    """Problem 400 unless the text can name a world or snapshot."""
    if NAME.fullmatch(name) is None:
        raise Problem(
            400,
            "invalidWorldName",
            f"{name[:64]!r} is no name: use 1 to 64 of A-Z a-z 0-9 . _ -, the first a letter or digit.",
        )
