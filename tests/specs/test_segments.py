"""The Banno contract holds what its page holds; what is more or other is listed here and marked there."""

from typing import Any

import pytest

MARKS = ("x-inferred", "x-note")
ERRORS = ("400", "401", "403", "404", "422", "500")
CSV = ("getSegmentEndUsersCsv", "getDraftMissingUsersCsv", "getDraftEndUserIdsCsv")
EDIT = "Edit digital banking ads"

# Every place where the contract says more or other than its page: place → id of the decision.
DEVIATIONS = {
    "EndUsersCSVForm.file: type": "Y-04",
    "EndUsersCSVForm.file: contentMediaType": "Y-04",
    "EndUsersCSVForm.user_identifier_csv_column: default": "Y-05",
    "EndUsersCSVForm.csv_header_row_exists: default": "Y-05",
    "createUnsavedSegmentPermissionsHistory: permission": "S-02",
    "createSegmentPermissionsHistory: permission": "S-02",
    "importSegmentOperationCsv: security": "Y-07",
    "replaceSegmentEndUsers 422: added": "S-16",
    "appendSegmentEndUsers 422: added": "S-16",
    **{f"{name} 200: content": "Y-08" for name in CSV},
    **{f"{name} 200 Content-Disposition: added": "Y-08" for name in CSV},
}
INFERRED_ERRORS = {"401": "Y-06", "403": "Y-06", "404": "Y-06"}


