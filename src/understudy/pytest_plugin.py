"""The pytest plugin: fixtures `understudy`, one server for the whole run, and `world`, a fork of it per test.

Nothing is started, and nothing of ours imported, unless a test asks for one of them.
"""

import re
import shlex
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from understudy.client import Server, World
    from understudy.launching import Owner

__all__ = [
    "one_server",
    "one_world",
    "pytest_addoption",
    "pytest_configure_node",
    "pytest_unconfigure",
]

OPTIONS = "understudy_options"
OWNER: "pytest.StashKey[Owner]" = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """One option, on the command line or in the configuration: how to start the server."""
    sentence = "Options of `understudy serve` for the server that tests share, as one text"
    parser.getgroup("understudy").addoption(
        "--understudy-options", dest=OPTIONS, metavar="TEXT", help=f"{sentence}."
    )
    parser.addini(OPTIONS, f"{sentence}.", default="")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell an xdist worker where the server is found that all workers share."""
    node.workerinput[OPTIONS] = str(owned(node.config))


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the server, if one was started; this happens also after a worker crashed."""
    owner = config.stash.get(OWNER, None)
    if owner is not None:
        owner.release()
        shutil.rmtree(owner.folder, ignore_errors=True)


@pytest.fixture(scope="session", name="understudy")
def one_server(pytestconfig: pytest.Config) -> Iterator["Server"]:
    """A server on a free port, the same for all tests of the run, also under xdist."""
    # Measured: 110 ms, mostly httpx; test runs that do without this fixture need not wait.
    from understudy.client import Server
    from understudy.launching import shared

    given = pytestconfig.getoption(OPTIONS) or pytestconfig.getini(OPTIONS)
    folder = getattr(pytestconfig, "workerinput", {}).get(OPTIONS) or owned(pytestconfig)
    ready = shared(Path(folder), shlex.split(given))
    with Server(ready["url"], ready["apis"]) as server:
        yield server


@pytest.fixture(name="world")
def one_world(request: pytest.FixtureRequest, understudy: "Server") -> Iterator["World"]:
    """A world of the test's own, forked from `default` and dropped when the test is over."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = name_of(request.node.nodeid, worker)
    yield understudy.fork(name)
    understudy.drop(name)


def name_of(nodeid: str, worker: str) -> str:
    """A name for a test's world: its function, something that tells it from all others, its worker."""
    function = re.sub(r"[^A-Za-z0-9]+", "-", nodeid.rpartition("::")[2]).strip("-")[:40].strip("-")
    return f"{function or 'test'}-{zlib.crc32(nodeid.encode()):08x}-{worker}"[:64]


def owned(config: pytest.Config) -> Path:
    """The folder of the server that this process is the owner of."""
    if OWNER not in config.stash:
        # Measured: 20 ms, only where xdist or a fixture of ours is in use.
        from understudy.launching import Owner

        config.stash[OWNER] = Owner(Path(tempfile.mkdtemp(prefix="understudy-")))
    return config.stash[OWNER].folder
