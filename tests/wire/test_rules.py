"""Rules that only the wire can show: who may call, in which order refusals come, entity tags, paging."""

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.client import client_of
from tests.wire.requests import FILTER, audience, compared, refused

pytestmark = pytest.mark.slow  # a server in a process of its own

LIST = "0399abedfd3d"
BUSY = "590c0c441f3241de9526"
"""An audience which an active campaign uses."""
MERGE = {"Content-Type": "application/merge-patch+json"}
STALE = {"If-Match": 'W/"stale-tag"'}


@pytest.fixture
def fresh(api) -> str:
    """The id of an audience made for one test."""
    return api.post("/customerAudiences", json=audience()).json()["id"]


def patched(api: httpx.Client, name: str, **more: str) -> httpx.Response:
    return api.patch(
        f"/customerAudiences/{name}", content=b'{"name": "Another name"}', headers={**MERGE, **more}
    )


def test_bearer_alone_suffices_and_nothing_else_does(strangers, api):
    """A-01: a service client's bearer token opens every operation; no token, or a wrong one, is a 401."""
    assert 200 == api.get("/customerAudiences").status_code
    for who in ("nobody", "wrong"):
        problem = refused(strangers[who].get("/customerAudiences"), 401)
        assert problem["type"].endswith("/unauthorized/v1.0.0")


def test_an_issued_token_opens_the_door_too(server):
    """A-01, B-01: the token endpoint that discovery names issues JWTs which both APIs take."""
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        found = client.get("/oidc/.well-known/openid-configuration").json()
        answer = client.post(
            found["token_endpoint"],
            data={"grant_type": "client_credentials"},
            auth=("understudy-demo", "not-a-secret"),
        )

    token = answer.json()["access_token"]
    assert 2 == token.count(".")
    with client_of(server.base, token) as service, client_of(server.admin, token) as admin:
        assert 200 == service.get("/customerAudiences").status_code
        assert 200 == admin.get("/customerAudienceConnections").status_code


def test_writing_needs_the_write_scope(strangers):
    """A-02: a token with read scopes reads, counts and validates, but is refused each change with a 403."""
    reader = strangers["read"]

    assert 200 == reader.get("/customerAudiences").status_code
    assert 200 == reader.post("/customerAudienceCounts", json={}).status_code
    refused(reader.post("/customerAudiences", json=audience()), 403)
    refused(reader.delete(f"/customerAudiences/{LIST}"), 403)


def test_only_administrators_name_institutions(api, strangers):
    """A-03: `institutions` is for Apiture's administrators; a 403 even for one's own institution."""
    administrator = strangers["admin"]

    refused(api.get("/customerAudiences?institutions=TIBURON"), 403)
    assert 200 == administrator.get("/customerAudiences?institutions=TIBURON").status_code
    refused(administrator.get("/customerAudiences?institutions=NOWHERE"), 422, "institutions")
    refused(administrator.get("/customerAudiences?institutions=TIBURON%7CMARIN"), 400, "institutions")
    refused(administrator.get("/customerAudiences?institutions=lower"), 400, "institutions")


def test_institutions_do_not_see_each_other(strangers):
    """A-04: an audience of another institution is a 404, as if it did not exist."""
    refused(strangers["marin"].get(f"/customerAudiences/{LIST}"), 404)


@settings(
    max_examples=settings.default.max_examples // 6,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(limit=st.integers(3, 150))
def test_paging_visits_each_member_once(api, middle_aged, limit):
    """A-35, A-36: whatever the limit, nextPage_url leads to each of `count` members once, in order of id."""
    path = f"/customerAudiences/{middle_aged}/customers?limit={limit}"
    seen: list[str] = []
    counts = set()
    while path:
        page = api.get(path).json()
        assert len(page["items"]) <= limit
        seen += [item["dataCustomerId"] for item in page["items"]]
        counts.add(page["count"])
        path = page.get("nextPage_url")

    assert {len(seen)} == counts
    assert sorted(set(seen)) == seen


@pytest.fixture(scope="module")
def middle_aged(api) -> str:
    """The id of an audience of about a hundred people, applicants too."""
    return api.post("/customerAudiences", json=audience(enrollmentState="all")).json()["id"]


@pytest.fixture(scope="module")
def everybody(api) -> str:
    """The id of an audience of all people, applicants too."""
    body = {"name": "Everybody", "customerType": "all", "enrollmentState": "all"}
    return api.post("/customerAudiences", json=body).json()["id"]


def test_a_page_of_nothing(api, everybody):
    """A-35: limit 0 gives the count, no items and no next page."""
    page = api.get(f"/customerAudiences/{everybody}/customers?limit=0").json()

    assert [] == page["items"]
    assert page["count"] > 0
    assert "nextPage_url" not in page


def test_the_next_page_is_named_as_the_client_reaches_it(api, everybody):
    """A-35: nextPage_url is absolute, on the host and scheme that a proxy forwards, and keeps the limit."""
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "api.example.org"}

    plain = api.get(f"/customerAudiences/{everybody}/customers?limit=7").json()["nextPage_url"]
    behind = api.get(f"/customerAudiences/{everybody}/customers?limit=7", headers=forwarded).json()[
        "nextPage_url"
    ]

    assert plain.startswith(str(api.base_url))
    assert behind.startswith(f"https://api.example.org/service/customerAudiences/{everybody}/customers?")
    for url in (plain, behind):
        assert "7" == httpx.URL(url).params["limit"]
        assert len(url) <= 256


