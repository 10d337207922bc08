"""The people: who they are follows from seed, institution and number, and nobody real is among them."""

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world.naive import COLUMNS, age, people, rows
from understudy.world.columns import EPOCH, PRODUCTS, SCHEMA
from understudy.world.fixtures import load_recipes
from understudy.world.members import Members
from understudy.world.population import build_population

DOCUMENTED = load_recipes(Path(__file__).parents[2] / "fixtures" / "world.yaml").institutions[0].pinned


@settings(max_examples=10)
@given(st.integers(0, 2**40), st.integers(1, 60), st.integers(0, 60))
def test_person_i_is_the_same_whatever_the_size(seed, size, more):
    """A larger population begins with the very same people, pinned or drawn."""
    small = build_population("TIBURON", seed, size, pinned=DOCUMENTED)
    large = build_population("TIBURON", seed, size + more, pinned=DOCUMENTED)
    everybody = Members(range(size))

    assert small.people(everybody, COLUMNS).equals(large.people(everybody, COLUMNS))


def test_seeds_and_institutions_have_other_people():
    """Two institutions, and two seeds, share nobody."""
    base, other_seed = people(), people(seed=8)
    elsewhere = build_population("MARIN", 7, 500)

    assert 0 == base.frame.join(other_seed.frame, on="id_high").height
    assert 0 == base.frame.join(elsewhere.frame, on="id_high").height


def test_the_frame_is_as_its_schema_says():
    """The columns have the announced names and types, in order of data_customer_id."""
    frame = people().frame

    assert dict(SCHEMA) == dict(frame.schema)
    assert frame["id_high"].is_sorted()
    assert list(range(500)) == frame["number"].sort().to_list()


def test_the_mix_is_as_documented():
    """About 85 % retail; 60 % enrolled, 32 % unenrolled, 8 % applicants; some lack a region or a phone."""
    shares = (
        people(20_000)
        .frame.select(
            retail=pl.col("customer_type") == "retail",
            enrolled=pl.col("enrollment") == "enrolled",
            unenrolled=pl.col("enrollment") == "unenrolled",
            region=pl.col("region").is_null(),
            phone=pl.col("phone_number").is_null(),
        )
        .mean()
        .row(0)
    )

    assert all(
        abs(share - wanted) < 0.015
        for share, wanted in zip(shares, [0.85, 0.6, 0.32, 0.04, 0.06], strict=True)
    )


def test_what_one_lacks_follows_from_what_one_is():
    """Section 4 of the rules: who has which identifier, date and measure."""
    for row in rows(2_000):
        enrolled = row["enrollment"] == "enrolled"

        assert enrolled == (row["customer_id"] is not None)
        assert enrolled == (row["username"] is not None)
        assert enrolled == (row["last_login_on"] is not None)
        assert enrolled == (row["mobile_user"] is not None)
        assert (row["enrollment"] == "applicant") == (row["customer_since"] is None)
        assert row["customer_type"] == "retail" or row["birth_date"] is None
        assert bool(set(PRODUCTS[:3]) & set(row["products_held"])) == (row["account_balance"] is not None)
        assert bool(row["account_count"]) == bool(row["products_held"])
        assert len(row["products_held"]) <= row["account_count"]
        assert row["total_assets"] >= max(row["account_balance"] or 0, 0)


def test_dates_make_sense():
    """Nobody is a customer before birth, logs in before being one, or does either after the epoch."""
    ages = [age(row["birth_date"], EPOCH) for row in rows(2_000) if row["birth_date"]]

    assert 2 <= min(ages) < 18 < 70 < max(ages) <= 96
    for row in rows(2_000):
        since, login = row["customer_since"], row["last_login_on"]

        assert since is None or (row["birth_date"] or date.min) < since <= EPOCH
        assert login is None or since <= login <= EPOCH


