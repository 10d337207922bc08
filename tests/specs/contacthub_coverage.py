"""The table of Contacthub's rules: which operation promises what, and which tests hold it to its word.

Rules and promises are written by hand in `specs/contacthub/COVERAGE.md`;
`python -m tests.specs.contacthub_coverage` fills in the tests, which name the rules in their docstrings.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["RULE", "TABLE", "Promise", "promises", "proofs", "rendered"]

TESTS = Path(__file__).parents[1]
TABLE = TESTS.parent / "specs" / "contacthub" / "COVERAGE.md"
RULE = re.compile(r"\bH-(\d+|L)\.([a-z]?\d+)\b")
MOST = 1_000
"""More than there are operations: legacy ones (`H-L.…`), which the page does not number, come last."""
HEADER = "| operation | rule | promise | tests |"


@dataclass(frozen=True)
class Promise:
    """One documented sentence: the operations that make it (`all` for general ones), its id, our words."""

    operations: tuple[str, ...]
    rule: str
    sentence: str


def promises(text: str) -> Iterator[Promise]:
    """The rows of the table."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if len(cells) >= 3 and RULE.fullmatch(cells[1]):
            yield Promise(tuple(cells[0].replace("`", "").split(", ")), cells[1], cells[2])


def proofs() -> Mapping[str, list[str]]:
    """For each rule the tests whose docstrings name it, as `file.py::test`, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for rule in dict.fromkeys(match[0] for match in RULE.finditer(ast.get_docstring(node) or "")):
                    found[rule].append(f"{path.relative_to(TESTS).as_posix()}::{node.name}")
    return found


def rendered(text: str, tests: Mapping[str, list[str]]) -> str:
    """The text with the tests of each rule in its row, and the rows in order."""
    rows = sorted(promises(text), key=lambda promise: place(promise.rule))
    head = text[: text.index(HEADER)]
    lines = [
        f"| {', '.join(f'`{name}`' for name in row.operations)} | {row.rule} | {row.sentence} | "
        f"{'<br>'.join(f'`{test}`' for test in tests.get(row.rule, []))} |"
        for row in rows
    ]
    return "\n".join([f"{head}{HEADER}", "|---|---|---|---|", *lines, ""])


def place(rule: str) -> tuple[int, str, int]:
    """Where a rule stands: by operation, then by its number there."""
    found = RULE.fullmatch(rule)
    assert found is not None, rule
    letter = found[2][:1] if found[2][0].isalpha() else ""
    return MOST if found[1] == "L" else int(found[1]), letter, int(found[2].removeprefix(letter))


if __name__ == "__main__":
    TABLE.write_text(rendered(TABLE.read_text(encoding="utf-8"), proofs()), encoding="utf-8")
