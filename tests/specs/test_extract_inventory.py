"""The extraction script reads every fact of a page, seen on a page made for the purpose."""

import json

PAGE = r"""
Service Gardens v2.1.0

Gardens

listGardens

Code samples

curl -X GET https://api.example.com/green/gardens \
  -H 'Content-Type: application/json' \
  -H 'Accept: application/json' \

GET https://api.example.com/green/gardens

Prose about gardens.

Body parameter

{ "name": "Eden" }

Parameters

ParameterDescription
state
in: query
array[string]
Which state.
unique items
minItems: 1
maxItems: 2
pipe-delimited
items: string
» enum values: wild, tidy
If-Match
in: header
entityTag (required)
The tag.
minLength: 3
pattern: "^(\\\"?[\\x21]{1,5}\\\"?)$"
body newGarden (required)
What to plant.

Example responses

200 Response

{ "items": [] }

Responses

StatusDescription
200 OK
OK.
Schema: gardens
HeaderLocation
string uri-reference
Where.
202 Accepted
Later.
Schema: gardens
StatusDescription
304 Not Modified
Unchanged.
StatusDescription
4XX Unknown
Other.
Schema: Inline

Response Schema

Schemas

gardens

{ "items": [] }

Garden Collection (v1.0.0)

Properties

NameDescription
Garden Collection (v1.0.0) object
All of them.
Unevaluated Properties: false
items array: [garden] (required)
The gardens.
maxItems: 10
items: object
» Unevaluated Properties: false
names array: [string]
Their names.
items: string(text)
» format: text
» maxLength: 50
state gardenState
The state.
read-only
enum values: wild, tidy

gardenSize

200

Garden Size (v1.2.3)

How large.

type: integer(int16)


format: int16
minimum: 0
maximum: 200
""".strip()


def read(extractor):
    """Return the inventory of the page above."""
    return extractor.read_page(PAGE.splitlines())


def test_page_yields_title_version_server_and_operations(extractor):
    """Title and version come from the first line, server and path from the request line."""
    facts = read(extractor)

    assert ("Service Gardens", "2.1.0") == (facts["title"], facts["version"])
    assert "https://api.example.com/green" == facts["server"]
    assert ("get", "/gardens") == tuple(facts["operations"]["listGardens"][key] for key in ("method", "path"))


def test_parameters_keep_their_constraints_and_not_the_prose(extractor):
    """Constraints are read per parameter, those of items apart; double escapes are undone (X-08)."""
    state, tag = read(extractor)["operations"]["listGardens"]["parameters"]

    assert {
        "name": "state",
        "in": "query",
        "required": False,
        "type": "array[string]",
        "uniqueItems": True,
        "minItems": 1,
        "maxItems": 2,
        "pipeDelimited": True,
        "items": {"type": "string", "enum": ["wild", "tidy"]},
    } == state
    assert (True, 3, r"^(\"?[\x21]{1,5}\"?)$") == (tag["required"], tag["minLength"], tag["pattern"])


def test_body_and_examples_are_read(extractor):
    """A body keeps schema, media type and the digest of its example, an answer that of its own."""
    operation = read(extractor)["operations"]["listGardens"]

    assert {
        "schema": "newGarden",
        "required": True,
        "mediaType": "application/json",
        "example": extractor.digest({"name": "Eden"}),
    } == operation["requestBody"]
    assert {"200": extractor.digest({"items": []})} == operation["examples"]


def test_an_operation_may_have_a_body_and_no_parameters(extractor):
    """A table that holds the body alone yields no parameter."""
    assert ([], {"schema": "newGarden", "required": False}) == extractor.read_parameters(
        ["body newGarden", "Prose."]
    )


def test_responses_are_read_with_and_without_a_heading_of_their_own(extractor):
    """A status counts whether or not the page repeats the table's heading before it."""
    location = {"Location": {"type": "string", "format": "uri-reference"}}

    assert {
        "200": {"schema": "gardens", "headers": location},
        "202": {"schema": "gardens", "headers": {}},
        "304": {"schema": None, "headers": {}},
        "4XX": {"schema": "Inline", "headers": {}},
    } == read(extractor)["operations"]["listGardens"]["responses"]


def test_schemas_are_read_with_their_members(extractor):
    """An object yields its members, another schema its constraints."""
    schemas = read(extractor)["schemas"]

    assert ["gardens", "gardenSize"] == list(schemas)
    assert {
        "items": {
            "type": "array: [garden]",
            "maxItems": 10,
            "items": {"type": "object", "unevaluatedProperties": False},
        },
        "names": {
            "type": "array: [string]",
            "items": {"type": "string", "format": "text", "maxLength": 50},
        },
        "state": {"type": "gardenState", "readOnly": True, "enum": ["wild", "tidy"]},
    } == schemas["gardens"]["properties"]
    assert (["items"], False) == (schemas["gardens"]["required"], schemas["gardens"]["unevaluatedProperties"])
    assert {
        "title": "Garden Size",
        "version": "1.2.3",
        "example": extractor.digest(200),
        "type": "integer",
        "format": "int16",
        "minimum": 0,
        "maximum": 200,
    } == schemas["gardenSize"]


def test_digest_ignores_the_order_of_members_only(extractor):
    """Equal JSON has equal digests; any other value or type has another."""
    assert extractor.digest({"a": 1, "b": [1, 2]}) == extractor.digest({"b": [1, 2], "a": 1})
    assert extractor.digest([1, 2]) != extractor.digest([2, 1])
    assert extractor.digest("1") != extractor.digest(1)


def test_script_writes_the_inventory_of_a_page(extractor, tmp_path):
    """Run on two paths, the script writes the facts of one as JSON into the other."""
    page, inventory = tmp_path / "page.txt", tmp_path / "inventory.json"
    page.write_text(PAGE)
    extractor.main(str(page), str(inventory))

    assert read(extractor) == json.loads(inventory.read_text())
