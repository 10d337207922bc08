"""Every documented sentence of Contacthub has its test, and the table of them is true."""

from pathlib import Path

from tests.specs.contacthub_coverage import TABLE, promises, proofs, rendered

from understudy.contract.load import load_contract

SPECS = Path(__file__).parents[2] / "specs" / "contacthub"


def test_the_table_is_up_to_date():
    """The table names exactly the tests whose docstrings name the rules."""
    text = TABLE.read_text(encoding="utf-8")

    assert rendered(text, proofs()) == text


def test_every_rule_has_a_test_and_every_test_a_rule():
    """No promise goes untested, and no docstring names a rule that is not in the table."""
    told = [promise.rule for promise in promises(TABLE.read_text(encoding="utf-8"))]

    assert sorted(set(told)) == sorted(told)
    assert sorted(proofs()) == sorted(told)


def test_every_operation_promises_something():
    """The table has a row for each operation of both contracts, and for nothing else."""
    known = {
        operation
        for name in ("hub", "hub-legacy")
        for operation in load_contract(SPECS / f"{name}.yaml", name=f"contacthub/{name}").operations
    }
    table = promises(TABLE.read_text(encoding="utf-8"))
    told = {operation for promise in table for operation in promise.operations}

    assert known | {"all"} == told
