"""What a fuzz created and deleted, written down call by call.

The event stream of Schemathesis tells of a scenario when it has ended, and of one that is cut short not at
all: but what it created has to be taken back too.
"""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

from understudy.conformance.clock import now
from understudy.conformance.wire import Exchange
from understudy.contract.load import Contract

__all__ = ["HOOK", "changes"]

HOOK = """
import base64
import json
from pathlib import Path

import schemathesis

CHANGES = Path(__file__).with_name("changes.ndjson").open("a", buffering=1)


@schemathesis.hook
def after_call(context, case, response):
    if response.request.method in ("POST", "PUT", "DELETE") and 200 <= response.status_code < 300:
        told = {
            "label": case.operation.label,
            "method": response.request.method,
            "url": response.request.url,
            "status": response.status_code,
            "location": ", ".join(response.headers.get("location", [])),
            "body": base64.b64encode(response.content).decode(),
        }
        CHANGES.write(json.dumps(told) + "\\n")
"""
"""The program that writes them down, in the process of Schemathesis, beside itself."""


def changes(folder: Path, contract: Contract) -> Iterator[Exchange]:
    """The calls that created or deleted something, in their order, from the folder that the hook lies in."""
    file = folder / "changes.ndjson"
    labels = {f"{one.method} {one.path}": name for name, one in contract.operations.items()}
    for line in file.read_text("utf-8").splitlines() if file.exists() else ():
        told = json.loads(line)
        yield Exchange(
            method=told["method"],
            url=told["url"],
            request_headers={},
            request_body=b"",
            status=told["status"],
            headers={"location": told["location"]} if told["location"] else {},
            body=base64.b64decode(told["body"]),
            at=now(),
            seconds=0.0,
            operation=labels.get(told["label"], "") if told["label"].startswith(told["method"]) else "",
            source="fuzz",
        )
