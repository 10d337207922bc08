"""The rules of the vendor as a client meets them, over the wire: a test for each, and both judges look on."""

import csv
import io
import time
import uuid

import httpx
import pytest
from joserfc import jwt
from tests.support.client import client_of
from tests.vendors.banno.desk import (
    DRAFT,
    EMPTY,
    LARGER,
    LISTED,
    MARIN,
    MARINS,
    MARINS_DRAFT,
    NEW,
    NOBODY,
    NOBODYS,
    ONE_MORE,
    TIBURON,
)

from understudy.http.keys import demo_keys
from understudy.serving import Options, start

pytestmark = pytest.mark.slow  # a server, and clients on sockets

OURS = f"/a/segments/api/v0/institutions/{TIBURON}"
THEIRS = f"/a/segments/api/v0/institutions/{MARIN}"
HISTORY = f"/a/segmentation/api/v0/institutions/{TIBURON}"
TOKEN = "/a/oidc-provider/api/v0/token"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
USER = ["endUserId", "firstName", "lastName", "username", "email", "nettellerId", "memberNumber"]


@pytest.fixture(scope="module")
def server():
    """A server of this vendor only, its clock the real one."""
    with start(Options(port=0, customers=1000, apis=("banno/segments",), log_format="")) as server:
        yield server


@pytest.fixture
def clients(server):
    """A new world, and judged clients for it with each demo token; `nobody` has none."""
    world = {"Understudy-World": uuid.uuid4().hex[:12]}
    tokens = {"demo": "demo", "marin": "demo-marin", "admin": "demo-admin", "read": "demo-read"}
    clients = {name: client_of(server.url, token) for name, token in {**tokens, "nobody": None}.items()}
    for client in clients.values():
        client.headers.update(world)
    yield clients
    for client in clients.values():
        client.close()


@pytest.fixture
def api(clients) -> httpx.Client:
    """The API as a service of TIBURON that may edit."""
    return clients["demo"]


def refused(reply: httpx.Response, status: int) -> None:
    """The reply has the status, and nothing else."""
    assert (status, b"") == (reply.status_code, reply.content)


def imported(api: httpx.Client, text: str | bytes, *, path: str = OURS, kind: str = "username", **form):
    """The reply to an import of a CSV file."""
    query = {"sourceType": kind, **form.pop("query", {})}
    return api.post(f"{path}/import", params=query, data=form, files={"file": ("a.csv", text, "text/csv")})


def users(api: httpx.Client, segment: str = LARGER) -> list[dict[str, str]]:
    """The users of a segment, from its CSV file."""
    text = api.get(f"{OURS}/segments/{segment}/end-users.csv").text
    return list(csv.DictReader(io.StringIO(text, newline="")))


def count(api: httpx.Client, segment: str) -> int:
    """How many users a segment has."""
    return api.get(f"{OURS}/segments/{segment}/stats").json()["userCount"]


def made(api: httpx.Client, draft: str = DRAFT) -> str:
    """The id of a new segment."""
    return api.post(f"{OURS}/segments", json={**NEW, "draftId": draft}).json()["segmentId"]


def test_a_client_signs_in_by_assertion(server):
    """S-01: client credentials with a signed JWT, RS256, PS256 or ES256; the token is itself a JWT."""
    for algorithm in ("RS256", "PS256", "ES256"):
        claims = {"iss": "understudy-marin", "sub": "understudy-marin", "aud": server.url + TOKEN}
        claims |= {"jti": uuid.uuid4().hex, "exp": int(time.time() * 1000) + 60_000}
        key = demo_keys(42, "understudy-marin").of(algorithm)
        form = {"grant_type": "client_credentials", "scope": "openid", "client_assertion_type": ASSERTION}
        form |= {"client_assertion": jwt.encode({"alg": algorithm}, claims, key, algorithms=[algorithm])}
        with httpx.Client(base_url=server.url, trust_env=False) as client:
            answer, again = client.post(TOKEN, data=form), client.post(TOKEN, data=form)

        assert (200, 401) == (answer.status_code, again.status_code)
        assert 2 == answer.json()["access_token"].count(".")
        with client_of(server.url, answer.json()["access_token"]) as service:
            assert 200 == service.get(f"{THEIRS}/segments").status_code
            refused(service.get(f"{OURS}/segments"), 403)


