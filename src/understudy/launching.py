"""One server for several processes that test together: whoever needs it first starts it."""

import fcntl
import json
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit

from understudy.errors import UnderstudyError
from understudy.world.clock import monotonic

__all__ = ["Owner", "shared"]

SECONDS = 120
"""How long a server may take to answer; large populations take a few seconds."""

PAUSE = 0.02

TOKEN = "UNDERSTUDY_CONTROL_TOKEN"  # noqa: S105 - the name of a variable

LIFELINE, LOCK, LOG, READY = "lifeline", "lock", "log", "ready.json"
"""What lies in the folder: a pipe that the owner holds open, and what the server is known by."""


class Owner:
    """The process for which a shared server lives: it ends when this one lets go, or ends in whatever way."""

    def __init__(self, folder: Path) -> None:
        """Own the server of a folder of its own, whether or not anybody will start it."""
        self.folder = folder
        os.mkfifo(folder / LIFELINE)
        # Open for both, so that neither this end nor the server's has to wait for the other.
        self.held = os.open(folder / LIFELINE, os.O_RDWR | os.O_NONBLOCK)

    def release(self) -> None:
        """Let the server end, and wait until it has."""
        os.close(self.held)
        with suppress(FileNotFoundError):
            url = urlsplit(json.loads((self.folder / READY).read_text(encoding="utf-8"))["url"])
            wait_for(lambda: not listens(url.hostname or "", url.port or 0), 10)


def shared(folder: Path, options: Sequence[str]) -> Mapping[str, Any]:
    """What `--ready-json` printed of the folder's server, started with these options if nobody did before.

    UnderstudyError with the end of its log when it does not answer.
    """
    with (folder / LOCK).open("w") as lock:
        # Given back by the system even when a process that holds it crashes.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / READY).exists():
            start(folder, options)
    ready: Mapping[str, Any] = json.loads((folder / READY).read_text(encoding="utf-8"))
    return ready


def start(folder: Path, options: Sequence[str]) -> None:
    """Start a server and wait for it; what it prints becomes the folder's `ready.json`."""
    printed = folder / f"printed-{os.getpid()}"
    command = "from understudy.cli import main; main()"
    writing = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    # A token that others ask of their servers is not known to whoever tests.
    environment = {name: value for name, value in os.environ.items() if name != TOKEN}
    # Not subprocess: the server belongs to the owner, and outlives this process if need be.
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-c", command, "serve", "--port", "0", *options, "--ready-json", "--until-eof"],
        environment,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, str(folder / LIFELINE), os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(printed), writing, 0o600),
            (os.POSIX_SPAWN_OPEN, 2, str(folder / LOG), writing, 0o600),
        ],
        setsid=True,
    )
    ended = wait_for(lambda: printed.read_bytes().endswith(b"\n") or gone(pid), SECONDS)
    if not ended or not printed.read_bytes().endswith(b"\n"):
        said = (folder / LOG).read_text(encoding="utf-8", errors="replace")[-2000:].strip()
        raise UnderstudyError(f"The server did not start: {said or 'it said nothing'}")
    printed.replace(folder / READY)


def gone(pid: int) -> bool:
    """Whether a child of this process has ended."""
    return os.waitpid(pid, os.WNOHANG)[0] == pid


def wait_for(happened: Any, seconds: float) -> bool:
    """Whether something happened within so many seconds."""
    end, pause = monotonic() + seconds, Event()
    while not happened():
        if monotonic() > end:
            return False
        pause.wait(PAUSE)
    return True


def listens(host: str, port: int) -> bool:
    """Whether somebody takes connections there."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True
