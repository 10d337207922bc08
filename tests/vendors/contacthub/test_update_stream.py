"""The stream under fire: many write at once, and replaying what it tells rebuilds the exact state."""

from threading import Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import (
    MARIN,
    MARINS_BRANCHES,
    MARINS_ONLINE,
    Desk,
    seeded,
)
from tests.vendors.contacthub.happenings import back, event
from tests.vendors.contacthub.replaying import replayed, stored

from understudy.errors import FixtureError
from understudy.vendors.contacthub import entries, events, updates
from understudy.vendors.contacthub.consistency import check
from understudy.vendors.contacthub.update_stream import Filters, last_offset

WORK = {"workspaceId": MARIN, "token": "demo-marin"}
NODES = [MARINS_BRANCHES, MARINS_ONLINE]
VALUES = ["s-1", "s-2", "s-3"]
"""Of sessions and externalIds: few, so that threads meet."""

people = st.integers(0, 5)
nodes = st.sampled_from(NODES)
values = st.sampled_from(VALUES)
steps = st.one_of(
    st.tuples(st.just("create"), nodes, values),
    st.tuples(st.just("patch"), nodes, people, values),
    st.tuples(st.just("remove"), nodes, people),
    st.tuples(st.just("forget"), nodes, people),
    st.tuples(st.just("post"), nodes, people),
    st.tuples(st.just("bring"), nodes, values, st.sampled_from(["SESSION_ID", "EXTERNAL_ID"])),
    st.tuples(st.just("link"), nodes, people, values),
    st.tuples(st.just("change"), nodes, people, values),
    st.tuples(st.just("delete"), nodes, people),
)
scripts = st.lists(st.lists(steps, min_size=1, max_size=6), min_size=2, max_size=4)


class Writer:
    """A client that does one step after the other; what is gone meanwhile is refused, which is fine."""

    def __init__(self, desk: Desk) -> None:
        self.world = desk.world
        self.failures: list[str] = []

    def run(self, script: list[tuple[Any, ...]]) -> None:
        """Do the steps; note every answer that no client should get."""
        try:
            for verb, *more in script:
                getattr(self, verb)(*more)
        except Exception as fault:  # noqa: BLE001 - a thread's failure must reach the test
            self.failures.append(repr(fault))

    def ask(self, operation: str, body: Any = None, **given: Any) -> None:
        """One request, on a desk of its own because desks remember what was refused."""
        reply = Desk(self.world).call(operation, body, **WORK, **given)
        assert reply.status < 500, reply.body

    def customer(self, node: str, place: int) -> str:
        """One of the customers that the node started with."""
        view = self.world.view(1)
        rows = entries.rows_of(view, view.documents.get("contacthub/nodes", node))
        return str(rows.column("id")[place])

    def happening(self, node: str, place: int) -> str:
        """One of the newest events of the node."""
        view = self.world.view(1)
        return str(events.search(view, MARIN, node=node)["id"][place])

    def create(self, node: str, value: str) -> None:
        """A new customer, or one that is known already."""
        base = {"credential": {"username": value}, "firstName": value}
        self.ask("postCustomerWorkspaces", {"nodeId": node, "externalId": value, "base": base})

    def patch(self, node: str, place: int, value: str) -> None:
        """A seeded customer gets another name."""
        key = self.customer(node, place)
        self.ask("patchCustomerWorkspaces", {"base": {"lastName": value}}, customerId=key)

    def remove(self, node: str, place: int) -> None:
        """A seeded customer goes, with all events."""
        self.ask("deleteCustomerWorkspaces", customerId=self.customer(node, place))

    def forget(self, node: str, place: int) -> None:
        """A seeded customer goes, and what was told of it."""
        self.ask("postForgetCustomerWorkspaces", customerId=self.customer(node, place))

    def post(self, node: str, place: int) -> None:
        """A seeded customer does something."""
        self.ask("postEventWorkspaces", event(customerId=self.customer(node, place)))

    def bring(self, node: str, value: str, kind: str) -> None:
        """Somebody does something."""
        self.ask("postEventWorkspaces", event(bringBackProperties=back(value, kind, node)))

    def link(self, node: str, place: int, value: str) -> None:
        """A session turns out to be a seeded customer's."""
        self.ask("postSessionCustomerWorkspaces", {"value": value}, customerId=self.customer(node, place))

    def change(self, node: str, place: int, value: str) -> None:
        """An event changes."""
        self.ask(
            "patchEventWorkspaces", {"contextInfo": {"user": {"id": value}}}, id=self.happening(node, place)
        )

    def delete(self, node: str, place: int) -> None:
        """An event goes."""
        self.ask("deleteEventWorkspaces", id=self.happening(node, place))


