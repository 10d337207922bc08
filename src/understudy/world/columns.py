"""What a customer's row may hold: the choices, their order, and the day from which dates are counted back."""

from collections.abc import Mapping
from datetime import date

import polars as pl

__all__ = [
    "CUSTOMER_TYPES",
    "ENROLLMENT",
    "ENROLLMENTS",
    "EPOCH",
    "LARGEST",
    "PRODUCTS",
    "REGION",
    "REGIONS",
    "SCHEMA",
    "TYPE",
]

CUSTOMER_TYPES = ("retail", "commercial")
ENROLLMENTS = ("enrolled", "unenrolled", "applicant")
PRODUCTS = ("checking", "savings", "cd", "loan", "creditCard")  # bit 0, 1, 2, …
# fmt: off
REGIONS = (
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA",
    "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM",
    "NY", "NC", "ND", "OH", "OK", "OR", "PA", "PR", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA",
    "WA", "WV", "WI", "WY",
)
# fmt: on

TYPE = pl.Enum(CUSTOMER_TYPES)
ENROLLMENT = pl.Enum(ENROLLMENTS)
REGION = pl.Enum(REGIONS)

# The population does not move with the clock, or customer i would be somebody else tomorrow: only ages do.
EPOCH = date(2026, 1, 15)

# Tax ids of companies are distinct up to this many people.
LARGEST = 10_000_000

# The columns of `Population.frame`, one row per person, sorted by (id_high, id_low). Money is in cents.
SCHEMA: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "number": pl.UInt32,  # the person, whatever the size of the population
    "id_high": pl.UInt64,  # data_customer_id: 20 hexadecimal digits = 16 from here …
    "id_low": pl.UInt16,  # … and 4 from here
    "customer_type": TYPE,
    "enrollment": ENROLLMENT,
    "customer_high": pl.UInt64,  # customer_id likewise; null unless enrolled
    "customer_low": pl.UInt16,
    "tax_number": pl.UInt32,  # tax_id: nine digits
    "phone_number": pl.UInt64,  # ten national digits; null for some
    "birth_ymd": pl.Int32,  # 19870531, so that an age is one subtraction; null for commercial and some retail
    "region": REGION,  # null for some
    "account_count": pl.Int32,
    "products": pl.UInt8,  # bit mask over PRODUCTS
    "account_balance": pl.Int64,  # null without a deposit account
    "total_assets": pl.Int64,
    "customer_since": pl.Date,  # null for applicants
    "last_login_on": pl.Date,  # null unless enrolled
    "mobile_user": pl.Boolean,  # null unless enrolled
}
