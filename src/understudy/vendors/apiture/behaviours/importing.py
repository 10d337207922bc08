"""Audiences from lists of identifiers: what an import makes, and a validation says (A-49, A-52 … A-55)."""

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.apiture.behaviours.lists import (
    IMPORT,
    PAGE,
    VALIDATE,
    encoded,
    file,
    identifiers,
    imported,
    members,
    named,
    strangers,
    validated,
)
from understudy.vendors.apiture.behaviours.steps import COUNTS, fetched, found, key, listed, refused, word
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

promises = AUDIENCES.promises

CREATE, GET, LIST = "createCustomerAudience", "getCustomerAudience", "listCustomerAudiences"
MAKES = (IMPORT, CREATE, PAGE)
ASKS = (VALIDATE, CREATE, PAGE)

KINDS = ("username", "customerId", "dataCustomerId", "taxIdNumber")

REPORTED, LONGEST = 1_000, 50
"""A-52: how many identifiers a reply lists as unmatched, and how much of each."""


@promises(
    "A-54", "An import makes an audience of exactly the customers whom the file names.", uses=(*MAKES, GET)
)
def an_import_has_those_whom_it_names(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 5)
    answer = imported(probe, ids)
    audience = key(probe, answer)
    for exchange in (answer, fetched(probe, audience)):
        probe.same("list", probe.member(exchange, "/source"), "source", pointer="/source")
        probe.same(len(ids), probe.member(exchange, "/customerCount"), "customers:", pointer="/customerCount")
    probe.same(sorted(ids), members(probe, audience), "the customers", pointer="/items")


@promises(
    "A-54", "An import keeps what it was given, and is found among the lists.", uses=(*MAKES, GET, LIST)
)
def an_import_keeps_what_it_was_given(probe: Probe) -> None:
    term, ids = word(probe), identifiers(probe, "dataCustomerId", 2)
    facts = {
        "name": f"Import {term}",
        "description": "Imported to be looked at.",
        "fileName": "Ärzte & more.csv",
        "identifierType": "dataCustomerId",
        "includesHeader": True,
    }
    answer = imported(probe, ["id", *ids], **facts)
    audience = key(probe, answer)
    for exchange in (answer, fetched(probe, audience)):
        for name, value in facts.items():
            probe.same(value, probe.member(exchange, f"/{name}"), name, pointer=f"/{name}")
    for query, expected in (({"source": "list"}, [audience]), ({"source": "filter|insight"}, [])):
        items = listed(probe, {"q": term, **query}, [audience])
        probe.same(expected, items, f"with source={query['source']} the audiences", pointer="/items")


@promises("A-49", "Customers are imported by their customerId as well.", uses=(*MAKES,))
def customers_are_imported_by_customer_id(probe: Probe) -> None:
    ids = identifiers(probe, "customerId", 5)
    answer = imported(probe, ids, identifierType="customerId")
    probe.same(len(ids), probe.member(answer, "/customerCount"), "customers:", pointer="/customerCount")
    page = probe.expect(probe.call(PAGE, key(probe, answer), query={"limit": "100"}), 200)
    got = sorted(item.get("customerId", "none") for item in probe.member(page, "/items"))
    probe.same(sorted(ids), got, "customers with the ids", pointer="/items")


@promises("A-49", "Identifiers are looked up as what identifierType says, one of four.", uses=(*ASKS, IMPORT))
def identifier_types_are_told_apart(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 3)
    for kind in KINDS:
        answer = validated(probe, ids, identifierType=kind)
        if kind != "customerId":  # whose values could well be the same
            expected = 0 if kind == "dataCustomerId" else len(ids)
            got = probe.member(answer, "/unmatchedCount")
            probe.same(expected, got, f"unmatched as {kind}:", pointer="/unmatchedCount")
    for kind in ("email", "", "dataCustomerID"):
        for operation in (VALIDATE, IMPORT):
            answer = probe.call(operation, json=named(probe, ids, identifierType=kind))
            refused(answer, f"identifierType `{kind}`")


