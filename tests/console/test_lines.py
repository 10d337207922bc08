"""JSON as lines."""

import json

from hypothesis import given
from hypothesis import strategies as st

from understudy.console.lines import MOST_LINES, lines_of, nearest
from understudy.contract.refs import join

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def pointers(value, here=""):
    yield here
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        yield from pointers(child, join(here, key))


@given(VALUES)
def test_the_lines_are_the_value(value):
    """What the lines say, put together, is the value's JSON again."""
    text = "".join(
        f"{line.name}{':' if line.name else ''}{line.text}{line.after}" for line in lines_of(value, {})
    )

    assert value == json.loads(text)


@given(VALUES, st.data())
def test_each_place_of_a_value_can_be_marked(value, data):
    """A mark at any pointer of the value stands at exactly one line."""
    pointer = data.draw(st.sampled_from(list(pointers(value))))

    assert [(7,)] == [line.marks for line in lines_of(value, {pointer: (7,)}) if line.marks]


@given(VALUES, st.data())
def test_a_place_that_is_there_is_its_own_nearest(value, data):
    """A pointer into the value leads to itself, whatever characters its names have."""
    pointer = data.draw(st.sampled_from(list(pointers(value))))

    assert pointer == nearest(value, pointer)


def test_what_is_missing_is_marked_at_the_object_that_misses_it():
    """A member that is required but not there has no line: the object around it is marked."""
    value = {"filters": {"items": [{"values": ["NC"]}]}}

    assert "/filters/items/0" == nearest(value, "/filters/items/0/operator")
    assert "/filters/items" == nearest(value, "/filters/items/1/operator")
    assert "" == nearest(value, "/name")
    assert "" == nearest(None, "/name/first")


def test_long_values_are_cut_and_deep_ones_folded():
    """A page never gets more lines than it can show, nor a staircase without end."""
    deep: list = []
    for _ in range(500):
        deep = [deep]
    lines = list(lines_of(list(range(10 * MOST_LINES)), {}))

    assert MOST_LINES + 1 == len(lines)
    assert "more than these" in lines[-1].text
    assert max(line.depth for line in lines_of(deep, {})) <= 40
