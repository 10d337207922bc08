"""A run as report.html: one file that needs no network, no script and no other file."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from understudy.conformance.report.rows import SIGNS, heat_of, reasons_of, rules_of
from understudy.conformance.report.text import plain
from understudy.conformance.score import score
from understudy.conformance.verdict import Finding, Outcome, Run, Severity
from understudy.conformance.wire import Exchange

__all__ = ["MOST_FINDINGS", "to_html"]

MOST_FINDINGS = 300
"""Findings on the page, the gravest first; all are in report.json."""
MOST_BODY = 3000
"""Bytes of a body that are shown."""


def to_html(run: Run) -> str:
    """The page: verdict, findings, heat table, scores by operation and rule, what was not seen, the run.

    The run must be redacted already. All text in it is escaped, and hidden characters are made visible.
    """
    findings = sorted(run.findings, key=_gravity)
    page = _environment().get_template("report.html")
    return page.render(
        run=run,
        score=score(run),
        findings=findings[:MOST_FINDINGS],
        more=max(0, len(findings) - MOST_FINDINGS),
        heat=heat_of(run),
        rules=rules_of(run),
        unseen=(
            ("Not observable", "not-observable", reasons_of(run, Outcome.NOT_OBSERVABLE)),
            ("Not run", "not-run", reasons_of(run, Outcome.NOT_RUN)),
        ),
        signs=SIGNS,
    )


def _gravity(finding: Finding) -> tuple[bool, bool]:
    return bool(finding.waived), finding.severity is not Severity.MUST


def _evidence(exchange: Exchange) -> dict[str, Any]:
    """An exchange as text, for the page."""
    request = "\n".join(f"{name}: {value}" for name, value in exchange.request_headers.items())
    answer = "\n".join(f"{name}: {value}" for name, value in exchange.headers.items())
    return {
        "request": f"{exchange.method} {exchange.url}\n{request}\n\n{_body(exchange.request_body)}".rstrip(),
        "answer": f"{exchange.status}\n{answer}\n\n{_body(exchange.body)}".rstrip(),
        "seconds": exchange.seconds,
    }


def _words(name: str) -> str:
    """The name of a check or an option as words."""
    return name.replace("_", " ")


def _told(value: Any) -> str:
    """The value of an option for a reader."""
    if isinstance(value, list | tuple):
        return ", ".join(_told(each) for each in value) or "none"
    names: dict[Any, str] = {None: "none", True: "yes", False: "no"}
    return names[value] if value is None or isinstance(value, bool) else str(value)


def _body(body: bytes) -> str:
    text = body[:MOST_BODY].decode("utf-8", "backslashreplace")
    rest = len(body) - MOST_BODY
    return f"{text}… ({rest} more bytes)" if rest > 0 else text


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: plain(value, 20_000) if type(value) is str else value,
    )
    environment.filters["evidence"] = _evidence
    environment.filters["told"] = _told
    environment.filters["words"] = _words
    return environment