def fight(desk: Desk, script: list[list[tuple[Any, ...]]]) -> None:
    """Let one client after each script write at the same time as the others."""
    writers = [Writer(desk) for _ in script]
    threads = [Thread(target=writer.run, args=(part,)) for writer, part in zip(writers, script, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == [failure for writer in writers for failure in writer.failures]


@settings(max_examples=12, deadline=None)
@given(scripts, st.lists(st.integers(100, 2000), min_size=1, max_size=5))
def test_replaying_rebuilds_the_state(script, sizes):
    """Whatever many write at once, replaying the stream rebuilds what is read, exactly (H-108.9)."""
    desk = Desk(seeded().fork("fight"))
    fight(desk, script)

    assert stored(desk, MARIN) == replayed(desk, sizes, MARIN)


@pytest.mark.slow  # much writing
@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.lists(steps, min_size=5, max_size=40), min_size=2, max_size=8),
    st.lists(st.integers(1, 4000), min_size=1),
)
def test_replaying_rebuilds_the_state_after_much(script, sizes):
    """The same with more clients, longer scripts and smaller pages (H-108.9)."""
    test_replaying_rebuilds_the_state.hypothesis.inner_test(script, sizes)


def test_no_offset_is_lost_or_doubled():
    """Every update has the next offset, whoever wrote at the same time (H-108.8)."""
    desk = Desk(seeded().fork("offsets"))
    before = last_offset(desk.world.view(1), MARIN, Filters())
    fight(desk, [[("post", MARINS_BRANCHES, place)] * 10 for place in range(4)])
    documents = desk.world.store.read()

    assert before + 40 == last_offset(desk.world.view(1), MARIN, Filters())
    assert [updates.key(MARIN, place) for place in range(1, 41)] == sorted(
        each.id for each in documents.scan("contacthub/updates")
    )


def test_workspaces_have_streams_of_their_own():
    """What happens in one workspace is not told in another."""
    desk = Desk(seeded().fork("two"))
    before = last_offset(desk.world.view(1), MARIN, Filters())
    desk.call(
        "postCustomerWorkspaces",
        {"nodeId": "3e907cb2-5d46-4f8a-a123-c4d6e8fa0213", "base": {"contacts": {"email": "a@example.com"}}},
    )

    assert before == last_offset(desk.world.view(1), MARIN, Filters())
    assert 1 == updates.state(desk.world.store.read(), "4b0c6f0e-7a51-4f6d-9c2e-8d1a3b5c7e90")["last"]


def test_a_lost_update_is_told_of():
    """A stream with an update that somebody deleted does not make sense, and is not read past that."""
    desk = Desk(seeded().fork("lost"))
    fight(desk, [[("post", MARINS_BRANCHES, 0)]])
    check(desk.world.view(1))
    before = desk.world.store.read()
    desk.world.store.commit(before, before.delete("contacthub/updates", updates.key(MARIN, 1)))

    with pytest.raises(FixtureError, match="its update 1 is missing"):
        check(desk.world.view(1))
    with pytest.raises(LookupError, match="update 1 of the workspace"):
        replayed(desk, [4000], MARIN)
