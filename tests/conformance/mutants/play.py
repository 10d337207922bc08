"""How a mutant answers one request: its changes to the request, in between, and to the answer."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.conformance.mutants.answering import ANSWERING, remember
from tests.conformance.mutants.asking import ASKING
from tests.conformance.mutants.calling import CALLING
from tests.conformance.mutants.catalogue import Change, Mutant
from tests.conformance.mutants.matching import matches_answer, matches_request
from tests.conformance.mutants.messages import Answer
from tests.conformance.mutants.turn import Turn

__all__ = ["play"]

Met = Sequence[tuple[Change, dict[str, Any]]]
"""The changes that a request meets, each with what its world keeps for it."""


async def play(mutant: Mutant, turn: Turn, memory: Callable[[int], dict[str, Any]]) -> tuple[Answer, bool]:
    """The answer to the turn's request, and whether it is another one than the honest server's.

    `memory` gives what the world keeps for one of the mutant's changes, by its place.
    """
    concerned = [
        (change, memory(place)) for place, change in enumerate(mutant.changes) if turn.operation in change.at
    ]
    met = []
    for change, turn.memory in concerned:
        if await matches_request(turn, change.when):
            met.append((change, turn.memory))
    ask(turn, met)
    await call(turn, met, [name for name in CALLING if name != "then"])
    if turn.answer is None:
        turn.answer = await turn.send(turn.asked)
    honest = turn.answer.copy()
    await call(turn, met, ["then"])
    changed = alter(turn, met)
    keep(turn, mutant, memory, honest, changed)
    called = any(change.call for change, _ in met)
    return turn.answered, called or turn.asked != turn.original or turn.answer != honest


def keep(
    turn: Turn,
    mutant: Mutant,
    memory: Callable[[int], dict[str, Any]],
    honest: Answer,
    changed: Sequence[Change],
) -> None:
    """Let changes that replay answers remember the honest one, unless they have just changed it."""
    altered, turn.answer = turn.answer, honest
    for place, change in enumerate(mutant.changes):
        replay = change.answer.get("replay")
        if replay and change not in changed and turn.operation in change.at | set(replay.get("watch", ())):
            turn.memory = memory(place)
            remember(turn, replay)
    turn.answer = altered


def ask(turn: Turn, met: Met) -> None:
    """Change the request."""
    for change, turn.memory in met:
        for name, effect in ASKING.items():
            if name in change.ask:
                effect(turn, change.ask[name])


async def call(turn: Turn, met: Met, names: Sequence[str]) -> None:
    """Do something in place of the request, or beside it."""
    for change, turn.memory in met:
        for name in names:
            if name in change.call:
                await CALLING[name](turn, change.call[name])


def alter(turn: Turn, met: Met) -> list[Change]:
    """Change the answer; the changes whose conditions it met."""
    changed = []
    for change, turn.memory in met:
        if matches_answer(turn, change.when):
            changed.append(change)
            for name, effect in ANSWERING.items():
                if name in change.answer:
                    effect(turn, change.answer[name])
    return changed
