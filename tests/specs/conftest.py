"""What the spec tests share: each contract with its inventory, and a few ways to look into it."""

import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
SPECS = HERE.parents[1] / "specs"
NAMES = ("customer-audiences", "customer-audience-connections")
FOLDERS = {
    **dict.fromkeys(NAMES, "apiture"),
    "segments": "banno",
    **dict.fromkeys(("hub", "hub-legacy"), "contacthub"),
}


@dataclass(frozen=True)
class Contract:
    """One document of ours and the facts extracted from the vendor's page."""

    name: str
    document: dict[str, Any]
    inventory: dict[str, Any]

    def resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        """Return the node that a local reference points at, or the node itself."""
        while "$ref" in node:
            node = self.at(node["$ref"].removeprefix("#"))
        return node

    def at(self, pointer: str) -> Any:
        """Return the node at a JSON pointer whose parts need no unescaping."""
        node = self.document
        for part in pointer.split("/")[1:]:
            node = node[part]
        return node

    def walk(self, node: Any = None, pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield every mapping of the document that belongs to the contract, not to an example."""
        node = self.document if node is None and not pointer else node
        if isinstance(node, dict):
            yield pointer, node
            for key, value in node.items():
                is_data = key in ("example", "value") or (key == "examples" and isinstance(value, list))
                if not is_data:
                    yield from self.walk(value, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
        elif isinstance(node, list):
            for index, value in enumerate(node):
                yield from self.walk(value, f"{pointer}/{index}")

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield (path, method, operation)."""
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                yield path, method, operation

    def operation(self, operation_id: str) -> dict[str, Any]:
        """Return one operation by its id."""
        return next(found for _, _, found in self.operations() if found["operationId"] == operation_id)


def load_script(name: str) -> ModuleType:
    """Return a script of this folder as a module."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_pair(name: str) -> Contract:
    """Return a contract with the inventory of its page."""
    document = yaml.safe_load((SPECS / FOLDERS[name] / f"{name}.yaml").read_text())
    inventory = json.loads((HERE / "inventory" / f"{name}.json").read_text())
    return Contract(name, document, inventory)


@pytest.fixture(scope="session")
def extractor() -> ModuleType:
    """The extraction script for the Apiture pages, as a module."""
    return load_script("extract_inventory")


@pytest.fixture(scope="session")
def segments_extractor() -> ModuleType:
    """The extraction script for the Banno page, as a module."""
    return load_script("extract_segments")


@pytest.fixture(scope="session")
def hub_extractor() -> ModuleType:
    """The extraction script for the Contacthub page, as a module."""
    return load_script("extract_contacthub")


@pytest.fixture(scope="session", params=NAMES)
def contract(request: pytest.FixtureRequest) -> Contract:
    """Each Apiture contract in turn."""
    return load_pair(request.param)


@pytest.fixture(scope="session")
def segments() -> Contract:
    """The Banno contract."""
    return load_pair("segments")


@pytest.fixture(scope="session")
def hub() -> Contract:
    """The Contacthub contract."""
    return load_pair("hub")


@pytest.fixture(scope="session")
def legacy() -> Contract:
    """The contract of Contacthub's legacy operations."""
    return load_pair("hub-legacy")


@pytest.fixture(scope="session", params=FOLDERS)
def any_contract(request: pytest.FixtureRequest) -> Contract:
    """Each contract of each vendor in turn."""
    return load_pair(request.param)


@pytest.fixture(scope="session")
def known_defects() -> list[list[str]]:
    """The rows of the defect tables, as lists of cells; those of corrected examples have five."""
    text = (SPECS / "KNOWN-DEFECTS.md").read_text()
    return [
        [cell.strip() for cell in row.split(" | ")]
        for row in re.findall(r"^\| ([XYZ]-\d\d \| .+) \|$", text, re.MULTILINE)
    ]
