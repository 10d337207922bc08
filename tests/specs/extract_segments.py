"""Read the facts out of the Banno page, an OpenAPI document that lost all its indentation, into an inventory.

Usage: python tests/specs/extract_segments.py PAGE.txt INVENTORY.json

The nesting is put back by what each kind of object may hold: a line belongs to the innermost object
that has a place for it. Names of members begin with a small letter here and names of schemas with a
capital, which tells where the members of a schema end. No sentence of the page is kept.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

Facts = dict[str, Any]

LINE = re.compile(r"^(?P<item>- )?(?P<quote>['\"]?)(?P<key>[\w/{}$.-]+)(?P=quote):(?: (?P<value>.+))?$")
PERMISSION = re.compile(r'^Requires the "(.+)" permission$')

# What an object may hold: a pattern of its keys → the kind of what stands there. `text` is on the line
# itself, `names` are items that are plain text, `[x]` are items of the kind x.
KINDS = {
    "document": {
        "openapi": "text",
        "info": "info",
        "servers": "[server]",
        "tags": "[tag]",
        "paths": "paths",
        "components": "components",
    },
    "info": {"title|version": "text"},
    "server": {"url": "text"},
    "tag": {"name|description": "text"},
    "paths": {"/.+": "path"},
    "path": {"get|put|post|delete": "operation"},
    "operation": {
        "summary|description|deprecated": "text",
        "tags": "names",
        "security": "[security]",
        "parameters": "[parameter]",
        "requestBody": "body",
        "responses": "responses",
    },
    "security": {"clientCredentials": "text"},
    "parameter": {r"\$ref|name|in|required|description": "text", "schema": "schema"},
    "body": {"description|required": "text", "content": "content"},
    "responses": {r"\d{3}": "response"},
    "response": {"description": "text", "content": "content"},
    "content": {r"\w+/[\w-]+": "media"},
    "media": {"schema": "schema"},
    "schema": {
        r"\$ref|type|format|description|enum": "text",
        "required": "names",
        "properties": "properties",
        "items": "schema",
    },
    "properties": {r"[a-z]\w*": "schema"},
    "components": {
        "securitySchemes": "schemes",
        "parameters": "parameters",
        "schemas": "schemas",
    },
    "schemes": {"clientCredentials": "scheme"},
    "scheme": {"type|description": "text", "flows": "flows"},
    "flows": {"clientCredentials": "flow"},
    "flow": {"tokenUrl|scopes": "text"},
    "parameters": {r"\w+Id": "parameter"},
    "schemas": {r"[A-Z]\w*": "schema"},
}


class Restoring:
    """The lines of a page, read from the first to the last."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0

    def object(self, kind: str) -> Facts:
        """Everything from the present line on that fits into an object of this kind."""
        found: Facts = {}
        while (place := self.place(kind)) and place[0] not in found:
            key, holds = place
            found[key] = self.value(holds)
        return found

    def place(self, kind: str) -> tuple[str, str] | None:
        """The key on the present line and the kind it has in such an object, if it fits."""
        line = LINE.match(self.lines[self.at]) if self.at < len(self.lines) else None
        if line is None or line["item"]:
            return None
        for pattern, holds in KINDS[kind].items():
            if re.fullmatch(pattern, line["key"]) and (line["value"] is not None) == (holds == "text"):
                return line["key"], holds
        return None

    def value(self, holds: str) -> Any:
        """What stands at the key on the present line."""
        line = LINE.match(self.lines[self.at])
        self.at += 1
        if holds == "text":
            return self.text(line["value"])
        if holds == "names":
            return self.names()
        return self.items(holds[1:-1]) if holds.startswith("[") else self.object(holds)

    def text(self, value: str) -> Any:
        """A scalar or a list in brackets as YAML reads them; folded text loses its lines."""
        if value == ">-":
            while LINE.match(self.lines[self.at]) is None:
                self.at += 1
            return ""
        if value.startswith("["):
            return [item.strip() for item in value[1:-1].split(",") if item.strip()]
        plain = value.strip("'")
        return {"true": True, "false": False, "{}": {}}.get(plain, plain)

    def names(self) -> list[str]:
        """The items that are plain text."""
        start = self.at
        while re.fullmatch(r"- \w+", self.lines[self.at]):
            self.at += 1
        return [line.removeprefix("- ") for line in self.lines[start : self.at]]

    def items(self, kind: str) -> list[Facts]:
        """The items that are objects; each begins on a line with a dash."""
        found = []
        while (line := LINE.match(self.lines[self.at])) and line["item"]:
            self.lines[self.at] = self.lines[self.at].removeprefix("- ")
            found.append(self.object(kind))
        return found


