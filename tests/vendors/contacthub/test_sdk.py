"""The hub as the published clients use it: a test for each resource, over the wire, before both judges."""

import json
import re
import uuid

import httpx
import pytest
from tests.support.server import serving
from tests.vendors.contacthub.desk import BRANCHES, MARIN, NEWSLETTER, NOBODYS, ONLINE, TIBURON
from tests.vendors.contacthub.sdk import Hub, HubError

pytestmark = pytest.mark.slow  # a server, and clients on sockets

LOGREF = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture(scope="module")
def url():
    """A server as users start it."""
    with serving("--customers", "400", "--clock", "frozen") as server:
        yield server.url


@pytest.fixture
def world():
    """The name of a world of its own."""
    return uuid.uuid4().hex[:12]


@pytest.fixture
def opened(url, world):
    """Makes clients for this test's world."""
    clients = []

    def opened(node=NEWSLETTER, workspace=TIBURON, token="demo"):
        clients.append(Hub(url, workspace, node, token, world))
        return clients[-1]

    yield opened
    for hub in clients:
        hub.client.close()


@pytest.fixture
def hub(opened):
    """A client of the empty node."""
    return opened()


def person(name="Robin", **more):
    """A customer to create in the newsletter's node."""
    contacts = {"email": f"{name.lower()}@example.com"}
    return {"nodeId": NEWSLETTER, "base": {"firstName": name, "contacts": contacts}, **more}


def condition(attribute, operator, value=None):
    """A query with one atomic condition, as the clients write it."""
    atomic = {"type": "atomic", "attribute": attribute, "operator": operator, "value": value}
    return json.dumps({"name": "", "query": {"type": "simple", "are": {"condition": atomic}}})


def refused(status, call, *arguments, **named):
    """The error of a call that is refused; the four members are there and of their kinds."""
    with pytest.raises(HubError) as caught:
        call(*arguments, **named)
    error = caught.value
    assert status == error.status, error.message
    assert error.message
    assert LOGREF.fullmatch(error.logref)
    assert error.data is None or isinstance(error.data, dict)
    assert all({"path", "message"} <= each.keys() for each in error.errors)
    return error


def test_customers(hub):
    """Created, read, searched, replaced, patched and deleted."""
    made = hub.customers.create(person(externalId="R-1", tags={"auto": [], "manual": ["vip"]}))
    key = made["id"]
    assert (NEWSLETTER, "R-1", "Robin") == (made["nodeId"], made["externalId"], made["base"]["firstName"])
    assert (None, [], True) == (made["base"]["lastName"], made["base"]["jobs"], made["enabled"])
    assert made == hub.customers.read(key)

    assert [key] == [each["id"] for each in hub.customers.search(externalId="R-1").elements]
    assert [key] == [each["id"] for each in hub.customers.search(query=condition("tags.manual", "IN", "vip"))]
    assert [] == hub.customers.search(externalId="R-2").elements

    patched = hub.customers.patch(key, {"base": {"lastName": "Vale"}, "extra": "x"})
    assert ("Robin", "Vale", "x") == (
        patched["base"]["firstName"],
        patched["base"]["lastName"],
        patched["extra"],
    )
    cleared = hub.customers.patch(key, {"extra": None})
    assert (None, "Vale") == (cleared["extra"], cleared["base"]["lastName"])

    replaced = hub.customers.update(key, {**person(), "id": key})
    assert (key, None, None) == (replaced["id"], replaced["externalId"], replaced["base"]["lastName"])
    assert made["registeredAt"] == replaced["registeredAt"]
    assert replaced == hub.customers.read(key)

    hub.customers.delete(key)
    refused(404, hub.customers.read, key)
    assert 0 == hub.customers.search().total


def test_a_customer_that_is_known_is_merged(hub):
    """A second POST with the unique property is a success, and gives the same customer."""
    first = hub.customers.create(person())
    again = hub.customers.create({**person(), "base": {**person()["base"], "lastName": "Vale"}})

    assert (first["id"], "Robin", "Vale") == (
        again["id"],
        again["base"]["firstName"],
        again["base"]["lastName"],
    )
    assert 1 == hub.customers.search().total


