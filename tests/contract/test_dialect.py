"""What `understudy.contract.dialect` promises."""

import re

import jsonschema
import pytest
from tests.contract.making import document_of

from understudy.contract.dialect import SCHEMA_3_0, SCHEMA_3_1, dialect_of, translate
from understudy.errors import ContractError


def translated(schema, version, direction="request"):
    document = document_of(
        {}, openapi=version, components={"schemas": {"S": schema, "T": {"type": "string"}}}
    )
    return translate(document, dialect_of(version), direction)["components"]["schemas"]["S"]


@pytest.mark.parametrize(
    ("version", "keyword"),
    [
        ("3.0.3", "const"),
        ("3.0.3", "patternProperties"),
        ("3.0.3", "if"),
        ("3.1.0", "nullable"),
        ("3.1.0", "maxLenght"),
        ("3.1.0", "definitions"),
        ("3.1.0", "$dynamicRef"),
    ],
)
def test_unknown_keywords_are_refused_with_their_pointer(version, keyword):
    """A schema keyword that the version does not know stops the load, wherever it is nested."""
    schema = {"type": "object", "properties": {"a/b": {"items": {keyword: 1}}}}

    with pytest.raises(
        ContractError, match="^At " + re.escape(f"/components/schemas/S/properties/a~1b/items/{keyword}: ")
    ):
        translated(schema, version)


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_extensions_and_plain_data_are_not_searched_for_keywords(version):
    """x- keywords, examples, enum values and defaults may hold anything; members may have any name."""
    odd = {"maxLenght": 1, "$ref": "nowhere"}
    schema = {"x-odd": odd, "example": odd, "enum": [odd], "default": odd, "properties": {"maxLenght": {}}}

    assert {"maxLenght": {}} == translated(schema, version)["properties"]


def test_every_keyword_of_the_tables_is_taken():
    """Each 3.1 keyword of JSON Schema 2020-12 that holds a schema is one of the table's."""
    meta = jsonschema.Draft202012Validator.META_SCHEMA["allOf"]
    named = ["applicator", "unevaluated", "content"]

    assert all(any(vocabulary in each["$ref"] for each in meta) for vocabulary in named)
    assert {"prefixItems", "contains", "if", "then", "else", "dependentSchemas"} < set(SCHEMA_3_1)
    assert {"nullable"} == set(SCHEMA_3_0) - set(SCHEMA_3_1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        (
            {"type": "string", "nullable": True, "enum": ["a"]},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        (
            {"nullable": True, "allOf": [{"$ref": "#/components/schemas/T"}]},
            {"anyOf": [{"allOf": [{"$ref": "#/components/schemas/T"}]}, {"type": "null"}]},
        ),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        ({"$ref": "#/components/schemas/T", "maxLength": 1}, {"$ref": "#/components/schemas/T"}),
    ],
)
def test_3_0_schemas_become_2020_12(old, new):
    """nullable, boolean exclusive bounds and siblings of $ref mean in 2020-12 what they meant in 3.0."""
    assert new == translated(old, "3.0.3")


@pytest.mark.parametrize(("name", "bits"), [("int16", 16), ("int32", 32), ("int64", 64)])
def test_integer_formats_become_bounds(name, bits):
    """int16, int32 and int64 are judged: they are the bounds of their size."""
    schema = translated({"type": "integer", "format": name}, "3.1.0")

    assert {
        "type": "integer",
        "allOf": [{"minimum": -(2 ** (bits - 1)), "maximum": 2 ** (bits - 1) - 1}],
    } == schema


def test_other_formats_are_annotations():
    """A format that is not judged is left out, so that no library judges it by its own idea."""
    assert {"type": "string"} == translated({"type": "string", "format": "hostname"}, "3.1.0")


def test_read_only_members_are_not_due_in_requests():
    """A readOnly member, its own or by reference, is required in a response only (A-57)."""
    schema = {
        "type": "object",
        "required": ["id", "name"],
        "properties": {"id": {"type": "string", "readOnly": True}, "name": {"type": "string"}},
    }

    assert ["name"] == translated(schema, "3.0.3")["required"]
    assert ["id", "name"] == translated(schema, "3.0.3", "response")["required"]


def test_write_only_members_may_not_be_in_responses():
    """A writeOnly member is due in a request only, and false in a response."""
    schema = {
        "type": "object",
        "required": ["secret"],
        "properties": {"secret": {"type": "string", "writeOnly": True}},
    }

    assert ["secret"] == translated(schema, "3.1.0")["required"]
    assert [] == translated(schema, "3.1.0", "response")["required"]
    assert {"secret": False} == translated(schema, "3.1.0", "response")["properties"]


@pytest.mark.parametrize("version", ["2.0", "3.2.0", "4", "", None])
def test_other_versions_are_refused(version):
    """Only 3.0.x and 3.1.x are spoken; the sentence says so."""
    with pytest.raises(
        ContractError, match=r"^At /openapi: version .* is not supported; 3\.0\.x and 3\.1\.x are"
    ):
        dialect_of(version)
