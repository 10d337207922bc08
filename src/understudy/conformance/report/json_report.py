"""A run as report.json and back. `report.schema.json` beside this file documents and checks its form."""

import json
from dataclasses import fields
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from understudy.conformance.score import Tally, score
from understudy.conformance.verdict import Finding, Judgement, Outcome, Run, Severity
from understudy.errors import RunFailed, UsageError

__all__ = ["FORMAT", "SCHEMA", "from_json", "to_json"]

FORMAT = "understudy-report/1"
SCHEMA = Path(__file__).with_name("report.schema.json")

_KEPT_APART = ("exchanges", "judgements", "findings", "started", "shard")


def to_json(run: Run) -> bytes:
    """The bytes of report.json, which is valid against its schema; RunFailed when it would not be.

    Halves of surrogate pairs, which no UTF-8 can hold, become question marks.
    """
    document = {"format": FORMAT, **_run(run)}
    text = json.dumps(document, ensure_ascii=False, indent=1, default=str)
    written = text.encode("utf-8", "replace")
    if fault := _fault(json.loads(written)):
        raise RunFailed(
            f"The report would not be valid against its own schema: {fault}. This is a mistake of "
            "Understudy; please report it with the command that you gave."
        )
    return written


def from_json(written: bytes, *, where: str) -> Run:
    """The run of a report.json, without exchanges; UsageError, naming `where`, when it is none."""
    try:
        document = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise UsageError(
            f"{where} is not JSON ({error}); name a report.json that `understudy check --report` has written."
        ) from error
    if fault := _fault(document):
        raise UsageError(
            f"{where} is no report of this version of Understudy: {fault}. "
            "Check again with this version to get a new report."
        )
    plain = {field.name: document[field.name] for field in fields(Run) if field.name not in _KEPT_APART}
    plain |= {name: tuple(document[name]) for name in ("notes", "left", "waivers")}
    first, of = document["shard"]
    return Run(
        **plain,
        started=datetime.fromisoformat(document["started"]),
        judgements=tuple(_judgement(each) for each in document["judgements"]),
        findings=tuple(_finding(each) for each in document["findings"]),
        shard=(first, of),
    )


def _run(run: Run) -> dict[str, Any]:
    members = {field.name: getattr(run, field.name) for field in fields(Run) if field.name != "exchanges"}
    return {
        **members,
        "started": run.started.isoformat(),
        "score": _score(run),
        "judgements": [_members(each) for each in run.judgements],
        "findings": [_members(each) for each in run.findings],
    }


def _score(run: Run) -> dict[str, Any]:
    found = score(run)
    counts = {field.name: getattr(found, field.name) for field in fields(Tally)}
    return {"verdict": found.verdict, "percent": found.percent, "coverage": found.coverage, **counts}


def _members(value: Judgement | Finding) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value) if field.name != "seen"}


def _judgement(value: dict[str, Any]) -> Judgement:
    typed = {"severity": Severity(value["severity"]), "outcome": Outcome(value["outcome"])}
    return Judgement(**{**value, **typed})


def _finding(value: dict[str, Any]) -> Finding:
    listed = {name: tuple(value[name]) for name in ("operations", "steps")}
    return Finding(**{**value, **listed, "severity": Severity(value["severity"])})


@cache
def _validator() -> Any:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def _fault(document: Any) -> str:
    """The first thing that the schema has against a document, with its JSON pointer; "" for nothing."""
    for error in _validator().iter_errors(document):
        pointer = "".join(f"/{step}" for step in error.instance_path)
        return f"{pointer or 'the whole document'}: {str(error.message)[:300]}"
    return ""
