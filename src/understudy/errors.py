"""Every exception that Understudy raises on purpose.

UnderstudyError
├── UsageError              the person at the command line can put it right (exit code 2)
│   ├── ContractError       an OpenAPI document that cannot be used
│   └── FixtureError        a fixture, recipe or snapshot that cannot be used
├── TooLittleCovered        traffic met less of the contracts than was asked for (exit code 1)
├── Unreachable             a server to be checked cannot be reached, or does not let us in (exit code 3)
├── RunFailed               a check that could not be carried out, or saw nothing (exit code 4)
├── Broken                  a promise that a checked server does not keep
├── NotObservable           a promise that cannot be seen from where we stand
├── Problem                 a request that is refused; becomes an HTTP answer
├── Refused                 a move that a lifecycle does not have; its vendor says which Problem that is
└── CommitConflict          somebody else changed the documents first, again and again

Each message is a sentence: what happened, why, what to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = [
    "Broken",
    "Cause",
    "CommitConflict",
    "ContractError",
    "FixtureError",
    "NotObservable",
    "Problem",
    "Refused",
    "RunFailed",
    "TooLittleCovered",
    "UnderstudyError",
    "Unreachable",
    "UsageError",
]


class UnderstudyError(Exception):
    """The base of everything raised on purpose."""


class UsageError(UnderstudyError):
    """The command line, or a file it names, cannot be used as given."""


class ContractError(UsageError):
    """An OpenAPI document cannot be loaded; the message names file and JSON pointer."""


class FixtureError(UsageError):
    """A fixture or snapshot cannot be loaded; the message names file and, where known, line."""


class TooLittleCovered(UnderstudyError):
    """The traffic of a server that has ended met less of its contracts than was asked for."""


class Unreachable(UnderstudyError):
    """A server to be checked answers nothing, nothing at this path, or not to these credentials."""


class RunFailed(UnderstudyError):
    """A check could not be carried out to its end, or there was nothing that it could judge by."""


class Broken(UnderstudyError):
    """A promise that is not kept: what was expected, what came, and where in the deciding exchange.

    `location` is the part of the message (status, header, body; "" for none), `pointer` a JSON pointer into
    it or a header's name, and `exchange` the conformance.wire.Exchange that shows it.
    """

    def __init__(
        self, expected: str, got: str, *, location: str = "", pointer: str = "", exchange: Any = None
    ) -> None:
        super().__init__(f"Expected {expected}, got {got}.")
        self.expected = expected
        self.got = got
        self.location = location
        self.pointer = pointer
        self.exchange = exchange


class NotObservable(UnderstudyError):
    """A promise that cannot be seen from here; the message is the reason, a sentence."""


class Refused(UnderstudyError):
    """A lifecycle has no such move from the present state; the message says from which states it has."""


class CommitConflict(UnderstudyError):
    """The documents kept changing under a request, so that it could not be committed."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One of several reasons for a refusal.

    `pointer` is a JSON pointer into the part of the request that `location` names
    (path, query, header, body); `message` is one sentence.
    """

    location: str
    pointer: str
    message: str
    code: str = ""


class Problem(UnderstudyError):
    """A refused request: status, machine-readable code, one sentence, its causes.

    Vendor-neutral; each vendor's `Api.refuse` turns it into bytes. `code` is the vendor's name
    for the kind of problem (for Apiture, the last-but-one segment of the problem type); `rule` is the id
    of the rule that the refusal follows, where one is known (A-46). `violations` are the breaches of the
    contract that led to it; the line notes them. `data` is what else a body tells machines, as JSON.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        causes: Sequence[Cause] = (),
        headers: Mapping[str, str] | None = None,
        rule: str = "",
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.causes = tuple(causes)
        self.headers = dict(headers or {})
        self.rule = rule
        self.data = data
        self.violations: tuple[Any, ...] = ()
