"""Bad headers, cursors and query parameters get a documented 4xx problem that names them."""

import httpx
import pytest
from tests.support.client import client_of
from tests.support.server import serving
from tests.wire.requests import FILTER, audience, refused

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unharmed")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("If-None-Match", "x" * 10_000),
        ("If-None-Match", "*"),
        ("If-None-Match", ""),
        ("If-None-Match", '"a b"'),
        ("If-None-Match", 'W/"abc", W/"def"'),
        ("If-None-Match", 'W/"\u00e9\u00e9\u00e9"'.encode("latin-1")),
    ],
)
def test_an_entity_tag_that_is_none_is_refused(api, name, value):
    """`*`, lists, blanks, foreign characters and absurd lengths are a 400 that names the header (X-10)."""
    found = api.get("/customerAudiences").json()["items"][0]["id"]

    refused(api.get(f"/customerAudiences/{found}", headers={name: value}), 400, name)


@pytest.mark.parametrize("tags", ['W/"one", W/"two"', "*", '"a","b"'])
def test_if_match_lists_are_refused(api, tags):
    """If-Match takes one tag; `*` and lists are a 400 that names it, and nothing is deleted (X-10)."""
    found = api.get("/customerAudiences").json()["items"][0]["id"]

    refused(api.delete(f"/customerAudiences/{found}", headers={"If-Match": tags}), 400, "If-Match")


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Accept": "x" * 5000}, id="Accept"),
        pytest.param({"Accept-Encoding": "\u00ff".encode("latin-1") * 100}, id="Accept-Encoding"),
        pytest.param({"X-Correlation-Id": "<script>" * 100}, id="X-Correlation-Id"),
        pytest.param({"Forwarded": 'for=;;host="";proto=,,,'}, id="Forwarded"),
        pytest.param({"X-Forwarded-Host": "a b/../c?d#e"}, id="X-Forwarded-Host"),
        pytest.param({"X-Forwarded-Proto": "javascript"}, id="X-Forwarded-Proto"),
        pytest.param({"Origin": "null"}, id="Origin"),
        pytest.param({"Host": "[::1"}, id="Host"),
        pytest.param({"Range": "bytes=0-1,5-"}, id="Range"),
        pytest.param({"Expect": "the unexpected"}, id="Expect"),
        pytest.param({f"X-Header-{number}": "y" * 100 for number in range(90)}, id="ninety headers"),
    ],
)
def test_absurd_headers_do_no_harm(api, headers):
    """Headers the contract does not know are ignored, or refused with a 4xx problem; never a 5xx."""
    reply = api.get("/customerAudiences", headers=headers)

    assert reply.status_code < 500
    if reply.status_code >= 400:
        refused(reply, reply.status_code)


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer",
        "Bearer " + "a" * 7000,
        "Basic ZGVtbzpkZW1v",
        "demo",
        "Bearer a.b.c",
        "Bearer demo demo",
    ],
)
def test_absurd_credentials_are_a_401(server, authorization):
    """Whatever is no token we issued is a 401 problem with a challenge (G-1)."""
    with client_of(server.base, None) as nobody:
        reply = nobody.get("/customerAudiences", headers={"Authorization": authorization})

    refused(reply, 401)
    assert reply.headers["www-authenticate"].startswith("Bearer")


def test_a_cursor_of_another_audience_is_refused():
    """A cursor means something only to the audience whose page named it; elsewhere it is a 422 (A-35)."""
    with serving("--customers", "1000") as other, client_of(other.base) as api:
        first, second = (
            api.post("/customerAudiences", json=audience(name, filters=FILTER)).json()["id"]
            for name in ("One audience", "Another audience")
        )
        page = api.get(f"/customerAudiences/{first}/customers", params={"limit": 5}).json()
        cursor = httpx.URL(page["nextPage_url"]).params["start"]

        moved = api.get(f"/customerAudiences/{second}/customers", params={"limit": 5, "start": cursor})
        bent = api.get(f"/customerAudiences/{first}/customers", params={"limit": 5, "start": cursor[::-1]})
        stays = api.get(f"/customerAudiences/{first}/customers", params={"limit": 5, "start": cursor})

    refused(moved, 422, "start")
    refused(bent, 422, "start")
    assert 200 == stays.status_code


@pytest.mark.parametrize(
    ("query", "member"),
    [
        ("state=", "state"),
        ("state=active%7Cactive", "state"),
        ("state=gone", "state"),
        ("source=filter%7Cinsight%7Clist%7Ctemplate%7Ccampaign", "source"),
        ("q=", "q"),
        (f"q={'x' * 1001}", "q"),
        ("campaign=short", "campaign"),
        ("q=one&q=two", "q"),
        ("q=%ff%fe", "q"),
    ],
)
def test_bad_query_parameters_are_refused_by_name(api, query, member):
    """A parameter against its schema is a 400 that names it (A-05, A-06, X-12, G-2)."""
    refused(api.get(f"/customerAudiences?{query}"), 400, f"/{member}")


@pytest.mark.parametrize("limit", ["-1", "100001", "ten", "1.5", "1e3", "9" * 5000, ""])
def test_bad_limits_are_refused(api, limit):
    """`limit` is an integer from 0 to 100,000; else a 422, since no 400 is listed (A-35, G-3)."""
    found = api.get("/customerAudiences").json()["items"][0]["id"]

    refused(api.get(f"/customerAudiences/{found}/customers?limit={limit}"), 422, "limit")
