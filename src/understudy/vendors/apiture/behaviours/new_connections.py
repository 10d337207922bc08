"""What a new connection is made of (B-08)."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.apiture.behaviours.changing import moment, tag
from understudy.vendors.apiture.behaviours.connections import (
    CREATE,
    GET,
    LIST,
    NEW,
    PROVIDER,
    asked,
    attempted,
    connected,
    connection,
    listed_for,
    offered,
)
from understudy.vendors.apiture.behaviours.steps import UNKNOWN, created, fetched, key, refused, word
from understudy.vendors.apiture.behaviours.suites import CONNECTIONS

__all__: list[str] = []

SHOWN = (*NEW, GET, LIST)

BROKEN: tuple[dict[str, Any], ...] = (
    {},
    {"provider": {"name": PROVIDER}},
    {"audience": {}, "provider": {"name": PROVIDER}},
    {"audience": {"id": "short"}, "provider": {"name": PROVIDER}},
    {"audience": {"id": 4711000}, "provider": {"name": PROVIDER}},
    {"audience": UNKNOWN, "provider": {"name": PROVIDER}},
)
"""Bodies that break the schema."""


@CONNECTIONS.promises(
    "B-08",
    "A new connection is answered by 201 with itself, its address in Location and its entity tag.",
    uses=SHOWN,
)
def new_connection_is_described(probe: Probe) -> None:
    """As every read after it shows it, unless it is still being made."""
    audience = key(probe, created(probe))
    made = connected(probe, audience)
    probe.same(audience, probe.member(made, "/audience/id"), "the audience", pointer="/audience/id")
    probe.same(PROVIDER, probe.member(made, "/provider/name"), "the provider", pointer="/provider/name")
    last = probe.header(made, "Location").partition("?")[0].rstrip("/").rpartition("/")[2]
    probe.same(key(probe, made), last, "Location ends with", location="header", pointer="Location")
    tag(probe, made)
    current = connection(probe, key(probe, made)).json()
    for name in ("id", "audience", "provider", "createdAt", "createdBy"):
        probe.same(made.json()[name], current.get(name), f"the {name}", pointer=f"/{name}")


@CONNECTIONS.promises(
    "B-08",
    "A new connection was made now, by the caller, and was last changed when it was made.",
    uses=SHOWN,
    severity=SHOULD,
)
def new_connection_is_new(probe: Probe) -> None:
    """Not before its audience; its entity tag is that of the next read."""
    audience = created(probe).json()
    made = connected(probe, audience["id"])
    facts = made.json()
    if moment(facts["createdAt"]) < moment(audience["createdAt"]):
        probe.broken(f"createdAt from {audience['createdAt']}", facts["createdAt"], pointer="/createdAt")
    probe.same(audience["owners"][0]["id"], facts["createdBy"]["id"], "createdBy", pointer="/createdBy/id")
    for created_as, updated_as in (("createdAt", "updatedAt"), ("createdBy", "updatedBy")):
        probe.same(facts[created_as], facts[updated_as], f"the {updated_as}", pointer=f"/{updated_as}")
    if facts["state"] != "pending":
        got = tag(probe, connection(probe, facts["id"]))
        probe.same(tag(probe, made), got, "the entity tag", location="header", pointer="ETag")


@CONNECTIONS.promises(
    "B-08", "A connection needs the id of an audience and a provider, as the schema has them.", uses=SHOWN
)
def connection_needs_audience_and_provider(probe: Probe) -> None:
    """No connection comes of it."""
    audience = key(probe, created(probe))
    wrong = (*BROKEN, {"audience": {"id": audience}}, {"audience": {"id": audience}, "provider": PROVIDER})
    for body in wrong:
        refused(probe.call(CREATE, json=body), f"the body {str(body)[:60]}")
    refused(attempted(probe, audience, "x" * 81), "a provider name of 81 characters")
    probe.same([], listed_for(probe, audience), "connections:", pointer="/items")


@CONNECTIONS.promises("B-08", "The name of a provider may have 80 characters.", uses=SHOWN)
def provider_name_reaches_its_limit(probe: Probe) -> None:
    """Characters, not bytes."""
    name = f"{offered(probe)} ".ljust(80, "é")
    made = connected(probe, provider=name)
    probe.same(name, made.json()["provider"]["name"], "the name", pointer="/provider/name")


@CONNECTIONS.promises("B-08", "An audience that does not exist cannot be connected.", uses=SHOWN)
def unknown_audience_is_not_connected(probe: Probe) -> None:
    """A well-formed id of no audience."""
    refused(attempted(probe, UNKNOWN), "connecting an audience that does not exist")


@CONNECTIONS.promises(
    "B-08",
    "An unknown or archived audience is answered by 422, and so is a provider without a name.",
    uses=(*SHOWN, "archiveCustomerAudience"),
    severity=SHOULD,
)
def what_cannot_be_connected_is_422(probe: Probe) -> None:
    """All of it is well formed."""
    audience = key(probe, created(probe))
    refused(attempted(probe, UNKNOWN), "connecting an audience that does not exist", 422)
    for provider in ({}, {"name": ""}, {"name": " "}):
        body = {"audience": {"id": audience}, "provider": provider}
        refused(probe.call(CREATE, json=body), f"the provider {provider}", 422)
    probe.expect(probe.call("archiveCustomerAudience", audience), 200)
    refused(attempted(probe, audience), "connecting an archived audience", 422)
    probe.same([], listed_for(probe, audience), "connections:", pointer="/items")


@CONNECTIONS.promises(
    "B-08",
    "The provider's id for the audience is given by the service: one that is sent is not taken.",
    uses=SHOWN,
)
def connected_resource_id_is_not_taken(probe: Probe) -> None:
    """A refusal is as good as taking no notice."""
    sent = f"sent-by-{word(probe)}"
    made = attempted(probe, key(probe, created(probe)), connectedResourceId=sent)
    if made.status != 201:
        refused(made, "a connection with a connectedResourceId")
        return
    for answer in (made, connection(probe, key(probe, made))):
        if probe.member(answer, "/provider").get("connectedResourceId") == sent:
            probe.broken("an id that the service gave", sent, pointer="/provider/connectedResourceId")


@CONNECTIONS.promises(
    "B-08",
    "The vendor's own example is taken: it sends the audience's name and the provider's resourceId.",
    uses=(*SHOWN, "getCustomerAudience"),
)
def documented_connection_is_taken(probe: Probe) -> None:
    """The name of the audience is for information only."""
    audience = created(probe).json()
    body = asked(audience["id"], resourceId="9TJNmXu5IA2222CL9S51HBUsxDY")
    body["audience"]["name"] = "Not its name"
    made = probe.expect(probe.call(CREATE, json=body), 201)
    probe.same(audience["name"], fetched(probe, audience["id"]).json()["name"], "still the name")
    shown = made.json()["audience"].get("name", audience["name"])
    probe.same(audience["name"], shown, "the audience's name", pointer="/audience/name")
