"""Audiences and their collaborators, read again with an entity tag in hand (A-37, A-39 … A-41)."""

import re

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.apiture.behaviours.changing import (
    FOREIGN_TAG,
    altered,
    not_modified,
    opaque,
    same_members,
    tag,
)
from understudy.vendors.apiture.behaviours.steps import body, created, fetched, found, key
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

READ = ("getCustomerAudience", "createCustomerAudience")
CHANGED = (*READ, "patchCustomerAudience")
COLLABORATORS = ("listCustomerAudienceCollaborators", *READ)

FORM = re.compile(r'("?[\x21\x23-\x7e]{1,512}"?|W/"[\x21\x23-\x7e]{1,509}")')
"""An entity tag as the contract lets a client send it."""


def known(probe: Probe, operation: str, audience: str, entity_tag: str) -> Exchange:
    """What a client gets who knows the version with this entity tag."""
    return probe.call(operation, audience, headers={"If-None-Match": entity_tag})


@AUDIENCES.promises(
    "A-37", "Who knows the current version of an audience is told so by 304 and gets no body.", uses=READ
)
def known_audience_is_not_sent_again(probe: Probe) -> None:
    """The tag of a read, sent back twice: it has to hold for longer than one request."""
    current = fetched(probe, key(probe, created(probe)))
    for _ in range(2):
        not_modified(probe, known(probe, READ[0], key(probe, current), tag(probe, current)))


@AUDIENCES.promises("A-37", "Who knows another version of an audience gets the current one.", uses=CHANGED)
def changed_audience_is_sent_again(probe: Probe) -> None:
    """An outdated tag, a nearly right one and a foreign one."""
    first = fetched(probe, key(probe, created(probe)))
    audience = key(probe, first)
    probe.expect(probe.call("patchCustomerAudience", audience, json={"description": "Changed."}), 200)
    current = fetched(probe, audience)
    for entity_tag in (tag(probe, first), altered(tag(probe, current)), FOREIGN_TAG):
        answer = probe.expect(known(probe, READ[0], audience, entity_tag), 200)
        same_members(probe, current.json(), answer.json())


@AUDIENCES.promises(
    "A-37", "An answer of 304 repeats the entity tag of the audience.", uses=READ, severity=SHOULD
)
def not_modified_repeats_the_tag(probe: Probe) -> None:
    """RFC 9110 wants it; the page does not list the answer at all."""
    current = fetched(probe, key(probe, created(probe)))
    answer = known(probe, READ[0], key(probe, current), tag(probe, current))
    if answer.status == 304:
        got = tag(probe, answer)
        probe.same(tag(probe, current), got, "the entity tag", location="header", pointer="ETag")


@AUDIENCES.promises("A-37", "An audience keeps its entity tag while nobody changes it.", uses=READ)
def tag_stays_while_nothing_changes(probe: Probe) -> None:
    """Two reads; and another audience has another tag."""
    first, other = fetched(probe, key(probe, created(probe))), fetched(probe, key(probe, created(probe)))
    again = fetched(probe, key(probe, first))
    probe.same(tag(probe, first), tag(probe, again), "still the tag", location="header", pointer="ETag")
    if tag(probe, first) == tag(probe, other):
        probe.broken("a tag of each audience's own", tag(probe, other), location="header", pointer="ETag")


@AUDIENCES.promises(
    "A-37",
    "The entity tag that comes with a new audience is the one that reading it gives.",
    uses=READ,
    severity=SHOULD,
)
def new_audience_comes_with_its_tag(probe: Probe) -> None:
    """So that a client can patch what it made without reading it first."""
    made = created(probe)
    current = fetched(probe, key(probe, made))
    probe.same(tag(probe, made), tag(probe, current), "the entity tag", location="header", pointer="ETag")


@AUDIENCES.promises(
    "A-39", "Entity tags have the documented form, so that a client may send them back.", uses=COLLABORATORS
)
def tags_can_be_sent_back(probe: Probe) -> None:
    """The schema of If-Match and If-None-Match, put to the tags themselves."""
    made = created(probe)
    audience = key(probe, made)
    shared = probe.expect(probe.call(COLLABORATORS[0], audience), 200)
    for exchange in (made, fetched(probe, audience), shared):
        entity_tag = tag(probe, exchange)
        if not (3 <= len(entity_tag) <= 512 and FORM.fullmatch(entity_tag)):
            probe.broken("an entity tag", entity_tag, location="header", pointer="ETag")


@AUDIENCES.promises(
    "A-39",
    "Entity tags are compared by their text: weak, strong and without quotes it is the same tag.",
    uses=CHANGED,
    severity=SHOULD,
)
def tags_are_compared_by_their_text(probe: Probe) -> None:
    """Both conditional headers, since the page sends weak tags in If-Match, which the RFC would refuse."""
    audience = key(probe, created(probe))
    for form in ('W/"{}"', '"{}"', "{}"):
        sent = form.format(opaque(tag(probe, fetched(probe, audience))))
        not_modified(probe, known(probe, READ[0], audience, sent))
        patch = {"description": probe.unique("Compared")}
        probe.expect(
            probe.call("patchCustomerAudience", audience, headers={"If-Match": sent}, json=patch), 200
        )


