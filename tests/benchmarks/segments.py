"""Segments of 200,000 users: importing their CSV file, downloading it, and small requests meanwhile."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.asking import LONGEST_REPLY, Asked, Busy, median, send
from tests.benchmarks.load import Target, load
from tests.benchmarks.peers import first_answer
from tests.benchmarks.table import Row, measured
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
SUBJECT = f"{USERS:,} users"
OURS = f"/a/segments/api/v0/institutions/{TIBURON}"
IMPORT = f"{OURS}/import?sourceType=username"
ROUNDS = 7


def rows(folder: Path, with_peers: bool) -> Iterator[Row]:
    """One row per budget; there is no peer that holds users."""
    known, unknown = files()
    with serving("--customers", str(CUSTOMERS)) as server:
        first_answer(f"{server.url}{OURS}/segments")
        before = resident(server.process.pid)
        for what, file in (("first import, all known", known), ("import, none known", unknown)):
            taken = memory(server, file) / len(file)
            yield measured(SUBJECT, f"memory of the {what}, in files", taken, 5, "")
        for what, file in (("all known", known), ("none known", unknown)):
            seconds = median(server, imported(file), rounds=ROUNDS)
            yield measured(
                SUBJECT, f"import of {USERS:,} rows, {len(file):,} bytes, {what}", seconds, 1.0, "s"
            )
        segment = f"{OURS}/segments/{segment_of(server, known)}"
        download = Asked("GET", f"{segment}/end-users.csv")
        seconds = median(server, download, rounds=ROUNDS)
        yield measured(SUBJECT, f"download of {USERS:,} users as CSV", seconds, 0.5, "s")
        with Busy(server, download, imported(known)):
            small = load(Target(f"{server.url}{segment}", server.process.pid), connections=4, seconds=10)
        yield measured(SUBJECT, "p99 of small GETs while imports and downloads run", small.p99_ms, 50, "ms")
        after = resident(server.process.pid)
        yield measured(SUBJECT, "resident memory more than at the start", (after - before) / 1e6, None, "MB")


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
    asked = imported(file)
    # From here on the peak is counted anew.
    Path(f"/proc/{server.process.pid}/clear_refs").write_text("5")
    held = resident(server.process.pid)
    send(server, asked, into=bytearray(LONGEST_REPLY))
    return resident(server.process.pid, peak=True) - held


def imported(file: bytes) -> Asked:
    """The request that imports a CSV file."""
    return Asked("POST", IMPORT, *form(file))


def segment_of(server: Server, file: bytes) -> str:
    """The id of a segment of all users of a file."""
    draft = send(server, imported(file))
    body = {"name": "Everybody", "sourceProvider": "Banno", "draftId": draft["draftId"]}
    creation = Asked("POST", f"{OURS}/segments", "application/json", json.dumps(body).encode())
    return str(send(server, creation)["segmentId"])
