"""What `understudy.contract.load`, `build` and `structure` promise."""

import copy
import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.contract.making import contract_of, document_of, operation_of, parameter

from understudy.contract.load import load_contract, parse_contract
from understudy.contract.operation import Operation
from understudy.errors import ContractError

SPECS = sorted(Path(__file__).parents[2].glob("specs/*/*.yaml"))

RICH = document_of(
    {
        "parameters": [{"$ref": "#/components/parameters/P"}],
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tree"}}}},
        "responses": {
            "200": {"description": "", "headers": {"ETag": {"schema": {"type": "string"}}}},
            "4XX": {"$ref": "#/components/responses/R"},
        },
        "security": [{"token": ["read"]}],
    },
    path="/trees/{id}",
    servers=[{"url": "https://example.com/{stage}/", "variables": {"stage": {"default": "v1"}}}],
    components={
        "parameters": {"P": {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}},
        "responses": {"R": {"description": "", "content": {"text/plain": {"schema": {"type": "string"}}}}},
        "schemas": {
            "Tree": {
                "type": "object",
                "properties": {
                    "kids": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
                    "code": {"pattern": "^[a-z]+$", "enum": ["a", None], "maximum": 3},
                },
            }
        },
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    },
)


def every_pointer(node, path=()):
    """The path of each member of a document."""
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, child in members:
        yield (*path, name)
        yield from every_pointer(child, (*path, name))


def compile_all(operation: Operation) -> None:
    """Compile every schema of an operation."""
    contents = [operation.body.content] if operation.body else []
    contents += [response.content for response in operation.responses.values()]
    for holder in (
        *operation.parameters,
        *(header for response in operation.responses.values() for header in response.headers),
        *(media for content in contents for media in content.values()),
    ):
        if holder.validator is not None:
            holder.validator.compile()


def refusal(document) -> str | None:
    """Why a document does not load; None when it does and all its schemas compile."""
    try:
        contract = parse_contract(document, name="test")
    except ContractError as fault:
        return str(fault)
    for operation in contract.operations.values():
        compile_all(operation)
    return None


@pytest.mark.parametrize("source", SPECS, ids=lambda path: path.stem)
def test_our_contracts_load_and_compile(source):
    """Each document in specs/ loads, and every schema in it compiles."""
    contract = load_contract(source, name=source.stem)

    assert contract.operations
    for operation in contract.operations.values():
        compile_all(operation)


@given(
    st.sampled_from(list(every_pointer(RICH))),
    st.sampled_from([None, 0, "", "x", [], [{}], {}, {"a": 1}, {"$ref": 5}, {"$ref": "#/x"}, True, -1.5]),
)
def test_a_broken_document_is_a_sentence_with_its_place(path, value):
    """Whatever member is replaced by whatever: it loads and compiles, or ContractError says where."""
    document = copy.deepcopy(RICH)
    node = document
    for name in path[:-1]:
        node = node[name]
    node[path[-1]] = value
    sentence = refusal(document)

    assert sentence is None or sentence.startswith("At /")


def test_a_contract_knows_its_title_servers_and_base_path():
    """Server variables take their defaults; the base path is that of the first server's URL."""
    contract = parse_contract(RICH, name="test/trees")

    assert ("test/trees", "Things", "1.0.0") == (contract.name, contract.title, contract.version)
    assert (("https://example.com/v1/",), "/v1") == (contract.servers, contract.base_path)
    assert RICH is contract.document


def test_yaml_and_json_give_the_same_contract(tmp_path):
    """The file format makes no difference; statuses are text, dates stay text, `no` is not false."""
    document = copy.deepcopy(RICH)
    document["info"]["description"] = "no"
    (tmp_path / "a.json").write_text(json.dumps(document))
    (tmp_path / "a.yaml").write_text(
        yaml.safe_dump(document).replace("'200'", "200").replace("'no'", "no") + "x-day: 2026-01-31\n"
    )
    from_yaml = load_contract(tmp_path / "a.yaml", name="a").document

    assert "2026-01-31" == from_yaml.pop("x-day")
    assert load_contract(tmp_path / "a.json", name="a").document == from_yaml == document


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, r"cannot be read \(No such file or directory\)"),
        ("a: [", "is neither valid YAML nor JSON"),
        ("a: 1\na: 2", "the member 'a' is there twice"),
        ("a: &a {b: *a}", "cannot be used. At /"),
        ("- 1", "At /: an object"),
        ("swagger: '2.0'", "At /openapi: version 'None' is not supported"),
    ],
)
def test_unusable_files_are_a_sentence_with_the_file_name(tmp_path, text, why):
    """What cannot be read or parsed is a ContractError that begins with the file's name."""
    source = tmp_path / "broken.yaml"
    if text is not None:
        source.write_text(text)

    with pytest.raises(ContractError, match=rf"^{source}.*{why}"):
        load_contract(source, name="broken")


