"""A run as sarif.json, SARIF 2.1.0: a rule for each promise broken or kept, a result for each finding."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from understudy.conformance.report.text import plain, sentence
from understudy.conformance.score import score
from understudy.conformance.verdict import Finding, Judgement, Run, Severity

__all__ = ["to_sarif"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Mapping[Severity, str] = {Severity.MUST: "error", Severity.SHOULD: "warning"}


def to_sarif(run: Run, contract: Path | None = None) -> dict[str, Any]:
    """The SARIF log of a run.

    Every result is at its operations, as logical locations, and, since viewers want a file, at the lines
    where these operations stand in the contract: `contract` is the document, relative to the present folder
    where it is below it. Without one it is `specs/API.yaml`, line 1.
    """
    rules = _rules(run)
    where = {rule["id"]: index for index, rule in enumerate(rules)}
    uri, lines = _document(run.api, contract)
    results = [
        {
            "ruleId": sentence(finding.rule),
            "ruleIndex": where[sentence(finding.rule)],
            **_result(finding),
            "locations": [_location(run.api, name, uri, lines) for name in finding.operations or ("",)],
        }
        for finding in run.findings
    ]
    driver = {"name": "understudy", "rules": rules} | (
        {"version": run.versions["understudy"]} if "understudy" in run.versions else {}
    )
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "automationDetails": {"id": f"understudy/{run.api}/"},
                "invocations": [_invocation(run)],
                "columnKind": "unicodeCodePoints",
                "results": results,
                "properties": _facts(run),
            }
        ],
    }


def _rules(run: Run) -> list[dict[str, Any]]:
    """What is known of each rule, in order of appearance: all its sentences are its help."""
    groups: dict[str, list[Judgement | Finding]] = {}
    every: list[Judgement | Finding] = [*run.judgements, *run.findings]
    for each in every:
        groups.setdefault(sentence(each.rule), []).append(each)
    return [_rule(name, group) for name, group in groups.items()]


def _rule(name: str, group: list[Judgement | Finding]) -> dict[str, Any]:
    says = list(dict.fromkeys(sentence(each.says) for each in group))
    binds = Severity.MUST if any(each.severity is Severity.MUST for each in group) else Severity.SHOULD
    full = " ".join(says)[:8000]
    help_text = (
        f"Rule {name}. {full} The finding holds the request that shows it, and how to ask just that again."
    )
    return {
        "id": name,
        "shortDescription": {"text": says[0]},
        "fullDescription": {"text": full},
        "help": {"text": help_text},
        "defaultConfiguration": {"level": LEVELS[binds]},
        "properties": {"tags": ["conformance", group[0].source]},
    }


def _result(finding: Finding) -> dict[str, Any]:
    place = f" ({finding.location} {finding.pointer}".rstrip() + ")" if finding.location else ""
    text = (
        f"{sentence(finding.says)} Expected {sentence(finding.expected)}, got {sentence(finding.got)}{place}."
    )
    accepted = [{"kind": "external", "justification": sentence(finding.waived)}] if finding.waived else []
    return {
        "level": LEVELS[finding.severity],
        "message": {"text": text},
        "occurrenceCount": max(finding.times, 1),
        "partialFingerprints": {"finding/v1": finding.id},
        "suppressions": accepted,
        "properties": {
            "expected": plain(finding.expected),
            "got": plain(finding.got),
            "location": finding.location,
            "pointer": plain(finding.pointer),
            "steps": [plain(step) for step in finding.steps],
            "curl": plain(finding.curl, 8000),
            "rerun": plain(finding.rerun),
        },
    }


def _location(api: str, operation: str, uri: str, lines: Mapping[str, int]) -> dict[str, Any]:
    shown = sentence(operation)
    name = {"name": shown, "fullyQualifiedName": f"{sentence(api)}.{shown}", "kind": "function"}
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri},
            "region": {"startLine": lines.get(operation, 1)},
        },
        "logicalLocations": [name] if operation else [],
    }


def _document(api: str, contract: Path | None) -> tuple[str, dict[str, int]]:
    """The contract's URI, relative where it can be, and the line of each operation in it."""
    if contract is None:
        return quote(f"specs/{api}.yaml", errors="replace"), {}
    path, here = contract.resolve(), Path.cwd()
    uri = (
        quote(path.relative_to(here).as_posix(), errors="replace")
        if path.is_relative_to(here)
        else quote(f"specs/{api}.yaml", errors="replace")
    )
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return uri, {}
    return uri, dict(_operations(lines))


def _operations(lines: Iterable[str]) -> Iterable[tuple[str, int]]:
    for number, line in enumerate(lines, start=1):
        if found := re.search(r"""operationId["']?\s*:\s*["']?([^"',\s]+)""", line):
            yield found[1], number


def _invocation(run: Run) -> dict[str, Any]:
    notes = [{"level": "note", "message": {"text": sentence(note)}} for note in run.notes]
    return {
        "executionSuccessful": True,
        "startTimeUtc": _moment(run.started),
        "endTimeUtc": _moment(run.started + timedelta(seconds=run.seconds)),
        "toolExecutionNotifications": notes,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _facts(run: Run) -> dict[str, Any]:
    found = score(run)
    return {
        "target": sentence(run.target),
        "contract": sentence(f"{run.title} {run.version}"),
        "seed": run.seed,
        "verdict": found.verdict,
        "score": found.percent,
        "coverage": found.coverage,
    }
