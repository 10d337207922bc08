"""The vendor: two APIs over one set of documents."""

from understudy.http.handlers import Api, collect
from understudy.vendors import Vendor
from understudy.vendors.apiture.consistency import check
from understudy.vendors.apiture.demos import DEMOS
from understudy.vendors.apiture.handlers import archive, audiences, connections, customers, imports, templates
from understudy.vendors.apiture.identities import IDENTITIES
from understudy.vendors.apiture.lifecycle import SETTINGS, TRANSITIONS
from understudy.vendors.apiture.refusals import admit_admin, admit_service, invalid, refuse
from understudy.vendors.apiture.seed import seed
from understudy.vendors.apiture.stored import SCHEMAS

__all__ = ["VENDOR"]

MERGE_PATCH = {"application/json": "application/merge-patch+json"}
"""X-51: a merge patch may also be sent as plain JSON."""

AUDIENCES = Api(
    name="apiture/customer-audiences",
    handlers=collect([archive, audiences, customers, imports, templates]),
    admit=admit_service,
    invalid=invalid,
    refuse=refuse,
    also_accepts=MERGE_PATCH,
)

CONNECTIONS = Api(
    name="apiture/customer-audience-connections",
    handlers=collect([connections]),
    admit=admit_admin,
    invalid=invalid,
    refuse=refuse,
    also_accepts={},
)

VENDOR = Vendor(
    apis=(AUDIENCES, CONNECTIONS),
    seed=seed,
    transitions=TRANSITIONS,
    identities=IDENTITIES,
    demos=DEMOS,
    schemas=SCHEMAS,
    check=check,
    settings=SETTINGS,
)