def plain(contract: Any, node: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a schema as the inventory writes them, its members and items left out."""
    if "$ref" in node:
        return {"$ref": node["$ref"].rpartition("/")[2]}
    dropped = ("description", "examples", "properties", "required", "items", "x-note", "x-inferred")
    facts = {key: value for key, value in node.items() if key not in dropped}
    return facts | ({"items": plain(contract, node["items"])} if "items" in node else {})


def of_page(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a schema on the page, the format of ids in small letters (Y-01)."""
    kept = {key: value for key, value in facts.items() if key in ("$ref", "type", "format", "enum", "items")}
    return kept | ({"format": kept["format"].lower()} if "format" in kept else {})


def compare_schemas(contract):
    """Return place → node for every difference between the members of schemas."""
    found = {}
    for name, facts in contract.inventory["schemas"].items():
        for member, expected in facts["properties"].items():
            node = contract.at(f"/components/schemas/{name}")["properties"][member]
            here, there = plain(contract, node), of_page(expected)
            differing = {key for key in (*here, *there) if here.get(key) != there.get(key)}
            found |= {f"{name}.{member}: {key}": node for key in differing}
    return found


def compare_responses(contract, operation, facts):
    """Return place → node for every difference between responses, but for 401, 403 and 404."""
    found = {}
    for status, reference in operation["responses"].items():
        place, node = f"{operation['operationId']} {status}", contract.resolve(reference)
        content = node.get("content", {})
        named = {
            media: value["schema"].get("$ref", "").rpartition("/")[2] for media, value in content.items()
        }
        if status in facts["responses"]:
            if facts["responses"][status] != named:
                found[f"{place}: content"] = next(iter(content.values()))
        elif status not in INFERRED_ERRORS:
            found[f"{place}: added"] = node
        headers = {name: contract.resolve(header) for name, header in node.get("headers", {}).items()}
        found |= {f"{place} {name}: added": header for name, header in headers.items()}
    return found


def compare(contract):
    """Return place → node for every difference between page and contract."""
    found = compare_schemas(contract)
    for path, method, operation in contract.operations():
        facts, name = contract.inventory["operations"][f"{method} {path}"], operation["operationId"]
        found |= compare_responses(contract, operation, facts)
        if facts["permission"] != operation["x-permission"]:
            found[f"{name}: permission"] = operation
        if facts["security"] != operation["security"]:
            found[f"{name}: security"] = operation
    return found


def marks(node):
    """Return everything the marks of a node say."""
    return " ".join(node.get(mark, "") for mark in MARKS)


def test_contract_differs_from_its_page_only_where_decided(segments):
    """Members, statuses, media types, permissions and security are the page's, but for the decisions."""
    assert set(DEVIATIONS) == set(compare(segments))


def test_every_difference_is_marked_with_its_decision(segments):
    """What is more or other than the page carries a mark that names the decision."""
    found = compare(segments)

    assert [] == [place for place, rule in DEVIATIONS.items() if rule not in marks(found[place])]


def test_operations_are_those_of_the_page(segments):
    """Nineteen operations under both prefixes, in the order of the page, with its tags and server."""
    page = segments.inventory
    actual = {f"{method} {path}": operation for path, method, operation in segments.operations()}

    assert list(page["operations"]) == list(actual)
    assert [facts["tags"] for facts in page["operations"].values()] == [
        one["tags"] for one in actual.values()
    ]
    assert {False} == {facts["deprecated"] for facts in page["operations"].values()}
    assert not any(operation.get("deprecated") for operation in actual.values())
    assert [page["server"]] == [server["url"] for server in segments.document["servers"]]
    assert page["tags"] == [tag["name"] for tag in segments.document["tags"]]
    assert (page["title"], page["version"]) == tuple(
        segments.document["info"][key] for key in ("title", "version")
    )


def test_security_is_that_of_the_page(segments):
    """One scheme, client credentials without scopes at the documented token URL (S-01)."""
    schemes = segments.document["components"]["securitySchemes"]

    assert segments.inventory["securitySchemes"] == {
        name: {"type": scheme["type"], "flows": scheme["flows"]} for name, scheme in schemes.items()
    }


def test_parameters_are_those_of_the_page(segments):
    """Each operation has the page's parameters in its order, with place, type, format, values (S-08)."""
    for path, method, operation in segments.operations():
        facts = segments.inventory["operations"][f"{method} {path}"]
        nodes = [segments.resolve(node) for node in operation["parameters"]]

        assert [
            {key: expected[key] for key in ("name", "in", "required")} | of_page(expected)
            for expected in facts["parameters"]
        ] == [{key: node[key] for key in ("name", "in", "required")} | node["schema"] for node in nodes]
    shared = [name for name in segments.document["components"]["parameters"] if name.endswith("Id")]
    assert list(segments.inventory["parameters"]) == shared


def test_request_bodies_are_those_of_the_page(segments):
    """Each body has the page's media type and schema and is required where the page says so."""
    for path, method, operation in segments.operations():
        expected = segments.inventory["operations"][f"{method} {path}"]["requestBody"]
        body = operation.get("requestBody")

        assert (expected is None) == (body is None), operation["operationId"]
        if expected:
            named = {
                media: node["schema"]["$ref"].rpartition("/")[2] for media, node in body["content"].items()
            }
            assert expected == {"required": body["required"], "content": named}


def test_schemas_and_required_lists_are_those_of_the_page(segments):
    """Every schema stands in the page's order, and so do its members and its required list (S-03, S-04)."""
    schemas = segments.document["components"]["schemas"]

    assert list(segments.inventory["schemas"]) == list(schemas)
    for name, facts in segments.inventory["schemas"].items():
        assert list(facts["properties"]) == list(schemas[name]["properties"])
        assert (facts["type"], facts.get("required")) == (
            schemas[name]["type"],
            schemas[name].get("required"),
        )


def test_inventory_counts_are_those_of_the_page(segments):
    """The inventory is whole: everything that grep counts in the page is in it."""
    operations, schemas = segments.inventory["operations"].values(), segments.inventory["schemas"].values()

    assert (19, 59, 40, 11, 37, 28, 14) == (
        len(operations),
        sum(len(operation["responses"]) for operation in operations),
        sum(len(operation["parameters"]) for operation in operations),
        len(schemas),
        sum(len(schema["properties"]) for schema in schemas),
        sum(len(schema.get("required", [])) for schema in schemas),
        sum(member.get("format") == "UUID" for schema in schemas for member in schema["properties"].values())
        + sum("UUID" == node["format"] for node in segments.inventory["parameters"].values())
        + 2,  # what one operation writes out again (Y-09)
    )


def test_every_id_is_a_uuid_and_says_that_the_page_shouts(segments):
    """Where the page has `UUID` the contract has `uuid` and a note (Y-01)."""
    nodes = list(segments.document["components"]["parameters"].values())
    for schema in segments.document["components"]["schemas"].values():
        nodes += schema["properties"].values()
    ids = [node for node in nodes if node.get("schema", node).get("format") == "uuid"]

    assert 12 == len(ids)
    assert [] == [node for node in ids if "Y-01" not in marks(node)]


def test_no_error_has_a_body(segments):
    """Every error is a status alone; 401, 403, 404 are everywhere, inferred if the page lists none (Y-06)."""
    for path, method, operation in segments.operations():
        listed = segments.inventory["operations"][f"{method} {path}"]["responses"]
        responses = {status: segments.resolve(node) for status, node in operation["responses"].items()}

        assert {"401", "403", "404", "500"} <= set(responses)
        assert set(responses) - {"200", "201", "204"} <= set(ERRORS)
        assert [] == [status for status in ERRORS if "content" in responses.get(status, {})]
        assert [] == [
            status
            for status, rule in INFERRED_ERRORS.items()
            if (status in listed) == (rule in marks(responses[status]))
        ]


def test_permissions_divide_reading_from_changing(segments):
    """GET needs the View permission, everything else Edit (S-02)."""
    for _, method, operation in segments.operations():
        expected = "View digital banking ads" if method == "get" else EDIT
        assert expected == operation["x-permission"], operation["operationId"]


def links(contract):
    """Return (operation, response, link, target) of every link of the contract."""
    return [
        (operation, contract.resolve(response), contract.resolve(link))
        for _, _, operation in contract.operations()
        for response in operation["responses"].values()
        for link in response.get("links", {}).values()
    ]


def points_at_something(contract, operation, response, expression):
    """Return whether a runtime expression names a part of the request's path or of the answer's schema."""
    if not expression.startswith("$"):
        return True
    if expression.startswith("$request.path."):
        names = [contract.resolve(node)["name"] for node in operation["parameters"]]
        return expression.removeprefix("$request.path.") in names
    node = contract.resolve(response["content"]["application/json"]["schema"])
    for part in expression.removeprefix("$response.body#/").split("/"):
        node = node.get("items") if part == "0" else node.get("properties", {}).get(part)
        if node is None:
            return False
        node = contract.resolve(node)
    return node.get("format") == "uuid"


def test_links_lead_from_call_to_call(segments):
    """Each link gives its operation every required parameter, from what the request or the answer has."""
    for operation, response, link in links(segments):
        target = segments.operation(link["operationId"])
        needed = {segments.resolve(node)["name"] for node in target["parameters"]}
        given = [*link["parameters"].values(), *link.get("requestBody", {}).values()]

        assert needed == set(link["parameters"]), link["description"]
        assert [] == [
            text for text in given if not points_at_something(segments, operation, response, text)
        ], link["description"]


def test_every_operation_about_one_thing_is_reached_by_a_link(segments):
    """What needs the id of a segment, draft or user need not be guessed; every shared link is used."""
    targets = {link["operationId"] for _, _, link in links(segments)}
    about_one = {
        operation["operationId"]
        for path, _, operation in segments.operations()
        if any(name in path for name in ("{segmentId}", "{draftId}", "{endUserId}"))
    }
    used = [link for _, _, link in links(segments)]

    assert about_one <= targets
    assert [] == [name for name, link in segments.document["components"]["links"].items() if link not in used]


@pytest.mark.parametrize(
    "expression",
    [
        "$request.path.nothing",
        "$response.body#/name",
        "$response.body#/nothing",
        "$response.body#/segmentId/0",
    ],
)
def test_the_check_of_links_can_fail(segments, expression):
    """An expression about what is no parameter, or no id in the answer, is found out."""
    operation = segments.operation("createSegment")

    assert not points_at_something(segments, operation, operation["responses"]["201"], expression)
