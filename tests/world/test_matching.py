"""Matching: a list of identifiers finds exactly the people it names."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world.naive import people, rows
from understudy.world.matching import KINDS
from understudy.world.members import Members

strangers = st.sampled_from(
    [
        "",
        "nobody",
        "0" * 20,
        "F" * 20,
        "f" * 21,
        "smith9999",
        "smith99999999",
        "123456789",
        "0x12",
        "é" * 20,
        "1" * 999,
    ]
) | st.text(max_size=25)


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(data=st.data())
def test_matching_agrees_with_a_dictionary(kind, data):
    """A-51: every identifier finds all who have it; the others come back in order, each once."""
    known = st.sampled_from([row[kind] for row in rows() if row[kind] is not None])
    values = data.draw(st.lists(known | strangers, max_size=30))
    found = people().match(kind, pl.Series(values, dtype=pl.String))
    wanted = {}
    for value in values:
        wanted.setdefault(re.sub("[- ]", "", value) if kind == "tax_id" else value, value)
    have = {row[kind] for row in rows()}

    assert Members(row["number"] for row in rows() if row[kind] in wanted) == found.members
    assert [value for key, value in wanted.items() if key not in have] == found.unmatched.to_list()


def test_tax_ids_are_compared_without_punctuation():
    """A-51: 123-45-6789, 12-3456789 and 123 45 6789 are one identifier, reported as first written."""
    row = rows()[3]
    plain = row["tax_id"]
    written = [f"{plain[:3]}-{plain[3:5]}-{plain[5:]}", f"{plain[:2]}-{plain[2:]}", plain, "12-3", "123"]
    found = people().match("tax_id", pl.Series(written))

    assert row["number"] in found.members.numbers
    assert ["12-3"] == found.unmatched.to_list()


def test_a_shared_tax_id_finds_everybody_who_has_it():
    """A-51: a tax id may match several people, and all of them join."""
    shared = people(2_000).frame.group_by("tax_number").len().filter(pl.col("len") > 1)["tax_number"]
    found = people(2_000).match("tax_id", shared.cast(pl.String))

    assert len(shared) > 0
    assert 2 * len(shared) == len(found.members)


def test_applicants_are_found_by_two_identifiers():
    """Applicants match by dataCustomerId and taxIdNumber, and count as matched."""
    applicants = [row for row in rows() if row["enrollment"] == "applicant"]
    numbers = Members(row["number"] for row in applicants)

    for kind in ("data_customer_id", "tax_id"):
        found = people().match(kind, pl.Series([row[kind] for row in applicants]))

        assert numbers == numbers.intersection(found.members)
        assert 0 == len(found.unmatched)


def test_an_unenrolled_person_has_no_username():
    """The username that somebody would have had does not find him."""
    row = next(row for row in rows() if row["enrollment"] == "unenrolled")
    last = people().people(Members([row["number"]]), ["last_name"])["last_name"][0]
    name = f"{last.lower()[:12]}{row['number']:04}"

    assert [name] == people().match("username", pl.Series([name])).unmatched.to_list()


def test_an_unknown_kind_is_refused():
    """Other identifiers are an error of the program."""
    with pytest.raises(ValueError, match="cannot be matched"):
        people().match("shoe_size", pl.Series(["42"]))
