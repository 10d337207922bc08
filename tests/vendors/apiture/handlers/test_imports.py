"""Audiences made from lists of identifiers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.vendors.apiture.desk import IN_USE, LIST, NEW, Desk, file, refused, seeded

from understudy.vendors.apiture.counting import ENROLLMENT
from understudy.world.snapshots import read, written
from understudy.world.world import SETTINGS

TWO = "9dfb049f5672424d7b3b\nf26c043c527f42430b15\n"
COUNTS = (
    "customerCount",
    "retailCustomerCount",
    "enrolledCustomerCount",
    "applicantCount",
    "totalCustomerCount",
)


def imports(desk, body, **more):
    """Import a file."""
    return desk.call("importCustomerAudience", body, **more)


def update(desk, body, key=LIST, **more):
    """Replace an audience's customers."""
    return desk.call("updateCustomerAudienceCustomers", body, customerAudienceId=key, **more)


def hurried(desk):
    """The same desk, where every import runs out of time at once."""
    desk.world = replace(desk.world, settings={"import_budget": 1e-9})
    return desk


def test_a_list_becomes_an_audience(desk):
    """A-54: importing makes an audience of source list, with what the request said and who was found."""
    reply = imports(desk, file(TWO + "nobody\n", description="Two of them."))

    assert 201 == reply.status
    assert {
        "name": "Imported",
        "description": "Two of them.",
        "fileName": "list.txt",
        "identifierType": "dataCustomerId",
        "includesHeader": False,
        "source": "list",
        "enrollmentState": "customer",
        "customerType": "retail",
        "customerCount": 2,
        "unmatchedCount": 1,
        "unmatchedIds": ["nobody"],
    }.items() <= reply.body.items()


def test_an_import_tells_where_and_which(desk):
    """A-20, A-54: Location and ETag are sent though the page has none; reading agrees."""
    reply = imports(desk, file(TWO))
    read = desk.call("getCustomerAudience", customerAudienceId=reply.body["id"])

    assert reply.headers["Location"].endswith(f"/service/customerAudiences/{reply.body['id']}")
    assert reply.headers["ETag"] == read.headers["ETag"]
    assert {
        name: value for name, value in reply.body.items() if not name.startswith("unmatched")
    } == read.body


def test_a_header_is_skipped_when_there_is_one(desk):
    """A-49: includesHeader skips the first row, whatever it says."""
    assert 1 == imports(desk, file(TWO, includesHeader=True)).body["customerCount"]


@pytest.mark.parametrize("missing", ["name", "fileName", "identifierType", "includesHeader", "content"])
def test_members_of_an_import_are_required(desk, missing):
    """A-49: name, fileName, identifierType, includesHeader and content are required for an import."""
    body = {name: value for name, value in file(TWO).items() if name != missing}

    assert (400, "badRequest") == refused(imports(desk, body))


@pytest.mark.parametrize("operation", ["importCustomerAudience", "validateCustomerAudience"])
def test_an_import_needs_a_body(desk, operation):
    """A-49: no body at all is a 400 (X-35)."""
    assert (400, "badRequest") == refused(desk.call(operation))
    assert (400, "badRequest") == refused(update(desk, None))


@pytest.mark.parametrize("text", ["a,b\n", "\x00"])
def test_a_bad_file_is_a_bad_request(desk, text):
    """A-48, A-51: an unusable file is a 400 for each of the three operations, and changes nothing."""
    before = desk.world.store.read()
    replies = [
        imports(desk, file(text)),
        desk.call("validateCustomerAudience", file(text)),
        update(desk, small(text)),
    ]

    assert [(400, "invalidImportContent")] * 3 == [refused(reply) for reply in replies]
    assert before is desk.world.store.read()


def small(text):
    """The body that replaces an audience's customers."""
    return {
        name: value
        for name, value in file(text).items()
        if name in ("identifierType", "includesHeader", "content")
    }


def test_the_documented_sample_is_no_bad_request(desk):
    """A-51: the sample content of the page names nobody, which is a 201 with nobody in the audience."""
    sample = file(b"", content="QmFzZS02NCBlbmNvZGVkIENTViBjb250ZW50IGhlcmUuLi4=")

    reply = imports(desk, sample)

    assert (201, 0, 1, "all") == (
        reply.status,
        reply.body["customerCount"],
        reply.body["unmatchedCount"],
        reply.body["customerType"],
    )


