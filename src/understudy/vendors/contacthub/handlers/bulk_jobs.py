"""Bulk jobs of an entry node: listed, created, told, and what became of their rows."""

from typing import Any

from understudy.contract.bodies import file_names
from understudy.errors import Cause, Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running
from understudy.vendors.contacthub import bulk
from understudy.vendors.contacthub.access import node_of
from understudy.vendors.contacthub.paging import CEILING, page_of
from understudy.vendors.contacthub.records import JOBS
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = [
    "get_bulk_job_nodes_workspaces",
    "get_bulk_job_results_nodes_workspaces",
    "get_bulk_jobs_nodes_workspaces",
    "post_bulk_job_nodes_workspaces",
]

UNNAMED = "bulk.csv"
LONGEST_NAME = 255
DONE = ("PROCESSED", "FAILED")


def get_bulk_jobs_nodes_workspaces(request: Request, view: View) -> Reply:
    """14: the jobs of the node, of one status or entity if asked so (H-14.1 …), the newest first."""
    node = node_of(request, view, type="ENTRY")
    jobs = [bulk.wire(each) for each in view.documents.scan(JOBS) if each.body["node"] == node.id]
    for name in ("status", "entity"):
        asked = request.query.get(name)
        jobs = [job for job in jobs if asked in (None, job[name])]
    found = ordered(jobs, request.query.get("sort") or "")
    shown, page = page_of(request, len(found), ceiling=CEILING)
    return Reply(200, {"elements": found[shown], "page": page})


@long_running
def post_bulk_job_nodes_workspaces(request: Request, view: View) -> Reply:
    """15: a new job, LOADED or FAILED (H-15.2); Problem 409 while ten of the node are LOADED (H-15.3)."""
    node = node_of(request, view, type="ENTRY")
    if request.body.get("entity") == "EVENT" and "eventType" not in request.body:
        sentence = "A job of events needs their eventType: say it."
        cause = Cause("body", "/eventType", sentence, "REQUIRED")
        raise Problem(400, "badRequest", sentence, causes=[cause], rule="H-15.4")
    if bulk.loaded(view, node.id) >= bulk.MOST_LOADED:
        sentence = f"The node has {bulk.MOST_LOADED} bulk jobs that are LOADED: wait until one is SCHEDULED."
        raise Problem(409, "tooManyJobs", sentence, rule="H-15.3")
    call = request.call
    given = file_names(call.headers.get("content-type", ""), call.body).get("file", UNNAMED)
    job = bulk.new_job(view, request.caller, node, request.body, named(given))
    return Reply(201, bulk.wire(job), documents=view.documents.put(JOBS, job.id, job.body, due=job.due))


def get_bulk_job_nodes_workspaces(request: Request, view: View) -> Reply:
    """16: one job (H-16.1)."""
    return Reply(200, bulk.wire(job_of(request, view)))


@long_running
def get_bulk_job_results_nodes_workspaces(request: Request, view: View) -> Reply:
    """17: what became of each row, as CSV; Problem 409 before the job is PROCESSED or FAILED (H-17.2)."""
    job = job_of(request, view)
    status = job.body["status"]
    if status not in DONE:
        sentence = f"The bulk job {job.id} is {status}: its results are there once it is {' or '.join(DONE)}."
        raise Problem(409, "jobNotDone", sentence, rule="H-17.2")
    name = {"Content-Disposition": f'attachment; filename="results-{job.id}.csv"'}
    return Reply(200, bulk.results(job), name, media_type="text/csv")


def job_of(request: Request, view: View) -> Document:
    """The job that the path names; Problem 404 when the node has none with this id (H-16.2)."""
    node = node_of(request, view, type="ENTRY")
    key = request.path["jobId"]
    job = view.documents.get(JOBS, key.lower())
    if job is None or job.body["node"] != node.id:
        raise Problem(404, "bulkJobNotFound", f"bulk job not found {key}", rule="H-16.2")
    return job


def ordered(jobs: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    """The jobs by the member asked for, `,desc` for the greatest first; else the newest first (H-14.4).

    What is null comes last. A sort that names no member is passed over.
    """
    name, _, direction = (part.strip() for part in sort.partition(","))
    if not jobs or name not in jobs[0]:
        # Of those made at the same moment, the last one first.
        newest = jobs[::-1]
        newest.sort(key=lambda job: str(job["createdAt"]), reverse=True)
        return newest
    known = [job for job in jobs if job[name] is not None]
    known.sort(key=lambda job: job[name], reverse=direction.lower() == "desc")
    return known + [job for job in jobs if job[name] is None]


def named(filename: str) -> str:
    """The name of an uploaded file without folders and what does not print."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[:LONGEST_NAME] or UNNAMED
