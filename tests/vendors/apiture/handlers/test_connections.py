"""Connections of audiences with providers."""

from datetime import timedelta

import pytest
from tests.vendors.apiture.desk import EVERYBODY, IN_USE, LIST, refused

from understudy.vendors.apiture.handlers import connections

PENDO = "0399abed-fd3d"
SUSPENDED = "d62c0701-0d74-4836-83f9-ebf3709442ea"


def connect(desk, name="amplitude", audience=EVERYBODY, **provider):
    """Connect an audience with a provider."""
    body = {"audience": {"id": audience}, "provider": {"name": name, **provider}}
    return desk.call("createCustomerAudienceConnection", body)


def act(desk, action, key=PENDO, **more):
    """Activate, deactivate, fail, get or delete a connection."""
    return desk.call(f"{action}CustomerAudienceConnection", customerAudienceConnectionId=key, **more)


def listed(desk, **query):
    """The ids of the connections that are listed."""
    return [item["id"] for item in desk.call("listCustomerAudienceConnections", **query).body["items"]]


def in_state(desk, state):
    """The id of a new connection in a state."""
    key = connect(desk).body["id"]
    for action in {"active": [], "inactive": ["deactivate"], "failed": ["fail"], "pending": []}[state]:
        act(desk, action, key)
    return key


def test_connections_are_listed(desk):
    """B-07: connections come by createdAt and id, cut down by audience and by pipe-delimited states."""
    assert [PENDO, SUSPENDED] == listed(desk)
    assert [SUSPENDED] == listed(desk, audience=IN_USE)
    assert [SUSPENDED] == listed(desk, state="inactive|failed")
    assert [] == listed(desk, audience="no-such-audience")
    assert [] == listed(desk, audience=IN_USE, state="active")


def test_lists_of_connections_end_where_the_contract_ends_them(desk, monkeypatch):
    """B-07: the list is not paged, so it holds at most as many as the contract allows."""
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 1)

    assert [PENDO] == listed(desk)


def test_a_connection_is_made(desk):
    """B-08, B-09: 201 with all members, the server's own connectedResourceId, Location and ETag."""
    reply = connect(desk, connectedResourceId="mine", resourceId="mine too")
    body = reply.body

    assert (201, "active") == (reply.status, body["state"])
    assert {"name", "connectedResourceId"} == body["provider"].keys()
    assert "mine" not in body["provider"]["connectedResourceId"]
    assert {"id": EVERYBODY, "name": "Everybody, enrolled or not"} == body["audience"]
    assert body["createdAt"] == body["updatedAt"] == body["lastSyncedAt"]
    assert "bhartley" == body["createdBy"]["username"] == body["updatedBy"]["username"]
    assert reply.headers["Location"].endswith(f"/bankingAdmin/customerAudienceConnections/{body['id']}")
    assert body == act(desk, "get", body["id"]).body


@pytest.mark.parametrize("provider", [{}, {"name": ""}, {"name": "  "}])
def test_a_provider_has_a_name(desk, provider):
    """B-08: without a provider name, half of what makes a connection unique, it is a 422."""
    body = {"audience": {"id": EVERYBODY}, "provider": provider}

    assert (422, "unprocessableEntity") == refused(desk.call("createCustomerAudienceConnection", body))


@pytest.mark.parametrize("audience", ["no-such-audience", "2b7e151628aed2a6ab08", "7a1f93c2d4e85b60c101"])
def test_an_audience_must_be_there(desk, audience):
    """B-08: an unknown audience, one not shared and another institution's are a 422."""
    assert (422, "noSuchCustomerAudience") == refused(connect(desk, audience=audience))


def test_an_archived_audience_is_not_connected(desk):
    """B-08: connecting an archived audience is a 422."""
    desk.call("archiveCustomerAudience", customerAudienceId=LIST)

    assert (422, "customerAudienceArchived") == refused(connect(desk, audience=LIST))


