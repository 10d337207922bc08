"""Invented names."""

import json
from runpy import run_path

from faker.providers.person.en_US import Provider

from understudy.world import names
from understudy.world.names import COUNTS, draw_pools, name_pools


def test_the_pools_are_distinct_plain_names():
    """As many as announced, each once, ASCII; people's of letters only, to make addresses of."""
    pools = name_pools()

    assert COUNTS == {pool: len(set(drawn)) for pool, drawn in pools.items()}
    assert all(
        name.isascii() and name.isalpha() and 2 <= len(name) <= 12 for name in pools["first"] + pools["last"]
    )
    assert all(name.isascii() and name.isprintable() for name in pools["company"])


def test_names_come_from_faker():
    """No name is anybody's in particular: each is of Faker's lists."""
    assert set(name_pools()["first"]) <= set(Provider.first_names)
    assert set(name_pools()["last"]) <= set(Provider.last_names)


def test_the_pools_can_be_drawn_anew(capsys):
    """The documented command prints pools of the same shape, the same each time."""
    run_path(names.__file__, run_name="__main__")
    printed = json.loads(capsys.readouterr().out)

    assert COUNTS == {pool: len(set(drawn)) for pool, drawn in printed.items()}
    assert printed == draw_pools()
