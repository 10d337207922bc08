"""The contracts of Contacthub as one caller can use them: with the ids that there are.

Random ids lead nowhere: hardly a request would get further than its 403 or 404. What is drawn is still all
that the contracts allow, but for what is listed here and why.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from tests.vendors.contacthub.desk import (
    BRANCHES,
    CORE,
    EVERYBODY,
    MARIN,
    NEWSLETTER,
    ONLINE,
    TIBURON,
    Desk,
    seeded,
)

__all__ = ["for_workspace"]

ENTRIES = [BRANCHES, ONLINE, NEWSLETTER]

MAILED = {
    "type": "object",
    "required": ["contacts"],
    "properties": {
        "contacts": {
            "type": "object",
            "required": ["email"],
            "properties": {"email": {"type": "string", "pattern": "^[a-z]{1,9}@example[.]com$"}},
        }
    },
}
"""What makes a customer of the node Newsletter unique."""

ITEM = "mine"
KNOWN = {"anyOf": [{"enum": [ITEM]}, {"type": "string"}]}

SCHEMAS: dict[str, dict[str, Any]] = {
    # Without its unique properties no customer is created, with extended ones that nobody defined neither.
    "PostCustomer": {"properties": {"nodeId": {"enum": [NEWSLETTER]}}, "required": ["nodeId", "base"]},
    "PutCustomer": {
        "properties": {"nodeId": {"enum": [BRANCHES]}, "externalId": {"type": "string", "minLength": 1}},
        "required": ["nodeId", "externalId"],
    },
    "ExtendedPropertiesValues": {"additionalProperties": False},
    "PutEvent": {"required": ["type", "context", "properties", "customerId"]},
    "BringBackProperty": {"properties": {"nodeId": {"enum": [NEWSLETTER]}}},
    # One of a list is asked for by the id that it was given, so some are given one that will be asked for.
    **{name: {"properties": {"id": KNOWN}} for name in ("Subscription", "Education", "Like", "Job")},
    # A source that is bound to no node of the workspace is refused.
    "PostSource": {"properties": {"nodes": {"items": {"enum": [BRANCHES]}}}},
    "PutSource": {"properties": {"nodes": {"items": {"enum": [BRANCHES]}}}},
    # So is a node that prefers a source of nobody.
    "PostEntryNode": {"properties": {"sourcePriority": {"items": {"enum": [CORE]}}}},
    # And a node that aggregates none.
    "PostAggregateNode": {"properties": {"entryNodes": {"items": {"enum": ENTRIES}}}},
    "PutEntryNode": {"properties": {"id": {"anyOf": [{"enum": [ONLINE]}, {"format": "uuid"}]}}},
}
"""What is narrower here, by schema: merged into it member by member."""

EMPTYING = "postEmptyEntryNodeConfigurationWorkspaces"
"""What no link may lead to: Schemathesis has ids from answers too, and would empty every node."""

OWN = {
    "putCustomerWorkspaces": "customerId",
    "putStatusWorkspaces": "workspaceId",
    "putThrottlingConfigurationWorkspaces": "workspaceId",
    "putEntryNodeConfigurationWorkspaces": "nodeId",
    "putNodeUniqueCustomerMatchingPolicy": "nodeId",
    "putEventWorkspaces": "eventId",
    EMPTYING: "nodeId",
    "postForgetCustomerWorkspaces": "customerId",
    "deleteCustomerWorkspaces": "customerId",
    "deleteEventWorkspaces": "eventId",
}
"""The parameter that names what an operation removes or spoils, or whose customer the body must name.

A closed workspace answers 403 to everything that comes later, a throttled one 429.
"""

UNCHANGEABLE = {
    "PutCustomer": ("id", "intId", "registeredAt", "updatedAt", "version", "deleted", "sourceInfo"),
    "PutEvent": ("id", "bringBackProperties", "origin", "registeredAt", "updatedAt", "version"),
    "PatchEvent": ("id", "customerId", "bringBackProperties", "type", "context", "origin", "registeredAt"),
    "PutSource": ("id",),
}
"""Members that say what is there already, or else are refused."""


def for_workspace(contract: Path, folder: Path) -> Path:
    """A copy of a contract in which there are one workspace, its nodes and the first of its people.

    What removes customers or events is kept to some that nothing else names. A format of what may be null
    stands apart from the null, for else Schemathesis takes empty text for valid. And the workspace has
    another name: by its own it is the id of what an operation makes, and chains of calls would begin with a
    workspace that has nothing.
    """
    document = yaml.safe_load(contract.read_text().replace("path.workspaceId", "path.ours"))
    components = document["components"]
    paths = document["paths"].items()
    document["paths"] = {path.replace("{workspaceId}", "{ours}"): item for path, item in paths}
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    for parameter in [
        *components["parameters"].values(),
        *(each for operation in operations for each in operation.get("parameters", ())),
    ]:
        narrow(parameter)
    for operation in operations:
        spare(components["parameters"], operation)
        unlink(components["links"], operation)
    for name, more in SCHEMAS.items():
        if name in components["schemas"]:
            merge(components["schemas"][name], more)
    if "PutCustomer" in components["schemas"]:
        properties = components["schemas"]["PostCustomer"]["properties"]
        properties["base"] = {"allOf": [properties["base"], MAILED]}
        leave_out(components)
        for member, value in ids()["event"].items():
            components["schemas"]["PutEvent"]["properties"][member] = {"enum": [value]}
    split(components["schemas"])
    copied = folder / contract.with_suffix(".json").name
    copied.write_text(json.dumps(document, default=str))
    return copied


def unlink(shared: dict[str, Any], operation: dict[str, Any]) -> None:
    """Give links the workspace's other name, and take away those that lead to the emptying of a node."""
    for response in operation["responses"].values():
        for name in list(response.get("links", {})):
            if shared[name]["operationId"] == EMPTYING:
                del response["links"][name]
    for link in shared.values():
        if "workspaceId" in link["parameters"]:
            link["parameters"]["ours"] = link["parameters"].pop("workspaceId")