@promises(
    "A-49", "With includesHeader the first row is skipped, without it it counts.", uses=(*MAKES, VALIDATE)
)
def the_header_is_skipped_on_demand(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 4, least=3)
    answer = validated(probe, ["customer ids", *ids], includesHeader=False)
    probe.same(["customer ids"], probe.member(answer, "/unmatchedIds"), "unmatched", pointer="/unmatchedIds")
    answer = validated(probe, ["customer ids", *ids], includesHeader=True)
    probe.same(
        0, probe.member(answer, "/unmatchedCount"), "unmatched with a header:", pointer="/unmatchedCount"
    )
    probe.same(len(ids), probe.member(answer, "/customerCount"), "customers:", pointer="/customerCount")
    answer = imported(probe, ids, includesHeader=True)
    got = members(probe, key(probe, answer))
    probe.same(sorted(ids[1:]), got, "but for the first row the customers", pointer="/items")


LIMITS: tuple[tuple[str, int, int], ...] = (
    ("name", 3, 100),
    ("description", 3, 256),
    ("fileName", 4, 255),
)


@promises("A-49", "Names, descriptions and file names have limits, at both ends.", uses=(VALIDATE, IMPORT))
def texts_of_an_import_have_limits(probe: Probe) -> None:
    for operation in (VALIDATE, IMPORT):
        for end in (0, 1):
            texts = {name: "é" * (least, most)[end] for name, least, most in LIMITS}
            probe.expect(probe.call(operation, json=named(probe, strangers(1), **texts)), 200, 201, 202)
        for name, least, most in LIMITS:
            for length in (0, least - 1, most + 1):
                body = named(probe, strangers(1), **{name: "x" * length})
                refused(probe.call(operation, json=body), f"a {name} of {length} characters")


@promises(
    "A-49",
    "An import says its name, file name, kind of identifier, header and content.",
    uses=(VALIDATE, IMPORT),
)
def an_import_has_five_parts(probe: Probe) -> None:
    for operation in (VALIDATE, IMPORT):
        for part in ("name", "fileName", "identifierType", "includesHeader", "content"):
            body = {name: value for name, value in named(probe, strangers(1)).items() if name != part}
            refused(probe.call(operation, json=body), f"an import without {part}")
        body = named(probe, strangers(1), includesHeader="true")
        refused(probe.call(operation, json=body), "includesHeader as a text")


@promises(
    "A-49", "An import without a body, or without one of its parts, is answered 400.",
    uses=(VALIDATE, IMPORT), severity=SHOULD,
)  # fmt: skip
def an_import_without_body_is_bad(probe: Probe) -> None:
    for operation in (VALIDATE, IMPORT):
        refused(probe.call(operation), f"{operation} without a body", 400)
        refused(probe.call(operation, json=file(strangers(1))), f"{operation} without names", 400)


def reported(probe: Probe, answer: Exchange, count: int, ids: list[str], *, needed: bool = True) -> None:
    """Broken unless the answer reports so many unmatched identifiers, and lists these."""
    facts = answer.json()
    for name, expected in (("unmatchedCount", count), ("unmatchedIds", ids)):
        if needed or (isinstance(facts, dict) and name in facts):
            probe.same(expected, probe.member(answer, f"/{name}"), name, pointer=f"/{name}")


@promises(
    "A-52",
    "All identifiers that match nobody are counted, and the first 1,000 of them listed.",
    uses=(*ASKS, IMPORT),
)
def the_first_thousand_unmatched_are_listed(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 2)
    for most in (REPORTED, REPORTED + 1):
        unknown = strangers(most)
        rows = [unknown[0], *ids, *unknown[1:]]
        for answer, needed in ((validated(probe, rows), True), (imported(probe, rows), False)):
            reported(probe, answer, most, unknown[:REPORTED], needed=needed)
            got = probe.member(answer, "/customerCount")
            probe.same(len(ids), got, "customers:", pointer="/customerCount")


