"""Scenes of making and changing: audiences, imports, connections."""

from tests.conformance.mutants.guide import Guide, audience, file, primitive
from tests.conformance.mutants.places import (
    AGE,
    AUDIENCES,
    CAMPAIGN,
    CONNECTIONS,
    EVERYBODY,
    IMPORTS,
    INSIGHT,
    SHARED,
    TEMPLATE,
    VALIDATED,
)

__all__ = ["changing", "connecting", "importing", "making"]


def making(guide: Guide) -> None:
    """What can be made, and what cannot."""
    some = {"primitiveFilters": [primitive(AGE, "lessThan", "40")]}
    texts = {"name": (2, 3, 100, 101), "description": (256, 257)}
    for name, lengths in texts.items():
        for length in lengths:
            guide.ask("POST", AUDIENCES, audience(**{name: "x" * length}))
    guide.ask("POST", AUDIENCES, {"name": "Tour", "enrollmentState": "customer"})
    guide.ask("POST", AUDIENCES, {"name": "Tour", "customerType": "all"})
    early = "2001-01-01T00:00:00.000Z"
    guide.ask(
        "POST", AUDIENCES, audience(id="chosen-id", createdAt=early, updatedAt=early, description="Told")
    )
    kept = guide.made(AUDIENCES, audience(description="Kept", filters=some))
    name = kept.rpartition("/")[2]
    guide.ask("GET", kept)
    for query in (f"copyOf={name}", "copyOf=0399abedfd3d", "copyOf=no-such-one"):
        guide.ask("POST", f"{AUDIENCES}?{query}", audience())
        guide.ask("POST", f"{AUDIENCES}?{query}", audience(filters=some, description="Another"))
    sources = (f"insightId={INSIGHT}", f"customerAudienceTemplateId={TEMPLATE}", f"campaignId={CAMPAIGN}")
    for query in sources:
        guide.ask("POST", f"{AUDIENCES}?copyOf={name}&{query}", audience(filters=some))
        guide.ask("POST", f"{AUDIENCES}?{query}", audience(filters=some))
        one = guide.made(f"{AUDIENCES}?{query}", audience())
        guide.ask("GET", one)
        guide.ask("PATCH", one, {"customerType": "retail", "filters": some})
    guide.ask("POST", f"{AUDIENCES}?{sources[1]}&{sources[2]}", audience(filters=some))
    guide.ask("POST", f"{AUDIENCES}?customerAudienceTemplateId=no-such-one", audience())
    guide.ask("GET", AUDIENCES)


def importing(guide: Guide) -> None:
    """Lists of identifiers."""
    ours = "9dfb049f5672424d7b3b\nf26c043c527f42430b15"
    strangers = "\n".join(f"stranger-{number}" for number in range(1100))
    for text in (
        ours, f"{ours}\nnobody\n", f"head\n{ours}\n", f"{ours}\n\n\n", "9dfb049f5672424d7b3b\r\nx\r\n",
        f"\ufeff{ours}", " 9dfb049f5672424d7b3b \nnobody", "9dfb049f5672424d7b3b,x\nb,y\n", "",
        "nobody", strangers,
    ):  # fmt: skip
        guide.ask("POST", VALIDATED, file(text))
    guide.ask("POST", VALIDATED, file("head\nnobody", includesHeader=True))
    guide.ask("POST", VALIDATED, file("123-45-6789\n123456789", identifierType="taxIdNumber"))
    for content in ("bm9i\nb2R5", "!!!", "UEsDBAAA"):
        guide.ask("POST", VALIDATED, file("", content=content))
    for length in (4, 255, 256):
        guide.ask("POST", VALIDATED, file(ours, fileName="x" * length))
    for left in ("fileName", "includesHeader"):
        guide.ask("POST", VALIDATED, {name: value for name, value in file(ours).items() if name != left})
    guide.ask("POST", IMPORTS, file("nobody"))
    made = guide.made(IMPORTS, file(ours))
    made = f"{AUDIENCES}/{made.rpartition('/')[2]}"
    before = guide.ask("GET", made)
    guide.ask("PUT", f"{made}/customers", file("nobody", identifierType="username", includesHeader=True))
    replacing = {name: value for name, value in file("nobody").items() if name not in ("name", "fileName")}
    guide.ask("PUT", f"{made}/customers", replacing)
    guide.ask("PUT", f"{made}/customers", replacing, if_match=before.headers.get("etag", ""))
    guide.ask("GET", made)
    guide.ask("PUT", f"{AUDIENCES}/{EVERYBODY}/customers", replacing)
    guide.ask("PATCH", made, {"customerType": "retail"})
    guide.ask("GET", AUDIENCES)


