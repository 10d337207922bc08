"""What `understudy.contract.validators` promises."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contract.making import operation_of, parameter, places

from understudy.contract.load import load_contract
from understudy.contract.validators import media_type_accepted, read_request, read_response

SPECS = sorted(Path(__file__).parents[2].glob("specs/*/*.yaml"))
OPERATIONS = [
    operation for source in SPECS for operation in load_contract(source, name=source.stem).operations.values()
]
MERGE_PATCH = "application/merge-patch+json"

THING = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "integer"}, "key": {"writeOnly": True}},
}
RESPONDING = operation_of(
    {
        "responses": {
            "200": {
                "description": "",
                "headers": {
                    "ETag": {"required": True, "schema": {"type": "string", "maxLength": 9}},
                    "X-Sizes": {"schema": {"type": "array", "items": {"type": "integer"}}},
                    "X-Free": {},
                },
                "content": {
                    "application/json": {"schema": THING},
                    "text/csv": {"schema": {"type": "string", "maxLength": 3}},
                    "image/*": {},
                },
            },
            "204": {"description": ""},
            "4XX": {"description": "", "content": {"application/problem+json": {"schema": THING}}},
        }
    }
)

headers = st.dictionaries(
    st.sampled_from(["content-type", "cookie", "if-match", "if-none-match", "accept", "x"]),
    st.text(st.characters(max_codepoint=255), max_size=30)
    | st.sampled_from(
        ["application/json", MERGE_PATCH, "text/csv; charset=x", "multipart/form-data; boundary=b"]
    ),
)
queries = st.binary(max_size=30) | st.lists(
    st.sampled_from(
        [b"limit=1e400", b"state=a||%7c", b"institutions=%ff", b"start=%00", b"q=", b"&", b"=", b"limit"]
    )
).map(b"&".join)
bodies = st.binary(max_size=40) | st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["name", "filters", "x"]), inner),
    max_leaves=8,
).map(lambda value: json.dumps(value).encode())


@given(st.sampled_from(OPERATIONS), st.text(max_size=20), queries, headers, bodies)
def test_reading_a_request_never_raises(operation, text, query, headers, body):
    """Whatever the bytes, texts and headers, every violation is short, valid UTF-8 and printable as JSON."""
    decoded = read_request(
        operation,
        path_params=dict.fromkeys(("customerAudienceId", "customerAudienceConnectionId"), text),
        query=query,
        headers=headers,
        body=body,
    )

    assert len(decoded.violations) <= 128
    for found in decoded.violations:
        assert len(found.message) <= 256
        json.dumps([found.location, found.pointer, found.message], ensure_ascii=False).encode()


media_types = st.sampled_from(["application/json", "application/problem+json", "a/b", "", None])


@given(st.sampled_from(OPERATIONS), st.integers(100, 599), headers, bodies, media_types)
def test_reading_a_response_never_raises(operation, status, headers, body, media_type):
    """Whatever another server answers, the verdict is a list of violations."""
    found = read_response(operation, status=status, headers=headers, body=body, media_type=media_type)

    assert len(found) <= 128


def test_a_request_is_decoded_by_its_contract():
    """Path, query, header and body arrive coerced, header names in lower case, defaults filled in."""
    operation = operation_of(
        {
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
                parameter({"type": "integer", "default": 7}),
                {"name": "If-Match", "in": "header", "schema": {"type": "string"}},
            ],
            "requestBody": {"content": {"application/json": {"schema": THING}}},
        },
        path="/things/{id}",
    )
    decoded = read_request(
        operation,
        path_params={"id": "5"},
        query=b"x=1",
        headers={"if-match": "a", "content-type": "application/json"},
        body=b'{"id":1,"key":2}',
    )

    assert ({"id": 5}, {"p": 7}, {"if-match": "a"}, {}) == (
        decoded.path,
        decoded.query,
        decoded.headers,
        decoded.cookies,
    )
    assert ({"id": 1, "key": 2}, ()) == (decoded.body, decoded.violations)


@pytest.mark.parametrize(
    ("content_type", "accepted"),
    [
        (MERGE_PATCH, True),
        (f"{MERGE_PATCH.upper()}; charset=utf-8", True),
        ("application/json", False),
        ("", False),
        (None, False),
    ],
)
def test_only_documented_media_types_are_accepted(content_type, accepted):
    """A type is accepted by its name, whatever its case and parameters; a missing one is not."""
    operation = operation_of({"requestBody": {"content": {MERGE_PATCH: {}}}})

    assert accepted is media_type_accepted(operation, content_type)
    assert media_type_accepted(operation_of({}), content_type)


def test_a_media_type_may_be_taken_in_the_place_of_another():
    """An operation that documents merge-patch also takes plain JSON where the vendor does (X-51)."""
    also = {"application/json": MERGE_PATCH}
    content = {MERGE_PATCH: {"schema": THING}}
    operation = operation_of({"requestBody": {"content": content}})
    decoded = read_request(
        operation,
        path_params={},
        query=b"",
        headers={"content-type": "application/json"},
        body=b'{"id":"a"}',
        also=also,
    )

    assert media_type_accepted(operation, "application/json", also)
    assert [("body", "/id", "type")] == places(decoded.violations)


@pytest.mark.parametrize(
    ("status", "headers", "body", "media_type", "found"),
    [
        (200, {"etag": "a", "x-free": "?"}, {"id": 1}, "application/json", []),
        (200, {"etag": "a"}, b'{"id":1}', "application/json; charset=utf-8", []),
        (200, {"etag": "a"}, b"ab", "text/csv", []),
        (200, {"etag": "a"}, "ab", "text/csv", []),
        (200, {"etag": "a"}, b"\xff\x00", "image/png", []),
        (204, {}, b"", None, []),
        (204, {}, None, None, []),
        (404, {}, {"id": 1}, "application/problem+json", []),
        (200, {}, {"id": 1}, "application/json", [("header", "/ETag", "required")]),
        (200, {"etag": "0123456789"}, {"id": 1}, "application/json", [("header", "/ETag", "maxLength")]),
        (
            200,
            {"etag": "a", "x-sizes": "1, x"},
            {"id": 1},
            "application/json",
            [("header", "/X-Sizes/1", "type")],
        ),
        (200, {"etag": "a"}, {"id": True}, "application/json", [("body", "/id", "type")]),
        (200, {"etag": "a"}, {"id": 1, "key": 2}, "application/json", [("body", "/key", "falseSchema")]),
        (200, {"etag": "a"}, None, "application/json", [("body", "", "type")]),
        (200, {"etag": "a"}, b"{", "application/json", [("body", "", "json")]),
        (200, {"etag": "a"}, b"abcd", "text/csv", [("body", "", "maxLength")]),
        (200, {"etag": "a"}, b"", None, [("body", "", "required")]),
        (200, {"etag": "a"}, b"x", "text/plain", [("content-type", "", "content-type")]),
        (200, {"etag": "a"}, b"x", None, [("content-type", "", "content-type")]),
        (204, {}, b"x", "text/plain", [("body", "", "body")]),
        (404, {}, {}, "application/problem+json", [("body", "/id", "required")]),
        (500, {}, b"", None, [("status", "", "status")]),
    ],
)
def test_responses_are_judged(status, headers, body, media_type, found):
    """Status, media type, headers and body of a response are judged, from bytes or from a value."""
    violations = read_response(RESPONDING, status=status, headers=headers, body=body, media_type=media_type)

    assert found == places(violations)
