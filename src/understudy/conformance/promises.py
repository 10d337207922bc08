"""What a fuzz asks of every operation: the checks of Schemathesis in sentences, and when each can be seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from understudy.conformance.events import Case
from understudy.conformance.verdict import Severity
from understudy.contract.operation import Operation

__all__ = ["ANSWERS", "PROMISES", "Promise"]

ANSWERS = "answers"
"""The one promise that is no check of Schemathesis, which reports an answer that never came as an error."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One check: what it promises, and whether a case of an operation can show it.

    `concerns` says which operations it can be about. `joined` is whether all operations that break it in
    the same way have one cause. `of_paths` is whether it is about a path, and seen with one of its
    operations. `unseen` is the reason when no case showed it.
    """

    rule: str
    says: str
    shows: Callable[[Operation, Case], bool]
    severity: Severity = Severity.MUST
    concerns: Callable[[Operation], bool] = lambda _operation: True
    joined: bool = True
    of_paths: bool = False
    unseen: str = "The fuzz met no answer that could show it."


def _always(_operation: Operation, _case: Case) -> bool:
    return True


def _has_required_header(operation: Operation) -> bool:
    return any(each.required and each.location == "header" for each in operation.parameters)


def _called(operation: Operation, case: Case) -> bool:
    return case.exchange.operation == operation.operation_id


def _documents_body(operation: Operation, case: Case) -> bool:
    found = operation.response_for(case.exchange.status)
    return _called(operation, case) and found is not None and bool(found.content)


def _documents_headers(operation: Operation, case: Case) -> bool:
    found = operation.response_for(case.exchange.status)
    return _called(operation, case) and found is not None and bool(found.headers)


def _follows(method: str, status: range) -> Callable[[Operation, Case], bool]:
    def shows(operation: Operation, case: Case) -> bool:
        before = any(step.method == method and step.status in status for step in case.steps)
        return _called(operation, case) and before

    return shows


SUCCESS = range(200, 300)

PROMISES: Mapping[str, Promise] = {
    promise.rule: promise
    for promise in (
        Promise(ANSWERS, "Every request gets an answer in time.", _always, joined=False),
        Promise("not_a_server_error", "No request makes the server fail with 5xx.", _always, joined=False),
        Promise("status_code_conformance", "Every status is one that the contract documents.", _called),
        Promise(
            "content_type_conformance",
            "A body has a media type that the contract documents.",
            _documents_body,
        ),
        Promise(
            "response_headers_conformance",
            "Headers are as the contract has them.",
            _documents_headers,
            concerns=lambda operation: any(found.headers for found in operation.responses.values()),
        ),
        Promise("response_schema_conformance", "Bodies are as the contract has them.", _documents_body),
        Promise(
            "positive_data_acceptance",
            "A request that fits its schema is not refused as malformed.",
            lambda operation, case: _called(operation, case) and case.mode == "positive",
            joined=False,
        ),
        Promise(
            "negative_data_rejection",
            "A request that does not fit its schema is refused.",
            lambda operation, case: _called(operation, case) and case.mode == "negative",
            unseen="The operation takes nothing that could be sent wrongly.",
        ),
        Promise(
            "missing_required_header",
            "A request without a required header is refused.",
            lambda operation, case: _called(operation, case) and case.parameter[:1] == ("header",),
            concerns=_has_required_header,
        ),
        Promise(
            "unsupported_method",
            "A method that a path does not have is refused with 405 and Allow.",
            lambda operation, case: not _called(operation, case) and case.exchange.method != "OPTIONS",
            # The contract does not forbid that a server offers more than it documents.
            severity=Severity.SHOULD,
            of_paths=True,
            unseen="No other methods were tried at this path.",
        ),
        Promise(
            "allow_header_conformance",
            "Allow lists the methods that the path has.",
            lambda _operation, case: case.exchange.method == "OPTIONS" and "allow" in case.exchange.headers,
            of_paths=True,
            unseen="No OPTIONS was answered with Allow.",
        ),
        Promise(
            "use_after_free",
            "What was deleted is gone.",
            _follows("DELETE", SUCCESS),
            joined=False,
            unseen="No chain of calls led from a deletion to this operation.",
        ),
        Promise(
            "ensure_resource_availability",
            "What was created is there at once.",
            _follows("POST", range(201, 202)),
            joined=False,
            unseen="No chain of calls led from a creation to this operation.",
        ),
        Promise(
            "ignored_auth",
            "A call without credentials, or with wrong ones, is refused with 401 or 403.",
            lambda operation, case: _called(operation, case) and case.exchange.status in SUCCESS,
            concerns=lambda operation: bool(operation.security),
            unseen="No call succeeded that could be repeated without credentials.",
        ),
        Promise(
            "max_response_time",
            "An answer comes within 10 seconds.",
            _always,
            severity=Severity.SHOULD,
            joined=False,
        ),
    )
}
