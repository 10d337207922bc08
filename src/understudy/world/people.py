"""The columns of the people: what Customer i is like, as a pure function of seed, institution and i."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from understudy.world.columns import ENROLLMENT, EPOCH, PRODUCTS, REGION, REGIONS, SCHEMA, TYPE
from understudy.world.draws import Draws, pick

__all__ = ["build_frame"]

_EPOCH_DAY = (EPOCH - date(1970, 1, 1)).days
_LONGEST = 12_000  # days that anybody has been a customer

# A hundred age brackets of one per cent each: youngest age, and how many years wide.
_BRACKETS = [(2, 16)] * 5 + [(18, 17)] * 30 + [(35, 20)] * 35 + [(55, 20)] * 22 + [(75, 21)] * 8
_ACCOUNTS = [0] + [1] * 6 + [2] * 6 + [3] * 4 + [4] * 2 + [6]
# The range of a balance in cents, from pocket money to a company's reserve.
_RANGES = [10**5] * 3 + [10**6] * 6 + [5 * 10**6] * 5 + [25 * 10**6] * 4 + [10**8, 10**9]

# Which sets of products n accounts can hold: row n of 32 equally likely bit masks, at most n bits each.
_DEPOSITS = 0b00111
_MASKS = [0] * 32 + [
    masks[place % len(masks)]
    for most in range(1, 7)
    for masks in [[mask for mask in range(1, 1 << len(PRODUCTS)) if mask.bit_count() <= most]]
    for place in range(32)
]

Progress = Callable[[int, int], None]


def build_frame(
    draws: Draws, size: int, pinned: Sequence[Mapping[str, Any]], progress: Progress | None
) -> pl.DataFrame:
    """The frame of `size` people (columns: SCHEMA), sorted by id; the first ones are overwritten by `pinned`.

    `progress` is told (people done, of how many) after each group of columns.
    """
    groups = (_identities, _kinds, _holdings, _dates, _contacts)
    pins = list(pinned[:size])
    people = _numbers(draws, size, pins)
    for done, group in enumerate(groups, start=1):
        people = group(people, draws, pins)
        if progress is not None:
            progress(size * done // len(groups), size)
    return people.select([pl.col(name).cast(kind) for name, kind in SCHEMA.items()])


def _numbers(draws: Draws, size: int, pins: list[Mapping[str, Any]]) -> pl.DataFrame:
    """Person numbers in the order of their ids; all else is drawn in that order, so nothing is sorted."""
    numbers = pl.int_range(0, size, dtype=pl.UInt32, eager=True)
    high = _pin(draws.column(numbers, "id"), pins, "data_customer_id", lambda text: int(text[:16], 16))
    return pl.DataFrame({"number": numbers, "id_high": high}).sort("id_high")


def _identities(people: pl.DataFrame, draws: Draws, pins: list[Mapping[str, Any]]) -> pl.DataFrame:
    numbers = people["number"]
    low = draws.column(numbers, "id_low") % 65_536
    people = people.with_columns(
        id_low=_pin_at(people, low, pins, "data_customer_id", lambda text: int(text[16:], 16)),
        kind=draws.column(numbers, "customer_type") % 100,
        joined=draws.column(numbers, "enrollment") % 100,
    )
    kind = _pin_at(people, people["kind"], pins, "customer_type", {"retail": 0, "commercial": 99}.__getitem__)
    joined = _pin_at(
        people,
        people["joined"],
        pins,
        "enrollment",
        {"enrolled": 0, "unenrolled": 60, "applicant": 99}.__getitem__,
    )
    return people.with_columns(kind=kind, joined=joined)


def _kinds(people: pl.DataFrame, draws: Draws, pins: list[Mapping[str, Any]]) -> pl.DataFrame:
    numbers = people["number"]
    enrolled = people["joined"] < 60
    region = draws.column(numbers, "region")
    people = people.with_columns(
        customer_type=(pl.col("kind") >= 85).cast(pl.UInt8).cat.to(TYPE),
        enrollment=((pl.col("joined") >= 60).cast(pl.UInt8) + (pl.col("joined") >= 92)).cat.to(ENROLLMENT),
        customer_high=draws.column(numbers, "customer").zip_with(enrolled, _nulls(people, pl.UInt64)),
        customer_low=(draws.column(numbers, "customer_low") % 65_536).zip_with(
            enrolled, _nulls(people, pl.UInt64)
        ),
        region=(region // 100 % len(REGIONS))
        .cast(pl.UInt8)
        .cat.to(REGION)
        .zip_with(region % 100 >= 4, _nulls(people, REGION)),
    )
    return people.with_columns(
        customer_high=_pin_at(
            people, people["customer_high"], pins, "customer_id", lambda t: int(t[:16], 16)
        ),
        customer_low=_pin_at(people, people["customer_low"], pins, "customer_id", lambda t: int(t[16:], 16)),
    )


def _holdings(people: pl.DataFrame, draws: Draws, _pins: list[Mapping[str, Any]]) -> pl.DataFrame:
    numbers = people["number"]
    people = people.with_columns(
        a=draws.column(numbers, "accounts"),
        b=draws.column(numbers, "balance"),
        c=draws.column(numbers, "assets"),
    )
    applicant = pl.col("joined") >= 92
    count = pl.when(applicant).then(0).otherwise(pick(_ACCOUNTS, pl.col("a") % len(_ACCOUNTS), pl.Int32))
    people = people.with_columns(account_count=count)
    masks = pick(_MASKS, pl.col("account_count").cast(pl.UInt64) * 32 + pl.col("a") // 32 % 32, pl.UInt8)
    people = people.with_columns(products=masks)
    width = pick(_RANGES, pl.col("b") % len(_RANGES), pl.UInt64)
    # One in forty is overdrawn, by less than the range.
    sign = pl.when(pl.col("c") % 40 == 0).then(-1).otherwise(1)
    amount = (pl.col("b") // 1024 % width).cast(pl.Int64) * sign
    people = people.with_columns(account_balance=pl.when((pl.col("products") & _DEPOSITS) != 0).then(amount))
    other = (pl.col("c") // 64 % 50_000_000).cast(pl.Int64)
    held = pl.col("account_balance").fill_null(0).clip(lower_bound=0)
    return people.with_columns(
        total_assets=pl.when(pl.col("account_count") == 0).then(0).otherwise(held + other)
    ).drop("a", "b", "c")


def _dates(people: pl.DataFrame, draws: Draws, _pins: list[Mapping[str, Any]]) -> pl.DataFrame:
    numbers = people["number"]
    people = people.with_columns(a=draws.column(numbers, "birth"), b=draws.column(numbers, "since"))
    bracket = pl.col("a") % len(_BRACKETS)
    low = pick([low for low, _ in _BRACKETS], bracket, pl.UInt64)
    years = low + pl.col("a") // 128 % pick([width for _, width in _BRACKETS], bracket, pl.UInt64)
    # Whole years including leap days, so that nobody is younger than the bracket says.
    alive = (years * 365 + years // 4 + 1 + pl.col("a") // 65_536 % 365).cast(pl.Int32)
    known = (pl.col("kind") < 85) & (pl.col("a") // 2**32 % 100 >= 5)
    people = people.with_columns(alive=pl.when(known).then(alive)).with_columns(
        birth=(_EPOCH_DAY - pl.col("alive")).cast(pl.Date)
    )
    span = pl.min_horizontal(pl.col("alive").fill_null(_LONGEST), _LONGEST).cast(pl.UInt64)
    people = people.with_columns(known_days=(pl.col("b") % span).cast(pl.Int32))
    away = (pl.col("b") // 65_536).cast(pl.UInt64) % (
        pl.min_horizontal("known_days", 400).cast(pl.UInt64) + 1
    )
    enrolled = pl.col("joined") < 60
    return people.with_columns(
        birth_ymd=pl.col("birth").dt.year() * 10_000
        + pl.col("birth").dt.month().cast(pl.Int32) * 100
        + pl.col("birth").dt.day(),
        customer_since=pl.when(pl.col("joined") < 92).then(_EPOCH_DAY - pl.col("known_days")).cast(pl.Date),
        last_login_on=pl.when(enrolled).then(_EPOCH_DAY - away.cast(pl.Int32)).cast(pl.Date),
        mobile_user=pl.when(enrolled).then(pl.col("a") // 2**40 % 10 < 7),
    ).drop("a", "b", "alive", "birth", "known_days")


def _contacts(people: pl.DataFrame, draws: Draws, pins: list[Mapping[str, Any]]) -> pl.DataFrame:
    people = people.with_columns(a=draws.column(people["number"], "phone"))
    # 555-0100 to 555-0199 are kept for fiction in every area; areas are [2-9][0-8][2-9].
    area = (pl.col("a") % 8 + 2) * 100 + (pl.col("a") // 8 % 9) * 10 + pl.col("a") // 128 % 8 + 2
    number = area * 10_000_000 + 5_550_100 + pl.col("a") // 1024 % 100
    people = people.with_columns(
        phone_number=pl.when(pl.col("a") // 2**32 % 100 >= 6).then(number),
        tax_number=_tax_number(draws),
    )
    phone = _pin_at(people, people["phone_number"], pins, "phone", lambda text: int(text.removeprefix("+1")))
    return people.with_columns(phone_number=phone)


def _tax_number(draws: Draws) -> pl.Expr:
    """Nine digits that were never issued; one in five hundred people shares those of the one before.

    Areas 900 to 999 are no Social Security areas, groups 00 to 49 there no taxpayer numbers either; companies
    get 96 and 97, two of the prefixes that no employer number starts with.
    """
    number = pl.col("number").cast(pl.UInt64)
    source = number - ((number % 500 == 250).cast(pl.UInt64))
    shuffled = source * 15_485_863 + draws.constant("tax") % 10**9  # the factor divides no power of ten
    person = shuffled % 40_000_000
    area = person // 500_000
    retail = (pl.when(area < 60).then(area + 900).otherwise(area + 920)) * 1_000_000 + person % 500_000
    company = shuffled % 10_000_000
    commercial = (company // 500_000 + 960) * 1_000_000 + company % 500_000
    return pl.when(pl.col("kind") < 85).then(retail).otherwise(commercial)


def _nulls(people: pl.DataFrame, dtype: Any) -> pl.Series:
    return pl.Series([None], dtype=dtype).new_from_index(0, people.height)


def _pin(
    drawn: pl.Series, pins: list[Mapping[str, Any]], key: str, convert: Callable[[Any], Any]
) -> pl.Series:
    """`drawn`, in order of person number, with the pinned people's values."""
    numbers = pl.int_range(0, len(drawn), dtype=pl.UInt32, eager=True)
    return _pin_at(pl.DataFrame({"number": numbers}), drawn, pins, key, convert)


def _pin_at(
    people: pl.DataFrame,
    drawn: pl.Series,
    pins: list[Mapping[str, Any]],
    key: str,
    convert: Callable[[Any], Any],
) -> pl.Series:
    """`drawn`, a column of `people`, with what `pins` say about `key`: null is said too, absence is not."""
    said = {number: pin[key] for number, pin in enumerate(pins) if key in pin}
    if not said:
        return drawn
    values = [None if value is None else convert(value) for value in said.values()]
    override = pl.col("number").replace_strict(
        list(said), pl.Series(values, dtype=drawn.dtype), default=drawn, return_dtype=drawn.dtype
    )
    return people.select(override).to_series()