def test_customers_outside_digital_banking_have_no_customer_id(api, everybody):
    """A-36: customerId is left out, not null, for those who are not digital-banking customers."""
    items = api.get(f"/customerAudiences/{everybody}/customers?limit=1000").json()["items"]

    assert all(item.get("customerId", "x") for item in items)
    assert {True, False} == {"customerId" in item for item in items}


def test_a_good_copy_is_not_sent_again(api, fresh):
    """A-37: If-None-Match with the current tag is a 304 with the ETag and no body; another tag is a 200."""
    tag = api.get(f"/customerAudiences/{fresh}").headers["etag"]

    unchanged = api.get(f"/customerAudiences/{fresh}", headers={"If-None-Match": tag})
    changed = api.get(f"/customerAudiences/{fresh}", headers={"If-None-Match": 'W/"another"'})

    assert (304, tag, b"") == (unchanged.status_code, unchanged.headers["etag"], unchanged.content)
    assert 200 == changed.status_code


@pytest.mark.parametrize("change", ["patch", "delete", "archived", "active"])
def test_a_stale_tag_stops_every_change(api, fresh, change):
    """A-38: If-Match with an outdated tag is a 412 for each change; without If-Match it goes through."""
    path = f"/customerAudiences/{fresh}"
    ask = {
        "patch": lambda headers: patched(api, fresh, **headers),
        "delete": lambda headers: api.delete(path, headers=headers),
        "archived": lambda headers: api.post(f"{path}/archived", headers=headers),
        "active": lambda headers: api.post(f"{path}/active", headers=headers),
    }[change]

    refused(ask(STALE), 412)

    assert ask({}).is_success


@pytest.mark.parametrize("spelled", ['W/"{}"', '"{}"', "{}"])
def test_tags_are_compared_weakly(api, fresh, spelled):
    """A-39: the opaque text counts; weak mark and quotes do not."""
    tag = api.get(f"/customerAudiences/{fresh}").headers["etag"]
    assert tag.startswith('W/"')

    assert patched(api, fresh, **{"If-Match": spelled.format(tag[3:-1])}).is_success


def test_collaborators_have_a_tag_of_their_own(api):
    """A-40: the list of collaborators has its own ETag, honours If-None-Match and names exactly one owner."""
    path = f"/customerAudiences/{LIST}"
    reply = api.get(f"{path}/collaborators")

    assert 1 == len(reply.json()["owners"])
    assert reply.headers["etag"] != api.get(path).headers["etag"]
    again = api.get(f"{path}/collaborators", headers={"If-None-Match": reply.headers["etag"]})
    assert (304, b"") == (again.status_code, again.content)


def test_connections_are_conditional_too(admin):
    """B-06: If-Match guards the three state changes, If-None-Match the read; deleting takes no condition."""
    path = "/customerAudienceConnections/0399abed-fd3d"
    tag = admin.get(path).headers["etag"]

    assert 304 == admin.get(path, headers={"If-None-Match": tag}).status_code
    for state in ("active", "inactive", "failed"):
        refused(admin.post(f"{path}/{state}", headers=STALE), 412)
    assert 200 == admin.post(f"{path}/active", headers={"If-Match": tag}).status_code
    made = admin.post(
        "/customerAudienceConnections", json={"audience": {"id": BUSY}, "provider": {"name": "a third"}}
    ).json()["id"]
    assert 204 == admin.delete(f"/customerAudienceConnections/{made}", headers=STALE).status_code


def test_connections_can_be_switched_off(server):
    """B-02: where the institution has not enabled connections, all seven operations are a 403."""
    with client_of(server.admin, "demo-marin") as admin:
        path = "/customerAudienceConnections"
        refused(admin.get(path), 403, "customerAudienceConnections")
        refused(admin.post(path, json={}), 403)
        refused(admin.get(f"{path}/0399abed-fd3d"), 403)
        refused(admin.delete(f"{path}/0399abed-fd3d"), 403)
        for state in ("failed", "inactive", "active"):
            refused(admin.post(f"{path}/0399abed-fd3d/{state}"), 403)