def narrow(parameter: dict[str, Any]) -> None:
    """Let a parameter name only what there is."""
    name = parameter.get("name")
    if name == "id":
        name = f"id of {parameter['schema'].get('format', parameter['schema']['type'])}"
    known = ids()
    if name in known and (parameter["in"] == "path" or name == "nodeId"):
        parameter["schema"] = {"anyOf": [{"enum": known[name]}, parameter["schema"]]}
        parameter.pop("example", None)
    if name == "workspaceId":
        parameter |= {"name": "ours", "schema": {"enum": known[name]}}


def spare(shared: dict[str, Any], operation: dict[str, Any]) -> None:
    """Let an operation that removes or spoils something, or needs to know it, have things of its own."""
    if operation["operationId"] in OWN:
        name = OWN[operation["operationId"]]
        reference = {"$ref": f"#/components/parameters/{name}"}
        place = operation["parameters"].index(reference)
        known = {"enum": ids()[operation["operationId"]]}
        schema = (
            known
            if operation["operationId"] == EMPTYING
            else {"anyOf": [known, {"type": "string", "format": "uuid"}]}
        )
        operation["parameters"][place] = {**shared[name], "schema": schema}


def split(node: Any) -> None:
    """Put the alternatives of what may be null, and has a format, beside each other."""
    if isinstance(node, dict) and node.get("type") == ["string", "null"] and "format" in node:
        text = {
            "type": "string",
            **{name: node.pop(name) for name in ("format", "maxLength") if name in node},
        }
        node["anyOf"] = [text, {"type": node.pop("type")[1]}]
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        split(each)


def leave_out(components: dict[str, Any]) -> None:
    """Take what cannot change out of schemas and examples, and what nobody defined out of examples."""
    for name, members in UNCHANGEABLE.items():
        for part in parts(components["schemas"][name]):
            for member in members:
                part.get("properties", {}).pop(member, None)
                if member in part.get("required", ()):
                    part["required"].remove(member)
        for member in members:
            components["examples"][name]["value"].pop(member, None)
    for name in ("PostCustomer", "PatchCustomer", "PutCustomer"):
        example = components["examples"][name]["value"]
        del example["extended"]
        example |= (
            {"nodeId": BRANCHES if name == "PutCustomer" else NEWSLETTER} if "nodeId" in example else {}
        )
    event = components["examples"]["PostEvent"]["value"]
    del event["customerId"]
    event["bringBackProperties"]["nodeId"] = NEWSLETTER


def parts(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """A schema and what it is composed of."""
    return [schema, *schema.get("allOf", ())]


def merge(schema: dict[str, Any], more: dict[str, Any]) -> None:
    """Put members into a schema, and into the objects in it."""
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(schema.get(name), dict):
            merge(schema[name], value)
        else:
            schema[name] = value


@cache
def ids() -> dict[str, Any]:
    """What any world of the default seed has, by the name of a parameter or of the operation it is for."""
    desk = Desk(seeded())
    people = listed(desk, "getCustomersWorkspaces")
    events = listed(desk, "getEventsWorkspaces")
    names = [[each["id"] for each in found] for found in (people, events)]
    (asked, gone), (seen, past) = ((each[:50], each[50:]) for each in names)
    lasting = next(each for each in events if each["customerId"] not in gone)
    return {
        "workspaceId": [TIBURON],
        "nodeId": ENTRIES,
        "aggregateNodeId": [EVERYBODY],
        "customerId": asked[:5],
        "id of uuid": seen,
        "id of string": ["1", ITEM],
        "propertyId": [ITEM],
        "id of integer": [229, 230],
        "baseProperty": ["dob", "gender"],
        "putStatusWorkspaces": [MARIN],
        "putThrottlingConfigurationWorkspaces": [MARIN],
        EMPTYING: [ONLINE],
        "putEntryNodeConfigurationWorkspaces": [ONLINE],
        "putNodeUniqueCustomerMatchingPolicy": [ONLINE],
        "putCustomerWorkspaces": asked[5:],
        "postForgetCustomerWorkspaces": gone,
        "deleteCustomerWorkspaces": gone,
        "deleteEventWorkspaces": past,
        "putEventWorkspaces": [lasting["id"]],
        "event": {name: lasting[name] for name in ("customerId", "type")},
    }


def listed(desk: Desk, operation_id: str) -> list[dict[str, Any]]:
    """The first hundred elements of a search in the node Branches."""
    pages = [desk.call(operation_id, nodeId=BRANCHES, size=50, page=page).body for page in (0, 1)]
    return [each for page in pages for each in page["elements"]]