def test_unmatched_identifiers_are_listed_up_to_a_thousand(desk):
    """A-52: all unmatched identifiers are counted, the first 1,000 listed, cut to 50 characters."""
    ids = [f"{number:04}-" + "x" * 60 for number in range(1_201)]

    body = imports(desk, file("\n".join(ids))).body

    assert (1_201, [text[:50] for text in ids[:1_000]]) == (body["unmatchedCount"], body["unmatchedIds"])


def test_validating_creates_nothing(desk):
    """A-55: validating tells what importing would find, and leaves everything as it was."""
    before = desk.world.store.read()
    checked = desk.call("validateCustomerAudience", file(TWO + "nobody"))
    assert before is desk.world.store.read()
    made = imports(desk, file(TWO + "nobody")).body

    assert 200 == checked.status
    assert {
        name: made[name] for name in (*COUNTS, "unmatchedCount", "unmatchedIds")
    }.items() <= checked.body.items()
    assert "customerCountUpdatedAt" not in checked.body


def test_applicants_are_matched_and_then_cut(desk):
    """A-21, A-51: an applicant's id is matched, but enrollmentState customer keeps them out."""
    people = desk.world.institutions["TIBURON"].customers
    applicants = people.members(ENROLLMENT["applicant"], desk.world.clock.today())
    key = people.people(applicants, ["data_customer_id"])["data_customer_id"][0]

    made = imports(desk, file(key)).body
    assert (0, 0, 0) == (made["customerCount"], made["applicantCount"], made["unmatchedCount"])
    wide = desk.call("patchCustomerAudience", {"enrollmentState": "all"}, customerAudienceId=made["id"]).body

    assert (0, 1) == (wide["customerCount"], wide["applicantCount"])


def test_an_import_that_takes_too_long_is_finished_later(desk):
    """A-53: over its budget an import is a 202 with what was found; later all customers are there."""
    reply = imports(hurried(desk), file(TWO + "nobody"))

    assert (202, 0, 0) == (reply.status, reply.body["customerCount"], reply.body["unmatchedCount"])
    tag = reply.headers["ETag"]
    desk.finish()
    read = desk.call("getCustomerAudience", customerAudienceId=reply.body["id"])
    assert 2 == read.body["customerCount"]
    assert tag != read.headers["ETag"]


def test_a_replacement_that_takes_too_long_is_finished_later(desk):
    """A-53: replacing a list over its budget is a 202 too, and complete later."""
    reply = update(hurried(desk), small(TWO))

    assert (202, 0) == (reply.status, reply.body["customerCount"])
    desk.finish()
    assert 2 == desk.audience(LIST)["customerCount"]


def test_what_happened_meanwhile_wins(desk):
    """A-53: completing touches neither a deleted audience nor a list that was replaced."""
    first, second = (imports(hurried(desk), file(TWO)).body["id"] for _ in range(2))
    desk.call("deleteCustomerAudience", customerAudienceId=first)
    desk.world = replace(desk.world, settings={})
    update(desk, small("40ce35bd15417a2e2a09"), second)
    before = desk.world.store.read()
    desk.finish()

    assert before is desk.world.store.read()
    assert 1 == desk.audience(second)["customerCount"]


def test_changes_meanwhile_are_kept(desk):
    """A-53: completing an import does not undo what was changed meanwhile."""
    key = imports(hurried(desk), file(TWO)).body["id"]
    desk.call("patchCustomerAudience", {"name": "Renamed"}, customerAudienceId=key)
    desk.call("archiveCustomerAudience", customerAudienceId=key)
    desk.finish()

    read = desk.audience(key)
    assert ("Renamed", "archived", 2) == (read["name"], read["state"], read["customerCount"])
    assert None is not desk.world.store.read().get("apiture/audiences", key).due


def slow(desk, seconds=30):
    """The same desk, where imports take so many seconds of the world's clock."""
    desk.put(SETTINGS, "import_seconds", {"value": seconds})
    return desk


def test_an_import_can_take_time_of_the_worlds_clock(desk):
    """A-53: with import_seconds the answer is a 202 at once, and the customers arrive after that time."""
    reply = imports(slow(desk), file(TWO + "nobody"))
    key = reply.body["id"]
    desk.world.clock.step(timedelta(seconds=29.999))
    waiting = desk.audience(key)
    desk.world.clock.step(timedelta(milliseconds=1))
    complete = desk.audience(key)

    assert (202, 0, []) == (reply.status, reply.body["customerCount"], desk.held)
    assert (0, 2) == (waiting["customerCount"], complete["customerCount"])
    assert "2026-01-15T12:00:30.000Z" == complete["updatedAt"] == complete["customerCountUpdatedAt"]


