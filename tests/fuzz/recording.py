"""What Schemathesis sent and received, read back from its NDJSON report."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.judge import Wire

__all__ = ["Recorded", "recorded"]


@dataclass(frozen=True)
class Recorded:
    """One exchange of a fuzz run: in which phase, and whether its data was meant to be valid."""

    phase: str
    mode: str
    operation: str
    wire: Wire


def recorded(report: Path) -> Iterator[Recorded]:
    """Every exchange of a run, in order."""
    with report.open() as lines:
        for line in lines:
            event = json.loads(line).get("ScenarioFinished")
            if event is not None:
                yield from _exchanges(event)


def _exchanges(event: dict[str, Any]) -> Iterator[Recorded]:
    recorder = event["recorder"]
    for name, interaction in recorder.get("interactions", {}).items():
        reply = interaction.get("response")
        if reply is None:
            continue
        case = recorder["cases"][name]["value"]
        yield Recorded(
            phase=event["phase"],
            mode=(case.get("meta") or {}).get("generation", {}).get("mode", "none"),
            operation=f"{case['method']} {case['path']}",
            wire=Wire(
                method=interaction["request"]["method"],
                url=interaction["request"]["uri"],
                status=reply["status_code"],
                request_headers=_headers(interaction["request"]["headers"]),
                request_body=_bytes(interaction["request"].get("body")),
                headers=_headers(reply["headers"]),
                body=_bytes(reply.get("content")),
            ),
        )


def _headers(headers: dict[str, list[str]]) -> dict[str, str]:
    return {name.lower(): ", ".join(values) for name, values in headers.items()}


def _bytes(content: dict[str, str] | None) -> bytes:
    return base64.b64decode(content["$base64"]) if content else b""
