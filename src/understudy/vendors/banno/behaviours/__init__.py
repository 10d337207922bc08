"""What the documents of Banno Segments promise, to be seen from outside."""

from understudy.conformance.suite import Suite
from understudy.vendors.banno.behaviours import (
    absence,
    access,
    applying,
    bad_files,
    counting,
    downloads,
    drafting,
    files,
    history,
    institutions,
    making,
)
from understudy.vendors.banno.behaviours.suites import SEGMENTS

__all__ = ["SUITES"]

MODULES = (
    absence,
    access,
    applying,
    bad_files,
    counting,
    downloads,
    drafting,
    files,
    history,
    institutions,
    making,
)
"""Those that put their promises into the suite when they are imported."""

SUITES: tuple[Suite, ...] = (SEGMENTS,)
