"""Rules that cannot be seen from outside, each with the reason."""

from collections.abc import Mapping

__all__ = ["UNSEEN"]

UNSEEN: Mapping[str, str] = {
    "H-0.a6": "Behaviours call the operations of a contract, and such a request reaches none of them.",
    "H-93.13": "It is about the people an Understudy begins with; no API promises what a workspace holds.",
}
"""By rule id; all other rules of the vendor's APIs have a behaviour."""
