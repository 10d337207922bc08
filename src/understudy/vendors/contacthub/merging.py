"""How what is sent joins what is stored: POST appends, PATCH sets, PUT replaces (H-78.5 …, H-80, H-81).

All three are pure. `stored` and `sent` are what a client may write of a customer (parts.WRITABLE), where a
member may be missing; neither is changed. Lists hold each element once: educations, likes, jobs and
subscriptions by their id, the others by their value; the first place is kept, and the last value.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

__all__ = ["appended", "patched", "replaced"]

Path = tuple[str, ...]
Lists = Callable[[Path, list[Any], list[Any]], list[Any]]
"""What becomes of a list: its path, what is stored, what is sent."""

SUBSCRIPTIONS = ("base", "subscriptions")
CONTACTS, TAGS = ("base", "contacts"), ("tags",)
BY_VALUE = frozenset(
    {(*CONTACTS, "otherContacts"), (*CONTACTS, "mobileDevices"), (*TAGS, "auto"), (*TAGS, "manual")}
)
BY_ID = frozenset({SUBSCRIPTIONS, ("base", "educations"), ("base", "likes"), ("base", "jobs")})


def appended(stored: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """The stored customer after a POST of one that is the same: members are set, lists grow (H-78.5 …)."""
    return members((), stored, sent, grown)


def patched(stored: Mapping[str, Any], sent: Mapping[str, Any], *, strict: bool = False) -> dict[str, Any]:
    """The stored customer after a PATCH: members are set, lists too (H-80.2 … H-80.4).

    Subscriptions that are not sent stay, and so does what is not sent of those that are, unless `strict`
    (H-80.5 … H-80.7). Null clears.
    """
    return members((), stored, sent, set_strictly if strict else set_gently)


def replaced(stored: Mapping[str, Any], sent: Mapping[str, Any], *, strict: bool = False) -> dict[str, Any]:
    """What is sent in the place of what was stored, but for subscriptions, as with a PATCH (H-81.5 …)."""
    if strict:
        return patched({}, sent, strict=True)
    kept = (stored.get("base") or {}).get("subscriptions") or []
    return patched({"base": {"subscriptions": kept}}, sent)


def members(path: Path, stored: Mapping[str, Any], sent: Mapping[str, Any], lists: Lists) -> dict[str, Any]:
    """An object with the members that are sent put over those that are stored."""
    joined = {name: joint((*path, name), stored.get(name), value, lists) for name, value in sent.items()}
    return {**stored, **joined}


def joint(path: Path, stored: Any, sent: Any, lists: Lists) -> Any:
    """The value that follows from the one stored and the one sent."""
    if isinstance(sent, Mapping):
        return members(path, stored if isinstance(stored, Mapping) else {}, sent, lists)
    if isinstance(sent, list):
        return lists(path, stored if isinstance(stored, list) else [], sent)
    return sent


def grown(path: Path, stored: list[Any], sent: list[Any]) -> list[Any]:
    """The list with what is sent appended."""
    return maintained(stored, sent) if path == SUBSCRIPTIONS else distinct(path, [*stored, *sent])


def set_gently(path: Path, stored: list[Any], sent: list[Any]) -> list[Any]:
    """The list that is sent; of subscriptions those stored remain."""
    return maintained(stored, sent) if path == SUBSCRIPTIONS else distinct(path, sent)


def set_strictly(path: Path, _stored: list[Any], sent: list[Any]) -> list[Any]:
    """The list that is sent."""
    return distinct(path, sent)


def maintained(stored: Sequence[Any], sent: Sequence[Any]) -> list[Any]:
    """Subscriptions: those of an id that is stored get what is sent and keep the rest, others are added."""
    found = {each["id"]: each for each in stored}
    for each in sent:
        found[each["id"]] = members(SUBSCRIPTIONS, found.get(each["id"], {}), each, set_strictly)
    return list(found.values())


def distinct(path: Path, items: Sequence[Any]) -> list[Any]:
    """Each element of a collection once; what is in a list that nobody knows stays as it is."""
    if path in BY_ID:
        return list({each["id"]: each for each in items}.values())
    if path not in BY_VALUE and path[0] != "extended":
        return list(items)
    return list({json.dumps(each, sort_keys=True): each for each in items}.values())
