"""Broken promises of one cause, as one finding: most are broken where nothing can be created."""

from collections.abc import Hashable, Iterable
from dataclasses import replace

from understudy.conformance.verdict import Finding, Severity, identified

__all__ = ["joined"]

NOT_THERE = frozenset({0, 404, 405, 501})
"""Statuses that say that there is nothing to be judged; 0 stands for no answer."""


def joined(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of behaviours, those of one cause as one; in order of appearance.

    One cause have all that were kept from their promise by the same operation: it gave the same status in
    place of success, or the same answer that cannot be read. The finding is that which is about the
    operation itself, if there is one, else the first by rule and name. It is a must if one of them is, and
    has the operations of all.
    """
    causes: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        causes.setdefault(_cause(finding), []).append(finding)
    return [_one(_id(cause), sorted(found, key=_rank)) for cause, found in causes.items()]


def _id(cause: Hashable) -> str:
    """The id of a cause, which is the same in all shards, whichever promises each of them has seen broken."""
    return identified("behaviours", "cause", *map(str, cause)) if isinstance(cause, tuple) else str(cause)


def _cause(finding: Finding) -> Hashable:
    if finding.seen and finding.expected.startswith(("status 2", "an answer ")):
        deciding = finding.seen[-1]
        beside = deciding.operation not in finding.operations
        if beside or deciding.status >= 500 or deciding.status in NOT_THERE:
            got = finding.got if finding.location == "body" else ""
            return deciding.operation, finding.location, deciding.status, got
    return finding.id


def _rank(finding: Finding) -> tuple[bool, bool, str, str]:
    own = finding.seen and finding.seen[-1].operation in finding.operations
    return not own, finding.severity is not Severity.MUST, finding.rule, finding.name


def _one(name: str, found: list[Finding]) -> Finding:
    first, *others = found
    if not others:
        return replace(first, id=name)
    rules = ", ".join(sorted({finding.rule for finding in others}))
    return replace(
        first,
        id=name,
        severity=min((finding.severity for finding in found), key=lambda severity: severity != Severity.MUST),
        operations=tuple(dict.fromkeys(name for finding in found for name in finding.operations)),
        says=f"{first.says} Without that, {len(others)} more promises are broken, of {rules}.",
        times=sum(finding.times for finding in found),
    )
