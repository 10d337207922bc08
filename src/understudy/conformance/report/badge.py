"""The badge: a small SVG with the verdict, made here and asking no service."""

from xml.sax.saxutils import escape

from understudy.conformance.report.text import sentence
from understudy.conformance.score import BROKEN, CONFORMANT, Score, score
from understudy.conformance.verdict import Run

__all__ = ["to_badge"]

LABEL = "contract"
COLOURS = {CONFORMANT: "#11603a", BROKEN: "#a3122f"}
OTHERWISE = "#555f71"
WIDTH = 6.6
"""Of a character of 11 px Verdana or what takes its place; textLength makes the text fit."""

TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{title}">
<title>{title}</title>
<clipPath id="r"><rect width="{width}" height="20" rx="4"/></clipPath>
<g clip-path="url(#r)"><rect width="{left}" height="20" fill="#24292f"/>\
<rect x="{left}" width="{right}" height="20" fill="{colour}"/></g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">\
<text x="7" y="14" textLength="{label_length}">{label}</text>\
<text x="{right_x}" y="14" textLength="{value_length}">{value}</text></g>
</svg>
"""


def to_badge(run: Run) -> str:
    """An SVG of 20 px height: what it is about, verdict and score."""
    found = score(run)
    value = _value(found)
    left, right = round(len(LABEL) * WIDTH) + 14, round(len(value) * WIDTH) + 14
    about = sentence(run.title or run.api, 120)
    return TEMPLATE.format(
        width=left + right,
        left=left,
        right=right,
        right_x=left + 7,
        label=LABEL,
        label_length=left - 14,
        value=escape(value),
        value_length=right - 14,
        colour=COLOURS.get(found.verdict, OTHERWISE),
        title=escape(f"{about} {sentence(run.version, 40)}: {value}", {'"': "&quot;"}),
    )


def _value(found: Score) -> str:
    if found.percent is None:
        return found.verdict
    return f"{found.verdict} · {found.percent:g} %"
