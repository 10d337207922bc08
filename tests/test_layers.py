"""Who may import whom: the table of the parts, enforced."""

import ast
import re
import sys
from graphlib import TopologicalSorter

from tests.sources import PACKAGE, imports, of_each, own_targets, sources

JOINS = {
    *("serving", "offering", "checking", "planning", "controlling", "resources", "listening"),
    *("announcement", "logs"),
}
"""The modules beside serving.py that it is made of."""

EVERYTHING = frozenset(
    {"errors", "version", "contract", "world", "http", "control", "vendors", "console", "conformance", *JOINS}
)
OURS = {
    **dict.fromkeys(JOINS, EVERYTHING),
    "": {"version", "embedding"},
    "version": set(),
    "errors": set(),
    "contract": {"errors"},
    "world": {"errors"},
    "http": {"errors", "contract"},
    "vendors": {"errors", "http", "world", "contract"},
    "control": {"errors", "contract", "http", "world"},
    "console": {"errors", "contract", "http", "world", "control"},
    "conformance": {"errors", "contract"},
    "cli": EVERYTHING,
    "client": {"errors", "exchanges"},
    "exchanges": set(),
    "embedding": {"client", "serving"},
    "launching": {"errors", "world"},
    "pytest_plugin": {"client", "launching"},
}
FOR_BEHAVIOURS = {"conformance.suite", "conformance.forms", "conformance.steps"}
"""What the behaviours of vendors are made of."""

THEIRS = {
    "contract": {"jsonschema_rs", "yaml"},
    "world": {"faker", "polars", "rpds", "yaml"},
    "http": {"connexion", "Crypto", "joserfc", "orjson", "starlette", "uvicorn"},
    "vendors": {"orjson", "polars", "python_calamine", "yaml"},
    "control": {"prometheus_client", "starlette"},
    "console": {"flask", "werkzeug"},
    "conformance": {"httpx", "jinja2", "jsonschema_rs", "openapi_core", "yaml"},
    **dict.fromkeys(JOINS, frozenset({"a2wsgi", "starlette", "uvicorn"})),
    "cli": {"click", "rich"},
    "client": {"httpx"},
    "pytest_plugin": {"pytest"},
}


def part(name: str) -> str:
    return name.partition(".")[0]


@of_each(sources())
def test_imports_follow_the_table(source):
    """A part imports only the parts below it, and only the libraries it may know."""
    allowed = OURS[part(source.name)] | {part(source.name)}
    if ".behaviours" in source.name:
        allowed = allowed | FOR_BEHAVIOURS
    ours = {target for _, target in own_targets(source) if not {target, part(target)} & allowed}
    theirs = {
        module.partition(".")[0]
        for _, module, _ in imports(source)
        if module.partition(".")[0] not in (PACKAGE.name, *sys.stdlib_module_names)
    }

    assert set() == ours
    assert set() == theirs - THEIRS.get(part(source.name), set())


@of_each([s for s in sources() if s.name.startswith("vendors.")])
def test_vendors_do_not_know_each_other(source):
    """A vendor's folder imports no other vendor's."""
    own = ".".join(source.name.split(".")[:2])
    vendors = {
        ".".join(target.split(".")[:2]) for _, target in own_targets(source) if part(target) == "vendors"
    }

    assert set() == vendors - {own, "vendors"}


@of_each([s for s in sources() if ".behaviours" in s.name])
def test_behaviours_look_from_outside(source):
    """A vendor's behaviours know of ours only errors and what is made for them: nothing that answers."""
    own = source.name.split(".behaviours")[0] + ".behaviours"
    ours = {target for _, target in own_targets(source) if not target.startswith(own)}

    assert set() == ours - {"errors"} - FOR_BEHAVIOURS


def test_nothing_imports_the_command_line():
    """cli.py is the top: nothing of ours builds on it."""
    assert [] == [
        source.name for source in sources() if "cli" in {target for _, target in own_targets(source)}
    ]


def test_no_cycles():
    """Modules can be read in an order in which each builds only on those before it."""
    graph = {
        source.name: {target for _, target in own_targets(source)} - {source.name} for source in sources()
    }

    order = list(TopologicalSorter(graph).static_order())

    assert graph.keys() <= set(order)


@of_each(sources())
def test_imports_stand_at_the_top(source):
    """Our own modules are imported at the top, save where a comment gives the measured cost in ms."""
    at_top = set(source.tree.body)
    for guard in source.tree.body:
        if isinstance(guard, ast.If | ast.Try):
            at_top |= set(ast.walk(guard))
    lines = source.text.splitlines()
    late = [node for node, _ in own_targets(source) if node not in at_top]

    assert [] == [
        lines[node.lineno - 1]
        for node in late
        if not re.search(r"# .*\d+ ms", "\n".join(lines[max(node.lineno - 3, 0) : node.lineno]))
    ]
