"""A server within the process that asks for it, for tests in Python that do without the pytest plugin."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from understudy import client, serving

__all__ = ["running"]


@contextmanager
def running(**options: Any) -> Iterator[client.Server]:
    """A server in a thread, from the moment it answers until the block ends.

    `options` are those of `serving.Options`, which are those of the command line; but the port is a free
    one, and no exchange is logged, unless asked for. UsageError when they cannot be met.
    """
    with serving.start(serving.Options(**{"port": 0, "log_format": "", **options})) as server:
        apis = {offer.contract.name: server.url + offer.contract.base_path for offer in server.offers}
        with client.Server(server.url, apis, token=options.get("control_token")) as steered:
            yield steered
