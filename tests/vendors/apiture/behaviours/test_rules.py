"""Every rule that can be seen from outside has a behaviour; every other says why not."""

import re

from understudy.vendors.apiture.behaviours import SUITES
from understudy.vendors.apiture.behaviours.unseen import UNSEEN

RULES = {f"A-{number:02}" for number in range(1, 60)} | {f"B-{number:02}" for number in range(1, 12)}
GENERAL = {f"G-{number}" for number in range(1, 7)}


def test_each_rule_is_promised_or_unseen():
    """A rule A- or B- has a behaviour or a reason in UNSEEN, never both."""
    promised = {behaviour.rule for suite in SUITES for behaviour in suite.behaviours}

    assert [] == sorted(RULES - promised - UNSEEN.keys())
    assert [] == sorted(promised & UNSEEN.keys())
    assert [] == sorted((promised | UNSEEN.keys()) - RULES - GENERAL)


def test_a_reason_is_a_sentence():
    """UNSEEN says of each rule why, in a sentence."""
    assert [] == [rule for rule, reason in UNSEEN.items() if not re.fullmatch(r"[A-Z].{20,}\.", reason)]