def test_refusals_come_in_one_order(api, strangers, fresh):
    """G-1: 401, then 403, then 400, 404, 412, the idempotent no-op, 409, and 422 last."""
    unknown, bad = "/customerAudiences/no-such-audience", {"content": b"{", "headers": {**MERGE, **STALE}}

    refused(strangers["nobody"].patch(unknown, **bad), 401)
    refused(strangers["read"].patch(unknown, **bad), 403)
    refused(api.patch(f"{unknown}?institutions=TIBURON", **bad), 403)
    refused(api.patch(unknown, **bad), 400)
    refused(api.patch(unknown, content=b'{"name": "A name"}', headers={**MERGE, **STALE}), 404)
    refused(api.post(f"/customerAudiences/{BUSY}/archived", headers=STALE), 412)
    refused(api.post(f"/customerAudiences/{BUSY}/archived"), 409)
    assert 200 == api.post(f"/customerAudiences/{fresh}/archived").status_code
    refused(api.post(f"/customerAudiences/{fresh}/archived", headers=STALE), 412)
    assert 200 == api.post(f"/customerAudiences/{fresh}/archived").status_code
    wrong = audience(filters={"primitiveFilters": [compared("no-such-type", "equals", "1")]})["filters"]
    refused(api.patch(f"/customerAudiences/{fresh}", json={"filters": wrong}, headers=MERGE), 409)
    api.post(f"/customerAudiences/{fresh}/active")
    refused(api.patch(f"/customerAudiences/{fresh}", json={"filters": wrong}, headers=MERGE), 422)


def test_breaches_of_the_contract_are_bad_requests(api):
    """G-2: syntax and schema errors are `badRequest`; business rules are a 422 of their own type."""
    syntax = refused(
        api.post("/customerAudiences", content=b"{", headers={"Content-Type": "application/json"}), 400
    )
    schema = refused(api.post("/customerAudiences", json={}), 400)
    business = refused(api.post(f"/customerAudiences?copyOf={LIST}&campaignId={LIST}", json=audience()), 422)

    assert syntax["type"] == schema["type"] == "https://production.api.apiture.com/errors/badRequest/v1.0.0"
    assert business["type"] != schema["type"]


def test_where_no_400_is_listed(api, admin):
    """G-3: schema errors take the listed 422, malformed JSON stays 400, a malformed id to delete is a 404."""
    refused(api.get(f"/customerAudiences/{LIST}/customers?limit=-1"), 422, "limit")
    refused(api.post("/customerAudienceCounts", json={"ordinal": -1}), 422, "ordinal")
    refused(
        api.post("/customerAudienceCounts", content=b"{", headers={"Content-Type": "application/json"}), 400
    )
    refused(admin.get("/customerAudienceConnections/bad"), 422)
    refused(admin.post("/customerAudienceConnections/bad/active"), 422)
    refused(admin.delete("/customerAudienceConnections/bad"), 404)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/problem+json"),
        ("application/problem+json, application/json", "application/problem+json"),
        ("application/json", "application/json"),
    ],
)
def test_a_problem_has_all_its_members(api, accept, media_type):
    """G-4: all members, with the correlation id in instance; plain JSON for those who want only that."""
    reply = api.get("/customerAudiences/no-such-audience", headers={"Accept": accept})

    problem = reply.json()
    assert media_type == reply.headers["content-type"]
    assert {"id", "type", "title", "status", "detail", "instance", "occurredAt"} <= problem.keys()
    resource, _, correlation = problem["instance"].partition("#")
    assert f"{api.base_url}customerAudiences/no-such-audience" == resource
    assert len(correlation) >= 6
    assert problem["occurredAt"].endswith("Z")


def test_humans_alone_are_challenged(api, strangers):
    """G-6: a service client never gets a challenge or session problem, whatever it is refused for."""
    refusals = [
        strangers["nobody"].get("/customerAudiences"),
        strangers["read"].post("/customerAudiences", json=audience()),
        api.get("/customerAudiences?institutions=TIBURON"),
        api.get("/customerAudiences/no-such-audience"),
        api.post("/customerAudiences", json=audience(filters={**FILTER, "primitiveFilters": []})),
    ]

    types = {reply.json()["type"].split("/")[-2] for reply in refusals}
    assert {"unauthorized", "forbidden", "notFound", "badRequest"} == types
