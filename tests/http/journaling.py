"""Entries for the tests of the journal."""

import json
from dataclasses import replace

from tests.http.toys import call

from understudy.contract.violations import Violation
from understudy.http.journal import Entry
from understudy.http.redaction import NO_SECRETS
from understudy.world.clock import FROZEN_AT

__all__ = ["BREACH", "entry", "sent"]

BREACH = Violation("query", "/limit", "minimum", "limit must be at least 0, but is -1.")
JSON = "application/json"


def entry(operation: str = "getToy", *, status: int = 200, body: bytes = b"{}", **changes) -> Entry:
    """An exchange; `violations`, `fault` and `secrets` may be given, all else is the call's."""
    violations = changes.pop("violations", ())
    fault = changes.pop("fault", "")
    secrets = changes.pop("secrets", NO_SECRETS)
    headers = changes.pop("reply_headers", [(b"content-type", b"application/json")])
    return Entry(
        FROZEN_AT,
        0.0125,
        "toys/shop",
        call(operation, **changes),
        status,
        headers,
        body,
        "request" if violations else "",
        violations,
        (),
        fault,
        secrets=secrets,
    )


def sent(request, media_type: str = JSON, **changes) -> Entry:
    """An exchange whose request has this body: bytes, or a JSON value."""
    one = entry("putToy", headers={"content-type": media_type}, **changes)
    one.call = replace(one.call, body=request if isinstance(request, bytes) else json.dumps(request).encode())
    return one
