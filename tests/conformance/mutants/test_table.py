"""The figures as README shows them."""

import pytest
from tests.conformance.mutants import table
from tests.conformance.mutants.catalogue import APIS, mutants
from tests.conformance.mutants.harness import Alarm, Verdict
from tests.conformance.mutants.table import GROUPS, alarms_line, group_of, mutants_table, written


def verdict(name, *by):
    return Verdict(mutants()[name], by, "" if by else "exit 0", 1.0)


def test_rules_belong_to_one_row():
    """No rule is counted in two rows, and the rows hold all mutants."""
    rules = [rule for group in GROUPS.values() for rule in group]

    assert len(rules) == len(set(rules))
    assert "Pages" == group_of("A-35")
    assert table.FORM == group_of("contract")
    assert "Contacthub: customers" == group_of("H-80.3")
    assert [table.ALL, table.OLD] == [group_of("H-0.a1"), group_of("H-L.2")]
    assert list(range(1, 114)) == sorted(n for those in table.OPERATIONS.values() for n in those)


def test_mutants_table():
    """Rows add up to the last one, and survivors are named with their lie."""
    text = mutants_table([verdict("page-one-too-long", "behaviours A-35 x"), verdict("total-as-text")])

    assert "| Pages | 1 | 1 |" in text
    assert f"| {table.FORM} | 1 | 0 |" in text
    assert "| **All** | **2** | **1** (50.0 %) |" in text
    assert "Behaviours noticed 1 of them, the fuzz 0 of the others." in text
    assert f"- `total-as-text`: {mutants()['total-as-text'].lie}" in text
    assert "page-one-too-long" not in text


def test_alarms_line():
    """A seed counts when the checks of all APIs raised no alarm."""
    found = [
        Alarm(api, seed, int(seed == 2 and api == APIS[0]), 100, (), 60.4) for seed in (1, 2) for api in APIS
    ]

    assert "for 1 of 2 seeds" in alarms_line(found)
    assert "of the 10 runs, two at a time, took 60 s." in alarms_line(found)


def test_written(tmp_path, monkeypatch):
    """What is between the marks is replaced, and nothing else; without marks it is an error."""
    readme = tmp_path / "README.md"
    readme.write_text("a\n<!-- mutants -->\nold\n<!-- /mutants -->\nb\n")
    monkeypatch.setattr(table, "README", readme)

    written("mutants", r"new \1")
    assert "a\n<!-- mutants -->\nnew \\1\n<!-- /mutants -->\nb\n" == readme.read_text()
    with pytest.raises(ValueError, match="README has no place for alarms"):
        written("alarms", "")
