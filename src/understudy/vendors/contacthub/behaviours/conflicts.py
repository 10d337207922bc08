"""Changes that would make a customer somebody else, or that are meant for a customer made of others."""

from typing import Any

from understudy.conformance.suite import SHOULD, NotObservable, Probe
from understudy.vendors.contacthub.behaviours.aggregating import MAKES_AGGREGATE, aggregated
from understudy.vendors.contacthub.behaviours.steps import (
    ENTRIES,
    GET,
    MAKES,
    PATCH,
    POST,
    PUT,
    fetched,
    node,
    planted,
    refused,
)
from understudy.vendors.contacthub.behaviours.steps_customers import (
    fields_of,
    made,
    patched,
    sent,
    value_at,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []


def twins(probe: Probe, home: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Two customers, and what a PATCH of the second one says to be the same as the first one."""
    one, two = (made(probe, home) for _ in range(2))
    said: dict[str, Any] = {}
    for path in fields_of(home):
        said = planted(said, path, value_at(one, path))
    return one, two, said


@HUB.promises(
    "H-0.p1",
    "Nobody becomes the same as another: 409 with the other's id and href, and no change.",
    uses=(PATCH, *MAKES, PUT, GET),
)
def nobody_becomes_another(probe: Probe) -> None:
    home = node(probe)
    one, two, said = twins(probe, home)
    whole = sent(probe, home, {path: value_at(one, path) for path in fields_of(home)})
    for operation, body in ((PATCH, said), (PUT, whole)):
        answer = probe.call(operation, two["id"], json=body)
        refused(answer, "the unique properties of another customer", 409)
        probe.same(
            one["id"], probe.member(answer, "/data/customer/id"), "other's id:", pointer="/data/customer/id"
        )
        href = str(probe.member(answer, "/data/customer/href"))
        if not href.startswith("http") or not href.endswith(f"/customers/{one['id']}"):
            probe.broken("the address of the other", href, pointer="/data/customer/href")
        message = str(probe.member(answer, "/message"))
        probe.same(f"Conflict with exiting customer {one['id']}", message, "message:", pointer="/message")
        probe.same([], probe.member(answer, "/errors"), "errors:", pointer="/errors")
    probe.same(two, fetched(probe, two["id"]), "customer afterwards")


@HUB.promises("H-0.p1", "A customer may be given the unique properties that it has.", uses=(PATCH, *MAKES))
def customers_may_stay_themselves(probe: Probe) -> None:
    home = node(probe)
    _, two, _ = twins(probe, home)
    said: dict[str, Any] = {"base": {"title": "Dr"}}
    for path in fields_of(home):
        said = planted(said, path, value_at(two, path))
    probe.same("Dr", patched(probe, two["id"], said)["base"]["title"], "title:", pointer="/base/title")


@HUB.promises(
    "H-0.p2",
    "An untrusted source is told of the conflict, and not with whom.",
    severity=SHOULD,
    uses=(PATCH, ENTRIES, POST),
    needs=("browser",),
)
def untrusted_sources_are_not_told(probe: Probe) -> None:
    answer = probe.expect(probe.call(ENTRIES, query={"size": 50}), 200)
    for home in probe.member(answer, "/elements"):
        one, two, said = twins(probe, home)
        answer = probe.call(PATCH, two["id"], json=said, caller="browser")
        if answer.status != 403:  # The source is not bound to every node.
            refused(answer, "the unique properties of another customer", 409)
            if one["id"] in answer.body.decode("utf-8", "replace"):
                probe.broken("a conflict without the other's id", one["id"])
            return
    raise NotObservable("It needs an entry node that the untrusted source may write to.")


@HUB.promises(
    "H-0.p3",
    "Customers of aggregate nodes cannot be changed: 400.",
    uses=(PATCH, *MAKES_AGGREGATE, PUT, GET),
)
def aggregates_are_not_written(probe: Probe) -> None:
    key, _ = aggregated(probe)
    before = fetched(probe, key)
    said = {"base": {"title": "Dr"}}
    refused(probe.call(PATCH, key, json=said), "a PATCH of an aggregate customer", 400)
    whole = {"nodeId": before["nodeId"], "externalId": "x", **said}
    refused(probe.call(PUT, key, json=whole), "a PUT of an aggregate customer", 400)
    probe.same(before, fetched(probe, key), "customer afterwards")
