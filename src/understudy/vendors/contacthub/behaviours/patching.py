"""PATCH: a customer changed in part."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import GET, MAKES, PATCH, fetched, node, refused, unknown
from understudy.vendors.contacthub.behaviours.steps_customers import UPDATES, made, patched, value_at
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

USES = (PATCH, *MAKES, GET)
PUT_NODE = "putEntryNodeConfigurationWorkspaces"

NEWS = {"id": "n", "name": "News", "subscribed": True, "kind": "SERVICE"}
OFFERS = {"id": "o", "name": "Offers", "subscribed": True}


def after(probe: Probe, values: dict[str, Any], said: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A customer with values at dotted paths, as it is read after a PATCH."""
    key = made(probe, node(probe), values)["id"]
    body = patched(probe, key, said, **more)
    read = fetched(probe, key)
    probe.same(body, read, "customer when it is read")
    return read


def subscriptions(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The subscriptions of a customer by their ids."""
    return {each["id"]: each for each in body["base"]["subscriptions"]}


@HUB.promises("H-80.1", "A PATCH changes what it says, and nothing else.", uses=USES)
def a_patch_changes_a_part(probe: Probe) -> None:
    home = node(probe)
    before = made(probe, home, {"base.title": "Ms", "base.address.city": "Alba", "tags.manual": ["red"]})
    body = patched(probe, before["id"], {"base": {"title": "Dr"}})
    moved = ("version", "updatedAt", "sourceInfo")
    expected = {**before, "base": {**before["base"], "title": "Dr"}}
    told = {name: value for name, value in body.items() if name not in moved}
    probe.same({name: value for name, value in expected.items() if name not in moved}, told, "customer")


@HUB.promises(
    "H-80.2", "A PATCH adds properties that the customer did not have, inside objects too.", uses=USES
)
def patching_adds_properties(probe: Probe) -> None:
    said = {"base": {"gender": "F", "address": {"zip": "12051"}}, "extra": "so"}
    body = after(probe, {"base.title": "Ms", "base.address.city": "Alba"}, said)
    got = {path: value_at(body, path) for path in ("base.gender", "base.address.zip", "extra")}
    probe.same({"base.gender": "F", "base.address.zip": "12051", "extra": "so"}, got, "added:")
    kept = [value_at(body, path) for path in ("base.title", "base.address.city", "base.firstName")]
    probe.same(["Ms", "Alba", "Understudy"], kept, "title, city and first name:", pointer="/base")


@HUB.promises("H-80.3", "A PATCH replaces the values of properties that the customer had.", uses=USES)
def patching_replaces_values(probe: Probe) -> None:
    said = {"base": {"title": "Dr", "address": {"city": "Asti"}}, "enabled": False}
    body = after(probe, {"base.title": "Ms", "base.address.city": "Alba"}, said)
    got = [value_at(body, path) for path in ("base.title", "base.address.city", "enabled")]
    probe.same(["Dr", "Asti", False], got, "title, city and enabled:", pointer="/base")


@HUB.promises("H-80.4", "With a PATCH tags become those that are sent, each once.", uses=USES)
def patching_sets_tags(probe: Probe) -> None:
    body = after(probe, {"tags.manual": ["red", "blue"]}, {"tags": {"manual": ["blue", "green", "green"]}})
    probe.same(["blue", "green"], sorted(body["tags"]["manual"]), "tags:", pointer="/tags/manual")


@HUB.promises(
    "H-80.4", "With a PATCH jobs, likes and educations become those that are sent, each id once.", uses=USES
)
def patching_sets_elements(probe: Probe) -> None:
    for name in ("jobs", "likes", "educations"):
        said = {"base": {name: [{"id": "b"}, {"id": "c"}, {"id": "c"}]}}
        body = after(probe, {f"base.{name}": [{"id": "a"}, {"id": "b"}]}, said)
        told = [each["id"] for each in body["base"][name]]
        probe.same(["b", "c"], told, f"{name}:", pointer=f"/base/{name}")


@HUB.promises("H-80.5", "A PATCH adds subscriptions to those that the customer has.", uses=USES)
def patching_adds_subscriptions(probe: Probe) -> None:
    body = after(probe, {"base.subscriptions": [NEWS]}, {"base": {"subscriptions": [OFFERS]}})
    probe.same(["n", "o"], sorted(subscriptions(body)), "subscriptions:", pointer="/base/subscriptions")


@HUB.promises("H-80.6", "A PATCH of a subscription that exists keeps what is not sent of it.", uses=USES)
def patching_keeps_of_subscriptions(probe: Probe) -> None:
    said = {"base": {"subscriptions": [{"id": "n", "subscribed": False}]}}
    told = subscriptions(after(probe, {"base.subscriptions": [NEWS]}, said))["n"]
    got = [told["name"], told["kind"], told["subscribed"]]
    probe.same(["News", "SERVICE", False], got, "subscription:", pointer="/base/subscriptions/0")


@HUB.promises(
    "H-80.7", "With mode STRICT a PATCH makes subscriptions what is sent, member by member.", uses=USES
)
def patching_strictly(probe: Probe) -> None:
    said = {"base": {"subscriptions": [{"id": "n", "subscribed": False}]}}
    body = after(probe, {"base.subscriptions": [NEWS, OFFERS]}, said, query={"mode": "STRICT"})
    told = subscriptions(body)
    probe.same(["n"], sorted(told), "subscriptions:", pointer="/base/subscriptions")
    got = [told["n"]["name"], told["n"]["kind"], told["n"]["subscribed"]]
    probe.same([None, None, False], got, "subscription:", pointer="/base/subscriptions/0")


@HUB.promises("H-80.8", "Id and node of a customer cannot be patched: 400.", uses=USES)
def identity_is_immutable(probe: Probe) -> None:
    home = node(probe)
    body = made(probe, home)
    for said in ({"id": unknown(probe)}, {"nodeId": home["id"]}):
        refused(probe.call(PATCH, body["id"], json=said), f"a PATCH of {next(iter(said))}", 400)


@HUB.promises("H-80.8", "What the system says of a customer cannot be patched: 400.", uses=USES)
def what_the_system_says_is_immutable(probe: Probe) -> None:
    body = made(probe, node(probe))
    for name in ("intId", "version", "sourceInfo", "registeredAt", "updatedAt", "deleted"):
        refused(probe.call(PATCH, body["id"], json={name: body[name]}), f"a PATCH of {name}", 400)
    probe.same(body, fetched(probe, body["id"]), "customer afterwards")


@HUB.promises("H-80.9", "A PATCH that makes a customer larger than 64 kB is refused with 400.", uses=USES)
def patched_size_is_limited(probe: Probe) -> None:
    body = made(probe, node(probe))
    answer = probe.call(PATCH, body["id"], json={"extra": "x" * 66_000})
    refused(answer, "a customer of 66 kB", 400, 413)
    probe.same(body, fetched(probe, body["id"]), "customer afterwards")


@HUB.promises("H-80.10", "Null clears a property.", uses=USES)
def null_clears_properties(probe: Probe) -> None:
    said = {"base": {"title": None, "address": {"city": None}}, "extra": None}
    values = {"base.title": "Ms", "base.address.city": "Alba", "base.address.zip": "12051", "extra": "so"}
    body = after(probe, values, said)
    got = [value_at(body, path) for path in ("base.title", "base.address.city", "extra")]
    probe.same([None, None, None], got, "title, city and extra:", pointer="/base")
    probe.same("12051", value_at(body, "base.address.zip"), "zip:", pointer="/base/address/zip")


@HUB.promises(
    "H-80.11",
    "A PATCH that changes nothing is no change: version and updatedAt stay.",
    uses=USES,
    severity=SHOULD,
)
def nothing_changes_nothing(probe: Probe) -> None:
    before = made(probe, node(probe), {"base.title": "Ms"})
    for said in ({}, {"base": {"title": "Ms"}}):
        body = patched(probe, before["id"], said)
        probe.same(before["version"], body["version"], "version:", pointer="/version")
        probe.same(before["updatedAt"], body["updatedAt"], "updatedAt:", pointer="/updatedAt")


@HUB.promises(
    "H-80.11",
    "A PATCH that changes nothing is not told to the updates.",
    severity=SHOULD,
    uses=(*USES, UPDATES, "getLastOffsetUpdatesWorkspaces"),
)
def nothing_is_not_told(probe: Probe) -> None:
    before = made(probe, node(probe), {"base.title": "Ms"})
    answer = probe.expect(probe.call("getLastOffsetUpdatesWorkspaces"), 200)
    offset = probe.member(answer, "/lastOffset")
    patched(probe, before["id"], {"base": {"title": "Ms"}})
    answer = probe.expect(probe.call(UPDATES, query={"offset": offset, "size": 4_000}), 200)
    told = [
        each.get("operation")
        for each in probe.member(answer, "/updates")
        if ((each.get("entity") or {}).get("data") or {}).get("id") == before["id"]
    ]
    probe.same([], told, "updates of the customer:", pointer="/updates")


@HUB.promises("H-80.12", "Each change raises the version by one; id, intId and registeredAt stay.", uses=USES)
def versions_rise(probe: Probe) -> None:
    before = made(probe, node(probe))
    for number in (1, 2, 3):
        body = patched(probe, before["id"], {"base": {"title": f"{number}"}})
        probe.same(before["version"] + number, body["version"], "version:", pointer="/version")
        probe.same(body, fetched(probe, before["id"]), "customer when it is read")
        for name in ("id", "intId", "registeredAt"):
            probe.same(before[name], body[name], f"{name}:", pointer=f"/{name}")
        if body["updatedAt"] < before["updatedAt"]:
            probe.broken(
                f"updatedAt of {before['updatedAt']} or later", body["updatedAt"], pointer="/updatedAt"
            )


@HUB.promises("H-80.12", "updatedAt is the moment of the last change.", uses=USES, needs=("stage",))
def the_last_change_has_its_moment(probe: Probe) -> None:
    with probe.stage() as stage:
        before = made(probe, node(probe))
        stage.step(hours=3)
        body = patched(probe, before["id"], {"base": {"title": "Dr"}})
        if not body["updatedAt"] > before["updatedAt"]:
            probe.broken(f"updatedAt after {before['updatedAt']}", body["updatedAt"], pointer="/updatedAt")
        probe.same(before["registeredAt"], body["registeredAt"], "registeredAt:", pointer="/registeredAt")


@HUB.promises(
    "H-80.13",
    "sessionId links the session to the customer who is patched.",
    uses=(*USES, "getSessionsCustomerWorkspaces"),
)
def a_session_comes_with_a_patch(probe: Probe) -> None:
    key, value = made(probe, node(probe))["id"], probe.unique()
    for title in ("Ms", "Dr"):
        patched(probe, key, {"base": {"title": title}}, query={"sessionId": value})
    answer = probe.expect(probe.call("getSessionsCustomerWorkspaces", key), 200)
    told = [each.get("value") for each in probe.member(answer, "/elements")]
    probe.same([value], told, "values of its sessions:", pointer="/elements")


@HUB.promises(
    "H-80.13",
    "A session of another customer is refused with 400, and nothing is patched.",
    uses=USES,
    severity=SHOULD,
)
def patching_takes_no_session_away(probe: Probe) -> None:
    home, value = node(probe), probe.unique()
    one, two = (made(probe, home) for _ in range(2))
    patched(probe, one["id"], {"base": {"title": "Ms"}}, query={"sessionId": value})
    answer = probe.call(PATCH, two["id"], json={"base": {"title": "Dr"}}, query={"sessionId": value})
    refused(answer, "a session of another customer", 400)
    probe.same(None, fetched(probe, two["id"])["base"]["title"], "title:", pointer="/base/title")


@HUB.promises("H-80.15", "A PATCH of an unknown customer is a 404.", uses=USES)
def nobody_is_patched(probe: Probe) -> None:
    refused(probe.call(PATCH, unknown(probe), json={"base": {"title": "Dr"}}), "an unknown customer", 404)


@HUB.promises(
    "H-80.14",
    "A mandatory property that a customer lacked before does not stand in the way of another change.",
    uses=(*USES, PUT_NODE),
    needs=("stage",),
    severity=SHOULD,
)
def what_was_missing_is_no_obstacle(probe: Probe) -> None:
    with probe.stage():
        home = node(probe)
        lacking = made(probe, home)["id"]
        having = made(probe, home, {"base.gender": "F"})["id"]
        wanted = {**home, "mandatoryProperties": ["base.gender"]}
        probe.expect(probe.call(PUT_NODE, home["id"], json=wanted), 200)
        body = patched(probe, lacking, {"base": {"title": "Dr"}})
        probe.same("Dr", body["base"]["title"], "title:", pointer="/base/title")
        answer = probe.call(PATCH, having, json={"base": {"gender": None}})
        refused(answer, "a PATCH that clears a mandatory property", 400)
