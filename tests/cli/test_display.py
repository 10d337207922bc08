"""How a check is watched."""

import io

import pytest
from rich.console import Console

from understudy.cli import display
from understudy.cli.display import Lines, LiveTable, display_for
from understudy.conformance.selection import Selection
from understudy.conformance.suite import MUST, Behaviour
from understudy.conformance.verdict import Judgement, Outcome


def behaviour(name, operation):
    return Behaviour(
        "toy/api", "T-1", name, "It does.", operation, (operation,), MUST, (), lambda _probe: None
    )


SELECTION = Selection(
    ("list", "read"),
    ("list", "read"),
    (behaviour("a", "read"), behaviour("b", "read"), behaviour("c", "join")),
)


def judgement(operation, outcome, reason=""):
    return Judgement("behaviours", "T-1", "name", operation, "It does.", MUST, outcome, reason)


def told(watcher):
    """A run as a display is told of it."""
    watcher.begin(SELECTION)
    for each in SELECTION.behaviours:
        watcher.began(each)
    watcher.judged(judgement("join", Outcome.PASSED))
    watcher.judged(judgement("read", Outcome.BROKEN, "Expected 200, got 500."))
    watcher.judged(judgement("read", Outcome.NOT_OBSERVABLE, "It cannot be."))
    watcher.fuzzed("list", 10)
    watcher.fuzzed("read", 15)
    watcher.fuzzed("stateful", 40)
    watcher.end()


def test_lines_where_nobody_watches():
    """A line per operation that is done, one per broken promise at once, and the cases in the end."""
    stream = io.StringIO()
    told(Lines(stream))

    assert [
        "To be judged: 3 promises of 2 operations; 2 operations to be fuzzed.",
        "join: 1 passed",
        "broken: T-1 name: Expected 200, got 500.",
        "read: 1 broken, 1 not observable",
        "fuzz: 40 cases in all",
    ] == stream.getvalue().splitlines()


def test_the_fuzz_is_told_of_now_and_then(monkeypatch):
    """A long fuzz says every ten seconds how far it is."""
    moments = iter([0, 5, 11, 12, 13])
    monkeypatch.setattr(display, "monotonic", lambda: next(moments))
    stream = io.StringIO()
    lines = Lines(stream)
    for number in range(1, 4):
        lines.fuzzed("list", 1000 * number)

    assert ["fuzz: 2,000 cases, now list"] == stream.getvalue().splitlines()


def test_a_table_on_a_terminal():
    """A row per operation: promises, how they came out, and cases as they come; it stays in the end."""
    stream = io.StringIO()
    told(LiveTable(Console(file=stream, force_terminal=True, width=100, color_system=None)))
    rows = [line.split() for line in stream.getvalue().rpartition("operation ")[2].splitlines()]

    assert ["read", "2/2", "0", "1", "1", "5"] in rows
    assert ["join", "1/1", "1", "0", "0", "0"] in rows
    assert ["list", "0/0", "0", "0", "0", "10"] in rows
    assert ["chains", "of", "calls", "0/0", "0", "0", "0", "25"] in rows


@pytest.mark.parametrize(("terminal", "kind"), [(True, LiveTable), (False, Lines)])
def test_what_is_shown_depends_on_who_watches(monkeypatch, terminal, kind):
    """A table for a terminal, lines for a log."""
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal)

    assert isinstance(display_for(stream), kind)
