"""A run as junit.xml, in the form that Ant's schema describes and CI systems read.

A suite for each source, a test case for each promise. JUnit knows neither warnings nor waivers: a promise
that is waived, not observable or not run, and a broken should that does not fail the run, is skipped, with
the reason.
"""

import re
from collections.abc import Sequence
from datetime import UTC
from xml.etree import ElementTree as Tree

from understudy.conformance.report.text import plain, sentence
from understudy.conformance.score import breaches, fails, findings_of
from understudy.conformance.verdict import Finding, Judgement, Outcome, Run

__all__ = ["to_junit"]


def to_junit(run: Run) -> bytes:
    """The bytes of junit.xml. Findings that explain no judgement are test cases of their own."""
    root = Tree.Element("testsuites")
    explained = {
        finding.id
        for judgement in run.judgements
        if judgement.outcome is Outcome.BROKEN
        for finding in findings_of(judgement, run.findings)
    }
    lone = [finding for finding in run.findings if finding.id not in explained]
    for number, source in enumerate(("behaviours", "fuzz")):
        cases = [_case(judgement, run) for judgement in run.judgements if judgement.source == source]
        cases += [_lone(finding, run) for finding in lone if finding.source == source]
        root.append(_suite(run, number, source, cases))
    Tree.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + Tree.tostring(root, encoding="unicode").encode()


def _suite(run: Run, number: int, source: str, cases: Sequence[Tree.Element]) -> Tree.Element:
    suite = Tree.Element(
        "testsuite",
        {
            "name": source,
            "package": sentence(run.api) or "api",
            "id": str(number),
            "timestamp": run.started.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
            "hostname": _host(run.target),
            "tests": str(len(cases)),
            "failures": str(sum(case.find("failure") is not None for case in cases)),
            "errors": "0",
            "skipped": str(sum(case.find("skipped") is not None for case in cases)),
            "time": f"{sum(float(case.attrib['time']) for case in cases):.3f}",
        },
    )
    properties = Tree.SubElement(suite, "properties")
    facts = {"target": run.target, "seed": str(run.seed), "contract": run.version, **run.versions}
    for name, value in facts.items():
        Tree.SubElement(properties, "property", {"name": sentence(name) or "-", "value": sentence(value)})
    suite.extend(cases)
    Tree.SubElement(suite, "system-out").text = plain("\n".join((*run.notes, *run.left)), 20_000)
    Tree.SubElement(suite, "system-err")
    return suite


def _host(target: str) -> str:
    """The host of a URL, be it well formed or not."""
    found = re.search(r"://(?:[^/?#@]*@)?(\[[^]]*]|[^/?#:,\s]+)", target)
    return sentence(found[1]) if found else "localhost"


def _case(judgement: Judgement, run: Run) -> Tree.Element:
    name = f"{judgement.rule} {judgement.name}: {judgement.says}"
    case = _named(run, judgement.operation, name, judgement.seconds)
    if judgement.outcome is Outcome.BROKEN:
        _broken(case, judgement, run)
    elif judgement.outcome is not Outcome.PASSED:
        reason = f"{judgement.outcome}: {judgement.reason}"
        Tree.SubElement(case, "skipped", {"message": sentence(reason)})
    return case


def _broken(case: Tree.Element, judgement: Judgement, run: Run) -> None:
    found = findings_of(judgement, run.findings)
    if found and all(finding.waived for finding in found):
        message = f"waived: {found[0].waived}"
        Tree.SubElement(case, "skipped", {"message": sentence(message)})
    elif not fails(run, judgement.severity):
        message = f"warning: {found[0].got if found else judgement.reason}"
        Tree.SubElement(case, "skipped", {"message": sentence(message)})
    else:
        _failure(case, str(judgement.severity), judgement.reason, found)


def _lone(finding: Finding, run: Run) -> Tree.Element:
    operation = finding.operations[0] if finding.operations else ""
    case = _named(run, operation, f"{finding.rule} {finding.id}: {finding.says}", 0.0)
    if finding in breaches(run):
        _failure(case, str(finding.severity), finding.got, (finding,))
    else:
        message = f"waived: {finding.waived}" if finding.waived else f"warning: {finding.got}"
        Tree.SubElement(case, "skipped", {"message": sentence(message)})
    return case


def _named(run: Run, operation: str, name: str, seconds: float) -> Tree.Element:
    classname = sentence(f"{run.api.replace('/', '.')}.{operation or 'api'}")
    return Tree.Element(
        "testcase", {"name": sentence(name, 300), "classname": classname, "time": f"{max(seconds, 0):.3f}"}
    )


def _failure(case: Tree.Element, severity: str, reason: str, found: Sequence[Finding]) -> None:
    message = sentence(f"expected {found[0].expected}, got {found[0].got}" if found else reason)
    failure = Tree.SubElement(case, "failure", {"message": message, "type": severity})
    failure.text = plain("\n\n".join(_told(finding) for finding in found) or reason, 20_000)


def _told(finding: Finding) -> str:
    where = f"{finding.location} {finding.pointer}".strip()
    lines = {
        "finding": finding.id,
        "operations": ", ".join(finding.operations),
        "expected": finding.expected,
        "got": finding.got,
        "where": where,
        "first": "\n".join(finding.steps),
        "request": finding.curl,
        "again": finding.rerun,
    }
    return "\n".join(f"{name}: {value}" for name, value in lines.items() if value)
