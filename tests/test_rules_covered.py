"""Every rule has a test whose docstring names it."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parent
RULE = re.compile(r"\b[ABGSY]-\d\d?\b")

RULES = {
    *(f"A-{number:02}" for number in range(1, 60)),
    *(f"B-{number:02}" for number in range(1, 12)),
    *(f"G-{number}" for number in range(1, 7)),
    *(f"S-{number:02}" for number in range(1, 17)),
}
DECISIONS = {f"Y-{number:02}" for number in range(1, 18)}
"""What was decided about a page's defects; half of them only concern the contract's text."""

NOT_OURS = {
    "A-56": "tells what the API does not offer: an export to a file; paging customers takes its place (A-35)",
}
"""Rules that ask for no behaviour, each with the reason."""


def named() -> set[str]:
    """The rule ids in the docstrings of all tests."""
    found: set[str] = set()
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found |= set(RULE.findall(ast.get_docstring(node) or ""))
    return found


def test_every_rule_is_tested():
    """No rule id is without a test that promises it."""
    assert [] == sorted(RULES - NOT_OURS.keys() - named())


def test_only_rules_that_exist_are_named():
    """A docstring that names a rule names one of the register."""
    assert [] == sorted(named() - RULES - DECISIONS)
    assert RULES > NOT_OURS.keys()
