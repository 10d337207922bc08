"""Answers that break their contract on purpose."""

import pytest
from tests.http.toys import SHOP

from understudy.contract.load import parse_contract
from understudy.http.breaking import broken, judge
from understudy.http.exchange import Reply

TOY = {"id": "bear", "name": "Bear"}
TAGGED = parse_contract(
    {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/t": {
                "get": {
                    "operationId": "getT",
                    "responses": {
                        "200": {
                            "description": "ok",
                            "headers": {"X-Count": {"schema": {"type": "integer"}}},
                            "content": {"application/json": {"schema": {"type": "array"}}},
                        }
                    },
                }
            }
        },
    },
    name="t",
).operations["getT"]


@pytest.mark.parametrize("part", ["body", "status", "contentType"])
def test_each_part_is_broken_and_the_rest_kept(part):
    """The contract has something against the answer, and exactly the part named differs."""
    reply = Reply(200, TOY, {"ETag": "x"})

    changed, violations = broken(SHOP.operations["getToy"], reply, part)

    assert violations
    assert violations == judge(SHOP.operations["getToy"], changed)
    assert (part == "body") == (changed.body != TOY)
    assert (part == "status") == (changed.status != 200)
    assert (part == "contentType") == (changed.media_type != "application/json")
    assert reply.headers == changed.headers


def test_a_body_lacks_a_member_before_anything_coarser():
    """What a client is most likely to overlook."""
    assert {"name": "Bear"} == broken(SHOP.operations["getToy"], Reply(200, TOY), "body")[0].body


def test_a_header_gets_a_value_it_cannot_have():
    """An integer that is none."""
    changed, violations = broken(TAGGED, Reply(200, [], {"x-count": "3"}), "header")

    assert "X-Count" in changed.headers
    assert ("header", "/X-Count") == (violations[0].location, violations[0].pointer)


def test_written_bodies_are_cut():
    """A long page is bytes already."""
    changed, violations = broken(TAGGED, Reply(200, b"[1, 2]", excerpt=[1]), "body")

    assert (b"[1,", "json") == (changed.body, violations[0].keyword)


@pytest.mark.parametrize("part", ["body", "contentType", "header"])
def test_where_everything_is_allowed_nothing_is_broken(part):
    """An answer without content has neither body nor media type, and 204 documents no header."""
    reply = Reply(204)

    assert (reply, ()) == broken(SHOP.operations["deleteToy"], reply, part)
