"""report.html: one file, for people."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from tests.conformance.report.hostile import RUNS
from tests.conformance.report.runs import (
    BROKEN,
    NOT_RUN,
    SHOULD,
    UNSEEN,
    exchange,
    finding,
    judgement,
    run,
)

from understudy.conformance.report import page
from understudy.conformance.report.page import to_html

EMPTY = {"meta", "rect", "path", "ellipse", "br"}
FOREIGN = re.compile(
    r"(?:src|href)\s*=\s*[\"'](?!#)|url\(|@import|<script|<iframe|<object|<link", re.IGNORECASE
)


class Reader(HTMLParser):
    """Checks that elements are nested, and collects elements, attributes, ids and text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.tags, self.ids, self.links, self.text, self.handlers = [], set(), [], [], "", []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name == "href"]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        if tag not in EMPTY:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):  # noqa: ARG002 - the parser's own form
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert tag == self.stack.pop()

    def handle_data(self, data):
        self.text += data


def read(found):
    """The page of a run, read."""
    reader = Reader()
    reader.feed(to_html(found))
    reader.close()
    return reader


@given(RUNS)
def test_no_text_gets_out_of_its_place(found):
    """Whatever the texts are: nested elements, no script, no handler, no link that leads nowhere."""
    reader = read(found)

    assert [] == reader.stack
    assert [] == reader.handlers
    assert set() == reader.tags & {"script", "iframe", "object", "img", "link", "form"}
    assert len(reader.ids) == len(set(reader.ids))
    assert {link.removeprefix("#") for link in reader.links} <= set(reader.ids)


def test_the_page_needs_nothing_else():
    """It names no other file, and its policy forbids all but its own styles."""
    written = to_html(run(findings=(finding(seen=(exchange(),)),)))

    assert [] == FOREIGN.findall(written)
    assert "default-src 'none'; style-src 'unsafe-inline'" in written


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({}, "Every promise that could be observed is kept."),
        ({"judgements": (judgement(), judgement("A-1", BROKEN))}, "1 of 2 binding promises"),
        ({"judgements": (judgement(outcome=UNSEEN),)}, "Nothing observed"),
        (
            {
                "waivers": (
                    {
                        "finding": "b1",
                        "reason": "r",
                        "expires": "2026-01-01",
                        "where": "w:1",
                        "accepted": [],
                        "state": "expired",
                    },
                )
            },
            "A waiver has expired",
        ),
    ],
)
def test_the_verdict_comes_first(members, sentence):
    """Conformant, broken, nothing observed, or a waiver that has expired, each with its sentence."""
    assert sentence in read(run(**members)).text


def test_a_finding_has_all_that_one_needs():
    """Operation, rule, expected, got, pointer, steps, curl, rerun, how often, and the exchange."""
    seen = exchange(status=500, body=b"<b>Oops</b>", url="http://localhost/seen")
    found = finding(
        got='<img src="x">',
        location="body",
        pointer="/items/*/name",
        steps=("curl first",),
        times=3,
        seen=(seen,),
    )
    text = read(run(findings=(found,))).text

    for part in (
        *("getCustomerAudience", "A-37", "An audience is read as it was created.", '<img src="x">'),
        *("/items/*/name", "curl first", "$TOKEN", "understudy check --include A-37", "3 times"),
        *("http://localhost/seen", "<b>Oops</b>", found.id),
    ):
        assert part in text


def test_the_run_can_be_repeated_from_the_page():
    """Target, versions, seed, options, notes, and what was left behind."""
    text = read(run(notes=("Cut short.",), left=("curl -X DELETE x",), shard=(1, 2), dropped=3)).text

    for part in (
        *("http://localhost:8080/service", "schemathesis 4.32.0", "seed 7", "Cut short.", "curl -X DELETE x"),
        *("Only part 1 of 2", "3 exchanges were not kept", "workers", "2026-03-02 09:30:15 UTC"),
    ):
        assert part in text


def test_options_are_told_in_words():
    """Nothing of Python is on the page."""
    options = {"only": ["fuzz", "behaviours"], "spec": None, "callers": [], "writes": True, "max_examples": 1}
    written = to_html(run(options=options))

    assert ["fuzz, behaviours", "none", "none", "yes", "1"] == [
        written.partition(f"<dt>{name}</dt><dd>")[2].partition("</dd>")[0]
        for name in ("only", "spec", "callers", "writes", "max examples")
    ]


def test_what_was_not_seen_is_there_by_reason():
    """One reason, all its promises; not observable and not run apart."""
    text = read(
        run(
            judgements=(
                judgement(),
                judgement("A-1", UNSEEN, reason="It takes 30 days."),
                judgement("A-2", UNSEEN, reason="It takes 30 days."),
                judgement("A-3", NOT_RUN, reason="Writing was not allowed."),
            )
        )
    ).text

    assert 1 == text.count("It takes 30 days.")
    assert "Writing was not allowed." in text
    assert "1/1 musts" in text


def test_the_gravest_findings_come_first(monkeypatch):
    """Musts before shoulds before the waived; beyond the limit only their number."""
    monkeypatch.setattr(page, "MOST_FINDINGS", 2)
    findings = (finding("b1", waived="Known."), finding("b2", severity=SHOULD), finding("b3"))
    written = to_html(run(findings=findings))

    assert ["b3", "b2"] == re.findall(r'<article .*?id="(b\d)"', written)
    assert "1 further findings are in report.json" in written


def test_long_bodies_are_cut():
    """An answer of a megabyte does not make a page of a megabyte."""
    seen = exchange(body=b"x" * 1_000_000)

    assert "more bytes)" in to_html(run(findings=(finding(seen=(seen,)),)))
    assert len(to_html(run(findings=(finding(seen=(seen,), got="y" * 1_000_000),)))) < 100_000
