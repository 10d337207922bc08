"""The vendor: one API over its users, drafts and segments."""

from understudy.http.handlers import Api, collect
from understudy.vendors import Vendor
from understudy.vendors.banno.consistency import check
from understudy.vendors.banno.demos import DEMOS
from understudy.vendors.banno.handlers import drafts, end_users, history, imports, segments
from understudy.vendors.banno.identities import IDENTITIES, ISSUER
from understudy.vendors.banno.refusals import admit, invalid, refuse
from understudy.vendors.banno.seed import seed
from understudy.vendors.banno.stored import SCHEMAS

__all__ = ["VENDOR"]

LARGEST_FILE = 40 * 1024 * 1024
"""Bytes of a body: 200,000 rows of 200 bytes, which is more than a row of identifier, name and mail needs."""

SEGMENTS = Api(
    name="banno/segments",
    handlers=collect([drafts, end_users, history, imports, segments]),
    admit=admit,
    invalid=invalid,
    refuse=refuse,
    also_accepts={},
    body_bytes=LARGEST_FILE,
)

VENDOR = Vendor(
    apis=(SEGMENTS,),
    seed=seed,
    transitions={},
    identities=IDENTITIES,
    demos=DEMOS,
    schemas=SCHEMAS,
    check=check,
    issuers=(ISSUER,),
)
