"""What campaigns, time and others do to audiences, as an Understudy shows it (A-42, A-44 … A-47)."""

from understudy.conformance.suite import SHOULD, Exchange, Probe, Stage
from understudy.vendors.apiture.behaviours.calls import sent
from understudy.vendors.apiture.behaviours.changing import unchanged
from understudy.vendors.apiture.behaviours.steps import (
    created,
    fetched,
    found,
    key,
    refused,
    selective_filters,
    word,
)
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

STEPS = ("createCustomerAudience", "getCustomerAudience")
ARCHIVE = ("archiveCustomerAudience", *STEPS)
DELETE = ("deleteCustomerAudience", *STEPS)
VANISH = (
    "archiveCustomerAudience",
    "restoreCustomerAudience",
    "listCustomerAudiences",
    "createCustomerAudienceConnection",
    "getCustomerAudienceConnection",
    *STEPS,
)
NAMED = ("createCustomerAudience", "getCustomerAudience", "countAudienceCustomers")

USING = ("scheduled", "active", "paused", "testing")
IDLE = ("draft", "canceled", "completed", "archived")
"""The states of a campaign, by whether it needs its audience (A-46)."""

STATES = (*USING, *IDLE)
"""A-47."""


def used(probe: Probe, stage: Stage, state: str) -> Exchange:
    """A new audience, and a new campaign for it that is in a state."""
    audience = key(probe, created(probe))
    owner = stage.documents("apiture/audiences")[audience]
    body = {"institution": owner["institution"], "name": probe.unique("Campaign"), "state": state}
    stage.put("apiture/campaigns", named(state), {**body, "audience": audience})
    return fetched(probe, audience)


def named(state: str) -> str:
    """The id of the campaign that is put on the stage in a state."""
    return f"campaign-{state}"


def stopped(probe: Probe, operation: str, *statuses: int) -> None:
    """Broken unless the operation is refused, without effect, while a campaign uses the audience."""
    with probe.stage() as stage:
        for state in USING:
            before = used(probe, stage, state)
            what = f"an audience that a campaign uses ({state})"
            refused(probe.call(operation, key(probe, before)), what, *statuses)
            unchanged(probe, before)


def allowed(probe: Probe, operation: str, status: int) -> None:
    """Broken unless the operation is done for audiences whose campaigns do not need them."""
    with probe.stage() as stage:
        for state in IDLE:
            probe.expect(probe.call(operation, key(probe, used(probe, stage, state))), status)


@AUDIENCES.promises(
    "A-44",
    "An audience that a scheduled, active, paused or testing campaign uses cannot be archived: 409.",
    uses=ARCHIVE,
    needs=("stage",),
)
def audience_in_use_is_not_archived(probe: Probe) -> None:
    """A campaign of each of these states, each with an audience of its own."""
    stopped(probe, "archiveCustomerAudience", 409)


@AUDIENCES.promises(
    "A-44",
    "A draft, canceled, completed or archived campaign does not keep its audience from being archived.",
    uses=ARCHIVE,
    severity=SHOULD,
    needs=("stage",),
)
def idle_campaigns_let_archive(probe: Probe) -> None:
    """A campaign of each of these states, each with an audience of its own."""
    allowed(probe, "archiveCustomerAudience", 200)


@AUDIENCES.promises(
    "A-46",
    "An audience that a scheduled, active, paused or testing campaign uses cannot be deleted: 409.",
    uses=DELETE,
    needs=("stage",),
)
def audience_in_use_is_not_deleted(probe: Probe) -> None:
    """A campaign of each of these states, each with an audience of its own."""
    stopped(probe, "deleteCustomerAudience", 409)


@AUDIENCES.promises(
    "A-46",
    "A draft, canceled, completed or archived campaign does not keep its audience from being deleted.",
    uses=DELETE,
    needs=("stage",),
)
def idle_campaigns_let_delete(probe: Probe) -> None:
    """A campaign of each of these states, each with an audience of its own."""
    allowed(probe, "deleteCustomerAudience", 204)


