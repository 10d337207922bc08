"""One API of the vendor around its handlers: both contracts are refused, admitted and charged alike."""

from collections.abc import Mapping

from understudy.http.handlers import Api, Handler
from understudy.http.redaction import Secrets
from understudy.vendors.contacthub.refusals import admit, invalid, lost, refuse
from understudy.vendors.contacthub.throttling import charge

__all__ = ["api"]

LARGEST_FILE = 40 * 1024 * 1024
"""Bytes of a body: a bulk job's file of 200,000 customers."""

TOKENS = Secrets(members=frozenset({"token"}))
"""The tokens of sources open the API."""


def api(name: str, handlers: Mapping[str, Handler]) -> Api:
    """The API of that name with these handlers."""
    return Api(
        name=name,
        handlers=handlers,
        admit=admit,
        invalid=invalid,
        refuse=refuse,
        also_accepts={},
        secrets=TOKENS,
        body_bytes=LARGEST_FILE,
        charge=charge,
        lost=lost,
    )
