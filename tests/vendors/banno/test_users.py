"""The end users of an institution."""

import re
from collections import Counter

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vendors.banno.desk import seeded

from understudy.vendors.banno.users import COLUMNS, KINDS, Users
from understudy.world.members import Members
from understudy.world.population import build_population

SAMPLE = build_population("TIBURON", 7, 3_000, pinned=[{"enrollment": "enrolled", "email": None}])
USERS = Users.of(SAMPLE)
EVERYBODY = Members(USERS.frame["number"])
ROWS = USERS.rows(EVERYBODY).to_dicts()
NUMBERS = EVERYBODY.numbers.to_list()
TOLD = {
    "netteller_id": "nettellerId",
    "member_number": "memberNumber",
    "username": "username",
    "userId": "endUserId",
}


def test_users_are_the_people_with_a_username():
    """The users are the enrolled people of the other APIs, by the same names and addresses."""
    people = SAMPLE.people(
        Members(range(3_000)), ["number", "enrollment", "first_name", "last_name", "username", "email"]
    ).sort("number")
    enrolled = people.filter(pl.col("username").is_not_null())

    assert enrolled["number"].to_list() == NUMBERS
    for ours, theirs in {"firstName": "first_name", "lastName": "last_name", "email": "email"}.items():
        assert enrolled[theirs].to_list() == [row[ours] for row in ROWS]
    assert {"enrolled"} == set(enrolled["enrollment"])


def test_what_identifiers_look_like():
    """§3.8, Y-01: endUserIds are random UUIDs, NetTeller ids 12 digits, member numbers 4 to 10."""
    assert all(re.fullmatch(r"\d{12}", row["nettellerId"]) for row in ROWS)
    assert all(re.fullmatch(r"\d{4,10}", row["memberNumber"]) for row in ROWS)
    uuid = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    assert all(re.fullmatch(uuid, row["endUserId"]) for row in ROWS)


def test_some_identifiers_begin_with_zero():
    """§4: identifiers are text, so some begin with a zero that a number would lose."""
    for name in ("nettellerId", "memberNumber"):
        assert 100 < sum(row[name].startswith("0") for row in ROWS)


def test_only_netteller_ids_are_shared():
    """§3.8: members of an organization share its NetTeller id; no other identifier belongs to two users."""
    for name in ("endUserId", "username", "memberNumber"):
        assert len(ROWS) == len({row[name] for row in ROWS})
    shared = Counter(row["nettellerId"] for row in ROWS)
    assert {1, 2} == set(shared.values())
    assert len(ROWS) // 50 == sum(times == 2 for times in shared.values())


def test_some_users_have_no_email():
    """§4: a user need not have an e-mail address, and has null in its place."""
    assert 0 < sum(row["email"] is None for row in ROWS) < len(ROWS) // 2
    assert ROWS[0]["email"] is None


def test_member_numbers_of_many_people_are_distinct():
    """Member numbers stay distinct where there are more people than short numbers, and reach ten digits."""
    users = Users.of(build_population("TIBURON", 7, 60_000))
    numbers = users.rows(Members(users.frame["number"]), ["memberNumber"])["memberNumber"]

    assert users.frame.height == numbers.n_unique()
    assert {4, 5, 6, 7, 8, 9, 10} == set(numbers.str.len_chars())


def test_a_user_is_the_same_whatever_the_size():
    """The first users of a large population are those of a small one; another institution's are others."""
    small = Users.of(build_population("TIBURON", 7, 400, pinned=SAMPLE.pinned))
    members = Members(small.frame["number"])

    assert ROWS[: len(members)] == small.rows(members).to_dicts()
    other = Users.of(build_population("MARIN", 7, 400))
    assert not {row["endUserId"] for row in ROWS} & set(other.rows(Members(range(400)))["endUserId"])


def test_users_are_made_once():
    """Asking for a population's users again gives those that there are."""
    assert USERS is Users.of(SAMPLE)


def test_rows_are_those_of_users_alone():
    """Members who are no users, or not there at all, have no row; columns come as asked."""
    others = Members([number for number in range(3_100) if number not in NUMBERS])

    assert 0 == USERS.rows(others).height
    assert list(COLUMNS) == USERS.rows(Members()).columns
    rows = USERS.rows(EVERYBODY.union(others), ["memberNumber", "email", "endUserId"])
    assert ["memberNumber", "email", "endUserId"] == rows.columns
    assert [row["endUserId"] for row in ROWS] == rows["endUserId"].to_list()


spaces = st.sampled_from(["", " ", "\t", "  "])
strangers = st.sampled_from(
    ["", "0", "nobody9999", "12345678901234567890", "٠١٢٣٤٥٦٧٨٩٠١", "+123", "flores0000\n9", "é"]
)


def test_rows_have_the_columns_that_were_asked_for():
    """Any columns, in their order, whether or not an identifier is among them."""
    for columns in (["lastName", "username"], ["memberNumber", "email"], ["endUserId"]):
        expected = [{name: row[name] for name in columns} for row in ROWS]
        assert expected == USERS.rows(EVERYBODY, columns).to_dicts()


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_matching_agrees_with_looking_at_each_user(kind, data):
    """S-10: the users found, and which values name nobody, are what comparing each with each gives."""
    theirs = st.sampled_from([row[TOLD[kind]] for row in ROWS])
    changed = theirs.map(lambda text: text.upper() if data.draw(st.booleans()) else text[:-1])
    value = st.tuples(spaces, theirs | strangers | changed, spaces).map("".join)
    values = data.draw(st.lists(value, max_size=8))
    found = USERS.match(kind, pl.Series(values, dtype=pl.String))

    keys = [text.strip().lower() if kind == "username" else text.strip() for text in values]
    named = {row[TOLD[kind]] for row in ROWS}
    assert [key not in named for key in keys] == found.unknown.to_list()
    expected = [number for number, row in zip(NUMBERS, ROWS, strict=True) if row[TOLD[kind]] in keys]
    assert Members(expected) == found.members


def test_one_netteller_id_finds_all_who_share_it():
    """§3.8: everybody with the NetTeller id is found."""
    first = next(at for at in range(len(ROWS)) if ROWS[at]["nettellerId"] == ROWS[at + 1]["nettellerId"])
    found = USERS.match("netteller_id", pl.Series([ROWS[first]["nettellerId"]]))

    assert Members(NUMBERS[first : first + 2]) == found.members
    assert [False] == found.unknown.to_list()


def test_a_user_is_found_by_end_user_id():
    """number_of leads from an endUserId to the person, and from a stranger's to nobody."""
    assert NUMBERS[5] == USERS.number_of(ROWS[5]["endUserId"])
    assert USERS.number_of("00000000-0000-4000-8000-000000000000") is None


def test_an_unknown_kind_is_a_mistake():
    """Y-02: the hyphenated plurals of the page are not understood."""
    with pytest.raises(ValueError, match="Users cannot be matched by `member-numbers`"):
        USERS.match("member-numbers", pl.Series(["1"]))


def test_the_seeded_world_shows_it_all():
    """§4: among 400 customers there are a shared NetTeller id, leading zeros, and users without e-mail."""
    users = Users.of(seeded().institutions["TIBURON"].customers)
    rows = users.rows(Members(users.frame["number"]))

    assert rows["nettellerId"].n_unique() < rows.height
    assert rows["nettellerId"].str.starts_with("0").any()
    assert 0 < rows["email"].null_count()
