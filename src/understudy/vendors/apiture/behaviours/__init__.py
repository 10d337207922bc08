"""What Apiture's documents promise, to be seen from outside: a suite per API."""

from understudy.conformance.suite import Suite
from understudy.vendors.apiture.behaviours import (
    campaigns,
    institutions,
    items,
    lifecycle,
    listing,
    patch_limits,
    patching,
    preconditions,
    reading,
    templating,
    tenancy,
)
from understudy.vendors.apiture.behaviours.suites import AUDIENCES, CONNECTIONS

__all__ = ["SUITES"]

MODULES = (
    campaigns,
    institutions,
    items,
    lifecycle,
    listing,
    patch_limits,
    patching,
    preconditions,
    reading,
    templating,
    tenancy,
)
"""Those that put their promises into the suites when they are imported."""

SUITES: tuple[Suite, ...] = (AUDIENCES, CONNECTIONS)
