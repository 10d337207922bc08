"""Steps of behaviours about bulk jobs: files of customers, uploads, waiting until a job is done."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from understudy.conformance.forms import FORM, csv_text, form
from understudy.conformance.suite import Exchange, Probe, Stage
from understudy.vendors.contacthub.behaviours.steps import ENTRIES, facts

__all__ = [
    "COLUMNS",
    "DONE",
    "JOB",
    "JOBS",
    "LOADS",
    "RESULTS",
    "UPLOAD",
    "begun",
    "cell",
    "done",
    "everyone",
    "file_of",
    "job",
    "uploaded",
]

JOBS, UPLOAD = "getBulkJobsNodesWorkspaces", "postBulkJobNodesWorkspaces"
JOB, RESULTS = "getBulkJobNodesWorkspaces", "getBulkJobResultsNodesWorkspaces"
LOADS = (UPLOAD, JOB, ENTRIES)
DONE = ("PROCESSED", "FAILED", "STOPPED")

STEPS = 60
"""Minutes that a job is given to be done."""

COLUMNS = (
    "externalId",
    "base.contacts.email",
    "base.credential.username",
    "base.firstName",
    "base.lastName",
)


def uploaded(probe: Probe, home: Mapping[str, Any], file: str | bytes, **fields: str) -> Exchange:
    """The answer to the upload of a file, to be UPSERTed unless `operation` says otherwise."""
    sent = {"operation": "UPSERT", **fields}
    return probe.call(UPLOAD, home["id"], body=form(file, sent), media_type=FORM)


def begun(probe: Probe, home: Mapping[str, Any], file: str | bytes, **fields: str) -> str:
    """The id of a new job; Broken when it is refused."""
    return str(probe.member(probe.expect(uploaded(probe, home, file, **fields), 201), "/id"))


def job(probe: Probe, home: Mapping[str, Any], key: str) -> dict[str, Any]:
    """A job as it is told; Broken when it is not."""
    body: dict[str, Any] = probe.member(probe.expect(probe.call(JOB, home["id"], key), 200), "")
    return body


def done(probe: Probe, stage: Stage, home: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The job once it is done; Broken when an hour is not enough."""
    own = job(probe, home, key)
    for _ in range(STEPS):
        if own.get("status") in DONE:
            return own
        stage.step(minutes=1)
        own = job(probe, home, key)
    return probe.broken("a job that is done within an hour", f"{own.get('status')}", pointer="/status")


def file_of(people: Iterable[Mapping[str, Any]], columns: Sequence[str] = COLUMNS) -> str:
    """Customers as a CSV file whose columns are dotted paths."""
    return csv_text([[*columns], *([cell(person, path) for path in columns] for person in people)])


def cell(body: Mapping[str, Any], path: str) -> str:
    """What a body has at a dotted path, as a cell."""
    value: Any = body
    for part in path.split("."):
        value = (value or {}).get(part)
    return "" if value is None else str(value)


def everyone(probe: Probe, home: Mapping[str, Any], count: int) -> list[dict[str, Any]]:
    """The bodies of so many customers who are not there yet."""
    return [facts(probe, home) for _ in range(count)]
