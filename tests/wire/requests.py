"""Requests that the tests over the wire share."""

import base64
import json
from typing import Any

import httpx

__all__ = ["AGE", "BALANCE", "FILTER", "SECONDS", "audience", "compared", "listing", "refused"]

AGE = "6b3927745edec398ad74"
BALANCE = "023cd8af6a9d46eec506"
SECONDS = 10
"""No refusal may take longer."""


def compared(measure: str, operator: str, *values: str, **more: Any) -> dict[str, Any]:
    """A primitive filter on the filter type with the id `measure`."""
    return {"filterType": {"id": measure}, "operator": operator, "values": list(values), **more}


FILTER = {"operator": "and", "primitiveFilters": [compared(AGE, "between", "35", "49")]}


def audience(name: str = "Ages 35 to 49", **more: Any) -> dict[str, Any]:
    """The body that creates an audience; `more` adds members or replaces them."""
    return {"name": name, "customerType": "all", "enrollmentState": "customer", "filters": FILTER, **more}


def listing(content: bytes | str, kind: str = "dataCustomerId", **more: Any) -> dict[str, Any]:
    """The body that imports a file; bytes are encoded, a str is sent as it is."""
    text = content if isinstance(content, str) else base64.b64encode(content).decode()
    return {
        "name": "An imported list",
        "fileName": "list.csv",
        "identifierType": kind,
        "includesHeader": False,
        "content": text,
        **more,
    }


def refused(reply: httpx.Response, status: int, *mentions: str) -> dict[str, Any]:
    """The problem document of a refusal that names every one of `mentions`."""
    problem = reply.json()
    assert status == reply.status_code, problem
    assert reply.headers["content-type"] == "application/problem+json"
    assert status == problem["status"]
    assert len(problem["detail"]) <= 256
    assert len(problem.get("problems", [])) <= 128
    said = json.dumps(problem)
    for mention in mentions:
        assert mention in said
    assert reply.elapsed.total_seconds() < SECONDS
    return problem
