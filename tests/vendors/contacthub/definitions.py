"""Extended properties drawn at random, values for them, and a judge of its own for both."""

from typing import Any

from hypothesis import strategies as st

__all__ = ["NAMES", "allowed", "definitions", "values"]

NAMES = st.sampled_from(["a", "b", "size", "$ref", "a/b", "type", "ü"])
TEXTS = st.text("abü ", max_size=9)
LENGTHS = st.integers(1, 8)

PLAIN = st.fixed_dictionaries({"type": st.sampled_from(["number", "integer", "boolean"])})
TEXT = st.fixed_dictionaries(
    {"type": st.just("string")},
    optional={
        "enum": st.lists(TEXTS, min_size=1, max_size=3, unique=True),
        "contactlabProperties": st.fixed_dictionaries(
            {}, optional={"maxLength": LENGTHS, "enabled": st.booleans()}
        ),
    },
)
FREE_TEXT = st.just({"type": "string"})


def properties(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Definitions of objects and lists that hold those of `inner`."""
    nested = st.fixed_dictionaries(
        {"type": st.just("object"), "properties": st.dictionaries(NAMES, inner, max_size=3)}
    )
    texts = st.fixed_dictionaries(
        {"type": st.just("array"), "items": FREE_TEXT},
        optional={"contactlabProperties": st.fixed_dictionaries({"maxLength": LENGTHS})},
    )
    many = st.fixed_dictionaries({"type": st.just("array"), "items": PLAIN | nested})
    return nested | texts | many


DEFINITION = st.recursive(PLAIN | TEXT, properties, max_leaves=4)
definitions = st.dictionaries(NAMES, DEFINITION, min_size=1, max_size=4)
"""What a client may send as extended properties."""

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 10**30) | st.floats(-9, 9).map(lambda x: round(x, 1)) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=4,
)


def values(defined: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of properties, many of which fit their definitions."""
    said = {name: st.one_of(value(each), value(each), st.none(), JSON) for name, each in defined.items()}
    return st.fixed_dictionaries(said) | st.fixed_dictionaries({}, optional=said)


def value(definition: dict[str, Any]) -> st.SearchStrategy[Any]:
    """A value that fits the definition, but perhaps for its length."""
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "number": st.floats(-9, 9) | st.integers(),
        "integer": st.integers() | st.just(2.0),
        "boolean": st.booleans(),
        "string": st.sampled_from(definition["enum"]) if "enum" in definition else TEXTS,
    }
    if definition["type"] == "array":
        item = value(definition["items"])
        return st.lists(item, max_size=3) | st.lists(item | st.none(), max_size=3)
    if definition["type"] == "object":
        return values(definition["properties"])
    return kinds[definition["type"]]


def allowed(definition: dict[str, Any], said: Any) -> bool:
    """Whether a property so defined may have this value, judged without any schema."""
    own = definition.get("contactlabProperties", {})
    if said is None:
        return True
    if not own.get("enabled", True):
        return False
    return fits(definition, said) and short(definition, said, own)


def short(definition: dict[str, Any], said: Any, own: dict[str, Any]) -> bool:
    """Whether a text, or a list of texts with one separator between two, is short enough."""
    if definition["type"] == "string":
        return len(said) <= own.get("maxLength", 255)
    if definition["type"] == "array" and definition["items"]["type"] == "string":
        return len(",".join(said)) <= own.get("maxLength", 1000)
    return True


def fits(definition: dict[str, Any], said: Any) -> bool:
    """Whether the value is of the type that the definition wants, all the way down."""
    kind = definition["type"]
    if kind == "boolean":
        return isinstance(said, bool)
    if isinstance(said, bool):
        return False
    if kind == "number":
        return isinstance(said, int | float)
    if kind == "integer":
        return isinstance(said, int) or (isinstance(said, float) and said == int(said))
    if kind == "string":
        return isinstance(said, str) and said in definition.get("enum", [said])
    if kind == "array":
        items = definition["items"]
        return isinstance(said, list) and all(fits(items, each) and each is not None for each in said)
    known = definition["properties"]
    return isinstance(said, dict) and all(
        name in known and allowed(known[name], each) for name, each in said.items()
    )
