"""The end users of an institution: its enrolled people, with the identifiers that the vendor gives them.

All of it follows from the person number, so that user i is the same whatever the size of the population.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from understudy.world.draws import pick
from understudy.world.members import Members
from understudy.world.population import Population
from understudy.world.uuids import drawn, uuid_text

__all__ = ["COLUMNS", "KINDS", "Found", "Users"]

COLUMNS = ("endUserId", "firstName", "lastName", "username", "email", "nettellerId", "memberNumber")
"""S-11: what is told of a user, in the order of the CSV file."""

KINDS = ("netteller_id", "member_number", "username", "userId")
"""Y-02: what users can be found by."""

POPULATIONS = 32
"""Of how many populations the users are kept."""

SHARING = 50
"""Every so many users one has the NetTeller id of the user before, as members of an organization have."""

POWERS = [10**digits for digits in range(11)]
NETTELLER_IDS = 10**12
STEP = 618_033_988_749
"""Coprime to ten, so that counting in such steps meets each number of so many digits once."""

UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\z"
NAMES = {"firstName": "first_name", "lastName": "last_name", "username": "username", "email": "email"}


@dataclass(frozen=True, slots=True)
class Found:
    """The users whom some values name, and for each value whether it names nobody."""

    members: Members
    unknown: pl.Series


class Users:
    """The end users of one population.

    `frame` has a row for each, by person number: the endUserId's 128 bits as `high` and `low`, the
    `netteller` id as a number, and the `member` number likewise, a 1 before it to keep its zeros.
    """

    __slots__ = ("frame", "population")

    def __init__(self, population: Population) -> None:
        """Derive the users; `Users.of` does so once per population."""
        self.population = population
        enrolled = population.frame.select(pl.col("number").filter(pl.col("enrollment") == "enrolled"))
        self.frame = identified(population, enrolled["number"].sort())

    @staticmethod
    def of(population: Population) -> "Users":
        """The users of the population, made at first need."""
        return users_of(population)

    def match(self, kind: str, values: pl.Series) -> Found:
        """Look the texts `values` up in the users' identifiers of that kind (KINDS); ValueError for another.

        Values are compared exactly but for spaces around them, usernames whatever their case (S-10). One
        NetTeller id may find several users, and all count.
        """
        if kind not in KINDS:
            raise ValueError(f"Users cannot be matched by `{kind[:60]}`; use one of {', '.join(KINDS)}.")
        trimmed = values.str.strip_chars()
        if kind == "username":
            lowered = trimmed.str.to_lowercase()
            match = self.population.match("username", lowered)
            return Found(match.members, lowered.is_in(match.unmatched.implode()))
        found = self.frame.join(keys(kind, trimmed), on=ON[kind], how="inner")
        unknown = pl.repeat(True, len(values), dtype=pl.Boolean, eager=True)
        return Found(Members(found["number"]), unknown.scatter(found["line"], False))

    def rows(self, members: Members, columns: Sequence[str] = COLUMNS) -> pl.DataFrame:
        """`columns` (of COLUMNS) of those of the members who are users, as text, in order of person number.

        Who has no e-mail address has null there.
        """
        people = self.frame.join(members.numbers.to_frame(), on="number", how="semi")
        rows = people.select("number", *(written(name) for name in columns if name not in NAMES))
        named = [NAMES[name] for name in columns if name in NAMES]
        if named:
            told = self.population.people(Members(people["number"]), ["number", *named]).sort("number")
            rows = rows.hstack(
                told.select(pl.col(NAMES[name]).alias(name) for name in columns if name in NAMES)
            )
        return rows.select(columns)

    def number_of(self, end_user_id: str) -> int | None:
        """The person number of the user with this endUserId, None when there is none."""
        found = self.match("userId", pl.Series([end_user_id])).members
        return int(found.numbers[0]) if len(found) else None


@lru_cache(maxsize=POPULATIONS)
def users_of(population: Population) -> Users:
    """The users of a population, remembered."""
    return Users(population)


def identified(population: Population, numbers: pl.Series) -> pl.DataFrame:
    """The columns of Users.frame for these person numbers, which are in order."""
    draws = population.draws
    number = pl.col("number").cast(pl.UInt64)
    # Whose NetTeller id it is: the user's own, or that of the one before.
    shares = pl.int_range(pl.len()) % SHARING == SHARING - 1
    owner = pl.when(shares).then(number.shift(1)).otherwise(number)
    # Short numbers for the first people only, for there are no more of them.
    digits = pl.when(number < 10_000).then(4 + number % 7).otherwise(7 + number % 4)
    most = pick(POWERS, digits, pl.UInt64)
    start = draws.constant("member_number") % 10**10
    return (
        numbers.to_frame("number")
        .hstack(drawn(draws, numbers, "end_user"))
        .select(
            "number",
            "high",
            "low",
            netteller=(owner * STEP + draws.constant("netteller_id") % NETTELLER_IDS) % NETTELLER_IDS,
            member=most + (number * STEP + start) % most,
        )
    )


ON = {"netteller_id": ["netteller"], "member_number": ["member"], "userId": ["high", "low"]}
"""The columns of Users.frame that identifiers of a kind are compared with."""


def keys(kind: str, values: pl.Series) -> pl.DataFrame:
    """Those of the values that could be such an identifier, as numbers to compare, with their `line`."""
    lines = values.to_frame("value").with_row_index("line")
    value = pl.col("value")
    if kind == "netteller_id":
        sought = lines.filter(value.str.contains(r"^[0-9]{12}\z"))
        return sought.select("line", netteller=value.cast(pl.UInt64))
    if kind == "member_number":
        sought = lines.filter(value.str.contains(r"^[0-9]{4,10}\z"))
        return sought.select("line", member=("1" + value).cast(pl.UInt64))
    sought = lines.filter(value.str.contains(UUID)).with_columns(value.str.replace_all("-", "", literal=True))
    return sought.select(
        "line",
        high=value.str.slice(0, 16).str.to_integer(base=16, dtype=pl.UInt64),
        low=value.str.slice(16).str.to_integer(base=16, dtype=pl.UInt64),
    )


def written(column: str) -> pl.Expr:
    """An identifier as text, from the columns of Users.frame."""
    texts = {
        "endUserId": uuid_text("high", "low"),
        "nettellerId": pl.col("netteller").cast(pl.String).str.zfill(12),
        "memberNumber": pl.col("member").cast(pl.String).str.slice(1),
    }
    return texts[column].alias(column)
