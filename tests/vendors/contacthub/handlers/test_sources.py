"""Sources: list, create, read, modify, and give another token."""

import pytest
from tests.vendors.contacthub.desk import (
    BRANCHES,
    BROWSER,
    CORE,
    EVERYBODY,
    MAILINGS,
    MARIN,
    MARINS_BRANCHES,
    NEWSLETTER,
    NOBODYS,
    ONLINE,
)

from understudy.vendors.contacthub.access import caller_of_token

NEW = {"provider": "API", "properties": {}, "name": "Teller", "nodes": [BRANCHES]}
SEND = {
    "provider": "CONTACTSEND",
    "properties": {"groupPk": 44, "userdbId": 8},
    "name": "Mails",
    "nodes": [ONLINE],
}
PLAN = {**SEND, "provider": "CONTACTPLAN"}
SHOWN = {"provider", "properties", "name", "description", "nodes", "enabled", "id", "token"}

RETIRED = (
    "JavaScript",
    "MAGENTO",
    "ANDROID_SDK",
    "OBJECTIVEC_SDK",
    "NODEJS_SDK",
    "JAVA_SDK",
    "SCALA_SDK",
    "DOTNET_SDK",
)


def create(desk, body=NEW, **given):
    """The reply to creating a source."""
    return desk.call("postSourceConfigurationWorkspaces", body, **given)


def read(desk, key):
    """A source as it is read."""
    return desk.call("getSourceConfigurationWorkspaces", sourceId=key).body


def test_the_workspace_has_its_sources(desk):
    """The list has the sources of the workspace, with their tokens. (H-62.1)"""
    body = desk.call("getSourcesConfigurationWorkspaces").body

    assert [CORE, BROWSER, MAILINGS] == [each["id"] for each in body["elements"]][:3]
    assert all(SHOWN == each.keys() for each in body["elements"])
    assert "demo-source" == body["elements"][0]["token"]
    assert {"size": 20, "totalElements": 4, "totalPages": 1, "number": 0} == body["page"]
    theirs = desk.call("getSourcesConfigurationWorkspaces", workspaceId=MARIN, token="demo-marin").body
    assert 1 == theirs["page"]["totalElements"]


def test_a_new_source_has_a_token_of_its_own(desk):
    """A created source has what was sent, is enabled, and its new token calls in its name. (H-63.1)"""
    reply = create(desk)
    first, second = reply.body, create(desk).body

    assert (201, SHOWN, True, None) == (reply.status, first.keys(), first["enabled"], first["description"])
    assert NEW.items() <= first.items()
    assert first["token"] != second["token"]
    caller = desk.caller(first["token"])
    assert (first["id"], {"TRUSTED_APPLICATION"}) == (caller.subject, caller.scopes)
    assert first == read(desk, first["id"])


def test_only_administrators_and_operators_create_a_send_source(desk):
    """A USER may create sources, but none of Contactsend. (H-63.2)"""
    theirs = {**NEW, "nodes": [ONLINE]}
    assert [201, 201] == [create(desk, SEND).status, create(desk, theirs, token="demo-user").status]
    reply = create(desk, {**SEND, "nodes": [BRANCHES], "properties": {"userdbId": 9}}, token="demo-user")

    assert (403, ("H-63.2",)) == (reply.status, desk.rules)
    sent = {**SEND, "nodes": [BRANCHES], "properties": {"userdbId": 9}}
    assert 201 == create(desk, sent, token="demo-admin").status


@pytest.mark.parametrize("provider", [*RETIRED, "Javascript", "OTHER"])
def test_providers_of_the_past(desk, provider):
    """No source of the old providers can be created any more. (H-63.3)"""
    assert 400 == create(desk, {**NEW, "provider": provider}).status
    source = create(desk).body
    sent = {**NEW, "provider": provider}
    assert 400 == desk.call("putSourceConfigurationWorkspaces", sent, sourceId=source["id"]).status


@pytest.mark.parametrize("missing", list(NEW))
def test_what_a_source_needs(desk, missing):
    """Provider, properties, name and nodes are required, and at least one node. (H-63.4)"""
    assert 400 == create(desk, {name: value for name, value in NEW.items() if name != missing}).status
    assert 400 == create(desk, {**NEW, "nodes": []}).status


@pytest.mark.parametrize("key", [NOBODYS, MARINS_BRANCHES])
def test_a_source_is_bound_to_nodes_of_the_workspace(desk, key):
    """A node that the workspace does not have is refused, with its place. (H-63.5)"""
    reply = create(desk, {**NEW, "nodes": [BRANCHES, key]})

    assert (400, f"node not found {key}") == (reply.status, reply.body["message"])
    assert ["/nodes/1"] == [error["path"] for error in reply.body["errors"]]


