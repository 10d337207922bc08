"""How a vendor's functions become the answers to a contract's operations."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from understudy.contract.load import Contract
from understudy.contract.operation import Operation
from understudy.contract.validators import Violation
from understudy.errors import ContractError, Problem
from understudy.http.exchange import Call, Reply, Request
from understudy.http.limits import BODY_BYTES
from understudy.http.redaction import NO_SECRETS, Secrets

__all__ = [
    "Api",
    "Charge",
    "Handler",
    "TagOf",
    "bind",
    "collect",
    "conditional",
    "long_running",
    "repeatable",
]

TagOf = Callable[[Request, Any], str | None]
"""The current entity tag of the resource that a request names, or a Problem when there is none."""

Answer = Callable[[Request, Any], Reply]
Charge = Callable[[Call, Any], Any]


@dataclass(frozen=True, slots=True)
class Handler:
    """One operation's answer: a pure function of request and view, and how to run it.

    `tag_of` makes the operation conditional: the line compares If-Match and If-None-Match with the
    tag before `answer` is asked. A `long_running` answer runs beside the event loop. A `repeatable`
    answer may be remembered: asked the same by the same caller, it stays the same until the documents
    or the day change.
    """

    answer: Answer
    tag_of: TagOf | None = None
    long_running: bool = False
    repeatable: bool = False


@dataclass(frozen=True)
class Api:
    """One contract as a vendor serves it.

    `name` is the contract's (`vendor/api`); `also_accepts` adds request media types the vendor takes
    but does not document. `admit` raises the refusals that come before the contract is consulted;
    `invalid` turns violations into the vendor's Problem; `refuse` turns a Problem into a Reply.
    `secrets` is what the journal must not show of bodies; `body_bytes` is the largest body it takes.
    `charge` gives the documents after what a call uses up of some allowance (None: nothing), committed before
    it is answered, or raises Problem 429; it draws no ids, which are the handler's. `lost` refuses what is
    below the base path but no operation's; without it the refusal is a generic one.
    """

    name: str
    handlers: Mapping[str, Handler]
    admit: Callable[[Call, Any], None]
    invalid: Callable[[Operation, Sequence[Violation]], Problem]
    refuse: Callable[[Problem, Call, Any], Reply]
    also_accepts: Mapping[str, str]
    secrets: Secrets = NO_SECRETS
    body_bytes: int = BODY_BYTES
    charge: Charge | None = None
    lost: Callable[[Problem, Call, Any], Reply] | None = None


def conditional(tag_of: TagOf) -> Callable[[Answer], Answer]:
    """Mark a handler as conditional on the entity tag that `tag_of` finds."""

    def mark(answer: Answer) -> Answer:
        answer.tag_of = tag_of  # type: ignore[attr-defined]
        return answer

    return mark


def long_running(answer: Answer) -> Answer:
    """Mark a handler that may take long, so that it runs in a worker thread."""
    answer.long_running = True  # type: ignore[attr-defined]
    return answer


def repeatable(answer: Answer) -> Answer:
    """Mark a handler whose reply follows from question, caller, documents and day alone.

    It draws no ids and looks at no clock finer than the day.
    """
    answer.repeatable = True  # type: ignore[attr-defined]
    return answer


def collect(modules: Iterable[ModuleType]) -> dict[str, Handler]:
    """The handlers that modules define: public functions, by the operationId their name spells."""
    return {
        camel_case(name): Handler(
            function,
            getattr(function, "tag_of", None),
            getattr(function, "long_running", False),
            getattr(function, "repeatable", False),
        )
        for module in modules
        for name in module.__all__
        if callable(function := getattr(module, name))
    }


def camel_case(name: str) -> str:
    """`list_customer_audiences` → `listCustomerAudiences`."""
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)


def bind(api: Api, contract: Contract) -> None:
    """Check that every operation has its handler and every handler its operation.

    Raises ContractError naming each one that is left over.
    """
    unanswered = sorted(contract.operations.keys() - api.handlers.keys())
    unasked = sorted(api.handlers.keys() - contract.operations.keys())
    if unanswered:
        raise ContractError(
            f"{contract.name} has no handler for {', '.join(unanswered)}: add one function per operationId "
            "to the vendor's handlers."
        )
    if unasked:
        raise ContractError(
            f"{contract.name} does not list {', '.join(unasked)}, yet handlers of that name exist: "
            "add the operation to the contract or remove the handler."
        )
