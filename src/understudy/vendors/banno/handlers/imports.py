"""CSV files of users, which become drafts."""

from dataclasses import replace
from typing import Any

from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running
from understudy.vendors.banno import rules
from understudy.vendors.banno.drafting import drafted
from understudy.vendors.banno.records import DRAFTS
from understudy.vendors.banno.users import Users
from understudy.world.clock import timestamp
from understudy.world.view import View

__all__ = ["import_segment_csv", "import_segment_operation_csv"]


@long_running
def import_segment_csv(request: Request, view: View) -> Reply:
    """S18: a draft of the users whom a file names (S-05, S-08 … S-10)."""
    return imported(request, view, {})


@long_running
def import_segment_operation_csv(request: Request, view: View) -> Reply:
    """S19: a draft of users to append to a segment or delete from it; that is noted, not done (Y-11)."""
    segment = rules.segment_of(request, view)
    return imported(request, view, {"segment": segment.id, "operation": request.query["operationType"]})


def imported(request: Request, view: View, meant: dict[str, Any]) -> Reply:
    """What was found, and a new draft, which also says what it is `meant` for."""
    institution = rules.institution_of(request, view)
    kind = request.query["sourceType"]
    draft = drafted(Users.of(institution.customers), kind, request.body)
    key = view.ids.uuid()
    body = {
        "institution": institution.id,
        "createdAt": timestamp(view.now),
        "sourceType": kind,
        **draft.facts(),
        **meant,
    }
    # A file of many rows takes longer than others leave the documents alone.
    return replace(draft.reply(key), documents=lambda fresh: fresh.documents.put(DRAFTS, key, body))
