"""The world: institutions, clock, draws and documents in one value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from understudy.world.clock import Clock
from understudy.world.documents import Document, Documents, Due, Store
from understudy.world.fixtures import Recipes
from understudy.world.ids import Ids
from understudy.world.lifecycle import Transition, settle
from understudy.world.population import build_population
from understudy.world.view import Institution, View

__all__ = ["SETTINGS", "World", "build_world"]

SETTINGS = "understudy/settings"
"""The collection of what one world sets otherwise: by the setting's name, its `value`."""


@dataclass(frozen=True)
class World:
    """One world. Only its clock and its store ever change; all else is shared between forks."""

    name: str
    seed: int
    institutions: Mapping[str, Institution]
    recipes: Recipes
    clock: Clock
    ids: Ids
    store: Store
    settings: Mapping[str, Any]
    transitions: Mapping[str, Transition]

    def number(self) -> int:
        """The number of the next exchange, each handed out once."""
        return self.store.number()

    def view(self, number: int) -> View:
        """The world as exchange `number` sees it, after all that is due has happened."""
        documents, now = self._settled()
        draws = self.ids.stream("exchange", number)
        return View(documents, now, draws, self.institutions, self.settings_in(documents), self.ids)

    def settings_in(self, documents: Documents) -> Mapping[str, Any]:
        """The settings, first those that its documents hold, which are this world's own."""
        if not documents.count(SETTINGS):
            return self.settings
        return {**self.settings, **{own.id: own.body["value"] for own in documents.scan(SETTINGS)}}

    def settle(self) -> None:
        """Let everything that is due by now happen."""
        self._settled()

    def settled(self, documents: Documents, now: datetime) -> Documents:
        """What these documents are once everything due at `now` has happened to them; UnderstudyError."""
        return settle(documents, now, self.transitions, self._moment)

    def commit(self, before: View, after: Documents) -> bool:
        """Replace the documents that the view showed; False, and nothing changed, if somebody was faster."""
        return self.store.commit(before.documents, after)

    def fork(self, name: str) -> "World":
        """A world that starts as this one is and then goes its own way; costs the same whatever the size."""
        store = Store(self.store.read(), exchanges=self.store.exchanges)
        return replace(self, name=name, clock=self.clock.copy(), store=store)

    def snapshot(self) -> "World":
        """This world as it is now, kept: a fork that nobody else holds."""
        return self.fork(self.name)

    def restore(self, kept: "World") -> None:
        """Make documents, clock and exchange number what they were when `kept` was forked from this world."""
        # The clock first, and in `_settled` last: else an exchange that is under way could let happen to the
        # documents of then what is due by the clock of now.
        self.clock.set(kept.clock)
        self.store.reset(kept.store.read(), exchanges=kept.store.exchanges)

    def _moment(self, documents: Documents, due: Due, collection: str, document: Document) -> View:
        """What a transition sees: the moment it is due, and draws of its own."""
        occasion = (collection, document.id, document.revision, due.transition, due.at.isoformat())
        draws = self.ids.stream("due", *occasion, documents.changes)
        settings = self.settings_in(documents)
        return View(documents, due.at, draws, self.institutions, settings, self.ids)

    def _settled(self) -> tuple[Documents, datetime]:
        while True:
            before = self.store.read()
            now = self.clock.now()
            after = self.settled(before, now)
            if self.store.commit(before, after):
                return after, now


def build_world(
    recipes: Recipes,
    *,
    seed: int,
    customers: int,
    clock: Clock,
    name: str = "main",
    settings: Mapping[str, Any] | None = None,
    transitions: Mapping[str, Transition] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> World:
    """A world without documents: `customers` people for an institution whose share is 1, fewer for others.

    `progress` is told (people done, of how many, all institutions together).
    """
    sizes = {recipe.id: round(customers * recipe.share) for recipe in recipes.institutions}
    total, done = sum(sizes.values()), 0
    institutions = {}
    for recipe in recipes.institutions:
        told = None if progress is None else _continued(progress, done, total)
        people = build_population(recipe.id, seed, sizes[recipe.id], pinned=recipe.pinned, progress=told)
        institutions[recipe.id] = Institution(recipe.id, recipe.name, recipe.features, people, recipe.said)
        done += people.size
    return World(
        name, seed, institutions, recipes, clock, Ids(seed), Store(), settings or {}, transitions or {}
    )


def _continued(progress: Callable[[int, int], None], before: int, total: int) -> Callable[[int, int], None]:
    return lambda done, _size: progress(before + done, total)