def test_a_file_nested_without_measure_is_refused(tmp_path):
    """A document of thousands of levels is a ContractError, not a crash."""
    source = tmp_path / "deep.json"
    source.write_text("[" * 100_000)

    with pytest.raises(ContractError, match=r"deep\.json is nested too deeply"):
        load_contract(source, name="deep")


def test_an_alias_within_its_anchor_is_refused(tmp_path):
    """A schema that contains itself by YAML alias has no end; the sentence says to use $ref."""
    source = tmp_path / "endless.yaml"
    source.write_text(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n"
        "components: {schemas: {S: &s {properties: {s: *s}}}}\n"
    )

    with pytest.raises(ContractError, match=r"contains itself .*\$ref"):
        load_contract(source, name="endless")


def test_operation_parameters_override_those_of_the_path():
    """A parameter is known by name and location: the operation's replaces the path's, others are added."""
    document = document_of({"parameters": [parameter({"type": "integer"})]})
    document["paths"]["/things"]["parameters"] = [
        parameter({"type": "string"}),
        {"name": "p", "in": "header", "schema": {}},
    ]
    operation = parse_contract(document, name="a").operations["doThing"]

    assert {("query", "integer"), ("header", None)} == {
        (each.location, each.schema.get("type")) for each in operation.parameters
    }


def test_headers_that_openapi_describes_elsewhere_are_no_parameters():
    """Accept, Content-Type and Authorization declared as parameters are ignored (3.1.0, Parameter Object)."""
    declared = [{"name": name, "in": "header", "schema": {}} for name in ("Accept", "content-type", "X-Kept")]

    assert ["X-Kept"] == [each.name for each in operation_of({"parameters": declared}).parameters]


@pytest.mark.parametrize(
    ("operation", "more", "why"),
    [
        ({"operationId": None}, {}, "At /paths/~1things/post/operationId: "),
        ({}, {"path": "/things/{id}"}, "differ in id"),
        ({"parameters": [{"name": "id", "in": "path", "required": True, "schema": {}}]}, {}, "differ in id"),
        ({"parameters": [parameter({}, style="matrix")]}, {}, "style 'matrix' in 'query' is not supported"),
        ({"parameters": [{"name": "p", "in": "query"}]}, {}, "neither schema nor content"),
        ({"parameters": [{"name": "p", "in": "query", "content": {"a/b": {}}}]}, {}, "only JSON"),
        ({"parameters": [parameter({"pattern": "["})]}, {}, "no regular expression"),
        ({"parameters": [parameter({"type": "strin"})]}, {}, "schema/type"),
        ({"responses": {"two": {}}}, {}, "At /paths/~1things/post/responses"),
        ({}, {"path": "things"}, "At /paths"),
    ],
)
def test_what_is_not_understood_fails_at_load(operation, more, why):
    """A missing operationId, wrong path parameters, odd styles, patterns or types stop the load."""
    with pytest.raises(ContractError, match=why):
        contract_of(operation, **more)


def test_an_operation_id_may_be_used_once_only():
    """The same operationId twice is refused."""
    document = document_of({})
    document["paths"]["/others"] = document["paths"]["/things"]

    with pytest.raises(ContractError, match="'doThing' is used twice"):
        parse_contract(document, name="a")


def test_security_comes_from_the_operation_or_else_the_document():
    """An operation's own security replaces the document's, an empty list included."""
    assert ({"a": ("x",)},) == operation_of({}, security=[{"a": ["x"]}]).security
    assert () == operation_of({"security": []}, security=[{"a": ["x"]}]).security
