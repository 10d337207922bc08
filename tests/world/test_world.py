"""The world: what handlers see, forks that share everything, commits that hold or do not."""

from dataclasses import FrozenInstanceError
from datetime import timedelta
from time import perf_counter

import pytest

from tests.world.worlds import world
from understudy.world.clock import FROZEN_AT
from understudy.world.documents import Due


def expire(view, document):
    """A transition that deletes its document."""
    return view.documents.delete("audiences", document.id)


def draw(view, document):
    """A transition that notes what it drew, and schedules itself for the same moment once more."""
    more = document.due if view.documents.count("drawn") < 3 else None
    noted = view.documents.put("drawn", view.ids.uuid(), {"now": view.now, "set": dict(view.settings)})
    return noted.put("audiences", document.id, {}, due=more)


def test_institutions_are_made_by_share():
    """The first institution has the customers asked for, the second a tenth; they are other people."""
    told = []
    made = world(customers=50, progress=lambda done, total: told.append((done, total)))
    tiburon, marin = made.institutions["TIBURON"], made.institutions["MARIN"]

    assert (50, 5) == (tiburon.customers.size, marin.customers.size)
    assert tiburon.features["customerAudienceConnections"]
    assert "Marin Harbor Credit Union" == marin.name == marin.recipe["name"]
    assert (55, 55) == told[-1]
    assert told == sorted(told)


def test_a_view_is_one_moment():
    """Two looks at the same exchange are alike, and a commit in between does not show in the first."""
    here = world()
    number = here.number()
    view, again = here.view(number), here.view(number)

    assert FROZEN_AT == view.now
    assert view.ids.hex(20) == again.ids.hex(20)
    assert here.view(here.number()).ids.hex(20) != here.view(number).ids.hex(20)

    assert here.commit(view, view.documents.put("audiences", "a", {}))
    assert 0 == view.documents.count("audiences")
    assert 1 == here.view(number).documents.count("audiences")
    assert not here.commit(again, again.documents.put("audiences", "b", {}))


def test_a_view_cannot_be_changed():
    """Handlers cannot put anything into a view; they return new documents."""
    view = world().view(1)

    with pytest.raises(FrozenInstanceError):
        view.documents = None


def test_the_entity_tag_follows_the_revision():
    """A-27, A-39: a weak tag, the same for the same revision, another for any other document or revision."""
    view = world().view(1)
    documents = view.documents.put("a", "x", {"n": 1}).put("a", "y", {"n": 1})
    first = view.tag("a", documents.get("a", "x"))
    refreshed = documents.put("a", "x", {"n": 2}, touch=False)
    changed = documents.put("a", "x", {"n": 2})

    assert first.startswith('W/"')
    assert first.endswith('"')
    assert (
        first == view.tag("a", refreshed.get("a", "x")) == world().view(9).tag("a", documents.get("a", "x"))
    )
    others = {
        view.tag("a", changed.get("a", "x")),
        view.tag("a", documents.get("a", "y")),
        view.tag("b", documents.get("a", "x")),
        world(seed=43).view(1).tag("a", documents.get("a", "x")),
    }

    assert 5 == len({first, *others})


def test_what_is_due_happens_before_anybody_looks():
    """A-45 needs it: once the clock has passed a document's due moment, no view shows it any more."""
    here = world(transitions={"expire": expire})
    view = here.view(1)
    due = Due(FROZEN_AT + timedelta(days=30), "expire")
    here.commit(view, view.documents.put("audiences", "a", {}, due=due))

    here.clock.step(timedelta(days=30, milliseconds=-1))
    here.settle()

    assert 1 == here.store.read().count("audiences")

    here.clock.step(timedelta(milliseconds=1))

    assert 0 == here.view(2).documents.count("audiences")
    assert 0 == here.store.read().count("audiences")


def test_a_transition_sees_its_moment_and_draws_on_its_own():
    """A transition sees the moment it is due and the world's settings; it never draws the same twice."""
    due = Due(FROZEN_AT + timedelta(hours=1), "draw")
    here, again = (world(transitions={"draw": draw}, settings={"pace": 3}) for _ in range(2))
    for each in (here, again):
        view = each.view(1)
        each.commit(view, view.documents.put("audiences", "a", {}, due=due))
        each.clock.step(timedelta(days=1))
    drawn = list(here.view(2).documents.scan("drawn"))

    assert [{"now": due.at, "set": {"pace": 3}}] * 4 == [each.body for each in drawn]
    assert [each.id for each in drawn] == [each.id for each in again.view(9).documents.scan("drawn")]


def test_a_fork_goes_its_own_way():
    """Documents, clock and exchange numbers of a fork start as they were and then part."""
    here = world()
    view = here.view(here.number())
    here.commit(view, view.documents.put("a", "x", {}))
    fork = here.fork("other")
    fork.clock.step(timedelta(days=1))
    beside = fork.view(fork.number())
    fork.commit(beside, beside.documents.put("a", "y", {}))

    assert ("main", "other") == (here.name, fork.name)
    assert here.institutions is fork.institutions
    assert (1, 2) == (here.store.read().count("a"), fork.store.read().count("a"))
    assert (1, 2) == (here.store.exchanges, fork.store.exchanges)
    assert FROZEN_AT == here.clock.now() != fork.clock.now()


def test_a_snapshot_can_be_returned_to():
    """Restoring brings back documents, clock and exchange number, as often as wanted."""
    here = world()
    kept = here.snapshot()
    for _ in range(2):
        view = here.view(here.number())
        here.commit(view, view.documents.put("a", "x", {}))
        here.clock.step(timedelta(days=1))
        here.restore(kept)

        assert (0, 0) == (here.store.read().count("a"), here.store.exchanges)
        assert FROZEN_AT == here.clock.now()


def test_going_back_lets_nothing_happen_before_its_time(monkeypatch):
    """A request that looks while the world is restored sees the time of then with the documents of then."""
    here = world(transitions={"expire": expire})
    view = here.view(1)
    due = Due(FROZEN_AT + timedelta(days=30), "expire")
    here.commit(view, view.documents.put("audiences", "a", {}, due=due))
    kept = here.snapshot()
    here.clock.step(timedelta(days=31))
    read = here.store.read

    def restored_meanwhile():
        monkeypatch.undo()
        here.restore(kept)
        return read()

    monkeypatch.setattr(here.store, "read", restored_meanwhile)

    assert FROZEN_AT == here.view(2).now
    assert 1 == here.store.read().count("audiences")


def test_forking_costs_nothing():
    """A fork or restore takes less than a millisecond with a hundred documents as with ten thousand."""
    here = world()
    documents = here.store.read()
    for key in range(10_000):
        documents = documents.put("a", str(key), {"n": key})
    here.store.commit(here.store.read(), documents)

    def best(action):
        times = []
        for _ in range(20):
            start = perf_counter()
            action()
            times.append(perf_counter() - start)
        return min(times)

    kept = here.snapshot()

    assert best(lambda: here.fork("x")) < 0.001
    assert best(lambda: here.restore(kept)) < 0.001


def test_a_handler_that_fails_halfway_changes_nothing():
    """Atomicity: what a handler made before it failed is nowhere to be seen."""
    here = world()
    before = here.store.read()
    view = here.view(1)

    with pytest.raises(RuntimeError):
        here.commit(view, fails_halfway(view.documents))

    assert here.store.read() is before


def fails_halfway(documents):
    documents.put("a", "x", {}).delete("a", "x").put("b", "y", {})
    raise RuntimeError("halfway")
