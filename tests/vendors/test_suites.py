"""What holds of the promises of every vendor."""

import re
from collections import Counter

import pytest

from understudy.conformance.suite import Suite
from understudy.contract.load import load_contract
from understudy.planning import find_suites, source_of

SUITES = list(find_suites())

for_each_suite = pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.api)


def operations(suite: Suite) -> tuple[set[str], set[str]]:
    """The operationIds of the suite's contract, and those of its siblings."""
    own, *others = (
        set(load_contract(source_of(api, None), name=api).operations) for api in (suite.api, *suite.siblings)
    )
    return own, set().union(*others)


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
    own, others = operations(suite)
    for behaviour in suite.behaviours:
        assert behaviour.operation in own, behaviour.name
        assert set() == set(behaviour.uses) - own - others, behaviour.name
        assert set() == set(behaviour.needs) - suite.roles.keys() - {"stage"}, behaviour.name


@for_each_suite
def test_each_operation_is_called(suite):
    """Behaviours call each operation of the contract once at least."""
    own, _ = operations(suite)

    assert set() == own - {name for behaviour in suite.behaviours for name in behaviour.uses}


def test_each_role_is_needed():
    """No role is asked for that no promise of a vendor needs."""
    vendors = {suite.api.partition("/")[0] for suite in SUITES}
    for vendor in vendors:
        suites = [suite for suite in SUITES if suite.api.startswith(f"{vendor}/")]
        needed = {need for suite in suites for behaviour in suite.behaviours for need in behaviour.needs}

        assert set() == {role for suite in suites for role in suite.roles} - needed, vendor


@for_each_suite
def test_what_lags_is_an_operation_that_reads(suite):
    """Of the API itself or of a sibling, and all analytics of one that has such."""
    own, others = operations(suite)

    assert set(suite.lagging) <= own | others
    assert [] == [name for name in suite.lagging if not name.startswith("get")]
    assert not suite.lagging or {name for name in own if "Analytics" in name} <= set(suite.lagging)