def changing(guide: Guide) -> None:
    """Entity tags, patches, archive, deletion."""
    one = guide.made(AUDIENCES, audience(description="Described"))
    tag = guide.ask("GET", one).headers.get("etag", "none")
    guide.ask("GET", one, if_none_match=tag)
    plain = audience()["name"]
    for patch in (
        {"name": plain}, {}, {"state": "archived"}, {"id": "chosen-id"}, {"description": None},
        {"name": "xx"},
        {"name": "x" * 101}, {"filters": {"primitiveFilters": [primitive(AGE, "lessThan", "40")]}},
        {"enrollmentState": "enrolled"}, {"enrollmentState": "all"}, {"name": plain},
    ):  # fmt: skip
        guide.ask("PATCH", one, patch)
    guide.ask("PATCH", one, {"name": "As text"}, content_type="text/plain")
    now = guide.ask("GET", one, if_none_match=tag).headers.get("etag", "none")
    strong = now.removeprefix("W/")
    for sent in (tag, strong, strong.strip('"')):
        guide.ask("PATCH", one, {}, if_match=sent)
    guide.ask("POST", f"{one}/active")
    for step in ("archived", "archived", "active", "active"):
        guide.ask("POST", f"{one}/{step}", if_match=tag)
        guide.ask("POST", f"{one}/{step}")
        guide.ask("POST", f"{one}/{step}", if_match=tag)
        guide.ask("PATCH", one, {"description": "While it is " + step})
        guide.ask("GET", one)
    guide.ask("POST", f"{SHARED}/archived")
    guide.ask("DELETE", SHARED)
    guide.ask("GET", f"{one}/customers?limit=1")
    guide.ask("DELETE", one, if_match=tag)
    for _ in range(2):
        guide.ask("DELETE", one)
        guide.ask("GET", one)
        guide.ask("GET", f"{one}/customers?limit=1")
    guide.ask("GET", AUDIENCES)
    guide.ask("GET", f"{AUDIENCES}/x")
    guide.ask("GET", f"{AUDIENCES}/no-such-one", accept="application/json, application/problem+json")


def connecting(guide: Guide) -> None:
    """Connections, from beginning to end."""
    one = guide.made(AUDIENCES, audience())
    target = {"id": one.rpartition("/")[2]}
    guide.ask("GET", f"{CONNECTIONS}?audience={target['id']}")
    for name in ("pendo", "pendo", "unreachable", "", "x" * 80, "x" * 81):
        guide.ask("POST", CONNECTIONS, {"audience": target, "provider": {"name": name}})
    guide.ask("POST", CONNECTIONS, {"audience": target, "provider": {}})
    guide.ask("POST", CONNECTIONS, {"audience": {"id": "no-such-one"}, "provider": {"name": "pendo"}})
    chosen = {"name": "told", "connectedResourceId": "chosen-id"}
    link = guide.made(CONNECTIONS, {"audience": target, "provider": chosen})
    tag = guide.ask("GET", link).headers.get("etag", "none")
    guide.ask("GET", link, if_none_match=tag)
    for step in (
        "active",
        "inactive",
        "inactive",
        "failed",
        "active",
        "failed",
        "failed",
        "inactive",
        "active",
    ):
        guide.ask("POST", f"{link}/{step}", if_match='W/"old"')
        guide.ask("POST", f"{link}/{step}")
        guide.ask("GET", link)
    guide.ask("POST", f"{link}/inactive")
    guide.ask("GET", one)
    for query in ("", f"audience={target['id']}", "state=active", "state=active|inactive", "state=inactive"):
        guide.ask("GET", f"{CONNECTIONS}?{query}")
    guide.ask(
        "POST", CONNECTIONS, {"audience": {"id": "590c0c441f3241de9526"}, "provider": {"name": "pendo"}}
    )
    guide.ask("POST", f"{one}/archived")
    guide.ask("POST", CONNECTIONS, {"audience": target, "provider": {"name": "late"}})
    guide.ask("POST", f"{link}/active")
    for step in ("active", "failed"):
        guide.ask("POST", f"{CONNECTIONS}/x/{step}")
        guide.ask("POST", f"{CONNECTIONS}/no-such-one/{step}")
    for _ in range(2):
        guide.ask("DELETE", link)
        guide.ask("GET", link)
    orphan = guide.made(CONNECTIONS, {"audience": {"id": EVERYBODY}, "provider": {"name": "pendo"}})
    guide.ask("GET", orphan)
    guide.ask(
        "DELETE", guide.made(CONNECTIONS, {"audience": {"id": EVERYBODY}, "provider": {"name": "other"}})
    )
    guide.ask("GET", f"{CONNECTIONS}?audience={EVERYBODY}")
    guide.ask("DELETE", f"{AUDIENCES}/{EVERYBODY}")
    guide.ask("GET", orphan)
