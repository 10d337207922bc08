"""The rows of the table and how they are written."""

import os
import platform
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Row", "interleaved", "markdown", "measured", "ratio"]


@dataclass(frozen=True)
class Row:
    """One budget: what was measured of ours and of the peer, and whether the budget is met."""

    what: str
    ours: str
    peer: str
    ratio: str
    budget: str
    met: bool | None

    def cells(self) -> tuple[str, ...]:
        met = {True: "yes", False: "**no**", None: "not measured"}[self.met]
        return (self.what, self.ours, self.peer, self.ratio, self.budget, met)


def measured(subject: str, what: str, figure: float, budget: float | None, unit: str) -> Row:
    """The row of a figure that no peer has; without a budget it is only told."""
    text = f"{figure:.2f} {unit}" if figure < 10 else f"{figure:.0f} {unit}"
    limit = "-" if budget is None else f"≤ {budget} {unit}".strip()
    return Row(f"{subject}: {what}", text.strip(), "-", "-", limit, budget is None or figure <= budget)


def markdown(rows: Sequence[Row]) -> str:
    """The table, with a line about the machine beneath it."""
    head = ("what", "Understudy", "peer", "ratio", "budget", "met")
    lines = [head, ("---",) * len(head), *(row.cells() for row in rows)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    busy = os.getloadavg()[1]
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    return f"{table}\n\n{machine}; {busy:.1f} processes busy on average, those measured among them."


def interleaved(rounds: int, *measures: Callable[[], float]) -> list[list[float]]:
    """The figures of each measure, taken in turns (A B A B), so that a busy moment meets all of them."""
    figures: list[list[float]] = [[] for _ in measures]
    for _ in range(rounds):
        for kept, measure in zip(figures, measures, strict=True):
            kept.append(measure())
    return figures


def ratio(ours: Sequence[float], peer: Sequence[float]) -> float:
    """The median of the rounds' ratios."""
    return statistics.median(one / other for one, other in zip(ours, peer, strict=True))
