"""Every rule that can be seen from outside has a behaviour; every other says why not."""

import re
from collections import Counter

import pytest

from understudy.contract.load import load_contract
from understudy.resources import folder
from understudy.vendors.contacthub.behaviours import SUITES
from understudy.vendors.contacthub.behaviours.unseen import UNSEEN

COVERAGE = (folder("specs") / "contacthub" / "COVERAGE.md").read_text(encoding="utf-8")
RULES = set(re.findall(r"^\| [^|]+ \| (H-[\w.]+) \|", COVERAGE, re.MULTILINE))
"""The rules of the table of promises and tests."""

for_each_suite = pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.api)


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


@for_each_suite
def test_each_operation_is_called(suite):
    """Behaviours call each operation of the contract once at least."""
    contract = load_contract(folder("specs") / f"{suite.api}.yaml", name=suite.api)
    called = {name for behaviour in suite.behaviours for name in behaviour.uses}

    assert set() == contract.operations.keys() - called
