"""Every rule that can be seen from outside has a behaviour; every other says why not."""

import re
from collections import Counter

from understudy.contract.load import load_contract
from understudy.resources import folder
from understudy.vendors.banno.behaviours import SUITES
from understudy.vendors.banno.behaviours.unseen import UNSEEN

RULES = {f"S-{number:02}" for number in range(1, 17)}
(SUITE,) = SUITES
CONTRACT = load_contract(folder("specs") / "banno" / "segments.yaml", name="banno/segments")


def test_each_rule_is_promised_or_unseen():
    """A rule S- has a behaviour or a reason in UNSEEN, never both."""
    promised = {behaviour.rule for behaviour in SUITE.behaviours}

    assert RULES == promised | UNSEEN.keys()
    assert set() == promised & UNSEEN.keys()


def test_each_promise_is_its_own():
    """No two promises have a name or a sentence in common, and each sentence fits a line of a report."""
    names = Counter(behaviour.name for behaviour in SUITE.behaviours)
    sentences = Counter(behaviour.says for behaviour in SUITE.behaviours)

    assert [] == [name for name, times in (names + sentences).items() if times > 1]
    assert [] == [says for says in sentences if not re.fullmatch(r"\S.{15,170}\.", says)]


def test_operations_are_those_of_the_contract():
    """Behaviours call what the contract has, each operation once at least, and are about one of them."""
    called = {name for behaviour in SUITE.behaviours for name in behaviour.uses}

    assert CONTRACT.operations.keys() == called
    assert [] == [each.name for each in SUITE.behaviours if len(set(each.uses)) != len(each.uses)]


def test_roles_are_known():
    """What a behaviour needs is a role, or a world of its own."""
    needed = {need for behaviour in SUITE.behaviours for need in behaviour.needs}

    assert {"stage", *SUITE.roles} == needed