def test_one_connection_per_audience_and_provider(desk):
    """B-03: a second connection with the same provider is a 409 in any state; deleting frees the name."""
    assert (409, "duplicateCustomerAudienceConnection") == refused(connect(desk, "pendo", IN_USE))
    assert 201 == connect(desk, "Pendo", IN_USE).status
    act(desk, "delete", SUSPENDED)

    assert 201 == connect(desk, "pendo", IN_USE).status


def test_an_audience_has_only_so_many_connections(desk, monkeypatch):
    """A-57: more connections than an audience may show are refused with a 422."""
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 2)

    assert [201, 201, 422] == [connect(desk, name).status for name in ("one", "two", "three")]


@pytest.mark.parametrize(
    ("action", "state", "after"),
    [
        ("activate", "active", "active"),
        ("activate", "inactive", "active"),
        ("activate", "failed", "active"),
        ("deactivate", "active", "inactive"),
        ("deactivate", "inactive", "inactive"),
        ("deactivate", "failed", 409),
        ("fail", "active", "failed"),
        ("fail", "inactive", 409),
        ("fail", "failed", "failed"),
    ],
)
def test_states_follow_the_table(desk, action, state, after):
    """B-04, B-05: each action leads where the table says, or is a 409 that changes nothing."""
    key = in_state(desk, state)
    before = desk.world.store.read()
    reply = act(desk, action, key)

    if after == 409:
        assert (409, "invalidConnectionStateTransition") == refused(reply)
    else:
        assert (200, after) == (reply.status, reply.body["state"])
    assert (before is desk.world.store.read()) is (after in (state, 409))


@pytest.mark.parametrize(
    ("action", "after"), [("activate", "active"), ("fail", "failed"), ("deactivate", 409)]
)
def test_a_pending_connection_can_be_hurried(delayed, action, after):
    """B-05: a pending connection can be activated or failed, which ends its waiting, not suspended."""
    key = in_state(delayed, "pending")
    reply = act(delayed, action, key)
    delayed.world.clock.step(timedelta(hours=1))

    assert ("active" if after == 409 else after) == act(delayed, "get", key).body["state"]
    assert (409 if after == 409 else 200) == reply.status


def test_doing_it_again_leaves_no_trace(desk):
    """B-05: an action without effect leaves tag, updatedAt, updatedBy and lastSyncedAt alone."""
    before = act(desk, "get")
    desk.world.clock.step(timedelta(hours=1))
    after = act(desk, "activate")

    assert (before.body, before.headers) == (after.body, after.headers)


def test_activating_synchronises(desk):
    """B-04, B-09: a change of state has a new tag, time and person; activating sets lastSyncedAt."""
    before = act(desk, "get", SUSPENDED)
    after = act(desk, "activate", SUSPENDED)

    assert before.headers["ETag"] != after.headers["ETag"]
    assert "2026-01-15T12:00:00.000Z" == after.body["updatedAt"] == after.body["lastSyncedAt"]
    assert ("MetricMagician", "bhartley") == (
        after.body["createdBy"]["username"],
        after.body["updatedBy"]["username"],
    )


def test_an_archived_audience_is_not_synchronised(desk):
    """B-05: activating is a 409 while the audience is archived; suspending is not."""
    desk.call("archiveCustomerAudience", customerAudienceId=LIST)
    assert 200 == act(desk, "deactivate").status

    assert (409, "customerAudienceArchived") == refused(act(desk, "activate"))


def test_connecting_may_take_time(delayed):
    """B-04, B-05: with a delay a connection is pending first, then active, or failed for some."""
    good, bad = connect(delayed).body, connect(delayed, "unreachable").body
    delayed.world.clock.step(timedelta(seconds=59))
    assert ["pending"] * 2 == [act(delayed, "get", key).body["state"] for key in (good["id"], bad["id"])]
    delayed.world.clock.step(timedelta(seconds=1))
    settled, failed = (act(delayed, "get", key).body for key in (good["id"], bad["id"]))

    assert ("active", "failed") == (settled["state"], failed["state"])
    assert good["createdAt"] == good["lastSyncedAt"] < settled["lastSyncedAt"] == settled["updatedAt"]
    assert failed["createdAt"] == failed["lastSyncedAt"]


