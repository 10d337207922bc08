"""Documents by the control API: read as they are stored, put and deleted as their vendor agrees."""

from functools import cache
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.control.steering import OFFERS, steering

STATE = "/worlds/default/state"
AUDIENCES = f"{STATE}/apiture/audiences"
LISTED = "0399abedfd3d"
"""A list audience of ten customers."""
FILTERED = "2b7e151628aed2a6ab06"

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def place():
    return steering()


@pytest.fixture(scope="module")
def shared():
    """A place for tests that leave it as it was."""
    return steering()


def audience(place, key=FILTERED):
    return place.call("GET", f"{AUDIENCES}/{key}").json()


def test_every_collection_is_listed_with_its_schema(shared):
    """Each collection of the vendors, and the settings, with how many documents and how they look."""
    items = shared.call("GET", STATE).json()["items"]

    named = {f"{each['vendor']}/{each['name']}": each for each in items}
    schemas = {name: schema for offer in OFFERS for name, schema in offer.vendor.schemas.items()}
    assert {"understudy/settings", *schemas} == named.keys()
    assert 12 == named["apiture/audiences"]["documents"]
    for name, schema in schemas.items():
        assert schema == named[name]["schema"]


def test_pages_follow_each_other(shared):
    """Pages of any size hold every document once, in order of creation."""
    whole = shared.call("GET", AUDIENCES, params={"limit": 1000}).json()
    for limit in (1, 5, 12, 13):
        found, after = [], {}
        while True:
            page = shared.call("GET", AUDIENCES, params={"limit": limit, **after}).json()
            found += page["items"]
            assert (12, True) == (page["count"], len(page["items"]) <= limit)
            if "next" not in page:
                break
            after = {"after": page["next"]}

        assert whole["items"] == found
    documents = shared.worlds.default.world.store.read()
    assert [each.id for each in documents.scan("apiture/audiences")] == [each["id"] for each in found]


def test_a_page_after_nothing_is_refused(shared):
    """A document that is not there has none behind it."""
    refused = shared.call("GET", AUDIENCES, params={"after": "nobody"})

    assert (422, "/after") == (
        refused.status_code,
        refused.json()["problems"][0]["attributes"]["pointer"],
    )


def test_lists_of_customers_are_counted_in_lists(shared):
    """A list of documents stays small; the one document has them all."""
    page = shared.call("GET", AUDIENCES, params={"limit": 1}).json()
    whole = audience(shared, LISTED)

    assert {"$count": 10} == page["items"][0]["body"]["members"]
    assert ["$members"] == list(whole["body"]["members"])


def test_what_is_read_can_be_put_back(place):
    """Every document of every collection is taken back as it was read; only its revision grows."""
    for collection in place.call("GET", STATE).json()["items"]:
        path = f"{STATE}/{collection['vendor']}/{collection['name']}"
        for listed in place.call("GET", path, params={"limit": 3}).json()["items"]:
            document = f"{path}/{quote(listed['id'], safe='')}"
            before = place.call("GET", document).json()

            after = place.call("PUT", document, json=before)

            assert 200 == after.status_code, after.text
            assert {**before, "revision": before["revision"] + 1} == after.json()


def test_a_change_shows_in_the_mocked_api(place):
    """What is put is what the vendor's API answers with, under a new entity tag."""
    before = place.ask("GET", f"/customerAudiences/{FILTERED}")
    body = {**audience(place)["body"], "name": "Renamed by hand"}

    place.call("PUT", f"{AUDIENCES}/{FILTERED}", json={"body": body})

    after = place.ask("GET", f"/customerAudiences/{FILTERED}")
    assert "Renamed by hand" == after.json()["name"]
    assert before.headers["ETag"] != after.headers["ETag"]


def test_a_new_document_is_created(place):
    """A document that was not there is created, where Location says."""
    body = {**audience(place)["body"], "name": "By hand"}

    made = place.call("PUT", f"{AUDIENCES}/by-hand-1", json={"body": body})

    assert 201 == made.status_code
    assert made.json() == place.call("GET", made.headers["Location"]).json()
    assert "By hand" == place.ask("GET", "/customerAudiences/by-hand-1").json()["name"]
    assert 200 == place.ask("GET", "/customerAudiences/by-hand-1/collaborators").status_code


