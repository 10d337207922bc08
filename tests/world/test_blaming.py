"""What cannot be used is said of whoever put it there."""

import pytest

from understudy.errors import FixtureError, Problem
from understudy.world.blaming import blaming

SUBJECT = "The document 7 of toys/bears"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (KeyError("name"), "it has no `name`."),
        (KeyError("there is no bear so small"), "there is no bear so small"),
        (ValueError("a name is a text."), "a name is a text."),
        (Problem(422, "invalid", "The bear is unknown."), "The bear is unknown."),
    ],
)
def test_a_fault_is_told_of_its_subject(fault, reason):
    """What went wrong becomes a sentence that begins with the subject; a key alone is what it lacks."""
    with pytest.raises(FixtureError) as told, blaming(SUBJECT):
        raise fault

    assert f"{SUBJECT} cannot be used: {reason} Correct it." == str(told.value)
    assert fault is told.value.__cause__


def test_faults_of_ours_are_not_blamed_on_anybody():
    """What only a mistake of the program raises stays what it is."""
    with pytest.raises(ZeroDivisionError), blaming(SUBJECT):
        raise ZeroDivisionError