@promises(
    "A-52",
    "An unmatched identifier is listed whole up to 50 characters; a longer one may be cut.",
    uses=(VALIDATE, IMPORT),
)
def unmatched_identifiers_are_cut_at_fifty(probe: Probe) -> None:
    rows = [strangers(1, length=length)[0] for length in (LONGEST - 1, LONGEST, LONGEST + 1, 200)]
    for answer, needed in ((validated(probe, rows), True), (imported(probe, rows), False)):
        listed = probe.member(answer, "/unmatchedIds") if needed else answer.json().get("unmatchedIds")
        if listed is None:
            continue
        probe.same(rows[:2], listed[:2], "unmatched", pointer="/unmatchedIds")
        probe.same(len(rows), len(listed), "unmatched identifiers listed:", pointer="/unmatchedIds")
        for row, short in zip(rows, listed, strict=True):
            if len(short) > LONGEST or not row.startswith(short) or len(short) < min(len(row), 1):
                probe.broken(f"at most 50 characters of {row}", short, pointer="/unmatchedIds/*")


@promises(
    "A-52", "An identifier that is cut is cut after 50 characters.", uses=(VALIDATE, IMPORT), severity=SHOULD
)
def fifty_characters_are_left(probe: Probe) -> None:
    rows = strangers(2, length=64)
    cut = [row[:LONGEST] for row in rows]
    reported(probe, validated(probe, rows), len(rows), cut)
    reported(probe, imported(probe, rows), len(rows), cut)


@promises(
    "A-53",
    "An import that is not complete yet is answered 202, with an audience that can be read.",
    uses=(*MAKES, GET),
)
def an_import_may_take_longer(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 3)
    answer = probe.expect(probe.call(IMPORT, json=named(probe, ids)), 201, 202)
    if answer.status != 202:
        probe.not_observable("The server completes imports at once, so that none is answered 202.")
    several = probe.member(answer, "/customerCount")
    read = fetched(probe, key(probe, answer))
    if not several <= probe.member(read, "/customerCount") <= len(ids):
        probe.broken(f"from {several} to {len(ids)} customers", f"{read.json()}", pointer="/customerCount")


@promises("A-55", "A validation creates no audience.", uses=(*ASKS, LIST))
def a_validation_creates_nothing(probe: Probe) -> None:
    term, ids = word(probe), identifiers(probe, "dataCustomerId", 3)
    before = len(found(probe, {"q": term}))
    answer = validated(probe, ids, name=f"Validated {term}")
    probe.same(False, "id" in answer.json(), "an id:", pointer="/id")
    probe.same(before, len(found(probe, {"q": term})), "audiences:", pointer="/items")


@promises("A-55", "A validation counts what an import of the same file then has.", uses=(*ASKS, IMPORT))
def a_validation_tells_what_an_import_finds(probe: Probe) -> None:
    rows = [*identifiers(probe, "dataCustomerId", 7), *strangers(3)]
    asked, made = validated(probe, rows), imported(probe, rows)
    for name in COUNTS:
        if name in asked.json() and name in made.json():
            pointer = f"/{name}"
            probe.same(
                probe.member(asked, pointer),
                probe.member(made, pointer),
                f"{name} as validated:",
                pointer=pointer,
            )
    probe.same(len(rows) - 3, probe.member(asked, "/customerCount"), "customers:", pointer="/customerCount")
    reported(probe, asked, 3, rows[-3:])


@promises(
    "A-54",
    "An import whose file names nobody makes an audience without customers.",
    uses=(IMPORT, VALIDATE),
    severity=SHOULD,
)
def an_import_may_find_nobody(probe: Probe) -> None:
    documented = encoded("Base-64 encoded CSV content here...")
    for facts in ({"content": documented, "identifierType": "taxIdNumber"}, file(strangers(2))):
        for answer in (validated(probe, **facts), imported(probe, **facts)):
            probe.same(0, probe.member(answer, "/customerCount"), "customers:", pointer="/customerCount")


@promises("A-54", "A refused import leaves no audience.", uses=(IMPORT, LIST))
def a_refused_import_leaves_nothing(probe: Probe) -> None:
    term = word(probe)
    before = len(found(probe, {"q": term}))
    for content in ("!!!", encoded("one,two\nthree,four\n")):
        answer = probe.call(IMPORT, json=named(probe, name=f"Refused {term}", content=content))
        refused(answer, "a file that cannot be used")
    probe.same(before, len(found(probe, {"q": term})), "audiences:", pointer="/items")
