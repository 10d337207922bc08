"""Reading an OpenAPI document, 3.0 or 3.1, YAML or JSON, into a contract."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from understudy.contract.build import Builder
from understudy.contract.dialect import dialect_of, translate
from understudy.contract.operation import Operation
from understudy.contract.schemas import registry_of
from understudy.contract.structure import check_structure
from understudy.errors import ContractError

__all__ = ["Contract", "load_contract", "parse_contract"]

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML as OpenAPI wants it: JSON's types only (no dates, no yes/no), member names as written."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[str, Any]:
        self.flatten_mapping(node)
        members: dict[str, Any] = {}
        for key, value in node.value:
            if key.value in members:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the member {key.value!r} is there twice", key.start_mark
                )
            members[key.value] = self.construct_object(value, deep=deep)
        return members


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
    ("merge", r"<<", ["<"]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), _first)


@dataclass(frozen=True)
class Contract:
    """One API as its document describes it. `document` is the raw document and must not be changed.

    `name` is ours ("apiture/customer-audiences"); `base_path` the path of the first server's URL,
    without a slash at the end, "" when it has none; `operations` go by operationId, in document order.
    """

    name: str
    title: str
    version: str
    servers: tuple[str, ...]
    base_path: str
    operations: Mapping[str, Operation]
    document: dict[str, Any] = field(repr=False)


def load_contract(source: Path, *, name: str) -> Contract:
    """Load and check the document in a file.

    ContractError, a sentence with the file, the JSON pointer, what is wrong and what to do, when the
    file cannot be read or is not an OpenAPI 3.0 or 3.1 document that this engine understands entirely.
    """
    try:
        text = source.read_text(encoding="utf-8")
        document = json.loads(text) if source.suffix == ".json" else yaml.load(text, Loader=_Loader)  # noqa: S506 - _Loader is a SafeLoader
    except OSError as fault:
        raise ContractError(
            f"{source} cannot be read ({fault.strerror}); name a file that exists."
        ) from fault
    except (ValueError, yaml.YAMLError) as fault:
        where = " ".join(str(fault).split())
        raise ContractError(f"{source} is neither valid YAML nor JSON: {where}; correct it.") from fault
    except RecursionError as fault:
        raise ContractError(f"{source} is nested too deeply to be read; flatten it.") from fault
    try:
        return parse_contract(document, name=name)
    except ContractError as fault:
        raise ContractError(f"{source} cannot be used. {fault}") from fault
    except RecursionError as fault:
        raise ContractError(
            f"{source} is nested too deeply, or contains itself (a YAML alias within its anchor); use $ref."
        ) from fault


def parse_contract(document: Any, *, name: str) -> Contract:
    """The contract in a parsed document; ContractError as load_contract, without the file's name."""
    if not isinstance(document, dict):
        raise ContractError("At /: an object with openapi, info and paths is due here; correct the document.")
    dialect = dialect_of(document.get("openapi"))
    check_structure(document)
    requests = translate(document, dialect, "request")
    builder = Builder(document, registry_of(requests), registry_of(translate(document, dialect, "response")))
    servers = tuple(_server_url(server) for server in document.get("servers", []))
    return Contract(
        name=name,
        title=document["info"]["title"],
        version=document["info"]["version"],
        servers=servers,
        base_path=urlsplit(servers[0]).path.rstrip("/") if servers else "",
        operations=builder.operations(),
        document=document,
    )


def _server_url(server: Mapping[str, Any]) -> str:
    """The URL of a server object, its variables at their defaults."""
    variables = server.get("variables", {})
    return re.sub(
        r"\{([^{}]+)\}", lambda found: str(variables.get(found[1], {}).get("default", "")), server["url"]
    )
