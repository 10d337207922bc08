"""Replacing all customers of a list (A-54), and what comes with it (A-49, A-52)."""

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.apiture.behaviours.lists import (
    IMPORT,
    PAGE,
    REPLACE,
    encoded,
    file,
    identifiers,
    imported,
    members,
    strangers,
)
from understudy.vendors.apiture.behaviours.steps import COUNTS, UNKNOWN, created, fetched, key, refused
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

promises = AUDIENCES.promises

CREATE, GET, ARCHIVE = "createCustomerAudience", "getCustomerAudience", "archiveCustomerAudience"
USES = (REPLACE, IMPORT, CREATE, PAGE)


@promises(
    "A-54", "A replacement leaves exactly the customers of the new file in the audience.", uses=(*USES, GET)
)
def a_replacement_replaces_everybody(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 7, least=4)
    audience = key(probe, imported(probe, ids[:3]))
    for new in (ids[2:], ids[:1], ids[:1], strangers(1)):
        answer = probe.expect(probe.call(REPLACE, audience, json=file(new)), 200, 202)
        if answer.status != 200:
            probe.not_observable("The server answers 202: it has not replaced everybody yet.")
        probe.same(audience, probe.member(answer, "/id"), "id", pointer="/id")
        several = len(set(new) & set(ids))
        for exchange in (answer, fetched(probe, audience)):
            got = probe.member(exchange, "/customerCount")
            probe.same(several, got, "customers:", pointer="/customerCount")
        probe.same(sorted(set(new) & set(ids)), members(probe, audience), "the customers", pointer="/items")


@promises(
    "A-54",
    "A replacement takes its kind of identifier, header and file name into the audience.",
    uses=(*USES, GET),
)
def a_replacement_changes_what_is_said_of_the_file(probe: Probe) -> None:
    ids = identifiers(probe, "customerId", 3)
    answer = imported(probe, strangers(2), fileName="first.txt")
    audience, before = key(probe, answer), answer.json()
    facts = {"identifierType": "customerId", "includesHeader": True, "fileName": "second.csv"}
    answer = probe.expect(probe.call(REPLACE, audience, json=file(["header", *ids], **facts)), 200, 202)
    for exchange in (answer, fetched(probe, audience)):
        for name in ("name", "source", "state", "createdAt", "owners"):
            probe.same(
                before[name], probe.member(exchange, f"/{name}"), f"the same {name}", pointer=f"/{name}"
            )
        for name, value in facts.items():
            probe.same(value, probe.member(exchange, f"/{name}"), name, pointer=f"/{name}")


@promises(
    "A-54",
    "The file name of an earlier import stays where a replacement has none.",
    uses=(*USES, GET),
    severity=SHOULD,
)
def the_file_name_stays(probe: Probe) -> None:
    audience = key(probe, imported(probe, strangers(2), fileName="first.txt"))
    probe.expect(probe.call(REPLACE, audience, json=file(strangers(1))), 200, 202)
    got = probe.member(fetched(probe, audience), "/fileName")
    probe.same("first.txt", got, "file name", pointer="/fileName")


@promises(
    "A-54",
    "A replacement is a change of the audience: its entity tag and updatedAt are new.",
    uses=(*USES, GET),
    severity=SHOULD,
)
def a_replacement_is_a_change(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 3)
    audience = key(probe, imported(probe, ids[:1]))
    before = fetched(probe, audience)
    probe.expect(probe.call(REPLACE, audience, json=file(ids)), 200, 202)
    after = fetched(probe, audience)
    if probe.header(before, "ETag") == probe.header(after, "ETag"):
        probe.broken("another entity tag", after.headers["etag"], location="header", pointer="ETag")
    earlier, later = (probe.member(each, "/updatedAt") for each in (before, after))
    if later < earlier:
        probe.broken(f"updatedAt {earlier} or later", later, pointer="/updatedAt")


@promises("A-54", "Only the customers of a list can be replaced, not those of filters.", uses=(*USES, GET))
def only_lists_are_replaced(probe: Probe) -> None:
    audience = key(probe, created(probe))
    before = fetched(probe, audience).json()
    refused(probe.call(REPLACE, audience, json=file(strangers(1))), "a replacement in an audience of filters")
    after = fetched(probe, audience)
    for name in ("source", "customerCount"):
        probe.same(before[name], probe.member(after, f"/{name}"), f"the same {name}", pointer=f"/{name}")


@promises(
    "A-54",
    "A replacement in an audience of filters, or an archived one, is answered 422.",
    uses=(*USES, ARCHIVE),
    severity=SHOULD,
)
def other_audiences_are_unprocessable(probe: Probe) -> None:
    audience = key(probe, created(probe))
    answer = probe.call(REPLACE, audience, json=file(strangers(1)))
    refused(answer, "a replacement in an audience of filters", 422)
    audience = key(probe, imported(probe, strangers(1)))
    probe.expect(probe.call(ARCHIVE, audience), 200)
    answer = probe.call(REPLACE, audience, json=file(strangers(1)))
    refused(answer, "a replacement in an archived audience", 422)


@promises("A-54", "A replacement in an audience that does not exist is answered 404.", uses=(REPLACE,))
def nobody_is_replaced_nowhere(probe: Probe) -> None:
    refused(probe.call(REPLACE, UNKNOWN, json=file(strangers(1))), "an audience that does not exist", 404)


@promises("A-54", "A replacement that is refused leaves the customers as they were.", uses=USES)
def a_refused_replacement_changes_nobody(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 3)
    audience = key(probe, imported(probe, ids))
    body = file(content=encoded(f"{ids[0]},Bob\n"))
    refused(probe.call(REPLACE, audience, json=body), "a file with two columns")
    probe.same(sorted(ids), members(probe, audience), "the customers", pointer="/items")


@promises(
    "A-49",
    "A replacement says its kind of identifier, header and content; a file name may be left out.",
    uses=(REPLACE, IMPORT),
)
def a_replacement_has_three_parts(probe: Probe) -> None:
    audience = key(probe, imported(probe, strangers(1)))
    for name in ("", "f.tx", "f" * 255):
        facts = {"fileName": name} if name else {}
        probe.expect(probe.call(REPLACE, audience, json=file(strangers(1), **facts)), 200, 202)
    for name in ("f.x", "f" * 256):
        answer = probe.call(REPLACE, audience, json=file(strangers(1), fileName=name))
        refused(answer, f"a file name of {len(name)} characters")
    for part in ("identifierType", "includesHeader", "content"):
        body = {name: value for name, value in file(strangers(1)).items() if name != part}
        refused(probe.call(REPLACE, audience, json=body), f"a replacement without {part}")
    body = file(strangers(1), identifierType="email")
    refused(probe.call(REPLACE, audience, json=body), "identifierType `email`")


@promises("A-52", "A replacement counts and lists who matches nobody just as an import does.", uses=USES)
def a_replacement_reports_as_an_import(probe: Probe) -> None:
    rows = [*identifiers(probe, "dataCustomerId", 3), *strangers(1_001), "x" * 60]
    made = imported(probe, rows).json()
    audience = key(probe, imported(probe, strangers(1)))
    answer = probe.expect(probe.call(REPLACE, audience, json=file(rows)), 200, 202)
    for name in (*COUNTS, "unmatchedCount", "unmatchedIds"):
        if name in made and name in answer.json():
            got = probe.member(answer, f"/{name}")
            probe.same(made[name], got, f"{name} as imported:", pointer=f"/{name}")
