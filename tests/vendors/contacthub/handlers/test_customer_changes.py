"""Customers written: every sentence of POST, PATCH and PUT."""

from datetime import timedelta

import pytest
from tests.vendors.contacthub.desk import (
    BRANCHES,
    BROWSER,
    CORE,
    EVERYBODY,
    NEWSLETTER,
    NOBODYS,
    ONLINE,
    TIBURON,
)
from tests.vendors.contacthub.writes import create, logs, named, newcomer, patch, put, somebody, told, unique

from understudy.vendors.contacthub import customers
from understudy.vendors.contacthub.records import NODES
from understudy.world.clock import FROZEN_AT, timestamp


def size(desk, node=NEWSLETTER):
    """How many customers the node has."""
    view = desk.world.view(1)
    return customers.count(view, view.documents.get(NODES, node))


def refused(desk, operation, body, status, **given):
    """The body of the refusal."""
    reply = desk.call(operation, body, **given)
    assert status == reply.status, reply.body
    return reply.body


def paths(body):
    """Where the errors are."""
    return [error["path"] for error in body["errors"]]


def test_a_customer_is_created(desk):
    """A POST to a node that has no such customer makes one, which is there at once (H-78.1)."""
    made = create(desk, newcomer(firstName="Ada"))

    assert (NEWSLETTER, "Ada", "new@example.com") == (
        made["nodeId"],
        made["base"]["firstName"],
        made["base"]["contacts"]["email"],
    )
    assert made == desk.call("getCustomerWorkspaces", customerId=made["id"]).body
    assert 1 == size(desk)


def test_a_new_customer_has_what_the_system_gives(desk):
    """Id, number, moments, version and source are made by the system, whatever is sent (H-78.14)."""
    made = create(desk, {**newcomer(), "id": NOBODYS, "version": 7, "registeredAt": "2001-01-01T00:00:00Z"})

    moment = timestamp(FROZEN_AT)
    assert NOBODYS != made["id"]
    assert (1, 0, moment, moment) == (
        made["version"],
        made["deleted"],
        made["registeredAt"],
        made["updatedAt"],
    )
    assert {"registeredBy": None, "updatedBy": None} == made["sourceInfo"]
    assert made["intId"] < create(desk, newcomer("second@example.com"))["intId"]


def test_every_property_is_spelled_out(desk):
    """Unset values and objects are null, unset lists empty, enabled is true (H-78.11)."""
    made = create(desk)

    assert (None, None, [], {}, {"auto": [], "manual": []}, True) == (
        made["externalId"],
        made["base"]["address"],
        made["base"]["subscriptions"],
        made["extended"],
        made["tags"],
        made["enabled"],
    )


def test_posting_a_known_customer_updates_it(desk):
    """Under MERGE the customer that exists is updated, and answered with 201 (H-78.2)."""
    made = create(desk, newcomer(firstName="Ada"))
    again = create(desk, newcomer(firstName="Grace"))

    assert (made["id"], "Grace", 2) == (again["id"], again["base"]["firstName"], again["version"])
    assert 1 == size(desk)


def test_a_seeded_customer_is_merged_too(desk):
    """Somebody whom the node started with is found by the unique property (H-78.2)."""
    known = somebody(desk)
    before = size(desk, BRANCHES)
    body = {"nodeId": BRANCHES, "externalId": known.body["externalId"], "extra": "met"}
    merged = create(desk, body)

    assert (known.id, "met", known.body["base"]) == (merged["id"], merged["extra"], merged["base"])
    assert before == size(desk, BRANCHES)


def test_customers_are_told_apart_by_the_properties_of_the_policy(desk):
    """Only who has the same values in all unique properties is the same (H-78.3)."""
    unique(desk, NEWSLETTER, "externalId", "base.contacts.email")
    first = create(desk, {**newcomer(), "externalId": "1"})
    other = create(desk, {**newcomer(), "externalId": "2"})
    again = create(desk, {**newcomer(), "externalId": "1"})

    assert first["id"] == again["id"] != other["id"]


def test_the_case_counts_where_the_policy_says_so(desk):
    """Newsletter compares e-mail addresses whatever their case, until its policy changes (H-78.3)."""
    made = create(desk)
    assert made["id"] == create(desk, newcomer("NEW@example.com"))["id"]
    unique(desk, NEWSLETTER, "base.contacts.email")

    assert made["id"] != create(desk, newcomer("new@example.com"))["id"]


