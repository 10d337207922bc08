"""All the files of a report, each of them replaced at once."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from understudy.conformance.report.badge import to_badge
from understudy.conformance.report.har import to_har
from understudy.conformance.report.json_report import to_json
from understudy.conformance.report.junit import to_junit
from understudy.conformance.report.page import to_html
from understudy.conformance.report.redaction import redacted
from understudy.conformance.report.sarif import to_sarif
from understudy.conformance.verdict import Run
from understudy.errors import UsageError

__all__ = ["report_folder", "write_reports"]


def report_folder(folder: Path) -> Path:
    """The folder, made if need be; UsageError when nothing can be written to it. To be asked before a run."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise _unwritable(folder, fault) from fault
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(f"{folder} cannot be written to; name a folder that can with --report.")
    return folder


def write_reports(run: Run, folder: Path, *, contract: Path | None = None) -> tuple[Path, ...]:
    """Write report.html, report.json, junit.xml, sarif.json, exchanges.har and badge.svg into a folder.

    Credentials are taken out of all of them. `contract` is the document that sarif.json points into. All
    are made before the first is written, and each is replaced at once: a reader never sees half of one.
    RunFailed when the run cannot be put into its form; UsageError when the folder cannot be written to.
    """
    safe = redacted(run)
    files: Mapping[str, bytes] = {
        "report.json": to_json(safe),
        "report.html": to_html(safe).encode("utf-8", "replace"),
        "junit.xml": to_junit(safe),
        "sarif.json": _dumped(to_sarif(safe, contract)),
        "exchanges.har": _dumped(to_har(safe)),
        "badge.svg": to_badge(safe).encode("utf-8", "replace"),
    }
    report_folder(folder)
    return tuple(_replaced(folder / name, content) for name, content in files.items())


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode("utf-8", "replace")


def _replaced(path: Path, content: bytes) -> Path:
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as fault:
        part.unlink(missing_ok=True)
        raise _unwritable(path, fault) from fault
    return path


def _unwritable(path: Path, fault: OSError) -> UsageError:
    return UsageError(
        f"{path} cannot be written ({fault.strerror}); name a folder that can be written to with --report."
    )
