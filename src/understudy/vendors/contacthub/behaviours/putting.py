"""PUT: a customer changed as a whole."""

from typing import Any

from understudy.conformance.suite import Probe
from understudy.vendors.contacthub.behaviours.steps import (
    GET,
    MAKES,
    PUT,
    created,
    fetched,
    node,
    planted,
    refused,
    unknown,
)
from understudy.vendors.contacthub.behaviours.steps_customers import (
    fields_of,
    pointer,
    refused_at,
    replaced,
    sent,
    value_at,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

USES = (PUT, *MAKES, GET)

NEWS = {"id": "n", "name": "News", "subscribed": True, "kind": "SERVICE"}
OFFERS = {"id": "o", "name": "Offers", "subscribed": True}


def begun(probe: Probe, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The id of a customer with values at dotted paths, and the body of it without them."""
    said = sent(probe, node(probe), {})
    whole = said
    for path, value in values.items():
        whole = planted(whole, path, value)
    return probe.member(created(probe, whole), "/id"), said


def after(probe: Probe, values: dict[str, Any], more: dict[str, Any], **asked: Any) -> dict[str, Any]:
    """A customer with values at dotted paths, as it is read after a PUT of it with others."""
    key, said = begun(probe, values)
    for path, value in more.items():
        said = planted(said, path, value)
    body = replaced(probe, key, said, **asked)
    read = fetched(probe, key)
    probe.same(body, read, "customer when it is read")
    return read


def subscriptions(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The subscriptions of a customer by their ids."""
    return {each["id"]: each for each in body["base"]["subscriptions"]}


@HUB.promises("H-81.1", "A PUT updates the customer: the same id, a version more.", uses=USES)
def a_put_updates(probe: Probe) -> None:
    key, said = begun(probe, {"base.title": "Ms"})
    before = fetched(probe, key)
    body = replaced(probe, key, planted(said, "base.title", "Dr"))
    for name in ("id", "intId", "nodeId", "registeredAt"):
        probe.same(before[name], body[name], f"{name}:", pointer=f"/{name}")
    probe.same(before["version"] + 1, body["version"], "version:", pointer="/version")


@HUB.promises("H-81.1", "A PUT of an unknown customer is a 404 and creates nobody.", uses=USES)
def nobody_is_put(probe: Probe) -> None:
    name, said = unknown(probe), sent(probe, node(probe), {})
    refused(probe.call(PUT, name, json=said), "an unknown customer", 404)
    refused(probe.call(GET, name), "a customer that was put, not created", 404)


@HUB.promises("H-81.2", "A PUT without node id or unique property is refused with 400.", uses=USES)
def a_put_is_whole(probe: Probe) -> None:
    key, said = begun(probe, {})
    before = fetched(probe, key)
    homeless = {name: value for name, value in said.items() if name != "nodeId"}
    refused(probe.call(PUT, key, json=homeless), "a customer without nodeId", 400)
    for path in fields_of(node(probe)):
        answer = probe.call(PUT, key, json=planted(said, path, None))
        refused_at(probe, answer, f"a customer without {path}", pointer(path))
    probe.same(before, fetched(probe, key), "customer afterwards")


@HUB.promises("H-81.3", "A PUT adds properties that the customer did not have.", uses=USES)
def putting_adds_properties(probe: Probe) -> None:
    body = after(probe, {}, {"base.title": "Dr", "base.address.zip": "12051"})
    got = [value_at(body, path) for path in ("base.title", "base.address.zip")]
    probe.same(["Dr", "12051"], got, "title and zip:", pointer="/base")


@HUB.promises("H-81.4", "A PUT replaces the values of properties that the customer had.", uses=USES)
def putting_replaces_values(probe: Probe) -> None:
    body = after(probe, {"base.title": "Ms", "extra": "so"}, {"base.title": "Dr", "extra": "then"})
    got = [value_at(body, path) for path in ("base.title", "extra")]
    probe.same(["Dr", "then"], got, "title and extra:", pointer="/base")


@HUB.promises("H-81.5", "With a PUT collections become what is sent, each element once.", uses=USES)
def putting_sets_collections(probe: Probe) -> None:
    old = {"tags.manual": ["red", "blue"], "base.jobs": [{"id": "a"}, {"id": "b"}]}
    new = {"tags.manual": ["blue", "green", "green"], "base.jobs": [{"id": "b"}, {"id": "c"}, {"id": "c"}]}
    body = after(probe, old, new)
    probe.same(["blue", "green"], sorted(body["tags"]["manual"]), "tags:", pointer="/tags/manual")
    probe.same(["b", "c"], [each["id"] for each in body["base"]["jobs"]], "jobs:", pointer="/base/jobs")


@HUB.promises("H-81.6", "A PUT adds subscriptions to those that the customer has.", uses=USES)
def putting_adds_subscriptions(probe: Probe) -> None:
    body = after(probe, {"base.subscriptions": [NEWS]}, {"base.subscriptions": [OFFERS]})
    probe.same(["n", "o"], sorted(subscriptions(body)), "subscriptions:", pointer="/base/subscriptions")


@HUB.promises(
    "H-81.7", "A PUT without subscriptions leaves them, and what is not sent of one stays.", uses=USES
)
def putting_keeps_subscriptions(probe: Probe) -> None:
    told = subscriptions(after(probe, {"base.subscriptions": [NEWS, OFFERS]}, {"base.title": "Dr"}))
    probe.same(["n", "o"], sorted(told), "subscriptions when none is sent:", pointer="/base/subscriptions")
    said = [{"id": "n", "subscribed": False}]
    told = subscriptions(after(probe, {"base.subscriptions": [NEWS]}, {"base.subscriptions": said}))
    got = [told["n"]["name"], told["n"]["kind"], told["n"]["subscribed"]]
    probe.same(["News", "SERVICE", False], got, "subscription:", pointer="/base/subscriptions/0")


@HUB.promises("H-81.8", "With mode STRICT a PUT makes subscriptions what is sent.", uses=USES)
def putting_strictly(probe: Probe) -> None:
    said, strict = [{"id": "n", "subscribed": False}], {"mode": "STRICT"}
    values = {"base.subscriptions": [NEWS, OFFERS]}
    told = subscriptions(after(probe, values, {"base.subscriptions": said}, query=strict))
    probe.same(["n"], sorted(told), "subscriptions:", pointer="/base/subscriptions")
    got = [told["n"]["name"], told["n"]["kind"], told["n"]["subscribed"]]
    probe.same([None, None, False], got, "subscription:", pointer="/base/subscriptions/0")


@HUB.promises("H-81.9", "A PUT with another id or another node is refused with 400.", uses=USES)
def another_identity_is_refused(probe: Probe) -> None:
    key, said = begun(probe, {})
    for more in ({"id": unknown(probe)}, {"nodeId": unknown(probe)}):
        answer = probe.call(PUT, key, json={**said, **more})
        refused(answer, f"a PUT with another {next(iter(more))}", 400, 404)
    replaced(probe, key, {**said, "id": key})


@HUB.promises("H-81.9", "What the system says of a customer is passed over in a PUT.", uses=USES)
def what_the_system_says_is_passed_over(probe: Probe) -> None:
    key, said = begun(probe, {})
    before = fetched(probe, key)
    wished = {"registeredAt": "2001-01-01T00:00:00.000Z", "version": 77, "intId": 5}
    body = replaced(probe, key, {**planted(said, "base.title", "Dr"), **wished})
    for name in ("registeredAt", "intId"):
        probe.same(before[name], body[name], f"{name}:", pointer=f"/{name}")
    probe.same(before["version"] + 1, body["version"], "version:", pointer="/version")


@HUB.promises("H-81.10", "A PUT of a customer larger than 64 kB is refused with 400.", uses=USES)
def put_size_is_limited(probe: Probe) -> None:
    key, said = begun(probe, {})
    before = fetched(probe, key)
    refused(probe.call(PUT, key, json={**said, "extra": "x" * 66_000}), "a customer of 66 kB", 400, 413)
    probe.same(before, fetched(probe, key), "customer afterwards")


@HUB.promises(
    "H-81.11", "But for subscriptions a PUT replaces the customer: what is not sent goes.", uses=USES
)
def what_is_not_sent_goes(probe: Probe) -> None:
    values = {"base.title": "Ms", "base.address.city": "Alba", "extra": "so", "tags.manual": ["red"]}
    body = after(probe, values, {"base.gender": "F"})
    got = [value_at(body, path) for path in ("base.title", "base.address.city", "extra", "tags.manual")]
    probe.same([None, None, None], got[:3], "title, city and extra, which were not sent:", pointer="/base")
    probe.same([], got[3] or [], "tags, which were not sent:", pointer="/tags/manual")


@HUB.promises(
    "H-81.13",
    "sessionId links the session to the customer who is put.",
    uses=(*USES, "getSessionsCustomerWorkspaces"),
)
def a_session_comes_with_a_put(probe: Probe) -> None:
    key, said = begun(probe, {})
    value = probe.unique()
    replaced(probe, key, planted(said, "base.title", "Dr"), query={"sessionId": value})
    answer = probe.expect(probe.call("getSessionsCustomerWorkspaces", key), 200)
    told = [each.get("value") for each in probe.member(answer, "/elements")]
    probe.same([value], told, "values of its sessions:", pointer="/elements")
