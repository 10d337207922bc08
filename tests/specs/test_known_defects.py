"""KNOWN-DEFECTS.md and the marks in the contracts say the same."""

import re

FILES = {
    "audiences": "customer-audiences",
    "connections": "customer-audience-connections",
    "segments": "segments",
    "hub": "hub",
    "legacy": "hub-legacy",
}
BOTH = ("audiences", "connections")
MARKS = ("x-inferred", "x-unverified", "x-note", "x-corrected")
RULE = re.compile(r"\b[XYZABGS]-\d\d?\b")


def corrected_places(contract):
    """Return (id, pointer) of every place marked as a corrected example."""
    return {(node["x-corrected"][:4], pointer) for pointer, node in contract.walk() if "x-corrected" in node}


def marked_ids(contract):
    """Return every X-, Y- or Z- id that a mark of the contract names."""
    texts = [str(node[mark]) for _, node in contract.walk() for mark in MARKS if mark in node]
    return {found for text in texts for found in RULE.findall(text) if found[0] in "XYZ"}


def documented_examples(contract, extractor):
    """Return pointer → (digest on the page, digest in the contract) for every example of the page."""
    found = {}
    for name, facts in contract.inventory["schemas"].items():
        pointer = f"/components/schemas/{name}"
        found[pointer] = (facts["example"], extractor.digest(contract.at(pointer)["examples"][0]))
    for operation_id, facts in contract.inventory["operations"].items():
        operation = contract.operation(operation_id)
        body = facts["requestBody"]
        media = [(body["example"], operation["requestBody"]["content"][body["mediaType"]])] if body else []
        for status, digest in facts["examples"].items():
            content = contract.resolve(operation["responses"][status])["content"]
            media.append((digest, content[facts["accept"]]))
        for digest, node in media:
            reference = node["examples"]["documented"]["$ref"][1:] if "examples" in node else ""
            value = contract.at(reference)["value"] if reference else node["example"]
            found[reference or f"{operation_id} problem"] = (digest, extractor.digest(value))
    return found


def test_corrected_examples_are_listed_and_no_others(contract, known_defects):
    """The first table names each corrected example, by its place (X-01, X-02)."""
    rows = [row for row in known_defects if len(row) == 5]
    listed = {(row[0], row[2].strip("`")) for row in rows if FILES[row[1]] == contract.name}

    assert listed == corrected_places(contract)


def test_examples_are_those_of_the_page_unless_marked(contract, extractor):
    """Every example of the page is there word for word, but for the corrected ones (X-01, X-02)."""
    examples = documented_examples(contract, extractor)
    changed = {place for place, (of_page, ours) in examples.items() if of_page != ours}

    assert {pointer for _, pointer in corrected_places(contract)} == changed
    assert len(contract.inventory["schemas"]) < len(examples)


def test_corrections_are_the_decided_ones(contract):
    """Templates have one filter object (X-01), list items count their collaborators (X-02)."""
    for rule, pointer in corrected_places(contract):
        node = contract.at(pointer)
        example = node["value"] if "value" in node else node["examples"][0]
        for item in example.get("items", [example]):
            if rule == "X-01":
                assert isinstance(item["filters"], dict), pointer
            else:
                assert len(item["collaborators"]) == item["collaboratorsCount"], pointer


def test_every_listed_defect_is_marked_in_a_contract_it_names(any_contract, known_defects):
    """A row that names this contract finds its id in a mark there, and each id marked there has a row."""
    short = next(short for short, name in FILES.items() if name == any_contract.name)
    names = f"{short}|both" if short in BOTH else short
    listed = {row[0] for row in known_defects if re.search(rf"\b({names})\b", row[1])}

    assert listed == marked_ids(any_contract)


def test_each_defect_has_one_row_of_its_own(known_defects):
    """Ids of the tables without corrections are unique and in order."""
    ids = [row[0] for row in known_defects if len(row) == 4]

    assert sorted(set(ids)) == ids


def test_every_mark_is_a_sentence_that_gives_its_reason(any_contract):
    """A mark is never a bare flag, and every note and correction names the id that explains it."""
    marked = [
        (pointer, mark, node[mark]) for pointer, node in any_contract.walk() for mark in MARKS if mark in node
    ]
    explained = [(pointer, text) for pointer, mark, text in marked if mark in ("x-note", "x-corrected")]

    assert [] == [
        pointer for pointer, _, text in marked if not (isinstance(text, str) and text.endswith("."))
    ]
    assert [] == [pointer for pointer, text in explained if not RULE.search(text)]
