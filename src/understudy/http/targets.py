"""Which operation a request is for, and the request without its framework."""

from dataclasses import dataclass, replace
from typing import Any

from starlette.types import Scope

from understudy.contract.load import Contract
from understudy.contract.operation import Operation
from understudy.errors import ContractError, Problem
from understudy.http.exchange import Call, Caller, Reply
from understudy.http.framework import ROUTING_CONTEXT
from understudy.http.handlers import Api, bind
from understudy.http.inbound import INBOUND, Inbound
from understudy.http.origin import origin
from understudy.http.paths import canonical, segments
from understudy.http.problems import generic
from understudy.http.security import ANONYMOUS

__all__ = ["NOWHERE", "Service", "Target", "Targets", "routed_call", "unrouted_call"]

NOWHERE = Operation("", "", "", "", (), None, {}, (), {})
"""The operation of a request that reached none."""


@dataclass(frozen=True, slots=True)
class Service:
    """A contract and the vendor's API that answers it."""

    contract: Contract
    api: Api


@dataclass(frozen=True, slots=True)
class Target:
    """What a routed request is for."""

    api: Api
    operation: Operation
    long_running: bool


class Targets:
    """Every operation that is served, by what Connexion's routing says of a request."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Target] = {}
        self.losing: dict[str, Api] = {}

    def add(self, service: Service) -> None:
        """Take the operations of one more API; ContractError when they and its handlers do not match."""
        contract, api = service.contract, service.api
        bind(api, contract)
        if api.lost is not None:
            self.losing.setdefault(contract.base_path, api)
        for operation in contract.operations.values():
            key = (contract.base_path, operation.operation_id)
            if key in self.known:
                raise ContractError(
                    f"{contract.name} and {self.known[key].api.name} both serve {operation.operation_id} "
                    f"below `{contract.base_path}`: serve only one of them."
                )
            handler = api.handlers[operation.operation_id]
            self.known[key] = Target(api, operation, handler.long_running)

    def refuse_lost(self, problem: Problem, call: Call, path: str, view: Any) -> Reply:
        """The refusal of a call that reached no operation, by the API below whose base path it was sought."""
        below = [base for base in self.losing if path == base or path.startswith(f"{base}/")]
        lost = self.losing[max(below, key=len)].lost if below else None
        if lost is None:
            return generic(problem, call.origin + call.target, call.headers, view)
        reply = lost(problem, call, view)
        return replace(reply, headers={**problem.headers, **reply.headers})

    def of(self, scope: Scope) -> Target | None:
        """What the request is for; None before it is routed, or where that failed."""
        routed = scope.get("extensions", {}).get(ROUTING_CONTEXT)
        return None if routed is None else self.known[routed["api_base_path"], routed["operation_id"]]


def routed_call(scope: Scope, target: Target, caller: Caller, body: bytes) -> Call:
    """A routed request without its framework."""
    inbound: Inbound = scope[INBOUND]
    return Call(
        target.operation,
        scope["method"],
        origin(scope, inbound.headers) + inbound.prefix,
        canonical(segments(scope)),
        scope["path_params"],
        scope["query_string"],
        inbound.headers,
        body,
        caller,
    )


def unrouted_call(scope: Scope, body: bytes = b"") -> Call:
    """A request that no operation answers: for the journal, and for the problem that refuses it."""
    inbound: Inbound = scope[INBOUND]
    return Call(
        NOWHERE,
        scope["method"],
        origin(scope, inbound.headers) + inbound.prefix,
        canonical(scope["path"].split("/")[1:]),
        {},
        scope["query_string"],
        inbound.headers,
        body,
        ANONYMOUS,
    )
