"""What Apiture's documents promise, to be seen from outside: a suite per API."""

from understudy.conformance.suite import Suite
from understudy.vendors.apiture.behaviours import (
    campaigns,
    connecting,
    counting,
    creating,
    forms,
    institutions,
    items,
    lifecycle,
    listing,
    patch_limits,
    patching,
    preconditions,
    reading,
    sourcing,
    templating,
    tenancy,
    totals,
)
from understudy.vendors.apiture.behaviours.suites import AUDIENCES, CONNECTIONS

__all__ = ["SUITES"]

MODULES = (
    campaigns,
    connecting,
    counting,
    creating,
    forms,
    institutions,
    items,
    lifecycle,
    listing,
    patch_limits,
    patching,
    preconditions,
    reading,
    sourcing,
    templating,
    tenancy,
    totals,
)
"""Those that put their promises into the suites when they are imported."""

SUITES: tuple[Suite, ...] = (AUDIENCES, CONNECTIONS)
