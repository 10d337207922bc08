"""States as data: which action leads from which state to which; and what time does to documents."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from understudy.errors import Refused, UnderstudyError
from understudy.world.documents import Document, Documents, Due
from understudy.world.view import View

__all__ = ["Machine", "Transition", "settle"]

Transition: TypeAlias = Callable[[View, Document], Documents]
"""What time does to a document: from what there is at the moment it is due, and the document as it was."""

Moment: TypeAlias = Callable[[Documents, Due, str, Document], View]
"""Makes what the transition of a document of a collection sees."""

_MOST = 100_000  # transitions in one go; more means that one keeps rescheduling itself


@dataclass(frozen=True, slots=True)
class Machine:
    """A lifecycle: `moves` maps (action, state) to the next state; the same state again is a no-op.

    `noun` names the thing in the sentence of a refusal.
    """

    noun: str
    moves: Mapping[tuple[str, str], str]

    def move(self, action: str, state: str) -> str:
        """The state after `action`; Refused with a sentence when there is no such move."""
        after = self.moves.get((action, state))
        if after is None:
            able = sorted({before for name, before in self.moves if name == action})
            raise Refused(
                f"This {self.noun} is {state}, so it cannot be asked to {action}: "
                f"only {' or '.join(able) or 'no'} ones can."
            )
        return after


def settle(
    documents: Documents, now: datetime, transitions: Mapping[str, Transition], moment: Moment
) -> Documents:
    """The documents after everything due at `now` has happened, in order of moment, collection and id.

    Each due is taken off its document before its transition is called with the view that `moment` makes and
    that document as it was; what a transition schedules up to `now` happens as well. UnderstudyError when a
    transition is unknown or there is no end to them.
    """
    for _ in range(_MOST):
        first = documents.first_due(now)
        if first is None:
            return documents
        due, collection, document = first
        transition = transitions.get(due.transition)
        if transition is None:
            raise UnderstudyError(
                f"The document {collection}/{document.id} waits for `{due.transition}`, which no vendor "
                f"provides: register it under that name or load a snapshot of this version."
            )
        view = moment(documents.without_due(collection, document.id), due, collection, document)
        documents = transition(view, document)
    raise UnderstudyError(
        f"More than {_MOST:,} transitions were due at once: one seems to schedule itself without end."
    )
