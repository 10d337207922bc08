"""The whole way of one request, top to bottom."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from understudy.contract.validators import Violation, media_type_accepted, read_request, read_response
from understudy.errors import CommitConflict, Problem
from understudy.http import conditional, negotiation
from understudy.http.exchange import Call, Exchange, Reply, Request, World
from understudy.http.handlers import Api, Handler

__all__ = ["finish", "refuse", "serve_one"]

ATTEMPTS = 100
"""How often a handler is asked again when others commit first, before the request is given up."""


def serve_one(api: Api, world: World, call: Call) -> Exchange:
    """Answer one routed and authorised call.

    admit → read and validate → preconditions → handler → validate the reply → commit. A refusal on
    the way becomes the vendor's error reply, and then nothing is committed.
    """
    number = world.number()
    for _ in range(ATTEMPTS):
        view = world.view(number)
        try:
            api.admit(call, view)
            request = read(api, call)
            reply = answer(api.handlers[call.operation.operation_id], request, view)
            keep_contract(call, reply)
        except Problem as problem:
            return refuse(api, call, view, problem)
        if reply.documents is None or world.commit(view, reply.documents):
            return Exchange(call, reply)
    raise CommitConflict(
        f"{call.method} {call.target} lost the race for the documents {ATTEMPTS} times; send it again."
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
        raise api.invalid(call.operation, decoded.violations)
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
    violations = judge(call, reply)
    if violations:
        first = violations[0]
        raise Problem(
            500,
            "contractBroken",
            f"The {reply.status} reply to {call.operation.operation_id} would break the contract at "
            f"{first.location} {first.pointer}: {first.message} Nothing was changed."[:256],
        )


def judge(call: Call, reply: Reply) -> tuple[Violation, ...]:
    """What the contract has against the reply."""
    return read_response(
        call.operation,
        status=reply.status,
        headers={name.lower(): value for name, value in reply.headers.items()},
        body=reply.body if reply.excerpt is None else reply.excerpt,
        media_type=reply.media_type if reply.body is not None else None,
    )


def refuse(api: Api, call: Call, view: Any, problem: Problem) -> Exchange:
    """The vendor's error reply to a refused call, with the headers that the problem brings along
    (Allow, WWW-Authenticate, Retry-After) and in a media type the client asked for."""
    reply = api.refuse(problem, call, view)
    reply = replace(
        reply,
        headers={**problem.headers, **reply.headers},
        media_type=negotiation.problem_media_type(call, reply.media_type),
    )
    return Exchange(call, reply, judge(call, reply))


def finish(world: World, later: Callable[[Any], Any]) -> None:
    """Carry out what a reply left for later, and commit it, whoever else commits meanwhile."""
    number = world.number()
    while True:
        view = world.view(number)
        if world.commit(view, later(view)):
            return
