"""Paging through an audience's customers, and counting what filters would find."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.vendors.apiture.desk import EVERYBODY, IN_USE, INSIGHT, LIST, NEW, Desk, filter_of, refused, seeded

from understudy.http import paging
from understudy.vendors.apiture.handlers import customers

CHECKING = {"primitiveFilters": [filter_of("productType", "equals", "checking")]}
# The ten customers of the page's example, in order of dataCustomerId; two have no customerId.
TEN = {
    "09c8fdf03607d0e12c91": None,
    "40ce35bd15417a2e2a09": "63d87c56c86fc231f20f",
    "5e979274f87e41eee739": "4b6b478295c150ae7a7e",
    "6dc7c36cb2306288919f": "f31508460b6329cc6f9a",
    "9dfb049f5672424d7b3b": "d884eab0082669f519b0",
    "b8e93bb1bd22dba4093c": "80f3a986ab155a4e740e",
    "c50aae5d1be0ad19ca5b": None,
    "c5247e8f5de1a4e79f67": "514434dfd748d66f506c",
    "c84fd4b81049c27d4a65": "936a1b266f88066d9c97",
    "f26c043c527f42430b15": "c3aadd481d5301b568e6",
}


def page(desk, key, **query):
    """A page of an audience's customers."""
    reply = desk.call("listCustomerAudienceCustomers", customerAudienceId=key, **query)
    assert 200 == reply.status, reply.body
    return json.loads(reply.body) if isinstance(reply.body, bytes) else reply.body


def following(url) -> dict[str, str]:
    """The query of a nextPage_url."""
    return dict(parse_qsl(urlsplit(url).query))


def test_the_documented_customers_are_real(desk):
    """A-36: the page's ten customers are there, in order of dataCustomerId, customerId left out for two."""
    items = page(desk, LIST)["items"]

    assert list(TEN.items()) == [(item["dataCustomerId"], item.get("customerId")) for item in items]
    assert "customerId" not in items[0]
    assert {"primaryPhoneNumber": "+19992345678", "primaryEmail": "email@example.com"}.items() <= items[
        4
    ].items()


