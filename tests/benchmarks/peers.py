"""The peers: Prism, WireMock and a bare ASGI app, each as a process that answers one URL."""

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.load import SERVER_CORE, Target, pinned
from tests.support.server import ROOT

__all__ = [
    "Started",
    "bare",
    "first_answer",
    "free_port",
    "install",
    "prism",
    "prism_command",
    "process",
    "wiremock",
]

CACHE = Path.home() / ".cache/understudy-benchmarks"
PACKAGES = ("@stoplight/prism-cli@5", "wiremock@3")


@dataclass(frozen=True)
class Started:
    """A process that has answered: after how many seconds, and what to ask it for."""

    seconds: float
    target: Target


def install() -> bool:
    """Put Prism and WireMock into the cache with npm; False where that is not possible."""
    if (CACHE / "node_modules/wiremock").exists() and (CACHE / "node_modules/.bin/prism").exists():
        return True
    if not (shutil.which("npm") and shutil.which("java")):
        return False
    CACHE.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(CACHE), *PACKAGES]
    return subprocess.run(command, capture_output=True, check=False, timeout=600).returncode == 0


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def first_answer(url: str, seconds: float = 120) -> float:
    """Seconds until `url` is answered with 200; TimeoutError after `seconds`."""
    request = urllib.request.Request(url, headers={"Authorization": "Bearer demo"})
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        try:
            with urllib.request.urlopen(request, timeout=seconds) as reply:
                if reply.status == 200:
                    return time.perf_counter() - began
        except OSError:
            time.sleep(0.005)
    raise TimeoutError(f"{url} was not answered with 200 within {seconds} s.")


@contextmanager
def process(command: Sequence[str], url: str, *, pin: bool = True) -> Iterator[Started]:
    """Run `command` until the block ends; the block begins at the first 200."""
    prefix = pinned(SERVER_CORE) if pin else ()
    running = subprocess.Popen(
        [*prefix, *command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield Started(first_answer(url), Target(url, running.pid))
    finally:
        running.kill()
        running.wait()


def prism_command(specification: Path, port: int) -> list[str]:
    """Prism as a mock of one file, saying nothing but errors."""
    program = str(CACHE / "node_modules/.bin/prism")
    return ["node", program, "mock", "-h", "127.0.0.1", "-p", str(port), "-v", "error", str(specification)]


@contextmanager
def prism(specification: Path, path: str) -> Iterator[Target]:
    """The `path` at a Prism that mocks `specification`."""
    port = free_port()
    url = f"http://127.0.0.1:{port}{path}"
    with process(prism_command(specification, port), url) as started:
        yield started.target


@contextmanager
def wiremock(folder: Path, path: str, body: bytes) -> Iterator[Target]:
    """The `path` at a WireMock with one stub that checks the token and answers `body`."""
    stub = {
        "request": {
            "method": "GET",
            "urlPathPattern": path.rpartition("/")[0] + "/[-_:.~$a-zA-Z0-9]{6,48}",
            "headers": {"Authorization": {"equalTo": "Bearer demo"}},
        },
        "response": {
            "status": 200,
            "headers": {"Content-Type": "application/json", "ETag": 'W/"325cf1cc"'},
            "jsonBody": json.loads(body),
        },
    }
    (folder / "mappings").mkdir(parents=True, exist_ok=True)
    (folder / "mappings/audience.json").write_text(json.dumps(stub))
    jar = next((CACHE / "node_modules/wiremock/build").glob("*.jar"))
    port = free_port()
    options = [
        "--bind-address",
        "127.0.0.1",
        "--root-dir",
        str(folder),
        "--disable-banner",
        "--no-request-journal",
    ]
    url = f"http://127.0.0.1:{port}{path}"
    with process(["java", "-jar", str(jar), "--port", str(port), *options], url) as started:
        yield started.target


@contextmanager
def bare(path: str) -> Iterator[Target]:
    """The `path` at an ASGI app that does nothing but answer, on the server that we use."""
    port = free_port()
    url = f"http://127.0.0.1:{port}{path}"
    options = [
        "--port",
        str(port),
        "--loop",
        "uvloop",
        "--http",
        "httptools",
        "--no-access-log",
        "--log-level",
        "error",
    ]
    with process([sys.executable, "-m", "uvicorn", "tests.benchmarks.bare:app", *options], url) as started:
        yield started.target
