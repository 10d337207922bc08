"""What a patch of an audience may look like: limits at both edges, media types, broken bodies (A-42)."""

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.apiture.behaviours.changing import unchanged
from understudy.vendors.apiture.behaviours.patching import patched
from understudy.vendors.apiture.behaviours.steps import created, fetched, key, refused
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

PATCH = ("patchCustomerAudience", "createCustomerAudience", "getCustomerAudience")

SHORTEST = {"name": 3, "description": 3}
LONGEST = {"name": 100, "description": 256}
"""How many characters a text may have."""

WRONG = (
    *({name: "x" * (length - 1)} for name, length in SHORTEST.items()),
    *({name: "x" * (length + 1)} for name, length in LONGEST.items()),
    {"name": 44},
    {"customerType": "wholesale"},
    {"enrollmentState": "expelled"},
    {"filters": []},
)
"""Patches that break the schema."""


@AUDIENCES.promises(
    "A-42",
    "A patched name has 3 to 100 characters, a patched description 3 to 256; the limits are included.",
    uses=PATCH,
)
def patched_texts_reach_their_limits(probe: Probe) -> None:
    """Characters are counted, not bytes."""
    audience = key(probe, created(probe))
    for name, length in (*SHORTEST.items(), *LONGEST.items()):
        for letter in "xé":
            answer = patched(probe, audience, {name: letter * length})
            probe.same(letter * length, answer.json()[name], f"the {name}", pointer=f"/{name}")


@AUDIENCES.promises("A-42", "A patch that breaks the schema is refused, and changes nothing.", uses=PATCH)
def patch_outside_the_limits_is_refused(probe: Probe) -> None:
    """One too few, one too many, unknown words, other types."""
    before = fetched(probe, key(probe, created(probe)))
    for patch in WRONG:
        refused(probe.call(PATCH[0], key(probe, before), json=patch), f"the patch {str(patch)[:60]}")
    unchanged(probe, before)


@AUDIENCES.promises("A-42", "A patch that breaks the schema is refused by 400.", uses=PATCH, severity=SHOULD)
def patch_outside_the_limits_is_400(probe: Probe) -> None:
    """The page lists 422 as well, for what only this audience does not allow."""
    audience = key(probe, created(probe))
    for patch in WRONG:
        refused(probe.call(PATCH[0], audience, json=patch), f"the patch {str(patch)[:60]}", 400)


@AUDIENCES.promises("A-42", "A patch that is no JSON is refused by 400, and changes nothing.", uses=PATCH)
def patch_that_is_no_json_is_400(probe: Probe) -> None:
    """Cut off in the middle."""
    before = fetched(probe, key(probe, created(probe)))
    audience = key(probe, before)
    media_type = "application/merge-patch+json"
    answer = probe.call(PATCH[0], audience, body=b'{"description": "Half a', media_type=media_type)
    refused(answer, "half a JSON text", 400)
    unchanged(probe, before)


@AUDIENCES.promises(
    "A-42", "A patch in a media type that is not documented is refused, and changes nothing.", uses=PATCH
)
def patch_in_another_media_type_is_refused(probe: Probe) -> None:
    """Text, a form, and JSON Patch, which is something else."""
    before = fetched(probe, key(probe, created(probe)))
    audience = key(probe, before)
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "application/json-patch+json"):
        answer = probe.call(PATCH[0], audience, json={"description": "Typed."}, media_type=media_type)
        refused(answer, f"a patch in {media_type}")
    unchanged(probe, before)


@AUDIENCES.promises(
    "A-42",
    "A patch in text/plain is answered by 415; in application/json it is taken.",
    uses=PATCH,
    severity=SHOULD,
)
def patch_in_plain_json_is_taken(probe: Probe) -> None:
    """The vendor's other APIs list both media types for patches."""
    audience = key(probe, created(probe))
    patch = {"description": "As plain JSON."}
    refused(probe.call(PATCH[0], audience, json=patch, media_type="text/plain"), "a patch in text", 415)
    answer = patched(probe, audience, patch, media_type="application/json")
    probe.same(patch["description"], answer.json()["description"], "the text", pointer="/description")
