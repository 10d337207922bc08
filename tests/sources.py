"""The package's source as syntax trees, for the tests that judge its shape."""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "understudy"


@dataclass(frozen=True, eq=False)
class Source:
    """One module: its dotted name below the package ("" for the root), text and tree."""

    name: str
    path: Path
    text: str = field(repr=False)
    tree: ast.Module = field(repr=False)

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"


@cache
def sources() -> tuple[Source, ...]:
    """Every module of the package."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text(encoding="utf-8")
        found.append(Source(name, path, text, ast.parse(text)))
    return tuple(found)


def of_each(chosen: Iterable[Source]) -> Callable[[Callable[[Source], None]], Callable[[str], None]]:
    """Run a test of one module for all of these: a test per folder, for a test per module takes longer to
    set up than to run."""
    folders: dict[str, list[Source]] = {}
    for source in chosen:
        folders.setdefault(source.path.parent.relative_to(PACKAGE.parent).as_posix(), []).append(source)

    def mark(test: Callable[[Source], None]) -> Callable[[str], None]:
        def test_folder(folder: str) -> None:
            for source in folders[folder]:
                test(source)

        test_folder.__doc__ = test.__doc__
        marked: Callable[[str], None] = pytest.mark.parametrize("folder", folders)(test_folder)
        return marked

    return mark


@cache
def imports(source: Source) -> tuple[tuple[ast.stmt, str, str], ...]:
    """Each import statement with the module it names and, for `from` imports, the name taken."""
    return tuple(found_imports(source))


def found_imports(source: Source) -> Iterator[tuple[ast.stmt, str, str]]:
    """The same, found by walking through all of the module."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source.path}: relative imports hide where a thing comes from"
            yield from ((node, node.module or "", alias.name) for alias in node.names)


@cache
def module_names() -> frozenset[str]:
    """The names of all modules."""
    return frozenset(module.name for module in sources())


def own_targets(source: Source) -> Iterator[tuple[ast.stmt, str]]:
    """Each import of a module of ours, by its name below the package."""
    names = module_names()
    for node, module, name in imports(source):
        if module.partition(".")[0] == PACKAGE.name:
            below = module.removeprefix(PACKAGE.name).lstrip(".")
            inner = f"{below}.{name}".lstrip(".")
            yield node, inner if inner in names else below
