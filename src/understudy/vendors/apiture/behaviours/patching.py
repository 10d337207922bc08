"""What a patch of an audience changes, and what it leaves as it is (A-42)."""

from typing import Any

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.apiture.behaviours.changing import (
    cited,
    imported,
    moment,
    same_members,
    tag,
    ticked,
    unchanged,
)
from understudy.vendors.apiture.behaviours.steps import (
    UNKNOWN,
    created,
    fetched,
    insight_or_campaign,
    key,
    listed,
    refused,
    selective_filters,
    word,
)
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__ = ["patched"]

PATCH = ("patchCustomerAudience", "createCustomerAudience", "getCustomerAudience")
FILTERED = (*PATCH, "countAudienceCustomers")
LISTED = (*PATCH, "importCustomerAudience", "listCustomerAudienceCustomers")

MARKS = ("updatedAt", "updatedBy")
"""What any change changes."""

NOT_PATCHED: dict[str, Any] = {
    "id": "5e2f08a1c7d94b3620ff",
    "state": "archived",
    "source": "list",
    "createdAt": "2020-01-01T00:00:00.000Z",
    "updatedAt": "2020-01-01T00:00:00.000Z",
    "owners": [{"id": "5e2f08a1c7d94b3620ff", "firstName": "A", "lastName": "B", "username": "someone"}],
    "connections": [{"id": "5e2f08a1c7d94b3620ff", "state": "active", "provider": {"name": "pendo"}}],
    "fileName": "somebody.csv",
    "customerCount": 1,
    "totalCustomerCount": 1,
    "shoeSize": 44,
}
"""Members of an audience that no patch may write, and one that is no member at all."""


def patched(probe: Probe, audience: str, patch: Any, **more: Any) -> Exchange:
    """The answer to a patch; Broken unless 200."""
    return probe.expect(probe.call("patchCustomerAudience", audience, json=patch, **more), 200)


def changes_only(probe: Probe, audience: str, patch: dict[str, Any]) -> None:
    """Broken unless the patch sets its members, leaves the others, and reading shows what it answered."""
    before = fetched(probe, audience).json()
    answer = patched(probe, audience, patch)
    for name, value in patch.items():
        probe.same(value, answer.json().get(name), f"the new {name}", pointer=f"/{name}")
    same_members(probe, before, answer.json(), but=(*patch, *MARKS))
    unchanged(probe, answer)


@AUDIENCES.promises(
    "A-42",
    "A patch sets the members that it names, leaves all others as they are, and is there to stay.",
    uses=PATCH,
)
def patch_sets_what_it_names(probe: Probe) -> None:
    """Each member alone, then two together, then none."""
    audience = key(probe, created(probe, description="As it was made."))
    for patch in (
        {"name": probe.unique()},
        {"description": "As it was patched."},
        {"customerType": "retail"},
        {"enrollmentState": "enrolled"},
        {"name": probe.unique(), "customerType": "commercial"},
        {},
    ):
        changes_only(probe, audience, patch)


@AUDIENCES.promises(
    "A-42", "The filters of an audience can be patched in, and the counts follow them.", uses=FILTERED
)
def patched_filters_select(probe: Probe) -> None:
    """As many customers as an audience has that was made with the same filters."""
    filters = selective_filters(probe)
    made = fetched(probe, key(probe, created(probe, filters=filters))).json()
    audience = key(probe, created(probe))
    answer = patched(probe, audience, {"filters": filters})
    probe.same(made["filters"], answer.json().get("filters"), "the filters", pointer="/filters")
    got = answer.json()["customerCount"]
    probe.same(made["customerCount"], got, "the customerCount", pointer="/customerCount")


@AUDIENCES.promises(
    "A-42",
    "A patch is a JSON merge patch: objects are merged member by member, arrays are replaced whole.",
    uses=FILTERED,
)
def patch_merges_objects(probe: Probe) -> None:
    """The operator of the filters alone, then their array alone."""
    first = selective_filters(probe)["primitiveFilters"][0]
    filters = {"operator": "and", "primitiveFilters": [first, {**first, "includeMissingValues": True}]}
    audience = key(probe, created(probe, filters=filters))
    before = fetched(probe, audience).json()["filters"]
    merged = patched(probe, audience, {"filters": {"operator": "or"}}).json().get("filters")
    probe.same({**before, "operator": "or"}, merged, "the filters", pointer="/filters")
    shorter = before["primitiveFilters"][:1]
    replaced = patched(probe, audience, {"filters": {"primitiveFilters": [first]}}).json().get("filters")
    expected = {**before, "operator": "or", "primitiveFilters": shorter}
    probe.same(expected, replaced, "the filters", pointer="/filters")


@AUDIENCES.promises("A-42", "A patch gives the audience a new entity tag.", uses=PATCH)
def patch_changes_the_tag(probe: Probe) -> None:
    """Three versions, three tags; the answer's is that of the next read."""
    first = fetched(probe, key(probe, created(probe)))
    audience, seen = key(probe, first), {tag(probe, first)}
    for description in ("Once.", "Twice."):
        answer = patched(probe, audience, {"description": description})
        got = tag(probe, fetched(probe, audience))
        probe.same(tag(probe, answer), got, "the tag", location="header", pointer="ETag")
        if got in seen:
            probe.broken("an entity tag that was not there before", got, location="header", pointer="ETag")
        seen.add(got)


