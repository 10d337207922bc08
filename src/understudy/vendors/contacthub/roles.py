"""The roles of callers, as scopes of their tokens (rules of the vendor's security scheme)."""

__all__ = [
    "ADMIN",
    "DPO",
    "GUEST",
    "OPERATOR",
    "PLATFORM_UPDATES",
    "ROLES",
    "TRUSTED",
    "UNTRUSTED",
    "USER",
]

OPERATOR = "CLAB_OPERATOR"
"""The vendor's own staff, above all workspaces."""
ADMIN = "ADMIN"
USER = "USER"
"""Somebody whom the permissions on nodes limit."""
GUEST = "GUEST"
DPO = "DPO"
"""The data protection officer."""
PLATFORM_UPDATES = "PLATFORM_UPDATES"
TRUSTED = "TRUSTED_APPLICATION"
UNTRUSTED = "UNTRUSTED_APPLICATION"
"""A source whose token anybody may read, as in a web page."""

ROLES = frozenset({OPERATOR, ADMIN, USER, GUEST, DPO, PLATFORM_UPDATES, TRUSTED, UNTRUSTED})
