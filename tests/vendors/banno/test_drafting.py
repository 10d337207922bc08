"""Files become drafts."""

import csv
import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.vendors.banno import drafting
from understudy.vendors.banno.csv_writing import csv_text, end_users_csv
from understudy.vendors.banno.drafting import EXCERPT, drafted
from understudy.vendors.banno.users import Users
from understudy.world.members import Members
from understudy.world.population import build_population

USERS = Users.of(build_population("TIBURON", 7, 500))
ROWS = USERS.rows(Members(USERS.frame["number"])).to_dicts()
NAMES = [row["username"] for row in ROWS]
MANY = 200_000


def read(text, *, kind="username", column=0, header=True):
    """The draft of a file."""
    raw = text.encode() if isinstance(text, str) else text
    given = {"file": raw, "user_identifier_csv_column": column, "csv_header_row_exists": header}
    return drafted(USERS, kind, given)


def parsed(reply):
    """The body of a reply, written or not."""
    return json.loads(reply.body) if isinstance(reply.body, bytes) else reply.body


cells = st.sampled_from(["nobody", "", " ", "=1+1", 'x"y', "a,b", "two\nlines", "é"])
rows = st.lists(st.tuples(cells, st.sampled_from(NAMES[:20]) | cells, cells), max_size=12)


@given(rows, st.booleans(), st.sampled_from([1, 3, 5_000]))
def test_drafts_agree_with_going_through_the_rows(table, header, chunk):
    """S-09, S-10: members, headers and unknown rows are what a plain loop finds, whatever the chunks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drafting, "CHUNK", chunk)
        draft = read(csv_text(table), column=1, header=header)

    line, unknown, members = 1, [], set()
    for place, row in enumerate(table):
        if place or not header:
            if row[1].strip() in NAMES:
                members.add(NAMES.index(row[1].strip()))
            else:
                unknown.append((line, list(row)))
        line += csv_text([row]).count("\n")
    headers = list(table[0]) if header and table else []
    missing = [row if headers else [str(at), row[1]] for at, row in unknown]
    assert Members(USERS.frame["number"][sorted(members)]) == draft.members
    assert (headers, csv_text([headers or ["rowNumber", "value"], *missing])) == (
        list(draft.headers),
        draft.missing,
    )
    assert {
        "csvHeaders": headers,
        "draftId": "a draft",
        "foundUsersCount": len(members),
        "csvUnknownRows": [{"rowNumber": at, "values": row} for at, row in unknown],
    } == parsed(draft.reply("a draft"))


@pytest.mark.parametrize("count", [EXCERPT, EXCERPT + 1, 2 * EXCERPT + 50])
def test_many_unknown_rows_are_all_told(count):
    """S-05: the answer has every unknown row, however many; a long one is judged by its first ones."""
    reply = read("id\n" + "".join(f"nobody{at},é\n" for at in range(count))).reply("a draft")
    rows = [{"rowNumber": at + 2, "values": [f"nobody{at}", "é"]} for at in range(count)]

    assert rows == parsed(reply)["csvUnknownRows"]
    assert isinstance(reply.body, bytes) == (count > EXCERPT)
    assert reply.excerpt is None or {**parsed(reply), "csvUnknownRows": rows[:EXCERPT]} == reply.excerpt


def test_a_file_of_nothing():
    """A file without rows gives a draft without users, headers and unknown rows."""
    draft = read("")

    assert ((), Members(), "rowNumber,value\r\n", 0) == (
        draft.headers,
        draft.members,
        draft.missing,
        draft.unknown.count,
    )


@pytest.fixture(scope="module")
def crowd():
    """200,000 users, and a file of theirs: id, full name, e-mail."""
    users = Users.of(build_population("TIBURON", 42, 340_000))
    members = Members(users.frame["number"].head(MANY))
    rows = users.rows(members)
    text = io.StringIO()
    names = rows["firstName"] + " " + rows["lastName"]
    csv.writer(text).writerows(zip(rows["username"], names, rows["email"].fill_null(""), strict=True))
    return users, members, ("username,name,email\r\n" + text.getvalue()).encode()


@pytest.mark.slow
@pytest.mark.parametrize("stranger", [b"", b"x"])
def test_200_000_rows_find_whom_they_name(crowd, stranger):
    """Each of 200,000 rows finds its user, or nobody (S-05); tests.benchmarks measures how fast."""
    users, members, raw = crowd
    raw = raw.replace(b"\r\n", b"\r\n" + stranger).removesuffix(stranger)
    form = {"file": raw, "user_identifier_csv_column": 0, "csv_header_row_exists": True}
    draft = drafted(users, "username", form)

    assert (Members() if stranger else members) == draft.members
    assert (len(members) if stranger else 0) == draft.unknown.count


@pytest.mark.slow
@pytest.mark.parametrize(("stranger", "most"), [(b"", 1), (b"x", 5)])
def test_an_import_takes_little_memory(crowd, stranger, most):
    """An import needs no more memory than the file once more, 5 times when all is told again."""
    users, _, raw = crowd
    raw = raw.replace(b"\r\n", b"\r\n" + stranger).removesuffix(stranger)
    tracemalloc.start()
    try:
        draft = drafted(
            users, "username", {"file": raw, "user_identifier_csv_column": 0, "csv_header_row_exists": True}
        )
        draft.reply("a draft")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < most * len(raw)


@pytest.mark.slow
def test_the_file_of_200_000_users_has_a_line_for_each(crowd):
    """A segment of 200,000 users is written as CSV whole (S-11); tests.benchmarks measures how fast."""
    users, members, _ = crowd

    assert MANY + 1 == end_users_csv(users, members).count(b"\r\n")
