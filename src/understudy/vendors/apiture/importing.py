"""Turns identifiers into the customers they name, within a time budget (A-52, A-53)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from understudy.vendors.apiture.identifiers import read_identifiers
from understudy.world.clock import monotonic
from understudy.world.members import Members
from understudy.world.population import Population

__all__ = ["Matched", "identifiers", "match"]

CHUNK = 100_000
"""Identifiers looked up between two looks at the timer."""

REPORTED = 1_000
LONGEST = 50
"""A-52: how many unmatched identifiers a reply lists, and with how many characters each."""

KINDS: Mapping[str, str] = {
    "username": "username",
    "customerId": "customer_id",
    "dataCustomerId": "data_customer_id",
    "taxIdNumber": "tax_id",
}


@dataclass(frozen=True, slots=True)
class Matched:
    """The customers found, the identifiers that name nobody, and those that there was no time for."""

    members: Members
    unmatched: pl.Series
    rest: pl.Series

    def report(self) -> dict[str, Any]:
        """What a reply says about the identifiers that name nobody."""
        listed = self.unmatched.head(REPORTED).str.slice(0, LONGEST)
        return {"unmatchedCount": self.unmatched.len(), "unmatchedIds": listed.to_list()}


def identifiers(given: Mapping[str, Any]) -> pl.Series:
    """The identifiers in an import request's file, each once; tax ids however they are written (A-51).

    Problem 400 or 422 as read_identifiers says.
    """
    found = read_identifiers(given["content"], includes_header=given["includesHeader"])
    tax = given["identifierType"] == "taxIdNumber"
    key = found.str.replace_all("[- ]", "") if tax else found
    return found.filter(key.is_first_distinct())


def match(population: Population, kind: str, sought: pl.Series, *, budget: float | None = None) -> Matched:
    """Look identifiers of an identifierType up, for at most about `budget` seconds (None: all of them).

    The budget is looked at before each chunk, so that 0 leaves everything to do.
    """
    end = None if budget is None else monotonic() + budget
    found, unmatched, done = [Members().numbers], [sought.clear()], 0
    while done < sought.len() and (end is None or monotonic() < end):
        chunk = population.match(KINDS[kind], sought.slice(done, CHUNK))
        found.append(chunk.members.numbers)
        unmatched.append(chunk.unmatched.alias(sought.name))
        done += CHUNK
    return Matched(Members(pl.concat(found)), pl.concat(unmatched), sought.slice(done))
