"""Customers created and read: who is the same, what has to be sent, what the system says."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import (
    FORGET,
    GET,
    MAKES,
    PATCH,
    POST,
    created,
    facts,
    fetched,
    node,
    planted,
    refused,
    unknown,
)
from understudy.vendors.contacthub.behaviours.steps_customers import (
    UPDATES,
    fields_of,
    made,
    patched,
    pointer,
    refused_at,
    sent,
    value_at,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

SYSTEM = ("id", "intId", "registeredAt", "updatedAt", "version", "deleted")

SCALARS = ("pictureUrl", "title", "prefix", "middleName", "gender", "dob", "locale", "timezone")
LISTS = ("educations", "likes", "jobs", "subscriptions")


@HUB.promises(
    "H-78.1", "A customer is created with 201 in the entry node that is sent.", uses=(POST, *MAKES, GET)
)
def a_customer_is_created(probe: Probe) -> None:
    home = node(probe)
    said = sent(probe, home, {"base.address.city": "Alba", "tags.manual": ["red"], "extra": "so"})
    answer = probe.expect(probe.call(POST, json=said), 201)
    body = probe.member(answer, "")
    for path in ("nodeId", "externalId", "base.firstName", "base.address.city", "tags.manual", "extra"):
        probe.same(value_at(said, path), value_at(body, path), f"{path}:", pointer=pointer(path))
    probe.same(body, fetched(probe, body["id"]), "customer when it is read")


@HUB.promises(
    "H-78.1", "Customers are created in entry nodes only; another node is a 404.", uses=(POST, *MAKES)
)
def only_in_entry_nodes(probe: Probe) -> None:
    said = {**facts(probe, node(probe)), "nodeId": unknown(probe)}
    refused(probe.call(POST, json=said), "a node that the workspace does not have", 404)


@HUB.promises(
    "H-78.2",
    "A customer who is there already is updated, and answered with 201 too.",
    uses=(POST, *MAKES, GET),
)
def who_is_there_is_updated(probe: Probe) -> None:
    home = node(probe)
    said = sent(probe, home, {"base.title": "Ms"})
    first = probe.member(created(probe, said), "")
    answer = probe.expect(probe.call(POST, json=planted(said, "base.title", "Dr")), 201)
    second = probe.member(answer, "")
    probe.same(first["id"], second.get("id"), "id of the same customer:", pointer="/id")
    probe.same(first["registeredAt"], second.get("registeredAt"), "registeredAt:", pointer="/registeredAt")
    probe.same("Dr", fetched(probe, first["id"])["base"]["title"], "title:", pointer="/base/title")


@HUB.promises("H-78.3", "Customers who differ in a unique property are two.", uses=(POST, *MAKES))
def who_differs_is_another(probe: Probe) -> None:
    home = node(probe)
    said = facts(probe, home)
    first = probe.member(created(probe, said), "")
    for path in fields_of(home):
        value = str(value_at(said, path))
        other = probe.member(created(probe, planted(said, path, f"o{value}")), "")
        if other.get("id") == first["id"]:
            probe.broken(f"another customer where {path} is another", "the same one", pointer="/id")


@HUB.promises(
    "H-78.3", "Whether letters' case counts for who is the same is what the node says.", uses=(POST, *MAKES)
)
def case_counts_as_the_node_says(probe: Probe) -> None:
    home = node(probe)
    said = facts(probe, home)
    first = probe.member(created(probe, said), "")
    loud = said
    for path in fields_of(home):
        loud = planted(loud, path, str(value_at(said, path)).upper())
    second = probe.member(created(probe, loud), "")
    strict = bool(home["uniqueCustomer"].get("caseSensitive"))
    what = "another customer in capitals:" if strict else "the same customer in capitals:"
    probe.same(strict, second["id"] != first["id"], what, pointer="/id")


@HUB.promises(
    "H-78.4", "Without a unique property nobody is created: 400 with the path of it.", uses=(POST, *MAKES)
)
def unique_properties_are_required(probe: Probe) -> None:
    home = node(probe)
    for path in fields_of(home):
        answer = probe.call(POST, json=planted(facts(probe, home), path, None))
        refused_at(probe, answer, f"a customer without {path}", pointer(path))
        probe.same(
            "source customer is not valid", probe.member(answer, "/message"), "message:", pointer="/message"
        )


@HUB.promises("H-78.4", "Without a node id nobody is created: 400.", uses=(POST, *MAKES))
def a_node_id_is_required(probe: Probe) -> None:
    said = facts(probe, node(probe))
    del said["nodeId"]
    refused(probe.call(POST, json=said), "a customer without nodeId", 400)


@HUB.promises(
    "H-78.11",
    "The answer spells out every property: what is unset is null, an unset list empty.",
    uses=(POST, *MAKES),
)
def answers_spell_everything_out(probe: Probe) -> None:
    spelled_out(probe, made(probe, node(probe)))


@HUB.promises(
    "H-79.2",
    "A customer who is read has every property: what is unset is null, an unset list empty.",
    uses=(GET, *MAKES),
)
def reads_spell_everything_out(probe: Probe) -> None:
    key = made(probe, node(probe))["id"]
    spelled_out(probe, fetched(probe, key))


def spelled_out(probe: Probe, body: dict[str, Any]) -> None:
    """Broken unless a customer made of what is necessary has all other properties unset."""
    for name in SCALARS:
        probe.same(
            None, probe.member(probe.exchanges[-1], f"/base/{name}"), f"{name}:", pointer=f"/base/{name}"
        )
    for name in LISTS:
        probe.same(
            [], probe.member(probe.exchanges[-1], f"/base/{name}"), f"{name}:", pointer=f"/base/{name}"
        )
    for name in ("address", "socialProfile"):
        probe.same(
            None, probe.member(probe.exchanges[-1], f"/base/{name}"), f"{name}:", pointer=f"/base/{name}"
        )
    probe.same(
        {"auto": [], "manual": []}, body.get("tags") or {"auto": [], "manual": []}, "tags:", pointer="/tags"
    )
    probe.same(True, body.get("enabled"), "enabled:", pointer="/enabled")
    for name in ("extra", "consents", "extended"):
        if probe.member(probe.exchanges[-1], f"/{name}") not in (None, {}):
            probe.broken(f"{name} unset", f"{body[name]}", pointer=f"/{name}")


@HUB.promises(
    "H-78.14",
    "Id, intId, version, deleted and both dates are made by the system, whatever is sent.",
    uses=(POST, *MAKES),
)
def the_system_makes_its_own(probe: Probe) -> None:
    home = node(probe)
    wished = {
        "id": unknown(probe),
        "intId": 5,
        "version": 77,
        "deleted": 1,
        "registeredAt": "2001-01-01T00:00:00.000Z",
        "updatedAt": "2001-01-01T00:00:00.000Z",
    }
    body = probe.member(created(probe, {**facts(probe, home), **wished}), "")
    for name in SYSTEM:
        if body.get(name, wished[name]) == wished[name]:
            probe.broken(f"{name} made by the system", f"{body.get(name)}", pointer=f"/{name}")
    probe.same(1, body["version"], "version of a new customer:", pointer="/version")
    probe.same(body["registeredAt"], body["updatedAt"], "both dates alike:", pointer="/updatedAt")
    other = made(probe, home)
    if other["intId"] == body["intId"]:
        probe.broken("an intId of its own", f"{other['intId']} again", pointer="/intId")


@HUB.promises(
    "H-78.15",
    "sourceInfo names the source that changed the customer last.",
    uses=(PATCH, *MAKES),
    needs=("source",),
)
def the_last_source_is_named(probe: Probe) -> None:
    home = node(probe)
    first = made(probe, home)
    before = (first.get("sourceInfo") or {}).get("registeredBy")
    info = patched(probe, first["id"], {"base": {"title": "Dr"}}, caller="source").get("sourceInfo") or {}
    if not isinstance(info.get("updatedBy"), str):
        probe.broken(
            "the source that changed it", f"{info.get('updatedBy')}", pointer="/sourceInfo/updatedBy"
        )
    probe.same(before, info.get("registeredBy"), "registeredBy:", pointer="/sourceInfo/registeredBy")


@HUB.promises(
    "H-78.15",
    "sourceInfo names the source that created the customer, whoever changes it.",
    uses=(POST, *MAKES, PATCH),
    needs=("source", "stage"),
)
def the_first_source_is_named(probe: Probe) -> None:
    with probe.stage():
        said = facts(probe, node(probe))
        body = probe.member(created(probe, said, caller="source"), "")
        name = (body.get("sourceInfo") or {}).get("registeredBy")
        if not isinstance(name, str):
            probe.broken("the source that created it", f"{name}", pointer="/sourceInfo/registeredBy")
        info = patched(probe, body["id"], {"base": {"title": "Dr"}})["sourceInfo"]
        probe.same(name, info.get("registeredBy"), "registeredBy:", pointer="/sourceInfo/registeredBy")


@HUB.promises(
    "H-78.16",
    "Creation, change and deletion are told to the updates, in this order.",
    uses=(POST, *MAKES, PATCH, FORGET, UPDATES, "getLastOffsetUpdatesWorkspaces"),
)
def writes_are_told(probe: Probe) -> None:
    home = node(probe)
    answer = probe.expect(probe.call("getLastOffsetUpdatesWorkspaces"), 200)
    offset = probe.member(answer, "/lastOffset")
    key = made(probe, home)["id"]
    patched(probe, key, {"base": {"title": "Dr"}})
    probe.expect(probe.call(FORGET, key), 200, 204)
    asked = {"offset": offset, "size": 4_000, "entity": "CUSTOMER"}
    answer = probe.expect(probe.call(UPDATES, query=asked), 200)
    told = [
        str(each.get("operation"))
        for each in probe.member(answer, "/updates")
        if ((each.get("entity") or {}).get("data") or {}).get("id") == key
    ]
    probe.same(["CREATE", "UPDATE", "DELETE"], told, "operations on the customer:", pointer="/updates")


@HUB.promises("H-79.1", "A customer is read by its id with what was sent.", uses=(GET, *MAKES))
def a_customer_is_read(probe: Probe) -> None:
    body = made(probe, node(probe), {"base.address.city": "Alba", "consents.profiling.online.status": True})
    probe.same(body, fetched(probe, body["id"]), "customer")


@HUB.promises("H-79.1", "An unknown customer is a 404.", uses=(GET,))
def unknown_customers_are_not_found(probe: Probe) -> None:
    refused(probe.call(GET, unknown(probe)), "an unknown customer", 404)


@HUB.promises(
    "H-79.1", "A customer of another workspace is not found in it.", uses=(GET, *MAKES), needs=("stranger",)
)
def strangers_do_not_read_it(probe: Probe) -> None:
    key = made(probe, node(probe))["id"]
    refused(
        probe.call(GET, key, caller="stranger"), "a customer of a workspace that is not the caller's", 403
    )
    other = {"workspaceId": probe.setting("otherWorkspaceId")}
    refused(probe.call(GET, key, at=other, caller="stranger"), "a customer of another workspace", 404)


@HUB.promises("H-79.1", "An id that is no UUID is refused.", uses=(GET,), severity=SHOULD)
def ids_are_uuids(probe: Probe) -> None:
    refused(probe.call(GET, "nobody"), "an id that is none", 400, 404)
