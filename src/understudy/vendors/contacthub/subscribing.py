"""Subscriptions of a customer: when they were registered and changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from understudy.vendors.contacthub.parts import same

__all__ = ["stamped"]


def stamped(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], moment: str
) -> list[dict[str, Any]]:
    """The subscriptions `after` a write with the moments that nobody sent (H-82.5, H-84.4).

    `registeredAt` stays what it was, else is now; `updatedAt` is now where anything changed, unless the
    client sent another one than before. Both lists are spelled out (parts.subscription).
    """
    old = {each["id"]: each for each in before}
    return [stamp(old.get(each["id"]), each, moment) for each in after]


def stamp(old: Mapping[str, Any] | None, new: Mapping[str, Any], moment: str) -> dict[str, Any]:
    """One subscription with its moments."""
    was = old or {"registeredAt": None, "updatedAt": None}
    registered = new["registeredAt"] or was["registeredAt"] or moment
    made = {**new, "registeredAt": registered, "updatedAt": new["updatedAt"] or was["updatedAt"]}
    if not same(made, old) and made["updatedAt"] == was["updatedAt"]:
        made["updatedAt"] = moment
    return made
