"""Understudy: a contract-first, stateful stand-in for customer-audience APIs.

Import from the module that defines a thing; this root holds only the version.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
