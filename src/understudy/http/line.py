"""The whole way of one request, top to bottom."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any

from understudy.contract.load import Contract
from understudy.contract.validators import media_type_accepted, read_request
from understudy.errors import CommitConflict, Problem
from understudy.http import conditional, negotiation
from understudy.http.breaking import broken, judge
from understudy.http.exchange import Call, Exchange, Reply, Request, World
from understudy.http.faults import Faults
from understudy.http.forced import forced_reply
from understudy.http.handlers import Api, Charge, Handler
from understudy.http.plan import Forced, Plan

__all__ = ["finish", "refuse", "serve_one"]

NEGOTIATED = ("accept", "content-type", "content-encoding", "cookie")
"""The headers that an answer may depend on beside those that its operation documents."""

ATTEMPTS = 100
"""How often a handler is asked again when others commit first, before the request is given up."""


def serve_one(api: Api, world: World, call: Call, faults: Faults | None = None) -> Exchange:
    """Answer one routed and authorised call.

    fault? → charge → admit → read and validate → preconditions → handler → validate reply → commit → fault?
    A refusal on the way becomes the vendor's error reply, and then nothing but the charge is committed.
    """
    number = world.number()
    plan = None if faults is None else faults.choose(call, api.name, number, world)
    if faults is None or plan is None:
        return act(api, world, call, number)
    if plan.forced is None:
        return disturb(act(api, world, call, number), plan)
    return disturb(force(api, faults.contracts[api.name], world.view(number), call, plan.forced), plan)


def act(api: Api, world: World, call: Call, number: int) -> Exchange:
    """Let the handler answer, as exchange `number`; CommitConflict when others always commit first.

    A repeatable one is not asked again what it was asked before, as long as documents and day are the same.
    """
    if api.charge is not None and (refused := charge(api, api.charge, world, call, number)) is not None:
        return refused
    handler = api.handlers[call.operation.operation_id]
    for _ in range(ATTEMPTS):
        view = world.view(number)
        try:
            if handler.repeatable:
                reply = view.remembered(question(call), lambda view=view: consider(api, handler, call, view))
            else:
                reply = consider(api, handler, call, view)
        except Problem as problem:
            return refuse(api, call, view, problem)
        if callable(reply.documents):
            settle(world, number, reply.documents)
            return Exchange(call, reply)
        if reply.documents is None or world.commit(view, reply.documents):
            return Exchange(call, reply)
    raise conflict(call)


def charge(api: Api, using_up: Charge, world: World, call: Call, number: int) -> Exchange | None:
    """Commit what the call uses up; the exchange that refuses it, where there is not enough left of it."""
    for _ in range(ATTEMPTS):
        view = world.view(number)
        try:
            documents = using_up(call, view)
        except Problem as problem:
            return refuse(api, call, view, problem)
        if documents is None or world.commit(view, documents):
            return None
    raise conflict(call)


def conflict(call: Call) -> CommitConflict:
    """The failure of a call that others always were faster than."""
    return CommitConflict(
        f"{call.method} {call.target} lost the race for the documents {ATTEMPTS} times; send it again."
    )


def consider(api: Api, handler: Handler, call: Call, view: Any) -> Reply:
    """admit → read and validate → preconditions → handler → validate the reply; Problem where one refuses."""
    api.admit(call, view)
    request = read(api, call)
    reply = answer(handler, request, view)
    keep_contract(call, reply)
    return reply


def question(call: Call) -> tuple[Hashable, ...]:
    """All of a call that its answer may depend on: calls that are equal in this ask the same."""
    sent = [
        call.headers.get(parameter.key)
        for parameter in call.operation.parameters
        if parameter.location == "header"
    ]
    negotiated = [call.headers.get(name) for name in NEGOTIATED]
    return (
        call.operation.operation_id,
        call.origin,
        call.target,
        call.query,
        call.body,
        call.caller,
        *sent,
        *negotiated,
    )


def force(api: Api, contract: Contract, view: Any, call: Call, forced: Forced) -> Exchange:
    """Give a documented answer in the handler's place: the request is not looked at, nothing changes."""
    try:
        reply = forced_reply(api, contract, call, view, forced)
    except Problem as problem:
        return refuse(api, call, view, problem)
    violations = judge(call.operation, reply)
    return Exchange(call, reply, violations, "reply" if violations else "")