def test_identifiers_have_their_form():
    """Ids of 20 hexadecimal digits, usernames of 5 to 20 characters, nine-digit tax ids, shared by few."""
    found = rows(20_000)
    for row in found:
        assert re.fullmatch("[0-9a-f]{20}", row["data_customer_id"])
        assert row["customer_id"] is None or re.fullmatch("[0-9a-f]{20}", row["customer_id"])
        assert row["username"] is None or re.fullmatch("[a-z]{2,12}[0-9]{4,8}", row["username"])
        assert re.fullmatch("[0-9]{9}", row["tax_id"])
    for key in ("data_customer_id", "customer_id", "username"):
        values = [row[key] for row in found if row[key] is not None]

        assert len(set(values)) == len(values)
    assert 10 < len(found) - len({row["tax_id"] for row in found}) < 100


def test_nobody_is_real():
    """E-mails lead to example domains, phones are 555-0100 to 555-0199, tax ids were never issued."""
    for row in rows(20_000):
        area, group = int(row["tax_id"][:3]), int(row["tax_id"][3:5])
        phone, email = row["phone"], row["email"]

        assert 900 <= area <= 999
        assert group < 50
        assert row["customer_type"] == "retail" or 960 <= area <= 979
        assert row["customer_type"] == "commercial" or not 960 <= area <= 979
        assert phone is None or re.fullmatch(r"\+1[2-9][0-8][2-9]55501\d\d", phone)
        assert email is None or re.fullmatch(r"[a-z]+\.[a-z]+\d+@example\.(com|org|net)", email)


def test_the_documented_customers_are_the_first_ten():
    """The ten customers of the documented list are there as documented, two of them without customerId."""
    bank = build_population("TIBURON", 42, 50, pinned=DOCUMENTED)
    first = bank.people(Members(range(10)), COLUMNS).sort("number").to_dicts()
    keys = ("data_customer_id", "customer_id", "enrollment", "phone", "email")

    assert 10 == len(DOCUMENTED)
    assert [dict(pin) for pin in DOCUMENTED] == [{key: row[key] for key in keys} for row in first]
    assert {8, 9} == {row["number"] for row in first if row["customer_id"] is None}
    assert all((row["username"] is None) == (row["customer_id"] is None) for row in first)


def test_a_pin_may_say_any_of_its_keys():
    """Type and enrollment can be pinned as well, and what depends on them follows."""
    pins = [{"customer_type": "commercial", "enrollment": "applicant"}, {}, {"customer_type": "retail"}]
    found = (
        build_population("TIBURON", 42, 3, pinned=pins)
        .people(Members(range(3)), COLUMNS)
        .sort("number")
        .to_dicts()
    )
    drawn = build_population("TIBURON", 42, 3).people(Members(range(3)), COLUMNS).sort("number").to_dicts()

    assert ("commercial", "applicant", None) == tuple(
        found[0][key] for key in ("customer_type", "enrollment", "customer_since")
    )
    assert drawn[1] == found[1]
    assert "retail" == found[2]["customer_type"]


def test_progress_is_told_to_the_end():
    """Whoever waits for many people hears how many are done, up to all of them."""
    told = []
    build_population("TIBURON", 42, 1_000, progress=lambda done, size: told.append((done, size)))

    assert told == sorted(told)
    assert (1_000, 1_000) == told[-1]
    assert len(told) > 3


@pytest.mark.slow
def test_two_million_people_keep_the_promises_of_ten():
    """At 2,340,659 people ids are unique, few share a tax id, and the first ones are who they always were."""
    many = build_population("TIBURON", 7, 2_340_659, pinned=DOCUMENTED)
    few = build_population("TIBURON", 7, 20, pinned=DOCUMENTED)
    first = Members(range(20))

    assert few.people(first, COLUMNS).equals(many.people(first, COLUMNS))
    assert many.size == many.frame["id_high"].n_unique()
    assert many.size - many.frame["tax_number"].n_unique() < many.size / 400
    assert many.frame["tax_number"].min() >= 900_000_000
    assert many.frame["tax_number"].max() < 1_000_000_000
