"""The badge."""

from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given
from tests.conformance.report.hostile import RUNS
from tests.conformance.report.runs import BROKEN, UNSEEN, judgement, run

from understudy.conformance.report.badge import to_badge

SVG = "{http://www.w3.org/2000/svg}"


@given(RUNS)
def test_any_run_has_a_badge(found):
    """Whatever the title is, it is well-formed XML that names nothing outside itself."""
    badge = Tree.fromstring(to_badge(found))

    assert [] == [each for each in badge.iter() if any("href" in name for name in each.attrib)]
    assert set() == {each.tag for each in badge.iter()} - {
        f"{SVG}{tag}" for tag in ("svg", "title", "clipPath", "rect", "g", "text")
    }


@pytest.mark.parametrize(
    ("judgements", "words", "colour"),
    [
        ((judgement(),), "conformant · 100 %", "#11603a"),
        ((judgement(), judgement("A-1", BROKEN)), "broken · 50 %", "#a3122f"),
        ((judgement(outcome=UNSEEN),), "nothing observed", "#555f71"),
    ],
)
def test_it_says_the_verdict(judgements, words, colour):
    """In words, in colour, and for those who do not see it."""
    badge = Tree.fromstring(to_badge(run(judgements=judgements)))

    assert words == badge.findall(f".//{SVG}text")[1].text
    assert badge.get("aria-label").endswith(words)
    assert colour in {rect.get("fill") for rect in badge.iter(f"{SVG}rect")}
