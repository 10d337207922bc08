"""The contracts hold what the pages hold: nothing is missing, and what is more or other is listed and marked.

The inventories are extracted from the pages by `extract_inventory.py`; the pages are not in this repository.
"""

import re

CONSTRAINTS = (
    *("format", "minLength", "maxLength", "pattern", "minimum", "maximum", "minItems", "maxItems"),
    *("uniqueItems", "default", "enum", "readOnly", "unevaluatedProperties"),
)
MARKS = ("x-inferred", "x-unverified", "x-note")
BLANKS = ("", "", "")

# Every place where a contract says more or other than its page: place → id of the decision.
DEVIATIONS = {
    "customer-audiences": {
        "schema entityTag: pattern": "X-08",
        "schema compositeAnalyticFilter.ordinal: added": "X-04",
        "schema customerAudienceCountsRequest.insightId: type": "X-17",
        "schema customerAudienceCountsRequest.insightId: readOnly": "X-17",
        "schema customerAudiencePatch: unevaluatedProperties": "A-42",
        "getCustomerAudience 304: added": "X-06",
        "listCustomerAudienceCollaborators If-None-Match: added": "X-07",
        "response tooManyRequests Retry-After: added": "G-5",
    },
    "customer-audience-connections": {
        "schema entityTag: pattern": "X-08",
        "getCustomerAudienceConnection 304: added": "X-06",
        "response tooManyRequests Retry-After: added": "G-5",
    },
}
# The parameters and properties that borrow the schema whose pattern X-08 rewrote.
BORROWED = re.compile(r"^\w+ If-(None-)?Match: pattern$")


def constraints(contract, node):
    """Return the constraints of a schema, those of a referenced schema included."""
    inherited = constraints(contract, contract.at(node["$ref"][1:])) if "$ref" in node else {}
    return inherited | {keyword: node[keyword] for keyword in CONSTRAINTS if keyword in node}


def last(reference):
    """Return the name at the end of a reference."""
    return reference["$ref"].rpartition("/")[2]


def type_text(contract, node):
    """Return the type of a schema the way the page writes it, without its format."""
    if "$ref" in node:
        return last(node)
    if node["type"] == "array":
        return f"array: [{type_text(contract, node['items'])}]"
    return node["type"]


def differences(place, expected, actual):
    """Return 'place: keyword' for every constraint that differs between page and contract."""
    keywords = [*expected, *(keyword for keyword in actual if keyword not in expected)]
    return {f"{place}: {keyword}" for keyword in keywords if expected.get(keyword) != actual.get(keyword)}


def compare_value(contract, place, facts, node):
    """Return the differences between the facts of a parameter or property and its schema."""
    expected = {keyword: facts[keyword] for keyword in CONSTRAINTS if keyword in facts}
    found = differences(place, expected, constraints(contract, node))
    if "items" in facts:
        items = {keyword: facts["items"][keyword] for keyword in CONSTRAINTS if keyword in facts["items"]}
        found |= differences(f"{place} items", items, constraints(contract, node["items"]))
    return found


def compare_schemas(contract):
    """Return place → node for every difference between the schemas of page and contract."""
    found = {}
    schemas = contract.document["components"]["schemas"]
    for name, facts in contract.inventory["schemas"].items():
        schema = schemas[name]
        found |= dict.fromkeys(compare_value(contract, f"schema {name}", facts, schema), schema)
        assert f"{facts['title']} (v{facts['version']})" == schema["title"]
        assert (facts["type"], facts.get("required") or None) == (schema["type"], schema.get("required"))
        properties = schema.get("properties", {})
        for member, member_facts in facts.get("properties", {}).items():
            place, node = f"schema {name}.{member}", properties[member]
            found |= dict.fromkeys(compare_value(contract, place, member_facts, node), node)
            if re.sub(r"\(.*\)", "", member_facts["type"]) != type_text(contract, node):
                found[f"{place}: type"] = node
        added = [member for member in properties if member not in facts.get("properties", {})]
        found |= {f"schema {name}.{member}: added": properties[member] for member in added}
    return found


def compare_parameters(contract, operation_id, facts):
    """Return place → node for every difference between the parameters of page and contract."""
    found = {}
    resolved = [contract.resolve(node) for node in contract.operation(operation_id).get("parameters", [])]
    nodes = {(node["name"], node["in"]): node for node in resolved}
    for expected in facts["parameters"]:
        node = nodes.pop((expected["name"], expected["in"]))
        place = f"{operation_id} {expected['name']}"
        found |= dict.fromkeys(compare_value(contract, place, expected, node["schema"]), node)
        assert expected["required"] == node.get("required", False), place
        assert expected.get("pipeDelimited", False) == (node.get("style") == "pipeDelimited"), place
        kind = re.sub(r"\(.*\)|\[\w+\]", "", expected["type"])
        assert kind == type_text(contract, node["schema"]).split(":")[0], place
    return found | {f"{operation_id} {name}: added": node for (name, _), node in nodes.items()}


