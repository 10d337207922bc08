"""The one server that all mutants are served by, on a port of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from tests.conformance.mutants.catalogue import Mutant, mutants
from tests.conformance.mutants.layer import Mutating

from understudy.serving import Options, Server, prepare

__all__ = ["CUSTOMERS", "Host", "hosting"]

CUSTOMERS = 1_000
"""Enough for filters to tell customers apart, few enough to be quick."""


class Host:
    """The server with the layer around it. The base URL of a world is `url(world, api)`."""

    def __init__(self, server: Server, layer: Mutating) -> None:
        self.server = server
        self.layer = layer

    def url(self, world: str, api: str) -> str:
        """Base URL of an API in a world; that of a mutant's world is the mutant's."""
        base = next(offer.contract.base_path for offer in self.server.offers if offer.contract.name == api)
        return f"{self.server.url}/_world/{world}{base}"

    def forget(self, world: str) -> None:
        """Let a world go, if it is there."""
        if self.server.worlds.find(world) is not None:
            self.server.worlds.drop(world)


@contextmanager
def hosting(served: dict[str, Mutant] | None = None, *, clock: str = "real") -> Iterator[Host]:
    """The server with these mutants, or all of them, until the block ends."""
    ready = Event()
    options = Options(port=0, customers=CUSTOMERS, journal=0, log_format="", clock=clock)
    server = prepare(options, on_start=ready.set)
    config = server.listener.config
    layer = Mutating(config.app, mutants() if served is None else served, server.worlds)
    config.app = layer
    server.thread.start()
    try:
        assert ready.wait(60), "The server did not start."
        yield Host(server, layer)
    finally:
        server.stop()
