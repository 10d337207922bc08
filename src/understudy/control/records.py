"""Entries of a journal as the control API shows them: without secrets."""

from dataclasses import asdict
from typing import Any

from understudy.http.journal import Entry
from understudy.world.clock import timestamp

__all__ = ["item", "whole"]


def item(entry: Entry) -> dict[str, Any]:
    """An exchange in one line."""
    return {
        "number": entry.number,
        "at": timestamp(entry.at),
        "milliseconds": round(max(entry.seconds, 0.0) * 1000, 3),
        "api": entry.api,
        "operation": entry.operation_id or None,
        "method": entry.method,
        "url": entry.url,
        "status": entry.status,
        "caller": entry.caller,
        "violated": entry.violated or None,
        "violations": [asdict(violation) for violation in entry.shown_violations()],
        "rules": list(entry.rules),
        "fault": entry.fault or None,
        "reason": entry.shown_reason() or None,
    }


def whole(entry: Entry) -> dict[str, Any]:
    """An exchange with headers and bodies, as far as they are kept."""
    asked, answered = entry.sizes
    return {
        **item(entry),
        "request": {
            "headers": entry.request_headers,
            "body": body(entry.request_json(), entry.request_text(), asked),
            "size": asked,
        },
        "answer": {
            "headers": entry.reply_headers,
            "body": body(entry.reply_json(), entry.reply_text(), answered),
            "size": answered,
        },
    }


def body(value: Any, text: str | None, size: int) -> Any:
    """A body as JSON, else as text; None when there is none or it is neither."""
    if not size:
        return None
    return text if value is None else value
