"""Seeded columns: SplitMix64, the same person by person."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from understudy.world.draws import Draws, pick

WORD = 2**64


def splitmix(z: int) -> int:
    """The finalizer of SplitMix64 in plain Python."""
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % WORD
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB % WORD
    return z ^ (z >> 31)


@given(
    st.integers(0, 2**63), st.text(max_size=8), st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=20)
)
def test_columns_are_splitmix(seed, column, numbers):
    """Each draw is SplitMix64 of the column's constant and the person number, whatever its neighbours are."""
    draws = Draws(seed, "TIBURON")
    drawn = draws.column(pl.Series(numbers, dtype=pl.UInt32), column)

    assert [
        splitmix((n * 0x9E3779B97F4A7C15 + draws.constant(column)) % WORD) for n in numbers
    ] == drawn.to_list()


def test_columns_institutions_and_seeds_draw_differently():
    """Changing any of the three changes every draw."""
    numbers = pl.int_range(0, 1_000, dtype=pl.UInt32, eager=True)
    base = Draws(1, "TIBURON").column(numbers, "a")
    others = [
        Draws(1, "TIBURON").column(numbers, "b"),
        Draws(1, "MARIN").column(numbers, "a"),
        Draws(2, "TIBURON").column(numbers, "a"),
    ]

    assert [0, 0, 0] == [(base == other).sum() for other in others]


def test_nobody_draws_twice():
    """Within a column all draws are distinct, which is what makes ids unique."""
    drawn = Draws(42, "TIBURON").column(pl.int_range(0, 100_000, dtype=pl.UInt32, eager=True), "id")

    assert 100_000 == drawn.n_unique()


def test_pick_looks_up():
    """`pick` takes table entries by index."""
    frame = pl.DataFrame({"i": [2, 0, 1]})

    assert ["c", "a", "b"] == frame.select(pick("abc", pl.col("i"), pl.String)).to_series().to_list()
