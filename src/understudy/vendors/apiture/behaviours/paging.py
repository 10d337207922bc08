"""The customers of an audience, page by page (A-35, A-36)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.apiture.behaviours.lists import IMPORT, PAGE, identifiers, imported, people
from understudy.vendors.apiture.behaviours.steps import created, institution, key, refused
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

promises = AUDIENCES.promises

CREATE = "createCustomerAudience"
USES = (PAGE, CREATE, IMPORT)

MEMBERS = 11
"""Customers of the lists that are paged through."""

LONGEST = 256
DEFAULT = 10_000
MOST = 100_000


def listed(probe: Probe, least: int = 3) -> tuple[str, list[str]]:
    """The id of a new audience of a few customers, and their ids; NotObservable when there are too few."""
    members = identifiers(probe, "dataCustomerId", MEMBERS, least=least)
    return key(probe, imported(probe, members)), members


def page(probe: Probe, audience: str, query: Mapping[str, Any] | str) -> Exchange:
    """One page of an audience's customers; Broken when it is refused."""
    return probe.expect(probe.call(PAGE, audience, query=query), 200)


def following(exchange: Exchange) -> str | None:
    """The query of the next page, as the server wrote it; None on the last page."""
    body = exchange.json()
    if not isinstance(body, dict) or "nextPage_url" not in body:
        return None
    return urlsplit(urljoin(exchange.url, str(body["nextPage_url"]))).query


def walked(probe: Probe, audience: str, limit: int, most: int) -> list[Exchange]:
    """All pages, from the first to the one without nextPage_url; Broken when there are more than `most`."""
    pages = [page(probe, audience, {"limit": f"{limit}"})]
    while (query := following(pages[-1])) is not None:
        if len(pages) > most:
            probe.broken(
                f"the last of {most} pages or so of {limit}", f"another nextPage_url, ?{query}",
                pointer="/nextPage_url",
            )  # fmt: skip
        pages.append(page(probe, audience, query))
    return pages


def keys(probe: Probe, exchange: Exchange) -> list[str]:
    """The dataCustomerIds on a page."""
    return [item["dataCustomerId"] for item in probe.member(exchange, "/items")]


@promises("A-35", "Pages of any size, one after the other, hold each customer exactly once.", uses=USES)
def each_customer_is_on_one_page(probe: Probe) -> None:
    audience, members = listed(probe)
    for limit in (1, 2, 3, 5, len(members) - 1, len(members), len(members) + 1):
        pages = walked(probe, audience, limit, len(members) + 1)
        seen = [each for exchange in pages for each in keys(probe, exchange)]
        probe.same(sorted(members), sorted(seen), f"in pages of {limit} the customers", pointer="/items")
        for exchange in pages:
            if len(keys(probe, exchange)) > limit:
                probe.broken(f"at most {limit} items", f"{len(keys(probe, exchange))}", pointer="/items")
            several = probe.member(exchange, "/count")
            probe.same(len(members), several, "on each page a count of", pointer="/count")