@AUDIENCES.promises("A-42", "A patch is the latest change of its audience: updatedAt says when.", uses=PATCH)
def patch_moves_updated_at(probe: Probe) -> None:
    """Not before another audience that was made meanwhile."""
    made = fetched(probe, key(probe, created(probe))).json()
    meanwhile = ticked(probe, made["updatedAt"])
    after = patched(probe, made["id"], {"description": "Later."}).json()
    if moment(after["updatedAt"]) < meanwhile:
        probe.broken(f"updatedAt from {meanwhile}", after["updatedAt"], pointer="/updatedAt")


@AUDIENCES.promises("A-42", "A patch writes nothing but the members that can be patched.", uses=PATCH)
def patch_writes_no_other_member(probe: Probe) -> None:
    """A refusal is as good as taking no notice."""
    before = fetched(probe, key(probe, created(probe))).json()
    for name, value in NOT_PATCHED.items():
        probe.call(PATCH[0], before["id"], json={name: value})
    same_members(probe, before, fetched(probe, before["id"]).json(), but=MARKS)


@AUDIENCES.promises(
    "A-42",
    "A patch of what cannot be patched is refused by 400, and so is null.",
    uses=PATCH,
    severity=SHOULD,
)
def patch_of_other_members_is_refused(probe: Probe) -> None:
    """Also beside a member that could be patched, which then stays as it was."""
    before = fetched(probe, key(probe, created(probe, description="Here to stay.")))
    audience = key(probe, before)
    for name, value in NOT_PATCHED.items():
        patch = {"name": probe.unique(), name: value}
        refused(probe.call(PATCH[0], audience, json=patch), f"a patch of {name}", 400)
    for name in ("name", "description", "customerType", "enrollmentState", "filters"):
        refused(probe.call(PATCH[0], audience, json={name: None}), f"null for {name}", 400)
    unchanged(probe, before)


@AUDIENCES.promises(
    "A-42",
    "The list of audiences shows an audience as it was patched.",
    uses=(*PATCH, "listCustomerAudiences"),
)
def list_shows_what_was_patched(probe: Probe) -> None:
    """Found by the new name, and not by the old one."""
    old, new = word(probe), word(probe)
    audience = key(probe, created(probe, name=old))
    patched(probe, audience, {"name": new})
    probe.same([audience], listed(probe, {"q": new}, [audience]), "found by its new name:")
    probe.same([], listed(probe, {"q": old}, [audience]), "found by its old name:")


@AUDIENCES.promises(
    "A-42",
    "The customer type and the filters of a list audience follow from its list: no patch sets them.",
    uses=(*LISTED, "countAudienceCustomers"),
)
def list_keeps_its_type_and_filters(probe: Probe) -> None:
    """Its name and description can be patched all the same."""
    audience = imported(probe, cited(probe))
    before = fetched(probe, audience)
    other = "commercial" if before.json()["customerType"] == "retail" else "retail"
    for patch in ({"customerType": other}, {"filters": selective_filters(probe)}):
        refused(probe.call(PATCH[0], audience, json=patch), f"a patch of a list's {min(patch)}")
    unchanged(probe, before)
    changes_only(probe, audience, {"name": probe.unique(), "description": "Still a list."})


@AUDIENCES.promises(
    "A-42",
    "A patch of what follows from the customers of a list is refused by 422.",
    uses=LISTED,
    severity=SHOULD,
)
def patch_of_a_derived_member_is_422(probe: Probe) -> None:
    """The request is well formed; it is this audience that does not allow it."""
    audience = imported(probe, cited(probe))
    answer = probe.call(PATCH[0], audience, json={"customerType": "retail"})
    refused(answer, "a patch of a list's customerType", 422)


@AUDIENCES.promises(
    "A-42",
    "The customer type and the filters of an audience made from an insight are fixed.",
    uses=(*FILTERED, "listCustomerAudiences"),
)
def insight_keeps_its_type_and_filters(probe: Probe) -> None:
    """No operation lists insights."""
    made = created(probe, query={"insightId": insight_or_campaign(probe, "insight")})
    before = fetched(probe, key(probe, made))
    for patch in ({"customerType": "commercial"}, {"filters": selective_filters(probe)}):
        refused(probe.call(PATCH[0], key(probe, made), json=patch), f"a patch of an insight's {min(patch)}")
    unchanged(probe, before)


@AUDIENCES.promises(
    "A-42",
    "An archived audience cannot be patched: 409.",
    uses=(*PATCH, "archiveCustomerAudience"),
    severity=SHOULD,
)
def archived_audience_is_not_patched(probe: Probe) -> None:
    """It has to be restored first."""
    audience = key(probe, created(probe))
    probe.expect(probe.call("archiveCustomerAudience", audience), 200)
    before = fetched(probe, audience)
    refused(probe.call(PATCH[0], audience, json={"description": "Too late."}), "an archived audience", 409)
    unchanged(probe, before)


@AUDIENCES.promises("A-42", "A patch of an audience that does not exist is answered by 404.", uses=PATCH)
def patch_of_nothing_is_404(probe: Probe) -> None:
    """And it makes none."""
    probe.expect(probe.call(PATCH[0], UNKNOWN, json={"name": probe.unique()}), 404)
    probe.expect(probe.call("getCustomerAudience", UNKNOWN), 404)
