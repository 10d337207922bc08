"""What Apiture's documents promise, to be seen from outside: a suite per API."""

from importlib import import_module
from pkgutil import iter_modules

from understudy.conformance.suite import Suite
from understudy.vendors.apiture.behaviours.suites import AUDIENCES, CONNECTIONS

__all__ = ["SUITES"]

# A module puts its promises into the suites when it is imported.
for found in sorted(iter_modules(__path__), key=lambda module: module.name):
    import_module(f"{__name__}.{found.name}")

SUITES: tuple[Suite, ...] = (AUDIENCES, CONNECTIONS)
