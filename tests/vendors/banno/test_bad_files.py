"""Bad CSV files over the wire: a bad request in bounded time and memory, and nothing is changed."""

import time
from collections.abc import Iterator

import httpx
import pytest
from tests.support.server import Server, resident, serving
from tests.vendors.banno.desk import LISTED, TIBURON
from tests.vendors.banno.forms import form

pytestmark = pytest.mark.slow  # a server of its own

OURS = f"/a/segments/api/v0/institutions/{TIBURON}"
STATE = "/_understudy/worlds/default/state/banno"
JOURNAL = "/_understudy/worlds/default/journal"
MEGABYTE = 1_000_000
SECONDS = 20
"""Far more than any refusal takes, on a machine that does other things as well."""

TEXT = "username,name\r\nflores0000,Flores\r\nnobody9999,Nobody\r\n"
NO_CSV = "save it as text in UTF-8"

BAD = {
    "binary": (bytes(range(256)) * 4000, NO_CSV),
    "a workbook": (b"PK\x03\x04\x14\0\x06\0" + b"\0" * 1000, NO_CSV),
    "UTF-16": (TEXT.encode("utf-16"), NO_CSV),
    "UTF-16 without mark": (TEXT.encode("utf-16-be"), NO_CSV),
    "Latin-1": ("username\r\nJosé\r\n".encode("latin-1"), "The file is not UTF-8 after line 0"),
    "ragged": (TEXT.encode() + b"\r\nflores0000\r\n", "The row at line 5 has 1 columns"),
    "a million columns": (
        b"username,name\r\n" + b"," * MEGABYTE + b"x\r\n",
        "longer than 1,000,000 characters",
    ),
    "just a million columns": (b"," * (MEGABYTE - 1), "The row at line 1 has 1,000,000 columns"),
    "too many columns": (b"username,name\r\n" + b"," * 1000, "The row at line 2 has 1,001 columns"),
    "a quote not closed": (TEXT.encode() + b'"flores0000,x\r\n', "The row at line 4 is no CSV"),
    "a quote not closed for long": (b'a,"' + b"flores0000,x\r\n" * 200_000, "The row at line 1 is no CSV"),
    "text after a quote": (b'a,"b"c\r\n', "The row at line 1 is no CSV"),
    "too many lines": (b"a,b\n" * (MEGABYTE + 1), "more than 1,000,000 lines"),
    "50 MB of rows": (b"username,0123456789\r\n" * (50 * MEGABYTE // 21), "exceeds 41943040 bytes"),
    "50 MB of commas": (b"," * 50 * MEGABYTE, "exceeds 41943040 bytes"),
    "40 MB of commas": (b"," * 41 * MEGABYTE, "longer than 1,000,000 characters"),
}
"""What is no list of users, with the column 1, by name: the file, and what the journal says."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with a frozen clock, which has users already."""
    with serving("--customers", "1000", "--clock", "frozen", "--api", "banno/segments") as running:
        yield running


@pytest.fixture(scope="module")
def api(server) -> Iterator[httpx.Client]:
    """The API and, at the same place, the control API."""
    headers = {"Authorization": "Bearer demo"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def peak(server, api) -> int:
    """The most memory that the server took before the first bad file, an import among it."""
    assert 200 == sent(api, TEXT.encode(), "import").status_code
    return resident(server.process.pid, peak=True)


def sent(api: httpx.Client, file: bytes, path: str) -> httpx.Response:
    """The reply to an import whose identifiers are in the column 1."""
    content_type, content = form(file, user_identifier_csv_column=1)
    query = {"sourceType": "username"} | ({"operationType": "append"} if "segments" in path else {})
    return api.post(f"{OURS}/{path}", params=query, headers={"Content-Type": content_type}, content=content)


def documents(api: httpx.Client) -> list[bytes]:
    """All there is to be changed: drafts, segments and history."""
    return [api.get(f"{STATE}/{name}").content for name in ("drafts", "segments", "history")]


@pytest.mark.parametrize("path", ["import", f"segments/{LISTED}/import"])
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_changes_nothing(server, api, peak, name, path):
    """S-09: a file that is no CSV is a 400 without body, soon; the journal says why, and nothing changes."""
    file, told = BAD[name]
    before = documents(api)
    began = time.monotonic()
    reply = sent(api, file, path)

    assert (400, b"") == (reply.status_code, reply.content)
    assert time.monotonic() - began < SECONDS
    assert before == documents(api)
    [last] = api.get(JOURNAL, params={"status": 400, "limit": 1000}).json()["items"][-1:]
    assert told in last["reason"]
    assert last["operation"].startswith("importSegment")
    assert resident(server.process.pid, peak=True) - peak < 5 * 42 * MEGABYTE


def test_formulas_are_data(api):
    """What a spreadsheet takes for a formula is neither refused nor changed, there and back."""
    formulas = ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x.example")']
    rows = ["a,b", *(f'x,"{formula.replace(chr(34), chr(34) * 2)}"' for formula in formulas)]
    found = sent(api, "\r\n".join(rows).encode(), "import").json()

    assert formulas == [row["values"][1] for row in found["csvUnknownRows"]]
    missing = api.get(f"{OURS}/drafts/{found['draftId']}/missing-users.csv").text.splitlines()
    assert ["=cmd|' /C calc'!A0", "+1+1"] == [row.partition(",")[2] for row in missing[1:3]]


def test_a_large_file_is_taken(api):
    """Forty megabytes that keep the limits are read, and each row is told."""
    row = b"x," + b"y" * 198 + b"\r\n"
    found = sent(api, b"a,b\r\n" + row * 200_000, "import").json()

    assert 200_000 == len(found["csvUnknownRows"])