@settings(max_examples=settings.default.max_examples // 4)
@given(limit=st.integers(1, 450))
def test_paging_visits_everybody_once(limit):
    """A-26, A-35: for any limit, following nextPage_url visits `count` people once, in order."""
    desk, query, seen = Desk(seeded().fork("paging")), {"limit": limit}, []
    while query:
        got = page(desk, EVERYBODY, **query)
        seen += [item["dataCustomerId"] for item in got["items"]]
        query = following(got["nextPage_url"]) if "nextPage_url" in got else {}

    assert sorted(set(seen)) == seen
    assert len(seen) == got["count"] == 400


def test_count_is_what_paging_reaches(desk):
    """A-26: `count` counts applicants too where the audience lets them in."""
    audience = desk.audience(EVERYBODY)

    assert audience["customerCount"] + audience["applicantCount"] == page(desk, EVERYBODY)["count"]


def test_the_next_page_keeps_limit_and_institution(desk):
    """A-35: nextPage_url is absolute, at most 256 characters, with start, limit and institutions."""
    query = {"limit": 3, "token": "demo-admin", "institutions": "TIBURON"}
    first = page(desk, LIST, **query)
    url = first["nextPage_url"]

    assert url.startswith(f"http://desk.example/service/customerAudiences/{LIST}/customers?start=")
    assert ("3", "TIBURON") == (following(url)["limit"], following(url)["institutions"])
    assert following(url)["start"].isalnum()
    assert len(url) <= 256
    second = page(desk, LIST, token="demo-admin", **following(url))
    assert list(TEN)[3:6] == [item["dataCustomerId"] for item in second["items"]]


@pytest.mark.parametrize("start", ["nonsense", "74f96e77c3aafcb9fe85", "-"])
def test_a_cursor_that_is_none_is_refused(desk, start):
    """A-35: an unknown start is a 422."""
    reply = desk.call("listCustomerAudienceCustomers", customerAudienceId=LIST, start=start)

    assert (422, "invalidCursor") == refused(reply)


def test_a_cursor_belongs_to_its_audience(desk):
    """A-35: a cursor of another audience is a 422."""
    cursor = following(page(desk, LIST, limit=1)["nextPage_url"])["start"]

    reply = desk.call("listCustomerAudienceCustomers", customerAudienceId=EVERYBODY, start=cursor)

    assert (422, "invalidCursor") == refused(reply)


@pytest.mark.parametrize("position", ["", "no id", "09C8FDF03607D0E12C91", "é"])
def test_a_forged_cursor_is_refused(desk, position):
    """A-35: a cursor made with the public key, but for no customer's id, is a 422, never a fault of ours."""
    forged = paging.cursor(f"customers of {LIST}", position) if position else "0"

    reply = desk.call("listCustomerAudienceCustomers", customerAudienceId=LIST, start=forged)

    assert (422, "invalidCursor") == refused(reply)


def test_a_page_of_nothing_is_the_last(desk):
    """A-35: limit 0 gives no items, the count, and no next page."""
    assert {"items": [], "count": 10} == page(desk, LIST, limit=0)


def test_long_pages_are_the_same_as_short_ones(desk, monkeypatch):
    """A-36: a page written as text at once holds the very items of one made member by member."""
    long = page(desk, EVERYBODY)
    monkeypatch.setattr(customers, "EXCERPT", 1_000)

    assert page(desk, EVERYBODY) == long
    assert 400 == len(long["items"])


def test_the_archive_can_be_paged(desk):
    """A-45: the customers of an archived audience can be read until it vanishes."""
    desk.call("archiveCustomerAudience", customerAudienceId=LIST)

    assert 10 == page(desk, LIST)["count"]


def count(desk, body, **more):
    """The reply to a count."""
    return desk.call("countAudienceCustomers", body, **more)


@pytest.mark.parametrize("body", [{}, {"operator": "or"}, {"ordinal": 3}])
def test_no_filters_count_everybody(desk, body):
    """A-25: without insight and filters all customers are counted, applicants beside them."""
    everybody = desk.audience(EVERYBODY)
    found = count(desk, body).body

    for name in ("customerCount", "applicantCount", "totalCustomerCount", "enrolledCustomerCount"):
        assert everybody[name] == found[name]


def test_insight_and_filters_are_joined_by_and(desk):
    """A-25: an insight and filters together count who satisfies both, as an audience of both does."""
    made = desk.call("createCustomerAudience", {**NEW, "filters": CHECKING}, insightId=INSIGHT).body
    both = count(desk, {"insightId": INSIGHT, **CHECKING}).body

    assert made["customerCount"] == both["customerCount"] > 0
    assert both["customerCount"] < count(desk, {"insightId": INSIGHT}).body["customerCount"]
    assert both["customerCount"] < count(desk, CHECKING).body["customerCount"]


def test_an_unknown_insight_is_refused(desk):
    """A-19, A-25: counting for an insight that does not exist, or is another institution's, is a 422."""
    for key in ("no-such-insight", "8e41c07ab5d3"):
        assert (422, "noSuchInsight") == refused(count(desk, {"insightId": key}))


def test_faults_are_told_where_they_are(desk):
    """A-34: the pointers of a count's faults start at the body itself."""
    reply = count(desk, {"primitiveFilters": [filter_of("customerAge", "equals", "old")]})

    assert (422, "invalidAnalyticFilter") == refused(reply)
    assert "/primitiveFilters/0/values/0" == reply.body["problems"][0]["attributes"]["pointer"]


def test_engagement_is_not_counted_without_a_campaign(desk):
    """A-17: a count names no campaign, so engagement filters are refused."""
    clicks = {"primitiveFilters": [filter_of("campaignClicks", "greaterThan", "0")]}

    assert 422 == count(desk, clicks).status


def test_a_count_is_as_new_as_its_request(desk):
    """A-27: the counts of filters are taken when they are asked for."""
    assert "2026-01-15T12:00:00.000Z" == count(desk, {}).body["customerCountUpdatedAt"]


def test_a_fixture_audience_counts_what_its_filters_count(desk):
    """A-24: an audience's counts are those of its filters, counted by themselves."""
    audience = desk.audience(IN_USE)
    also = [filter_of("customerType", "equals", "retail"), filter_of("lastLoginOn", "after", "1900-01-01")]
    tree = {"primitiveFilters": also, "compositeFilters": [audience["filters"]]}

    assert audience["enrolledCustomerCount"] >= count(desk, tree).body["enrolledCustomerCount"]