def test_pages_go_forward_and_back(opened):
    """From the first page to the last and back to the first; every customer once."""
    hub = opened(BRANCHES)
    page = hub.customers.search(size=7, sort="base.lastName,asc")
    first, keys = page, [each["id"] for each in page]

    assert (400, 400, 0) == (page.total, len(set(keys)), page.number)
    while page.has_next():
        page = page.next()
    assert 1 == len(page.elements)
    while page.number:
        page = page.previous()
    assert first.elements == page.elements
    assert [] == hub.customers.search(size=7, page=first.page["totalPages"]).elements


def test_events(hub):
    """Sent for a customer, listed newest first, read, filtered, replaced, patched, deleted."""
    customer = hub.customers.create(person())["id"]
    keys = [
        hub.events.create(
            {"customerId": customer, "type": kind, "context": "WEB", "properties": {}, "date": date}
        )["id"]
        for kind, date in (("loggedIn", "2026-01-10T10:00:00Z"), ("loggedOut", "2026-01-11T10:00:00Z"))
    ]
    listed = hub.events.search(customerId=customer)
    assert (keys[::-1], 2) == ([each["id"] for each in listed.elements], listed.total)
    assert [keys[0]] == [
        each["id"] for each in hub.events.search(customerId=customer, type="loggedIn").elements
    ]
    event = hub.events.read(keys[0])
    assert (customer, "loggedIn", "WEB", None) == tuple(
        event[name] for name in ("customerId", "type", "context", "tracking")
    )

    hub.events.update(keys[0], {**event, "context": "MOBILE"})
    assert "MOBILE" == hub.events.read(keys[0])["context"]
    hub.events.delete(keys[0])
    refused(404, hub.events.read, keys[0])
    refused(
        400,
        hub.events.create,
        {"customerId": customer, "type": "sneezed", "context": "WEB", "properties": {}},
    )


def test_sessions_bring_events_back(hub):
    """An event of a session waits until the session is linked to a customer, who then has it."""
    session = str(uuid.uuid4())
    bring = {"type": "SESSION_ID", "value": session, "nodeId": NEWSLETTER}
    event = {"type": "viewedPage", "context": "WEB", "properties": {}, "bringBackProperties": bring}
    hub.events.create(event)
    customer = hub.customers.create(person())["id"]
    assert 0 == hub.events.search(customerId=customer).total

    sessions = hub.of(customer, "sessions")
    made = sessions.create({"value": session})
    assert (session, True) == (made["value"], made["id"] != session)
    assert made == sessions.read(made["id"])
    assert [made] == sessions.search().elements
    assert 1 == hub.events.search(customerId=customer).total
    refused(400, sessions.create, {"value": session})
    sessions.delete(made["id"])
    refused(404, sessions.read, made["id"])


def test_an_external_id_brings_back_a_customer(hub):
    """An event for an unknown externalId makes the customer, who can be completed."""
    bring = {"type": "EXTERNAL_ID", "value": "R-7", "nodeId": NEWSLETTER}
    hub.events.create({"type": "loggedIn", "context": "WEB", "properties": {}, "bringBackProperties": bring})
    (customer,) = hub.customers.search(externalId="R-7").elements

    completed = hub.customers.patch(customer["id"], {"base": person()["base"]})
    assert ("R-7", "Robin") == (completed["externalId"], completed["base"]["firstName"])
    assert 1 == hub.events.search(customerId=customer["id"]).total


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("subscriptions", {"name": "Weekly", "subscribed": True}, {"name": "Weekly", "subscribed": False}),
        ("educations", {"schoolName": "North Bay"}, {"schoolName": "South Bay"}),
        ("likes", {"name": "Sailing"}, {"name": "Rowing"}),
        ("jobs", {"companyName": "Vale & Co"}, {"companyName": "Vale Inc"}),
    ],
)
def test_lists_of_a_customer(hub, name, first, second):
    """Each is added beside the others, read, replaced by its id and removed; the customer shows them."""
    customer = hub.customers.create(person())["id"]
    listed = hub.of(customer, name)
    for key in ("a", "b"):
        assert first.items() <= listed.create({"id": key, **first}).items()
    assert first.items() <= listed.read("a").items()
    assert second.items() <= listed.update("a", {"id": "a", **second}).items()
    assert second.items() <= listed.read("a").items()
    assert {"a", "b"} == {each["id"] for each in hub.customers.read(customer)["base"][name]}

    listed.delete("a")
    refused(404, listed.read, "a")
    assert ["b"] == [each["id"] for each in hub.customers.read(customer)["base"][name]]


