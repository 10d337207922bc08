"""The mutants as data: enough of them, about everything, and none that says what cannot be."""

import re
from collections import Counter

import pytest
import yaml
from tests.conformance.mutants.answering import ANSWERING
from tests.conformance.mutants.asking import ASKING
from tests.conformance.mutants.calling import CALLING
from tests.conformance.mutants.catalogue import APIS, HERE, contracts, load_mutants, mutants, survivors

from understudy.vendors.apiture.behaviours import SUITES as APITURE
from understudy.vendors.apiture.behaviours.unseen import UNSEEN as UNSEEN_OF_APITURE
from understudy.vendors.banno.behaviours import SUITES as BANNO
from understudy.vendors.banno.behaviours.unseen import UNSEEN as UNSEEN_OF_BANNO
from understudy.vendors.contacthub.behaviours import SUITES as CONTACTHUB
from understudy.vendors.contacthub.behaviours.unseen import UNSEEN as UNSEEN_OF_CONTACTHUB

SUITES = (*APITURE, *BANNO, *CONTACTHUB)
UNSEEN = {**UNSEEN_OF_APITURE, **UNSEEN_OF_BANNO, **UNSEEN_OF_CONTACTHUB}
HUB = ("contacthub/hub", "contacthub/hub-legacy")

ENTRY = """
- name: small
  lie: It lies.
  rule: A-35
  api: apiture/customer-audiences
  changes:
    - {at: listCustomerAudiences, answer: {status: 202}}
"""


def loaded(tmp_path, text):
    file = tmp_path / "lies.yaml"
    file.write_text(text)
    return load_mutants([file])


def part_of(path):
    """The part of Contacthub that a path belongs to: what follows the workspace, or what it begins with."""
    steps = path.split("/")
    return (steps[3:] or steps[1:])[0]


def test_there_are_enough():
    """At least 120 in all: 25 about connections, 30 segments, 60 Contacthub, and 12 documents alone."""
    apis = Counter(mutant.api for mutant in mutants().values())
    rules = Counter(mutant.rule for mutant in mutants().values())

    assert len(mutants()) >= 120
    assert apis["apiture/customer-audience-connections"] >= 25
    assert apis["banno/segments"] >= 30
    assert sum(apis[name] for name in HUB) >= 60
    assert rules["contract"] >= 12


def test_every_operation_is_lied_about():
    """Each operation of the APIs has a mutant; of Contacthub's many, one in each of its parts."""
    told = {name for mutant in mutants().values() for change in mutant.changes for name in change.at}
    few = [api for api in APIS if api not in HUB]
    parts = {name: part_of(found.path) for api in HUB for name, found in contracts()[api].operations.items()}

    assert set() == {name for api in few for name in contracts()[api].operations} - told
    assert set(parts.values()) == {parts[name] for name in told & parts.keys()}


def test_rules_are_those_of_the_vendor():
    """Mutants break rules of the vendors, and most of them."""
    seen = {behaviour.rule for suite in SUITES for behaviour in suite.behaviours} | UNSEEN.keys()
    broken = {mutant.rule for mutant in mutants().values() if re.match("[ABSH]-", mutant.rule)}
    few = [{rule for rule in rules if not rule.startswith("H-")} for rules in (broken, seen)]

    assert set() == broken - seen
    assert len(few[0]) >= 0.8 * len(few[1])


def test_lies_differ():
    """No two mutants tell the same lie: neither in words nor in effects."""
    assert len(mutants()) == len({mutant.lie for mutant in mutants().values()})
    assert len(mutants()) == len({repr(mutant.changes) for mutant in mutants().values()})


def test_survivors_are_mutants():
    """A reason to survive is given, in a sentence, only to a mutant that there is."""
    assert set() == survivors().keys() - mutants().keys()
    assert all(reason.endswith(".") for reason in survivors().values())


def test_schema_knows_the_effects():
    """What may be written is what can be done."""
    change = yaml.safe_load((HERE / "schema.yaml").read_text())["$defs"]["change"]["properties"]

    assert ASKING.keys() == change["ask"]["properties"].keys()
    assert CALLING.keys() == change["call"]["properties"].keys()
    assert ANSWERING.keys() == change["answer"]["properties"].keys()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("status: 202", "wave: 1", "'wave' was unexpected"),
        ("status: 202", "status: two", "is not of type"),
        ("listCustomerAudiences", "listAudiences", "there is no operation listAudiences"),
        ("rule: A-35", "rule: thirty-five", "does not match"),
        ("answer: {status: 202}", "when: {sky: blue}, answer: {status: 202}", "'sky' was unexpected"),
        ("answer: {status: 202}", "when: {query: {q: '('}}, answer: {status: 202}", "is not a"),
        ("answer: {status: 202}", "when: {status: [200]}, ask: {query: {q: x}}", "not known before"),
        (", answer: {status: 202}", "", "is not valid"),
        ("- name: small", "- name: small\n  colour: red", "'colour' was unexpected"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, old, new, says):
    """An unknown effect, operation or condition is an error that says where it is."""
    with pytest.raises(ValueError, match=re.escape(says)) as caught:
        loaded(tmp_path, ENTRY.replace(old, new))

    assert "lies.yaml" in str(caught.value)


def test_names_are_taken_once(tmp_path):
    """Two mutants of one name are an error."""
    assert ["small"] == list(loaded(tmp_path, ENTRY))
    with pytest.raises(ValueError, match="there are two mutants small"):
        loaded(tmp_path, ENTRY + ENTRY)
