"""Paths, decoded and encoded."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.errors import Problem
from understudy.http.paths import canonical, segments

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_segments_survive_the_wire(parts):
    """Whatever a segment holds, slashes and NUL included, arrives as it was encoded."""
    raw = "/" + "/".join(quote(part, safe="") for part in parts)

    assert parts == segments({"raw_path": raw.encode(), "path": "/"})


@given(st.lists(TEXTS | st.text("a/.", max_size=3), min_size=1, max_size=5))
def test_a_canonical_path_means_the_same_segments(parts):
    """The canonical path has URI characters only and decodes to the same segments."""
    path = canonical(parts)

    assert path.isascii()
    assert not set(path) & set(' "<>\\^`{|}#?[]\x00')
    assert parts == segments({"raw_path": path.encode(), "path": "/"})


def test_without_raw_path_the_path_is_read():
    """Servers that give no raw path are understood, without encoded slashes."""
    assert ["toys", "é"] == segments({"path": "/toys/é"})


def test_a_path_that_is_not_utf_8_is_refused():
    """`%FF` is no UTF-8: Problem 400."""
    with pytest.raises(Problem, match="not UTF-8") as refused:
        segments({"raw_path": b"/toys/%ff", "path": "/toys/?"})

    assert 400 == refused.value.status
