"""What a run tells while it goes on."""

from typing import Protocol

from understudy.conformance.selection import Selection
from understudy.conformance.suite import Behaviour
from understudy.conformance.verdict import Judgement

__all__ = ["Progress"]


class Progress(Protocol):
    """Told of each step, in order; `began` and `fuzzed` from any thread."""

    def begin(self, selection: Selection) -> None:
        """The target answers, and this is what will be done."""

    def began(self, behaviour: Behaviour) -> None:
        """A behaviour is being tried."""

    def judged(self, judgement: Judgement) -> None:
        """A behaviour was judged."""

    def fuzzed(self, operation: str, cases: int) -> None:
        """Cases of an operation, or of the stateful phase, were judged: so many are in all by now."""

    def end(self) -> None:
        """Nothing more is sent."""