def test_uniqueness_ends_at_the_node(desk):
    """The same value in another node is another customer (H-78.3)."""
    known = somebody(desk, BRANCHES)
    unique(desk, NEWSLETTER, "externalId")
    made = create(desk, {**newcomer(), "externalId": known.body["externalId"]})

    assert known.id != made["id"]


def test_a_post_needs_the_unique_and_the_mandatory_properties(desk):
    """Whatever is missing is told with its path (H-78.4)."""
    unique(desk, NEWSLETTER, "externalId", "base.credential.username", mandatory=["base.lastName"])
    body = refused(desk, "postCustomerWorkspaces", newcomer(), 400)

    assert "source customer is not valid" == body["message"]
    assert {
        "/externalId": "unique customer property is required",
        "/base/credential/username": "unique customer property is required",
        "/base/lastName": "mandatory customer property is required",
    } == {error["path"]: error["message"] for error in body["errors"]}
    assert 0 == size(desk)


def test_a_post_needs_a_node(desk):
    """Without nodeId nothing is created; nor in a node that is not there, or is computed (H-78.4)."""
    assert 400 == desk.call("postCustomerWorkspaces", {"externalId": "1"}).status
    for node in (NOBODYS, EVERYBODY):
        body = refused(desk, "postCustomerWorkspaces", {"nodeId": node}, 404)
        assert f"node not found {node}" == body["message"]


def test_a_post_adds_properties(desk):
    """What the customer did not have it has now, and keeps the rest (H-78.5)."""
    create(desk, newcomer(firstName="Ada", contacts={"phone": "1"}))
    merged = create(desk, newcomer(lastName="Byron", contacts={"fax": "2"}))["base"]

    assert ("Ada", "Byron", "1", "2") == (
        merged["firstName"],
        merged["lastName"],
        merged["contacts"]["phone"],
        merged["contacts"]["fax"],
    )


def test_a_post_replaces_values(desk):
    """What the customer had gets the value sent (H-78.6)."""
    create(desk, newcomer(firstName="Ada"))

    assert "Grace" == create(desk, newcomer(firstName="Grace"))["base"]["firstName"]


def test_a_post_appends_to_collections(desk):
    """Elements join those that are there, each once (H-78.7)."""
    create(desk, {**newcomer(likes=[{"id": "1", "name": "a"}]), "tags": {"manual": ["a", "b"]}})
    likes = [{"id": "2", "name": "b"}, {"id": "1", "name": "c"}]
    merged = create(desk, {**newcomer(likes=likes), "tags": {"manual": ["b", "c"]}})

    assert ["a", "b", "c"] == merged["tags"]["manual"]
    assert [("1", "c"), ("2", "b")] == [(each["id"], each["name"]) for each in merged["base"]["likes"]]


def test_elements_of_a_first_post_come_once(desk):
    """A new customer's collections are deduplicated too (H-78.7)."""
    made = create(desk, {**newcomer(), "tags": {"auto": ["a", "a"]}})

    assert ["a"] == made["tags"]["auto"]


def test_a_post_keeps_what_a_subscription_had(desk):
    """A subscription of a known id gets what is sent and keeps the rest (H-78.13)."""
    create(desk, newcomer(subscriptions=[{"id": "1", "subscribed": True, "name": "News"}]))
    merged = create(
        desk, newcomer(subscriptions=[{"id": "1", "subscribed": False}, {"id": "2", "subscribed": True}])
    )
    found = merged["base"]["subscriptions"]

    assert [("1", False, "News"), ("2", True, None)] == [
        (each["id"], each["subscribed"], each["name"]) for each in found
    ]


@pytest.mark.parametrize("verb", ["post", "patch", "put"])
def test_a_customer_is_of_limited_size(desk, verb):
    """64 kB are the most, whatever they are made of (H-78.8, H-80.9, H-81.10)."""
    made = create(desk)
    given = {} if verb == "post" else {"customerId": made["id"]}
    body = {} if verb == "patch" else newcomer()
    largest = {**body, "extra": "y" * 63_000}
    assert desk.call(f"{verb}CustomerWorkspaces", largest, **given).status in (200, 201)
    before = named(desk, made["id"])

    assert 400 == desk.call(f"{verb}CustomerWorkspaces", {**body, "extra": "y" * 65_500}, **given).status
    assert before == named(desk, made["id"])


