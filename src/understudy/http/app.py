"""The ASGI application: from the bytes of a request to the bytes of its reply.

Connexion routes and authorises; what is left of a request after that goes down the line.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.contract.load import Contract
from understudy.contract.operation import Operation
from understudy.contract.skeleton import skeleton
from understudy.errors import ContractError, Problem
from understudy.http import cors, line, oidc
from understudy.http.exchange import Call, Caller, Exchange, Reply, World
from understudy.http.framework import ROUTING_CONTEXT, Resolver
from understudy.http.handlers import Api, bind
from understudy.http.identities import Identities
from understudy.http.inbound import INBOUND, Inbound
from understudy.http.limits import Vanished, read_body, read_headers
from understudy.http.origin import origin
from understudy.http.paths import canonical, segments
from understudy.http.problems import LAST_RESORT, generic
from understudy.http.routing import Routes, Tree, not_found
from understudy.http.security import ANONYMOUS, authenticate, bearer_only, security_map
from understudy.http.sending import send_reply
from understudy.http.tokens import TokenClock, Tokens

__all__ = ["App", "Service", "create_app"]

logger = logging.getLogger("understudy.http")

SMALL_BODY = 64 * 1024
"""Bytes of body up to which a request is answered on the event loop itself."""

WORKERS = 4
"""Threads for long work; more would only share the same interpreter."""

OIDC_PREFIX = "/oidc/"

INTERNAL = Problem(
    500, "internalError", "The server failed to answer; its log says why. Nothing was changed."
)

Observer = Callable[[Exchange, float], None]
"""Told of each exchange of a routed request, with the seconds it took."""


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


def create_app(
    services: Sequence[Service],
    *,
    world: World,
    identities: Identities,
    auth: bool,
    seed: int,
    clock: TokenClock,
    on_exchange: Observer | None = None,
    mounts: Mapping[str, ASGIApp] | None = None,
    timer: Callable[[], float] | None = None,
) -> "App":
    """The application that serves these APIs from one world.

    Without `auth`, and where a contract asks for no token, everybody is the caller of the token `demo`;
    a token sent to such an operation speaks for itself, though. `mounts` are other applications by
    path prefix (`/_understudy`). `on_exchange` is told the seconds an exchange took by `timer`, or else by
    the event loop, whose clock may stand still in between. ContractError when contracts and handlers
    do not match.
    """
    tokens = Tokens(seed, clock, identities.tokens)
    provider = oidc.Provider(identities, tokens, world, clock)
    anybody = identities.tokens.get("demo", ANONYMOUS)
    app = App(world, tokens, provider, anybody, auth, on_exchange, mounts or {}, timer or loop_time)
    for service in services:
        app.add(service)
    app.routes.join()
    return app


class App:
    """One world behind HTTP; made by `create_app`."""

    def __init__(
        self,
        world: World,
        tokens: Tokens,
        provider: oidc.Provider,
        anybody: Caller,
        auth: bool,
        on_exchange: Observer | None,
        mounts: Mapping[str, ASGIApp],
        timer: Callable[[], float],
    ) -> None:
        self.world = world
        self.provider = provider
        self.tokens = tokens
        self.anybody = anybody
        self.auth = auth
        self.on_exchange = on_exchange
        self.mounts = mounts
        self.timer = timer
        self.tree = Tree()
        self.targets: dict[tuple[str, str], Target] = {}
        self.routes = Routes(self.answer, tree=self.tree, security=security_map(tokens))
        self.workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="understudy")

    def add(self, service: Service) -> None:
        """Serve one more API; ContractError when its operations and handlers do not match."""
        contract, api = service.contract, service.api
        bind(api, contract)
        for operation in contract.operations.values():
            key = (contract.base_path, operation.operation_id)
            if key in self.targets:
                raise ContractError(
                    f"{contract.name} and {self.targets[key].api.name} both serve {operation.operation_id} "
                    f"below `{contract.base_path}`: serve only one of them."
                )
            handler = api.handlers[operation.operation_id]
            self.targets[key] = Target(api, operation, handler.long_running)
        self.routes.add_api(
            bearer_only(skeleton(contract, secured=self.auth)),
            base_path=contract.base_path,
            resolver=Resolver(lambda operation_id: api.handlers[operation_id].answer),
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
            try:
                reply = await self.reply_to(scope, receive, send)
            except Vanished:
                return
            await send_reply(send, reply, head=scope["method"] == "HEAD")

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

    async def reply_to(self, scope: Scope, receive: Receive, send: Send) -> Reply:
        """The reply to one request, whatever happens; Vanished when nobody waits for it any more."""
        inbound = scope[INBOUND] = Inbound(self.timer())
        try:
            inbound.headers = read_headers(scope)
            if scope["path"].startswith(OIDC_PREFIX):
                return await self.sign_in(scope, receive)
            if scope["method"] == "OPTIONS":
                return self.describe(scope)
            await self.routes(scope, receive, send)
        except Vanished:
            raise
        except Problem as problem:
            return self.refuse(scope, problem)
        except Exception:
            logger.exception("%s %s failed", scope["method"], scope["path"])
            return self.refuse(scope, INTERNAL)
        return inbound.reply or LAST_RESORT

    async def answer(self, scope: Scope, receive: Receive, _send: Send) -> None:
        """The innermost application: a routed and authorised request goes down the line."""
        inbound: Inbound = scope[INBOUND]
        target = self.target_of(scope)
        caller = self.caller_of(scope)
        call = call_of(scope, target, caller, await read_body(receive, inbound.headers))
        if target.long_running or len(call.body) > SMALL_BODY:
            loop = asyncio.get_running_loop()
            exchange = await loop.run_in_executor(self.workers, line.serve_one, target.api, self.world, call)
        else:
            exchange = line.serve_one(target.api, self.world, call)
        inbound.reply = self.conclude(exchange, inbound.started)

    def conclude(self, exchange: Exchange, started: float) -> Reply:
        """Tell of an exchange, and start what its reply left for later."""
        if self.on_exchange is not None:
            self.on_exchange(exchange, self.timer() - started)
        if exchange.reply.later is not None:
            self.workers.submit(line.finish, self.world, exchange.reply.later).add_done_callback(report)
        return exchange.reply

    def refuse(self, scope: Scope, problem: Problem) -> Reply:
        """The reply to a refused request: in the vendor's words where its path is known."""
        inbound: Inbound = scope[INBOUND]
        try:
            view = self.world.view(self.world.number())
            if ROUTING_CONTEXT in scope.get("extensions", {}):
                target = self.target_of(scope)
                exchange = line.refuse(target.api, call_of(scope, target, ANONYMOUS, b""), view, problem)
                return self.conclude(exchange, inbound.started)
            resource = origin(scope, inbound.headers) + canonical(scope["path"].split("/")[1:])
            return generic(problem, resource, inbound.headers, view)
        except Exception:
            logger.exception("%s %s failed, and so did its refusal", scope["method"], scope["path"])
            return LAST_RESORT

    async def sign_in(self, scope: Scope, receive: Receive) -> Reply:
        """The reply of the OpenID provider; in a worker, for signing takes its time."""
        headers = scope[INBOUND].headers
        question = oidc.Question(
            scope["method"],
            scope["path"].removeprefix(OIDC_PREFIX),
            origin(scope, headers),
            scope["query_string"].decode("latin-1"),
            headers,
            await read_body(receive, headers, most=oidc.BODY_BYTES),
        )
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.workers, self.provider.respond, question)

    def describe(self, scope: Scope) -> Reply:
        """The reply to OPTIONS; Problem 404 for an unknown path."""
        methods = self.tree.methods(segments(scope))
        if not methods:
            raise not_found()
        return cors.options(methods, scope[INBOUND].headers)

    def caller_of(self, scope: Scope) -> Caller:
        """The caller that Connexion's security layer let pass, or whoever calls where none is asked for."""
        proof: Mapping[str, Any] = scope["extensions"].get("connexion_context", {}).get("token_info", {})
        # Where a contract asks for two tokens at once, Connexion keeps one proof for each.
        proof = proof if "caller" in proof or not proof else next(iter(proof.values()))
        if "caller" in proof:
            caller: Caller = proof["caller"]
            return caller
        headers = scope[INBOUND].headers
        if self.auth and "authorization" in headers:
            return authenticate(headers, self.tokens)
        return self.anybody

    def target_of(self, scope: Scope) -> Target:
        """What Connexion's routing found."""
        routed = scope["extensions"][ROUTING_CONTEXT]
        return self.targets[routed["api_base_path"], routed["operation_id"]]


def loop_time() -> float:
    """Seconds on the clock of the running event loop."""
    return asyncio.get_running_loop().time()


def call_of(scope: Scope, target: Target, caller: Caller, body: bytes) -> Call:
    """A routed request without its framework."""
    headers = scope[INBOUND].headers
    return Call(
        target.operation,
        scope["method"],
        origin(scope, headers),
        canonical(segments(scope)),
        scope["path_params"],
        scope["query_string"],
        headers,
        body,
        caller,
    )


def report(done: Future[None]) -> None:
    """Log the failure of work that was left for later: nobody else would hear of it."""
    if not done.cancelled() and (fault := done.exception()) is not None:
        logger.error("Work left for later failed", exc_info=fault)
