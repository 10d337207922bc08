"""Rules that cannot be seen from outside, each with the reason."""

from collections.abc import Mapping

__all__ = ["UNSEEN"]

UNSEEN: Mapping[str, str] = {}
"""By rule id; all other rules of the vendor's APIs have a behaviour."""
