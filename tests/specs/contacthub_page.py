"""What the tests of the Contacthub contract compare: its schemas laid flat, and the facts of its page."""

import re
from typing import Any

COMPARED = ("type", "nullable", "format", "enum", "minimum", "maximum", "minItems", "default", "required")
MARKS = ("x-inferred", "x-note")
KINDS = {"integer": {"integer", "number"}}


def shape(contract: Any, node: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with references followed and all its parts and variants laid over each other."""
    target = contract.resolve(node)
    parts = [
        *([shape(contract, target)] if target is not node else []),
        *(shape(contract, each) for word in ("allOf", "oneOf", "anyOf") for each in node.get(word, [])),
        {key: value for key, value in node.items() if key not in ("$ref", "allOf", "oneOf", "anyOf")},
    ]
    found: dict[str, Any] = {}
    for part in parts:
        joined = {
            "type": [*found.get("type", []), *listed(part.get("type", []))],
            "properties": {**found.get("properties", {}), **part.get("properties", {})},
            "required": [*found.get("required", []), *part.get("required", [])],
            "marks": [
                *found.get("marks", []),
                *part.get("marks", [part[key] for key in MARKS if key in part]),
            ],
        }
        found = {**found, **part, **joined}
    return found


def listed(value: Any) -> list[Any]:
    """Return the value as a list."""
    return value if isinstance(value, list) else [value]


def plain(contract: Any, node: dict[str, Any], *, required: bool) -> dict[str, Any]:
    """Return the facts of a parameter or member as the inventory writes them."""
    facts = shape(contract, node)
    kinds = facts["type"]
    facts["type"] = next((each for each in kinds if each != "null"), None)
    facts["nullable"] = "null" in kinds
    if facts["type"] == "array":
        items = shape(contract, facts["items"])
        facts |= {key: items[key] for key in ("format", "enum") if key in items}
    if "enum" in facts:
        facts["enum"] = [each for each in facts["enum"] if each is not None]
    return {key: facts[key] for key in COMPARED if facts.get(key) is not None} | {"required": required}


def of_page(inventory: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a row of a table, those of its named schema among them."""
    named = inventory["schemas"].get(row.get("name"), {})
    facts = {"nullable": False, **named, **row}
    return {key: facts[key] for key in COMPARED if facts.get(key) is not None}


def taken(contract: Any, operation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return table → name → (schema, whether it is required, its marks) of all that an operation takes."""
    found: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "body": {}}
    for each in operation.get("parameters", []):
        node = contract.resolve(each)
        marks = [node[key] for key in MARKS if key in node] + shape(contract, node["schema"])["marks"]
        found[node["in"]][node["name"]] = (node["schema"], node.get("required", False), marks)
    if "requestBody" in operation:
        body = body_of(contract, operation)
        for name, node in body["properties"].items():
            marks = [*shape(contract, node)["marks"], *body["marks"]]
            found["body"][name] = (node, name in body["required"], marks)
    return found


def body_of(contract: Any, operation: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what an operation is sent."""
    (media,) = operation["requestBody"]["content"].values()
    return shape(contract, media["schema"])


def compare(contract: Any) -> dict[str, list[str]]:
    """Return place → marks for every difference between what the page's tables and the contract take.

    A member whose name the table has lost is known by the sample of the request.
    """
    found = {}
    for operation, facts in pairs(contract):
        tables = {**facts, "body": (facts["body"] or {"members": {}})["members"]}
        for table, here in taken(contract, operation).items():
            place = f"{operation['operationId']} {table}"
            found |= {f"{place}.{name}: missing": [] for name in tables[table] if name not in here}
            for name, (schema, required, marks) in here.items():
                if name in tables[table]:
                    said = of_page(contract.inventory, tables[table][name])
                    ours = plain(contract, schema, required=required)
                    differing = [key for key in COMPARED if said.get(key) != ours.get(key)]
                    found |= {f"{place}.{name}: {key}": marks for key in differing}
                elif not sampled(facts["request"], name):
                    found[f"{place}.{name}: added"] = marks
    return found


def pairs(contract: Any) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return each operation beside the facts of the page, which stand in the same order."""
    operations = [operation for _, _, operation in contract.operations()]
    return list(zip(operations, contract.inventory["operations"], strict=True))


def sampled(members: list[str], name: str) -> bool:
    """Whether a sample has this member at its root."""
    return any(each.startswith(f".{name} ") for each in members)


def strays(contract: Any, schema: dict[str, Any], members: list[str]) -> list[str]:
    """Return the members of a sample that a schema does not have, or not of this kind."""
    return [each for each in members if not fits(contract, schema, *each.rsplit(" ", 1))]


def fits(contract: Any, schema: dict[str, Any], place: str, kind: str) -> bool:
    """Whether a schema, or a variant of it, has a member of this kind at a place such as `elements[].id`."""
    found = leaves(contract, schema)
    for step in re.findall(r"\[\]|[^.\[\]]+", place):
        if step == "[]":
            inner = [each.get("items", {}) for each in found if "array" in listed(each.get("type"))]
        elif step == "*":
            inner = [each["additionalProperties"] for each in found if each.get("additionalProperties")]
        else:
            inner = [each["properties"][step] for each in found if step in each.get("properties", {})]
        found = [leaf for each in inner for leaf in leaves(contract, each)]
    return any(KINDS.get(kind, {kind}) & kinds_of(each) for each in found)


def kinds_of(leaf: dict[str, Any]) -> set[str]:
    """Return the kinds of value that a schema without parts allows; every kind where it says nothing."""
    if "const" in leaf:
        return {"string"} if isinstance(leaf["const"], str) else set()
    if "type" in leaf:
        return set(listed(leaf["type"]))
    says_more = set(leaf) & {"properties", "required", "enum"}
    return set() if says_more else {"object", "array", "string", "number", "integer", "boolean", "null"}


def leaves(contract: Any, schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a schema and all its parts and variants, references followed."""
    found = contract.resolve(schema)
    parts = [part for word in ("allOf", "oneOf", "anyOf") for part in found.get(word, [])]
    return [
        *([] if parts and "type" not in found else [found]),
        *(leaf for each in parts for leaf in leaves(contract, each)),
    ]
