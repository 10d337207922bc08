"""Scenes of asking: who may, what lists hold, what counts and filters mean, pages."""

import httpx
from tests.conformance.mutants.guide import Guide, audience, file, member, primitive
from tests.conformance.mutants.places import (
    AGE,
    AUDIENCES,
    CONNECTIONS,
    COUNTS,
    EVERYBODY,
    IMPORTS,
    INSIGHT,
    LOGIN,
    ORDERED,
    OURS,
    RANGES,
    REGION,
    SHARED,
    TEMPLATE,
    TEMPLATES,
)

__all__ = ["callers", "counting", "filtering", "lists", "paging", "templates"]


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
