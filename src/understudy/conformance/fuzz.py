"""The fuzz: Schemathesis drives a server by its contract, and what comes back is judged while it runs."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from understudy.conformance.causes import Causes
from understudy.conformance.changes import changes
from understudy.conformance.events import Case, Reader, Trouble
from understudy.conformance.fuzzing import Fuzzing, configuration, document, written
from understudy.conformance.judge import Judge
from understudy.conformance.promises import PROMISES, Promise
from understudy.conformance.renewing import BEARER, Renewal
from understudy.conformance.schemathesis import Process
from understudy.conformance.verdict import Finding, Judgement, Outcome
from understudy.conformance.wire import Exchange, concealed
from understudy.contract.operation import Operation
from understudy.errors import RunFailed

__all__ = ["Fuzzed", "Fuzzing", "Heard", "Progress", "fuzz"]

Heard = Callable[[Exchange], None]
"""Is told of each exchange."""

Progress = Callable[[str, int], None]
"""Is told of the phase or operation that was just done, and how many cases there were until then."""

STOPPED = "server_unavailable"

NETWORK = ("ConnectionError", "Timeout", "ReadTimeout", "ConnectTimeout", "ChunkedEncodingError", "SSLError")


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What came of a fuzz of so many `cases`. `interrupted`: by Ctrl-C."""

    judgements: tuple[Judgement, ...]
    findings: tuple[Finding, ...]
    cases: int
    notes: tuple[str, ...] = ()
    interrupted: bool = False


@dataclass
class _Course:
    """A fuzz under way."""

    plan: Fuzzing
    heard: Heard
    progress: Progress
    reader: Reader
    judge: Judge
    causes: Causes
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many cases could show a promise, by operationId and rule."""
    met: Counter[str] = field(default_factory=Counter)
    cases: int = 0
    notes: dict[str, None] = field(default_factory=dict)

    def take(self, lines: Iterable[str]) -> None:
        for line in lines:
            done = ""
            for told in self.reader.read(line):
                if isinstance(told, Case):
                    done = told.about if told.phase != "stateful" else told.phase
                    self._case(told)
                else:
                    self._trouble(told)
            if done:
                self.progress(done, self.cases)

    def _case(self, case: Case) -> None:
        self.cases += 1
        self.heard(case.exchange)
        self.met[case.about] += 1
        operation = self.plan.contract.operations.get(case.about)
        if operation is None:
            return
        for promise in PROMISES.values():
            if promise.shows(operation, case):
                self.seen[case.about, promise.rule] += 1
        judged = self.judge.faults(case.exchange) if case.whole else ()
        if judged or case.failed:
            self.causes.case(case, judged)

    def _trouble(self, trouble: Trouble) -> None:
        if trouble.case or trouble.kind in NETWORK:
            self.causes.trouble(trouble)
        else:
            text = " ".join(trouble.message.split())[:300]
            self.notes[f"{trouble.about or 'The fuzz'}: {trouble.kind}: {text}"] = None


def fuzz(
    plan: Fuzzing, *, heard: Heard, progress: Progress, changed: Heard = lambda _exchange: None
) -> Fuzzed:
    """Fuzz as planned, and judge it. `changed` is told in the end of what created or deleted something.

    Ctrl-C and the deadline end it early; what was seen until then is judged all the same, and `interrupted`
    says that it was Ctrl-C. RunFailed when Schemathesis itself gives up, with the end of its output.
    """
    if not plan.fuzzed() and not plan.chained():
        return Fuzzed(tuple(_judgements(plan)), (), 0, ("Nothing was left to fuzz.",))
    reader = Reader(plan.contract, dict(plan.secrets()))
    causes = Causes(plan.contract, plan.fixed)
    course = _Course(plan, heard, progress, reader, Judge(plan.contract), causes)
    with tempfile.TemporaryDirectory(prefix="understudy-fuzz-") as name:
        try:
            interrupted = _carried_out(course, Path(name))
        finally:
            for exchange in changes(Path(name), plan.contract):
                changed(exchange)
    if plan.barred:
        names = ", ".join(f"`{parameter}`" for parameter in plan.barred)
        course.notes[f"The fuzz leaves out {names}: this caller is refused (403) for sending it."] = None
    findings = causes.findings()
    return Fuzzed(
        tuple(_judgements(plan, course)),
        findings,
        cases=course.cases,
        notes=tuple(course.notes),
        interrupted=interrupted,
    )


def _carried_out(course: _Course, folder: Path) -> bool:
    """Run Schemathesis to its end, the deadline or Ctrl-C; whether it was Ctrl-C."""
    plan, interrupted = course.plan, False
    variables = {header: f"UNDERSTUDY_HEADER_{number}" for number, header in enumerate(plan.sent())}
    environment = {variables[header]: value for header, value in plan.sent().items()} | {BEARER: plan.token}
    renewal = Renewal(folder, plan.token, plan.renewed or (lambda: plan.token), course.reader.secrets)
    settings, schema = written(configuration(plan, variables), folder, document(plan))
    with Process(folder, settings, schema, plan.url, environment) as process:
        try:
            course.take(process.lines(plan.deadline, renewal.look))
        except KeyboardInterrupt:
            interrupted = True
            course.notes["The fuzz was interrupted; it judges what it had seen until then."] = None
        if process.process.poll() is None:
            if not interrupted:
                course.notes["The time was up before the fuzz had ended."] = None
            course.take(process.stop())
        elif course.reader.fatal or not course.reader.ended:
            raise RunFailed(
                f"Schemathesis gave up ({course.reader.fatal or 'without a word'}); it printed last:\n"
                f"{concealed(process.tail(), course.reader.secrets)}"
            )
    if course.reader.ended == STOPPED:
        course.causes.trouble(Trouble("", "ServerUnavailable", "The server stopped answering"))
        course.notes["The server stopped answering, so that the fuzz ended early."] = None
    return interrupted


def _judgements(plan: Fuzzing, course: _Course | None = None) -> Iterator[Judgement]:
    seen = course.seen if course else Counter()
    paths = {(plan.contract.operations[name].path, rule) for name, rule in seen}
    for name, operation in plan.contract.operations.items():
        for rule, promise in PROMISES.items():
            elsewhere = promise.of_paths and not seen[name, rule] and (operation.path, rule) in paths
            if elsewhere or not promise.concerns(operation):
                continue
            outcome, reason = _outcome(plan, course, operation, promise)
            yield Judgement(
                source="fuzz",
                rule=rule,
                name=rule.replace("_", "-"),
                operation=name,
                says=promise.says,
                severity=promise.severity,
                outcome=outcome,
                reason=reason,
            )


def _outcome(
    plan: Fuzzing, course: _Course | None, operation: Operation, promise: Promise
) -> tuple[Outcome, str]:
    name, rule = operation.operation_id, promise.rule
    if course and (name, rule) in course.causes.broken:
        return Outcome.BROKEN, "See the finding."
    if course and course.seen[name, rule]:
        return Outcome.PASSED, ""
    if name not in plan.operations and name not in plan.stateful:
        return Outcome.NOT_RUN, "It was left out of this fuzz."
    if name not in plan.fuzzed() and name not in plan.chained():
        return Outcome.NOT_RUN, "It writes, and nothing may be written here without --allow-writes."
    if course is None or not course.met[name]:
        return Outcome.NOT_RUN, "The fuzz did not come to this operation."
    return Outcome.NOT_OBSERVABLE, promise.unseen