def test_permissions(clients):
    """S-02: no token or a wrong one is a 401, viewing does not let edit (403), S7 and S8 are editing."""
    with client_of(str(clients["demo"].base_url), "mistaken") as wrong:
        for stranger in (clients["nobody"], wrong):
            refused(stranger.get(f"{OURS}/segments"), 401)
    reader = clients["read"]
    assert 200 == reader.get(f"{OURS}/segments/{LISTED}/end-users.csv").status_code
    for path in (f"{OURS}/segments", f"{HISTORY}/history/permissions"):
        refused(reader.post(path, json=NEW), 403)
    refused(reader.post(f"{HISTORY}/segments/{LISTED}/history/permissions"), 403)
    refused(reader.delete(f"{OURS}/segments/{LISTED}"), 403)


def test_what_creating_and_renaming_take(api):
    """S-03: all three members to create; name and source to rename, which leaves the users."""
    for member in NEW:
        body = {name: value for name, value in NEW.items() if name != member}
        refused(api.post(f"{OURS}/segments", json=body), 400)
    key = made(api)
    renamed = api.put(f"{OURS}/segments/{key}", json={"name": "Other", "sourceProvider": "Geezeo"})

    assert (200, "Other") == (renamed.status_code, renamed.json()["name"])
    assert 150 == count(api, key)
    refused(api.put(f"{OURS}/segments/{key}", json={"name": "Other"}), 400)


def test_what_a_segment_has(api):
    """S-04: six members always, and draftId where it was made from one."""
    created = api.post(f"{OURS}/segments", json=NEW)
    required = {"createdAt", "institutionId", "name", "segmentId", "updatedAt", "sourceProvider"}

    assert (201, required | {"draftId"}) == (created.status_code, created.json().keys())
    assert created.json() == api.get(f"{OURS}/segments/{created.json()['segmentId']}").json()
    assert required == api.get(f"{OURS}/segments/{EMPTY}").json().keys()


def test_an_import_is_a_draft(api):
    """S-05: headers, unknown rows, draft and count are answered; the draft says when and for whom."""
    found = imported(api, f"username,note\r\n{users(api)[0]['username']},a\r\nnobody9999,b\r\n").json()
    draft = api.get(f"{OURS}/drafts/{found['draftId']}").json()

    assert (["username", "note"], 1) == (found["csvHeaders"], found["foundUsersCount"])
    assert [{"rowNumber": 3, "values": ["nobody9999", "b"]}] == found["csvUnknownRows"]
    assert {"draftId", "institutionId", "createdAt"} == draft.keys()


def test_drafts_replace_append_and_remove(api):
    """S-06: POST replaces, PUT appends, DELETE removes, as often as one likes; the creating draft is kept."""
    key = made(api, ONE_MORE)
    draft = f"{OURS}/segments/{key}/drafts"
    counts = []
    for method, name in (("PUT", DRAFT), ("PUT", DRAFT), ("DELETE", ONE_MORE), ("POST", ONE_MORE)):
        reply = api.request(method, f"{draft}/{name}")
        assert (200, ONE_MORE) == (reply.status_code, reply.json()["draftId"])
        counts.append(count(api, key))

    assert [151, 151, 150, 1] == counts
    assert 200 == api.get(f"{OURS}/drafts/{ONE_MORE}").status_code


def test_the_list_has_a_limit(api):
    """S-07: 150 users are listed, 151 are a 400; the CSV file has them."""
    assert 150 == len(api.get(f"{OURS}/segments/{LISTED}/end-users").json()["endUsers"])
    refused(api.get(f"{OURS}/segments/{LARGER}/end-users"), 400)
    assert 151 == len(users(api, LARGER))