@pytest.mark.parametrize("body", [SEND, PLAN])
def test_send_and_plan_sources_have_one_node(desk, body):
    """A source of Contactsend or Contactplan has exactly one node, an aggregate too. (H-63.6)"""
    reply = create(desk, {**body, "nodes": [ONLINE, BRANCHES]})
    assert (400, ["/nodes"]) == (reply.status, [error["path"] for error in reply.body["errors"]])
    assert 201 == create(desk, {**body, "nodes": [EVERYBODY]}).status


def test_a_send_source_has_a_database(desk):
    """A source of Contactsend names its user DB. (H-63.6)"""
    reply = create(desk, {**SEND, "properties": {"groupPk": 44}})

    assert (400, ["/properties/userdbId"]) == (reply.status, [each["path"] for each in reply.body["errors"]])


def test_a_node_and_a_database_have_one_send_source(desk):
    """A second Send source of the same node or the same user DB is a 409. (H-63.7)"""
    assert 201 == create(desk, SEND).status
    same_node = {**SEND, "properties": {"groupPk": 44, "userdbId": 9}}
    same_database = {**SEND, "nodes": [BRANCHES]}

    assert [409, 409] == [create(desk, same_node).status, create(desk, same_database).status]
    assert 201 == create(desk, PLAN).status
    other = {**SEND, "nodes": [BRANCHES], "properties": {"groupPk": 44, "userdbId": 9}}
    assert 201 == create(desk, other).status


def test_plan_sources_without_database_do_not_meet(desk):
    """Two Plan sources that name no user DB have none in common. (H-63.7)"""
    plan = {**PLAN, "properties": {"groupPk": 44}}

    assert [201, 201] == [create(desk, {**plan, "nodes": [node]}).status for node in (ONLINE, BRANCHES)]


def test_a_send_source_does_not_meet_itself(desk):
    """It can be modified while it keeps node and user DB. (H-63.7)"""
    known = read(desk, MAILINGS)
    sent = {name: known[name] for name in ("provider", "properties", "nodes")}
    reply = desk.call("putSourceConfigurationWorkspaces", {**sent, "name": "Post"}, sourceId=MAILINGS)

    assert (200, "Post", known["properties"]) == (reply.status, reply.body["name"], reply.body["properties"])


def test_a_node_is_named_once(desk):
    """A node that is named twice, in whatever case, is one node. (H-63.5)"""
    source = create(desk, {**NEW, "nodes": [BRANCHES.upper(), ONLINE, BRANCHES]}).body

    assert [BRANCHES, ONLINE] == source["nodes"] == read(desk, source["id"])["nodes"]


def test_a_conflict_tells_nothing_of_other_workspaces(desk):
    """The source that has the user DB is named only where it is of the same workspace. (H-63.7)"""
    there, taken = create(desk, SEND).body, {**SEND, "nodes": [BRANCHES]}
    assert there["id"] in create(desk, taken).body["message"]
    reply = create(desk, {**SEND, "nodes": [MARINS_BRANCHES]}, workspaceId=MARIN, token="demo-marin")

    assert (409, False) == (reply.status, there["id"] in reply.body["message"])


def test_one_source(desk):
    """A source is told with provider, options, nodes and token. (H-64.1)"""
    body = read(desk, MAILINGS)

    assert (SHOWN, "CONTACTSEND", [NEWSLETTER]) == (body.keys(), body["provider"], body["nodes"])
    assert 7 == body["properties"]["userdbId"]


@pytest.mark.parametrize("key", [NOBODYS, "905241d8-6fab-437e-9159-d24fbea08365"])
def test_a_source_that_the_workspace_does_not_have(desk, key):
    """An unknown source, or one of another workspace, is a 404 everywhere. (H-64.2)"""
    assert 404 == desk.call("getSourceConfigurationWorkspaces", sourceId=key).status
    assert 404 == desk.call("putSourceConfigurationWorkspaces", NEW, sourceId=key).status
    assert 404 == desk.call("postSourceTokenConfigurationWorkspaces", sourceId=key).status


def test_a_source_is_replaced_and_keeps_its_token(desk):
    """What is sent takes the place of the source; id and token stay. (H-65.1)"""
    sent = {
        **NEW,
        "id": CORE,
        "name": "Core",
        "description": "Newer",
        "nodes": [NEWSLETTER],
        "enabled": False,
    }
    reply = desk.call("putSourceConfigurationWorkspaces", sent, sourceId=CORE)

    assert (200, {**sent, "token": "demo-source"}) == (reply.status, reply.body)
    assert reply.body == read(desk, CORE)


