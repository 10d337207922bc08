"""Lifecycles are data, and time moves documents in a settled order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.errors import Refused, UnderstudyError
from understudy.world.documents import Documents, Due
from understudy.world.ids import Ids
from understudy.world.lifecycle import Machine, settle
from understudy.world.view import View

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
DOOR = Machine("door", {("open", "closed"): "open", ("open", "open"): "open", ("close", "open"): "closed"})


def log(view, document):
    """A transition that notes which document it was given, in which turn, and the time it saw."""
    noted = {"id": document.id, "at": document.due.at, "now": view.now}
    return view.documents.put("log", f"{view.documents.count('log'):03}", noted)


def moment(documents, due, collection, document):
    """What a transition sees in these tests."""
    return View(documents, due.at, Ids(42).stream(collection, document.id), {}, {}, Ids(42))


def test_a_move_leads_to_the_next_state():
    """An action moves the state as the table says; moving to where it is already is no fault."""
    assert "open" == DOOR.move("open", "closed") == DOOR.move("open", "open")
    assert "closed" == DOOR.move("close", "open")


def test_a_missing_move_is_refused_in_a_sentence():
    """The refusal names the thing, its state, the action, and the states that would do."""
    with pytest.raises(
        Refused, match=r"This door is closed, so it cannot be asked to close: only open ones can\."
    ):
        DOOR.move("close", "closed")


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(-5, 5), max_size=8))
def test_everything_due_happens_once_and_in_order(hours):
    """What is due by now happens in order of moment and id, and is then no longer due; the rest waits."""
    documents = Documents()
    for key, hour in hours.items():
        documents = documents.put("a", key, {}, due=Due(NOON + timedelta(hours=hour), "log"))

    settled = settle(documents, NOON, {"log": log}, moment)
    due = sorted((hour, key) for key, hour in hours.items() if hour <= 0)

    assert [key for _, key in due] == [entry.body["id"] for entry in settled.scan("log")]
    assert all(entry.body["at"] == entry.body["now"] for entry in settled.scan("log"))
    assert settled.next_due() is None or settled.next_due() > NOON
    assert settled == settle(settled, NOON, {"log": log}, moment)
    assert all(document.revision == 1 for document in settled.scan("a"))


def test_what_a_transition_schedules_happens_too():
    """A transition may schedule the next one; if that is due as well, it happens in the same settling."""

    def again(view, document):
        due = Due(document.due.at + timedelta(hours=1), "again")
        return view.documents.put("a", document.id, {"turns": document.body["turns"] + 1}, due=due)

    start = Documents().put("a", "x", {"turns": 0}, due=Due(NOON, "again"))
    settled = settle(start, NOON + timedelta(hours=2), {"again": again}, moment)

    assert {"turns": 3} == settled.get("a", "x").body
    assert NOON + timedelta(hours=3) == settled.next_due()


def test_a_transition_may_delete_another_due_document():
    """What an earlier transition deleted is not asked any more."""
    start = Documents().put("a", "x", {}, due=Due(NOON, "clear")).put("a", "y", {}, due=Due(NOON, "explode"))

    settled = settle(start, NOON, {"clear": lambda view, _: view.documents.delete("a", "y")}, moment)

    assert ["x"] == [document.id for document in settled.scan("a")]


def test_nothing_due_changes_nothing():
    """Without anything due the very same documents come back."""
    documents = Documents().put("a", "x", {}, due=Due(NOON, "log"))

    assert documents is settle(documents, NOON - timedelta(milliseconds=1), {}, moment)


def test_an_unknown_transition_is_named():
    """A document waiting for what no vendor provides is an error that names both."""
    documents = Documents().put("a", "x", {}, due=Due(NOON, "vanish"))

    with pytest.raises(UnderstudyError, match="a/x waits for `vanish`"):
        settle(documents, NOON, {}, moment)


def test_a_transition_without_end_is_stopped(monkeypatch):
    """A transition that schedules itself for the same moment is an error, never a hang."""
    monkeypatch.setattr("understudy.world.lifecycle._MOST", 100)
    documents = Documents().put("a", "x", {}, due=Due(NOON, "spin"))

    with pytest.raises(UnderstudyError, match="without end"):
        settle(
            documents,
            NOON,
            {"spin": lambda view, doc: view.documents.put("a", doc.id, {}, due=doc.due)},
            moment,
        )