def test_how_a_file_is_read(api):
    """S-08: column 0 and a header row unless told; sourceType is required, and operationType for S19."""
    name = users(api)[0]["username"]
    usual = imported(api, f"{name}\n{name}\n").json()
    told = imported(api, f"x,{name}\n", user_identifier_csv_column=1, csv_header_row_exists="false").json()
    form = {"files": {"file": ("a.csv", b"a\n", "text/csv")}}

    assert (1, [name]) == (usual["foundUsersCount"], usual["csvHeaders"])
    assert (1, []) == (told["foundUsersCount"], told["csvHeaders"])
    refused(api.post(f"{OURS}/import", **form), 400)
    refused(api.post(f"{OURS}/segments/{LISTED}/import?sourceType=username", **form), 400)
    meant = {"operationType": "delete"}
    assert 200 == imported(api, "a\n", path=f"{OURS}/segments/{LISTED}", query=meant).status_code
    assert 150 == count(api, LISTED)


def test_files_that_are_refused(api):
    """S-09: no file, no CSV, a column that is not there or no number are a 400; blank lines are counted."""
    refused(api.post(f"{OURS}/import?sourceType=username", data={"sourceProvider": "Banno"}), 400)
    refused(imported(api, b"\xff\xfea\x00"), 400)
    refused(imported(api, 'a\n"b'), 400)
    for column in (1, -1, "x", 1.5):
        refused(imported(api, "a\nb\n", user_identifier_csv_column=column), 400)
    rows = imported(api, "name\n\nnobody9999\n").json()["csvUnknownRows"]
    assert [{"rowNumber": 3, "values": ["nobody9999"]}] == rows


def test_how_identifiers_are_compared(api):
    """S-10: spaces around them and the case of usernames do not count, and who is named twice counts once."""
    first, second, *_ = users(api)
    text = f"name\n {first['username'].upper()}\n{first['username']}\n{second['username']} \n"

    assert 2 == imported(api, text).json()["foundUsersCount"]
    for kind, member in (("userId", "endUserId"), ("member_number", "memberNumber")):
        assert 1 == imported(api, f"id\n{first[member]}\n", kind=kind).json()["foundUsersCount"]


def test_csv_files(api):
    """S-11: a CSV file says its name; users have seven columns, missing rows those of their file."""
    found = imported(api, "username,note\r\nnobody9999,=1+1\r\n").json()["draftId"]
    files = {
        f"{OURS}/segments/{LISTED}/end-users.csv": (LISTED, ",".join(USER)),
        f"{OURS}/drafts/{found}/missing-users.csv": (found, "username,note"),
        f"{OURS}/drafts/{DRAFT}/end-user-ids.csv": (DRAFT, "endUserId"),
    }
    for path, (key, header) in files.items():
        reply = api.get(path)
        assert (200, "text/csv; charset=utf-8") == (reply.status_code, reply.headers["content-type"])
        assert f'attachment; filename="{key}-end-users.csv"' == reply.headers["content-disposition"]
        assert header == reply.text.splitlines()[0]
    assert "username,note\r\nnobody9999,=1+1\r\n" == api.get(f"{OURS}/drafts/{found}/missing-users.csv").text


def test_stats(api):
    """S-12: the numbers of users and of campaigns."""
    assert {"userCount": 150, "numberOfCampaigns": 2} == api.get(f"{OURS}/segments/{LISTED}/stats").json()
    assert {"userCount": 0, "numberOfCampaigns": 0} == api.get(f"{OURS}/segments/{EMPTY}/stats").json()


def test_lists(api):
    """S-13: lists are whole, in order of creation."""
    keys = [made(api) for _ in range(20)]
    listed = api.get(f"{OURS}/segments").json()["segments"]

    assert {LISTED, LARGER, EMPTY, *keys} == {segment["segmentId"] for segment in listed}
    assert listed == sorted(listed, key=lambda segment: (segment["createdAt"], segment["segmentId"]))


