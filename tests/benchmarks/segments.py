"""Segments of 200,000 users: importing their CSV file, downloading it, and small requests meanwhile."""

import http.client
import json
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.load import Target, load
from tests.benchmarks.peers import first_answer
from tests.benchmarks.table import Row
from tests.support.server import Server, resident, serving
from tests.vendors.banno.desk import TIBURON
from tests.vendors.banno.forms import form
from understudy.serving import Options, find_offers, make_world
from understudy.vendors.banno.users import Users
from understudy.world.members import Members

__all__ = ["rows"]

CUSTOMERS = 400_000
"""Six in ten of them are enrolled, which makes them end users."""

USERS = 200_000
OURS = f"/a/segments/api/v0/institutions/{TIBURON}"
IMPORT = f"{OURS}/import?sourceType=username"
ROUNDS = 7
LONGEST_REPLY = 64 * 1024 * 1024


def rows(folder: Path, with_peers: bool) -> Iterator[Row]:
    """One row per budget; there is no peer that holds users."""
    known, unknown = files()
    with serving("--customers", str(CUSTOMERS)) as server:
        first_answer(f"{server.url}{OURS}/segments")
        before = resident(server.process.pid)
        for what, file in (("first import, all known", known), ("import, none known", unknown)):
            taken = memory(server, file) / len(file)
            yield row(f"memory of the {what}, in files", taken, 5, "")
        for what, file in (("all known", known), ("none known", unknown)):
            seconds = median(server, "POST", IMPORT, form(file))
            yield row(f"import of {USERS:,} rows, {len(file):,} bytes, {what}", seconds, 1.0, "s")
        segment = f"{OURS}/segments/{segment_of(server, known)}"
        seconds = median(server, "GET", f"{segment}/end-users.csv")
        yield row(f"download of {USERS:,} users as CSV", seconds, 0.5, "s")
        with Busy(server, f"{segment}/end-users.csv", form(known)):
            small = load(Target(f"{server.url}{segment}", server.process.pid), connections=4, seconds=10)
        yield row("p99 of small GETs while imports and downloads run", small.p99_ms, 50, "ms")
        after = resident(server.process.pid)
        yield row("resident memory more than at the start", (after - before) / 1e6, None, "MB")


def files() -> tuple[bytes, bytes]:
    """CSV files of so many users, by name, with full name and e-mail: all known, and none."""
    options = Options(customers=CUSTOMERS, log_format="")
    world = make_world(options, find_offers(options))
    users = Users.of(world.institutions["TIBURON"].customers)
    columns = ["username", "firstName", "lastName", "email"]
    table = users.rows(Members(users.frame["number"].head(USERS)), columns)
    if len(table) < USERS:
        raise RuntimeError(f"There are {len(table):,} users only: take more customers.")
    lines = table.write_csv(include_header=False, line_terminator="\r\n").splitlines(keepends=True)
    return written(lines), written([f"x{line}" for line in lines])


def written(lines: Sequence[str]) -> bytes:
    """The lines under their header row."""
    return ("username,firstName,lastName,email\r\n" + "".join(lines)).encode()


def memory(server: Server, file: bytes) -> int:
    """Bytes of memory that the server takes at most during an import, beyond those it held before (Linux)."""
    sent = form(file)
    # From here on the peak is counted anew.
    Path(f"/proc/{server.process.pid}/clear_refs").write_text("5")
    held = resident(server.process.pid)
    send(server, "POST", IMPORT, sent, into=bytearray(LONGEST_REPLY))
    return resident(server.process.pid, peak=True) - held


def segment_of(server: Server, file: bytes) -> str:
    """The id of a segment of all users of a file."""
    draft = send(server, "POST", IMPORT, form(file))
    body = {"name": "Everybody", "sourceProvider": "Banno", "draftId": draft["draftId"]}
    sent = ("application/json", json.dumps(body).encode())
    return str(send(server, "POST", f"{OURS}/segments", sent)["segmentId"])


class Busy:
    """Imports and downloads, one after the other without pause, while the block runs."""

    def __init__(self, server: Server, download: str, sent: tuple[str, bytes]) -> None:
        self.ends = threading.Event()
        self.sink = bytearray(LONGEST_REPLY)  # for both workers: nobody reads it
        self.workers = [
            threading.Thread(target=self.repeat, args=(server, *request))
            for request in (("GET", download, None), ("POST", IMPORT, sent))
        ]

    def __enter__(self) -> None:
        for worker in self.workers:
            worker.start()

    def __exit__(self, *error: object) -> None:
        self.ends.set()
        for worker in self.workers:
            worker.join()

    def repeat(self, server: Server, method: str, path: str, sent: tuple[str, bytes] | None) -> None:
        while not self.ends.is_set():
            send(server, method, path, sent, into=self.sink)


def row(what: str, figure: float, budget: float | None, unit: str) -> Row:
    """A row; without a budget it is only told."""
    text = f"{figure:.2f} {unit}" if figure < 10 else f"{figure:.0f} {unit}"
    met = True if budget is None else figure <= budget
    limit = "-" if budget is None else f"≤ {budget} {unit}".strip()
    return Row(f"{USERS:,} users: {what}", text.strip(), "-", "-", limit, met)


def median(server: Server, method: str, path: str, sent: tuple[str, bytes] | None = None) -> float:
    """The median seconds from sending a request to the last byte of its reply."""
    figures, buffer = [], bytearray(LONGEST_REPLY)
    for _ in range(ROUNDS):
        began = time.perf_counter()
        send(server, method, path, sent, into=buffer)
        figures.append(time.perf_counter() - began)
    return statistics.median(figures)


def send(
    server: Server,
    method: str,
    path: str,
    sent: tuple[str, bytes] | None = None,
    *,
    into: bytearray | None = None,
) -> Any:
    """The JSON value a request is answered with, or None when its bytes go `into` a buffer.

    `sent` is content type and body. RuntimeError for an answer that is no 2xx.
    """
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=120)
    headers = {"Authorization": "Bearer demo"} | ({"Content-Type": sent[0]} if sent else {})
    connection.request(method, path, sent[1] if sent else None, headers)
    reply = connection.getresponse()
    if not 200 <= reply.status < 300:
        raise RuntimeError(f"{method} {path} was answered with {reply.status}: {reply.read(300)!r}")
    if into is None:
        return json.loads(reply.read())
    while reply.readinto(into):
        pass
    connection.close()
    return None
