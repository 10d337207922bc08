"""Load by wrk: requests per second of the server's processor time, and the 99th percentile of a GET."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

__all__ = ["LOAD_CORE", "SERVER_CORE", "Load", "Target", "load", "pinned"]

SERVER_CORE, LOAD_CORE = 0, 1
SECONDS = 5
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Target:
    """What to ask for, with headers beside the token, and the process that answers.

    `anew` asks differently each time, so that nobody can answer from memory.
    """

    url: str
    pid: int
    headers: tuple[str, ...] = ()
    anew: bool = False

    def processor_seconds(self) -> float:
        """The processor time that the process has used so far, all its threads together (Linux)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """What a run of wrk found.

    `per_second` is requests per second of the server's processor time: what it answers when it has one
    core to itself, told also on a machine that does other things beside.
    """

    per_second: float
    p99_ms: float


def pinned(core: int) -> tuple[str, ...]:
    """The prefix that keeps a command on one core; nothing where there is only one, or no taskset."""
    many = (os.cpu_count() or 1) > 1
    return ("taskset", "-c", str(core)) if many and shutil.which("taskset") else ()


def load(target: Target, *, connections: int = 64, seconds: int = SECONDS, token: str = "demo") -> Load:
    """Ask for the target as often as it is answered; RuntimeError when any answer is not a 2xx."""
    bearer = f"Authorization: Bearer {token}"
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "--timeout",
        "30s",
        "--latency",
        *(part for header in (bearer, *target.headers) for part in ("-H", header)),
        *(("-s", str(Path(__file__).parent / "anew.lua")) if target.anew else ()),
        target.url,
    ]
    used = target.processor_seconds()
    printed = subprocess.run(
        [*pinned(LOAD_CORE), *command], capture_output=True, text=True, check=True
    ).stdout
    used = target.processor_seconds() - used
    if "Non-2xx" in printed or "Socket errors" in printed:
        raise RuntimeError(f"{target.url} was not answered with 2xx throughout:\n{printed}")
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", printed)
    requests = int(re.search(r"(\d+) requests in", printed)[1])
    return Load(per_second=requests / used, p99_ms=float(p99[1]) * UNITS[p99[2]])