@pytest.mark.parametrize(
    ("collection", "key", "body", "pointer"),
    [
        ("apiture/audiences", FILTERED, {"name": "x"}, "/body/name"),
        ("apiture/audiences", FILTERED, {"surprise": 1}, "/body/surprise"),
        ("apiture/audiences", FILTERED, {"source": "list"}, "/body/members"),
        ("apiture/audiences", FILTERED, {"filters": {"operator": "xor"}}, "/body/filters/operator"),
        ("apiture/audiences", FILTERED, {"createdAt": "yesterday"}, "/body/createdAt"),
        ("apiture/analysts", LISTED, {"username": 7}, "/body/username"),
        ("understudy/settings", "connection_delay", {"value": -1}, "/body/value"),
    ],
)
def test_a_document_out_of_shape_is_refused(shared, collection, key, body, pointer):
    """422 says where the body leaves the collection's schema, and nothing is changed."""
    path = f"{STATE}/{collection}/{key}"
    read = shared.call("GET", path)
    before = shared.worlds.default.world.store.read()

    refused = shared.call("PUT", path, json={"body": {**read.json().get("body", {}), **body}})

    assert (422, "invalidDocument") == (refused.status_code, refused.json()["code"])
    assert pointer in [each["attributes"]["pointer"] for each in refused.json()["problems"]]
    assert before is shared.worlds.default.world.store.read()


@pytest.mark.parametrize(
    ("collection", "key", "change", "told"),
    [
        ("apiture/audiences", FILTERED, {"owner": "nobody-here"}, "analysts/nobody-here"),
        ("apiture/audiences", FILTERED, {"institution": "NOWHERE"}, "NOWHERE"),
        ("apiture/audiences", FILTERED, {"connections": ["no-such-one"]}, "no-such-one"),
        ("apiture/audiences", FILTERED, {"connections": ["0399abed-fd3d"]}, "another audience"),
        ("apiture/audiences", "short", {}, "6 to 48"),
        ("apiture/templates", "0399abed-f13a", {"filters": {}}, "empty"),
        ("apiture/filterTypes", "6b3927745edec398ad74", {"measure": "mobile_user"}, "mobile_user"),
        ("apiture/filterTypes", "5f0a6c1e8b7d4932a106", {"operators": ["before"]}, "before"),
        ("apiture/connections", "0399abed-fd3d", {"audience": "gone-long-ago"}, "another audience"),
        ("apiture/collaborators", FILTERED, {"analysts": ["nobody-here"]}, "nobody-here"),
    ],
)
def test_documents_that_contradict_each_other_are_refused(shared, collection, key, change, told):
    """422 names the document that its vendor could not show, and nothing is changed."""
    like = FILTERED if key == "short" else key
    read = shared.call("GET", f"{STATE}/{collection}/{like}").json()["body"]
    before = shared.worlds.default.world.store.read()

    refused = shared.call("PUT", f"{STATE}/{collection}/{key}", json={"body": {**read, **change}})

    assert (422, "inconsistentDocuments") == (refused.status_code, refused.json()["code"])
    assert told in refused.json()["detail"]
    assert before is shared.worlds.default.world.store.read()


def test_members_are_people(shared):
    """A list of customers that is none, or goes beyond the people there are, is refused."""
    body = audience(shared, LISTED)["body"]
    everybody = "eJxj" + "A" * 20

    for text in ("", "not base64!", everybody):
        changed = {**body, "members": {"$members": text}}
        refused = shared.call("PUT", f"{AUDIENCES}/{LISTED}", json={"body": changed})

        assert 422 == refused.status_code


def test_a_document_that_others_need_stays(shared):
    """409 names one that could not be without it; what nobody needs can go."""
    refused = shared.call("DELETE", f"{STATE}/apiture/analysts/{LISTED}")

    assert (409, "inconsistentDocuments") == (refused.status_code, refused.json()["code"])
    assert 200 == shared.call("GET", f"{STATE}/apiture/analysts/{LISTED}").status_code