def test_lists_grow_up_to_the_limit(desk):
    """Posts that append cannot make a customer larger than 64 kB either (H-78.8)."""
    halves = [[{"id": f"{half}{number}", "name": "z" * 255} for number in range(120)] for half in "ab"]
    made = create(desk, newcomer(likes=halves[0]))

    assert 400 == desk.call("postCustomerWorkspaces", newcomer(likes=halves[1])).status
    assert made == named(desk, made["id"])


@pytest.mark.parametrize(
    ("base", "longest"),
    [
        (lambda text: {"firstName": text}, 255),
        (lambda text: {"address": {"city": text}}, 255),
        (lambda text: {"address": {"street": text}}, 500),
        (lambda text: {"pictureUrl": f"http://a.example/{text[17:]}"}, 1000),
    ],
)
def test_texts_are_of_limited_length(desk, base, longest):
    """255 characters, a street 500, the address of a picture 1000 (H-78.9)."""
    made = create(desk, newcomer(**base("x" * longest)))

    assert 400 == desk.call("postCustomerWorkspaces", newcomer(**base("x" * (longest + 1)))).status
    assert made == named(desk, made["id"])


def test_tags_are_of_limited_length_together(desk):
    """The texts of one list of tags have 1000 characters at most, all together (H-78.10)."""
    made = create(desk, {**newcomer(), "tags": {"manual": ["x" * 500, "y" * 500]}})

    assert 400 == desk.call("postCustomerWorkspaces", {**newcomer(), "tags": {"manual": ["z"]}}).status
    assert made == named(desk, made["id"])


def test_a_post_links_a_session(desk):
    """The session that the query names becomes the customer's; naming it again changes nothing (H-78.12)."""
    made = create(desk, sessionId="s-1")
    create(desk, newcomer(firstName="Ada"), sessionId="s-1")
    listed = desk.call("getSessionsCustomerWorkspaces", customerId=made["id"]).body["elements"]

    assert ["s-1"] == [each["value"] for each in listed]


@pytest.mark.parametrize("operation", ["patchCustomerWorkspaces", "putCustomerWorkspaces"])
def test_a_change_links_a_session(desk, operation):
    """PATCH and PUT do so too, unless it is somebody else's: then nothing changes (H-80.13, H-81.13)."""
    first, second = create(desk), create(desk, newcomer("second@example.com"), sessionId="taken")
    body = newcomer(firstName="Ada")
    if operation.startswith("patch"):
        del body["nodeId"]
    refused(desk, operation, body, 400, customerId=first["id"], sessionId="taken")
    assert first == named(desk, first["id"])
    assert 200 == desk.call(operation, body, customerId=first["id"], sessionId="mine").status

    listed = desk.call("getSessionsCustomerWorkspaces", customerId=first["id"]).body["elements"]
    assert ["mine"] == [each["value"] for each in listed]
    assert second["id"] != first["id"]


def test_a_patch_adds_replaces_and_keeps(desk):
    """What is sent is added or replaced, the rest stays (H-80.1, H-80.2, H-80.3)."""
    known = somebody(desk)
    after = patch(desk, known.id, {"base": {"firstName": "Ada", "address": {"city": "Turin"}}, "extra": "x"})
    before = known.body["base"]

    assert {**before, "firstName": "Ada", "address": {**before["address"], "city": "Turin"}} == after["base"]
    assert ("x", known.body["externalId"], known.body["tags"]) == (
        after["extra"],
        after["externalId"],
        after["tags"],
    )
    assert after == named(desk, known.id)


def test_a_patch_sets_collections(desk):
    """A list becomes the one that is sent, each element once (H-80.4)."""
    made = create(desk, {**newcomer(), "tags": {"manual": ["a"], "auto": ["b"]}})
    after = patch(desk, made["id"], {"tags": {"manual": ["c", "d", "c"]}})

    assert {"manual": ["c", "d"], "auto": ["b"]} == after["tags"]


