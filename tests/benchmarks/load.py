"""Load by wrk: requests per second and the 99th percentile of a GET."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

__all__ = ["LOAD_CORE", "SERVER_CORE", "Load", "load", "pinned"]

SERVER_CORE, LOAD_CORE = 0, 1
SECONDS = 5
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Load:
    """What a run of wrk found."""

    per_second: float
    p99_ms: float


def pinned(core: int) -> tuple[str, ...]:
    """The prefix that keeps a command on one core; nothing where there is only one, or no taskset."""
    many = (os.cpu_count() or 1) > 1
    return ("taskset", "-c", str(core)) if many and shutil.which("taskset") else ()


def load(url: str, *, connections: int = 64, seconds: int = SECONDS, token: str = "demo") -> Load:
    """Ask for `url` as often as it is answered; RuntimeError when any answer is not a 2xx."""
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "--latency",
        "-H",
        f"Authorization: Bearer {token}",
        url,
    ]
    printed = subprocess.run(
        [*pinned(LOAD_CORE), *command], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in printed or "Socket errors" in printed:
        raise RuntimeError(f"{url} was not answered with 2xx throughout:\n{printed}")
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", printed)
    return Load(
        per_second=float(re.search(r"Requests/sec:\s+([\d.]+)", printed)[1]),
        p99_ms=float(p99[1]) * UNITS[p99[2]],
    )
