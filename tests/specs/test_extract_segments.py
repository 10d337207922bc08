"""The extraction script puts back the nesting that the Banno page lost, seen on a made-up page."""

import json

import pytest

PAGE = """
Menu
>
openapi: 3.0.1
info:
title: gardens
version: latest
servers:
- url: 'https://example.com'
tags:
- name: JSON
description: Gardens as JSON
- name: CSV
description: Gardens as files
paths:
'/a/gardens/{gardenId}':
post:
tags:
- JSON
summary: Plant something.
description: Requires the "Plant gardens" permission
security:
- clientCredentials: []
parameters:
- $ref: '#/components/parameters/gardenId'
- name: mode
in: query
description: How.
required: true
schema:
type: string
enum: [dig, sow]
requestBody:
description: What to plant.
content:
application/json:
schema:
$ref: '#/components/schemas/Plant'
required: true
responses:
'200':
description: OK
content:
application/json:
schema:
$ref: '#/components/schemas/Plants'
'404':
description: NotFound
deprecated: false
get:
tags:
- CSV
parameters:
- $ref: '#/components/parameters/gardenId'
responses:
'200':
description: A file.
components:
securitySchemes:
clientCredentials:
type: oauth2
description: How to get in.
flows:
clientCredentials:
tokenUrl: https://example.com/token
scopes: {}
parameters:
gardenId:
name: gardenId
in: path
required: true
schema:
type: string
format: UUID
schemas:
Plant:
required:
- name
type: object
properties:
name:
type: string
description: >-
a name, folded
over two lines
height:
type: integer
format: int32
Plants:
type: object
properties:
plants:
type: array
items:
$ref: '#/components/schemas/Plant'
tags:
type: array
items:
type: string
description: Words.
description: All plants.
Have a Question?
""".strip()

GARDEN = {"name": "gardenId", "in": "path", "required": True, "type": "string", "format": "UUID"}


def read(extractor):
    """Return the inventory of the page above."""
    return extractor.read_page(PAGE.splitlines())


def test_page_yields_what_stands_above_the_paths(segments_extractor):
    """Title, version, server, tags and the security scheme are read."""
    facts = read(segments_extractor)

    assert ("gardens", "latest", "https://example.com") == tuple(
        facts[key] for key in ("title", "version", "server")
    )
    assert ["JSON", "CSV"] == facts["tags"]
    flow = {"tokenUrl": "https://example.com/token", "scopes": {}}
    scheme = {"type": "oauth2", "flows": {"clientCredentials": flow}}
    assert {"clientCredentials": scheme} == facts["securitySchemes"]


def test_operations_are_read_with_parameters_body_and_responses(segments_extractor):
    """Shared and inline parameters, a flag after the content of a body, statuses with and without content."""
    assert {
        "tags": ["JSON"],
        "deprecated": False,
        "permission": "Plant gardens",
        "security": [{"clientCredentials": []}],
        "parameters": [
            GARDEN,
            {"name": "mode", "in": "query", "required": True, "type": "string", "enum": ["dig", "sow"]},
        ],
        "requestBody": {"required": True, "content": {"application/json": "Plant"}},
        "responses": {"200": {"application/json": "Plants"}, "404": {}},
    } == read(segments_extractor)["operations"]["post /a/gardens/{gardenId}"]


def test_what_an_operation_does_not_say_is_told_from_what_it_says(segments_extractor):
    """An operation without security, permission and body has None for each."""
    operation = read(segments_extractor)["operations"]["get /a/gardens/{gardenId}"]

    assert [None, None, None] == [operation[key] for key in ("security", "permission", "requestBody")]


def test_schemas_end_where_the_next_begins(segments_extractor):
    """Members belong to their schema, requirements too, and prose to nobody."""
    facts = read(segments_extractor)

    assert {"gardenId": GARDEN} == facts["parameters"]
    assert {
        "Plant": {
            "type": "object",
            "required": ["name"],
            "properties": {"name": {"type": "string"}, "height": {"type": "integer", "format": "int32"}},
        },
        "Plants": {
            "type": "object",
            "properties": {
                "plants": {"type": "array", "items": {"$ref": "Plant"}},
                "tags": {"type": "array", "items": {"type": "string"}},
            },
        },
    } == facts["schemas"]


def test_a_line_without_a_place_is_not_passed_over(segments_extractor):
    """A key that no object may hold ends the extraction with the number of its line."""
    lines = PAGE.replace("deprecated: false", "callbacks:").splitlines()
    at = lines.index("callbacks:") + 1

    with pytest.raises(ValueError, match=f"^Line {at} of the page belongs nowhere: 'callbacks:'"):
        segments_extractor.read_page(lines)


def test_script_writes_the_inventory_of_a_page(segments_extractor, tmp_path):
    """Run on two paths, the script writes the facts of one as JSON into the other."""
    page, inventory = tmp_path / "page.txt", tmp_path / "inventory.json"
    page.write_text(PAGE)
    segments_extractor.main(str(page), str(inventory))

    assert read(segments_extractor) == json.loads(inventory.read_text())