def test_a_patch_adds_subscriptions(desk):
    """A subscription of another id joins those that are there (H-80.5)."""
    made = create(desk, newcomer(subscriptions=[{"id": "1", "subscribed": True}]))
    after = patch(desk, made["id"], {"base": {"subscriptions": [{"id": "2", "subscribed": True}]}})

    assert ["1", "2"] == [each["id"] for each in after["base"]["subscriptions"]]


def test_a_patch_keeps_what_a_subscription_had(desk):
    """Of a subscription what is not sent stays, in its objects too (H-80.6)."""
    context = {"ip": "192.0.2.1", "userAgent": "browser"}
    made = create(
        desk,
        newcomer(
            subscriptions=[{"id": "1", "subscribed": True, "name": "News", "subscribeContext": context}]
        ),
    )
    sent = [{"id": "1", "subscribed": False, "subscribeContext": {"ip": "192.0.2.2"}}]
    after = patch(desk, made["id"], {"base": {"subscriptions": sent}})["base"]["subscriptions"][0]

    assert (False, "News", {"ip": "192.0.2.2", "userAgent": "browser"}) == (
        after["subscribed"],
        after["name"],
        after["subscribeContext"],
    )


@pytest.mark.parametrize("change", [patch, put])
def test_strict_mode_keeps_nothing_of_subscriptions(desk, change):
    """With STRICT the subscriptions are those that are sent, with what is sent of them (H-80.7, H-81.8)."""
    made = create(
        desk,
        newcomer(
            subscriptions=[{"id": "1", "subscribed": True, "name": "News"}, {"id": "2", "subscribed": True}]
        ),
    )
    body = newcomer(subscriptions=[{"id": "1", "subscribed": True}])
    if change is patch:
        del body["nodeId"]
    after = change(desk, made["id"], body, mode="STRICT")["base"]["subscriptions"]

    assert [("1", None)] == [(each["id"], each["name"]) for each in after]


@pytest.mark.parametrize(
    "name", ["id", "nodeId", "intId", "version", "sourceInfo", "registeredAt", "updatedAt", "deleted"]
)
def test_a_patch_cannot_change_what_is_immutable(desk, name):
    """A PATCH has none of the properties that never change (H-80.8)."""
    made = create(desk)
    body = refused(desk, "patchCustomerWorkspaces", {name: made[name]}, 400, customerId=made["id"])

    assert [f"/{name}"] == paths(body)
    assert made == named(desk, made["id"])


def test_null_clears_what_a_patch_names(desk):
    """A property is unset, but not the unique one (H-80.10, H-78.4)."""
    made = create(desk, newcomer(firstName="Ada"))
    assert None is patch(desk, made["id"], {"base": {"firstName": None}})["base"]["firstName"]

    body = refused(desk, "patchCustomerWorkspaces", {"base": {"contacts": None}}, 400, customerId=made["id"])
    assert ["/base/contacts/email"] == paths(body)


def test_a_patch_passes_over_what_was_missing_before(desk):
    """A property that became mandatory later does not stand in the way of another change (H-80.14)."""
    made = create(desk)
    unique(desk, NEWSLETTER, "base.contacts.email", mandatory=["base.lastName"])

    assert "x" == patch(desk, made["id"], {"extra": "x"})["extra"]


@pytest.mark.parametrize("change", [patch, put])
def test_a_change_that_changes_nothing(desk, change):
    """Version, moment and stream are as they were (H-80.11)."""
    made, before = create(desk, newcomer(firstName="Ada")), len(told(desk))
    desk.world.clock.step(timedelta(minutes=1))
    after = change(
        desk, made["id"], {"base": made["base"], **({"nodeId": NEWSLETTER} if change is put else {})}
    )

    assert made == after
    assert [] == told(desk, before)


def test_a_change_makes_version_and_moment_grow(desk):
    """Version rises by one and updatedAt is now, id and registeredAt stay (H-80.12)."""
    known = somebody(desk)
    desk.world.clock.step(timedelta(minutes=1))
    after = patch(desk, known.id, {"extra": "x"})

    assert (known.body["version"] + 1, timestamp(FROZEN_AT + timedelta(minutes=1))) == (
        after["version"],
        after["updatedAt"],
    )
    assert (known.id, known.body["registeredAt"], known.body["intId"]) == (
        after["id"],
        after["registeredAt"],
        after["intId"],
    )


