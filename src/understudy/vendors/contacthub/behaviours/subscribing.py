"""Subscriptions of a customer, one at a time."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import GET, MAKES, fetched, node, refused, unknown
from understudy.vendors.contacthub.behaviours.steps_customers import LONGEST, made
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

ADD, READ = "postSubscriptionsCustomerWorkspaces", "getSubscriptionCustomerWorkspaces"
CHANGE, DROP = "putSubscriptionCustomerWorkspaces", "deleteSubscriptionCustomerWorkspaces"

NEWS = {"id": "n", "name": "News", "subscribed": True, "kind": "SERVICE"}
OFFERS = {"id": "o", "name": "Offers", "subscribed": False, "kind": "DIGITAL_MESSAGE"}

MEMBERS = (
    *("id", "name", "type", "kind", "subscribed", "startDate", "endDate", "subscriberId"),
    *("registeredAt", "updatedAt", "subscribeContext", "unsubscribeContext"),
)
TEXTS = ("name", "type", "subscriberId")


def subscriber(probe: Probe, *subscriptions: dict[str, Any]) -> str:
    """The id of a new customer with these subscriptions."""
    return str(made(probe, node(probe), {"base.subscriptions": list(subscriptions)})["id"])


def listed(probe: Probe, key: str) -> list[str]:
    """The ids of the customer's subscriptions, sorted."""
    return sorted(each["id"] for each in fetched(probe, key)["base"]["subscriptions"])


def read(probe: Probe, key: str, name: str) -> dict[str, Any]:
    """A subscription as it is read."""
    body: dict[str, Any] = probe.member(probe.expect(probe.call(READ, key, name), 200), "")
    return body


def put(probe: Probe, key: str, body: dict[str, Any]) -> dict[str, Any]:
    """A subscription after a PUT."""
    answer = probe.expect(probe.call(CHANGE, key, body["id"], json=body), 200)
    told: dict[str, Any] = probe.member(answer, "")
    return told


@HUB.promises(
    "H-82.1", "A subscription is created besides those that the customer has.", uses=(ADD, *MAKES, GET, READ)
)
def a_subscription_is_added(probe: Probe) -> None:
    key = subscriber(probe, NEWS)
    body = probe.member(probe.expect(probe.call(ADD, key, json=OFFERS), 200, 201), "")
    probe.same(OFFERS, {name: body.get(name) for name in OFFERS}, "subscription:")
    probe.same(["n", "o"], listed(probe, key), "subscriptions:")
    probe.same(body, read(probe, key, "o"), "subscription when it is read")


@HUB.promises("H-82.2", "Texts of a new subscription have 255 characters at most.", uses=(ADD, *MAKES))
def texts_of_new_ones_are_limited(probe: Probe) -> None:
    key = subscriber(probe)
    for name in TEXTS:
        answer = probe.call(ADD, key, json={**NEWS, name: "x" * (LONGEST + 1)})
        refused(answer, f"a {name} of 256 characters", 400)
    whole = {**NEWS, **dict.fromkeys(TEXTS, "x" * LONGEST)}
    probe.expect(probe.call(ADD, key, json=whole), 200, 201)


@HUB.promises(
    "H-82.3",
    "An id that the customer's subscriptions have is refused with 409.",
    uses=(ADD, *MAKES, READ),
    severity=SHOULD,
)
def ids_of_subscriptions_are_unique(probe: Probe) -> None:
    key = subscriber(probe, NEWS)
    refused(probe.call(ADD, key, json={**OFFERS, "id": "n"}), "a second subscription of an id", 409)
    probe.same("News", read(probe, key, "n")["name"], "name:", pointer="/name")


@HUB.promises("H-82.4", "The answer has every member of a subscription, unset ones null.", uses=(ADD, *MAKES))
def subscriptions_are_spelled_out(probe: Probe) -> None:
    answer = probe.expect(probe.call(ADD, subscriber(probe), json={"id": "n", "subscribed": True}), 200, 201)
    for name in MEMBERS:
        value = probe.member(answer, f"/{name}")
        if name not in ("id", "subscribed", "registeredAt", "updatedAt"):
            probe.same(None, value, f"{name}:", pointer=f"/{name}")


@HUB.promises(
    "H-82.5",
    "registeredAt and updatedAt are the moment of the creation, unless they are sent.",
    uses=(ADD, *MAKES, GET),
    severity=SHOULD,
)
def subscriptions_have_moments(probe: Probe) -> None:
    key = subscriber(probe)
    body = probe.member(probe.expect(probe.call(ADD, key, json=NEWS), 200, 201), "")
    probe.same(body["registeredAt"], body["updatedAt"], "both moments alike:", pointer="/updatedAt")
    moment = fetched(probe, key)["updatedAt"]
    probe.same(moment, body["updatedAt"], "moment of the customer's change:", pointer="/updatedAt")
    own = {"registeredAt": "2020-03-01T10:00:00.000Z", "updatedAt": "2020-03-02T10:00:00.000Z"}
    other = probe.member(probe.expect(probe.call(ADD, key, json={**OFFERS, **own}), 200, 201), "")
    probe.same(own, {name: other.get(name) for name in own}, "moments that were sent:")


