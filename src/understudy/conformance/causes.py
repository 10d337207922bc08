"""From exchanges that broke a promise to findings: one for each cause, shown by its smallest request."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from understudy.conformance.curl import curl
from understudy.conformance.events import NO_ANSWER, Case, Failed, Trouble
from understudy.conformance.judge import JUDGED, request_faults, response_faults
from understudy.conformance.promises import ANSWERS, PROMISES, Promise
from understudy.conformance.verdict import Finding, identified
from understudy.conformance.wire import Exchange
from understudy.contract.load import Contract
from understudy.contract.violations import Violation

__all__ = ["Causes"]

LOCATIONS = {check: location for location, check in JUDGED.items()}

UNNAMED = ("additionalProperties", "unevaluatedProperties", "propertyNames")
"""Keywords whose pointer ends with a name that nobody has chosen: what counts is where it was let in."""

MOST_SEEN = 3
"""Exchanges that a finding holds on to."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One way in which an exchange breaks a promise. `cause` is what it shares with others of its kind."""

    promise: Promise
    cause: tuple[str, ...]
    expected: str
    got: str
    location: str
    pointer: str


@dataclass(slots=True)
class _Gathered:
    """What shows one cause: its smallest exchange, the operations, and how often."""

    shown: Shown
    case: Case | None
    operations: dict[str, None] = field(default_factory=dict)
    times: int = 0


class Causes:
    """Told of everything that broke a promise; knows the causes and where each was broken."""

    def __init__(self, contract: Contract, fixed: Collection[str] = ()) -> None:
        """`fixed` are the path parameters whose values stay the same in all requests."""
        self.contract = contract
        self.fixed = frozenset(fixed)
        self.broken: set[tuple[str, str]] = set()
        """Pairs of operationId and rule."""
        self._found: dict[tuple[str, ...], _Gathered] = {}
        self._reasons: dict[str, str] = {}
        self._let_in: list[tuple[Case, tuple[Violation, ...]]] = []

    def case(self, case: Case, judged: Iterable[Violation]) -> None:
        """Take in a case with the checks that it failed and what the judge said of it."""
        failing = case.exchange.status >= 500
        shown = {_of_answer(JUDGED[fault.location], fault): None for fault in judged if not failing}
        for failed in _of_one_cause(case):
            if failing and failed.check != "not_a_server_error":
                continue  # of what is wrong with the answer of a server that failed, that is the cause
            if failed.check == "negative_data_rejection":
                # Which of several faults was let in is known once all requests are.
                faults = request_faults(self.contract, case.exchange)
                if faults or not (_is_of_texts(case) or self._is_of_what_is_fixed(case)):
                    self.broken.add((case.about, failed.check))
                    self._let_in.append((case, faults))
            elif failed.check in PROMISES:
                shown.update(dict.fromkeys(self._of_check(case, failed)))
        for one in shown:
            self._take(one, case.about, case)

    def _is_of_what_is_fixed(self, case: Case) -> bool:
        """Whether what was varied may be a value that is fixed, so that the good one was sent after all."""
        operation = self.contract.operations.get(case.about)
        known = {parameter.name for parameter in operation.parameters} if operation else set()
        return any(case.parameter in ((), ("path", name)) for name in self.fixed & known)

    def trouble(self, trouble: Trouble) -> None:
        """Take in an answer that never came, or what is known of why."""
        if trouble.message.strip():
            self._reasons[trouble.about] = trouble.message.strip().splitlines()[0][:200]
        shown = Shown(PROMISES[ANSWERS], (NO_ANSWER,), "an answer", NO_ANSWER, "", "")
        self._take(shown, trouble.about, trouble.case)

    def findings(self) -> tuple[Finding, ...]:
        """One finding for each cause, by rule and operations."""
        self._attribute()
        found = [self._finding(gathered) for gathered in self._found.values()]
        return tuple(sorted(found, key=lambda finding: (finding.rule, finding.operations, finding.id)))

    def _of_check(self, case: Case, failed: Failed) -> Iterator[Shown]:
        location = LOCATIONS.get(failed.check)
        faults = response_faults(self.contract, case.exchange) if location and case.whole else ()
        here = [fault for fault in faults if fault.location == location]
        if here:
            yield from (_of_answer(failed.check, fault) for fault in here)
        else:
            yield _of_message(case, failed)

    def _attribute(self) -> None:
        """Requests that were let in, those with the fewest faults first: they say what others show too."""
        let_in, self._let_in = sorted(self._let_in, key=lambda each: len(each[1])), []
        known: set[tuple[str, ...]] = set()
        for case, faults in let_in:
            choices = [_of_request(case, fault) for fault in faults] or [_of_variation(case)]
            shown = next((each for each in choices if each.cause in known), choices[0])
            known.add(shown.cause)
            self._take(shown, case.about, case)

    def _take(self, shown: Shown, operation: str, case: Case | None) -> None:
        self.broken.add((operation, shown.promise.rule))
        own = () if shown.promise.joined else (operation,)
        key = (shown.promise.rule, *shown.cause, *own)
        gathered = self._found.setdefault(key, _Gathered(shown, case))
        gathered.operations[operation] = None
        gathered.times += 1
        if case and (gathered.case is None or _size(case) < _size(gathered.case)):
            gathered.shown, gathered.case = shown, case

    def _finding(self, gathered: _Gathered) -> Finding:
        shown, case, rule = gathered.shown, gathered.case, gathered.shown.promise.rule
        operations = tuple(sorted(name for name in gathered.operations if name))
        about = case.about if case else "".join(operations[:1])
        own = () if shown.promise.joined else operations
        seen = (*case.steps[-MOST_SEEN + 1 :], case.exchange) if case else ()
        return Finding(
            id=identified("fuzz", rule, *shown.cause, *own),
            source="fuzz",
            rule=rule,
            name=rule.replace("_", "-"),
            severity=shown.promise.severity,
            operations=operations,
            says=shown.promise.says,
            expected=shown.expected,
            got=self._reasons.get(about, shown.got) if rule == ANSWERS else shown.got,
            location=shown.location,
            pointer=shown.pointer,
            curl=curl(case.exchange) if case else "",
            steps=tuple(curl(step) for step in case.steps) if case else (),
            times=gathered.times,
            seen=seen,
        )


