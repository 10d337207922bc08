"""How long files and functions may be, and who may ask the clock or draw at random."""

import ast

from tests.sources import imports, of_each, sources

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
SOURCES_OF_CHANCE = ("random", "secrets")
CLOCK_CALLS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.fromtimestamp"),
    *(
        "time.time",
        "time.time_ns",
        "time.monotonic",
        "time.monotonic_ns",
        "time.perf_counter",
        "time.localtime",
    ),
    *("uuid.uuid1", "uuid.uuid4", "uuid4", "uuid1", "os.urandom", "urandom", "perf_counter", "monotonic"),
}
KEEPERS = ("world.clock", "world.ids", "conformance.clock")
SECRETIVE = {"console.forms": {"secrets"}}
"""Where a key must not follow from the seed, which everybody knows: it signs no answer of an API."""


@of_each(sources())
def test_files_and_functions_are_short(source):
    """A file has at most 300 lines and a function at most 40, its docstring counted."""
    long = [
        f"{node.name}: {length}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]

    assert len(source.text.splitlines()) <= LONGEST_FILE
    assert [] == long


@of_each([s for s in sources() if s.name not in KEEPERS])
def test_only_the_world_knows_time_and_chance(source):
    """Outside world/clock.py, world/ids.py and conformance/clock.py nobody reads a clock or draws."""
    calls = {
        ast.unparse(node.func).removeprefix("datetime.datetime").removeprefix("dt.")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
    }
    drawn = {module for _, module, _ in imports(source) if module in SOURCES_OF_CHANCE}
    taken = {f"{module}.{name}" for _, module, name in imports(source) if name}
    # The keepers offer `monotonic` themselves: whoever imports that one keeps to the rule.
    allowed = {"monotonic"} if taken & {f"understudy.{keeper}.monotonic" for keeper in KEEPERS} else set()

    assert set() == drawn - SECRETIVE.get(source.name, set())
    assert set() == (calls & CLOCK_CALLS) - allowed