@HUB.promises("H-83.1", "One subscription is read by its id.", uses=(READ, *MAKES, GET))
def a_subscription_is_read(probe: Probe) -> None:
    key = subscriber(probe, NEWS, OFFERS)
    told = {each["id"]: each for each in fetched(probe, key)["base"]["subscriptions"]}
    for each in (NEWS, OFFERS):
        body = read(probe, key, str(each["id"]))
        probe.same(each, {name: body.get(name) for name in each}, "subscription:")
        probe.same(told[each["id"]], body, "subscription as the customer has it")


@HUB.promises("H-83.2", "A subscription that the customer does not have is a 404.", uses=(READ, *MAKES))
def unknown_subscriptions(probe: Probe) -> None:
    one, two = subscriber(probe, NEWS), subscriber(probe, OFFERS)
    refused(probe.call(READ, one, unknown(probe)), "an unknown subscription", 404)
    refused(probe.call(READ, two, "n"), "another customer's subscription", 404)
    refused(probe.call(READ, unknown(probe), "n"), "a subscription of nobody", 404)


@HUB.promises(
    "H-84.1",
    "What is sent takes the place of the subscription, the others stay.",
    uses=(CHANGE, *MAKES, GET, READ),
)
def a_subscription_is_replaced(probe: Probe) -> None:
    key = subscriber(probe, NEWS, OFFERS)
    before = read(probe, key, "o")
    body = put(probe, key, {"id": "n", "subscribed": False})
    got = [body["subscribed"], body["name"], body["kind"]]
    probe.same([False, None, None], got, "subscribed, name and kind:")
    probe.same(body, read(probe, key, "n"), "subscription when it is read")
    probe.same(before, read(probe, key, "o"), "other subscription")
    probe.same(["n", "o"], listed(probe, key), "subscriptions:")


@HUB.promises("H-84.2", "Texts of a changed subscription have 255 characters at most.", uses=(CHANGE, *MAKES))
def texts_of_changed_ones_are_limited(probe: Probe) -> None:
    key = subscriber(probe, NEWS)
    for name in TEXTS:
        answer = probe.call(CHANGE, key, "n", json={**NEWS, name: "x" * (LONGEST + 1)})
        refused(answer, f"a {name} of 256 characters", 400)
    put(probe, key, {**NEWS, **dict.fromkeys(TEXTS, "x" * LONGEST)})


@HUB.promises(
    "H-84.3", "Changing an unknown subscription is a 404, and creates none.", uses=(CHANGE, *MAKES, GET)
)
def unknown_subscriptions_are_not_changed(probe: Probe) -> None:
    key = subscriber(probe, NEWS)
    refused(probe.call(CHANGE, key, "o", json=OFFERS), "an unknown subscription", 404)
    probe.same(["n"], listed(probe, key), "subscriptions:")


@HUB.promises(
    "H-84.3",
    "Another id than that of the path is refused with 400.",
    uses=(CHANGE, *MAKES, GET),
    severity=SHOULD,
)
def ids_of_subscriptions_stay(probe: Probe) -> None:
    key = subscriber(probe, NEWS)
    refused(probe.call(CHANGE, key, "n", json=OFFERS), "another id than that of the path", 400)
    probe.same(["n"], listed(probe, key), "subscriptions:")


@HUB.promises(
    "H-84.4",
    "Of a subscription updatedAt is the moment of the last change, registeredAt of the first.",
    uses=(CHANGE, *MAKES, READ),
    needs=("stage",),
    severity=SHOULD,
)
def moments_of_changes(probe: Probe) -> None:
    with probe.stage() as stage:
        key = subscriber(probe, NEWS)
        before = read(probe, key, "n")
        stage.step(hours=2)
        body = put(probe, key, {**NEWS, "name": "Other news"})
        probe.same(before["registeredAt"], body["registeredAt"], "registeredAt:", pointer="/registeredAt")
        if not body["updatedAt"] > before["updatedAt"]:
            probe.broken(f"updatedAt after {before['updatedAt']}", body["updatedAt"], pointer="/updatedAt")


@HUB.promises("H-85.1", "A deleted subscription is gone, the others stay.", uses=(DROP, *MAKES, GET, READ))
def a_subscription_goes(probe: Probe) -> None:
    key = subscriber(probe, NEWS, OFFERS)
    probe.expect(probe.call(DROP, key, "n"), 200, 204)
    probe.same(["o"], listed(probe, key), "subscriptions:")
    refused(probe.call(READ, key, "n"), "a deleted subscription", 404)


@HUB.promises(
    "H-85.2", "Deleting a subscription that the customer does not have is a 404.", uses=(DROP, *MAKES, GET)
)
def unknown_subscriptions_are_not_deleted(probe: Probe) -> None:
    key = subscriber(probe, NEWS)
    refused(probe.call(DROP, key, "o"), "an unknown subscription", 404)
    probe.same(["n"], listed(probe, key), "subscriptions:")
