"""What the OpenID provider remembers."""

from datetime import timedelta

from understudy.http.grants import Vault
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
