"""What issuers of tokens remember."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from understudy.http.grants import Spent, Vault
from understudy.world.clock import FROZEN_AT

MINUTE = timedelta(minutes=1)


def test_a_thing_can_be_fetched_once():
    """Codes, tickets and refresh tokens are good for one use."""
    vault = Vault(MINUTE)
    vault.put("name", "thing", FROZEN_AT)

    assert ["thing", None] == [vault.take("name", FROZEN_AT), vault.take("name", FROZEN_AT)]
    assert vault.take("other", FROZEN_AT) is None


def test_a_thing_expires():
    """At the end of its lifetime a thing is gone."""
    vault = Vault(MINUTE)
    vault.put("early", 1, FROZEN_AT)
    vault.put("late", 2, FROZEN_AT)

    assert 1 == vault.take("early", FROZEN_AT + MINUTE - timedelta(milliseconds=1))
    assert vault.take("late", FROZEN_AT + MINUTE) is None


def test_the_oldest_make_room():
    """Memory is bounded: no number of sign-ins left unfinished fills it."""
    vault = Vault(MINUTE, most=2)
    for number in range(5):
        vault.put(str(number), number, FROZEN_AT)

    assert {"3", "4"} == set(vault.kept)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 5)), max_size=30))
def test_a_name_is_spent_until_it_expires(uses):
    """Used again before its end, a name is refused; afterwards it is nobody's any more."""
    spent, ends = Spent(), {}
    for now, (name, lifetime) in enumerate(uses):
        fresh = ends.get(name, 0) <= now
        ends[name] = now + lifetime if fresh else ends[name]

        assert fresh == spent.spend((name,), now + lifetime, now)
    assert {(name,) for name, end in ends.items() if end >= len(uses)} <= spent.names


def test_spent_names_do_not_fill_the_memory():
    """Beyond the most that are remembered, the one that expires soonest makes room."""
    spent = Spent(most=2)
    for number in (30, 10, 20):
        spent.spend((str(number),), number, 0)

    assert {("30",), ("20",)} == spent.names
    assert spent.spend(("10",), 40, 0)
