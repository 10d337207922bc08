"""Every rule that can be seen from outside has a behaviour; every other says why not."""

from understudy.vendors.banno.behaviours import SUITES
from understudy.vendors.banno.behaviours.unseen import UNSEEN

RULES = {f"S-{number:02}" for number in range(1, 17)}
(SUITE,) = SUITES


def test_each_rule_is_promised_or_unseen():
    """A rule S- has a behaviour or a reason in UNSEEN, never both."""
    promised = {behaviour.rule for behaviour in SUITE.behaviours}

    assert RULES == promised | UNSEEN.keys()
    assert set() == promised & UNSEEN.keys()