def test_sources_leave_their_mark(desk):
    """registeredBy is the source that created, updatedBy the last; people leave none (H-78.15)."""
    body = {"nodeId": ONLINE, "base": {"credential": {"username": "ada"}}}
    made = create(desk, body, token="demo-source")
    assert {"registeredBy": CORE, "updatedBy": CORE} == made["sourceInfo"]
    after = patch(desk, made["id"], {"extra": "x"}, token="demo-browser")
    assert {"registeredBy": CORE, "updatedBy": BROWSER} == after["sourceInfo"]

    assert {"registeredBy": CORE, "updatedBy": BROWSER} == patch(desk, made["id"], {"extra": "y"})[
        "sourceInfo"
    ]


def test_every_write_is_told_to_the_stream(desk):
    """CREATE, then UPDATE, in that order (H-78.16)."""
    made = create(desk)
    patch(desk, made["id"], {"extra": "x"})
    create(desk, newcomer(firstName="Ada"))

    assert [(what, "CUSTOMER", made["id"]) for what in ("CREATE", "UPDATE", "UPDATE")] == told(desk)


def test_a_put_replaces_the_whole(desk):
    """What is not sent is gone, and a GET shows what was put (H-81.1, H-81.11)."""
    made = create(desk, {**newcomer(firstName="Ada"), "extra": "x", "tags": {"auto": ["a"], "manual": []}})
    after = put(desk, made["id"], newcomer(lastName="Byron"))

    assert (None, "Byron", None, []) == (
        after["base"]["firstName"],
        after["base"]["lastName"],
        after["extra"],
        after["tags"]["auto"],
    )
    assert after == desk.call("getCustomerWorkspaces", customerId=made["id"]).body


def test_a_put_needs_what_a_post_needs(desk):
    """Node, unique and mandatory properties have to be sent, even those that the customer has (H-81.2)."""
    made = create(desk, newcomer(lastName="Byron"))
    unique(desk, NEWSLETTER, "base.contacts.email", mandatory=["base.lastName"])
    body = refused(
        desk, "putCustomerWorkspaces", {"nodeId": NEWSLETTER, "extra": "x"}, 400, customerId=made["id"]
    )

    assert {"/base/contacts/email", "/base/lastName"} == set(paths(body))
    assert 400 == desk.call("putCustomerWorkspaces", {"base": made["base"]}, customerId=made["id"]).status


def test_a_put_adds_and_replaces_properties(desk):
    """New properties come, and those that were there get the value sent (H-81.3, H-81.4)."""
    made = create(desk, newcomer(firstName="Ada"))
    after = put(desk, made["id"], newcomer(firstName="Grace", lastName="Hopper"))["base"]

    assert ("Grace", "Hopper") == (after["firstName"], after["lastName"])


def test_a_put_treats_collections_as_sets(desk):
    """Each element once, and only those sent (H-81.5)."""
    made = create(desk, {**newcomer(), "tags": {"manual": ["a"]}})
    after = put(desk, made["id"], {**newcomer(), "tags": {"manual": ["b", "b"]}})

    assert ["b"] == after["tags"]["manual"]


def test_a_put_leaves_subscriptions(desk):
    """Subscriptions that are sent join those that are there, which keep what is not sent (H-81.6, H-81.7)."""
    made = create(desk, newcomer(subscriptions=[{"id": "1", "subscribed": True, "name": "News"}]))
    sent = [{"id": "2", "subscribed": True}, {"id": "1", "subscribed": False}]
    after = put(desk, made["id"], newcomer(subscriptions=sent))["base"]["subscriptions"]

    assert [("1", False, "News"), ("2", True, None)] == [
        (each["id"], each["subscribed"], each["name"]) for each in after
    ]
    assert 2 == len(put(desk, made["id"], newcomer())["base"]["subscriptions"])


