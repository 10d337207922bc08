"""What `understudy.contract.parameters` promises: the styles of OpenAPI, decoded, coerced and judged."""

from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contract.making import operation_of, parameter, places

from understudy.contract.validators import read_request

texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0,| \t"), min_size=1, max_size=8
)
integers = st.lists(st.integers(), min_size=1, max_size=5)
encoders = st.sampled_from([quote, quote_plus])

INTEGERS = {"type": "array", "items": {"type": "integer"}}
TEXTS = {"type": "array", "items": {"type": "string"}}
POINT = {
    "type": "object",
    "properties": {"x": {"type": "integer"}, "y": {"type": "string"}, "z": INTEGERS},
}


def read(declared, *, query=b"", path_params=None, headers=None, path="/things"):
    operation = operation_of({"parameters": declared}, path=path)
    return read_request(
        operation, path_params=path_params or {}, query=query, headers=headers or {}, body=b""
    )


def read_query(schema, query, **more):
    return read([parameter(schema, **more)], query=query.encode() if isinstance(query, str) else query)


@given(st.lists(texts, min_size=1, max_size=5), encoders, st.booleans())
def test_delimited_arrays_come_back(items, encode, raw):
    """Pipe, space and comma separated items are read back, the delimiter percent-encoded or not."""
    for style, delimiter in (("pipeDelimited", "|"), ("form", ","), ("spaceDelimited", " ")):
        encoded = delimiter.replace(" ", "+") if raw else quote(delimiter, safe="")
        query = f"p={encoded.join(encode(item, safe='') for item in items)}"
        decoded = read_query(TEXTS, query, style=style, explode=False)

        assert {"p": items} == decoded.query
        assert () == decoded.violations


@given(integers, st.integers(), texts)
def test_exploded_parameters_come_back(numbers, x, y):
    """A repeated name is an array; an object's members are names of their own, or p[name] with deepObject."""
    array = read_query(INTEGERS, urlencode([("p", number) for number in numbers]))
    members = [("x", x), ("y", y), *(("z", number) for number in numbers)]
    spread = read_query(POINT, urlencode(members))
    deep = read_query(
        POINT, urlencode([(f"p[{n}]", v) for n, v in members]), style="deepObject", explode=True
    )

    assert {"p": numbers} == array.query
    assert {"p": {"x": x, "y": y, "z": numbers}} == spread.query == deep.query
    assert () == array.violations + spread.violations + deep.violations


@given(integers, st.integers(), texts)
def test_simple_parameters_come_back(numbers, x, y):
    """Path and header values: items by comma, objects as x,1,y,a or, exploded, as x=1,y=a."""
    point = {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "string"}}}
    declared = [
        {"name": "a", "in": "path", "required": True, "schema": INTEGERS},
        {"name": "X-B", "in": "header", "schema": point},
        {"name": "c", "in": "path", "required": True, "schema": point, "explode": True},
    ]
    decoded = read(
        declared,
        path="/things/{a}/{c}",
        path_params={"a": ",".join(map(str, numbers)), "c": f"x={x},y={y}"},
        headers={"x-b": f"x, {x} ,y,{y}"},
    )

    assert {"a": numbers, "c": {"x": x, "y": y}} == decoded.path
    assert {"x-b": {"x": x, "y": y}} == decoded.headers
    assert () == decoded.violations


@pytest.mark.parametrize("style", ["form", "pipeDelimited"])
def test_objects_in_one_text_come_back(style):
    """An object that is not exploded lists names and values by its style's delimiter."""
    delimiter = {"form": ",", "pipeDelimited": "|"}[style]
    query = "p=" + delimiter.join(["x", "1", "y", "a"])

    assert {"p": {"x": 1, "y": "a"}} == read_query(POINT, query, style=style, explode=False).query


def test_an_open_object_takes_the_names_that_no_other_parameter_has():
    """With additionalProperties an exploded object takes undeclared names, but none of another parameter."""
    schema = {"type": "object", "additionalProperties": {"type": "string"}}
    other = {"name": "q", "in": "query", "schema": {"type": "string"}}
    decoded = read([parameter(schema), other], query=b"a=1&q=2")

    assert {"p": {"a": "1"}, "q": "2"} == decoded.query


