"""Exchanges as exchanges.har (HTTP Archive 1.2), and back. What findings rest on is kept first."""

import base64
from collections.abc import Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from understudy.conformance.verdict import Run
from understudy.conformance.wire import Exchange

__all__ = ["MOST_BODY", "MOST_BYTES", "MOST_EXCHANGES", "exchanges_of", "to_har"]

MOST_EXCHANGES = 5000
MOST_BODY = 65_536
"""Bytes of one body; the rest is cut off, and a comment says so."""
MOST_BYTES = 32 * 1024 * 1024
"""Of all bodies together; the exchanges after that have none."""

_TEXT = ("text/", "application/json", "application/xml", "application/x-www-form-urlencoded", "+json", "+xml")


def to_har(run: Run) -> dict[str, Any]:
    """The archive of a run's exchanges, in the order of their time; the run must be redacted already.

    Members with an underscore are ours: _operation, _source, _caller, and _findings, the ids of those that
    rest on the exchange. A body that is no text is written as base64.
    """
    kept, shown = _kept(run)
    room, entries = MOST_BYTES, []
    for exchange in kept:
        entry, size = _entry(exchange, min(MOST_BODY, room))
        room -= size
        entries.append((exchange.at, {**entry, "_findings": shown.get(id(exchange), [])}))
    entries.sort(key=lambda each: each[0])
    dropped = run.dropped + max(0, len(run.exchanges) - len(kept))
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "understudy", "version": run.versions.get("understudy", "")},
            "comment": f"{dropped} further exchanges are not kept." if dropped else "",
            "entries": [entry for _, entry in entries],
        }
    }


def exchanges_of(har: Mapping[str, Any]) -> tuple[Exchange, ...]:
    """The exchanges of an archive that `to_har` made; KeyError, TypeError or ValueError for another."""
    return tuple(_exchange(entry) for entry in har["log"]["entries"])


def _kept(run: Run) -> tuple[list[Exchange], dict[int, list[str]]]:
    """The exchanges to write, those of findings first, and the findings of each by its identity."""
    shown: dict[int, list[str]] = {}
    kept: dict[int, Exchange] = {}
    for finding in run.findings:
        for exchange in finding.seen:
            shown.setdefault(id(exchange), []).append(finding.id)
            kept[id(exchange)] = exchange
    same = {(each.at, each.method, each.url) for each in kept.values()}
    for exchange in run.exchanges:
        if (exchange.at, exchange.method, exchange.url) not in same:
            kept.setdefault(id(exchange), exchange)
    return list(kept.values())[:MOST_EXCHANGES], shown


def _entry(exchange: Exchange, most: int) -> tuple[dict[str, Any], int]:
    """One entry, and how many bytes its bodies take; no body is longer than `most`."""
    milliseconds = round(exchange.seconds * 1000, 3)
    request, sent = _request(exchange, most)
    response, received = _response(exchange, most)
    return {
        "startedDateTime": exchange.at.isoformat(timespec="milliseconds"),
        "time": milliseconds,
        "request": request,
        "response": response,
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "_operation": exchange.operation,
        "_caller": exchange.caller,
        "_source": exchange.source,
    }, sent + received


def _request(exchange: Exchange, most: int) -> tuple[dict[str, Any], int]:
    media_type = next((v for k, v in exchange.request_headers.items() if k.lower() == "content-type"), "")
    body = _body(exchange.request_body, media_type, most)
    query = parse_qsl(exchange.url.partition("#")[0].partition("?")[2], keep_blank_values=True)
    post = {"postData": {"mimeType": media_type, **_underscored(body)}} if exchange.request_body else {}
    return {
        "method": exchange.method,
        "url": exchange.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(exchange.request_headers.items()),
        "queryString": _pairs(query),
        "headersSize": -1,
        "bodySize": len(exchange.request_body),
        **post,
    }, len(body.get("text", ""))


def _response(exchange: Exchange, most: int) -> tuple[dict[str, Any], int]:
    media_type = exchange.headers.get("content-type", "")
    body = _body(exchange.body, media_type, most)
    return {
        "status": exchange.status,
        "statusText": _phrase(exchange.status),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(exchange.headers.items()),
        "content": {"size": len(exchange.body), "mimeType": media_type or "x-unknown", **body},
        "redirectURL": exchange.headers.get("location", ""),
        "headersSize": -1,
        "bodySize": len(exchange.body),
    }, len(body.get("text", ""))


def _body(body: bytes, media_type: str, most: int) -> dict[str, str]:
    """The members text, encoding and comment that a body needs."""
    part = body[:most]
    written: dict[str, str] = {}
    if len(part) < len(body):
        written["comment"] = f"Cut after {len(part)} of {len(body)} bytes."
    if not part:
        return written
    try:
        if any(kind in media_type.lower() for kind in _TEXT) or not media_type:
            # A character that the cut went through is left out, any other fault is kept as base64.
            return {**written, "text": part.decode("utf-8", "ignore" if written else "strict")}
    except UnicodeDecodeError:
        pass
    return {**written, "text": base64.b64encode(part).decode(), "encoding": "base64"}


def _underscored(body: Mapping[str, str]) -> dict[str, str]:
    """A request's body has no member for its encoding in HAR 1.2: ours has an underscore."""
    return {"_encoding" if name == "encoding" else name: value for name, value in body.items()}


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _exchange(entry: Mapping[str, Any]) -> Exchange:
    request, response = entry["request"], entry["response"]
    return Exchange(
        method=request["method"],
        url=request["url"],
        request_headers={each["name"]: each["value"] for each in request["headers"]},
        request_body=_bytes(request.get("postData", {}), "_encoding"),
        status=response["status"],
        headers={each["name"]: each["value"] for each in response["headers"]},
        body=_bytes(response["content"], "encoding"),
        at=datetime.fromisoformat(entry["startedDateTime"]),
        seconds=entry["time"] / 1000,
        operation=entry["_operation"],
        caller=entry["_caller"],
        source=entry["_source"],
    )


def _bytes(body: Mapping[str, str], encoding: str) -> bytes:
    text = body.get("text", "")
    return base64.b64decode(text) if body.get(encoding) == "base64" else text.encode()
