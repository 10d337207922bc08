"""Invented names. The pools beside this module were drawn once from Faker, which takes longer to import than
ten thousand people take to make; `python -m understudy.world.names > names.json` draws them anew.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

__all__ = ["COUNTS", "draw_pools", "name_pools"]

COUNTS = {"first": 400, "last": 600, "company": 300}

_POOLS = Path(__file__).with_name("names.json")


@cache
def name_pools() -> dict[str, list[str]]:
    """The pools `first`, `last` and `company`: distinct ASCII names, as many as COUNTS says."""
    pools: dict[str, list[str]] = json.loads(_POOLS.read_text(encoding="utf-8"))
    return pools


def draw_pools() -> dict[str, list[str]]:
    """Pools drawn from Faker with a fixed seed; which names they hold may change with Faker's version."""
    from faker import Faker  # costs 150 ms, which only whoever draws anew should pay

    faker = Faker("en_US")
    faker.seed_instance(42)
    draws = {"first": faker.first_name, "last": faker.last_name, "company": faker.company}
    return {pool: _distinct(draws[pool], count) for pool, count in COUNTS.items()}


def _distinct(draw: Callable[[], str], count: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        name = draw()
        if name.isascii():
            names[name] = None
    return list(names)


if __name__ == "__main__":
    print(json.dumps(draw_pools(), indent=0))  # noqa: T201 - a command writes to its standard output