def test_nodes(opened):
    """A new entry node takes customers; an aggregate node of two has who is in both as one customer."""
    admin = opened()
    unique = {"properties": ["base.contacts.email"], "caseSensitive": False}
    node = admin.entry_nodes.create({"name": "Events", "uniqueCustomer": unique})
    assert node.items() <= admin.entry_nodes.read(node["id"]).items()
    hub = opened(node["id"])
    guest, subscriber = (
        hub.customers.create({**person(), "nodeId": node["id"]}),
        admin.customers.create(person()),
    )
    body = {"name": "All", "entryNodes": [NEWSLETTER, node["id"]], "matchingProperties": unique}
    everybody = opened(admin.aggregate_nodes.create(body)["id"])
    admin.send("PUT", f"configuration/nodes/aggregates/{everybody.node}/state", {"state": "ACTIVE"})

    (one,) = everybody.customers.search()
    assert one["id"] not in (guest["id"], subscriber["id"])
    assert one == everybody.customers.read(one["id"])
    entries = everybody.send("GET", f"customers/{one['id']}/entries", None, {"page": 0, "size": 10})
    assert {guest["id"], subscriber["id"]} == {each["id"] for each in entries["elements"]}
    admin.customers.delete(subscriber["id"])
    assert 1 == everybody.customers.search().total
    hub.customers.delete(guest["id"])
    assert 0 == everybody.customers.search().total
    refused(404, admin.entry_nodes.read, NOBODYS)


def test_users_and_sources(hub):
    """Read, searched and modified like everything else."""
    (carol,) = hub.users.search(search="wallace").elements
    granted = hub.users.update(carol["id"], {"nodes": [{"id": NEWSLETTER, "permission": "RW"}]})
    assert granted == hub.users.read(carol["id"])
    made = hub.sources.create({"provider": "API", "properties": {}, "name": "Till", "nodes": [NEWSLETTER]})
    assert made == hub.sources.read(made["id"])
    changed = hub.sources.update(made["id"], {**made, "name": "Tills"})
    assert {**made, "name": "Tills"} == changed
    refused(404, hub.sources.read, NOBODYS)


def test_updates_tell_everything(opened):
    """From the last offset known, the stream has what was created, changed and deleted since, in order."""
    hub = opened()
    offset = hub.send("GET", "updates/last-offset")["lastOffset"]
    key = hub.customers.create(person())["id"]
    hub.customers.patch(key, {"extra": "x"})
    hub.customers.delete(key)
    told = hub.send("GET", "updates", None, {"offset": offset, "size": 10})

    assert ["CREATE", "UPDATE", "DELETE"] == [each["operation"] for each in told["updates"]]
    assert {key} == {each["entity"]["data"]["id"] for each in told["updates"]}
    assert offset + 3 == told["nextOffset"] == hub.send("GET", "updates/last-offset")["lastOffset"]


def test_a_refreshed_token_stops_the_old_one_at_once(opened):
    """The next request with the old token of a source is a 401, with the new one a success. (H-66.1)"""
    admin, old = opened(), opened(ONLINE, token="demo-source")
    assert old.customers.search(size=1).total
    (core,) = [each for each in admin.sources.search().elements if each["token"] == "demo-source"]
    fresh = admin.send("POST", f"configuration/sources/{core['id']}/refresh-token")["token"]

    error = refused(401, old.customers.search, size=1)
    assert "The client is not authorized to access the API" == error.message
    assert opened(ONLINE, token=fresh).customers.search(size=1).total
    assert opened(ONLINE, token="demo-browser").customers.search(size=1).total


@pytest.mark.parametrize("token", ["mistaken", "demo-sources"])
def test_who_is_nobody(opened, token):
    """A token that nobody has is a 401 with the one message and the error object. (H-0.a1)"""
    error = refused(401, opened(token=token).customers.search)

    assert "The client is not authorized to access the API" == error.message


def test_strange_workspaces_and_nodes(opened):
    """Another workspace is a 403, a node that it does not have a 404; each repeats the id. (H-0.a7)"""
    for workspace in (MARIN, NOBODYS):
        error = refused(403, opened(workspace=workspace).customers.search)
        assert f"workspace not found: {workspace}" == error.message
    for node in (NOBODYS, MARIN):
        assert f"node not found {node}" == refused(404, opened(node).customers.search).message


