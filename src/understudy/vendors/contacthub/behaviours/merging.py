"""What a POST of a customer who is there already does to each property."""

from typing import Any

from understudy.conformance.suite import Probe
from understudy.vendors.contacthub.behaviours.steps import GET, MAKES, POST, created, fetched, node, planted
from understudy.vendors.contacthub.behaviours.steps_customers import sent
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

USES = (POST, *MAKES, GET)


def merged(probe: Probe, first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """A customer as it is read after two POSTs with these values at dotted paths."""
    home = node(probe)
    said = sent(probe, home, {})
    body: dict[str, Any] = {}
    for values in (first, second):
        whole = said
        for path, value in values.items():
            whole = planted(whole, path, value)
        body = probe.member(created(probe, whole), "")
    read = fetched(probe, body["id"])
    probe.same(body, read, "customer when it is read")
    return read


@HUB.promises(
    "H-78.5", "A merge adds properties that the customer did not have, and the rest stays.", uses=USES
)
def merging_adds_properties(probe: Probe) -> None:
    body = merged(
        probe,
        {"base.title": "Ms", "base.address.city": "Alba", "extra": "so"},
        {"base.gender": "F", "base.address.zip": "12051"},
    )
    got = [body["base"]["gender"], body["base"]["address"]["zip"]]
    probe.same(["F", "12051"], got, "properties that are added:", pointer="/base")
    kept = [body["base"]["title"], body["base"]["address"]["city"], body["extra"]]
    probe.same(["Ms", "Alba", "so"], kept, "properties that stay:", pointer="/base")


@HUB.promises("H-78.6", "A merge replaces the values of properties that the customer had.", uses=USES)
def merging_replaces_values(probe: Probe) -> None:
    body = merged(
        probe,
        {"base.title": "Ms", "base.address.city": "Alba", "extra": "so", "enabled": True},
        {"base.title": "Dr", "base.address.city": "Asti", "extra": "then", "enabled": False},
    )
    got = [body["base"]["title"], body["base"]["address"]["city"], body["extra"], body["enabled"]]
    probe.same(["Dr", "Asti", "then", False], got, "values:", pointer="/base")


@HUB.promises("H-78.7", "A merge appends to tags, and each tag is there once.", uses=USES)
def merging_appends_tags(probe: Probe) -> None:
    body = merged(probe, {"tags.manual": ["red", "blue"]}, {"tags.manual": ["blue", "green"]})
    told = body["tags"]["manual"]
    probe.same(["blue", "green", "red"], sorted(told), "tags:", pointer="/tags/manual")


@HUB.promises("H-78.7", "A merge appends jobs, likes and educations, each id once.", uses=USES)
def merging_appends_elements(probe: Probe) -> None:
    names = {"jobs": "jobTitle", "likes": "name", "educations": "schoolName"}
    for name, member in names.items():
        first = [{"id": "a", member: "one"}, {"id": "b", member: "two"}]
        second = [{"id": "b", member: "new"}, {"id": "c", member: "three"}]
        body = merged(probe, {f"base.{name}": first}, {f"base.{name}": second})
        told = sorted(each["id"] for each in body["base"][name])
        probe.same(["a", "b", "c"], told, f"{name}:", pointer=f"/base/{name}")


@HUB.promises("H-78.7", "A merge appends other contacts, and the same contact only once.", uses=USES)
def merging_appends_contacts(probe: Probe) -> None:
    one, two = ({"name": name, "type": "PHONE", "value": "1"} for name in ("home", "work"))
    path = "base.contacts.otherContacts"
    body = merged(probe, {path: [one]}, {path: [one, two]})
    told = sorted(each["name"] for each in body["base"]["contacts"]["otherContacts"])
    probe.same(["home", "work"], told, "contacts:", pointer="/base/contacts/otherContacts")


@HUB.promises("H-78.13", "In a merge of a subscription that exists what is not sent is kept.", uses=USES)
def merging_keeps_of_subscriptions(probe: Probe) -> None:
    first = [
        {"id": "n", "name": "News", "subscribed": True, "kind": "SERVICE"},
        {"id": "o", "name": "Offers", "subscribed": True},
    ]
    body = merged(
        probe, {"base.subscriptions": first}, {"base.subscriptions": [{"id": "n", "subscribed": False}]}
    )
    told = {each["id"]: each for each in body["base"]["subscriptions"]}
    probe.same(["n", "o"], sorted(told), "subscriptions:", pointer="/base/subscriptions")
    got = [told["n"]["name"], told["n"]["kind"], told["n"]["subscribed"]]
    probe.same(["News", "SERVICE", False], got, "subscription:", pointer="/base/subscriptions")


@HUB.promises(
    "H-78.12",
    "sessionId links the session to the customer who is created.",
    uses=(POST, *MAKES, "getSessionsCustomerWorkspaces"),
)
def a_session_comes_with_a_creation(probe: Probe) -> None:
    value = probe.unique()
    body = probe.member(created(probe, sent(probe, node(probe), {}), query={"sessionId": value}), "")
    answer = probe.expect(probe.call("getSessionsCustomerWorkspaces", body["id"]), 200)
    told = [each.get("value") for each in probe.member(answer, "/elements")]
    probe.same([value], told, "values of its sessions:", pointer="/elements")
