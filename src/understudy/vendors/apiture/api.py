"""The vendor: two APIs over one set of documents."""

from understudy.http.handlers import Api, collect
from understudy.http.redaction import Secrets
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

TAX_IDENTIFIERS = Secrets(
    members=frozenset({"taxidnumber"}),
    private=("identifiertype", "taxIdNumber"),
    asked=frozenset({"content"}),
    answered=frozenset({"unmatchedids"}),
    shapes=r"\b\d{3}[- ]?\d\d[- ]?\d{4}\b|\b\d\d[- ]\d{7}\b",
)
"""Whom an import names by SSN or EIN (A-49), and what its answer repeats of them (A-52)."""

AUDIENCES = Api(
    name="apiture/customer-audiences",
    handlers=collect([archive, audiences, customers, imports, templates]),
    admit=admit_service,
    invalid=invalid,
    refuse=refuse,
    also_accepts=MERGE_PATCH,
    secrets=TAX_IDENTIFIERS,
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
