"""A value that a schema allows: from its examples, or else the smallest that can be built from it.

Building is done from the raw document, without randomness: the same schema gives the same value.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from understudy.contract.patterns import matching_text
from understudy.contract.refs import resolve
from understudy.errors import ContractError

__all__ = ["Sample", "build", "samples"]

DEEPEST = 24
"""How many references and members deep building goes before a recursive schema is given up."""

FORMATS: Mapping[str, str] = {
    "byte": "c2FtcGxl",
    "date": "2026-01-31",
    "date-time": "2026-01-31T09:30:00.000Z",
    "email": "sample@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "time": "09:30:00Z",
    "uri": "https://example.com/",
    "uri-reference": "/sample",
    "uuid": "00000000-0000-4000-8000-000000000000",
}

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """A value and where it comes from: `example` (somebody wrote it) or `schema` (built)."""

    value: Any
    source: str


def samples(document: Mapping[str, Any], media: Mapping[str, Any]) -> Iterator[Sample]:
    """Values for a media type (or header) object, best first: its examples, its schema's, a built one.

    Examples are taken on trust, so the caller must judge them; a schema that nothing satisfies, or
    that needs itself without end, ends the row without a built value.
    """
    schema = media.get("schema", {})
    if "example" in media:
        yield Sample(media["example"], "example")
    for example in media.get("examples", {}).values():
        written = resolved(document, example)
        if "value" in written:
            yield Sample(written["value"], "example")
    if schema is not True and schema is not False:
        for value in written_in(resolved(document, schema)):
            yield Sample(value, "example")
    try:
        yield Sample(build(document, schema), "schema")
    except ContractError:
        return


def build(document: Mapping[str, Any], schema: Schema | bool, depth: int = 0) -> Any:
    """The smallest value that `schema` allows, with the examples and defaults of its parts.

    Required members only; patterns as far as they can be read. Raises ContractError where nothing
    can satisfy the schema or its recursion does not end.
    """
    if depth > DEEPEST:
        raise ContractError("The schema needs itself without end, so that no value can be built from it.")
    if schema is True:
        return None
    if schema is False:
        raise ContractError("The schema is `false`, so that no value can be built from it.")
    whole = merged(document, schema, depth)
    for value in written_in(whole):
        return value
    for keyword in ("oneOf", "anyOf"):
        if keyword in whole:
            return first_branch(document, whole, keyword, depth)
    kind = kind_of(whole)
    if kind == "object":
        return an_object(document, whole, depth)
    if kind == "array":
        return an_array(document, whole, depth)
    return a_scalar(kind, whole)


def written_in(schema: Schema) -> Iterator[Any]:
    """What the schema itself says a value looks like, best first."""
    if "example" in schema:
        yield schema["example"]
    yield from schema.get("examples", ())
    for keyword in ("default", "const"):
        if keyword in schema:
            yield schema[keyword]
    yield from schema.get("enum", ())


def resolved(document: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """The node that references end at, with what stands beside the first of them."""
    if "$ref" not in node:
        return node
    target, _ = resolve(document, node, "")
    return {**target, **{key: value for key, value in node.items() if key != "$ref"}}


def merged(document: Mapping[str, Any], schema: Schema, depth: int) -> dict[str, Any]:
    """The schema with its references followed and its `allOf` folded into it."""
    if depth > DEEPEST:
        raise ContractError("The schema needs itself without end, so that no value can be built from it.")
    whole = dict(resolved(document, schema))
    for part in whole.pop("allOf", ()):
        whole = united(merged(document, part, depth + 1), whole)
    return whole


def united(first: Schema, second: Schema) -> dict[str, Any]:
    """Two schemas as one that asks for both, as far as building a value needs it."""
    whole = {**first, **second}
    if "properties" in first and "properties" in second:
        whole["properties"] = {**first["properties"], **second["properties"]}
    if "required" in first and "required" in second:
        whole["required"] = [*first["required"], *second["required"]]
    for keyword in ("minLength", "minItems", "minProperties", "minimum"):
        if keyword in first and keyword in second:
            whole[keyword] = max(first[keyword], second[keyword])
    for keyword in ("maxLength", "maxItems", "maximum"):
        if keyword in first and keyword in second:
            whole[keyword] = min(first[keyword], second[keyword])
    return whole


def first_branch(document: Mapping[str, Any], schema: Schema, keyword: str, depth: int) -> Any:
    """A value for the first alternative that one can be built from."""
    common = {key: value for key, value in schema.items() if key != keyword}
    for branch in schema[keyword]:
        try:
            return build(document, united(common, merged(document, branch, depth + 1)), depth + 1)
        except ContractError:
            continue
    raise ContractError(f"None of the alternatives under `{keyword}` can be built.")


def kind_of(schema: Schema) -> str:
    """The type to build: the first that is not null, or the one its keywords speak of."""
    declared = schema.get("type", ())
    kinds: Sequence[str] = [declared] if isinstance(declared, str) else declared
    if kinds:
        return next((kind for kind in kinds if kind != "null"), "null")
    if schema.keys() & {"properties", "required", "additionalProperties", "minProperties"}:
        return "object"
    if schema.keys() & {"items", "prefixItems", "minItems"}:
        return "array"
    if schema.keys() & {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}:
        return "number"
    return "string" if schema.keys() & {"pattern", "format", "minLength", "maxLength"} else "null"


def an_object(document: Mapping[str, Any], schema: Schema, depth: int) -> dict[str, Any]:
    """The required members, and more where the schema asks for a number of them."""
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    members = dict.fromkeys(schema.get("required", ()))
    spare = (name for name in [*properties, *(f"member{n}" for n in range(100))] if name not in members)
    while len(members) < schema.get("minProperties", 0):
        members[next(spare)] = None
    return {name: build(document, properties.get(name, others), depth + 1) for name in members}


def an_array(document: Mapping[str, Any], schema: Schema, depth: int) -> list[Any]:
    """As few items as allowed; where they must differ, the alternatives of an enumeration in turn."""
    least = schema.get("minItems", 0)
    items = schema.get("items", True)
    heads = schema.get("prefixItems", ())[:least]
    rest = least - len(heads)
    choices = [] if isinstance(items, bool) or rest <= 0 else merged(document, items, depth).get("enum", [])
    alike = (
        choices[:rest] if len(choices) >= rest else [build(document, items, depth + 1) for _ in range(rest)]
    )
    return [*(build(document, head, depth + 1) for head in heads), *alike]


def a_scalar(kind: str, schema: Schema) -> Any:
    """A text, number, truth value or null within the schema's bounds."""
    if kind == "string":
        return a_text(schema)
    if kind in ("integer", "number"):
        return a_number(schema, whole=kind == "integer")
    return False if kind == "boolean" else None


def a_text(schema: Schema) -> str:
    """A text of the format and pattern, cut or filled up to its length where neither decides it."""
    if "pattern" in schema:
        return matching_text(schema["pattern"], schema.get("minLength", 0))
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    least, most = schema.get("minLength", 0), schema.get("maxLength", 1_000_000)
    return "sample"[:most].ljust(least, "s")


def a_number(schema: Schema, *, whole: bool) -> int | float:
    """The number nearest to nought within the bounds (of 3.0, where exclusive is a flag, or of 3.1)."""
    step = schema.get("multipleOf", 1 if whole else 0)
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum", False), schema.get("exclusiveMaximum", False)
    if not isinstance(above, bool):
        low, above = above, True
    if not isinstance(below, bool):
        high, below = below, True
    value = 0 if low is None or low < 0 else low
    value = high if high is not None and value > high else value
    if step:
        value = -(-value // step) * step if low is not None and value >= low >= 0 else value // step * step
    if above and value == low:
        value += step or (((high - low) / 2) if high is not None else 1)
    if below and value == high:
        value -= step or (((high - low) / 2) if low is not None else 1)
    return int(value) if whole else value
