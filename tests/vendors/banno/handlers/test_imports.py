"""Imports of CSV files."""

from datetime import timedelta

import pytest
from tests.vendors.banno.desk import DRAFT, LISTED, MARIN, MARINS, NOBODYS
from tests.vendors.banno.forms import form

from understudy.vendors.banno.users import KINDS
from understudy.world.members import Members
from understudy.world.snapshots import read, written

TWO = "username,name,email\nflores0000,Flores,a@example.com\nchavez0001,Chavez,\nnobody9999,Nobody,\n"
TOLD = dict(zip(KINDS, ("nettellerId", "memberNumber", "username", "endUserId"), strict=True))


def imports(desk, file, *, kind="username", fields=None, **more):
    """Import a file."""
    return desk.call("importSegmentCsv", form(file, **(fields or {})), sourceType=kind, **more)


def for_segment(desk, file=TWO, *, key=LISTED, kind="username", operation="append", **more):
    """Import a file for a segment."""
    return desk.call(
        "importSegmentOperationCsv",
        form(file),
        segmentId=key,
        sourceType=kind,
        operationType=operation,
        **more,
    )


def some(desk, count):
    """The identifiers of the first users, and who they are."""
    users = desk.users()
    members = Members(users.frame["number"].head(count))
    return users.rows(members), members


def test_a_file_becomes_a_draft(desk):
    """S-05, S-09: the answer tells headers, how many were found, and each row that names nobody."""
    rows, members = some(desk, 2)
    file = f"username,name\n{rows['username'][0]},One\nnobody,Two\n\n{rows['username'][1]},Three\nnobody,\n"
    reply = imports(desk, file)

    assert 200 == reply.status
    assert {
        "csvHeaders": ["username", "name"],
        "foundUsersCount": 2,
        "csvUnknownRows": [
            {"rowNumber": 3, "values": ["nobody", "Two"]},
            {"rowNumber": 6, "values": ["nobody", ""]},
        ],
        "draftId": reply.body["draftId"],
    } == reply.body
    assert {
        "institution": "TIBURON",
        "createdAt": "2026-01-15T12:00:00.000Z",
        "sourceType": "username",
        "members": members,
        "headers": ["username", "name"],
        "unknown": "username,name\r\nnobody,Two\r\nnobody,\r\n",
    } == desk.world.store.read().get("banno/drafts", reply.body["draftId"]).body


@pytest.mark.parametrize("kind", KINDS)
def test_users_are_found_by_each_kind_of_identifier(desk, kind):
    """S-08: the identifiers of any of the four kinds find their users, in whatever column they are."""
    rows, members = some(desk, 120)
    file = "".join(f"x,{value}\n" for value in rows[TOLD[kind]])
    fields = {"user_identifier_csv_column": 1, "csv_header_row_exists": "false"}
    reply = imports(desk, file, kind=kind, fields=fields)

    document = desk.world.store.read().get("banno/drafts", reply.body["draftId"])
    assert members == document.body["members"].intersection(members)
    assert ([], []) == (reply.body["csvHeaders"], reply.body["csvUnknownRows"])
    assert len(document.body["members"]) == reply.body["foundUsersCount"]


def test_one_netteller_id_finds_all_who_share_it(desk):
    """§3.8: a file of one NetTeller id finds both users who share it."""
    rows, _ = some(desk, 50)
    reply = imports(desk, f"id\n{rows['nettellerId'][49]}\n", kind="netteller_id")

    assert rows["nettellerId"][48] == rows["nettellerId"][49]
    assert (2, []) == (reply.body["foundUsersCount"], reply.body["csvUnknownRows"])


def test_found_users_are_counted_once(desk):
    """S-10: repeated users count once, usernames whatever their case, with or without spaces around."""
    name = some(desk, 1)[0]["username"][0]
    reply = imports(desk, f"id\n{name}\n{name}\n {name.upper()} \n")

    assert (1, []) == (reply.body["foundUsersCount"], reply.body["csvUnknownRows"])


@pytest.mark.parametrize(
    ("flag", "headers", "found"),
    [
        ({}, True, 1),
        ({"csv_header_row_exists": "true"}, True, 1),
        ({"csv_header_row_exists": "false"}, False, 2),
    ],
)
def test_the_first_row_is_a_header_unless_said_otherwise(desk, flag, headers, found):
    """S-08: csv_header_row_exists defaults to true, the identifier's column to the first."""
    first, second = some(desk, 2)[0]["username"]
    reply = imports(desk, f"{first},a\n{second},b\n", fields=flag)

    assert ([first, "a"] if headers else [], found) == (
        reply.body["csvHeaders"],
        reply.body["foundUsersCount"],
    )


@pytest.mark.parametrize("file", ["", "username\n", "username\nnobody\n"])
def test_a_file_that_names_nobody_is_a_draft_too(desk, file):
    """§3.8: a draft without users is kept, and says so."""
    reply = imports(desk, file)

    assert (200, 0) == (reply.status, reply.body["foundUsersCount"])
    assert 200 == desk.call("getDraft", draftId=reply.body["draftId"]).status


def test_formulas_are_repeated_as_they_were_sent(desk):
    """What a spreadsheet would take for a formula is data, in the answer and in the file."""
    reply = imports(desk, "id\n=1+1\n+2\n@SUM(A1)\n")

    assert [["=1+1"], ["+2"], ["@SUM(A1)"]] == [row["values"] for row in reply.body["csvUnknownRows"]]
    missing = desk.call("getDraftMissingUsersCsv", draftId=reply.body["draftId"])
    assert b"id\r\n=1+1\r\n+2\r\n@SUM(A1)\r\n" == missing.body


