"""One customer made of several: what an aggregate customer is, as on the wire (H-53.4)."""

from collections.abc import Mapping, Sequence
from typing import Any

from understudy.vendors.contacthub.groups import group_id
from understudy.vendors.contacthub.merging import appended
from understudy.vendors.contacthub.shapes import completed

__all__ = ["united"]


def united(node: str, members: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The customer of an aggregate node that these entry customers make, the first of which names it.

    Of each property counts what the member changed last says, unless it says nothing; lists are joined, each
    element once. It is registered since the first of them, and updated when the last one was.
    """
    named = {"id": group_id(node, members[0]["id"]), "nodeId": node}
    if len(members) == 1:
        return {**members[0], **named}
    oldest_first = sorted(members, key=lambda each: str(each["updatedAt"]))
    body: dict[str, Any] = {}
    for member in oldest_first:
        body = appended(body, said(member))
    return completed(body) | {
        "sourceInfo": {"registeredBy": None, "updatedBy": None, **(body["sourceInfo"] or {})},
        **named,
        "intId": members[0]["intId"],
        "registeredAt": min(str(each["registeredAt"]) for each in members),
    }


def said(value: Mapping[str, Any]) -> dict[str, Any]:
    """The object without what it leaves unset."""
    return {
        name: said(member) if isinstance(member, Mapping) else member
        for name, member in value.items()
        if member is not None
    }
