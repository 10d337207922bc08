"""Snapshots by the control API: saved, restored, and carried from server to server as files."""

import json

import pytest
from tests.control.steering import steering

SNAPSHOTS = "/worlds/default/snapshots"
FILE = f"{SNAPSHOTS}/kept/file"
DOWN = "/worlds/default/state/apiture/providers/down"


@pytest.fixture
def place():
    return steering()


@pytest.fixture(scope="module")
def shared():
    return steering()


@pytest.fixture
def content(shared):
    """What a file holds."""
    shared.call("PUT", f"{SNAPSHOTS}/kept")
    return shared.call("GET", FILE).json()


def test_a_world_goes_back_to_what_was_saved(place):
    """Documents, clock and drawn ids are as they were; the snapshot stays for the next time."""
    place.ask("GET", "/customerAudiences")
    saved = place.call("PUT", f"{SNAPSHOTS}/kept")
    before = place.call("GET", "/worlds/default").json()
    made = place.ask("POST", "/customerAudiences", json={"name": "New one"})
    place.call("POST", "/worlds/default/clock/steps", json={"days": 400})

    restored = place.call("POST", f"{SNAPSHOTS}/kept/restored")
    again = place.ask("POST", "/customerAudiences", json={"name": "New one"})

    assert (200, 1) == (saved.status_code, saved.json()["exchanges"])
    assert before | {"journal": {"kept": 2, "dropped": 0}} == restored.json()
    assert made.json()["id"] == again.json()["id"]
    assert [saved.json()] == place.call("GET", SNAPSHOTS).json()["items"]


def test_a_snapshot_is_replaced_and_forgotten(place):
    """The same name again keeps the later situation; what is deleted is gone."""
    place.call("PUT", f"{SNAPSHOTS}/kept")
    place.call("PUT", DOWN, json={"body": {}})
    place.call("PUT", f"{SNAPSHOTS}/kept")
    place.call("DELETE", DOWN)
    place.call("POST", f"{SNAPSHOTS}/kept/restored")

    assert 200 == place.call("GET", DOWN).status_code
    assert 204 == place.call("DELETE", f"{SNAPSHOTS}/kept").status_code
    assert {404} == {
        place.call("DELETE", f"{SNAPSHOTS}/kept").status_code,
        place.call("POST", f"{SNAPSHOTS}/kept/restored").status_code,
        place.call("GET", FILE).status_code,
    }


def test_the_oldest_of_a_hundred_makes_room(place):
    """A world keeps as many snapshots as the contract says."""
    for number in range(101):
        place.call("PUT", f"{SNAPSHOTS}/s{number}")

    names = [each["name"] for each in place.call("GET", SNAPSHOTS).json()["items"]]
    assert [f"s{number}" for number in range(1, 101)] == names


def test_a_file_makes_the_same_world_elsewhere(place):
    """A downloaded file, uploaded to another server, is the world it was, to the entity tag."""
    place.ask("POST", "/customerAudiences", json={"name": "New one"})
    place.call("PATCH", "/worlds/default/clock", json={"now": "2026-05-05T05:05:05Z"})
    place.call("PUT", f"{SNAPSHOTS}/kept")
    file = place.call("GET", FILE)
    other = steering()

    uploaded = other.call("PUT", FILE, json=file.json())
    other.call("POST", f"{SNAPSHOTS}/kept/restored")

    assert 'attachment; filename="default-kept.json"' == file.headers["Content-Disposition"]
    assert 200 == uploaded.status_code
    assert other.call("GET", FILE).json() == file.json()
    here, there = (each.ask("GET", "/customerAudiences") for each in (place, other))
    assert here.json() == there.json()


def test_an_upload_alone_changes_nothing(place, content):
    """The world is as it was until the snapshot is restored; another world can be made of it at once."""
    changed = json.loads(json.dumps(content))
    changed["collections"]["apiture/providers"].append(
        {"id": "down", "revision": 1, "ordinal": 999, "due": None, "body": {}}
    )

    place.call("PUT", FILE, json=changed)
    place.call("POST", "/worlds", json={"name": "other", "snapshot": "kept"})

    assert 404 == place.call("GET", DOWN).status_code
    assert 200 == place.call("GET", DOWN.replace("default", "other")).status_code


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"seed": 43}, "seed 43"),
        ({"institutions": ["TIBURON"]}, "institutions"),
        ({"clock": {"frozen": "2026-13-01T00:00:00Z"}}, None),
        ({"collections": {"apiture/nothing": [{}]}}, None),
    ],
)
def test_a_file_of_another_world_is_refused(shared, content, change, told):
    """422 (or 400, where the contract says it already) tells why the file cannot be taken."""
    refused = shared.call("PUT", f"{SNAPSHOTS}/other/file", json={**content, **change})

    assert refused.status_code == (422 if told else 400)
    assert told is None or told in refused.json()["detail"]
    assert 404 == shared.call("GET", f"{SNAPSHOTS}/other/file").status_code


@pytest.mark.parametrize(
    ("collection", "change", "told"),
    [
        ("apiture/audiences", {"body": {"name": "x"}}, "/collections/apiture~1audiences/0/body"),
        ("apiture/unknown", {}, "/collections/apiture~1unknown/0"),
        ("understudy/settings", {"id": "speed"}, "/collections/understudy~1settings/0"),
        ("apiture/audiences", {"due": {"at": "2027-01-01T00:00:00Z", "transition": "x"}}, "/due/transition"),
        ("apiture/audiences", {"id": "short"}, "short"),
        ("apiture/audiences", {"due": {"at": "0000-01-01T00:00:00Z", "transition": "x"}}, "damaged"),
        ("apiture/audiences", {"body": {"$members": "x"}}, "damaged"),
    ],
)
def test_a_spoiled_document_is_named(shared, content, collection, change, told):
    """422 points at the document that cannot be, as one put by itself would be judged."""
    first = content["collections"]["apiture/audiences"][0]
    spoiled = {**content["collections"], collection: [{**first, **change}]}

    refused = shared.call("PUT", f"{SNAPSHOTS}/other/file", json={**content, "collections": spoiled})

    assert 422 == refused.status_code
    assert told in refused.text
    assert "other" not in shared.worlds.default.snapshots


def test_too_large_a_file_is_refused(shared):
    """A body of more than 16 MiB is not read to its end."""
    refused = shared.call("PUT", f"{SNAPSHOTS}/other/file", content=b" " * (16 * 1024 * 1024 + 1))

    assert (413, "about:blank") == (refused.status_code, refused.json()["type"])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"format": "zip"}'])
def test_what_is_no_snapshot_is_refused(shared, body):
    """400 where the contract is not kept."""
    headers = {"Content-Type": "application/json"}

    assert 400 == shared.call("PUT", f"{SNAPSHOTS}/other/file", content=body, headers=headers).status_code