@promises(
    "A-35", "Pages of an audience made of filters hold each of its customers once.", uses=(PAGE, CREATE)
)
def each_customer_of_a_selection_is_on_one_page(probe: Probe) -> None:
    answer = created(probe, customerType="commercial")
    audience, several = key(probe, answer), probe.member(answer, "/customerCount")
    if not several:
        probe.not_observable("The institution has no commercial customers.")
    if several > MOST:
        probe.not_observable(f"The institution has {several:,} commercial customers, too many to fetch.")
    pages = walked(probe, audience, several // 3 + 1, 3)
    seen = [each for exchange in pages for each in keys(probe, exchange)]
    probe.same(several, len(seen), "commercial customers on all pages:", pointer="/items")
    probe.same(several, len(set(seen)), "different commercial customers on all pages:", pointer="/items")
    probe.same(several, probe.member(pages[0], "/count"), "a count of", pointer="/count")


@promises(
    "A-35",
    "All pages but the last are full, and the last is not followed by an empty one.",
    uses=USES,
    severity=SHOULD,
)
def pages_are_full(probe: Probe) -> None:
    audience, members = listed(probe)
    for limit in (2, 3, len(members)):
        sizes = [len(keys(probe, each)) for each in walked(probe, audience, limit, len(members) + 1)]
        full, rest = divmod(len(members), limit)
        probe.same([limit] * full + [rest] * bool(rest), sizes, "pages of", pointer="/items")


@promises("A-35", "nextPage_url names this audience's customers, in at most 256 characters.", uses=USES)
def the_next_page_is_of_the_same_audience(probe: Probe) -> None:
    audience, _ = listed(probe)
    answer = page(probe, audience, {"limit": "2"})
    link = probe.member(answer, "/nextPage_url")
    if len(link) > LONGEST:
        probe.broken("at most 256 characters", f"{len(link)}", pointer="/nextPage_url")
    path = urlsplit(urljoin(answer.url, link)).path
    if not path.endswith(f"/customerAudiences/{audience}/customers"):
        probe.broken(
            f"a path ending in /customerAudiences/{audience}/customers", path, pointer="/nextPage_url"
        )
    query = parse_qs(urlsplit(link).query)
    if not query.get("start"):
        probe.broken("a nextPage_url with a start", link, pointer="/nextPage_url")


@promises(
    "A-35",
    "nextPage_url leads to the host that was asked, and carries the limit on, which binds there as well.",
    uses=USES,
    severity=SHOULD,
)
def the_next_page_is_asked_for_alike(probe: Probe) -> None:
    audience, _ = listed(probe, 5)
    answer = page(probe, audience, {"limit": "2"})
    target = urlsplit(urljoin(answer.url, probe.member(answer, "/nextPage_url")))
    asked = urlsplit(answer.url)
    probe.same(
        (asked.scheme, asked.netloc, asked.path), (target.scheme, target.netloc, target.path),
        "the next page at", pointer="/nextPage_url",
    )  # fmt: skip
    probe.same(["2"], parse_qs(target.query).get("limit"), "a limit of", pointer="/nextPage_url")
    probe.same(2, len(keys(probe, page(probe, audience, target.query))), "items on the second page:")


@promises(
    "A-35",
    "The nextPage_url of an administrator names the institution that the first page was asked for.",
    uses=USES,
    severity=SHOULD,
    needs=("administrator",),
)
def the_next_page_is_of_the_same_institution(probe: Probe) -> None:
    audience, _ = listed(probe)
    name = institution(probe)
    asked = {"limit": "2", "institutions": name}
    first = probe.expect(probe.call(PAGE, audience, query=asked, caller="administrator"), 200)
    query = following(first) or ""
    got = parse_qs(query).get("institutions")
    probe.same([name], got, "institutions", pointer="/nextPage_url")
    probe.expect(probe.call(PAGE, audience, query=query, caller="administrator"), 200)


@promises("A-35", "The same cursor gives the same page again.", uses=USES, severity=SHOULD)
def a_cursor_can_be_used_again(probe: Probe) -> None:
    audience, _ = listed(probe, 5)
    first = page(probe, audience, {"limit": "2"})
    query = following(first) or ""
    second = keys(probe, page(probe, audience, query))
    probe.same(keys(probe, first), keys(probe, page(probe, audience, {"limit": "2"})), "customers first:")
    probe.same(second, keys(probe, page(probe, audience, query)), "customers second:", pointer="/items")


@promises("A-35", "An empty start is the beginning.", uses=USES)
def an_empty_start_is_the_beginning(probe: Probe) -> None:
    audience, members = listed(probe)
    for query in ({"start": "", "limit": f"{MEMBERS}"}, "start="):
        got = sorted(keys(probe, page(probe, audience, query)))
        probe.same(sorted(members), got, "from the beginning the customers", pointer="/items")


@promises("A-35", "A limit of 0 gives the count without any customer.", uses=USES)
def a_page_may_be_empty(probe: Probe) -> None:
    audience, members = listed(probe)
    answer = page(probe, audience, {"limit": "0"})
    probe.same([], probe.member(answer, "/items"), "items", pointer="/items")
    probe.same(len(members), probe.member(answer, "/count"), "a count of", pointer="/count")


@promises("A-35", "No page follows one with a limit of 0.", uses=USES, severity=SHOULD)
def nothing_follows_an_empty_page(probe: Probe) -> None:
    audience, _ = listed(probe)
    if following(page(probe, audience, {"limit": "0"})) is not None:
        probe.broken("no nextPage_url", "one", pointer="/nextPage_url")


@promises("A-35", "A page may hold up to 100,000 customers; other limits are refused.", uses=USES)
def limits_end_at_a_hundred_thousand(probe: Probe) -> None:
    audience, members = listed(probe)
    for limit in (f"{MOST}", f"{MOST - 1}", "1"):
        got = keys(probe, page(probe, audience, {"limit": limit}))
        probe.same(
            min(len(members), int(limit)), len(got), f"with limit={limit} customers:", pointer="/items"
        )
    for limit in (f"{MOST + 1}", "-1", "2147483648", "ten", "1.5"):
        refused(probe.call(PAGE, audience, query={"limit": limit}), f"limit={limit}")


@promises("A-35", "A limit that is out of range is answered 422.", uses=USES, severity=SHOULD)
def a_limit_out_of_range_is_unprocessable(probe: Probe) -> None:
    audience, _ = listed(probe)
    for limit in (f"{MOST + 1}", "-1"):
        refused(probe.call(PAGE, audience, query={"limit": limit}), f"limit={limit}", 422)


@promises(
    "A-35", "Without a limit a page has 10,000 customers, or all when there are fewer.", uses=(PAGE, CREATE)
)
def a_page_has_ten_thousand_customers(probe: Probe) -> None:
    audience = key(probe, created(probe))
    answer = page(probe, audience, "")
    expected = min(DEFAULT, probe.member(answer, "/count"))
    probe.same(expected, len(keys(probe, answer)), "items without a limit:", pointer="/items")
    probe.same(expected < probe.member(answer, "/count"), following(answer) is not None, "a next page:")


@promises("A-35", "A start that is longer than 256 characters is refused.", uses=USES)
def a_start_is_at_most_256_characters(probe: Probe) -> None:
    audience, _ = listed(probe)
    refused(probe.call(PAGE, audience, query={"start": "a" * 257}), "a start of 257 characters")


@promises("A-35", "A start that is no cursor of this audience is answered 422.", uses=USES, severity=SHOULD)
def cursors_belong_to_an_audience(probe: Probe) -> None:
    audience, _ = listed(probe)
    query = parse_qs(following(page(probe, audience, {"limit": "1"})) or "")
    other = key(probe, created(probe))
    refused(probe.call(PAGE, other, query={"start": query["start"][0]}), "another audience's cursor", 422)
    for start in ("madeUpByTheClient", query["start"][0][:-1] + "+"):
        refused(probe.call(PAGE, audience, query={"start": start}), "a made-up cursor", 422)


@promises("A-36", "Every customer has a dataCustomerId of its own.", uses=(PAGE, CREATE))
def customers_have_an_id_of_their_own(probe: Probe) -> None:
    items = people(probe, 1_000)
    seen = {item.get("dataCustomerId") for item in items}
    probe.same(len(items), len(seen - {None, ""}), "different dataCustomerIds:", pointer="/items")


@promises(
    "A-36",
    "Who is enrolled has a customerId of its own; who is not has none at all, not even null.",
    uses=(PAGE, CREATE),
    severity=SHOULD,
)
def customer_ids_are_for_those_enrolled(probe: Probe) -> None:
    enrolled = [item.get("customerId") for item in people(probe, 1_000, enrollmentState="enrolled")]
    probe.same(len(enrolled), len(set(enrolled) - {None}), "different customerIds:", pointer="/items")
    for state in ("unenrolled", "applicant"):
        with_id = [item for item in people(probe, 1_000, enrollmentState=state) if "customerId" in item]
        probe.same([], with_id, f"{state} people with a customerId:", pointer="/items")


@promises(
    "A-36",
    "Who has a telephone number has one of 5 to 20 characters; a mail address is one, of up to 255.",
    uses=(PAGE, CREATE),
)
def customers_can_be_reached(probe: Probe) -> None:
    for item in people(probe, 1_000):
        phone, email = item.get("primaryPhoneNumber", "12345"), item.get("primaryEmail", "name@host")
        if not 5 <= len(phone) <= 20:
            probe.broken("5 to 20 characters", phone, pointer="/items/*/primaryPhoneNumber")
        name, _, host = email.rpartition("@")
        if not name or not host or len(email) > 255:
            probe.broken("a mail address of up to 255 characters", email, pointer="/items/*/primaryEmail")


@promises(
    "A-36",
    "Customers come in the order of their dataCustomerId, on each page and from page to page.",
    uses=USES,
    severity=SHOULD,
)
def customers_are_in_order(probe: Probe) -> None:
    audience, members = listed(probe)
    seen = [each for exchange in walked(probe, audience, 4, MEMBERS) for each in keys(probe, exchange)]
    probe.same(sorted(members), seen, "the customers", pointer="/items")
