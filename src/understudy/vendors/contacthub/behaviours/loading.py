"""Bulk jobs (H-14 to H-17).

What a job does cannot be taken back and takes time, so most of it is seen in a world of its own.
"""

import json

from understudy.conformance.forms import csv_text, rows_in
from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.events_found import listed
from understudy.vendors.contacthub.behaviours.steps import (
    ENTRIES,
    EVENTS,
    GET,
    MAKES,
    POST_EVENT,
    SEARCH,
    customer,
    event,
    facts,
    fetched,
    found,
    node,
    refused,
    unknown,
)
from understudy.vendors.contacthub.behaviours.steps_jobs import (
    COLUMNS,
    JOB,
    JOBS,
    LOADS,
    RESULTS,
    UPLOAD,
    begun,
    cell,
    done,
    everyone,
    file_of,
    job,
    uploaded,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

STAGE = ("stage",)


@promises("H-15.2", "An upload makes a job that is LOADED.", uses=(UPLOAD, JOB, JOBS, ENTRIES), needs=STAGE)
def an_upload_makes_a_job(probe: Probe) -> None:
    with probe.stage():
        home = node(probe)
        answer = probe.expect(
            uploaded(probe, home, file_of(everyone(probe, home, 2)), entity="CUSTOMER"), 201
        )
        own = probe.member(answer, "")
        expected = {"operation": "UPSERT", "entity": "CUSTOMER", "status": "LOADED", "nodeId": home["id"]}
        got = {name: own.get(name) for name in expected}
        probe.same(expected, got, "the job", pointer="")
        probe.same(own, job(probe, home, own["id"]), "the job as it is read:")
        answer = probe.expect(probe.call(JOBS, home["id"]), 200)
        probe.same([own], probe.member(answer, "/elements"), "the node's jobs:", pointer="/elements")


@promises("H-15.3", "An eleventh job that would be LOADED is refused.", uses=(*LOADS,), needs=STAGE)
def ten_jobs_are_loaded_at_most(probe: Probe) -> None:
    with probe.stage():
        home = node(probe)
        file = file_of(everyone(probe, home, 1))
        for _ in range(10):
            begun(probe, home, file)
        refused(uploaded(probe, home, file), "an eleventh job")


@promises(
    "H-15.10",
    "UPSERT makes the customers of the file, and changes those who are there.",
    uses=(*LOADS, SEARCH, GET, *MAKES[1:]),
    needs=STAGE,
)
def upsert_makes_and_changes(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)
        known = customer(probe, home)
        changed = {**known, "base": {**known["base"], "firstName": "Changed"}}
        fresh = facts(probe, home)
        own = done(probe, stage, home, begun(probe, home, file_of([changed, fresh])))
        counts = [own.get(name) for name in ("status", "processedEntities", "failedEntities")]
        probe.same(["PROCESSED", 2, 0], counts, "the job", pointer="/status")
        probe.same("Changed", fetched(probe, known["id"])["base"]["firstName"], "the name of the known one:")
        made = found(probe, home, externalId=fresh["externalId"])
        names = [each["base"]["lastName"] for each in made]
        probe.same([fresh["base"]["lastName"]], names, "the new customer", pointer="/elements")


@promises(
    "H-15.11",
    "INSERT makes customers, and leaves those who are there alone.",
    uses=(*LOADS, SEARCH, GET, *MAKES[1:]),
    needs=STAGE,
)
def insert_changes_nobody(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)
        known = customer(probe, home)
        changed = {**known, "base": {**known["base"], "firstName": "Changed"}}
        fresh = facts(probe, home)
        file = file_of([changed, fresh])
        own = done(probe, stage, home, begun(probe, home, file, operation="INSERT"))
        probe.same(1, own.get("failedEntities"), "failed rows:", pointer="/failedEntities")
        probe.same(known, fetched(probe, known["id"]), "the known customer as it was:")
        made = found(probe, home, externalId=fresh["externalId"])
        probe.same(1, len(made), "new customers:", pointer="/elements")


@promises(
    "H-15.12",
    "DELETE removes the customers of the file.",
    uses=(*LOADS, GET, *MAKES[1:]),
    needs=STAGE,
)
def delete_removes_customers(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)
        going, staying = customer(probe, home), customer(probe, home)
        own = done(probe, stage, home, begun(probe, home, file_of([going]), operation="DELETE"))
        probe.same("PROCESSED", own.get("status"), "the job", pointer="/status")
        refused(probe.call(GET, going["id"]), "a customer that the job removed", 404)
        probe.same(staying, fetched(probe, staying["id"]), "who is not in the file:")


@promises(
    "H-15.9",
    "A row that cannot be carried out fails alone, and the results say why.",
    uses=(*LOADS, RESULTS, SEARCH),
    needs=STAGE,
)
def a_bad_row_fails_alone(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)
        good, bad = everyone(probe, home, 2)
        columns = (*COLUMNS, "base.dob")
        rows = [[cell(each, path) for path in COLUMNS] for each in (good, bad)]
        file = csv_text([[*columns], [*rows[0], "1980-01-02"], [*rows[1], "no day"]])
        key = begun(probe, home, file)
        own = done(probe, stage, home, key)
        counts = [own.get(f"{name}Entities") for name in ("processed", "failed", "total")]
        probe.same([1, 2], counts[1:], "failed rows of all:", pointer="/failedEntities")
        for each, expected in ((good, 1), (bad, 0)):
            probe.same(expected, len(found(probe, home, externalId=each["externalId"])), "customers made:")
        answer = probe.expect(probe.call(RESULTS, home["id"], key), 200)
        lines = rows_in(answer)
        probe.same(3, len(lines), "lines of the results:")


@promises("H-17.2", "The results are not there before the job is done.", uses=(RESULTS, *LOADS), needs=STAGE)
def results_come_last(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)
        key = begun(probe, home, file_of(everyone(probe, home, 1)))
        refused(probe.call(RESULTS, home["id"], key), "results of a job that is LOADED")
        done(probe, stage, home, key)
        answer = probe.expect(probe.call(RESULTS, home["id"], key), 200)
        probe.same("text/csv", answer.media_type, "the results' type", location="header")


@promises("H-15.4", "A job of events without their type is refused.", uses=(UPLOAD, ENTRIES), needs=STAGE)
def events_need_their_type(probe: Probe) -> None:
    with probe.stage():
        answer = uploaded(probe, node(probe), csv_text([["context"], ["WEB"]]), entity="EVENT")
        refused(answer, "a job of events without eventType", 400)


@promises(
    "H-15.13",
    "A job of events records them.",
    uses=(*LOADS, EVENTS, *MAKES[1:]),
    needs=STAGE,
)
def a_job_records_events(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)
        key = customer(probe, home)["id"]
        rows = [["customerId", "context", "properties.title"], [key, "WEB", "Understudy check"]]
        fields = {"entity": "EVENT", "eventType": "viewedPage"}
        own = done(probe, stage, home, begun(probe, home, csv_text(rows), **fields))
        probe.same(["PROCESSED", 1], [own.get("status"), own.get("processedEntities")], "the job")
        got = [(each["type"], each["properties"]) for each in listed(probe, customerId=key)]
        probe.same([("viewedPage", {"title": "Understudy check"})], got, "the events", pointer="/elements")


@promises(
    "H-15.15",
    "A job that deletes events removes those of the file, and no others.",
    uses=(*LOADS, EVENTS, POST_EVENT, *MAKES[1:]),
    needs=STAGE,
    severity=SHOULD,
)
def a_job_removes_events(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)
        key = customer(probe, home)["id"]
        going, staying = event(probe, key), event(probe, key)
        fields = {"entity": "EVENT", "eventType": "viewedPage", "operation": "DELETE"}
        done(probe, stage, home, begun(probe, home, csv_text([["id"], [going]]), **fields))
        got = [each["id"] for each in listed(probe, customerId=key)]
        probe.same([staying], got, "the events that are left", pointer="/elements")


@promises("H-15.5", "A file that is no CSV fails, and nothing is made of it.", uses=(*LOADS,), needs=STAGE)
def an_unreadable_file_fails(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)
        for file in (b"\xff\xfe\x00\x01\x02", b""):
            answer = uploaded(probe, home, file)
            if answer.status == 201:
                own = done(probe, stage, home, str(probe.member(answer, "/id")))
                probe.same("FAILED", own.get("status"), "the job", pointer="/status")
            else:
                refused(answer, "an unreadable file", 400)


@promises("H-14.2", "Jobs can be asked for by status and entity.", uses=(JOBS, *LOADS), needs=STAGE)
def jobs_are_filtered(probe: Probe) -> None:
    with probe.stage() as stage:
        home = node(probe)
        first = begun(probe, home, file_of(everyone(probe, home, 1)), entity="CUSTOMER")
        done(probe, stage, home, first)
        second = begun(probe, home, file_of(everyone(probe, home, 1)), entity="CUSTOMER")
        for asked, expected in (
            ({"status": "PROCESSED"}, [first]),
            ({"status": "LOADED"}, [second]),
            ({"entity": "EVENT"}, []),
            ({"entity": "CUSTOMER"}, [second, first]),
        ):
            elements = probe.member(probe.expect(probe.call(JOBS, home["id"], query=asked), 200), "/elements")
            got = sorted(each["id"] for each in elements)
            probe.same(sorted(expected), got, f"the jobs for {json.dumps(asked)}:", pointer="/elements")


@promises("H-16.2", "An unknown job is answered 404.", uses=(JOB, RESULTS, ENTRIES), severity=SHOULD)
def an_unknown_job_is_not_there(probe: Probe) -> None:
    home = node(probe)
    for operation in (JOB, RESULTS):
        refused(probe.call(operation, home["id"], unknown(probe)), "an unknown job", 404)


@promises(
    "H-14.1", "A node's jobs are listed, those of other nodes are not.", uses=(JOBS, *LOADS), needs=STAGE
)
def jobs_belong_to_their_node(probe: Probe) -> None:
    with probe.stage():
        nodes = probe.member(probe.expect(probe.call(ENTRIES), 200), "/elements")
        home = node(probe)
        key = begun(probe, home, file_of(everyone(probe, home, 1)))
        for each in nodes:
            elements = probe.member(probe.expect(probe.call(JOBS, each["id"]), 200), "/elements")
            expected = [key] if each["id"] == home["id"] else []
            probe.same(expected, [one["id"] for one in elements], "the node's jobs", pointer="/elements")
