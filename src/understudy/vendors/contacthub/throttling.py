"""How many requests a workspace may get in a minute (operations 20 and 21)."""

from typing import Any

from understudy.errors import Problem
from understudy.http.exchange import Call
from understudy.vendors.contacthub.access import belongs
from understudy.vendors.contacthub.records import METERS, WORKSPACES
from understudy.world.documents import Documents
from understudy.world.view import View

__all__ = ["charge"]

MINUTE = 60


def charge(call: Call, view: View) -> Documents | None:
    """The documents with one request more on the meter of the workspace that the path names (H-0.c1).

    Minutes are those of the world's clock. None where nothing is counted: the limit is 0 (H-20.2), or the
    workspace is not the caller's. Problem 429, with the seconds until the next minute, beyond the limit.
    """
    workspace = view.documents.get(WORKSPACES, call.path_params.get("workspaceId", "").lower())
    limit = 0 if workspace is None else workspace.body["maxRequestsPerMinute"]
    if workspace is None or not limit or not belongs(workspace, call.caller, view):
        return None
    seconds = int(view.now.timestamp())
    minute = seconds // MINUTE
    used = requests_in(view, workspace.id, minute)
    if used >= limit:
        wait = MINUTE - seconds % MINUTE
        raise Problem(
            429,
            "tooManyRequests",
            f"The workspace has had its {limit} requests of this minute: wait {wait} seconds.",
            headers={"Retry-After": str(wait)},
            rule="H-0.c1",
        )
    return view.documents.put(METERS, workspace.id, {"minute": minute, "requests": used + 1}, touch=False)


def requests_in(view: View, workspace: str, minute: int) -> int:
    """How many requests the workspace has had in this minute."""
    meter = view.documents.get(METERS, workspace)
    body: dict[str, Any] = {} if meter is None else meter.body
    return int(body["requests"]) if body.get("minute") == minute else 0
