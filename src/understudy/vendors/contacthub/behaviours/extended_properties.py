"""Properties that a workspace defines: of customers, products and events (H-26, 27, 32, 33, 60, 61)."""

from typing import Any

from understudy.conformance.suite import Probe
from understudy.vendors.contacthub.behaviours.event_types import posted, somebody
from understudy.vendors.contacthub.behaviours.steps import POST, POST_EVENT, refused
from understudy.vendors.contacthub.behaviours.steps_configuration import NEW_ENTRY, body_of
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__ = ["TEXT"]

promises = HUB.promises

CUSTOMER, EVENT, PRODUCT = (
    ("getExtendedPropertiesConfigurationWorkspaces", "putExtendedPropertiesConfigurationWorkspaces"),
    (
        "getEventExtendedPropertiesConfigurationWorkspaces",
        "putEventExtendedPropertiesConfigurationWorkspaces",
    ),
    (
        "getProductExtendedPropertiesConfigurationWorkspaces",
        "putProductExtendedPropertiesConfigurationWorkspaces",
    ),
)
STAGE = ("stage",)
KIND, OTHER = "viewedPage", "loggedIn"
LIVES = (NEW_ENTRY, POST, POST_EVENT)
TEXT: dict[str, Any] = {"type": "string"}
"""The least that defines a text."""


def become_what_is_sent(probe: Probe, of: tuple[str, str], *path: str) -> None:
    """Broken unless definitions are told as they were sent, those before gone."""
    with probe.stage():
        for said in ({"checkOne": TEXT, "checkTwo": {"type": "integer"}}, {"checkThree": TEXT}, {}):
            for told in (body_of(probe, of[1], *path, json=said), body_of(probe, of[0], *path)):
                got = {name: {"type": each.get("type")} for name, each in told.items()}
                probe.same(said, got, "the properties")


def keep_what_is_said(probe: Probe, of: tuple[str, str], *path: str) -> None:
    """Broken unless label, enabled and mergePolicy are told as they were sent."""
    with probe.stage():
        own = {"label": "Check", "enabled": False, "mergePolicy": "OBJ_CONCATENATE", "maxLength": 77}
        body_of(probe, of[1], *path, json={"check": {"type": "string", "contactlabProperties": own}})
        told = body_of(probe, of[0], *path)["check"]["contactlabProperties"]
        probe.same(own, {name: told.get(name) for name in own}, "what is kept", pointer="/check")


def are_indexed_by_operators(probe: Probe, of: tuple[str, str], *path: str) -> None:
    """Broken unless only the operator may change what is indexed, to and fro."""
    with probe.stage():
        plain, indexed = (
            {"check": {"type": "string", "contactlabProperties": {"indexed": on}}} for on in (False, True)
        )
        body_of(probe, of[1], *path, json=plain)
        refused(probe.call(of[1], *path, json=indexed), "an index by an administrator", 403)
        body_of(probe, of[1], *path, json=indexed, caller="operator")
        body_of(probe, of[1], *path, json=indexed)
        for less in (plain, {}):
            refused(probe.call(of[1], *path, json=less), "an index less by an administrator", 403)
        told = body_of(probe, of[0], *path)["check"]["contactlabProperties"]
        probe.same(True, told.get("indexed"), "whether it is indexed:", pointer="/check")


def have_no_dots(probe: Probe, of: tuple[str, str], *path: str) -> None:
    """Broken unless names with dots are refused."""
    with probe.stage():
        refused(probe.call(of[1], *path, json={"check.dotted": TEXT}), "a name with a dot", 400)
        probe.same({}, body_of(probe, of[0], *path), "the properties")


@promises("H-26.1", "Each type of events has extended properties of its own.", uses=(*EVENT,), needs=STAGE)
def each_type_has_its_properties(probe: Probe) -> None:
    with probe.stage():
        body_of(probe, EVENT[1], KIND, json={"check": TEXT})
        got = tuple([*body_of(probe, EVENT[0], kind)] for kind in (KIND, OTHER))
        probe.same((["check"], []), got, "properties of the type and of another:")


@promises("H-27.1", "The extended properties of a type become what is sent.", uses=EVENT[::-1], needs=STAGE)
def properties_of_events_become_what_is_sent(probe: Probe) -> None:
    become_what_is_sent(probe, EVENT, KIND)


@promises(
    "H-27.2", "Label, enabled and mergePolicy are kept with a type's property.", uses=EVENT[::-1], needs=STAGE
)
def properties_of_events_keep_what_is_said(probe: Probe) -> None:
    keep_what_is_said(probe, EVENT, KIND)