def test_some_providers_cannot_be_reached(desk):
    """B-05: without a delay, a connection with a provider of the fault list fails at once."""
    assert "failed" == connect(desk, "unreachable").body["state"]


@pytest.mark.parametrize("action", ["fail", "deactivate", "activate"])
def test_an_outdated_tag_stops_a_state(desk, action):
    """B-06: with an If-Match that is not the connection's tag, a change of state is a 412."""
    assert 412 == act(desk, action, headers={"If-Match": 'W/"old"'}).status


def test_a_good_copy_is_not_sent_again(desk):
    """B-06: a matching If-None-Match is a 304 with the tag."""
    tag = act(desk, "get").headers["ETag"]
    reply = act(desk, "get", headers={"If-None-Match": tag})

    assert (304, None, tag) == (reply.status, reply.body, reply.headers["ETag"])


def test_malformed_and_absent_ids(desk):
    """B-10: a malformed id is a 422 for the changes of state, an absent one a 404."""
    for action in ("activate", "deactivate", "fail"):
        assert (422, "unprocessableEntity") == refused(act(desk, action, "bad id"))
        assert (404, "notFound") == refused(act(desk, action, "no-such-connection"))


def test_connections_of_invisible_audiences_do_not_exist(desk):
    """A-04, B-07: a connection is seen by those who see its audience."""
    assert [] == [
        key
        for key in listed(desk, token="demo-admin")
        if key not in listed(desk) and key in (PENDO, SUSPENDED)
    ]
    hidden = desk.call(
        "createCustomerAudienceConnection",
        {"audience": {"id": "2b7e151628aed2a6ab08"}, "provider": {"name": "pendo"}},
        token="demo-admin",
    ).body["id"]

    assert hidden in listed(desk, token="demo-admin")
    assert hidden not in listed(desk)
    assert 404 == act(desk, "get", hidden).status


def test_both_apis_tell_the_same(desk):
    """B-11: an audience shows its connections in their present states; deleting it deletes them."""
    key = connect(desk, audience=LIST).body["id"]
    act(desk, "deactivate")
    shown = {item["id"]: item["state"] for item in desk.audience(LIST)["connections"]}

    assert {PENDO: "inactive", key: "active"} == shown
    act(desk, "delete")
    assert [key] == [item["id"] for item in desk.audience(LIST)["connections"]]
    desk.call("deleteCustomerAudience", customerAudienceId=LIST)
    assert [SUSPENDED] == listed(desk)


@pytest.mark.parametrize("change", ["connect", "deactivate", "delete", "wait"])
def test_a_change_of_connections_changes_the_audiences_tag(delayed, change):
    """A-37, B-11: connections are part of the audience, so a copy from before is no longer good."""
    waiting = connect(delayed, audience=LIST).body["id"]
    before = delayed.call("getCustomerAudience", customerAudienceId=LIST)
    if change == "connect":
        connect(delayed, "another", LIST)
    elif change == "wait":
        delayed.world.clock.step(timedelta(minutes=1))
    else:
        act(delayed, change)
    headers = {"If-None-Match": before.headers["ETag"]}
    after = delayed.call("getCustomerAudience", customerAudienceId=LIST, headers=headers)

    assert 200 == after.status
    assert before.body["updatedAt"] == after.body["updatedAt"]
    assert before.body["connections"] != after.body["connections"]
    assert waiting


@pytest.mark.parametrize(
    "operation",
    ["listCustomerAudienceConnections", "createCustomerAudienceConnection", "getCustomerAudienceConnection"],
)
def test_the_feature_may_be_off(desk, operation):
    """B-02: where the institution has not enabled connections they are a 403, before all else."""
    given = {"customerAudienceConnectionId": "bad id"} if operation.startswith("get") else {}
    body = {"nonsense": 1} if operation.startswith("create") else None

    assert (403, "forbidden") == refused(desk.call(operation, body, token="demo-marin", **given))
