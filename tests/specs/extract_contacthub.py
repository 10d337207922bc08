"""Read the facts out of the Contacthub page, tables and samples under each other, into an inventory.

Usage: python tests/specs/extract_contacthub.py PAGE.txt INVENTORY.json

The page is the text of a rendered one: it shows neither methods nor paths, so operations are known by their
place. An operation without a table has lost its title too; only its answers tell that it is there. No
sentence of the page is kept.
"""

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

Facts = dict[str, Any]

TABLES = {"path Parameters": "path", "query Parameters": "query"}
BODY = re.compile(r"^Request Body schema: (?P<media>[\w-]+/[\w-]+?)(?P<required>required)?$")
SAMPLES = {"Request samples": "request", "Response samples": "responses"}
STATUS = re.compile(r"^- (\d{3})$")
DASH = re.compile(r"(?P<before>^|[{\[]|, )- ")
MAP = re.compile(r"\b(property\d|additional property|property name\*)")

NAMED = re.compile(r"^(?P<name>[A-Za-z]\w*)(?P<required> required)? \| (?P<facts>.*)$")
NAMELESS = re.compile(
    r"^(?:(?P<required>required) \| )?(?P<facts>(?:object\b|Array of objects|\(\w+ \(object).*)$"
)
TYPE = re.compile(
    r"^(?P<array>Array of )?(?P<type>string|integer|number|boolean|object)s?(?P<null> or null)?\b ?"
)
PARTS = (
    ("format", re.compile(r"^<(?P<value>[\w-]+) ?> ")),
    ("name", re.compile(r"^\((?P<value>\w+)\) ?")),
    ("minItems", re.compile(r"^(?P<value>non-empty) ")),
    ("range", re.compile(r"^\[ (?P<value>\d+ \.\. \d+) \] ")),
    ("minimum", re.compile(r"^>= (?P<value>\d+) ")),
    ("default", re.compile(r'^Default: (?P<value>"[^"]*"|[\w-]+) ')),
    ("enum", re.compile(r'^(?:Enum|Value): (?P<value>(?:(?:"[^"]*"|-?\d+) )+)')),
)


def read_page(lines: list[str]) -> Facts:
    """Return the inventory of a page: title, version and operations in their order."""
    title = re.fullmatch(r"(.+) \((\d[\d.]*)\)", lines[0])
    if title is None:
        raise ValueError(f"The page begins with {lines[0]!r}, and not with its title and version.")
    operations = [
        {"deprecated": "is deprecated" in said, **read_block(block)} for said, block in blocks(lines)
    ]
    schemas: Facts = {}
    for operation in operations:
        for row in rows(operation):
            name_schema(row, schemas)
    return {"title": title[1], "version": title[2], "schemas": schemas, "operations": operations}


def rows(operation: Facts) -> list[Facts]:
    """All rows of the tables of an operation."""
    body = operation["body"] or {"members": {}, "nameless": []}
    tables = (operation["path"], operation["query"], body["members"])
    return [*(row for table in tables for row in table.values()), *body["nameless"]]


def name_schema(row: Facts, schemas: Facts) -> None:
    """Put type and values of a row with a named schema below that name; ValueError when two places differ."""
    if "name" in row:
        said = {key: row.pop(key) for key in ("type", "items", "enum") if key in row}
        if schemas.setdefault(row["name"], said) != said:
            raise ValueError(f"{row['name']} is {schemas[row['name']]} in one place, {said} in another.")