def disturb(exchange: Exchange, plan: Plan) -> Exchange:
    """Do to an answered exchange what the plan asks: break the answer, and let it travel badly."""
    reply, violations, violated = exchange.reply, exchange.violations, exchange.violated
    if plan.breaks is not None:
        reply, found = broken(exchange.call.operation, reply, plan.breaks)
        violations, violated = (found, "reply") if found else (violations, violated)
    headers = {"Preference-Applied": ", ".join(plan.preferences)} if plan.preferences else {}
    return replace(
        exchange,
        reply=replace(reply, headers={**reply.headers, **headers}, wire=plan.wire),
        violations=violations,
        violated=violated,
        fault="; ".join([*plan.faults, *(f"Prefer: {asked}" for asked in plan.preferences)]),
    )


def read(api: Api, call: Call) -> Request:
    """Decode the call by its operation; Problem 406, 415 or the vendor's refusal of violations."""
    negotiation.acceptable(call)
    if call.body:
        negotiation.uncoded(call)
        if not media_type_accepted(call.operation, call.headers.get("content-type"), api.also_accepts):
            negotiation.unsupported(call)
    decoded = read_request(
        call.operation,
        path_params=call.path_params,
        query=call.query,
        headers=call.headers,
        body=call.body,
        also=api.also_accepts,
    )
    if decoded.violations:
        problem = api.invalid(call.operation, decoded.violations)
        problem.violations = decoded.violations
        raise problem
    return Request(call, decoded.path, decoded.query, decoded.headers, decoded.body)


def answer(handler: Handler, request: Request, view: Any) -> Reply:
    """The handler's reply, or 304 when the client's copy is still good."""
    if handler.tag_of is not None:
        unchanged = conditional.check(request, handler.tag_of(request, view))
        if unchanged is not None:
            return unchanged
    return handler.answer(request, view)


def keep_contract(call: Call, reply: Reply) -> None:
    """Refuse to send a reply that the contract does not allow; nothing has been committed yet."""
    violations = judge(call.operation, reply)
    if violations:
        first = violations[0]
        problem = Problem(
            500,
            "contractBroken",
            f"The {reply.status} reply to {call.operation.operation_id} would break the contract at "
            f"{first.location} {first.pointer}: {first.message} Nothing was changed."[:256],
        )
        problem.violations = violations
        raise problem


def refuse(api: Api, call: Call, view: Any, problem: Problem) -> Exchange:
    """The vendor's error reply to a refused call, with the headers that the problem brings along
    (Allow, WWW-Authenticate, Retry-After) and in a media type the client asked for.

    Its violations are those that the call was refused for, else what the contract has against the reply.
    """
    reply = api.refuse(problem, call, view)
    reply = replace(
        reply,
        headers={**problem.headers, **reply.headers},
        media_type=negotiation.problem_media_type(call, reply.media_type),
    )
    rules = (problem.rule,) if problem.rule else ()
    if problem.violations and problem.status < 500:
        return Exchange(call, reply, problem.violations, "request", rules, reason=problem.detail)
    violations = (*problem.violations, *judge(call.operation, reply))
    violated = "reply" if violations else ""
    return Exchange(call, reply, violations, violated, rules, reason=problem.detail)


def finish(world: World, later: Callable[[Any], Any]) -> None:
    """Carry out what a reply left for later, and commit it, whoever else commits meanwhile."""
    settle(world, world.number(), later)


def settle(world: World, number: int, change: Callable[[Any], Any]) -> None:
    """Commit what `change` makes of a fresh view, asking it again for as long as others commit first."""
    while True:
        view = world.view(number)
        if world.commit(view, change(view)):
            return