def test_cookies_are_read_from_their_header():
    """A cookie parameter is read by name from the Cookie header and judged."""
    declared = [{"name": "n", "in": "cookie", "schema": {"type": "integer"}}]

    assert {"n": 5} == read(declared, headers={"cookie": "a=b; n=5;x"}).cookies
    assert [("cookie", "/n", "type")] == places(read(declared, headers={"cookie": "n=x"}).violations)


def test_a_parameter_with_content_is_json():
    """A parameter with JSON content is parsed and judged as JSON."""
    declared = [{"name": "p", "in": "query", "content": {"application/json": {"schema": POINT}}}]

    assert {"p": {"x": 1}} == read(declared, query=b"p=%7B%22x%22:1%7D").query
    assert [("query", "/p/x", "type")] == places(read(declared, query=b'p={"x":"a"}').violations)
    assert [("query", "/p", "json")] == places(read(declared, query=b"p={").violations)


@pytest.mark.parametrize(
    ("schema", "query", "found"),
    [
        ({"type": "integer"}, "p=", [("query", "/p", "type")]),
        ({"type": "integer"}, "p", [("query", "/p", "type")]),
        ({"type": "integer"}, "p=1.0", [("query", "/p", "type")]),
        ({"type": "integer"}, "p=%D9%A1", [("query", "/p", "type")]),
        ({"type": "integer", "maximum": 9}, "p=10", [("query", "/p", "maximum")]),
        ({"type": "integer", "format": "int32"}, "p=2147483648", [("query", "/p", "maximum")]),
        ({"type": "boolean"}, "p=True", [("query", "/p", "type")]),
        ({"type": "string"}, "p=%ff", [("query", "/p", "utf-8")]),
        ({"type": "string"}, "p=a%00b", [("query", "/p", "control")]),
        ({"type": "string"}, "p=1&p=2", [("query", "/p", "repeated")]),
        ({"type": "string"}, "q=1&%ff=%ff", []),
        ({"type": "string"}, "&&=&=1", []),
    ],
)
def test_query_values_are_judged(schema, query, found):
    """Coerced values are judged by the schema; encoding, NUL and repetition have keywords of their own."""
    assert found == places(read_query(schema, query).violations)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("p=a%7Cb", []),
        ("p=a|", [("query", "/p/1", "enum")]),
        ("p=", [("query", "/p/0", "enum")]),
        ("p=a|a", [("query", "/p", "uniqueItems")]),
        ("p=a|b|c", [("query", "/p", "maxItems")]),
        ("p=a&p=b", [("query", "/p", "repeated")]),
    ],
)
def test_lists_are_judged_by_item_and_as_a_whole(query, found):
    """Empty, repeated and surplus items of a pipe-delimited list are violations of its schema (A-06)."""
    schema = {**TEXTS, "minItems": 1, "maxItems": 2, "uniqueItems": True}
    schema["items"] = {"type": "string", "enum": ["a", "b", "c"]}

    assert found == places(read_query(schema, query, style="pipeDelimited", explode=False).violations)


def test_absent_parameters_take_their_default_or_are_missed():
    """A default is filled in; a required parameter that is absent is a violation; others stay out."""
    declared = [
        parameter({"type": "integer", "default": 10000}),
        {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}},
        {"name": "r", "in": "query", "schema": {"type": "string"}},
        {"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}},
    ]
    decoded = read(declared)

    assert {"p": 10000} == decoded.query
    assert [("query", "/q", "required"), ("header", "/If-Match", "required")] == places(decoded.violations)


def test_only_declared_parameters_are_handed_on():
    """Unknown query parameters and headers are no violation and reach no handler."""
    decoded = read([parameter({"type": "string"})], query=b"p=1&zzz=2", headers={"x-zzz": "1"})

    assert ({"p": "1"}, {}, ()) == (decoded.query, decoded.headers, decoded.violations)


def test_an_empty_value_may_be_allowed():
    """With allowEmptyValue an empty value is not judged."""
    assert () == read_query({"type": "integer"}, "p=", allowEmptyValue=True).violations
