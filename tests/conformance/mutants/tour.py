"""A walk through both APIs on which every lie can be seen: scenes of requests.

It judges nothing; only the difference between the answers of two servers counts.
"""

from collections.abc import Callable, Iterator

import httpx
from tests.conformance.mutants.guide import Guide, Noted, audience, file, member, primitive
from tests.conformance.mutants.hosting import Host

__all__ = ["SCENES", "played"]

AUDIENCES, TEMPLATES = "/service/customerAudiences", "/service/customerAudienceTemplates"
CONNECTIONS = "/bankingAdmin/customerAudienceConnections"
COUNTS, IMPORTS = "/service/customerAudienceCounts", "/service/importedCustomerAudiences"
VALIDATED = "/service/validatedCustomerAudiences"
OURS, SHARED, EVERYBODY = (
    f"{AUDIENCES}/0399abedfd3d",
    f"{AUDIENCES}/590c0c441f3241de9526",
    "2b7e151628aed2a6ab05",
)
AGE, BALANCE, REGION = "6b3927745edec398ad74", "023cd8af6a9d46eec506", "01888d58e2424bf1c676"
LOGIN = "5f0a6c1e8b7d4932a105"
ORDERED = ("lessThan", "lessThanOrEqualTo", "greaterThan", "notEquals")
RANGES = ("between", "notBetween")
INSIGHT, CAMPAIGN, TEMPLATE = "8e41c07ab5d2", "4c0d9e6fb21a", "0399abed-f13a"


def callers(guide: Guide) -> None:
    """Who may do what."""
    for token in ("", "nobody", "demo-read", "demo-marin", "demo-admin"):
        for path in (AUDIENCES, OURS, f"{OURS}/customers?limit=1", CONNECTIONS):
            guide.ask("GET", path, token=token)
        guide.ask("POST", COUNTS, {}, token=token)
        guide.ask("POST", AUDIENCES, audience(), token=token)
        guide.ask("POST", IMPORTS, file("nobody"), token=token)
        guide.ask(
            "POST", CONNECTIONS, {"audience": {"id": EVERYBODY}, "provider": {"name": token}}, token=token
        )
        guide.ask("PATCH", OURS, {"name": "Theirs"}, token=token)
        guide.ask("POST", f"{OURS}/archived", token=token)
        guide.ask("DELETE", OURS, token=token)
    for named in ("TIBURON", "MARIN", "tiburon", "TIBURON|MARIN", "NOWHERE"):
        for token in ("demo", "demo-admin"):
            guide.ask("GET", f"{AUDIENCES}?institutions={named}", token=token)
        guide.ask("POST", f"{COUNTS}?institutions={named}", {})
    guide.ask("POST", f"{AUDIENCES}?customerAudienceTemplateId=0399abed-f13c", audience())


def lists(guide: Guide) -> None:
    """Lists and their filters."""
    guide.ask("POST", f"{SHARED}/archived")
    archived = guide.made(AUDIENCES, audience(name="Old ones", description="From Tiburon"))
    guide.ask("POST", f"{archived}/archived")
    every = "filter|insight|list|template"
    for query in (
        "", "q=Most", "q=drafts", "q=Tiburon", "q=old&state=active", "q=x", "q=", f"q={'x' * 1001}",
        "q=%C3%A9",
        "state=active", "state=archived", "state=active|archived", "state=active|active", "state=gone", "",
        "source=list", "source=filter|list", f"source={every}", f"source={every}|campaign",
        "source=list|list",
        "enrollmentState=all", "enrollmentState=enrolled", "campaign=4c0d9e6fb21a",
    ):  # fmt: skip
        guide.ask("GET", f"{AUDIENCES}?{query}")
    guide.ask("GET", f"{archived}")
    guide.ask("DELETE", f"{archived}")


def templates(guide: Guide) -> None:
    """Templates and collaborators."""
    guide.ask("GET", TEMPLATES)
    for name in (TEMPLATE, "no-such-template"):
        guide.ask("GET", f"{TEMPLATES}/{name}")
    shared = guide.ask("GET", f"{OURS}/collaborators")
    guide.ask("GET", f"{OURS}/collaborators", if_none_match=shared.headers.get("etag", "none"))


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


