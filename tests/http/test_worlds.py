"""Many worlds in one server."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.http.journaling import entry
from tests.http.toys import SHOP, step, world

from understudy.errors import Problem
from understudy.http.worlds import DEFAULT, MOST_SNAPSHOTS, Worlds


def hosting(**options) -> Worlds:
    return Worlds(world(), [SHOP], **options)


def names_in(hosted) -> set[str]:
    return {toy.id for toy in hosted.world.store.read().scan("toys")}


def put(hosted, name: str) -> None:
    view = hosted.world.view(hosted.world.number())
    assert hosted.world.commit(view, view.documents.put("toys", name, {"id": name, "name": name}))


def test_an_unknown_name_is_forked_from_the_default_world_as_it_is_now():
    """Documents and clock; nothing of what was written about it, and no faults."""
    worlds = hosting()
    put(worlds.default, "fox")
    step(worlds.default.world, 60)
    worlds.default.faults.add({"effect": {"drop": True}})
    worlds.default.journal.add(entry())

    forked = worlds.get("mine")

    assert {"bear", "fox"} == names_in(forked)
    assert worlds.default.world.clock.now() == forked.world.clock.now()
    assert ([], []) == (forked.faults.rules(), forked.journal.entries())
    assert forked is worlds.get("mine")


def test_worlds_do_not_see_each_other():
    """A document or step in one is not in the other, nor in the default world."""
    worlds = hosting()
    one, other = worlds.get("one"), worlds.get("other")
    put(one, "fox")
    step(one.world, 60)

    assert ({"bear", "fox"}, {"bear"}, {"bear"}) == tuple(map(names_in, (one, other, worlds.default)))
    assert one.world.clock.now() > other.world.clock.now() == worlds.default.world.clock.now()


def test_forks_draw_the_same_identifiers():
    """The same requests in two forks get the same ids, so that a test can compare them."""
    worlds = hosting()

    first, second = (worlds.get(name).world for name in ("one", "other"))

    assert first.view(first.number()).ids.uuid() == second.view(second.number()).ids.uuid()


@pytest.mark.parametrize("name", ["", " ", "-x", ".x", "a b", "a/b", "é", "a\n", "x" * 65, "a, b", "../x"])
def test_not_every_text_is_a_name(name):
    """400 with a sentence that says what is."""
    with pytest.raises(Problem, match="1 to 64") as refusal:
        hosting().get(name)

    assert (400, "invalidWorldName") == (refusal.value.status, refusal.value.code)


def test_the_least_recently_used_world_makes_room():
    """At most so many live; asking for one keeps it; the default one never goes."""
    worlds = hosting(most=4)
    for name in ("a", "b", "c", "a", "d"):
        worlds.get(name)

    assert [DEFAULT, "d", "a", "c"] == worlds.names()
    assert [hosted.name for hosted in worlds.all()] == worlds.names()
    assert None is worlds.find("b")
    assert worlds.default is worlds.find(DEFAULT) is worlds.get(DEFAULT)


def test_a_dropped_world_s_journal_gives_its_bytes_back():
    """Else the journals of worlds long gone would use up what all may take together."""
    worlds = hosting(most=2)
    gone = worlds.get("a")
    gone.journal.add(entry())
    worlds.get("b")
    gone.journal.add(entry())

    assert 0 == worlds.allowance.used


def test_a_server_of_one_world_has_the_default_one_only():
    """--max-worlds 1."""
    with pytest.raises(Problem, match="default world only"):
        hosting(most=1).get("a")


def test_worlds_are_created_from_others_and_dropped():
    """A copy of another one; taken names and unknown ones are refused."""
    worlds = hosting()
    put(worlds.get("a"), "fox")

    assert {"bear", "fox"} == names_in(worlds.create("b", source=worlds.get("a").world))
    worlds.drop("a")
    assert [DEFAULT, "b"] == worlds.names()


@pytest.mark.parametrize(
    ("act", "status"),
    [
        (lambda worlds: worlds.create("a", source=worlds.default.world), 409),
        (lambda worlds: worlds.create(DEFAULT, source=worlds.default.world), 409),
        (lambda worlds: worlds.create("no name", source=worlds.default.world), 400),
        (lambda worlds: worlds.drop(DEFAULT), 409),
        (lambda worlds: worlds.drop("none"), 404),
        (lambda worlds: worlds.named("none"), 404),
        (lambda worlds: worlds.reset("none"), 404),
        (lambda worlds: worlds.save("none", "s"), 404),
        (lambda worlds: worlds.save("a", "no name"), 400),
        (lambda worlds: worlds.restore("a", "none"), 404),
        (lambda worlds: worlds.forget("a", "none"), 404),
    ],
)
def test_what_cannot_be_done_is_refused(act, status):
    """Each refusal is a problem with a sentence."""
    worlds = hosting()
    worlds.get("a")

    with pytest.raises(Problem) as refusal:
        act(worlds)

    assert status == refusal.value.status


@given(st.lists(st.sampled_from(["put", "step", "save", "restore", "reset"]), max_size=25))
def test_going_back_is_exact(actions):
    """Property: after reset or restore, documents, clock and numbers are what they were."""
    worlds = hosting()
    worlds.default.grants.pending.put("x", None, worlds.default.world.clock.now())
    hosted, made = worlds.default, worlds.default.world

    def state():
        return names_in(hosted), made.clock.now(), made.store.exchanges

    beginning = saved = state()
    worlds.save(DEFAULT, "s")
    for number, action in enumerate(actions):
        if action == "put":
            put(hosted, f"toy-{number}")
        elif action == "step":
            step(made, 60)
        elif action == "save":
            worlds.save(DEFAULT, "s")
            saved = state()
        else:
            worlds.restore(DEFAULT, "s") if action == "restore" else worlds.reset(DEFAULT)
            assert (saved if action == "restore" else beginning) == state()
            assert {} == hosted.grants.pending.kept


def test_snapshots_are_bounded():
    """The oldest makes room; saving anew makes one young again; one may be forgotten."""
    worlds = hosting()
    for number in range(MOST_SNAPSHOTS):
        worlds.save(DEFAULT, f"s{number}")
    worlds.save(DEFAULT, "s0")
    worlds.save(DEFAULT, "one-more")
    worlds.forget(DEFAULT, "one-more")

    assert MOST_SNAPSHOTS - 1 == len(worlds.default.snapshots)
    assert {"s0", "s2"} <= worlds.default.snapshots.keys()
    assert "s1" not in worlds.default.snapshots


def test_going_back_and_forth_takes_no_time():
    """Fork, save, restore and reset take at most a millisecond, in a world of many documents."""
    worlds = hosting()
    made = worlds.default.world
    documents = made.store.read()
    for number in range(20_000):
        documents = documents.put("toys", str(number), {"id": str(number), "name": "x"})
    assert made.commit(made.view(0), documents)
    acts = [
        lambda number: worlds.get(f"w{number}"),
        lambda number: worlds.save(DEFAULT, f"s{number}"),
        lambda number: worlds.restore(DEFAULT, f"s{number}"),
        lambda number: worlds.reset(f"w{number}"),
    ]

    for act in acts:
        took = []
        for number in range(20):
            start = time.perf_counter()
            act(number)
            took.append(time.perf_counter() - start)
        assert min(took) < 0.001


def test_worlds_may_be_asked_for_by_many_threads():
    """One world per name, whoever comes first; never more than allowed."""
    worlds = hosting(most=50)
    found = []

    def ask():
        found.extend((name, worlds.get(name)) for name in (f"w{number}" for number in range(30)))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 30 == len({id(hosted) for _, hosted in found})
    assert 31 == len(worlds.names())


@pytest.mark.parametrize("end", ["alive", "dropped", "displaced"])
def test_the_coverage_of_all_worlds_is_joined(end):
    """What the traffic of a world met stays met, whether it lives, was deleted, or made room for another."""
    worlds = hosting(most=2)
    operation = SHOP.operations["getToy"]
    worlds.default.coverage.meet(operation, status=200)
    worlds.get("mine").coverage.meet(operation, status=404)
    if end == "dropped":
        worlds.drop("mine")
    elif end == "displaced":
        worlds.get("other")

    calls = worlds.coverage().report()["apis"]["toys/shop"]["operations"]["getToy"]

    assert 2 == calls["calls"]
    assert 1 == worlds.default.coverage.report()["apis"]["toys/shop"]["operations"]["getToy"]["calls"]
