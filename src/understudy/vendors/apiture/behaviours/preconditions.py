"""Requests that hold only for one version of an audience (A-38)."""

from collections.abc import Callable
from functools import partial

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.apiture.behaviours.changing import (
    FOREIGN_TAG,
    altered,
    cited,
    imported,
    sheet,
    tag,
    unchanged,
)
from understudy.vendors.apiture.behaviours.steps import UNKNOWN, created, fetched, key
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

STEPS = ("createCustomerAudience", "getCustomerAudience", "patchCustomerAudience")
PATCH = ("patchCustomerAudience", "createCustomerAudience", "getCustomerAudience")
DELETE = ("deleteCustomerAudience", *STEPS)
ARCHIVE = ("archiveCustomerAudience", *STEPS)
RESTORE = ("restoreCustomerAudience", "archiveCustomerAudience", *STEPS)
REPLACE = (
    "updateCustomerAudienceCustomers",
    "importCustomerAudience",
    "listCustomerAudienceCustomers",
    *STEPS,
)


def redescribed(probe: Probe, audience: str) -> tuple[str, Exchange]:
    """An audience that was changed just now: its outdated entity tag, and how it is now."""
    outdated = tag(probe, fetched(probe, audience))
    patch = {"description": probe.unique("Changed by")}
    probe.expect(probe.call("patchCustomerAudience", audience, json=patch), 200)
    return outdated, fetched(probe, audience)


def holds_for_one_version(
    probe: Probe, outdated: str, current: Exchange, send: Callable[..., Exchange], *done: int
) -> None:
    """Broken unless `send` is stopped by wrong tags without effect, and goes through with the right one."""
    entity_tag = tag(probe, current)
    for wrong in (outdated, altered(entity_tag), FOREIGN_TAG):
        probe.expect(send(headers={"If-Match": wrong}), 412)
    unchanged(probe, current)
    probe.expect(send(headers={"If-Match": entity_tag}), *done)


@AUDIENCES.promises(
    "A-38",
    "A patch for another version than the current one is stopped by 412, and changes nothing.",
    uses=PATCH,
)
def patch_is_for_one_version(probe: Probe) -> None:
    """The lost update that entity tags are there to prevent."""
    outdated, current = redescribed(probe, key(probe, created(probe)))
    audience, patch = key(probe, current), {"name": probe.unique("Patched by")}
    send = partial(probe.call, PATCH[0], audience, json=patch)
    holds_for_one_version(probe, outdated, current, send, 200)


@AUDIENCES.promises(
    "A-38", "A deletion for another version than the current one is stopped by 412.", uses=DELETE
)
def deletion_is_for_one_version(probe: Probe) -> None:
    """Nobody deletes what somebody else has changed meanwhile."""
    outdated, current = redescribed(probe, key(probe, created(probe)))
    audience = key(probe, current)
    holds_for_one_version(probe, outdated, current, partial(probe.call, DELETE[0], audience), 204)


@AUDIENCES.promises("A-38", "Archiving another version than the current one is stopped by 412.", uses=ARCHIVE)
def archiving_is_for_one_version(probe: Probe) -> None:
    """The audience stays active until the tag is right."""
    outdated, current = redescribed(probe, key(probe, created(probe)))
    audience = key(probe, current)
    holds_for_one_version(probe, outdated, current, partial(probe.call, ARCHIVE[0], audience), 200)


@AUDIENCES.promises("A-38", "Restoring another version than the current one is stopped by 412.", uses=RESTORE)
def restoring_is_for_one_version(probe: Probe) -> None:
    """Archiving makes the tag from before outdated."""
    before = fetched(probe, key(probe, created(probe)))
    audience = key(probe, before)
    probe.expect(probe.call("archiveCustomerAudience", audience), 200)
    current = fetched(probe, audience)
    holds_for_one_version(
        probe,
        tag(probe, before),
        current,
        partial(probe.call, RESTORE[0], audience),
        200,
    )


@AUDIENCES.promises(
    "A-38", "Replacing the customers of another version than the current one is stopped by 412.", uses=REPLACE
)
def replacing_is_for_one_version(probe: Probe) -> None:
    """A tag that the target never gave is wrong, whichever tag is meant."""
    customers = cited(probe)
    current = fetched(probe, imported(probe, customers))
    audience, headers = key(probe, current), {"If-Match": FOREIGN_TAG}
    probe.expect(probe.call(REPLACE[0], audience, headers=headers, json=sheet(customers[:1])), 412)
    unchanged(probe, current)


@AUDIENCES.promises(
    "A-38",
    "It is the audience's entity tag that a replacement of its customers has to name.",
    uses=REPLACE,
    severity=SHOULD,
)
def replacing_takes_the_tag_of_the_audience(probe: Probe) -> None:
    """The list of customers has no tag of its own."""
    customers = cited(probe)
    outdated, current = redescribed(probe, imported(probe, customers))
    audience = key(probe, current)
    send = partial(probe.call, REPLACE[0], audience, json=sheet(customers[:1]))
    holds_for_one_version(probe, outdated, current, send, 200, 202)


@AUDIENCES.promises(
    "A-38",
    "A wrong entity tag is answered by 412 even where the request would have changed nothing.",
    uses=RESTORE,
    severity=SHOULD,
)
def tag_counts_before_nothing_to_do(probe: Probe) -> None:
    """Restoring an active audience, archiving an archived one."""
    audience = key(probe, created(probe))
    probe.expect(probe.call("restoreCustomerAudience", audience, headers={"If-Match": FOREIGN_TAG}), 412)
    probe.expect(probe.call("archiveCustomerAudience", audience), 200)
    probe.expect(probe.call("archiveCustomerAudience", audience, headers={"If-Match": FOREIGN_TAG}), 412)


@AUDIENCES.promises(
    "A-38",
    "An entity tag for an audience that is not there is answered by 404.",
    uses=(*RESTORE, "deleteCustomerAudience"),
    severity=SHOULD,
)
def absence_counts_before_the_tag(probe: Probe) -> None:
    """No version of it can be meant."""
    headers = {"If-Match": FOREIGN_TAG}
    probe.expect(probe.call("patchCustomerAudience", UNKNOWN, headers=headers, json={"name": "Nobody"}), 404)
    for operation in ("deleteCustomerAudience", "archiveCustomerAudience", "restoreCustomerAudience"):
        probe.expect(probe.call(operation, UNKNOWN, headers=headers), 404)


@AUDIENCES.promises(
    "A-38",
    "Without an entity tag a request holds for whatever version there is.",
    uses=("deleteCustomerAudience", *RESTORE),
)
def no_tag_is_for_any_version(probe: Probe) -> None:
    """Every change in turn."""
    audience = key(probe, created(probe))
    probe.expect(probe.call("patchCustomerAudience", audience, json={"description": "Any."}), 200)
    for operation in ("archiveCustomerAudience", "restoreCustomerAudience"):
        probe.expect(probe.call(operation, audience), 200)
    probe.expect(probe.call("deleteCustomerAudience", audience), 204)
