"""A bad body gets a documented 4xx problem that names the member, and changes nothing."""

import json

import httpx
import pytest
from tests.wire.requests import AGE, FILTER, audience, compared, refused

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unharmed")]


def sent(api: httpx.Client, body: bytes, path: str = "/customerAudiences") -> httpx.Response:
    return api.post(path, content=body, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b" ", id="blank"),
        pytest.param(b'{"name": "An aud', id="cut off"),
        pytest.param(b"{'name': 'single quotes'}", id="single quotes"),
        pytest.param(b'{"name": "Aud", }', id="trailing comma"),
        pytest.param(b"\xff\xfe\x00\x01", id="no UTF-8"),
        pytest.param(b'{"name": "\xc3"}', id="half a character"),
        pytest.param(b'{"name": NaN}', id="NaN"),
        pytest.param(b'{"name": Infinity}', id="Infinity"),
        pytest.param(b"nul", id="half a null"),
        pytest.param(b"[" * 100_000, id="100,000 open brackets"),
        pytest.param(b'{"a":' * 100_000, id="100,000 open braces"),
        pytest.param(b"9" * 1_000_000, id="a number of a million digits"),
    ],
)
def test_what_is_no_json_is_refused(api, body):
    """Malformed JSON is a 400, however it is malformed (G-2)."""
    refused(sent(api, body), 400, "body")


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("name", 5),
        ("name", "ab"),
        ("name", "x" * 101),
        ("name", None),
        ("customerType", "wholesale"),
        ("customerType", ["retail"]),
        ("enrollmentState", True),
        ("description", {}),
        ("filters", "age > 35"),
        ("filters", []),
    ],
)
def test_a_wrong_value_is_refused_by_name(api, member, value):
    """A member of the wrong type, length or choice is a 400 that names it (A-12, G-2)."""
    refused(api.post("/customerAudiences", json=audience(**{member: value})), 400, f"/{member}")


@pytest.mark.parametrize("member", ["name", "customerType", "enrollmentState"])
def test_a_missing_member_is_refused_by_name(api, member):
    """A required member that is absent is a 400 that names it (A-12)."""
    body = audience()
    del body[member]

    refused(api.post("/customerAudiences", json=body), 400, member)


def test_every_fault_is_listed(api):
    """Several faults of one body are all in `problems`, each with its pointer (G-4)."""
    problem = refused(
        api.post("/customerAudiences", json=audience("x", customerType="none", description=7)), 400
    )

    said = json.dumps(problem["problems"])
    assert all(f"/{member}" in said for member in ("name", "customerType", "description"))


def test_unknown_members_are_refused_where_a_schema_is_closed(api):
    """A patch may hold its five members only; the 400 names the sixth (A-42)."""
    found = api.get("/customerAudiences").json()["items"][0]["id"]

    reply = api.patch(
        f"/customerAudiences/{found}",
        content=json.dumps({"state": "archived"}),
        headers={"Content-Type": "application/merge-patch+json"},
    )

    refused(reply, 400, "state")


def test_a_body_above_16_mib_is_refused(api):
    """A body larger than 16 MiB is a 413, whatever it holds."""
    refused(sent(api, b"[" + b"1," * (9 * 1024 * 1024)), 413)


@pytest.mark.parametrize("body", [{"name": "nul \0 inside"}, {"description": "\0\0\0"}])
def test_nul_characters_are_refused(api, body):
    """NUL satisfies the schema but no store takes it: a 422 that names the member."""
    refused(api.post("/customerAudiences", json=audience(**body)), 422, f"/{next(iter(body))}")


@pytest.mark.parametrize("text", [b'"\\ud800 alone"', b'"\\udc00\\ud800"', b'"\xed\xa0\x80 raw"'])
def test_lone_surrogates_are_refused(api, text):
    """Half a surrogate pair is no character: a 400, escaped or raw."""
    body = json.dumps(audience()).encode().replace(b'"Ages 35 to 49"', text)

    refused(sent(api, body), 400)


def nested(levels: int) -> dict:
    tree = FILTER
    for _ in range(levels):
        tree = {"operator": "and", "compositeFilters": [tree]}
    return tree


def test_filters_a_hundred_levels_deep_are_refused(api):
    """Filters may nest ten levels; a hundred are a 422 about `filters`, creating and counting (A-32)."""
    refused(api.post("/customerAudiences", json=audience(filters=nested(100))), 422, "ilters")
    refused(api.post("/customerAudienceCounts", json=nested(100)), 422, "ilters")


def test_a_filter_of_a_thousand_values_is_judged(api):
    """1,000 values are counted; 1,001 break the schema: 400, or 422 where no 400 is listed (A-30, G-3)."""
    ages = [str(2 + number % 149) for number in range(1000)]

    counted = api.post("/customerAudienceCounts", json={"primitiveFilters": [compared(AGE, "in", *ages)]})
    refused_count = api.post(
        "/customerAudienceCounts", json={"primitiveFilters": [compared(AGE, "in", *ages, "7")]}
    )
    refused_create = api.post(
        "/customerAudiences",
        json=audience(filters={"primitiveFilters": [compared(AGE, "in", *ages, "7")]}),
    )

    assert 200 == counted.status_code
    refused(refused_count, 422, "values")
    refused(refused_create, 400, "/filters/primitiveFilters/0/values")


def test_a_thousand_bad_values_make_at_most_128_causes(api):
    """Each unusable value is a cause of the 422, 128 at most (A-34)."""
    values = [f"x{number}" for number in range(1000)]

    reply = api.post("/customerAudienceCounts", json={"primitiveFilters": [compared(AGE, "in", *values)]})

    problem = refused(reply, 422, "values")
    assert 128 == len(problem["problems"])


def test_a_member_name_is_not_echoed_raw(api):
    """A NUL or line break in a member's name comes back escaped in the problem that names it (G-4)."""
    reply = api.post("/customerAudiences", json={**audience(), "a\0b\nc": "\0"})

    problem = refused(reply, 422)
    assert "\\u0000" not in reply.text.replace("\\\\u0000", "")
    assert "a\\u0000b\\u000ac" in problem["problems"][0]["detail"]
