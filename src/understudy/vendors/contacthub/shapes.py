"""What a whole customer looks like: every property spelled out, unset ones as null or [] (H-79.2)."""

from collections.abc import Mapping
from typing import Any

__all__ = ["blank", "completed"]

SCALARS = (
    *("pictureUrl", "title", "prefix", "firstName", "lastName", "middleName", "gender"),
    *("dob", "locale", "timezone"),
)
OBJECTS: Mapping[str, tuple[str, ...]] = {
    "contacts": ("email", "fax", "mobilePhone", "phone"),
    "address": ("street", "city", "country", "province", "region", "zip", "geo"),
    "credential": ("username", "password"),
    "socialProfile": ("facebook", "google", "instagram", "linkedin", "qzone", "twitter"),
}
CONTACTS = ("otherContacts", "mobileDevices")
LISTS = ("educations", "likes", "jobs", "subscriptions")
TAGS = ("auto", "manual")


def blank() -> dict[str, Any]:
    """A customer with nothing set, to be changed at will; without id, node and moments."""
    return completed({})


def completed(body: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the customer with what it lacks: unset scalars and objects null, unset lists empty."""
    return {
        "externalId": None,
        "consents": None,
        "extra": None,
        "enabled": True,
        "version": 1,
        "deleted": 0,
        "sourceInfo": {"registeredBy": None, "updatedBy": None},
        **body,
        "base": base(body.get("base") or {}),
        "extended": body.get("extended") or {},
        "tags": lists(body.get("tags") or {}, TAGS),
    }


def base(said: Mapping[str, Any]) -> dict[str, Any]:
    """The base properties, all of them; the members of an object only where there is one."""
    made: dict[str, Any] = {**dict.fromkeys(SCALARS), **said, **lists(said, LISTS)}
    for name, members in OBJECTS.items():
        inner = said.get(name)
        made[name] = None if inner is None else {**dict.fromkeys(members), **inner}
    if made["contacts"] is not None:
        made["contacts"] |= lists(made["contacts"], CONTACTS)
    return made


def lists(said: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The lists of these names, empty where there is none."""
    return {name: said.get(name) or [] for name in names}
