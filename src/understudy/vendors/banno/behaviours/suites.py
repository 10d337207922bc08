"""The suite: who calls, what is taken back and how, and what every request has to say."""

from understudy.conformance.suite import Role, Setting, Suite, Undo

__all__ = ["OTHER", "OURS", "SEGMENTS"]

OURS, OTHER = "institutionId", "otherInstitutionId"
"""The settings that name the caller's institution and the stranger's."""

INSTITUTIONS = "banno/institutions"

SEGMENTS = Suite(
    "banno/segments",
    main="demo",
    roles={
        "reader": Role("a client that may only view digital banking ads", demo="demo-read"),
        "stranger": Role("a client of another institution", demo="demo-marin"),
        "administrator": Role("a client above the institutions", demo="demo-admin"),
    },
    # A draft cannot be deleted; the vendor says nothing about how long it is kept.
    undo={"createSegment": Undo("deleteSegment", "/segmentId")},
    settings={
        OURS: Setting("institutionId", "the UUID of the caller's institution", INSTITUTIONS),
        OTHER: Setting(
            "institutionId", "the UUID of the stranger's institution", INSTITUTIONS, caller="stranger"
        ),
    },
    production=("banno.com", "jackhenry.com"),
)
