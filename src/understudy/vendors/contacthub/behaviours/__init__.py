"""What the documents of Contacthub promise, to be seen from outside."""

from importlib import import_module
from pkgutil import iter_modules

from understudy.conformance.suite import Suite
from understudy.vendors.contacthub.behaviours.suites import HUB, LEGACY

__all__ = ["SUITES"]

# A module puts its promises into the suite when it is imported.
for found in sorted(iter_modules(__path__), key=lambda module: module.name):
    import_module(f"{__name__}.{found.name}")

SUITES: tuple[Suite, ...] = (HUB, LEGACY)
