"""The Prefer header (RFC 7240): which documented answer a client wants, and how long to wait for it.

`code`, `example` and `dynamic` are what Prism takes; `wait` is the RFC's, in seconds.
"""

import re
from dataclasses import replace

from understudy.http.plan import NO_PLAN, Forced, Plan, Wire

__all__ = ["LONGEST_WAIT", "plan_of"]

LONGEST_WAIT = 60.0
"""Seconds; a longer wait is cut to this."""

# RFC 7240, 2: preferences are separated by commas; parameters, after a semicolon, mean nothing here.
PREFERENCE = re.compile(r"""\s*([\w!#$%&'*+.^`|~-]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^\s,;"]*))?[^,]*(?:,|$)""")
CODE = re.compile(r"[1-5]\d\d", re.ASCII)
SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,6})?", re.ASCII)


def plan_of(header: str) -> Plan:
    """What the client prefers; what is unknown or cannot be read is passed over, as the RFC asks."""
    wanted: dict[str, str] = {}
    for match in PREFERENCE.finditer(header):
        value = match[2] or ""
        if value.startswith('"'):
            value = re.sub(r"\\(.)", r"\1", value[1:-1])
        wanted.setdefault(match[1].lower(), value)
    code, example = wanted.get("code", ""), wanted.get("example", "")
    built = wanted.get("dynamic") == "true"
    status = int(code) if CODE.fullmatch(code) else None
    applied = [f"code={code}"] if status is not None else []
    applied += [f"example={quoted(example)}"] if example else []
    applied += ["dynamic=true"] if built else []
    plan = NO_PLAN
    if applied:
        plan = replace(plan, forced=Forced(status, example or None, built, asked=True))
    wait = wanted.get("wait", "")
    if SECONDS.fullmatch(wait):
        seconds = min(float(wait), LONGEST_WAIT)
        plan = replace(plan, wire=Wire(delay=seconds))
        applied.append(f"wait={seconds:g}")
    return replace(plan, preferences=tuple(applied)) if applied else plan


def quoted(text: str) -> str:
    """A preference's value as a token, or as a quoted string where it is none."""
    if re.fullmatch(r"[\w!#$%&'*+.^`|~-]+", text, re.ASCII):
        return text
    escaped = re.sub(r'(["\\])', r"\\\1", text)
    return f'"{escaped}"'
