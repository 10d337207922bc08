"""Contracts of any size, made of our own: the same operations again under other prefixes."""

import copy
import json
from pathlib import Path
from typing import Any

import yaml

__all__ = ["AUDIENCES", "widened"]

AUDIENCES = Path(__file__).parents[2] / "specs/apiture/customer-audiences.yaml"
METHODS = ("get", "post", "put", "patch", "delete")


def widened(total: int, target: Path, source: Path = AUDIENCES) -> Path:
    """Write `source` to `target` with copies of its operations, `total` operations in all, as JSON."""
    document: dict[str, Any] = yaml.safe_load(source.read_text())
    originals = [
        (path, method, item[method])
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]
    for number in range(total - len(originals)):
        round_, index = divmod(number, len(originals))
        path, method, operation = originals[index]
        twin = copy.deepcopy(operation)
        twin["operationId"] = f"{operation['operationId']}{round_}"
        document["paths"].setdefault(f"/copy{round_}{path}", {})[method] = twin
    target.write_text(json.dumps(document, default=str))
    return target