def blocks(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Each operation: what is said of it last, and its lines.

    They go from its table, or where it has none from its answers, to those of the next one.
    """
    starts: list[int] = []
    answered = True
    for at, line in enumerate(lines):
        answers = line == "Response samples"
        if line == "Authorizations:" or (answers and answered):
            starts.append(at)
            answered = False
        answered = answered or answers
    ends = [*starts[1:], len(lines)]
    return [(lines[start - 1], lines[start:end]) for start, end in zip(starts, ends, strict=True)]


def read_block(lines: list[str]) -> Facts:
    """The facts of one operation."""
    found: Facts = {"path": {}, "query": {}, "body": None, "request": [], "responses": {}, "samples": {}}
    into: Facts | None = None
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if line in TABLES:
            into = {"members": found[TABLES[line]], "nameless": []}
        elif media := BODY.match(line):
            into = found["body"] = {
                "mediaType": media["media"],
                "required": media["required"] is not None,
                "members": {},
                "nameless": [],
            }
        elif line in ("Responses", "Response samples"):
            into = None
            at = read_samples(lines, at - 1, found)
        elif into is not None:
            read_row(line, into)
    return found


def read_row(line: str, into: Facts) -> None:
    """Put what a row says into its table; prose and what has lost both name and type are left out."""
    if MAP.match(line):
        into["map"] = True
    elif row := NAMELESS.match(line):
        into["nameless"].append(row_facts(row["facts"], required=row["required"] is not None))
    elif row := NAMED.match(line):
        into["members"][row["name"]] = row_facts(row["facts"], required=row["required"] is not None)


def row_facts(text: str, *, required: bool) -> Facts:
    """Type, format, name, bounds, default and values in a row; `type` is None where there are variants."""
    kind = TYPE.match(text)
    if kind is None:
        return {"required": required, "type": None}
    facts: Facts = {"required": required, "type": "array" if kind["array"] else kind["type"]}
    facts |= {"nullable": True} if kind["null"] else {}
    facts |= {"items": kind["type"]} if kind["array"] else {}
    rest = text[kind.end() :]
    for key, pattern in PARTS:
        if part := pattern.match(rest):
            facts |= part_facts(key, part["value"].strip())
            rest = rest[part.end() :]
    return facts


def part_facts(key: str, value: str) -> Facts:
    """One fact of a row as JSON Schema has it."""
    if key == "range":
        least, most = value.split(" .. ")
        return {"minimum": int(least), "maximum": int(most)}
    if key == "enum":
        return {"enum": [json.loads(each) for each in re.findall(r'"[^"]*"|-?\d+', value)]}
    if key == "minItems":
        return {"minItems": 1}
    return {key: json.loads(value) if key in ("default", "minimum") else value}


def read_samples(lines: list[str], start: int, found: Facts) -> int:
    """Put the members of all samples from a line on into the facts; return the line after the last one."""
    kind, statuses, at = "responses", [], start
    while at < len(lines):
        line = lines[at]
        if line in SAMPLES:
            kind, statuses = SAMPLES[line], []
        elif status := STATUS.match(line):
            statuses.append(status[1])
        elif line.startswith(("{", "[")):
            value, at = read_sample(lines, at)
            found["samples"]["request" if kind == "request" else statuses[0]] = digest(value)
            if kind == "request":
                found["request"] = sorted(members(value))
            else:
                found["responses"] = dict.fromkeys(statuses)
                found["responses"][statuses[0]] = sorted(members(value))
            continue
        at += 1
    return at


def digest(value: Any) -> str:
    """Return a short fingerprint of a JSON value, the same whatever the order of its members."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_sample(lines: list[str], start: int) -> tuple[Any, int]:
    """The sample that begins at a line, and the line after it; ValueError when it never ends."""
    text = ""
    for at in range(start, len(lines)):
        text += DASH.sub(r"\g<before>", lines[at]) + " "
        try:
            return json.loads(text), at + 1
        except json.JSONDecodeError:
            continue
    raise ValueError(f"The sample at line {start} of its operation never ends: {lines[start]!r}.")


def members(value: Any, place: str = "") -> set[str]:
    """The place and kind of everything in a sample: `elements[].id string`; `*` are the names of a map."""
    if isinstance(value, dict):
        return {f"{place} object"}.union(
            *(members(each, f"{place}.{MAP.sub('*', name)}") for name, each in value.items())
        )
    if isinstance(value, list):
        return {f"{place} array"}.union(*(members(each, f"{place}[]") for each in value))
    names = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null"}
    return {f"{place} {names[type(value)]}"}


def main(page: str, inventory: str) -> None:
    """Write the inventory of the page."""
    facts = read_page(Path(page).read_text().splitlines())
    operations = ",\n".join(json.dumps(each) for each in facts.pop("operations"))
    head = json.dumps(facts, indent=1).removesuffix("\n}")
    Path(inventory).write_text(f'{head},\n "operations": [\n{operations}\n]\n}}\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