def test_permissions_on_nodes(opened):
    """A user reads and writes by permission, a source on its own nodes; a guest reads. (H-0.a8, H-0.a9)"""
    carol, source, guest = "demo-user", "demo-source", "demo-read"
    assert opened(BRANCHES, token=carol).customers.search(size=1).total
    refused(403, opened(token=carol).customers.search)
    refused(403, opened(token=carol).customers.create, {**person(), "nodeId": BRANCHES, "externalId": "x"})
    assert opened(token=carol).customers.create(person())["id"]
    refused(403, opened(token=source).customers.create, person())
    assert opened(BRANCHES, token=guest).customers.search(size=1).total
    refused(403, opened(token=guest).customers.create, person())


def test_what_is_wrong_is_told_where(hub):
    """A customer without the unique property is a 400 that names it; so is one that breaks the contract."""
    error = refused(400, hub.customers.create, {"nodeId": NEWSLETTER, "base": {"firstName": "Robin"}})
    assert ["/base/contacts/email"] == [each["path"] for each in error.errors]
    error = refused(400, hub.customers.create, {**person(), "enabled": "yes"})
    assert ["/enabled"] == [each["path"] for each in error.errors]
    refused(400, hub.customers.search, query="{")
    refused(400, hub.customers.search, size=-1)


def test_a_key_that_somebody_else_has(hub):
    """A customer cannot be changed onto another's unique property: 409 with the customer in the way."""
    robin, dana = (hub.customers.create(person(name))["id"] for name in ("Robin", "Dana"))
    taken = {"base": {"contacts": {"email": "robin@example.com"}}}
    error = refused(409, hub.customers.patch, dana, taken)

    assert (f"Conflict with exiting customer {robin}", []) == (error.message, error.errors)
    assert robin == error.data["customer"]["id"]
    assert error.data["customer"]["href"].endswith(f"/hub/v1/workspaces/{TIBURON}/customers/{robin}")
    assert "dana@example.com" == hub.customers.read(dana)["base"]["contacts"]["email"]


def test_throttling_is_felt(opened):
    """Beyond the workspace's requests per minute a 429 with Retry-After and the error object. (H-0.c1)"""
    admin = opened()
    admin.send("PUT", "configuration/throttling", {"maxRequestsPerMinute": 3})
    counted = [admin.customers.search(size=1) for _ in range(3)]

    assert 3 == len(counted)
    refused(429, admin.customers.search, size=1)
    reply = admin.client.get("customers", params={"nodeId": NEWSLETTER})
    assert (429, "60") == (reply.status_code, reply.headers["retry-after"])
    assert opened(BRANCHES, MARIN, "demo-marin").entry_nodes.search().elements


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (406, {"Accept": "text/csv"}),
        (415, {"Content-Type": "text/csv"}),
        (400, {"Content-Type": "application/json"}),
    ],
)
def test_requests_in_strange_formats(hub, status, headers):
    """What cannot be read, or not be answered so, is refused with the error object as well. (H-0.a4)"""
    reply = hub.client.post("customers", content=b"a;b", headers=headers)

    assert (status, ["message", "logref", "data", "errors"]) == (reply.status_code, list(reply.json()))


def test_what_reaches_no_operation_has_the_other_body(hub):
    """Unknown paths and methods are told by the framework: status, error, message. (H-0.a6)"""
    lost = hub.client.get("nowhere")
    assert (404, 404, "Not Found") == (lost.status_code, lost.json()["status"], lost.json()["error"])
    wrong = hub.client.delete("customers")
    assert (405, "Request method 'DELETE' not supported") == (wrong.status_code, wrong.json()["message"])
    assert "GET" in wrong.headers["allow"]


def test_tokens_are_not_written_down(opened, url, world):
    """The journal shows neither a caller's token nor that of a source."""
    opened().sources.search()
    with httpx.Client(base_url=f"{url}/_understudy/worlds/{world}", trust_env=False) as control:
        (last,) = control.get("/journal", params={"limit": 1}).json()["items"]
        written = control.get(f"/journal/{last['number']}").text

    assert "demo-source" not in written
    assert "Core banking" in written
    assert "[redacted]" in written