def test_a_deleted_document_is_gone(place):
    """Once for good: the second time it is not there any more."""
    path = f"{STATE}/apiture/providers/unreachable"

    assert 204 == place.call("DELETE", path).status_code
    assert (404, 404) == (place.call("GET", path).status_code, place.call("DELETE", path).status_code)


@pytest.mark.parametrize("path", ["apiture/nothing/x", "nobody/audiences/x", "nobody/audiences"])
def test_there_are_no_other_collections(shared, path):
    """A collection that no vendor has is not there, not even to put something into it."""
    assert 404 == shared.call("GET", f"{STATE}/{path}").status_code
    if path.endswith("x"):
        assert 404 == shared.call("PUT", f"{STATE}/{path}", json={"body": {}}).status_code


def test_a_setting_counts_from_now_on(place):
    """Settings are documents of the world; unknown ones are refused."""
    path = f"{STATE}/understudy/settings"

    assert 201 == place.call("PUT", f"{path}/connection_delay", json={"body": {"value": 60}}).status_code
    assert {"value": 60} == place.call("GET", f"{path}/connection_delay").json()["body"]
    assert 422 == place.call("PUT", f"{path}/speed", json={"body": {"value": 60}}).status_code


@pytest.mark.parametrize(
    ("collection", "key", "transition"),
    [
        ("apiture/analysts", LISTED, "apiture/vanish"),
        ("apiture/audiences", FILTERED, "apiture/settle"),
        ("apiture/providers", "unreachable", "apiture/arrive"),
    ],
)
def test_time_cannot_do_what_makes_no_sense(shared, collection, key, transition):
    """A transition of another collection would stop the world once it is due, so it is refused at once."""
    path = f"{STATE}/{collection}/{key}"
    body = shared.call("GET", path).json()["body"]

    due = {"at": "2999-01-01T00:00:00Z", "transition": transition}

    assert 422 == shared.call("PUT", path, json={"body": body, "due": due}).status_code


def test_unknown_transitions_and_impossible_moments_are_refused(shared):
    """422 says where."""
    path = f"{STATE}/apiture/providers/unreachable"
    for due, pointer in [
        ({"at": "2026-01-01T00:00:00Z", "transition": "explode"}, "/due/transition"),
        ({"at": "0000-01-01T00:00:00Z", "transition": "apiture/vanish"}, "/due/at"),
    ]:
        refused = shared.call("PUT", path, json={"body": {}, "due": due})

        assert 422 == refused.status_code
        assert pointer == refused.json()["problems"][0]["attributes"]["pointer"]


def test_what_is_overdue_happens_at_once(place):
    """A document whose time has passed is treated as if it had been there: an archived audience is gone."""
    body = {**audience(place)["body"], "state": "archived"}
    due = {"at": "2020-01-01T00:00:00Z", "transition": "apiture/vanish"}

    refused = place.call("PUT", f"{AUDIENCES}/{FILTERED}", json={"body": body, "due": due})

    assert (422, "documentGone") == (refused.status_code, refused.json()["code"])
    assert 404 == place.call("GET", f"{AUDIENCES}/{FILTERED}").status_code


@cache
def played():
    """A place that keeps all changes, so that they meet."""
    return steering()


@settings(max_examples=settings.default.max_examples * 4 // 5)
@given(st.sampled_from(sorted(OFFERS[0].vendor.schemas)), st.data())
def test_whatever_is_taken_can_be_served(collection, data):
    """Any change of any document is refused, or else the vendor's APIs still answer within their contract."""
    place = played()
    path = f"{STATE}/{collection}"
    listed = [each["id"] for each in place.call("GET", path).json()["items"]]
    if not listed:
        return
    key = data.draw(st.sampled_from(listed))
    body = place.call("GET", f"{path}/{key}").json()["body"]
    member = data.draw(st.sampled_from([*body, "new"]))
    changed = {**body, member: data.draw(values)}

    status = place.call("PUT", f"{path}/{key}", json={"body": changed}).status_code

    assert status in (200, 422)
    for shown in ("/customerAudiences", "/customerAudienceTemplates", f"/customerAudiences/{FILTERED}"):
        assert place.ask("GET", shown).status_code in (200, 403, 404)