def compare_responses(contract, operation_id, facts):
    """Return place → node for every difference between the responses of page and contract."""
    found = {}
    nodes = dict(contract.operation(operation_id)["responses"])
    for status, expected in facts["responses"].items():
        reference = nodes.pop(status)
        node = contract.resolve(reference)
        place = f"response {last(reference)}" if "$ref" in reference else f"{operation_id} {status}"
        schema = "problemResponse" if expected["schema"] == "Inline" else expected["schema"]
        content = node.get("content", {})
        assert {schema} - {None} == {last(media["schema"]) for media in content.values()}, place
        assert status[0] != "2" or set(content) == ({"application/json"} if schema else set()), place
        headers = {name: contract.resolve(header) for name, header in node.get("headers", {}).items()}
        for name, header_facts in expected["headers"].items():
            assert header_facts == headers.pop(name)["schema"], place
        found |= {f"{place} {name}: added": header for name, header in headers.items()}
    return found | {f"{operation_id} {status}: added": node for status, node in nodes.items()}


def compare(contract):
    """Return place → node for every difference between page and contract."""
    found = compare_schemas(contract)
    for operation_id, facts in contract.inventory["operations"].items():
        found |= compare_parameters(contract, operation_id, facts)
        found |= compare_responses(contract, operation_id, facts)
    return found


def test_contract_differs_from_its_page_only_where_decided(contract):
    """Parameters, constraints, members, statuses and headers are the page's, but for the decisions."""
    found = {place for place in compare(contract) if not BORROWED.match(place)}

    assert set(DEVIATIONS[contract.name]) == found


def test_every_difference_is_marked_with_its_decision(contract):
    """What is more or other than the page carries a mark that says why."""
    found = compare(contract)
    decided = DEVIATIONS[contract.name].items()

    assert [] == [
        place for place, rule in decided if rule not in " ".join(map(found[place].get, MARKS, BLANKS))
    ]


def test_schemas_and_their_members_stand_in_the_order_of_the_page(contract):
    """Every schema of the page is there, unreferenced ones too, and no other (X-41)."""
    schemas = contract.document["components"]["schemas"]
    of_page = contract.inventory["schemas"]

    assert list(of_page) == list(schemas)
    for name, facts in of_page.items():
        members = list(facts.get("properties", {}))
        assert members == list(schemas[name].get("properties", {}))[: len(members)]


def test_operations_are_those_of_the_page(contract):
    """Every operation is there under its method and path, and no other; so is the server."""
    of_page = contract.inventory["operations"]
    actual = {operation["operationId"]: (method, path) for path, method, operation in contract.operations()}

    assert {name: (facts["method"], facts["path"]) for name, facts in of_page.items()} == actual
    assert [contract.inventory["server"]] == [server["url"] for server in contract.document["servers"]]
    assert contract.inventory["title"] == contract.document["info"]["title"]
    assert contract.inventory["version"] == contract.document["info"]["version"]


def test_request_bodies_are_those_of_the_page(contract):
    """Each body has the page's schema and media type and is required where the page says so (X-35, X-51)."""
    for name, facts in contract.inventory["operations"].items():
        body = contract.operation(name).get("requestBody")
        expected = facts["requestBody"]
        assert (expected is None) == (body is None), name
        if expected:
            assert expected["required"] == body.get("required", False), name
            assert [expected["mediaType"]] == list(body["content"]), name
            schema = body["content"][expected["mediaType"]]["schema"]
            assert {"$ref": f"#/components/schemas/{expected['schema']}"} == schema, name


def test_inventory_counts_are_those_of_the_pages(contract):
    """The inventories are whole: everything that grep counts in the pages is in them."""
    operations, schemas = contract.inventory["operations"].values(), contract.inventory["schemas"].values()
    counted = (
        len(operations),
        sum(len(operation["responses"]) for operation in operations),
        sum(len(operation["parameters"]) for operation in operations),
        len(schemas),
        sum(len(schema.get("properties", {})) for schema in schemas),
        sum(len(schema.get("enum", [])) for schema in schemas),
    )
    expected = {
        "customer-audiences": (15, 130, 41, 64, 250, 51),
        "customer-audience-connections": (7, 62, 11, 25, 59, 9),
    }

    assert expected[contract.name] == counted


def test_rewritten_patterns_accept_what_the_page_accepts(contract):
    """The entity tag pattern without its escapes is the same language (X-08, X-09)."""
    of_page = re.compile(contract.inventory["schemas"]["entityTag"]["pattern"])
    ours = re.compile(contract.at("/components/schemas/entityTag")["pattern"])
    pieces = [*'W/"a!~ \\*,\x7fé', "", "W/", '""', "b" * 508, "b" * 512]
    tags = {left + middle + right for left in pieces for middle in pieces for right in pieces}

    assert {tag for tag in tags if of_page.match(tag)} == {tag for tag in tags if ours.match(tag)}
    assert ours.match('W/"325cf1cc-e370-4baf-8faf-c6db23f195a2"')