def test_without_a_budget_an_import_is_complete_at_the_next_request(desk):
    """A-53: import_budget 0 always answers 202, and what follows does not depend on the machine."""
    desk.put(SETTINGS, "import_budget", {"value": 0})
    reply = imports(desk, file(TWO))

    assert (202, 0, []) == (reply.status, reply.body["customerCount"], desk.held)
    assert 2 == desk.audience(reply.body["id"])["customerCount"]


def test_a_replacement_can_take_time_of_the_worlds_clock(desk):
    """A-53, A-54: a list is empty until its replacement arrives; a later replacement wins over an earlier."""
    slow(desk)
    assert (202, 0) == (update(desk, small(TWO)).status, desk.audience(LIST)["customerCount"])
    desk.world.clock.step(timedelta(seconds=20))
    update(desk, small("40ce35bd15417a2e2a09"))
    desk.world.clock.step(timedelta(seconds=20))
    assert 0 == desk.audience(LIST)["customerCount"]
    desk.world.clock.step(timedelta(seconds=10))

    assert 1 == desk.audience(LIST)["customerCount"]


def test_an_import_on_its_way_is_in_snapshots(desk):
    """A-53: a world read from a snapshot's file goes on with the import, without the server that began it."""
    key = imports(slow(desk), file(TWO)).body["id"]
    elsewhere = Desk(read(written(desk.world), seeded(), "the snapshot"))
    elsewhere.world.clock.step(timedelta(seconds=30))

    assert 2 == elsewhere.audience(key)["customerCount"]


def test_what_happened_meanwhile_outlives_an_arrival(desk):
    """A-45, A-53: an archived audience vanishes after its customers arrived; a deleted one stays deleted."""
    kept, gone = (imports(slow(desk), file(TWO)).body["id"] for _ in range(2))
    desk.call("archiveCustomerAudience", customerAudienceId=kept)
    desk.call("deleteCustomerAudience", customerAudienceId=gone)
    desk.world.clock.step(timedelta(seconds=30))

    assert ("archived", 2) == (desk.audience(kept)["state"], desk.audience(kept)["customerCount"])
    assert 0 == desk.world.store.read().count("apiture/imports")
    assert gone not in desk.ids()
    desk.world.clock.step(timedelta(days=30))
    assert kept not in desk.ids()


def test_a_list_is_replaced_as_a_whole(desk):
    """A-54: the new list takes the place of the old; the file's name is kept when absent."""
    before = desk.call("getCustomerAudience", customerAudienceId=LIST)
    reply = update(desk, small(TWO))

    assert (200, 2) == (reply.status, reply.body["customerCount"])
    assert ("dataCustomerId", False) == (reply.body["identifierType"], reply.body["includesHeader"])
    assert before.body["fileName"] == reply.body["fileName"]
    assert before.headers["ETag"] != reply.headers["ETag"]
    assert "other.csv" == update(desk, {**small(TWO), "fileName": "other.csv"}).body["fileName"]


def test_only_lists_have_their_customers_replaced(desk):
    """A-54: an audience of another source, or an archived one, is a 422."""
    assert (422, "customerAudienceNotList") == refused(update(desk, small(TWO), IN_USE))
    desk.call("archiveCustomerAudience", customerAudienceId=LIST)
    assert (422, "customerAudienceArchived") == refused(update(desk, small(TWO)))


def test_the_type_of_a_list_is_not_patched(desk):
    """A-42, A-54: customerType and filters of a list are fixed; enrollmentState may change."""
    for patch in ({"customerType": "retail"}, {"filters": {"operator": "or"}}):
        reply = desk.call("patchCustomerAudience", patch, customerAudienceId=LIST)
        assert (422, "immutableCustomerAudienceProperty") == refused(reply)
    enrolled = desk.call("patchCustomerAudience", {"enrollmentState": "enrolled"}, customerAudienceId=LIST)

    assert 8 == enrolled.body["customerCount"]


def test_a_copied_list_keeps_its_customers(desk):
    """A-14, A-54: a copy of a list audience has the same customers, and its own list from then on."""
    copy = desk.call("createCustomerAudience", NEW, copyOf=LIST).body["id"]
    update(desk, small(TWO), copy)

    assert (10, 2) == (desk.audience(LIST)["customerCount"], desk.audience(copy)["customerCount"])
