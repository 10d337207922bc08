"""Draws follow from seed and scope alone."""

import re
import uuid
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.world.ids import Ids

seeds = st.integers(0, 2**63)
scopes = st.lists(st.text() | st.integers(), max_size=4).map(tuple)


@given(seeds, scopes, st.lists(st.integers(0, 200), max_size=5))
def test_a_stream_does_not_depend_on_the_others(seed, scope, sizes):
    """The same seed and scope draw the same, whoever drew before from another stream."""
    alone = [Ids(seed).stream(*scope).bytes(sum(sizes))]
    ids = Ids(seed)
    stream = ids.stream(*scope)
    pieces = []
    for size in sizes:
        ids.stream("somebody", "else").bytes(7)
        pieces.append(stream.bytes(size))

    assert alone == [b"".join(pieces)]


@given(seeds, scopes, scopes)
def test_scopes_do_not_mix(seed, one, other):
    """Different scopes draw differently, even if they would look alike when joined."""
    ids = Ids(seed)

    assert (one == other) == (ids.stream(*one).bytes(16) == ids.stream(*other).bytes(16))
    assert (one == other) == (ids.tag(*one) == ids.tag(*other))


@given(seeds, st.integers(-(10**6), 10**6), st.integers(0, 10**9))
def test_integers_lie_within_their_bounds(seed, low, span):
    """Both ends are possible, nothing beyond."""
    assert low <= Ids(seed).stream().integer(low, low + span) <= low + span


def test_integers_are_equally_likely():
    """Each of ten values comes up about as often as the others."""
    stream = Ids(1).stream("dice")
    seen = Counter(stream.integer(1, 10) for _ in range(10_000))

    assert set(range(1, 11)) == set(seen)
    assert all(850 < count < 1150 for count in seen.values())


def test_shapes():
    """hex gives that many lower-case digits, uuid an RFC 9562 text of version 4, choice one of the items."""
    stream = Ids(42).stream("shapes")

    assert re.fullmatch("[0-9a-f]{21}", stream.hex(21))
    assert 4 == uuid.UUID(stream.uuid()).version
    assert stream.choice("abc") in "abc"


def test_draws_are_the_same_for_ever():
    """The first draws of seed 42 are pinned: changing them would change every id ever printed."""
    stream = Ids(42).stream("exchange", 1)

    assert ["3a7640e6dfb6993863e2", "1dd31d85-23d5-40e0-98cb-7bc21161a87d"] == [stream.hex(20), stream.uuid()]
    assert Ids(42).tag("audiences", "a", 1) == "acba79c3-4471-4afc-adb9-44162d888531"


@pytest.mark.parametrize("draw", [lambda s: s.integer(2, 1), lambda s: s.choice([])])
def test_nothing_to_draw_from_is_refused(draw):
    """An empty range and an empty choice are ValueErrors."""
    with pytest.raises(ValueError):
        draw(Ids(1).stream())
