"""Accepted findings: a YAML file that says which, why, and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from understudy.conformance.verdict import Finding
from understudy.errors import UsageError

__all__ = ["Waiver", "Waivers", "load_waivers"]

MEMBERS = ("finding", "rule", "operation", "pointer", "reason", "expires")
FORM = (
    "a waiver is `finding: ID`, or `rule:` with `operation:` and if you like `pointer:`, "
    "and always `reason:` and `expires: YYYY-MM-DD`"
)


@dataclass(frozen=True, slots=True)
class Waiver:
    """One accepted finding: by its id, or by rule and operation, and pointer unless that is None.

    It holds up to and including the day `expires`. `line` is where it begins in its file.
    """

    reason: str
    expires: date
    line: int
    finding: str = ""
    rule: str = ""
    operation: str = ""
    pointer: str | None = None

    def accepts(self, finding: Finding) -> frozenset[str]:
        """The operations of a finding for which it is accepted."""
        if self.finding:
            return frozenset(finding.operations or ("",)) if self.finding == finding.id else frozenset()
        if self.rule != finding.rule or self.pointer not in (None, finding.pointer):
            return frozenset()
        return frozenset({self.operation}) & frozenset(finding.operations)


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of one file."""

    file: str
    waivers: tuple[Waiver, ...]

    def apply(
        self, findings: Sequence[Finding], today: date
    ) -> tuple[tuple[Finding, ...], tuple[Mapping[str, Any], ...]]:
        """The findings, the accepted ones with their reason, and a row for each waiver (`Run.waivers`).

        A finding is accepted when the waivers that have not expired cover all of its operations. A row has
        finding or rule, operation and pointer, reason, expires (ISO date), where (FILE:LINE), accepted (the
        ids of findings) and state: used, unused or expired. An expired one accepts nothing and fails the
        run, used or not.
        """
        alive = [waiver for waiver in self.waivers if today <= waiver.expires]
        used: dict[int, list[str]] = {}
        applied = []
        for finding in findings:
            takers = [waiver for waiver in alive if waiver.accepts(finding)]
            covered = frozenset[str]().union(*(waiver.accepts(finding) for waiver in takers))
            if takers and covered >= frozenset(finding.operations):
                for waiver in takers:
                    used.setdefault(id(waiver), []).append(finding.id)
                reasons = dict.fromkeys(waiver.reason for waiver in takers)
                applied.append(replace(finding, waived=" ".join(reasons)))
            else:
                applied.append(finding)
        rows = tuple(self._row(waiver, used.get(id(waiver), []), today) for waiver in self.waivers)
        return tuple(applied), rows

    def _row(self, waiver: Waiver, accepted: list[str], today: date) -> dict[str, Any]:
        if waiver.finding:
            which: dict[str, Any] = {"finding": waiver.finding}
        else:
            which = {"rule": waiver.rule, "operation": waiver.operation}
            which |= {} if waiver.pointer is None else {"pointer": waiver.pointer}
        state = "expired" if today > waiver.expires else "used" if accepted else "unused"
        return {
            **which,
            "reason": waiver.reason,
            "expires": waiver.expires.isoformat(),
            "where": f"{self.file}:{waiver.line}",
            "accepted": accepted,
            "state": state,
        }


def load_waivers(path: Path) -> Waivers:
    """Read a file of waivers: a YAML list. UsageError names file and line, and says what to write."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as fault:
        raise UsageError(f"{path} cannot be read ({fault.strerror}); name a file of waivers.") from fault
    except UnicodeDecodeError as fault:
        raise UsageError(f"{path} is not UTF-8 text; save it as UTF-8.") from fault
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise UsageError(f"{where}: not YAML ({getattr(fault, 'problem', fault)}); correct it.") from fault
    if node is None:
        return Waivers(str(path), ())
    if not isinstance(node, yaml.SequenceNode):
        raise _wrong(path, node, f"a list is expected here: {FORM}")
    return Waivers(str(path), tuple(_waiver(path, item) for item in node.value))


def _waiver(path: Path, node: yaml.Node) -> Waiver:
    members = _members(path, node)
    if ("finding" in members) == ("rule" in members):
        raise _wrong(path, node, f"it must say either which finding or which rule it accepts: {FORM}")
    if "finding" in members and members.keys() & {"operation", "pointer"}:
        raise _wrong(path, node, "a finding has its operation and pointer already; leave them out")
    for name in ("reason", "expires", *(("operation",) if "rule" in members else ())):
        if name not in members:
            raise _wrong(path, node, f"`{name}:` is missing: {FORM}")
    try:
        expires = date.fromisoformat(members.pop("expires"))
    except ValueError as fault:
        raise _wrong(path, node, "`expires:` is no date; write it as YYYY-MM-DD") from fault
    return Waiver(expires=expires, line=node.start_mark.line + 1, **members)


def _members(path: Path, node: yaml.Node) -> dict[str, Any]:
    """The members of one waiver, each as the text that stands in the file."""
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(path, node, f"this is no waiver: {FORM}")
    members: dict[str, Any] = {}
    for key, value in node.value:
        if key.value not in MEMBERS:
            raise _wrong(path, key, f"{key.value!r} is no member of a waiver; known are {', '.join(MEMBERS)}")
        if key.value in members:
            raise _wrong(path, key, f"`{key.value}:` is there twice; remove one")
        empty = key.value != "pointer" and not value.value
        if not isinstance(value, yaml.ScalarNode) or empty or value.tag.endswith(":null"):
            raise _wrong(path, value, f"`{key.value}:` needs a text")
        members[key.value] = value.value.strip()
    return members


def _wrong(path: Path, node: yaml.Node, what: str) -> UsageError:
    return UsageError(f"{path}:{node.start_mark.line + 1}: {what}.")
