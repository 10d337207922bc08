"""The extraction script reads tables and samples of the Contacthub page, seen on a made-up one."""

import json

import pytest

PAGE = """Garden API (1.2.3)
Download OpenAPI specification:Download
Plants grow here.
List plants
Gets the plants.
- all of them
Authorizations:
path Parameters
gardenId required | string <uuid> The garden. |
query Parameters
page | integer [ 0 .. 50 ] Default: 0 Paging. |
kind | string (Kind) Enum: "TREE" "HERB" Example: kind=TREE What to list. |
wet | boolean Default: true Whether wet. |
mode | string Enum: "DRY" "WET" The mode. Limits:
|
Responses
Response samples
- 200
- 400
{- "elements": [
- {
- "id": "x",
- "tags": { }
}
], - "page": {
- "size": 50
}
}
Plant something
Only - sometimes. This route is deprecated, please dig.
Authorizations:
path Parameters
gardenId required | string <uuid> The garden. |
Request Body schema: application/jsonrequired
The plant.
kind required | string (Kind) Enum: "TREE" "HERB" What it is. |
depth | integer >= 0 How deep. |
seeds | Array of strings <uuid> non-empty [ items <uuid > ] The seeds. |
state | integer Enum: -1 0 1 The state
|
colour | string or null <uri> Default: "red" Which. |
required | object (Place) |
object or null The weather. | |
(Wind (object or null)) or (Rain (object or null)) (Weather) The rest. |
additional property | object | ||
|
Responses
Request samples
- Payload
{- "kind": "TREE",
- "property1": {
- "months": 1.5
}, - "property2": {
- "months": 2
}
}
Response samples
- 201
[- {
- "gone": null,
- "- note": true
}
]
Response samples
- 200
{ }
Remove a plant
Authorizations:
path Parameters
plantId required | string The plant. |
Responses
"""


@pytest.fixture(scope="module")
def facts(hub_extractor):
    """The inventory of the made-up page."""
    return hub_extractor.read_page(PAGE.splitlines())


def test_title_and_version_are_read(facts):
    """The first line names the API and its version."""
    assert ("Garden API", "1.2.3") == (facts["title"], facts["version"])


def test_operations_stand_in_their_order(facts):
    """Operations are known by their tables, and one that has lost them by its answer."""
    operations = facts["operations"]

    assert [["gardenId"], ["gardenId"], [], ["plantId"]] == [list(each["path"]) for each in operations]
    assert [{"200", "400"}, {"201"}, {"200"}, set()] == [set(each["responses"]) for each in operations]


def test_operations_are_deprecated_where_it_is_said(facts):
    """The sentence before the table tells that an operation is deprecated."""
    assert [False, True, False, False] == [each["deprecated"] for each in facts["operations"]]


def test_parameters_keep_types_bounds_and_values(facts):
    """Formats, bounds, defaults and values are read; one that ends on the next line too."""
    query = facts["operations"][0]["query"]
    path = facts["operations"][0]["path"]

    assert {"gardenId": {"required": True, "type": "string", "format": "uuid"}} == path
    assert {
        "page": {"required": False, "type": "integer", "minimum": 0, "maximum": 50, "default": 0},
        "kind": {"required": False, "name": "Kind"},
        "wet": {"required": False, "type": "boolean", "default": True},
        "mode": {"required": False, "type": "string", "enum": ["DRY", "WET"]},
    } == query


def test_bodies_keep_their_members(facts):
    """Members with and without a name are read, and that there may be any others."""
    body = facts["operations"][1]["body"]

    assert ("application/json", True, True) == (body["mediaType"], body["required"], body["map"])
    assert {
        "kind": {"required": True, "name": "Kind"},
        "depth": {"required": False, "type": "integer", "minimum": 0},
        "seeds": {"required": False, "type": "array", "items": "string", "format": "uuid", "minItems": 1},
        "state": {"required": False, "type": "integer", "enum": [-1, 0, 1]},
        "colour": {
            "required": False,
            "type": "string",
            "nullable": True,
            "format": "uri",
            "default": "red",
        },
    } == body["members"]
    assert [
        {"required": True, "name": "Place"},
        {"required": False, "type": "object", "nullable": True},
        {"required": False, "type": None},
    ] == body["nameless"]


def test_named_schemas_are_kept_once(facts, hub_extractor):
    """Type and values of a named schema stand below its name, and may not differ from place to place."""
    kind = {"type": "string", "enum": ["TREE", "HERB"]}
    other = PAGE.replace('"HERB" What', '"MOSS" What')

    assert {"Kind": kind, "Place": {"type": "object"}} == facts["schemas"]
    with pytest.raises(ValueError, match="Kind"):
        hub_extractor.read_page(other.splitlines())


def test_samples_keep_places_and_kinds(facts):
    """Every member of a sample is kept with its kind; names of maps become one."""
    first, second, third, last = facts["operations"]

    assert [
        " object",
        ".elements array",
        ".elements[] object",
        ".elements[].id string",
        ".elements[].tags object",
        ".page object",
        ".page.size integer",
    ] == first["responses"]["200"]
    assert first["responses"]["400"] is None
    assert [" object", ".* object", ".*.months integer", ".*.months number", ".kind string"] == second[
        "request"
    ]
    assert [" array", "[] object", "[].- note boolean", "[].gone null"] == second["responses"]["201"]
    assert ([" object"], []) == (third["responses"]["200"], last["request"])


def test_samples_are_known_by_a_fingerprint(facts, hub_extractor):
    """Enough of each sample is kept to tell another one from it, in whatever order its members are."""
    first, second, third, last = (each["samples"] for each in facts["operations"])
    plant = {"property2": {"months": 2}, "property1": {"months": 1.5}, "kind": "TREE"}

    assert [{"200"}, {"request", "201"}, {"200"}, set()] == [
        set(each) for each in (first, second, third, last)
    ]
    assert hub_extractor.digest(plant) == second["request"] != hub_extractor.digest({**plant, "kind": "HERB"})


@pytest.mark.parametrize("broken", [PAGE[11:], PAGE.replace("{ }", "{ ")])
def test_a_broken_page_is_refused(hub_extractor, broken):
    """A page without a title, or with a sample that never ends, is none."""
    with pytest.raises(ValueError, match=r"begins with|never ends"):
        hub_extractor.read_page(broken.splitlines())


def test_the_inventory_is_written_as_json(hub_extractor, tmp_path, facts):
    """The script writes what it has read."""
    page, inventory = tmp_path / "page.txt", tmp_path / "inventory.json"
    page.write_text(PAGE)
    hub_extractor.main(str(page), str(inventory))

    assert facts == json.loads(inventory.read_text())
