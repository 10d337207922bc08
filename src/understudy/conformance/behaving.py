"""Has behaviours judged: each on its own, several at once, and everything they made taken back."""

import hashlib
import os
from collections.abc import Callable, Container, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass
from threading import Event

from understudy.conformance.clock import monotonic, now
from understudy.conformance.curl import curl
from understudy.conformance.probe import WRITES, Ask, Probe, Sender, Stage
from understudy.conformance.suite import Behaviour
from understudy.conformance.target import Target
from understudy.conformance.verdict import Finding, Judgement, Outcome, Severity, identified
from understudy.conformance.wire import Exchange
from understudy.contract.operation import Operation
from understudy.errors import Broken, NotObservable, RunFailed, UnderstudyError, Unreachable

__all__ = ["Behaved", "judge_behaviours"]

ODD = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What reading an answer of an unexpected form comes to."""

STEPS = 10
"""The most requests shown before the deciding one."""


@dataclass(frozen=True, slots=True)
class Behaved:
    """What became of one behaviour; `left` are the requests to take something back that did not succeed."""

    judgement: Judgement
    finding: Finding | None = None
    left: tuple[Exchange, ...] = ()


class _CutShort(Exception):  # noqa: N818 - no error: the run ends here
    """The run ends before this behaviour does; the message says why."""


class _Line(Sender):
    """A behaviour's way to the target, for as long as the run lasts.

    Before it sends one of the `lagging` operations it has `caught_up` wait, told when it last wrote.
    """

    def __init__(
        self,
        sender: Sender,
        cut: Callable[[], str],
        lagging: Container[str],
        caught_up: Callable[[float], None],
    ) -> None:
        self.sender = sender
        self.cut = cut
        self.lagging = lagging
        self.caught_up = caught_up
        self.wrote: float | None = None
        self.undo = sender.undo
        self.fixed = sender.fixed

    def setting(self, name: str) -> str:
        return self.sender.setting(name)

    def operation(self, name: str) -> Operation:
        return self.sender.operation(name)

    def send(self, ask: Ask) -> Exchange:
        if self.wrote is not None and ask.operation.operation_id in self.lagging:
            self.caught_up(self.wrote)
        if reason := self.cut():
            raise _CutShort(reason)
        exchange = self.sender.send(ask)
        if ask.operation.method in WRITES and 200 <= exchange.status < 300:
            self.wrote = monotonic()
        return exchange

    def staged(self) -> AbstractContextManager[Stage]:
        return self.sender.staged()


class _Judge:
    """Judges the behaviours of one run."""

    def __init__(
        self,
        target: Target,
        *,
        seed: int,
        deadline: float | None,
        writes: bool,
        lag: float,
        began: Callable[[Behaviour], None],
    ) -> None:
        self.target = target
        self.deadline = deadline
        self.writes = writes
        self.lag = lag
        self.began = began
        self.stop = Event()
        # A run that was killed has left its audiences: names have to differ from one run to the next.
        self.salt = f"{seed} {now().isoformat()} {os.getpid()}"

    def cut(self) -> str:
        """Why nothing more is to be sent, "" while the run goes on."""
        if self.stop.is_set():
            return "The run was ended before."
        if self.deadline is not None and monotonic() >= self.deadline:
            return "The time for the run was up."
        return ""

    def caught_up(self, wrote: float) -> None:
        """Wait until searches show what was written at that moment, or until the run ends."""
        until = wrote + self.lag if self.deadline is None else min(wrote + self.lag, self.deadline)
        self.stop.wait(max(until - monotonic(), 0))

    def group(self, behaviours: Sequence[Behaviour]) -> list[Behaved]:
        """The behaviours of one rule: a should that breaks beside a must is no finding of its own."""
        behaved: list[Behaved] = []
        must_broken = False
        for behaviour in sorted(behaviours, key=lambda found: found.severity is not Severity.MUST):
            one = self.one(behaviour)
            if one.finding and behaviour.severity is Severity.SHOULD and must_broken:
                one = Behaved(one.judgement, None, one.left)
            must_broken |= one.finding is not None
            behaved.append(one)
        return behaved

    def one(self, behaviour: Behaviour) -> Behaved:
        """One behaviour from beginning to end, clean-up included."""
        start = monotonic()
        reason = self.cut() or self._barred(behaviour)
        if reason:
            return Behaved(_judged(behaviour, Outcome.NOT_RUN, reason))
        self.began(behaviour)
        line = _Line(self.target, self.cut, self.target.suite.lagging, self.caught_up)
        probe = Probe(line, self._label(behaviour), frozenset(behaviour.uses))
        try:
            outcome, reason, broken = self._run(behaviour, probe)
        finally:
            probe.sender = self.target
            left = tuple(probe.clean_up())
        finding = self._finding(behaviour, probe, broken) if broken else None
        return Behaved(_judged(behaviour, outcome, reason, monotonic() - start), finding, left)

    def _run(self, behaviour: Behaviour, probe: Probe) -> tuple[Outcome, str, Broken | None]:
        try:
            for need in behaviour.needs:
                self.target.require(need)
            behaviour.check(probe)
        except Broken as fault:
            return Outcome.BROKEN, str(fault), fault
        except NotObservable as fault:
            return Outcome.NOT_OBSERVABLE, str(fault), None
        except _CutShort as fault:
            return Outcome.NOT_RUN, str(fault), None
        except Unreachable:
            raise
        except UnderstudyError as fault:
            name = f"{behaviour.rule} {behaviour.name}"
            raise RunFailed(f"The behaviour {name} cannot be run. {fault}") from fault
        except ODD as fault:
            if not probe.exchanges:
                raise  # Nothing was answered that could be to blame.
            got = f"one that cannot be read so ({type(fault).__name__}: {str(fault)[:200]})"
            broken = Broken("an answer of the documented form", got, location="body")
            return Outcome.BROKEN, str(broken), broken
        return Outcome.PASSED, "", None

    def _barred(self, behaviour: Behaviour) -> str:
        """Why a behaviour may not be run, "" when it may."""
        if self.writes:
            return ""
        for name in behaviour.uses:
            try:
                operation = self.target.operation(name)
            except NotObservable:
                continue  # The behaviour itself finds that out.
            if operation.method in WRITES:
                return f"It sends {operation.method} {operation.path}: allow that with --allow-writes."
        return ""

    def _label(self, behaviour: Behaviour) -> str:
        digest = hashlib.sha256(f"{self.salt} {behaviour.api} {behaviour.rule} {behaviour.name}".encode())
        return f"{behaviour.rule} {digest.hexdigest()[:8]}"

    def _finding(self, behaviour: Behaviour, probe: Probe, broken: Broken) -> Finding:
        deciding = broken.exchange or (probe.exchanges[-1] if probe.exchanges else None)
        before = [found for found in probe.exchanges if found is not deciding]
        steps = [curl(found) for found in before if found.method in WRITES and found.status < 300][-STEPS:]
        return Finding(
            id=identified("behaviours", behaviour.rule, behaviour.api, behaviour.name),
            source="behaviours",
            rule=behaviour.rule,
            name=behaviour.name,
            severity=behaviour.severity,
            operations=(behaviour.operation,),
            says=behaviour.says,
            expected=broken.expected,
            got=broken.got,
            location=broken.location,
            pointer=broken.pointer,
            curl=curl(deciding) if deciding else "",
            steps=tuple(steps),
            seen=(*before, deciding) if deciding else (),
        )


def judge_behaviours(
    target: Target,
    behaviours: Sequence[Behaviour],
    *,
    seed: int,
    workers: int,
    deadline: float | None = None,
    writes: bool = True,
    lag: float = 0.0,
    began: Callable[[Behaviour], None] = lambda _behaviour: None,
) -> Generator[Behaved, None, None]:
    """Judge behaviours against a target that was reached, `workers` at once; each as its rule's are done.

    `seed` decides their order, `deadline` is a moment of clock.monotonic, `began` is called from any thread.
    So many seconds as `lag` says pass between what a behaviour writes and its searches (`Suite.lagging`).
    What behaviours created is taken back whatever happens. After KeyboardInterrupt those under way are cut
    short, clean up and are given too, before it is raised again; `close` ends the run too, and waits until
    they have cleaned up. RunFailed when a behaviour itself is wrong; Unreachable when the server has gone.
    """
    judge = _Judge(target, seed=seed, deadline=deadline, writes=writes, lag=lag, began=began)
    with ThreadPoolExecutor(workers) as pool:
        pending = [pool.submit(judge.group, group) for group in _groups(behaviours, seed)]
        try:
            yield from _finished(pending)
        except KeyboardInterrupt:
            judge.stop.set()
            yield from _finished(pending)
            raise
        finally:
            judge.stop.set()
            pool.shutdown(wait=True, cancel_futures=True)


def _finished(pending: list[Future[list[Behaved]]]) -> Iterator[Behaved]:
    """What the groups come to, each once, as they finish; they leave the list."""
    while pending:
        done, _ = wait(pending, return_when=FIRST_COMPLETED)
        for future in [future for future in pending if future in done]:
            pending.remove(future)
            yield from future.result()


def _groups(behaviours: Sequence[Behaviour], seed: int) -> list[list[Behaviour]]:
    """The behaviours by API and rule, in an order that the seed decides."""
    groups: dict[tuple[str, str], list[Behaviour]] = {}
    for behaviour in behaviours:
        groups.setdefault((behaviour.api, behaviour.rule), []).append(behaviour)
    order = sorted(groups, key=lambda key: hashlib.sha256(f"{seed} {key}".encode()).digest())
    return [groups[key] for key in order]


def _judged(behaviour: Behaviour, outcome: Outcome, reason: str, seconds: float = 0.0) -> Judgement:
    return Judgement(
        source="behaviours",
        rule=behaviour.rule,
        name=behaviour.name,
        operation=behaviour.operation,
        says=behaviour.says,
        severity=behaviour.severity,
        outcome=outcome,
        reason=reason,
        seconds=seconds,
    )
