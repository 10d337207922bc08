"""A server in a process of its own, as users start it: the command line, a port, SIGTERM."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["ROOT", "Server", "command", "resident", "running", "serving"]

ROOT = Path(__file__).parents[2]

BOOT_SECONDS = 60


@dataclass
class Server:
    """A running `understudy serve`: where it listens and what it has printed so far."""

    process: subprocess.Popen[str]
    url: str = ""
    printed: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        """Base URL of the customer-audiences API."""
        return f"{self.url}/service"

    @property
    def admin(self) -> str:
        """Base URL of the customer-audience-connections API."""
        return f"{self.url}/bankingAdmin"

    @property
    def text(self) -> str:
        """Everything printed, for the message of a test that fails."""
        return "".join(self.printed)


def command(*options: str) -> list[str]:
    """The command line that starts the server with this interpreter."""
    return [sys.executable, "-c", "from understudy.cli import main; main()", "serve", *options]


@contextmanager
def serving(*options: str, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """`understudy serve` on a free port with `options`, until the block ends."""
    with running(command("--port", "0", *options), environment or {}) as server:
        yield server


@contextmanager
def running(arguments: Sequence[str], environment: Mapping[str, str]) -> Iterator[Server]:
    """A server started by these arguments, until the block ends.

    Raises AssertionError with all that was printed when it ends by itself or prints no address within
    a minute.
    """
    process = subprocess.Popen(
        arguments,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    server = Server(process)
    ready = threading.Event()
    reader = threading.Thread(target=_read, args=(server, ready), daemon=True)
    reader.start()
    try:
        ready.wait(BOOT_SECONDS)
        assert server.url, f"The server printed no address:\n{server.text}"
        _await_socket(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join(5)
        process.stdout.close()


def _read(server: Server, ready: threading.Event) -> None:
    """Collect what the server prints; its first address makes it ready, its end too."""
    for line in server.process.stdout:
        server.printed.append(line)
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        if address and not ready.is_set():
            server.url = address[0]
            ready.set()
    ready.set()


def _await_socket(server: Server) -> None:
    """Wait until the printed address accepts connections: it may be printed a moment before."""
    host, port = server.url.removeprefix("http://").split(":")
    for _ in range(BOOT_SECONDS * 100):
        with suppress(ConnectionRefusedError), socket.create_connection((host, int(port)), timeout=5):
            return
        time.sleep(0.01)
    raise AssertionError(f"Nothing listens at {server.url}:\n{server.text}")


def resident(pid: int, *, peak: bool = False) -> int:
    """Bytes of memory that a process holds now, or held at most (Linux)."""
    name = "VmHWM" if peak else "VmRSS"
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) * 1024
