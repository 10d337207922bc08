"""What events need and how large they are; which of them tell of products (H-29 to H-31, H-37 to H-39)."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.event_types import posted, somebody
from understudy.vendors.contacthub.behaviours.extended_properties import TEXT
from understudy.vendors.contacthub.behaviours.steps import PATCH, POST, POST_EVENT, refused
from understudy.vendors.contacthub.behaviours.steps_configuration import NEW_ENTRY, body_of
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

UPDATES = (
    "getProductsUpdatePolicyConfigurationWorkspaces",
    "putProductsUpdatePolicyConfigurationWorkspaces",
)
PLAN = "getPlanModelConfigurationWorkspaces"
CONSENTS = "putEventsConsentPolicyConfigurationWorkspaces"
SIZES = ("getEventsPayloadSizeConfigurationWorkspaces", "putEventsPayloadSizeConfigurationWorkspaces")
OF_EVENTS = "putEventExtendedPropertiesConfigurationWorkspaces"
OF_PRODUCTS = "putProductExtendedPropertiesConfigurationWorkspaces"
STAGE = ("stage",)
LIVES = (NEW_ENTRY, POST, POST_EVENT)
KIND, OTHER = "viewedPage", "loggedIn"
LARGEST = 65_535
"""Bytes of an event, unless set."""


@promises("H-29.1", "The types that update products are told.", uses=UPDATES, needs=STAGE)
def product_types_are_told(probe: Probe) -> None:
    with probe.stage():
        for kinds in (["completedOrder", "viewedProduct"], []):
            body_of(probe, UPDATES[1], json={"eventTypes": kinds})
            probe.same({"eventTypes": kinds}, body_of(probe, UPDATES[0]), "the types")


@promises("H-30.1", "The types become what is sent; null is none.", uses=UPDATES[::-1], needs=STAGE)
def product_types_become_what_is_sent(probe: Probe) -> None:
    with probe.stage():
        for kinds in (["completedOrder"], ["addedProduct", "viewedProduct"], None):
            told = body_of(probe, UPDATES[1], json={"eventTypes": kinds})
            for body in (told, body_of(probe, UPDATES[0])):
                probe.same({"eventTypes": kinds or []}, body, "the types")


@promises("H-30.2", "Types that know no products are refused.", uses=UPDATES[::-1], needs=STAGE)
def other_types_tell_of_no_products(probe: Probe) -> None:
    with probe.stage():
        before = body_of(probe, UPDATES[0])
        for kind in ("loggedIn", "understudyCheck"):
            answer = probe.call(UPDATES[1], json={"eventTypes": ["completedOrder", kind]})
            refused(answer, f"{kind} among types with products", 400)
        probe.same(before, body_of(probe, UPDATES[0]), "the types as they were:")


@promises(
    "H-31.1",
    "A plan model tells its own fields, and the enabled extended properties of its events and products.",
    uses=(PLAN, OF_EVENTS, OF_PRODUCTS),
    needs=STAGE,
)
def plan_models_are_told(probe: Probe) -> None:
    with probe.stage():
        own = {"label": "Check"}
        said = {
            "checkOn": {**TEXT, "contactlabProperties": own},
            "checkOff": {**TEXT, "contactlabProperties": {**own, "enabled": False}},
        }
        body_of(probe, OF_EVENTS, "completedOrder", json=said)
        body_of(probe, OF_PRODUCTS, json={"checkProduct": said["checkOn"]})
        told = body_of(probe, PLAN, "ORDER_LINE")
        if not told["plan"]:
            probe.broken("fields of its own", "none", pointer="/plan")
        found = {kind: [each["name"] for each in told["hub"][kind]] for kind in ("event", "product")}
        expected = {"event": ["checkOn"], "product": ["checkProduct"]}
        probe.same(expected, found, "the extended properties", pointer="/hub")
        label = told["hub"]["event"][0]["contactlabProperties"].get("label")
        probe.same("Check", label, "the label", pointer="/hub/event/0")


@promises("H-37.1", "The consents that events need become what is sent.", uses=(CONSENTS,), needs=STAGE)
def consents_become_what_is_sent(probe: Probe) -> None:
    with probe.stage():
        whole: dict[str, list[str]] = {KIND: ["profiling.online"], OTHER: ["marketing.automatic.email"]}
        policies: tuple[dict[str, list[str]], ...] = (whole, {OTHER: []}, {})
        for said in policies:
            probe.same(said, body_of(probe, CONSENTS, json=said), "the consents")
        refused(probe.call(CONSENTS, json={KIND: ["understudy.check"]}), "a consent that there is not", 400)


@promises(
    "H-37.2",
    "An event is refused while its customer lacks a consent that its type needs.",
    uses=(CONSENTS, *LIVES, PATCH),
    severity=SHOULD,
    needs=STAGE,
)
def events_need_consents(probe: Probe) -> None:
    with probe.stage():
        key = somebody(probe)
        body_of(probe, CONSENTS, json={KIND: ["profiling.online"]})
        got = [(posted(probe, key).status, posted(probe, key, OTHER).status)]
        changes: tuple[dict[str, Any], ...] = (
            {"status": True, "limitation": False, "objection": False},
            {"status": True, "limitation": False, "objection": True},
            {"status": False, "limitation": False, "objection": False},
        )
        for consent in changes:
            body_of(probe, PATCH, key, json={"consents": {"profiling": {"online": consent}}})
            got.append((posted(probe, key).status, posted(probe, key, OTHER).status))
        expected = [(403, 202), (202, 202), (403, 202), (403, 202)]
        probe.same(expected, got, "statuses without, with, against and without consent:", location="status")


@promises("H-38.1", "The most bytes are told for each type, 65535 unless set.", uses=SIZES, needs=STAGE)
def sizes_are_told(probe: Probe) -> None:
    with probe.stage():
        body_of(probe, SIZES[1], json={KIND: {"maxBytes": 300}})
        told = body_of(probe, SIZES[0])
        probe.same(48, len(told), "types:")
        expected = {kind: {"maxBytes": 300 if kind == KIND else LARGEST} for kind in told}
        probe.same(expected, told, "the most bytes")


@promises(
    "H-39.1",
    "The most bytes become what is sent; larger events are refused.",
    uses=(SIZES[1], SIZES[0], *LIVES),
    needs=STAGE,
)
def larger_events_are_refused(probe: Probe) -> None:
    with probe.stage():
        key = somebody(probe)
        large: dict[str, Any] = {"properties": {"title": "x" * 400}}
        got = [posted(probe, key, **large).status]
        body_of(probe, SIZES[1], json={KIND: {"maxBytes": 300}})
        got += [posted(probe, key, **large).status, posted(probe, key).status]
        body_of(probe, SIZES[1], json={})
        probe.same(
            {"maxBytes": LARGEST}, body_of(probe, SIZES[0])[KIND], "the most bytes", pointer=f"/{KIND}"
        )
        got.append(posted(probe, key, **large).status)
        probe.same([202, 400, 202, 202], got, "statuses of large, large, small, large:", location="status")
        refused(
            probe.call(SIZES[1], json={KIND: {"maxBytes": LARGEST + 1}}), "more bytes than there are", 400
        )
