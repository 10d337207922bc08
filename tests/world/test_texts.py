"""What is written about people."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tests.world.naive import people, rows
from understudy.world.columns import SCHEMA
from understudy.world.members import Members
from understudy.world.texts import PLAIN, TEXTS, hexadecimal


@given(st.lists(st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 2**16 - 1)), min_size=1, max_size=20))
def test_ids_are_hexadecimal(words):
    """Sixteen digits of the high number, four of the low one, leading zeros kept."""
    high = pl.Series([word for word, _ in words], dtype=pl.UInt64)
    low = pl.Series([word for _, word in words], dtype=pl.UInt16)

    written = pl.DataFrame({"high": high, "low": low}).select(hexadecimal("high", "low")).to_series()

    assert [f"{a:016x}{b:04x}" for a, b in words] == written.to_list()


def test_every_column_can_be_asked_for():
    """Stored and derived columns can be mixed; each has a value or null per person."""
    columns = [*TEXTS, *SCHEMA]
    found = people().people(Members(range(500)), columns)

    assert columns == found.columns
    assert 500 == found.height


def test_companies_have_names_and_contacts():
    """Only commercial customers have a company name; everybody has a first and last name."""
    found = people().people(Members(range(500)), ["customer_type", "company_name", "first_name", "last_name"])

    assert all(
        (row["company_name"] is not None) == (row["customer_type"] == "commercial")
        for row in found.to_dicts()
    )
    assert 0 == found["first_name"].null_count() == found["last_name"].null_count()


def test_plain_texts_need_no_escaping():
    """What goes into JSON without a serializer has no quote, backslash, control or non-ASCII character."""
    texts = "".join(row[key] or "" for row in rows(20_000) for key in PLAIN)

    assert texts.isascii()
    assert texts.isprintable()
    assert '"' not in texts
    assert "\\" not in texts
