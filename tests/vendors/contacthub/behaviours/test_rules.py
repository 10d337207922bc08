"""Every rule that can be seen from outside has a behaviour; every other says why not."""

import re

from understudy.resources import folder
from understudy.vendors.contacthub.behaviours import SUITES
from understudy.vendors.contacthub.behaviours.unseen import UNSEEN

COVERAGE = (folder("specs") / "contacthub" / "COVERAGE.md").read_text(encoding="utf-8")
RULES = set(re.findall(r"^\| [^|]+ \| (H-[\w.]+) \|", COVERAGE, re.MULTILINE))
"""The rules of the table of promises and tests."""


def test_each_rule_is_promised_or_unseen():
    """A rule H- has a behaviour or a reason in UNSEEN, never both."""
    promised = {behaviour.rule for suite in SUITES for behaviour in suite.behaviours}

    assert 250 < len(RULES)
    assert [] == sorted(RULES - promised - UNSEEN.keys())
    assert [] == sorted(promised & UNSEEN.keys())
    assert [] == sorted((promised | UNSEEN.keys()) - RULES)


def test_a_reason_is_a_sentence():
    """UNSEEN says of each rule why, in a sentence."""
    assert [] == [rule for rule, reason in UNSEEN.items() if not re.fullmatch(r"[A-Z].{20,}\.", reason)]
