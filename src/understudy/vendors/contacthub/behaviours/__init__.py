"""What the documents of Contacthub promise, to be seen from outside."""

from understudy.conformance.suite import Suite

__all__ = ["SUITES"]

SUITES: tuple[Suite, ...] = ()