@promises(
    "H-27.3", "Only operators index properties of events.", uses=EVENT[::-1], needs=("stage", "operator")
)
def properties_of_events_are_indexed_by_operators(probe: Probe) -> None:
    are_indexed_by_operators(probe, EVENT, KIND)


@promises("H-27.4", "No name of a type's property has a dot.", uses=EVENT[::-1], needs=STAGE)
def properties_of_events_have_no_dots(probe: Probe) -> None:
    have_no_dots(probe, EVENT, KIND)


@promises(
    "H-27.6",
    "Events fit the extended properties of their type, and no other's.",
    uses=(EVENT[1], *LIVES),
    needs=STAGE,
)
def events_fit_extended_properties(probe: Probe) -> None:
    with probe.stage():
        key = somebody(probe)
        refused(posted(probe, key, properties={"extended": {"check": "L"}}), "what nobody defined", 400)
        body_of(probe, EVENT[1], KIND, json={"check": TEXT})
        probe.expect(posted(probe, key, properties={"extended": {"check": "L"}}), 202)
        refused(posted(probe, key, properties={"extended": {"check": 5}}), "a number for a text", 400)
        refused(posted(probe, key, OTHER, properties={"extended": {"check": "L"}}), "another type", 400)


@promises("H-32.1", "The extended properties of products are told.", uses=PRODUCT, needs=STAGE)
def properties_of_products_are_told(probe: Probe) -> None:
    with probe.stage():
        made = body_of(probe, PRODUCT[1], json={"check": TEXT})
        probe.same(made, body_of(probe, PRODUCT[0]), "the properties")


@promises(
    "H-33.1", "The extended properties of products become what is sent.", uses=PRODUCT[::-1], needs=STAGE
)
def properties_of_products_become_what_is_sent(probe: Probe) -> None:
    become_what_is_sent(probe, PRODUCT)


@promises(
    "H-33.2",
    "Label, enabled and mergePolicy are kept with a product's property.",
    uses=PRODUCT[::-1],
    needs=STAGE,
)
def properties_of_products_keep_what_is_said(probe: Probe) -> None:
    keep_what_is_said(probe, PRODUCT)


@promises(
    "H-33.3", "Only operators index properties of products.", uses=PRODUCT[::-1], needs=("stage", "operator")
)
def properties_of_products_are_indexed_by_operators(probe: Probe) -> None:
    are_indexed_by_operators(probe, PRODUCT)


@promises("H-33.4", "No name of a product's property has a dot.", uses=PRODUCT[::-1], needs=STAGE)
def properties_of_products_have_no_dots(probe: Probe) -> None:
    have_no_dots(probe, PRODUCT)


@promises("H-33.6", "Products in events fit the definitions.", uses=(PRODUCT[1], *LIVES), needs=STAGE)
def products_fit_extended_properties(probe: Probe) -> None:
    with probe.stage():
        key = somebody(probe)
        body_of(probe, PRODUCT[1], json={"check": TEXT})
        for value, status in (("red", 202), (5, 400)):
            products = [{"id": "check-1", "extended": {"check": value}}]
            answer = posted(probe, key, "completedOrder", properties={"products": products})
            probe.same(status, answer.status, f"the status for {value}:", location="status")


@promises("H-60.1", "The extended properties of customers are told.", uses=CUSTOMER, needs=STAGE)
def properties_of_customers_are_told(probe: Probe) -> None:
    with probe.stage():
        made = body_of(probe, CUSTOMER[1], json={"check": TEXT})
        probe.same(made, body_of(probe, CUSTOMER[0]), "the properties")


@promises(
    "H-61.1", "The extended properties of customers become what is sent.", uses=CUSTOMER[::-1], needs=STAGE
)
def properties_of_customers_become_what_is_sent(probe: Probe) -> None:
    become_what_is_sent(probe, CUSTOMER)


@promises(
    "H-61.5",
    "Only operators index properties of customers.",
    uses=CUSTOMER[::-1],
    needs=("stage", "operator"),
)
def properties_of_customers_are_indexed_by_operators(probe: Probe) -> None:
    are_indexed_by_operators(probe, CUSTOMER)


@promises("H-61.8", "No name of a customer's property has a dot.", uses=CUSTOMER[::-1], needs=STAGE)
def properties_of_customers_have_no_dots(probe: Probe) -> None:
    have_no_dots(probe, CUSTOMER)


@promises(
    "H-61.9",
    "Label, enabled and mergePolicy are kept with a customer's property.",
    uses=CUSTOMER[::-1],
    needs=STAGE,
)
def properties_of_customers_keep_what_is_said(probe: Probe) -> None:
    keep_what_is_said(probe, CUSTOMER)
