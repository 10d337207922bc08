"""The ASGI application: from the bytes of a request to the bytes of its reply.

Connexion routes and authorises; what is left of a request after that goes down the line.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.contract.skeleton import skeleton
from understudy.errors import Problem
from understudy.http import cors, line, oauth, oidc
from understudy.http.assertions import AssertionIssuer
from understudy.http.entering import enter
from understudy.http.exchange import Caller, Exchange, Reply
from understudy.http.framework import Resolver
from understudy.http.identities import Identities
from understudy.http.inbound import INBOUND, Inbound
from understudy.http.issuers import Issuers
from understudy.http.limits import Vanished, read_body, read_headers
from understudy.http.paths import segments
from understudy.http.problems import LAST_RESORT
from understudy.http.recording import record
from understudy.http.routing import Routes, Tree, not_found
from understudy.http.security import ANONYMOUS, authenticate, bearer_only
from understudy.http.sending import encode, send_body
from understudy.http.targets import NOWHERE, Service, Targets, routed_call, unrouted_call
from understudy.http.tokens import TokenOf, Tokens
from understudy.http.transit import travel
from understudy.http.worlds import Worlds

__all__ = ["App", "Observer", "Service", "create_app"]

logger = logging.getLogger("understudy.http")

SMALL_BODY = 64 * 1024
"""Bytes of body up to which a request is answered on the event loop itself."""

WORKERS = 4
"""Threads for long work; more would only share the same interpreter."""

INTERNAL = Problem(
    500, "internalError", "The server failed to answer; its log says why. Nothing was changed."
)

Observer = Callable[[Exchange, float, str], None]
"""Told of each exchange of a routed request, the seconds it took, and the world it happened in."""


def create_app(
    services: Sequence[Service],
    *,
    worlds: Worlds,
    identities: Identities,
    auth: bool,
    seed: int,
    issuers: Sequence[AssertionIssuer] = (),
    living: Sequence[TokenOf] = (),
    on_exchange: Observer | None = None,
    mounts: Mapping[str, ASGIApp] | None = None,
    timer: Callable[[], float] | None = None,
) -> "App":
    """The application that serves these APIs from these worlds.

    Without `auth`, and where a contract asks for no token, everybody is the caller of the token `demo`;
    a token sent to such an operation speaks for itself, though. `issuers` are token endpoints of vendors,
    `living` say who is behind tokens that are part of a world, `mounts` other applications by path prefix
    (`/_understudy`). `on_exchange` is told the seconds an exchange took by `timer`, or else by the event
    loop, whose clock may stand still in between. ContractError when contracts and handlers do not match.
    """
    tokens = Tokens(seed, identities.tokens, living)
    anybody = identities.tokens.get("demo", ANONYMOUS)
    givers = Issuers(identities, tokens, issuers)
    app = App(worlds, tokens, givers, anybody, auth, on_exchange, mounts or {}, timer or loop_time)
    for service in services:
        app.add(service)
    app.routes.join()
    return app


class App:
    """Worlds behind HTTP; made by `create_app`."""

    def __init__(
        self,
        worlds: Worlds,
        tokens: Tokens,
        issuers: Issuers,
        anybody: Caller,
        auth: bool,
        on_exchange: Observer | None,
        mounts: Mapping[str, ASGIApp],
        timer: Callable[[], float],
    ) -> None:
        self.worlds = worlds
        self.tokens = tokens
        self.issuers = issuers
        self.anybody = anybody
        self.auth = auth
        self.on_exchange = on_exchange
        self.mounts = mounts
        self.timer = timer
        self.tree = Tree()
        self.targets = Targets()
        self.routes = Routes(self.answer, tree=self.tree, tokens=self.tokens)
        self.workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="understudy")

    def add(self, service: Service) -> None:
        """Serve one more API; ContractError when its operations and handlers do not match."""
        contract, handlers = service.contract, service.api.handlers
        self.targets.add(service)
        self.routes.add_api(
            bearer_only(skeleton(contract, secured=self.auth)),
            base_path=contract.base_path,
            resolver=Resolver(lambda operation_id: handlers[operation_id].answer),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI connection: a request, the server's lifespan, or a web socket (refused)."""
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
        elif (prefix := self.mounted(scope["path"])) is not None:
            inner = {**scope, "root_path": scope.get("root_path", "") + prefix}
            await self.mounts[prefix](inner, receive, send)
        else:
            with suppress(Vanished):
                await self.serve(scope, receive, send)

    def mounted(self, path: str) -> str | None:
        """The prefix of the mounted application that a path belongs to."""
        return next(
            (prefix for prefix in self.mounts if path == prefix or path.startswith(prefix + "/")), None
        )

    async def live(self, receive: Receive, send: Send) -> None:
        """The ASGI lifespan: nothing to start; at the end, work not yet begun is given up."""
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                self.workers.shutdown(wait=False, cancel_futures=True)
                return

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and write down what happened before the client can know of it.

        Vanished when nobody waits for the answer any more.
        """
        inbound = Inbound(self.timer(), hosted=self.worlds.default)
        scope[INBOUND] = inbound
        exchange = await self.exchange(scope, receive, send)
        reply = exchange.reply
        if reply.later is not None:
            self.workers.submit(line.finish, inbound.hosted.world, reply.later).add_done_callback(report)
        if reply.wire is not None and reply.wire.delay:
            await asyncio.sleep(reply.wire.delay)
        headers, body = encode(reply)
        if inbound.named:
            headers.append((b"understudy-world", inbound.hosted.name.encode()))
        seconds = self.timer() - inbound.started
        write = partial(record, inbound, exchange, headers, body, seconds)
        if len(exchange.call.body) > SMALL_BODY:
            # The coverage reads what was sent: 15 ms for an import of 6.5 MB.
            await asyncio.get_running_loop().run_in_executor(self.workers, write)
        else:
            write()
        self.tell(inbound, exchange, seconds)
        body = b"" if scope["method"] == "HEAD" else body
        if reply.wire is not None:
            await travel(
                scope, receive, send, status=reply.status, headers=headers, body=body, wire=reply.wire
            )
            return
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send_body(send, body)

    def tell(self, inbound: Inbound, exchange: Exchange, seconds: float) -> None:
        """Tell whoever wants to know of a routed exchange that is about to end."""
        if self.on_exchange is not None and exchange.call.operation is not NOWHERE:
            self.on_exchange(exchange, seconds, inbound.hosted.name)

    async def exchange(self, scope: Scope, receive: Receive, send: Send) -> Exchange:
        """What becomes of one request, whatever happens; Vanished when nobody waits for it any more."""
        inbound: Inbound = scope[INBOUND]
        try:
            inbound.headers = read_headers(scope)
            scope = enter(self.worlds, scope, inbound)
            if scope["path"] in self.issuers.paths or scope["path"].startswith(oidc.PREFIX):
                return await self.sign_in(scope, receive)
            if scope["method"] == "OPTIONS":
                return Exchange(unrouted_call(scope), self.describe(scope))
            await self.routes(scope, receive, send)
        except Vanished:
            raise
        except Problem as problem:
            return self.refuse(scope, problem)
        except Exception:
            logger.exception("%s %s failed", scope["method"], scope["path"])
            return self.refuse(scope, INTERNAL)
        return inbound.exchange or Exchange(unrouted_call(scope), LAST_RESORT, reason=INTERNAL.detail)

    async def answer(self, scope: Scope, receive: Receive, _send: Send) -> None:
        """The innermost application: a routed and authorised request goes down the line."""
        inbound: Inbound = scope[INBOUND]
        hosted = inbound.hosted
        target = self.targets.of(scope)
        if target is None:
            raise not_found()
        inbound.api = target.api
        caller = self.caller_of(scope)
        body = await read_body(receive, inbound.headers, most=target.api.body_bytes)
        call = routed_call(scope, target, caller, body)
        if target.long_running or len(call.body) > SMALL_BODY:
            loop = asyncio.get_running_loop()
            inbound.exchange = await loop.run_in_executor(
                self.workers, line.serve_one, target.api, hosted.world, call, hosted.faults
            )
        else:
            inbound.exchange = line.serve_one(target.api, hosted.world, call, hosted.faults)

    def refuse(self, scope: Scope, problem: Problem) -> Exchange:
        """The exchange of a refused request: in the vendor's words where its path is known."""
        inbound: Inbound = scope[INBOUND]
        call = unrouted_call(scope)
        try:
            world = inbound.hosted.world
            view = world.view(world.number())
            target = self.targets.of(scope)
            if target is not None:
                inbound.api = target.api
                return line.refuse(target.api, routed_call(scope, target, ANONYMOUS, b""), view, problem)
            reply = self.targets.refuse_lost(problem, call, scope["path"], view)
            return Exchange(call, reply, reason=problem.detail)
        except Exception:
            logger.exception("%s %s failed, and so did its refusal", scope["method"], scope["path"])
            return Exchange(call, LAST_RESORT, reason=problem.detail)

    async def sign_in(self, scope: Scope, receive: Receive) -> Exchange:
        """The exchange with an issuer of tokens; in a worker, for signing takes its time."""
        inbound: Inbound = scope[INBOUND]
        body = await read_body(receive, inbound.headers, most=oauth.BODY_BYTES)
        question = oauth.Question(unrouted_call(scope, body), scope["path"])
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.workers, self.issuers.respond, question, inbound.hosted)

    def describe(self, scope: Scope) -> Reply:
        """The reply to OPTIONS; Problem 404 for an unknown path."""
        methods = self.tree.methods(segments(scope))
        if not methods:
            raise not_found()
        return cors.options(methods, scope[INBOUND].headers)

    def caller_of(self, scope: Scope) -> Caller:
        """The caller that security let pass, or whoever calls where no token is asked for."""
        inbound: Inbound = scope[INBOUND]
        if inbound.caller is not None:
            return inbound.caller
        if self.auth and "authorization" in inbound.headers:
            return authenticate(inbound.headers, self.tokens, inbound.hosted.world)
        return self.anybody


def loop_time() -> float:
    """Seconds on the clock of the running event loop."""
    return asyncio.get_running_loop().time()


def report(done: Future[None]) -> None:
    """Log the failure of work that was left for later: nobody else would hear of it."""
    if not done.cancelled() and (fault := done.exception()) is not None:
        logger.error("Work left for later failed", exc_info=fault)
