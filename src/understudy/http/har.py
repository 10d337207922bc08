"""The journal as an HTTP Archive (HAR 1.2), which the developer tools of browsers open."""

import base64
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from understudy.http.journal import Entry

__all__ = ["har"]

UNKNOWN = -1
"""What HAR says where a number is not known."""


def har(entries: Iterable[Entry], version: str) -> dict[str, Any]:
    """The archive of these entries, made by Understudy `version`; secrets are redacted.

    What the format has no place for stands in members that begin with an underscore, as it asks.
    """
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "Understudy", "version": version},
            "entries": [archived(entry) for entry in entries],
        }
    }


def archived(entry: Entry) -> dict[str, Any]:
    """One entry; times are in milliseconds."""
    took = round(entry.seconds * 1000, 3)
    return {
        "startedDateTime": entry.at.isoformat(timespec="milliseconds"),
        "time": took,
        "request": request_of(entry),
        "response": response_of(entry),
        "cache": {},
        "timings": {"send": 0, "wait": took, "receive": 0},
        "_number": entry.number,
        "_api": entry.api,
        "_operationId": entry.operation_id,
        "_fault": entry.fault,
        "_violated": entry.violated,
        "_violations": [f"{one.location} {one.pointer}: {one.message}" for one in entry.shown_violations()],
        "_rules": list(entry.rules),
        "_reason": entry.shown_reason(),
    }


def request_of(entry: Entry) -> dict[str, Any]:
    """The request as HAR writes it."""
    url = entry.url
    written = {
        "method": entry.method,
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": pairs(entry.request_headers),
        "queryString": [
            {"name": name, "value": value}
            for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True)
        ],
        "headersSize": UNKNOWN,
        "bodySize": entry.sizes[0],
    }
    if entry.call.body:
        shown = entry.request_text()
        written["postData"] = {
            "mimeType": entry.request_type,
            "params": [],
            "text": f"({entry.sizes[0]} bytes that are no text)" if shown is None else shown,
        }
    return written


def response_of(entry: Entry) -> dict[str, Any]:
    """The response as HAR writes it; binary content in Base64."""
    headers = entry.reply_headers
    return {
        "status": entry.status,
        "statusText": phrase(entry.status),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": pairs(headers),
        "content": content_of(entry),
        "redirectURL": headers.get("location", ""),
        "headersSize": UNKNOWN,
        "bodySize": entry.sizes[1],
    }


def content_of(entry: Entry) -> dict[str, Any]:
    """The content of the response, as far as it was kept."""
    content: dict[str, Any] = {"size": entry.sizes[1], "mimeType": entry.reply_type or "x-unknown"}
    if entry.body:
        shown = entry.reply_text()
        content["text"] = base64.b64encode(entry.body).decode() if shown is None else shown
        if shown is None:
            content["encoding"] = "base64"
    if entry.sizes[1] > len(entry.body):
        content["comment"] = f"Only the first {len(entry.body)} bytes were kept."
    return content


def pairs(headers: Mapping[str, str]) -> list[dict[str, str]]:
    """Headers as HAR lists them."""
    return [{"name": name, "value": value} for name, value in headers.items()]


def phrase(status: int) -> str:
    """The standard's words for a status; none where it has none."""
    return HTTPStatus(status).phrase if status in list(HTTPStatus) else ""