def test_a_put_cannot_change_id_and_node(desk):
    """Another id or node is refused; what the system generates may be sent and changes nothing (H-81.9)."""
    made = create(desk)
    body = refused(
        desk,
        "putCustomerWorkspaces",
        {**newcomer(), "id": NOBODYS, "nodeId": BRANCHES},
        400,
        customerId=made["id"],
    )
    assert {"/id", "/nodeId"} == set(paths(body))
    sent = {
        **made,
        "intId": 9,
        "version": 99,
        "deleted": 1,
        "registeredAt": "2001-01-01T00:00:00Z",
        "sourceInfo": {},
    }

    assert made == put(desk, made["id"], sent)


@pytest.mark.parametrize("change", ["patchCustomerWorkspaces", "putCustomerWorkspaces"])
def test_nobody_becomes_somebody_else(desk, change):
    """A change to another customer's unique properties is a conflict that says whose they are (H-0.p1)."""
    first, second = create(desk), create(desk, newcomer("second@example.com"))
    body = newcomer("NEW@example.com")
    if change.startswith("patch"):
        del body["nodeId"]
    told = refused(desk, change, body, 409, customerId=second["id"])

    assert f"Conflict with exiting customer {first['id']}" == told["message"]
    href = told["data"]["customer"]["href"]
    assert {"customer": {"id": first["id"], "href": href}} == told["data"]
    assert href.startswith("http://desk.example/")
    assert href.endswith(f"/workspaces/{TIBURON}/customers/{first['id']}")
    assert second == named(desk, second["id"])


def test_untrusted_sources_are_not_told_who(desk):
    """A source that anybody can read gets a conflict without the customer (H-0.p2)."""
    first, second = create(desk), create(desk, newcomer("second@example.com"))
    body = {"base": {"contacts": {"email": "new@example.com"}}}
    told = refused(desk, "patchCustomerWorkspaces", body, 409, customerId=second["id"], token="demo-browser")

    assert (None, []) == (told["data"], told["errors"])
    assert first["id"] not in str(told)


def test_a_customer_may_keep_its_unique_properties(desk):
    """Whoever shared them before is not in the way of another change (H-0.p1)."""
    unique(desk, NEWSLETTER, "externalId")
    first = create(desk, {**newcomer(), "externalId": "1"})
    create(desk, {**newcomer(), "externalId": "2"})
    unique(desk, NEWSLETTER, "base.contacts.email")

    assert "x" == patch(desk, first["id"], {"extra": "x"})["extra"]


@pytest.mark.parametrize("change", ["patchCustomerWorkspaces", "putCustomerWorkspaces"])
def test_who_is_not_there_cannot_be_changed(desk, change):
    """An unknown customer is a 404 (H-80.15)."""
    body = newcomer() if change.startswith("put") else {"extra": "x"}

    assert 404 == desk.call(change, body, customerId=NOBODYS).status


def test_nodes_are_written_by_who_may(desk):
    """A source writes to its own nodes only (H-0.a9)."""
    known = somebody(desk, BRANCHES)

    assert 403 == desk.call("postCustomerWorkspaces", newcomer(), token="demo-source").status
    assert (
        403
        == desk.call(
            "patchCustomerWorkspaces", {"extra": "x"}, customerId=known.id, token="demo-browser"
        ).status
    )
    assert known.body == named(desk, known.id)


def test_consents_are_logged_with_the_write(desk):
    """What a POST says of consents is in the log (H-76.4)."""
    made = create(desk, {**newcomer(), "consents": {"profiling": {"online": {"status": True}}}})

    assert [(made["id"], "CONSENT_CHANGED")] == [(each["customerId"], each["type"]) for each in logs(desk)]


def test_aggregate_customers_are_not_written(desk):
    """What is computed from others is changed by changing them: any write is refused (H-0.p3)."""
    key = desk.call("getCustomersWorkspaces", nodeId=EVERYBODY).body["elements"][0]["id"]
    subscription = {"id": "1", "subscribed": True}
    writes = {
        "patchCustomerWorkspaces": {"extra": "x"},
        "putCustomerWorkspaces": {"nodeId": EVERYBODY},
        "postSubscriptionsCustomerWorkspaces": subscription,
        "postSessionCustomerWorkspaces": {"value": "s-1"},
        "deleteCustomerWorkspaces": None,
    }

    assert dict.fromkeys(writes, 400) == {
        operation: desk.call(operation, body, customerId=key).status for operation, body in writes.items()
    }
