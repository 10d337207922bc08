"""Extended properties of customers, events and products, as they are read and set: alike for all three."""

from understudy.errors import Cause, Problem
from understudy.http.exchange import Reply, Request
from understudy.vendors.contacthub import configuration
from understudy.vendors.contacthub.access import workspace_of
from understudy.vendors.contacthub.extended import completed, indexed_paths
from understudy.vendors.contacthub.roles import OPERATOR
from understudy.world.view import View

__all__ = ["defined", "redefined"]


def defined(request: Request, view: View, kind: str) -> Reply:
    """The extended properties of `customer`, `product` or `event/<type>`."""
    return Reply(200, configuration.value(view, workspace_of(request, view).id, f"extended/{kind}"))


def redefined(request: Request, view: View, kind: str, rule: str) -> Reply:
    """Other extended properties in the place of those that were, defaults spelled out.

    Problem 403, by that rule, when somebody but an operator would change which of them are indexed.
    """
    ws, made = workspace_of(request, view).id, completed(request.body)
    old = configuration.value(view, ws, f"extended/{kind}")
    changes = sorted(indexed_paths(made) ^ indexed_paths(old))
    if changes and OPERATOR not in request.caller.scopes:
        sentence = f"Only an operator may change whether {changes[0]} is indexed: leave it as it was."
        causes = [Cause("body", each, "The property would be indexed, or no longer.") for each in changes]
        raise Problem(403, "indexedForbidden", sentence, causes=causes, rule=rule)
    return Reply(200, made, documents=configuration.written(view, ws, f"extended/{kind}", made))
