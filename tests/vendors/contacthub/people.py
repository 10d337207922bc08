"""A node with people of every make: untouched, changed, created and removed."""

from functools import cache
from typing import Any

from tests.vendors.contacthub.desk import MARIN, MARINS_BRANCHES, Desk, seeded

from understudy.vendors.contacthub import entries
from understudy.vendors.contacthub.shapes import completed
from understudy.world.documents import Document
from understudy.world.view import View

CREATED: list[dict[str, Any]] = [
    {"extended": {"shoe": 42, "vip": True, "city": "Trento", "since": "2021-05-06"}, "externalId": "E-1"},
    {
        "extended": {"shoe": 42.5, "vip": False, "city": "trento"},
        "tags": {"auto": [], "manual": ["gold", "x"]},
    },
    {"extended": {"shoe": "42", "since": "2021-05-06T00:00:00Z"}, "extra": "100% _sure_ \\o/"},
    {"extended": {"shoe": [41, 42], "sizes": {"left": None, "right": None}}, "base": {"firstName": "Ann"}},
    {"extended": {"sizes": {"left": 3, "right": [1, None]}}, "base": {"firstName": "ann", "lastName": ""}},
    {"enabled": False, "tags": {"auto": ["retail", "gold"], "manual": ["gold"]}, "extra": ""},
    {"consents": {"disclaimer": {"date": "2025-06-01T10:00:00Z", "version": "2"}}},
    {
        "base": {
            "dob": "1980-02-29",
            "subscriptions": [
                {"id": "news", "subscribed": True, "startDate": "2025-01-01T00:00:00Z", "subscriberId": None},
                {"id": "offers", "subscribed": False, "startDate": None, "subscriberId": "7"},
            ],
        }
    },
    {"base": {"contacts": {"email": "Ünï.Cödé@example.org", "mobilePhone": None}, "dob": "1969-12-31"}},
    {"base": {"address": {"region": "TX", "geo": {"lat": 46.1, "lon": -11.5}}}, "extra": "line\nbreak"},
]


@cache
def mixed() -> tuple[View, Document]:
    """A view, and MARIN's Branches in it: of the 40 people three are changed, two gone, ten are new."""
    desk = Desk(seeded().fork("mixed"))
    before = desk.world.view(1)
    node = before.documents.get("contacthub/nodes", MARINS_BRANCHES)
    assert node is not None
    unchanged = list(entries.everybody(before, node))
    for place, person in enumerate(unchanged[:5]):
        body = {**person.body, "version": 2, "updatedAt": f"2026-01-15T0{place}:00:00.000Z"}
        body["base"] = {**body["base"], "firstName": f"Changed {place}"}
        put(desk, person.id, person.person, None if place > 2 else body)
    for place, body in enumerate(CREATED):
        key = f"{place:08x}-0000-4000-8000-000000000000"
        moments = {
            "registeredAt": f"2026-01-1{place % 5}T08:00:00.000Z",
            "updatedAt": "2026-01-15T00:00:00.000Z",
        }
        put(
            desk,
            key,
            None,
            completed({"id": key, "intId": 1000 + place, "nodeId": node.id, **moments, **body}),
        )
    return desk.world.view(2), node


def put(desk: Desk, key: str, person: int | None, body: dict[str, Any] | None) -> None:
    desk.put("customers", key, {"workspace": MARIN, "node": MARINS_BRANCHES, "person": person, "body": body})
