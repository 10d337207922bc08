"""The listening socket, and the server that answers on it until it is told to stop."""

import asyncio
import errno
import logging
import socket
from collections.abc import Callable
from typing import cast

import uvicorn
from starlette.types import ASGIApp

from understudy.errors import UsageError
from understudy.http.protocol import Protocol

__all__ = ["Listener", "listen", "url_of"]

LOGGER = logging.getLogger("uvicorn.error")

REASONS = {
    errno.EADDRINUSE: "another program listens there; stop it, or choose another --port (0 takes a free one)",
    errno.EACCES: "ports below 1024 need privileges; choose a higher one with --port",
    errno.EADDRNOTAVAIL: "this machine has no such address; choose another with --host",
}
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - recognised here, bound only on request


class Listener(uvicorn.Server):
    """uvicorn on a socket that is already open; `on_start` is called when requests are answered."""

    def __init__(self, app: ASGIApp, opened: socket.socket, on_start: Callable[[], None]) -> None:
        config = uvicorn.Config(
            app,
            http=Protocol,
            ws="none",
            lifespan="on",
            access_log=False,
            log_config=None,
            proxy_headers=False,  # Forwarded is read where URLs are made, for every host
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=0,  # whatever is still under way would be forgotten anyway
        )
        super().__init__(config)
        self.opened = opened
        self.on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start answering, then say so."""
        await super().startup(sockets)
        self.on_start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop at once; that requests were cut off is as it was wished, and no error to report."""
        LOGGER.disabled = True
        await super().shutdown(sockets)
        await asyncio.gather(*self.server_state.tasks, return_exceptions=True)
        # A connection left open would keep the event loop from closing.
        for connection in list(self.server_state.connections):
            cast("Protocol", connection).transport.abort()
        await asyncio.sleep(0)

    def answer(self) -> None:
        """Answer until stopped, by a signal in the main thread or by `should_exit`."""
        try:
            self.run(sockets=[self.opened])
        finally:
            LOGGER.disabled = False


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. UsageError when the address cannot be had.

    It listens before there is anything to answer, so that nobody else can take the port meanwhile.
    """
    try:
        family, *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as fault:
        code = getattr(fault, "errno", None)
        reason = REASONS.get(
            code or 0, f"{getattr(fault, 'strerror', None) or fault}; choose another --host or --port"
        )
        raise UsageError(f"Cannot listen on {host}:{port}, because {reason}.") from None


def url_of(opened: socket.socket) -> str:
    """The URL at which this machine reaches the socket."""
    host, port = opened.getsockname()[:2]
    host = EVERYWHERE.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
