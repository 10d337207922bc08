"""Members: a set of people, as sets are."""

import base64
import copy
import zlib

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.world.members import Members

numbers = st.lists(st.integers(0, 2**32 - 1), max_size=30)
few = st.lists(st.integers(0, 12), max_size=12)


@given(few, few)
def test_set_algebra(one, other):
    """Union, intersection, difference, length and equality are those of sets."""
    a, b = Members(one), Members(other)

    assert Members(set(one) | set(other)) == a.union(b)
    assert Members(set(one) & set(other)) == a.intersection(b)
    assert Members(set(one) - set(other)) == a.difference(b)
    assert len(set(one)) == len(a)
    assert (set(one) == set(other)) == (a == b)
    assert a != b or hash(a) == hash(b)


@given(numbers)
def test_numbers_are_sorted_and_distinct(people):
    """The column is in order without repetition, whatever it was made from."""
    assert (
        sorted(set(people))
        == Members(people).numbers.to_list()
        == Members(pl.Series(people)).numbers.to_list()
    )


@given(numbers)
def test_members_survive_being_written_down(people):
    """Text for snapshots reads back as the same set."""
    text = Members(people).to_text()

    assert text.isascii()
    assert Members(people) == Members.from_text(text)


@pytest.mark.parametrize("text", ["", "####", "AAAA", base64.b64encode(zlib.compress(b"abc")).decode()])
def test_a_damaged_text_is_refused(text):
    """What `to_text` did not write is a ValueError, not other people."""
    with pytest.raises(ValueError, match="cannot be read"):
        Members.from_text(text)


def test_members_are_values():
    """They compare with nothing else, copy to themselves, and show how many they are."""
    members = Members([1, 2])

    assert members != [1, 2]
    assert members is copy.deepcopy(members)
    assert "Members(2 people)" == repr(members)


def test_a_text_that_fills_the_memory_is_refused():
    """A small text may unpack to gigabytes (a bomb); no more is unpacked than people can be."""
    text = base64.b64encode(zlib.compress(bytes(80 * 1024 * 1024))).decode()

    with pytest.raises(ValueError, match="cannot be read"):
        Members.from_text(text)