def test_what_is_not_there(api):
    """S-14: deleted is deleted, unknown users have no segment; else 404, reading drafts 400, creating 422."""
    gone, form = f"{OURS}/segments/{NOBODYS}", {"operationType": "append"}
    assert (204, 204) == (api.delete(gone).status_code, api.delete(gone).status_code)
    assert {"segments": []} == api.get(f"{OURS}/end-users/{NOBODYS}/segments").json()
    for name in ("", "/missing-users.csv", "/end-user-ids.csv"):
        refused(api.get(f"{OURS}/drafts/{NOBODYS}{name}"), 400)
    for method in ("POST", "PUT", "DELETE"):
        refused(api.request(method, f"{gone}/drafts/{DRAFT}"), 404)
        refused(api.request(method, f"{OURS}/segments/{LISTED}/drafts/{NOBODYS}"), 404)
    for draft in (NOBODYS, MARINS_DRAFT, NOBODY):
        refused(api.post(f"{OURS}/segments", json={**NEW, "draftId": draft}), 422)
    refused(api.put(gone, json={"name": "Other", "sourceProvider": "Banno"}), 404)
    refused(imported(api, "a\n", path=gone, query=form), 404)


def test_history_takes_anything(api, server):
    """S-15: any body or none, 200 without a body, and an event in the history."""
    for given in ({}, {"json": {"a": 1}}, {"content": b"\xff"}, {"files": {"x": b"y"}}):
        refused(api.post(f"{HISTORY}/history/permissions", **given), 200)
    refused(api.post(f"{HISTORY}/segments/{LISTED}/history/permissions"), 200)
    refused(api.post(f"{HISTORY}/segments/{NOBODYS}/history/permissions"), 404)

    world = server.worlds.get(api.headers["Understudy-World"]).world
    events = world.store.read().scan("banno/history")
    assert [None, None, None, None, LISTED] == [event.body["segment"] for event in events]


def test_institutions_do_not_see_each_other(clients):
    """S-16: another institution is a 403; its segments and drafts are as good as unknown."""
    api, marin, admin = clients["demo"], clients["marin"], clients["admin"]
    refused(api.get(f"{THEIRS}/segments"), 403)
    refused(api.delete(f"{THEIRS}/segments/{MARINS}"), 403)
    refused(marin.get(f"{OURS}/segments/{LISTED}"), 403)
    refused(api.get(f"{OURS}/segments/{MARINS}"), 404)
    refused(api.put(f"{OURS}/segments/{LISTED}/drafts/{MARINS_DRAFT}"), 404)
    refused(api.get(f"{OURS}/drafts/{MARINS_DRAFT}"), 400)
    assert 204 == api.delete(f"{OURS}/segments/{MARINS}").status_code
    assert [MARINS] == [each["segmentId"] for each in marin.get(f"{THEIRS}/segments").json()["segments"]]
    assert 200 == admin.get(f"{THEIRS}/segments/{MARINS}").status_code
    assert 200 == admin.get(f"{OURS}/segments/{LISTED}").status_code
    refused(admin.get(f"/a/segments/api/v0/institutions/{NOBODYS}/segments"), 404)


def test_refusals_come_in_order(clients):
    """S-02, S-16, Y-01, S-14: who, may they, there, well-formed, existing, possible; in this order."""
    path, wrong = f"{OURS}/segments", {**NEW, "name": 7}
    unknown = f"/a/segments/api/v0/institutions/{NOBODYS}/segments"
    replies = [
        clients["nobody"].post(f"{THEIRS}/segments", json=wrong),
        clients["read"].post(f"{THEIRS}/segments", json=wrong),
        clients["demo"].post(f"{THEIRS}/segments", json=wrong),
        clients["admin"].post(unknown, json=wrong),
        clients["admin"].post(unknown, json=NEW),
        clients["demo"].post(path, json={**NEW, "draftId": NOBODYS}),
        clients["demo"].post(path, json=NEW),
    ]

    assert [401, 403, 403, 400, 404, 422, 201] == [reply.status_code for reply in replies]
