"""By what customers of a node are told apart (H-67 to H-69)."""

from understudy.conformance.suite import Probe
from understudy.vendors.contacthub.behaviours.steps import POST, unknown
from understudy.vendors.contacthub.behaviours.steps_configuration import (
    ENTRY,
    NEW_ENTRY,
    body_of,
    entry,
    inhabitant,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

DEFAULT, POLICY = "getUniqueCustomerMatchingPolicy", "getNodeUniqueCustomerMatchingPolicy"
PUT_POLICY = "putNodeUniqueCustomerMatchingPolicy"
STAGE = ("stage",)


@promises(
    "H-67.1", "The default policy is that of a node made without one.", uses=(DEFAULT, NEW_ENTRY), needs=STAGE
)
def the_default_policy_is_told(probe: Probe) -> None:
    with probe.stage():
        told = body_of(probe, DEFAULT)
        made = body_of(probe, NEW_ENTRY, json={"name": probe.unique()}, status=201)
        probe.same(made["uniqueCustomer"], told, "the policy")


@promises("H-68.1", "The policy of a node is its uniqueCustomer.", uses=(POLICY, NEW_ENTRY), needs=STAGE)
def the_policy_of_a_node_is_told(probe: Probe) -> None:
    with probe.stage():
        policy = {"properties": ["base.contacts.email"], "caseSensitive": False}
        made = entry(probe, uniqueCustomer=policy)
        probe.same(policy, body_of(probe, POLICY, made["id"]), "the policy")


@promises(
    "H-69.1",
    "The policy that is sent counts from then on.",
    uses=(PUT_POLICY, POLICY, NEW_ENTRY, ENTRY, POST),
    needs=STAGE,
)
def another_policy_counts(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        address = f"check.{unknown(probe)[:8]}@example.com"
        first = inhabitant(probe, home, address)["id"]
        if inhabitant(probe, home, address)["id"] == first:
            probe.broken("another customer while the e-mail is not unique", first, pointer="/id")
        policy = {"properties": ["base.contacts.email"], "caseSensitive": False}
        probe.same(policy, body_of(probe, PUT_POLICY, home, json=policy), "the policy")
        probe.same(policy, body_of(probe, POLICY, home), "the policy")
        probe.same(policy, body_of(probe, ENTRY, home)["uniqueCustomer"], "uniqueCustomer")
        fresh = f"new.{address}"
        one, two = (inhabitant(probe, home, each)["id"] for each in (fresh, fresh.upper()))
        probe.same(one, two, "the customer with this e-mail", pointer="/id")
