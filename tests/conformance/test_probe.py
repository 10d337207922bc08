"""A probe calls operations as documented, says what is broken, and takes back what it made."""

import httpx
import pytest
from tests.conformance.shop import URL, Shop, target

from understudy.conformance.probe import Probe, Undo
from understudy.conformance.suite import Suite
from understudy.errors import Broken, UnderstudyError

USES = frozenset({"listItems", "createItem", "getItem", "deleteItem"})


@pytest.fixture
def shop():
    """An empty shop."""
    return Shop()


@pytest.fixture
def probe(shop):
    """A probe of it."""
    return Probe(target(shop), "A-01 1234", USES)


def test_calls_are_what_was_said(shop, probe):
    """Path values are escaped, a mapping is a form, text is itself, JSON has the documented media type."""
    probe.call("getItem", "a/b|c", query={"ids": "1|2"})
    probe.call("listItems", query="a=1|2&b=%7C")
    probe.call("createItem", json={"name": "Zoë"}, headers={"If-Match": '"1"'})
    urls = [str(found.url) for found in shop.requests]
    post = shop.requests[-1]

    assert [f"{URL}/items/a%2Fb%7Cc?ids=1%7C2", f"{URL}/items?a=1|2&b=%7C", f"{URL}/items"] == urls
    assert '{"name": "Zoë"}'.encode() == post.content
    assert ("application/json", '"1"') == (post.headers["content-type"], post.headers["if-match"])


def test_bodies_may_be_anything(shop, probe):
    """Bytes go as they are, under any media type; null is JSON too."""
    shop.faults["POST", "/shop/items"] = lambda _request: httpx.Response(400)
    probe.call("createItem", body=b"\xff", media_type="text/csv")
    probe.call("createItem", json=None, media_type="application/xml")
    first, second = shop.requests

    assert (b"\xff", "text/csv") == (first.content, first.headers["content-type"])
    assert (b"null", "application/xml") == (second.content, second.headers["content-type"])


def test_only_what_is_used_may_be_called(probe):
    """A behaviour cannot call what it did not say: without permission to write, it must not have begun."""
    probe.uses = frozenset({"listItems"})

    with pytest.raises(UnderstudyError, match="does not say it uses"):
        probe.call("createItem", json={})


def test_creations_are_taken_back(shop, probe):
    """What was created is deleted again, the last first; what is gone already is no trouble."""
    keys = [probe.call("createItem", json={}).json()["id"] for _ in range(3)]
    probe.call("deleteItem", keys[1])

    assert [] == probe.clean_up()
    assert {} == shop.items
    deleted = [found.url.path for found in shop.requests if found.method == "DELETE"]
    assert [f"/shop/items/{key}" for key in (keys[1], *reversed(keys))] == deleted


def test_a_creation_is_found_by_its_address(shop, probe):
    """Where the answer does not say the id, its Location does."""

    def create(request):
        return httpx.Response(201, headers=shop.answer(request).headers)

    shop.faults["POST", "/shop/items"] = create
    probe.call("createItem", json={}, caller="")

    assert [] == probe.clean_up()
    assert {} == shop.items


def test_one_failure_does_not_end_the_cleaning(shop, probe):
    """What cannot be deleted, or gets no answer, is told; all else is deleted."""

    def silent(_request):
        raise httpx.ReadTimeout("silence")

    for _ in range(4):
        probe.call("createItem", json={})
    shop.faults["DELETE", "/shop/items/i2"] = lambda _request: httpx.Response(409)
    shop.faults["DELETE", "/shop/items/i4"] = silent

    assert [(f"{URL}/items/i4", 0), (f"{URL}/items/i2", 409)] == [(f.url, f.status) for f in probe.clean_up()]
    assert {"i2", "i4"} == shop.items.keys()


def test_what_no_operation_takes_back_is_told(shop):
    """Where the contract lacks the operation that deletes, the creation is told."""
    lacking = Suite("shop/items", undo={"createItem": Undo("removeItem")})
    probe = Probe(target(shop, suite=lacking), "A-01 1234", USES)
    creation = probe.call("createItem", json={})

    assert [creation] == probe.clean_up()


def test_failed_creations_leave_nothing(shop, probe):
    """An answer that is no success has created nothing."""
    shop.faults["POST", "/shop/items"] = lambda _request: httpx.Response(400, json={"id": "i9"})
    probe.call("createItem", json={})
    probe.clean_up()

    assert ["POST"] == [found.method for found in shop.requests]


def test_expectations_name_what_came(probe):
    """A status, member, header or value that is not as promised says so, with its place and exchange."""
    exchange = probe.call("createItem", json={"name": "x"})
    failures = {
        "status": lambda: probe.expect(exchange, 200, 204),
        "/nope": lambda: probe.member(exchange, "/nope"),
        "ETag": lambda: probe.header(exchange, "ETag"),
        "/name": lambda: probe.same("y", probe.member(exchange, "/name"), "the name", pointer="/name"),
    }
    expected = {
        "status": ("status 200 or 204", "201", "status", ""),
        "/nope": ("a member /nope", "none", "body", "/nope"),
        "ETag": ("a header ETag", "none", "header", "ETag"),
        "/name": ("the name y", "x", "body", "/name"),
    }
    for name, fails in failures.items():
        with pytest.raises(Broken) as broken:
            fails()
        found = broken.value

        assert expected[name] == (found.expected, found.got, found.location, found.pointer)
        assert exchange is found.exchange


def test_kept_expectations_give_what_they_saw(probe):
    """A promise that is kept hands on what it is about."""
    exchange = probe.call("createItem", json={"name": "x"})

    assert exchange is probe.expect(exchange, 200, 201)
    assert "x" == probe.member(exchange, "/name")
    assert "application/json" == probe.header(exchange, "Content-Type")
    probe.same([1], [1], "the list")


def test_names_are_unique_and_short(probe):
    """No two names are alike, and none is longer than 80 characters."""
    names = [probe.unique("x" * count) for count in range(100)]

    assert 100 == len(set(names))
    assert 80 >= max(map(len, names))


def test_digits_are_unique(probe):
    """No two are alike, and their beginnings neither, since behaviours take those."""
    found = [probe.digits() for _ in range(100)]

    assert {64} == set(map(len, found))
    assert 100 == len({digits[:8] for digits in found})


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ("application/json; charset=utf-8", True),
        ("application/problem+json", True),
        ("text/html", False),
        ("", False),
    ],
)
def test_members_are_those_of_json(shop, probe, kind, kept):
    """What reads like JSON is an answer in JSON only when its media type says so."""
    headers = {"Content-Type": kind} if kind else {}
    shop.faults["GET", "/shop/items"] = lambda _request: httpx.Response(
        200, content=b'{"a": 1}', headers=headers
    )
    answer = probe.call("listItems")
    if kept:
        assert 1 == probe.member(answer, "/a")
        return
    with pytest.raises(Broken) as caught:
        probe.member(answer, "/a")

    assert ("an answer in JSON", kind or "none", "Content-Type") == (
        caught.value.expected,
        caught.value.got,
        caught.value.pointer,
    )