def restore(lines: list[str]) -> Facts:
    """The document on a page, with its nesting; ValueError when one of its lines finds no place."""
    start = next(at for at, line in enumerate(lines) if line.startswith("openapi: "))
    reading = Restoring([*lines[start:], ""])
    document = reading.object("document")
    for at, line in enumerate(reading.lines[reading.at :], start + reading.at + 1):
        if LINE.match(line):
            raise ValueError(f"Line {at} of the page belongs nowhere: {line!r}.")
    return document


def read_page(lines: list[str]) -> Facts:
    """Return the inventory of a page: title, version, server, tags, security, operations and schemas."""
    document = restore(lines)
    components = document["components"]
    return {
        "title": document["info"]["title"],
        "version": document["info"]["version"],
        "server": document["servers"][0]["url"],
        "tags": [tag["name"] for tag in document["tags"]],
        "securitySchemes": {
            name: {"type": scheme["type"], "flows": scheme["flows"]}
            for name, scheme in components["securitySchemes"].items()
        },
        "operations": {
            f"{method} {path}": operation_facts(operation, components["parameters"])
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        },
        "parameters": {name: parameter_facts(node) for name, node in components["parameters"].items()},
        "schemas": {name: schema_facts(node) for name, node in components["schemas"].items()},
    }


def operation_facts(operation: Facts, shared: Facts) -> Facts:
    """The facts of one operation; `permission` and `security` are None where the page has none."""
    permission = PERMISSION.match(operation.get("description", ""))
    body = operation.get("requestBody")
    return {
        "tags": operation["tags"],
        "deprecated": operation.get("deprecated", False),
        "permission": permission[1] if permission else None,
        "security": operation.get("security"),
        "parameters": [
            parameter_facts(shared[last(node)] if "$ref" in node else node)
            for node in operation["parameters"]
        ],
        "requestBody": {"required": body["required"], "content": content_facts(body)} if body else None,
        "responses": {status: content_facts(node) for status, node in operation["responses"].items()},
    }


def parameter_facts(node: Facts) -> Facts:
    """Name, place, necessity and schema of a parameter."""
    return {key: node[key] for key in ("name", "in", "required")} | schema_facts(node["schema"])


def content_facts(node: Facts) -> Facts:
    """Media type → name of its schema."""
    return {media_type: last(media["schema"]) for media_type, media in node.get("content", {}).items()}


def schema_facts(schema: Facts) -> Facts:
    """A schema without its prose; a reference is the name of the schema it leads to."""
    if "$ref" in schema:
        return {"$ref": last(schema)}
    facts = {key: schema[key] for key in ("type", "format", "enum", "required") if key in schema}
    if "items" in schema:
        facts["items"] = schema_facts(schema["items"])
    if "properties" in schema:
        facts["properties"] = {name: schema_facts(node) for name, node in schema["properties"].items()}
    return facts


def last(node: Facts) -> str:
    """The name at the end of a reference."""
    return str(node["$ref"]).rpartition("/")[2]


def main(page: str, inventory: str) -> None:
    """Write the inventory of one page."""
    facts = read_page(Path(page).read_text().splitlines())
    Path(inventory).write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
