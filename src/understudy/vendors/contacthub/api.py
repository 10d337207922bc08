"""The vendor: two APIs on one base path, what its page lists and what only its clients still call."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from understudy.http.handlers import Api, collect
from understudy.http.redaction import Secrets
from understudy.vendors import Vendor
from understudy.vendors.contacthub import bulk, event_rows, handlers, retention
from understudy.vendors.contacthub.access import caller_of_token
from understudy.vendors.contacthub.consistency import check
from understudy.vendors.contacthub.demos import DEMOS
from understudy.vendors.contacthub.handlers import legacy
from understudy.vendors.contacthub.identities import IDENTITIES
from understudy.vendors.contacthub.refusals import admit, invalid, lost, refuse
from understudy.vendors.contacthub.seed import seed
from understudy.vendors.contacthub.stored import SCHEMAS
from understudy.vendors.contacthub.throttling import charge

__all__ = ["HUB", "LEGACY", "VENDOR"]

LARGEST_FILE = 40 * 1024 * 1024
"""Bytes of a body: a bulk job's file of 200,000 customers."""

TOKENS = Secrets(members=frozenset({"token"}))
"""The tokens of sources open the API."""


def api(name: str, package: ModuleType) -> Api:
    """The API of that name with the handlers of a package; both are refused, admitted and charged alike."""
    return Api(
        name=name,
        handlers=collect(modules_of(package)),
        admit=admit,
        invalid=invalid,
        refuse=refuse,
        also_accepts={},
        secrets=TOKENS,
        body_bytes=LARGEST_FILE,
        charge=charge,
        lost=lost,
    )


def modules_of(package: ModuleType) -> Iterator[ModuleType]:
    """The modules of a package, not those of packages below it, in order of name."""
    for found in sorted(iter_modules(package.__path__), key=lambda module: module.name):
        if not found.ispkg:
            yield import_module(f"{package.__name__}.{found.name}")


HUB = api("contacthub/hub", handlers)

LEGACY = api("contacthub/hub-legacy", legacy)
"""What the page does not list any more, though published clients call it."""

VENDOR = Vendor(
    apis=(HUB, LEGACY),
    seed=seed,
    transitions={**bulk.TRANSITIONS, **retention.TRANSITIONS},
    identities=IDENTITIES,
    demos=DEMOS,
    schemas=SCHEMAS,
    check=check,
    settings=bulk.SETTINGS,
    # The updates stream begins with these events: with others every later offset would move.
    starting=event_rows.SETTINGS,
    token_of=caller_of_token,
)
