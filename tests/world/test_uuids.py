"""UUIDs of whole columns."""

import uuid

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from understudy.world.draws import Draws
from understudy.world.uuids import drawn, halves, uuid_text

NUMBERS = pl.int_range(0, 2_000, dtype=pl.UInt32, eager=True)


def written(scope: str) -> list[str]:
    return drawn(Draws(42, "TIBURON"), NUMBERS, scope).select(uuid_text("high", "low")).to_series().to_list()


def test_texts_are_distinct_random_uuids_that_read_back():
    """Every number has a UUID of version 4 of its own, and its text leads back to the two halves."""
    texts = written("a")
    assert 2_000 == len(set(texts))
    assert {4} == {uuid.UUID(text).version for text in texts}
    assert texts == [str(uuid.UUID(text)) for text in texts]
    pairs = drawn(Draws(42, "TIBURON"), NUMBERS, "a").rows()
    assert pairs == [halves(text) for text in texts]


def test_scopes_have_uuids_of_their_own():
    """The same number has another UUID in another scope."""
    assert not set(written("a")) & set(written("b"))


@given(st.text() | st.uuids(version=1).map(str) | st.uuids(version=4).map(lambda key: str(key).upper()[:35]))
def test_other_texts_have_no_halves(text):
    """What is no lower-case UUID of version 4 has no halves."""
    assert halves(text) is None
