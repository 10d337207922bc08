"""Bulk jobs as clients send them, and what becomes of them once their time is over."""

import csv
import io
from datetime import timedelta

DONE = timedelta(seconds=6)
"""Three states of two seconds each."""


def form(file, filename="people.csv", **fields):
    """A multipart form with a file, which may be given as rows."""
    content = file if isinstance(file, bytes) else table(file).encode()
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
        for name, value in fields.items()
        if value is not None
    ]
    head = f'Content-Disposition: form-data; name="file"; filename="{filename}"\r\n\r\n'
    body = b"".join(b"--XX\r\n" + part + b"\r\n" for part in [*parts, head.encode() + content])
    return ("multipart/form-data; boundary=XX", body + b"--XX--\r\n")


def table(rows):
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def upload(desk, file, node, operation="UPSERT", *, filename="people.csv", token="demo", **fields):
    """The reply to the upload of a file."""
    body = form(file, filename, operation=operation, **fields)
    return desk.call("postBulkJobNodesWorkspaces", body, nodeId=node, token=token)


def carried_out(desk, file, node, operation="UPSERT", **fields):
    """The job of a file when it is done, and the lines of its results without their header."""
    reply = upload(desk, file, node, operation, **fields)
    assert (201, "LOADED") == (reply.status, reply.body["status"]), reply.body
    desk.world.clock.step(DONE)
    key = reply.body["id"]
    job = desk.call("getBulkJobNodesWorkspaces", nodeId=node, jobId=key).body
    written = desk.call("getBulkJobResultsNodesWorkspaces", nodeId=node, jobId=key).body.decode()
    header, *lines = csv.reader(io.StringIO(written))
    assert ["line", "status", "message"] == header
    return job, lines
