"""Take the facts of Contacthub's definition 1.51 into an inventory.

Usage: python tests/specs/extract_legacy.py SWAGGER.yaml INVENTORY.json

The definition is Swagger 2.0. Of the operations that the page of 1.299.1 no longer has (educations, likes and
jobs of a customer, and the deletion of a customer or an event) everything is taken; of all the others only
what that page has lost, their roles and statuses. No sentence is kept.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml

Facts = dict[str, Any]

LEGACY = re.compile(r"\w+(Educations?|Likes?|Jobs?)CustomerWorkspaces|delete(Customer|Event)Workspaces")
MEMBER = ("type", "format", "enum")


def last(reference: Facts) -> str:
    """Return the name at the end of a reference."""
    return str(reference["$ref"]).rpartition("/")[2]


def parameters(definition: Facts, operation: Facts) -> list[Facts]:
    """Return the parameters of an operation, but for the token, which is security now."""
    found = [
        definition["parameters"][last(each)] if "$ref" in each else each for each in operation["parameters"]
    ]
    return [each for each in found if each["in"] != "header"]


def operation_facts(definition: Facts, path: str, method: str, operation: Facts) -> Facts:
    """Return what an operation takes, answers and demands."""
    given = parameters(definition, operation)
    bodies = [last(each["schema"]) for each in given if each["in"] == "body"]
    return {
        "path": path,
        "method": method,
        "parameters": [each["name"] for each in given if each["in"] == "path"],
        "requestBody": bodies[0] if bodies else None,
        "responses": {
            status: last(answer["schema"]) if "schema" in answer else None
            for status, answer in operation["responses"].items()
        },
        "roles": roles(operation),
    }


def roles(operation: Facts) -> list[str]:
    """Return the roles of which an operation demands one."""
    return list(operation["security"][0]["OAuth2"])


def shape(path: str) -> str:
    """Return a path without the names of its parameters, which changed."""
    return re.sub(r"{\w+}", "{}", path)


def schema_facts(schema: Facts) -> Facts:
    """Return the members of a schema with their constraints."""
    return {
        name: {key: member[key] for key in MEMBER if key in member}
        for name, member in schema["properties"].items()
    }


def inventory(definition: Facts) -> Facts:
    """Return the facts of the legacy operations and of the schemas they name."""
    every = [
        (path, method, operation)
        for path, item in definition["paths"].items()
        for method, operation in item.items()
    ]
    legacy = [each for each in every if LEGACY.fullmatch(each[2].get("operationId", ""))]
    operations = {
        operation["operationId"]: operation_facts(definition, path, method, operation)
        for path, method, operation in legacy
    }
    names = {each["requestBody"] for each in operations.values()} - {None}
    return {
        "operations": operations,
        "schemas": {name: schema_facts(definition["definitions"][name]) for name in sorted(names)},
        "others": {
            f"{method} {shape(path)}": {
                "roles": " ".join(roles(operation)),
                "responses": " ".join(map(str, operation["responses"])),
            }
            for path, method, operation in every
            if (path, method, operation) not in legacy
        },
    }


def main() -> None:
    """Write the inventory of the definition."""
    source, target = map(Path, sys.argv[1:])
    target.write_text(json.dumps(inventory(yaml.safe_load(source.read_text())), indent=2) + "\n")


if __name__ == "__main__":
    main()