def test_only_administrators_and_operators_modify_a_send_source(desk):
    """A USER may modify sources, but neither a Send source nor into one. (H-65.2)"""
    for key, body in ((MAILINGS, {**SEND, "nodes": [NEWSLETTER]}), (MAILINGS, NEW), (CORE, SEND)):
        reply = desk.call("putSourceConfigurationWorkspaces", body, sourceId=key, token="demo-user")
        assert (403, ("H-65.2",)) == (reply.status, desk.rules)
    sent = {**NEW, "nodes": [ONLINE]}
    reply = desk.call("putSourceConfigurationWorkspaces", sent, sourceId=BROWSER, token="demo-user")
    assert 200 == reply.status


def test_users_open_only_nodes_that_they_may_write_to(desk):
    """A USER makes no source of a node that it may not write to, nor touches one that there is. (H-0.a8)"""
    for nodes, status in (([ONLINE, NEWSLETTER], 201), ([ONLINE, BRANCHES], 403), ([EVERYBODY], 403)):
        assert status == create(desk, {**NEW, "nodes": nodes}, token="demo-user").status
        assert 201 == create(desk, {**NEW, "nodes": nodes}).status
    sent = {**NEW, "nodes": [ONLINE]}
    reply = desk.call("putSourceConfigurationWorkspaces", sent, sourceId=CORE, token="demo-user")

    assert (403, ("H-0.a8",), BRANCHES) == (reply.status, desk.rules, read(desk, CORE)["nodes"][0])


def test_an_id_in_the_body_is_that_of_the_path(desk):
    """Another id in the body is a 400. (H-65.3)"""
    reply = desk.call("putSourceConfigurationWorkspaces", {**NEW, "id": BROWSER}, sourceId=CORE)

    assert (400, "/id") == (reply.status, reply.body["errors"][0]["path"])
    again = desk.call("putSourceConfigurationWorkspaces", {**NEW, "id": CORE.upper()}, sourceId=CORE)
    assert (200, CORE) == (again.status, again.body["id"])


def test_an_old_source_of_a_provider_of_the_past_can_be_modified(desk):
    """A source that is there already keeps such a provider. (H-65.4)"""
    sent = {**NEW, "provider": "JavaScript", "name": "New name"}
    reply = desk.call("putSourceConfigurationWorkspaces", sent, sourceId=BROWSER)

    assert (200, "New name") == (reply.status, reply.body["name"])
    assert {"UNTRUSTED_APPLICATION"} == desk.caller("demo-browser").scopes
    assert 400 == desk.call("putSourceConfigurationWorkspaces", sent, sourceId=CORE).status


def test_a_disabled_source_is_let_in_nowhere(desk):
    """Enabled is a switch: the source's calls are refused while it is off. (H-65.5)"""
    source = create(desk, {**NEW, "enabled": False}).body
    assert 403 == desk.call("getCustomersWorkspaces", nodeId=BRANCHES, token=source["token"]).status

    desk.call("putSourceConfigurationWorkspaces", NEW, sourceId=source["id"])
    assert 200 == desk.call("getCustomersWorkspaces", nodeId=BRANCHES, token=source["token"]).status


def test_the_addresses_of_a_source_refuse_nobody(desk):
    """Its allowedIPs are kept as they were told; calls from elsewhere are let in all the same. (H-63.1)"""
    made = create(desk, {**NEW, "properties": {"allowedIPs": "192.0.2.7"}}).body

    assert {"allowedIPs": "192.0.2.7"} == read(desk, made["id"])["properties"]
    assert 200 == desk.call("getCustomersWorkspaces", nodeId=BRANCHES, token=made["token"]).status


def test_a_new_token_stops_the_old_one(desk):
    """Refreshing gives another token at once; nobody is behind the old one any more. (H-66.1)"""
    reply = desk.call("postSourceTokenConfigurationWorkspaces", sourceId=CORE)
    again = desk.call("postSourceTokenConfigurationWorkspaces", sourceId=CORE)
    view = desk.world.view(2)

    assert 3 == len({"demo-source", reply.body["token"], again.body["token"]})
    assert [None, None] == [caller_of_token(view, token) for token in ("demo-source", reply.body["token"])]
    assert CORE == desk.caller(again.body["token"]).subject
    assert again.body == read(desk, CORE)
