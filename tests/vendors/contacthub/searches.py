"""Searches of customers, asked and gone through."""

import json

from tests.vendors.contacthub.desk import BRANCHES

__all__ = ["asked", "atomic", "doing", "everyone", "ids", "search", "simple"]


def search(desk, node=BRANCHES, **given):
    reply = desk.call("getCustomersWorkspaces", nodeId=node, **given)
    assert reply.status == 200, reply.body
    return reply.body


def ids(desk, node=BRANCHES, **given):
    return [each["id"] for each in search(desk, node, **given)["elements"]]


def atomic(attribute, operator, value=None):
    return {"type": "atomic", "attribute": attribute, "operator": operator, "value": value}


def simple(condition):
    return {"type": "simple", "are": {"condition": condition}}


def doing(did):
    """A simple query of everybody who did it."""
    return {**simple(atomic("id", "IS_NOT_NULL")), "did": did}


def asked(query, name=""):
    return json.dumps({"name": name, "query": query})


def everyone(desk, node=BRANCHES, **given):
    """Everybody found, page by page."""
    total = search(desk, node, size=0, **given)["page"]["totalElements"]
    pages = [search(desk, node, size=50, page=page, **given) for page in range(-(-total // 50))]
    return [each for page in pages for each in page["elements"]]