def _of_one_cause(case: Case) -> Iterator[Failed]:
    """The failed checks, a missing Authorization as what it is: a call without credentials."""
    for failed in case.failed:
        if failed.check == "missing_required_header" and case.parameter[1:] == ("Authorization",):
            yield replace(failed, check="ignored_auth")
        else:
            yield failed


def _of_answer(check: str, fault: Violation) -> Shown:
    """A fault of an answer. Its cause is the place and the keyword, not the item or the operation."""
    pointer = _any_index(fault.pointer)
    if fault.location == "header":
        pointer = pointer.removeprefix("/")
    if fault.keyword in UNNAMED:
        pointer = f"{pointer.rpartition('/')[0]}/*"
    cause: tuple[str, ...] = (fault.location, pointer, fault.keyword)
    if fault.location == "status":
        cause = (*cause, fault.message)
    return Shown(
        PROMISES[check],
        cause,
        f"{_place(fault.location)} as the contract has it",
        fault.message.rstrip("."),
        fault.location if fault.location != "content-type" else "header",
        pointer if fault.location != "content-type" else "Content-Type",
    )


def _of_request(case: Case, fault: Violation) -> Shown:
    """A fault of a request that was let in. Its cause is the place in the request, not the keyword."""
    pointer = _any_index(fault.pointer)
    if fault.keyword in UNNAMED:
        pointer = pointer.rpartition("/")[0]
    return Shown(
        PROMISES["negative_data_rejection"],
        (fault.location, pointer, *((fault.keyword,) if fault.keyword in UNNAMED else ())),
        f"a refusal, since in the request's {fault.location}: {fault.message.rstrip('.')}",
        _status(case.exchange),
        "status",
        pointer,
    )


def _is_of_texts(case: Case) -> bool:
    """Whether what was varied is a form: its parts are texts, so that null becomes one that may well fit."""
    headers = {name.lower(): value for name, value in case.exchange.request_headers.items()}
    form = headers.get("content-type", "").lower().startswith("multipart/form-data")
    return form and case.parameter[:1] in ((), ("body",))


def _of_variation(case: Case) -> Shown:
    """A request that was let in and that Schemathesis alone finds fault with."""
    what = " ".join(reversed(case.parameter)) or "request"
    return Shown(
        PROMISES["negative_data_rejection"],
        ("variation", *case.parameter),
        f"a refusal of the {what}, which the contract does not allow",
        _status(case.exchange),
        "status",
        "",
    )


def _of_message(case: Case, failed: Failed) -> Shown:
    """What Schemathesis says, where nothing more exact is known."""
    expected, got = EXPECTED.get(failed.check, ""), _status(case.exchange)
    place, pointer = PLACES.get(failed.check, ("status", ""))
    cause: tuple[str, ...] = (failed.title, str(case.exchange.status))
    if failed.check in ("unsupported_method", "allow_header_conformance", *LOCATIONS):
        got = failed.message.strip().splitlines()[0]
    if failed.check in ALIKE:
        cause = ()
    elif failed.check == "missing_required_header":
        pointer = "".join(case.parameter[1:])
        cause = (pointer,)
    return Shown(PROMISES[failed.check], cause, expected or failed.title, got[:300], place, pointer)


ALIKE = ("use_after_free", "ensure_resource_availability", "ignored_auth", "max_response_time")
"""Checks that fail for one cause, whatever the status was."""

EXPECTED: Mapping[str, str] = {
    "not_a_server_error": "a status below 500",
    "positive_data_acceptance": "a status that does not call the request malformed, since it fits its schema",
    "missing_required_header": "a refusal, since a required header is missing",
    "unsupported_method": "405 with Allow",
    "allow_header_conformance": "the methods of the path in Allow",
    "use_after_free": "404, since it was deleted before",
    "ensure_resource_availability": "no 404, since it was created before",
    "ignored_auth": "401 or 403",
    "max_response_time": "an answer within 10 seconds",
}

PLACES: Mapping[str, tuple[str, str]] = {
    **{check: (place, "") for check, place in LOCATIONS.items()},
    "content_type_conformance": ("header", "Content-Type"),
    "allow_header_conformance": ("header", "Allow"),
    "max_response_time": ("", ""),
}


def _place(location: str) -> str:
    return {"status": "a status", "content-type": "a media type", "header": "a header"}.get(
        location, "a body"
    )


def _status(exchange: Exchange) -> str:
    """The status, and what a problem document says besides."""
    told = exchange.json()
    detail = told.get("detail") if isinstance(told, dict) and exchange.status >= 400 else None
    return f"{exchange.status}: {detail[:200]}" if isinstance(detail, str) else str(exchange.status)


def _any_index(pointer: str) -> str:
    return re.sub(r"/\d+(?=/|$)", "/*", pointer)


def _size(case: Case) -> tuple[int, int, int]:
    """How much there is to a request: the calls before it, its text, its headers."""
    exchange = case.exchange
    headers = sum(map(len, exchange.request_headers.values()))
    return len(case.steps), len(exchange.request_body) + len(exchange.url), headers
