"""Read the facts out of a vendor's API page, as plain text, into an inventory.

Usage: python tests/specs/extract_inventory.py PAGE.txt INVENTORY.json

The inventory is what the spec tests count a contract against, so it is taken from the page alone.
It holds names, numbers, patterns and enum values, and of each example only a digest (see
`digest`); no sentence of the page is kept.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

Facts = dict[str, Any]

CONSTRAINT = re.compile(
    r"^(?:» )?(format|minLength|maxLength|minimum|maximum|minItems|maxItems|pattern|default|"
    r"enum values|items|Unevaluated Properties): (.+)$"
)
FLAGS = {"unique items": "uniqueItems", "read-only": "readOnly", "pipe-delimited": "pipeDelimited"}
TYPE = r"array: \[\w+\]|\w+(?:\([\w-]+\))?"
PROPERTY = re.compile(rf"^(\w+) ({TYPE})( \(required\))?$")
PARAMETER_TYPE = re.compile(r"^(\w+(?:\([\w-]+\)|\[\w+\])?)( \(required\))?$")
BODY = re.compile(r"^body (\w+)( \(required\))?$")
REQUEST_LINE = re.compile(r"^(GET|POST|PUT|PATCH|DELETE) (https://[^/]+/\w+)(/\S+)$")
SCHEMA_TITLE = re.compile(r"^(.+) \(v([\d.]+)\)$")
STATUS = re.compile(r"^(\d{3}|4XX|5XX)(?: [A-Z]\w*)+$")


def digest(value: Any) -> str:
    """Return a short fingerprint of a JSON value, the same whatever the order of its members."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_page(lines: list[str]) -> Facts:
    """Return the whole inventory of a page: title, version, server, operations and schemas."""
    title, version = lines[0].rsplit(" v", 1)
    border = lines.index("Schemas")
    operations = [read_operation(name, block) for name, block in operation_blocks(lines[:border])]
    schemas = {name: read_schema(block) for name, block in schema_blocks(lines[border:])}
    return {
        "title": title,
        "version": version,
        "server": operations[0]["server"],
        "operations": {operation.pop("operationId"): operation for operation in operations},
        "schemas": schemas,
    }