BAD_FILES = {
    "binary": bytes(range(256)),
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "workbook": b"PK\x03\x04\x14\0\x06\0",
    "utf-16": TWO.encode("utf-16"),
    "utf-16 without mark": TWO.encode("utf-16-le"),
    "latin-1": "id\nJosé\n".encode("latin-1"),
    "nul": b"id\n\0\n",
    "open quote": 'id\n"flores0000\n',
    "text after a quote": 'id\n"flores"0000\n',
    "a million columns": "id\n" + "," * 1_000_000,
    "1,001 columns": "id\n" + "," * 1_000,
    "a long row": "x" * 1_100_000,
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_what_is_no_csv_changes_nothing(desk, name):
    """S-09: bytes that are no CSV are a bad request, and there is no draft."""
    before = desk.world.store.read()

    for reply in (imports(desk, BAD_FILES[name]), for_segment(desk, BAD_FILES[name])):
        assert (400, None) == (reply.status, reply.body)
        assert ("S-09",) == desk.rules
    assert before is desk.world.store.read()


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("3", "index 3"),
        ("-1", "counted from 0"),
        ("99999999999999999999", "index"),
        ("1.5", ""),
        ("one", ""),
        ("", ""),
    ],
)
def test_the_column_has_to_be_there(desk, column, told):
    """S-09: a column that is negative, no whole number or beyond a row is a bad request."""
    before = desk.world.store.read()
    reply = imports(desk, TWO, fields={"user_identifier_csv_column": column})

    assert (400, None) == (reply.status, reply.body)
    assert told in desk.reason
    assert before is desk.world.store.read()


def test_one_ragged_row_refuses_the_file(desk):
    """S-09: a row without the identifier's column is refused by its line; shorter or longer ones are not."""
    fields = {"user_identifier_csv_column": 1}

    assert 400 == imports(desk, "a,b\n1,2\n3\n", fields=fields).status
    assert "row at line 3" in desk.reason
    assert 200 == imports(desk, "a,b,c\n1,2\n1,2,3,4\n", fields=fields).status


@pytest.mark.parametrize("sent", [form(None), form(None, sourceProvider="Banno"), None])
def test_there_has_to_be_a_file(desk, sent):
    """S-09, Y-05: the file is not required by the contract, yet an import without one is refused."""
    before = desk.world.store.read()

    assert 400 == desk.call("importSegmentCsv", sent, sourceType="username").status
    assert before is desk.world.store.read()


@pytest.mark.parametrize("kind", ["netteller-ids", "member-numbers", "usernames", "userIds", "userid", ""])
def test_the_prose_spellings_are_refused(desk, kind):
    """Y-02: the enumeration counts, the prose's plurals do not."""
    assert 400 == imports(desk, TWO, kind=kind).status


@pytest.mark.parametrize("operation", ["append", "delete"])
def test_an_import_for_a_segment_is_noted_and_not_done(desk, operation):
    """Y-11: the operation is kept with the draft, and the segment stays as it is."""
    before = desk.world.store.read().get("banno/segments", LISTED)
    reply = for_segment(desk, operation=operation)

    documents = desk.world.store.read()
    draft = documents.get("banno/drafts", reply.body["draftId"]).body
    assert (200, LISTED, operation) == (reply.status, draft["segment"], draft["operation"])
    assert before is documents.get("banno/segments", LISTED)


def test_there_is_no_import_that_replaces(desk):
    """Y-11: operationType is append or delete, and required."""
    assert 400 == for_segment(desk, operation="replace").status
    assert (
        400
        == desk.call("importSegmentOperationCsv", form(TWO), segmentId=LISTED, sourceType="username").status
    )


@pytest.mark.parametrize("key", [NOBODYS, MARINS])
def test_no_import_for_an_unknown_segment(desk, key):
    """S-14, S-16: an unknown segment is not found, another institution's likewise."""
    assert 404 == for_segment(desk, key=key).status
    assert ("S-14",) == desk.rules


def test_importing_needs_the_permission_to_edit(desk):
    """S-02, Y-07: both imports need "Edit digital banking ads", and one's own institution."""
    for sent in (imports, for_segment):
        assert 403 == sent(desk, TWO, token="demo-read").status
        assert 403 == sent(desk, TWO, institutionId=MARIN).status


def test_users_of_another_institution_are_unknown(desk):
    """S-16: an import finds the institution's own users only."""
    name = some(desk, 1)[0]["username"][0]
    theirs = desk.users("MARIN")
    other = theirs.rows(Members(theirs.frame["number"]), ["endUserId"])["endUserId"][0]

    assert 0 == imports(desk, f"id\n{other}\n", kind="userId").body["foundUsersCount"]
    reply = imports(desk, f"id\n{other}\n", kind="userId", token="demo-marin", institutionId=MARIN)
    assert 1 == reply.body["foundUsersCount"]
    assert 1 == imports(desk, f"id\n{name}\n").body["foundUsersCount"]


def test_drafts_have_ids_and_moments_of_their_own(desk):
    """S-05: each import makes another draft, created when it was made."""
    first = imports(desk, TWO).body["draftId"]
    desk.world.clock.step(timedelta(minutes=1))
    second = imports(desk, TWO).body["draftId"]

    moments = [desk.call("getDraft", draftId=key).body["createdAt"] for key in (first, second)]
    assert ["2026-01-15T12:00:00.000Z", "2026-01-15T12:01:00.000Z"] == moments
    assert 3 == len({first, second, DRAFT})


def test_a_draft_survives_a_snapshot(desk):
    """A world that was saved and loaded has the draft with its users and unknown rows."""
    key = imports(desk, TWO + "é,=1+1,\n").body["draftId"]
    before = desk.world.store.read().get("banno/drafts", key)

    assert before == read(written(desk.world), desk.world, "The copy").store.read().get("banno/drafts", key)
