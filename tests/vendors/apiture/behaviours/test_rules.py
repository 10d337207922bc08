"""Every rule that can be seen from outside has a behaviour; every other says why not."""

import re
from collections import Counter

import pytest

from understudy.contract.load import load_contract
from understudy.resources import folder
from understudy.vendors.apiture.behaviours import SUITES
from understudy.vendors.apiture.behaviours.unseen import UNSEEN

RULES = {f"A-{number:02}" for number in range(1, 60)} | {f"B-{number:02}" for number in range(1, 12)}
GENERAL = {f"G-{number}" for number in range(1, 7)}

for_each_suite = pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.api)


def test_each_rule_is_promised_or_unseen():
    """A rule A- or B- has a behaviour or a reason in UNSEEN, never both."""
    promised = {behaviour.rule for suite in SUITES for behaviour in suite.behaviours}

    assert [] == sorted(RULES - promised - UNSEEN.keys())
    assert [] == sorted(promised & UNSEEN.keys())
    assert [] == sorted((promised | UNSEEN.keys()) - RULES - GENERAL)


def test_a_reason_is_a_sentence():
    """UNSEEN says of each rule why, in a sentence."""
    assert [] == [rule for rule, reason in UNSEEN.items() if not re.fullmatch(r"[A-Z].{20,}\.", reason)]


@for_each_suite
def test_each_promise_is_its_own(suite):
    """No two promises of an API have a name or a sentence in common."""
    names = Counter(behaviour.name for behaviour in suite.behaviours)
    sentences = Counter(behaviour.says for behaviour in suite.behaviours)

    assert [] == [name for name, times in (names + sentences).items() if times > 1]


@for_each_suite
def test_a_promise_is_a_sentence(suite):
    """What a promise says fits a line of a report, and ends."""
    assert [] == [
        behaviour.says for behaviour in suite.behaviours if not re.fullmatch(r"\S.{15,170}\.", behaviour.says)
    ]


@for_each_suite
def test_a_promise_names_what_there_is(suite):
    """The operations that a promise uses are the contract's or a sibling's; its needs, roles or a stage."""
    own, *others = (
        set(load_contract(folder("specs") / f"{api}.yaml", name=api).operations)
        for api in (suite.api, *suite.siblings)
    )
    for behaviour in suite.behaviours:
        assert behaviour.operation in own, behaviour.name
        assert set() == set(behaviour.uses) - own.union(*others), behaviour.name
        assert set() == set(behaviour.needs) - suite.roles.keys() - {"stage"}, behaviour.name