@AUDIENCES.promises(
    "A-45",
    "Thirty days after it was archived an audience is removed, not earlier, and its connections with it.",
    uses=VANISH,
    needs=("stage",),
)
def archived_audience_vanishes(probe: Probe) -> None:
    """One minute before, and at the hour."""
    with probe.stage() as stage:
        term = word(probe)
        audience, other = (key(probe, created(probe, description=term)) for _ in range(2))
        body = {"audience": {"id": audience}, "provider": {"name": "pendo"}}
        connection = key(probe, probe.expect(probe.call("createCustomerAudienceConnection", json=body), 201))
        probe.expect(probe.call("archiveCustomerAudience", audience), 200)
        stage.step(days=29, hours=23, minutes=59)
        fetched(probe, audience)
        probe.expect(probe.call("getCustomerAudienceConnection", connection), 200)
        stage.step(minutes=1)
        probe.expect(probe.call("getCustomerAudience", audience), 404)
        probe.expect(probe.call("getCustomerAudienceConnection", connection), 404)
        left = {item["id"] for item in found(probe, {"q": term})}
        probe.same([other], sorted(left), "of the two listed:", pointer="/items")


@AUDIENCES.promises(
    "A-45",
    "A restored audience is not removed; archived again, it has thirty days again.",
    uses=("archiveCustomerAudience", "restoreCustomerAudience", *STEPS),
    needs=("stage",),
)
def restoring_stops_the_removal(probe: Probe) -> None:
    """Twenty days in the archive, out of it, and in again."""
    with probe.stage() as stage:
        restored, again = key(probe, created(probe)), key(probe, created(probe))
        for audience in (restored, again):
            probe.expect(probe.call("archiveCustomerAudience", audience), 200)
        stage.step(days=20)
        for audience in (restored, again):
            probe.expect(probe.call("restoreCustomerAudience", audience), 200)
        probe.expect(probe.call("archiveCustomerAudience", again), 200)
        stage.step(days=20)
        fetched(probe, restored)
        fetched(probe, again)
        stage.step(days=10)
        fetched(probe, restored)
        probe.expect(probe.call("getCustomerAudience", again), 404)


@AUDIENCES.promises(
    "A-45",
    "Archiving an archived audience once more gives it no more time.",
    uses=ARCHIVE,
    needs=("stage",),
)
def archiving_again_gives_no_more_time(probe: Probe) -> None:
    """Nothing changes, and neither does the day of its removal (A-43)."""
    with probe.stage() as stage:
        audience = key(probe, created(probe))
        probe.expect(probe.call("archiveCustomerAudience", audience), 200)
        stage.step(days=20)
        probe.expect(probe.call("archiveCustomerAudience", audience), 200)
        stage.step(days=10)
        probe.expect(probe.call("getCustomerAudience", audience), 404)


@AUDIENCES.promises(
    "A-47",
    "An audience made from a campaign shows it in the state that it is in now, one of eight.",
    uses=NAMED,
    needs=("stage",),
)
def campaigns_are_shown_in_their_state(probe: Probe) -> None:
    """Its state when the audience was made, and another one after that."""
    filters = selective_filters(probe)
    with probe.stage() as stage:
        for state, later in zip(STATES, STATES[1:] + STATES[:1], strict=True):
            used(probe, stage, state)
            name = named(state)
            made = created(probe, query={"campaignId": name}, filters=filters)
            got = [made.json()["campaign"]["state"]]
            campaign = stage.documents("apiture/campaigns")[name]
            stage.put("apiture/campaigns", name, {**campaign, "state": later})
            got.append(fetched(probe, key(probe, made)).json()["campaign"]["state"])
            probe.same([state, later], got, "the states", pointer="/campaign/state")


@AUDIENCES.promises(
    "A-42",
    "Whoever patches, archives or restores an audience is the one who updated it last.",
    uses=("patchCustomerAudience", "archiveCustomerAudience", "restoreCustomerAudience", *STEPS),
    severity=SHOULD,
    needs=("stage",),
)
def changes_are_signed(probe: Probe) -> None:
    """Each after a change by somebody else, put there from inside."""
    with probe.stage() as stage:
        audience = key(probe, created(probe))
        own = stage.documents("apiture/audiences")[audience]["updatedBy"]
        others = stage.documents("apiture/analysts").keys() - {own}
        somebody = min(others) if others else probe.not_observable("There is one analyst only.")
        for operation in ("patchCustomerAudience", "archiveCustomerAudience", "restoreCustomerAudience"):
            body = stage.documents("apiture/audiences")[audience]
            stage.put("apiture/audiences", audience, {**body, "updatedBy": somebody})
            answer = probe.expect(sent(probe, operation, audience), 200)
            got = probe.member(answer, "/updatedBy/id")
            probe.same(own, got, "updatedBy", pointer="/updatedBy/id")
            again = probe.member(fetched(probe, audience), "/updatedBy/id")
            probe.same(own, again, "updatedBy", pointer="/updatedBy/id")