def counting(guide: Guide) -> None:
    """Counts and primary filters."""
    some = [primitive(REGION, "in", "NC", "SC")]
    for body in ({}, {"primitiveFilters": some}, {"primitiveFilters": some, "insightId": INSIGHT}):
        guide.ask("POST", COUNTS, body)
    url = f"{guide.host.server.url}/_world/{guide.world}{COUNTS}"
    broken = guide.client.post(url, content=b"{", headers={"Authorization": "Bearer demo"})
    guide.noted.append((broken.status_code, {}, ""))
    for state in ("all", "customer", "enrolled", "unenrolled", "applicant"):
        guide.ask("POST", AUDIENCES, audience(enrollmentState=state))
    kept = guide.made(AUDIENCES, audience(customerType="retail"))
    guide.ask("GET", kept)
    guide.ask("PATCH", kept, {"filters": {"primitiveFilters": some}})
    guide.ask("GET", kept)
    guide.ask("GET", AUDIENCES)


def filtering(guide: Guide) -> None:
    """What filters mean: at the values that some customers have."""
    one = [
        *((AGE, operator, str(age)) for operator in ORDERED for age in (40, 41)),
        *((AGE, operator, str(age), str(age + 3)) for operator in RANGES for age in (30, 40)),
        (REGION, "notIn", "NC", "SC"), (AGE, "in", "40"), (AGE, "equals", "40", "41"),
        (AGE, "between", "1", "2", "3"), (AGE, "lessThan", "x"),
    ]  # fmt: skip
    for kind, operator, *values in one:
        guide.ask("POST", COUNTS, {"primitiveFilters": [primitive(kind, operator, *values)]})
    for day in range(2, 16, 2):
        for operator in ("before", "after"):
            guide.ask("POST", COUNTS, {"primitiveFilters": [primitive(LOGIN, operator, f"2026-01-{day:02}")]})
    young, old = primitive(AGE, "lessThan", "50"), primitive(AGE, "greaterThan", "40")
    for operator in ("and", "or", "not"):
        guide.ask("POST", COUNTS, {"operator": operator, "primitiveFilters": [young, old]})
    guide.ask("POST", COUNTS, {"primitiveFilters": [young, old]})
    nested = {"primitiveFilters": [young], "compositeFilters": [{"primitiveFilters": [old]}]}
    guide.ask("POST", COUNTS, nested)
    guide.ask("POST", COUNTS, {"compositeFilters": [nested]})
    beside = [young, primitive(AGE, "notBetween", "20", "30")]
    guide.ask("POST", COUNTS, {"primitiveFilters": beside})
    for more in ({"includeMissingValues": True}, {}, {"ordinal": 200}, {"ordinal": 201}):
        guide.ask("POST", COUNTS, {"primitiveFilters": [primitive(LOGIN, "after", "2020-01-01", **more)]})
    for number in (100, 101):
        guide.ask("POST", COUNTS, {"primitiveFilters": [young] * number})
    wrong = [primitive(AGE, "lessThan", "x"), primitive("no-such-type", "equals", "1")]
    guide.ask("POST", AUDIENCES, audience(filters={"primitiveFilters": wrong}))
    guide.ask(
        "POST", AUDIENCES, audience(filters={"primitiveFilters": [primitive(AGE, "between", "30", "40")]})
    )
    typed = primitive("215eaed841368ce154d5", "equals", "retail")
    guide.ask("POST", COUNTS, {"primitiveFilters": [typed]})
    guide.ask("POST", AUDIENCES, audience(filters={}))


def paging(guide: Guide) -> None:
    """Customers, page by page."""
    path = f"{OURS}/customers"
    for limit in ("0", "1", "10", "100000", "100001"):
        guide.ask("GET", f"{path}?limit={limit}")
    guide.ask("GET", path)
    guide.ask("GET", f"{path}?start=nosuchcursor")
    guide.ask("GET", f"{AUDIENCES}/{EVERYBODY}/customers")
    after = ""
    for _ in range(4):
        page = guide.ask("GET", f"{path}?limit=3{after}")
        start = httpx.URL(member(page, "nextPage_url").replace("none-there", "/")).params.get("start", "")
        after = f"&start={start}"


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


SCENES: tuple[Callable[[Guide], None], ...] = (
    callers, lists, templates, making, counting, filtering, paging, importing, changing, connecting,
)  # fmt: skip


def played(host: Host, world: str, client: httpx.Client) -> Iterator[list[Noted]]:
    """What a server answers on the walk, scene by scene, each in a fresh world: `world.1`, `world.2`, …"""
    for number, scene in enumerate(SCENES):
        guide = Guide(host, f"{world}.{number}", client)
        scene(guide)
        host.forget(guide.world)
        yield guide.noted
