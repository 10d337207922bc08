"""The configuration of a workspace (H-18, H-19)."""

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import refused
from understudy.vendors.contacthub.behaviours.steps_configuration import body_of
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

READ, WRITE = "getConfigurationWorkspaces", "putConfigurationWorkspaces"
WORKSPACE = "getWorkspace"

SAID = {
    "name": "Understudy check",
    "industry": "Luxury",
    "timezone": "Europe/Paris",
    "currency": "JPY",
    "customerUniquenessPolicy": "MERGE",
}
DEFAULTS = {"industry": "NotDefined", "timezone": "Europe/Rome", "currency": "EUR"}


@promises("H-18.1", "The configuration of the workspace is told.", uses=(READ, WORKSPACE))
def the_configuration_is_told(probe: Probe) -> None:
    told = body_of(probe, READ)
    named = body_of(probe, WORKSPACE)["name"]
    probe.same(named, told.get("name"), "the name", pointer="/name")
    for name in (*DEFAULTS, "customerUniquenessPolicy"):
        if not told.get(name):
            probe.broken(f"a {name}", f"{told.get(name)}", pointer=f"/{name}")


@promises(
    "H-19.1", "The configuration becomes what is sent.", uses=(WRITE, READ, WORKSPACE), needs=("stage",)
)
def the_configuration_becomes_what_is_sent(probe: Probe) -> None:
    with probe.stage():
        for told in (body_of(probe, WRITE, json=SAID), body_of(probe, READ)):
            for name, value in SAID.items():
                probe.same(value, told.get(name), name, pointer=f"/{name}")
        probe.same(SAID["name"], body_of(probe, WORKSPACE)["name"], "the workspace's name", pointer="/name")


@promises("H-19.2", "What is left out becomes its default.", uses=(WRITE, READ), needs=("stage",))
def what_is_left_out_becomes_its_default(probe: Probe) -> None:
    with probe.stage():
        body_of(probe, WRITE, json=SAID)
        body_of(probe, WRITE, json={})
        told = body_of(probe, READ)
        for name, value in DEFAULTS.items():
            probe.same(value, told.get(name), name, pointer=f"/{name}")


@promises(
    "H-19.2",
    "A workspace whose new configuration has no name keeps its own.",
    uses=(WRITE, READ),
    severity=SHOULD,
    needs=("stage",),
)
def the_name_stays(probe: Probe) -> None:
    with probe.stage():
        body_of(probe, WRITE, json=SAID)
        probe.same(SAID["name"], body_of(probe, WRITE, json={}).get("name"), "the name", pointer="/name")


@promises("H-19.3", "The only uniqueness policy is MERGE.", uses=(WRITE, READ), needs=("stage",))
def merge_is_the_only_policy(probe: Probe) -> None:
    with probe.stage():
        for policy in ("BLOCK", "NO_CHECK", "merge"):
            answer = probe.call(WRITE, json={**SAID, "customerUniquenessPolicy": policy})
            refused(answer, f"the policy {policy}", 400)
        told = body_of(probe, READ)
        probe.same("MERGE", told.get("customerUniquenessPolicy"), "the policy")


@promises(
    "H-19.3",
    "Unknown industries, time zones and currencies are refused.",
    uses=(WRITE, READ),
    needs=("stage",),
)
def unknown_values_are_refused(probe: Probe) -> None:
    with probe.stage():
        before = body_of(probe, READ)
        for name in DEFAULTS:
            refused(probe.call(WRITE, json={**SAID, name: "Nowhere"}), f"the {name} Nowhere", 400)
        probe.same(before, body_of(probe, READ), "the configuration as it was:")
