"""The reply that several handlers give."""

from collections.abc import Mapping
from typing import Any

from understudy.http.exchange import Reply
from understudy.vendors.banno import wire
from understudy.vendors.banno.records import SEGMENTS
from understudy.world.view import View

__all__ = ["changed_segment"]


def changed_segment(view: View, key: str, body: Mapping[str, Any], status: int = 200) -> Reply:
    """The segment with this body, which is to be committed."""
    documents = view.documents.put(SEGMENTS, key, dict(body))
    return Reply(status, wire.segment(view, key, body), documents=documents)