@AUDIENCES.promises(
    "A-40",
    "The collaborators of an audience are listed with its one owner, as the audience itself has them.",
    uses=COLLABORATORS,
)
def collaborators_are_those_of_the_audience(probe: Probe) -> None:
    """The two ways to see who an audience is shared with."""
    audience = fetched(probe, key(probe, created(probe))).json()
    shared = probe.expect(probe.call(COLLABORATORS[0], audience["id"]), 200)
    probe.same(1, len(probe.member(shared, "/owners")), "owners:", pointer="/owners")
    for ours, theirs in (("owners", "owners"), ("items", "collaborators")):
        got = [person["id"] for person in shared.json()[ours]]
        expected = [person["id"] for person in audience[theirs]]
        probe.same(sorted(expected), sorted(got), f"the {theirs}", pointer=f"/{ours}")


@AUDIENCES.promises(
    "A-40",
    "Who knows the current collaborators is told so by 304 and gets no body; else they are sent.",
    uses=COLLABORATORS,
    severity=SHOULD,
)
def known_collaborators_are_not_sent_again(probe: Probe) -> None:
    """The page lists 304 and an entity tag, but not the header that asks."""
    audience = key(probe, created(probe))
    current = probe.expect(probe.call(COLLABORATORS[0], audience), 200)
    not_modified(probe, known(probe, COLLABORATORS[0], audience, tag(probe, current)))
    for entity_tag in (altered(tag(probe, current)), FOREIGN_TAG):
        probe.expect(known(probe, COLLABORATORS[0], audience, entity_tag), 200)


@AUDIENCES.promises(
    "A-40",
    "The collaborators have an entity tag of their own, which a patch of the audience leaves as it is.",
    uses=(*COLLABORATORS, "patchCustomerAudience"),
    severity=SHOULD,
)
def collaborators_have_their_own_tag(probe: Probe) -> None:
    """Nobody was added or removed."""
    audience = key(probe, created(probe))
    before = tag(probe, probe.expect(probe.call(COLLABORATORS[0], audience), 200))
    probe.expect(probe.call("patchCustomerAudience", audience, json={"description": "Changed."}), 200)
    after = tag(probe, probe.expect(probe.call(COLLABORATORS[0], audience), 200))
    probe.same(before, after, "still the tag", location="header", pointer="ETag")


@AUDIENCES.promises(
    "A-40",
    "The collaborators of audiences that are shared already are those of the audience, all of them.",
    uses=(*COLLABORATORS, "listCustomerAudiences"),
)
def shared_audiences_show_everybody(probe: Probe) -> None:
    """Up to three that somebody else has shared."""
    items = [item for item in found(probe, "") if item["collaboratorsCount"]][:3]
    if not items:
        probe.not_observable("No audience that the caller sees is shared with anybody.")
    for item in items:
        audience = fetched(probe, item["id"]).json()
        shared = probe.expect(probe.call(COLLABORATORS[0], item["id"]), 200).json()
        for ours, theirs in (("owners", "owners"), ("items", "collaborators")):
            probe.same(audience[theirs], shared[ours], f"the {theirs}", pointer=f"/{ours}")


@AUDIENCES.promises(
    "A-40",
    "When an audience is shared with somebody, its collaborators get a new entity tag.",
    uses=COLLABORATORS,
    severity=SHOULD,
    needs=("stage",),
)
def sharing_changes_the_tag_of_collaborators(probe: Probe) -> None:
    """Who knows who was there before is told who is there now."""
    with probe.stage() as stage:
        audience = key(probe, created(probe))
        before = tag(probe, probe.expect(probe.call(COLLABORATORS[0], audience), 200))
        analyst = min(stage.documents("apiture/analysts"))
        stage.put("apiture/collaborators", audience, {"analysts": [analyst]})
        after = probe.expect(known(probe, COLLABORATORS[0], audience, before), 200)
        probe.same([analyst], [person["id"] for person in after.json()["items"]], "the collaborators")
        if tag(probe, after) == before:
            probe.broken("a new entity tag", before, location="header", pointer="ETag")


@AUDIENCES.promises(
    "A-41",
    "Nobody becomes a collaborator by creating or patching an audience: that takes another API.",
    uses=(*CHANGED, COLLABORATORS[0]),
)
def nobody_is_shared_with_on_the_side(probe: Probe) -> None:
    """A refusal is as good as taking no notice."""
    plain = fetched(probe, key(probe, created(probe))).json()
    people = [{**plain["owners"][0], "id": "5e2f08a1c7d94b3620ff", "username": "someone"}]
    made = probe.call("createCustomerAudience", json=body(probe, collaborators=people))
    if made.status == 201:
        probe.same(plain["collaborators"], made.json()["collaborators"], "only the collaborators")
    probe.call("patchCustomerAudience", plain["id"], json={"collaborators": people})
    shared = probe.expect(probe.call(COLLABORATORS[0], plain["id"]), 200).json()["items"]
    probe.same(plain["collaborators"], shared, "still the collaborators", pointer="/items")
