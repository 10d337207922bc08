"""Several reports of one API as one: the shards of a run, or the same run several times."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from understudy.conformance.report.coverage import join_coverage
from understudy.conformance.report.har import exchanges_of
from understudy.conformance.report.json_report import from_json
from understudy.conformance.verdict import Finding, Judgement, Outcome, Run, Severity
from understudy.errors import UsageError

__all__ = ["load_report", "merge"]

ORDER = (Outcome.BROKEN, Outcome.PASSED, Outcome.NOT_OBSERVABLE, Outcome.NOT_RUN)
STATES = ("expired", "used", "unused")


def load_report(place: Path) -> Run:
    """The run of a report: of the folder that --report named, or of the report.json in it.

    The exchanges come from exchanges.har beside it, if that is there. UsageError when there is no report, or
    none of this version.
    """
    path = place / "report.json" if place.is_dir() else place
    run = from_json(_read(path), where=str(path))
    archive = path.with_name("exchanges.har")
    if not archive.exists():
        return run
    try:
        return replace(run, exchanges=exchanges_of(json.loads(_read(archive))))
    except (KeyError, TypeError, ValueError, RecursionError) as fault:
        raise UsageError(
            f"{archive} is no archive that Understudy has written ({fault!r}); remove it to go without."
        ) from fault


def merge(reports: Sequence[Run]) -> Run:
    """One run of several of the same API and contract; UsageError when they are not.

    Of a promise that was judged several times, broken wins over passed over not observable over not run.
    Findings of one id are one, seen as often as all together, and waived only if all of them are.
    """
    if not reports:
        raise UsageError("There is no report to merge; name the folders of at least one.")
    first = reports[0]
    for other in reports[1:]:
        if (other.api, other.title, other.version) != (first.api, first.title, first.version):
            raise UsageError(
                f"A report about {first.api} {first.version} and one about {other.api} {other.version} "
                "cannot be merged; merge reports of one API and one version of its contract."
            )
    whole, notes = _shards(reports)
    return replace(
        first,
        target=", ".join(dict.fromkeys(run.target for run in reports)),
        started=min(run.started for run in reports),
        seconds=sum(run.seconds for run in reports),
        versions=_versions(reports),
        options=_options(reports),
        judgements=_judgements(chain.from_iterable(run.judgements for run in reports)),
        findings=_findings(chain.from_iterable(run.findings for run in reports)),
        coverage=join_coverage([run.coverage for run in reports]),
        heat=_heat(reports),
        requests=sum(run.requests for run in reports),
        cases=sum(run.cases for run in reports),
        notes=tuple(dict.fromkeys(chain(*(run.notes for run in reports), notes))),
        left=tuple(dict.fromkeys(chain.from_iterable(run.left for run in reports))),
        waivers=_waivers(chain.from_iterable(run.waivers for run in reports)),
        shard=whole,
        exchanges=tuple(chain.from_iterable(run.exchanges for run in reports)),
        dropped=sum(run.dropped for run in reports),
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise UsageError(
            f"{path} cannot be read ({fault.strerror}); name a folder that `understudy check --report` wrote."
        ) from fault


def _shards(reports: Sequence[Run]) -> tuple[tuple[int, int], tuple[str, ...]]:
    """What part of how many the reports are together, and a sentence about what is missing."""
    parts = {run.shard for run in reports}
    missing = sorted({(number, of) for _, of in parts for number in range(1, of + 1)} - parts)
    if not missing or (1, 1) in parts:
        return (1, 1), ()
    names = ", ".join(f"{number}/{of}" for number, of in missing)
    return reports[0].shard, (f"This is not the whole run: there was no report of shard {names}.",)


def _versions(reports: Sequence[Run]) -> dict[str, str]:
    names = dict.fromkeys(name for run in reports for name in run.versions)
    return {
        name: ", ".join(dict.fromkeys(run.versions[name] for run in reports if name in run.versions))
        for name in names
    }


def _options(reports: Sequence[Run]) -> dict[str, Any]:
    """The options, as a list where the reports differ; fail_on is the stricter one. So with the seeds."""
    given = [{**run.options, "seed": run.seed} for run in reports]
    merged: dict[str, Any] = {}
    for name in dict.fromkeys(name for each in given for name in each):
        values = [each.get(name) for each in given]
        distinct = [value for index, value in enumerate(values) if value not in values[:index]]
        merged[name] = distinct[0] if len(distinct) == 1 else distinct
    if isinstance(merged.get("fail_on"), list):
        merged["fail_on"] = "warning" if "warning" in merged["fail_on"] else "violation"
    if not isinstance(merged["seed"], list) and all("seed" not in run.options for run in reports):
        del merged["seed"]
    return merged


def _judgements(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    merged: dict[tuple[str, str, str, str], Judgement] = {}
    for judgement in judgements:
        key = (judgement.source, judgement.rule, judgement.name, judgement.operation)
        known = merged.get(key)
        if known is None:
            merged[key] = judgement
        else:
            stronger = min(known, judgement, key=lambda each: ORDER.index(each.outcome))
            merged[key] = replace(stronger, seconds=known.seconds + judgement.seconds)
    return tuple(merged.values())


def _findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    merged: dict[str, Finding] = {}
    for finding in findings:
        known = merged.get(finding.id)
        merged[finding.id] = finding if known is None else _joined(known, finding)
    return tuple(merged.values())


def _joined(one: Finding, other: Finding) -> Finding:
    """The finding with the smaller request, and what both have seen."""
    smaller = min(one, other, key=lambda each: (not each.curl, len(each.curl)))
    return replace(
        smaller,
        severity=Severity.MUST if Severity.MUST in (one.severity, other.severity) else Severity.SHOULD,
        operations=tuple(dict.fromkeys((*one.operations, *other.operations))),
        times=one.times + other.times,
        waived=one.waived if one.waived and other.waived else "",
        seen=(*one.seen, *other.seen),
    )


def _heat(reports: Sequence[Run]) -> dict[str, dict[str, int]]:
    heat: dict[str, dict[str, int]] = {}
    for run in reports:
        for operation, counts in run.heat.items():
            row = heat.setdefault(operation, {})
            for status, count in counts.items():
                row[status] = row.get(status, 0) + count
    return heat


def _waivers(rows: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """One row for each waiver: expired if it was in any report, else used if it was in any."""
    merged: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for row in rows:
        key = tuple(row.get(name) for name in ("finding", "rule", "operation", "pointer", "expires"))
        known = merged.get(key, row)
        accepted = list(dict.fromkeys((*known["accepted"], *row["accepted"])))
        state = min(known["state"], row["state"], key=STATES.index)
        merged[key] = {**known, "accepted": accepted, "state": state}
    return tuple(merged.values())
