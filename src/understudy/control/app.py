"""The control API behind HTTP: guarded, then routed and answered along the line of every other contract."""

import asyncio
import logging
from typing import cast

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.contract.load import Contract
from understudy.contract.skeleton import skeleton
from understudy.control.api import CONTROL
from understudy.control.desk import Desk
from understudy.control.guard import Guard
from understudy.errors import Problem
from understudy.http import line
from understudy.http.exchange import Reply, World
from understudy.http.framework import Resolver
from understudy.http.inbound import INBOUND, Inbound
from understudy.http.limits import Vanished, read_body, read_headers
from understudy.http.paths import segments
from understudy.http.problems import LAST_RESORT, generic
from understudy.http.routing import Routes, Tree, not_found
from understudy.http.security import ANONYMOUS
from understudy.http.sending import send_reply, send_stream
from understudy.http.targets import Service, Targets, routed_call, unrouted_call

__all__ = ["ControlApp"]

logger = logging.getLogger("understudy.control")

OPEN = ("docs", "specs", "static", "swagger-ui")
"""First segments of pages that show contracts and nothing else, so that nobody is kept from them."""

SMALL_BODY = 64 * 1024
"""Bytes of body up to which a request is answered on the event loop itself."""

HEADERS = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
"""Sent with each reply; of CORS nothing, so that no page of another origin can read one."""

INTERNAL = Problem(500, "internalError", "The server failed to answer; its log says why.")


class ControlApp:
    """Everything below the control API's base path: its operations, and `pages` for all other paths."""

    def __init__(self, contract: Contract, desk: Desk, guard: Guard, pages: ASGIApp) -> None:
        """ContractError when contract and handlers do not match."""
        self.contract = contract
        self.desk = desk
        # Of a world the line itself needs no more than the desk has.
        self.world = cast("World", desk)
        self.guard = guard
        self.pages = pages
        self.names = {operation.path.split("/")[1] for operation in contract.operations.values()}
        self.tree = Tree()
        self.targets = Targets()
        self.targets.add(Service(contract, CONTROL))
        self.routes = Routes(self.answer, tree=self.tree)
        self.routes.add_api(
            skeleton(contract, secured=False),
            base_path=contract.base_path,
            resolver=Resolver(lambda operation_id: CONTROL.handlers[operation_id].answer),
        )
        self.routes.join()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request below the base path."""
        inbound = scope[INBOUND] = Inbound(0.0)
        name = scope["path"].removeprefix(self.contract.base_path).lstrip("/").partition("/")[0]
        try:
            inbound.headers = read_headers(scope)
            if name not in OPEN:
                self.guard.admit(scope, inbound.headers)
            reply = await self.operate(scope, receive, send) if name in self.names else None
        except Vanished:
            return
        except Problem as problem:
            reply = self.refuse(scope, problem)
        except Exception:
            logger.exception("%s %s failed", scope["method"], scope["path"])
            reply = self.refuse(scope, INTERNAL)
        if reply is None:
            await self.pages(scope, receive, send)
        elif reply.stream is not None and scope["method"] != "HEAD":
            await send_stream(receive, send, reply, reply.stream, every=HEADERS)
        else:
            await send_reply(send, reply, head=scope["method"] == "HEAD", every=HEADERS)

    async def operate(self, scope: Scope, receive: Receive, send: Send) -> Reply:
        """The reply to a request for the API itself; Problem 404 or 405."""
        if scope["method"] == "OPTIONS":
            methods = self.tree.methods(segments(scope))
            if not methods:
                raise not_found()
            return Reply(204, headers={"Allow": ", ".join(methods)})
        await self.routes(scope, receive, send)
        inbound: Inbound = scope[INBOUND]
        return LAST_RESORT if inbound.exchange is None else inbound.exchange.reply

    async def answer(self, scope: Scope, receive: Receive, _send: Send) -> None:
        """The innermost application: a routed request goes down the line."""
        inbound: Inbound = scope[INBOUND]
        target = self.targets.of(scope)
        if target is None:
            raise not_found()
        call = routed_call(scope, target, ANONYMOUS, await read_body(receive, inbound.headers))
        if target.long_running or len(call.body) > SMALL_BODY:
            inbound.exchange = await asyncio.to_thread(line.serve_one, CONTROL, self.world, call)
        else:
            inbound.exchange = line.serve_one(CONTROL, self.world, call)

    def refuse(self, scope: Scope, problem: Problem) -> Reply:
        """The reply to a request that was refused before its operation was asked."""
        call = unrouted_call(scope)
        try:
            view = self.desk.view(self.desk.number())
            target = self.targets.of(scope)
            if target is not None:
                return line.refuse(CONTROL, routed_call(scope, target, ANONYMOUS, b""), view, problem).reply
            return generic(problem, call.origin + call.target, call.headers, view)
        except Exception:
            logger.exception("%s %s failed, and so did its refusal", scope["method"], scope["path"])
            return LAST_RESORT
