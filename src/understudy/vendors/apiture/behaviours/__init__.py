"""What Apiture's documents promise, to be seen from outside: a suite per API."""

from understudy.conformance.suite import Suite
from understudy.vendors.apiture.behaviours.suites import AUDIENCES, CONNECTIONS

__all__ = ["SUITES"]

SUITES: tuple[Suite, ...] = (AUDIENCES, CONNECTIONS)
