"""The vendor, which serves nothing before all of its operations answer."""

from understudy.http.identities import Identities
from understudy.vendors import Vendor

__all__ = ["VENDOR"]

VENDOR = Vendor(apis=(), seed=lambda _world, documents: documents, transitions={}, identities=Identities())