def operation_blocks(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each operationId with its lines; an operation begins two lines above its code samples."""
    starts = [at - 2 for at, line in enumerate(lines) if line == "Code samples"]
    for start, end in pairwise([*starts, len(lines)]):
        yield lines[start], lines[start:end]


def schema_blocks(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each schema's name with its lines; a schema is a bare name, a blank and a JSON example."""
    starts = [
        at
        for at in range(len(lines) - 2)
        if re.fullmatch(r"[a-z]\w+", lines[at]) and not lines[at + 1] and re.match(r'[{"\d]', lines[at + 2])
    ]
    for start, end in pairwise([*starts, len(lines)]):
        yield lines[start], lines[start:end]


def read_json(lines: list[str], start: int) -> Any:
    """Return the JSON value that begins at a line of the page."""
    return json.JSONDecoder().raw_decode("\n".join(lines[start:]))[0]


def read_operation(name: str, lines: list[str]) -> Facts:
    """Return the facts of one operation."""
    request_line = next(found for line in lines if (found := REQUEST_LINE.match(line)))
    sections = {line: at for at, line in reversed(list(enumerate(lines)))}
    curl = dict(re.findall(r"-H '(Accept|Content-Type): ([^']+)'", "\n".join(lines)))
    parameter_rows = lines[sections["ParameterDescription"] + 1 : sections["Example responses"]]
    parameters, body = read_parameters(parameter_rows)
    if body:
        body["mediaType"] = curl["Content-Type"]
        body["example"] = digest(read_json(lines, sections["Body parameter"] + 2))
    return {
        "operationId": name,
        "method": request_line[1].lower(),
        "server": request_line[2],
        "path": request_line[3],
        "parameters": parameters,
        "requestBody": body,
        "accept": curl["Accept"],
        "responses": read_responses(lines[sections["Responses"] : sections["Response Schema"]]),
        "examples": read_response_examples(lines[sections["Example responses"] : sections["Responses"]]),
    }


def read_parameters(lines: list[str]) -> tuple[list[Facts], Facts | None]:
    """Return the parameters in the order of the page, and the request body if there is one."""
    bodies = [found for line in lines if (found := BODY.match(line))]
    body = {"schema": bodies[0][1], "required": bool(bodies[0][2])} if bodies else None
    starts = [at - 1 for at, line in enumerate(lines) if line.startswith("in: ")]
    return [read_parameter(lines[start:end]) for start, end in pairwise([*starts, len(lines)])], body


def read_parameter(lines: list[str]) -> Facts:
    """Return the facts of one parameter from its name, place, type and constraint lines."""
    name, place, type_line = lines[:3]
    kind = PARAMETER_TYPE.match(type_line)
    if kind is None:
        raise ValueError(f"The parameter {name!r} has a type line that cannot be read: {type_line!r}.")
    facts = {"name": name, "in": place.removeprefix("in: "), "required": bool(kind[2]), "type": kind[1]}
    return facts | read_constraints(lines[3:])


def read_constraints(lines: list[str]) -> Facts:
    """Return the constraints of a parameter, property or schema; those of its items under `items`.

    Lines that are not constraints are the vendor's prose and are passed over.
    """
    facts: Facts = {}
    for line in lines:
        if line in FLAGS:
            facts[FLAGS[line]] = True
        elif found := CONSTRAINT.match(line):
            target = facts.setdefault("items", {}) if line.startswith("» ") else facts
            add_constraint(target, found[1], found[2])
    return facts


def add_constraint(target: Facts, keyword: str, text: str) -> None:
    """Put one constraint line into `target`, under the keyword that JSON Schema has for it."""
    if keyword == "items":
        target["items"] = type_facts(text.removesuffix(")"), "(")
    elif keyword == "enum values":
        target["enum"] = text.split(", ")
    elif keyword == "Unevaluated Properties":
        target["unevaluatedProperties"] = text != "false"
    elif keyword == "pattern":
        target["pattern"] = unescape(text[1:-1])
    elif keyword == "format":
        target["format"] = text
    else:
        target[keyword] = json.loads(text)


def type_facts(text: str, separator: str) -> Facts:
    """Return type and, if there is one, format: `string uri-reference`, `string(text`."""
    base, _, form = text.partition(separator)
    return {"type": base, "format": form} if form else {"type": base}


def unescape(pattern: str) -> str:
    """Undo the second JSON escaping that the page gives to patterns in parameter rows (X-08)."""
    return pattern.replace('\\\\\\"', '\\"').replace("\\\\", "\\")


def read_responses(lines: list[str]) -> Facts:
    """Return status → schema name (None for no body, "Inline" as the page says) and headers."""
    responses: Facts = {}
    current: Facts = {}
    for at, line in enumerate(lines):
        if found := STATUS.match(line):
            current = responses[found[1]] = {"schema": None, "headers": {}}
        elif line.startswith("Schema: "):
            current["schema"] = line.removeprefix("Schema: ")
        elif line.startswith("Header"):
            current["headers"][line.removeprefix("Header")] = type_facts(lines[at + 1], " ")
    return responses


def read_response_examples(lines: list[str]) -> Facts:
    """Return status → digest of the example that the page prints for it."""
    return {
        line.split()[0]: digest(read_json(lines, at + 2))
        for at, line in enumerate(lines)
        if re.fullmatch(r"\w{3} Response", line)
    }


def read_schema(lines: list[str]) -> Facts:
    """Return the facts of one schema: title, version, example digest, constraints, properties."""
    title = next(found for line in lines if (found := SCHEMA_TITLE.match(line)))
    facts: Facts = {"title": title[1], "version": title[2], "example": digest(read_json(lines, 2))}
    if "Properties" not in lines:
        base = next(line for line in lines if line.startswith("type: ")).removeprefix("type: ")
        return facts | {"type": base.partition("(")[0]} | read_constraints(lines)
    table = lines[lines.index("NameDescription") + 1 :]
    heads = [(at, found) for at, line in enumerate(table) if (found := PROPERTY.match(line))]
    if not heads:
        raise ValueError(f"The schema {lines[0]!r} has a table without a row that reads as a property.")
    facts |= {"type": "object"} | read_constraints(table[: heads[0][0]])
    facts["required"] = [found[1] for _, found in heads if found[3]]
    facts["properties"] = {}
    for (start, found), end in zip(heads, [*(at for at, _ in heads[1:]), len(table)], strict=True):
        constraints = read_constraints(table[start + 1 : end])
        facts["properties"][found[1]] = {"type": found[2], **constraints}
    return facts


def main(page: str, inventory: str) -> None:
    """Write the inventory of one page."""
    facts = read_page(Path(page).read_text().splitlines())
    Path(inventory).write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
