"""Bulk jobs: files of customers or events that are carried out some seconds after they were uploaded.

A job is LOADED, then SCHEDULED, PROCESSING and at last PROCESSED, by the world's clock; FAILED at once when
its file cannot be read. What its rows change comes with PROCESSED, all in one commit.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from understudy.errors import Problem
from understudy.http.exchange import Caller
from understudy.vendors.contacthub.bulk_customers import Crowd
from understudy.vendors.contacthub.bulk_events import write_event
from understudy.vendors.contacthub.bulk_files import Row, Sheet, read_sheet, unfit
from understudy.vendors.contacthub.bulk_rows import Kinds, customer_kinds, event_kinds, said
from understudy.vendors.contacthub.records import JOBS, NODES
from understudy.world.clock import timestamp
from understudy.world.documents import Document, Documents, Due
from understudy.world.lifecycle import Transition
from understudy.world.view import View

__all__ = ["JOB_SECONDS", "MOST_LOADED", "SETTINGS", "TRANSITIONS", "loaded", "new_job", "results", "wire"]

ADVANCE = "contacthub/bulk-job"
"""The transition that brings a job to its next state."""

NEXT = {"LOADED": "SCHEDULED", "SCHEDULED": "PROCESSING", "PROCESSING": "PROCESSED"}

MOST_LOADED = 10
"""H-15.3: jobs of a node that may wait at once."""

JOB_SECONDS = ("contacthub.job_seconds", 2)
"""The setting that says how long a job stays in each state, and what it is unless set."""

SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "contacthub.job_seconds": {
        "type": "number",
        "minimum": 0,
        "maximum": 31_536_000,
        "description": "Seconds of the world's clock that a bulk job stays in each state.",
    },
}

Step = Callable[[View, dict[str, Any]], Documents]
"""The documents after what one row says; Problem when it cannot be."""


def new_job(view: View, caller: Caller, node: Document, asked: Mapping[str, Any], filename: str) -> Document:
    """A job as a document that is not stored yet: LOADED, or FAILED when its file cannot be read (H-15.2).

    `asked` is a PostBulkJob of the contract.
    """
    moment = timestamp(view.now)
    entity = asked.get("entity", "CUSTOMER")
    body: dict[str, Any] = {
        "workspace": node.body["workspace"],
        "node": node.id,
        "filename": filename,
        "name": filename.rpartition(".")[0] or filename,
        "operation": asked["operation"],
        "entity": entity,
        "eventType": asked.get("eventType") if entity == "EVENT" else None,
        "caller": {
            "subject": caller.subject,
            "client": caller.client,
            "institution": caller.institution,
            "scopes": sorted(caller.scopes),
        },
        "createdAt": moment,
        "updatedAt": moment,
        "processed": 0,
        "failed": 0,
    }
    key = view.ids.uuid()
    try:
        sheet = read_sheet(asked["file"])
        kinds_of(view, body, sheet)
    except Problem as problem:
        outcome = [[1, "FAILED", problem.detail]]
        body |= {"status": "FAILED", "errorMessage": problem.detail, "total": 0, "results": outcome}
        return Document(key, body, 1)
    file = asked["file"].decode("utf-8-sig")
    body |= {"status": "LOADED", "errorMessage": None, "total": len(sheet.rows), "file": file}
    return Document(key, body, 1, due=due(view))


def due(view: View) -> Due:
    """When a job that has just come to a state leaves it."""
    return Due(view.now + timedelta(seconds=view.settings.get(*JOB_SECONDS)), ADVANCE)


def advanced(view: View, job: Document) -> Documents:
    """The documents after a job came to its next state (H-15.8)."""
    status = NEXT.get(job.body["status"])
    if status is None:
        return view.documents
    body = {**job.body, "status": status, "updatedAt": timestamp(view.now)}
    if status != "PROCESSED":
        return view.documents.put(JOBS, job.id, body, due=due(view))
    documents, outcome = carried_out(view, job)
    failed = sum(status == "FAILED" for _, status, _ in outcome)
    body |= {"processed": len(outcome) - failed, "failed": failed, "results": outcome}
    del body["file"]
    return documents.put(JOBS, job.id, body)


def carried_out(view: View, job: Document) -> tuple[Documents, list[list[Any]]]:
    """The documents after all rows, and what became of each: line, PROCESSED or FAILED, why (H-15.8)."""
    sheet = read_sheet(job.body["file"])
    try:
        kinds = kinds_of(view, job.body, sheet)
        step = step_of(view, job, (said_or_nothing(sheet, kinds, row) for row in sheet.rows))
    except Problem as problem:
        # What there is may have changed since the file was uploaded.
        return view.documents, [[line, "FAILED", problem.detail] for line, _ in sheet.rows]
    outcome = []
    for row in sheet.rows:
        try:
            documents = step(view, said(sheet.columns, kinds, row))
            view = replace(view, documents=documents)
            outcome.append([row[0], "PROCESSED", ""])
        except Problem as problem:
            outcome.append([row[0], "FAILED", sentence(problem)])
    return view.documents, outcome


def step_of(view: View, job: Document, rows: Iterable[Mapping[str, Any]]) -> Step:
    """What is done with each row of a job; `rows` are what they all say."""
    body = job.body
    node = view.documents.get(NODES, body["node"])
    caller = Caller(**{**body["caller"], "scopes": frozenset(body["caller"]["scopes"])})
    operation = body["operation"]
    if node is None:
        raise unfit(f"node not found {body['node']}")
    if body["entity"] == "EVENT":
        return lambda now, sent: write_event(now, caller, node, body["eventType"], operation, sent)
    crowd = Crowd.of(view, node, caller, rows)
    return lambda now, sent: crowd.write(now, operation, sent)


def kinds_of(view: View, body: Mapping[str, Any], sheet: Sheet) -> Kinds:
    """What the columns of a job's file say; Problem 400 for one that its entities do not have."""
    if body["entity"] == "EVENT":
        return event_kinds(view, body["workspace"], body["eventType"], sheet)
    return customer_kinds(view, body["workspace"], sheet)


def said_or_nothing(sheet: Sheet, kinds: Kinds, row: Row) -> dict[str, Any]:
    """What a row says, as far as it can be understood."""
    try:
        return said(sheet.columns, kinds, row)
    except Problem:
        return {}


def sentence(problem: Problem) -> str:
    """Why a row was refused, with the first cause."""
    causes = [f"{cause.pointer}: {cause.message}" for cause in problem.causes[:1]]
    return " - ".join([problem.detail, *(cause for cause in causes if problem.detail not in cause)])


def loaded(view: View, node: str) -> int:
    """How many jobs of the node are LOADED."""
    return sum(
        job.body["node"] == node and job.body["status"] == "LOADED" for job in view.documents.scan(JOBS)
    )


def wire(job: Document) -> dict[str, Any]:
    """A job as on the wire."""
    body = job.body
    same = (
        "filename",
        "operation",
        "entity",
        "eventType",
        "status",
        "errorMessage",
        "createdAt",
        "updatedAt",
    )
    return {
        "id": job.id,
        "workspaceId": body["workspace"],
        "nodeId": body["node"],
        "bulkJobName": body["name"],
        **{name: body[name] for name in same},
        "processedEntities": body["processed"],
        "failedEntities": body["failed"],
        "totalEntities": body["total"],
    }


def results(job: Document) -> bytes:
    """What became of each row, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["line", "status", "message"])
    writer.writerows(job.body["results"])
    return text.getvalue().encode("utf-8", "replace")


TRANSITIONS: Mapping[str, Transition] = {ADVANCE: advanced}
