"""A fuzz asks the operation that it means."""

import sys
from types import SimpleNamespace

import pytest

from understudy.conformance.sendable import SENDABLE


@pytest.mark.parametrize(
    ("path", "sent"),
    [("/items/1", True), ("/items/%23%3F", True), ("/items/['#']", False), ("/items/['?', 1]", False)],
)
def test_a_path_that_would_be_cut_short_is_not_sent(path, sent, monkeypatch):
    """A raw `#` or `?` within a path ends it, and another operation would be asked; escaped ones do not."""
    hooks = {}
    known = SimpleNamespace(hook=lambda each: hooks.setdefault(each.__name__, each))
    monkeypatch.setitem(sys.modules, "schemathesis", known)
    exec(SENDABLE, {})

    assert sent is hooks["filter_case"](None, SimpleNamespace(formatted_path=path))
