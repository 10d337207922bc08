"""The parts of a customer that clients write, and those that they cannot."""

import json
from collections.abc import Mapping
from typing import Any

from understudy.vendors.contacthub.shapes import completed

__all__ = ["IMMUTABLE", "WRITABLE", "parts", "same", "subscription", "writable"]

WRITABLE = ("externalId", "base", "consents", "extended", "extra", "tags", "enabled")
"""What a client writes."""

IMMUTABLE = ("id", "nodeId", "intId", "version", "sourceInfo", "registeredAt", "updatedAt", "deleted")
"""H-80.8: what no client changes."""

SUBSCRIPTION = (
    *("id", "name", "type", "kind", "subscribed", "startDate", "endDate", "subscriberId"),
    *("registeredAt", "updatedAt", "subscribeContext", "unsubscribeContext"),
)


def parts(sent: Mapping[str, Any]) -> dict[str, Any]:
    """What clients write of a customer, all of it spelled out; doing it twice changes nothing.

    Null in `extended` means that there is no such property.
    """
    whole = completed(writable(sent))
    whole["base"]["subscriptions"] = [subscription(each) for each in whole["base"]["subscriptions"]]
    whole["extended"] = {name: value for name, value in whole["extended"].items() if value is not None}
    return {name: whole[name] for name in WRITABLE}


def writable(sent: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent of the parts that clients write."""
    return {name: value for name, value in sent.items() if name in WRITABLE}


def subscription(sent: Mapping[str, Any]) -> dict[str, Any]:
    """A subscription with all its members, unset ones null (H-82.4)."""
    return {**dict.fromkeys(SUBSCRIPTION), **sent}


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are alike: for Python 1 is True, for JSON it is not."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
