"""What makes customers unique: by default, and in one entry node; the latter is deprecated."""

from understudy.http.exchange import Reply, Request
from understudy.vendors.contacthub.access import node_of, workspace_of
from understudy.vendors.contacthub.matching_policy import default_policy, with_policy
from understudy.vendors.contacthub.records import NODES
from understudy.world.view import View

__all__ = [
    "get_node_unique_customer_matching_policy",
    "get_unique_customer_matching_policy",
    "put_node_unique_customer_matching_policy",
]


def get_unique_customer_matching_policy(request: Request, view: View) -> Reply:
    """67: what makes customers of a node unique that says nothing of it (H-67.1)."""
    workspace_of(request, view)
    return Reply(200, default_policy())


def get_node_unique_customer_matching_policy(request: Request, view: View) -> Reply:
    """68: the uniqueCustomer of an entry node (H-68.1)."""
    return Reply(200, node_of(request, view, type="ENTRY").body["uniqueCustomer"])


def put_node_unique_customer_matching_policy(request: Request, view: View) -> Reply:
    """69: another uniqueCustomer for an entry node (H-69.1); what is left out stays as it is."""
    node = node_of(request, view, type="ENTRY")
    policy = with_policy(node.body["uniqueCustomer"], request.body)
    documents = view.documents.put(NODES, node.id, {**node.body, "uniqueCustomer": policy})
    return Reply(200, policy, documents=documents)
