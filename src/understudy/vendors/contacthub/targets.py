"""The customer that a write is meant for: one of an entry node, for those of aggregate nodes are computed."""

from understudy.errors import Problem
from understudy.http.exchange import Request
from understudy.vendors.contacthub.customers import Customer, customer_of
from understudy.vendors.contacthub.records import NODES
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = ["target_of"]


def target_of(request: Request, view: View) -> tuple[Customer, Document]:
    """The customer that the path names, and its entry node; Problems of `customers.customer_of`.

    Problem 400 for a customer of an aggregate node (H-0.p3).
    """
    customer = customer_of(request, view)
    node = view.documents.get(NODES, customer.node)
    if node is None or node.body["type"] != "ENTRY":
        sentence = (
            f"The customer {customer.id} is aggregated from others: change the customers of the entry nodes "
            "that it is made of."
        )
        raise Problem(400, "aggregateCustomer", sentence, rule="H-0.p3")
    return customer, node
