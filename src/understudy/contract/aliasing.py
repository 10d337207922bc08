"""Operations at other paths than those of the contract, for whoever knows better where they are."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from understudy.contract.dialect import METHODS
from understudy.contract.load import Contract, parse_contract
from understudy.contract.operation import Operation
from understudy.contract.refs import join, resolve
from understudy.errors import UsageError

__all__ = ["aliased", "load_aliases"]

SIDE = re.compile(rf"(?:({'|'.join(METHODS)}) +)?(/\S*)", re.IGNORECASE)
"""One side of an alias: a path, perhaps after a method."""

FORM = "[API:][METHOD ]/their/path=[METHOD ]/our/path"


@dataclass(frozen=True, slots=True)
class Alias:
    """Serve what is at `ours` (method and path) at `theirs` instead; a method of None stands for all of them.

    `api` is the name of the contract meant, None where only one can be. `text` is how it was written.
    """

    api: str | None
    theirs: tuple[str | None, str]
    ours: tuple[str | None, str]
    text: str


@dataclass(frozen=True, slots=True)
class Move:
    """One operation and the method and path at which it is served instead."""

    operation: Operation
    method: str
    path: str


def load_aliases(file: Path) -> dict[str, str]:
    """The aliases that a YAML file maps to our paths; UsageError when it cannot be read as that."""
    try:
        given = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as fault:
        raise UsageError(f"{file} cannot be read ({fault.strerror}); name a file of aliases.") from fault
    except (UnicodeDecodeError, yaml.YAMLError) as fault:
        raise UsageError(f"{file} cannot be read as YAML: {' '.join(str(fault).split())}.") from fault
    if not isinstance(given, dict) or not all(
        isinstance(each, str) for pair in given.items() for each in pair
    ):
        raise UsageError(f"{file} is no mapping of paths: write lines such as `GET /their/path: /our/path`.")
    return given


def aliased(contracts: Sequence[Contract], aliases: Mapping[str, str]) -> list[Contract]:
    """The contracts, each operation that is aliased at the other path instead.

    An alias maps `[API:][METHOD ]/their/path` to `[METHOD ]/our/path`; paths may begin with the base path.
    UsageError, a sentence, for a path that no contract has or several have, for parameters of other names,
    and for a place that is taken.
    """
    moves: dict[str, list[Move]] = {}
    for left, right in aliases.items():
        alias = parse(left, right)
        contract = owner(alias, contracts)
        moves.setdefault(contract.name, []).extend(moves_of(alias, contract))
    return [
        parse_contract(moved(each, moves[each.name]), name=each.name) if each.name in moves else each
        for each in contracts
    ]


def parse(left: str, right: str) -> Alias:
    """An alias as it was written; UsageError when it does not have the form."""
    text = f"{left}={right}"
    api, colon, rest = left.partition(":")
    named = bool(colon) and " " not in api and not api.startswith("/")
    theirs, ours = SIDE.fullmatch(rest if named else left), SIDE.fullmatch(right)
    if theirs is None or ours is None:
        raise UsageError(f"The alias {text!r} is not of the form {FORM}; write it so.")
    first, second = (match[1] and match[1].upper() for match in (theirs, ours))
    return Alias(api if named else None, (first or second, theirs[2]), (second or first, ours[2]), text)


def owner(alias: Alias, contracts: Sequence[Contract]) -> Contract:
    """The contract that has the operations which an alias is about; UsageError for none and for several."""
    found = [each for each in contracts if alias.api in (None, each.name) and any(meant(alias, each))]
    if not found:
        method, path = alias.ours
        whose = f" in {alias.api}" if alias.api else ""
        raise UsageError(
            f"The alias {alias.text!r} cannot be: there is no {method or 'operation'} at {path}{whose}; "
            "`understudy apis` lists what there is."
        )
    if len(found) > 1:
        names = " and ".join(each.name for each in found)
        raise UsageError(f"{names} have the path of {alias.text!r}: say which is meant, as API:PATH=….")
    return found[0]


def meant(alias: Alias, contract: Contract) -> Iterator[Operation]:
    """The operations of a contract that an alias is about."""
    method, path = alias.ours
    for each in contract.operations.values():
        if method in (None, each.method) and path in (each.path, contract.base_path + each.path):
            yield each


def moves_of(alias: Alias, contract: Contract) -> Iterator[Move]:
    """Where the operations of an alias go; UsageError when the parameters of both paths differ."""
    method, path = alias.theirs
    if contract.base_path and path.startswith(f"{contract.base_path}/"):
        path = path.removeprefix(contract.base_path)
    for operation in meant(alias, contract):
        theirs, ours = (sorted(re.findall(r"\{([^{}]+)\}", each)) for each in (path, operation.path))
        if theirs != ours:
            raise UsageError(
                f"The alias {alias.text!r} has the parameters {', '.join(theirs) or 'none'}, our path "
                f"{', '.join(ours) or 'none'}: write the same names in both."
            )
        yield Move(operation, method or operation.method, path)


def moved(contract: Contract, moves: Sequence[Move]) -> dict[str, Any]:
    """The contract's document with the operations moved, all at once, so that two may change places."""
    document = contract.document
    paths = dict(document["paths"])
    taken = []
    for move in moves:
        place = move.operation.path
        item = dict(resolve(document, paths.get(place, {}), join("/paths", place))[0])
        operation = item.pop(move.operation.method.lower(), None)
        if operation is None:
            raise UsageError(f"Two aliases are about {shown(move.operation)}: give it one.")
        taken.append((move, {**operation, "parameters": parameters(document, item, operation)}))
        paths[place] = item
        if not item.keys() & METHODS:
            del paths[place]
    for move, operation in taken:
        item = dict(resolve(document, paths.get(move.path, {}), join("/paths", move.path))[0])
        if move.method.lower() in item:
            raise UsageError(
                f"The alias of {shown(move.operation)} leads to {move.method} {move.path}, where another "
                "operation answers: alias that one as well, or choose another path."
            )
        paths[move.path] = {**item, move.method.lower(): operation}
    return {**document, "paths": paths}


def parameters(
    document: Mapping[str, Any], item: Mapping[str, Any], operation: Mapping[str, Any]
) -> list[Any]:
    """The parameters of an operation on its own: those of its path that it does not replace, and its own."""
    own: list[Any] = operation.get("parameters", [])
    places = {place(document, each) for each in own}
    return [each for each in item.get("parameters", []) if place(document, each) not in places] + own


def place(document: Mapping[str, Any], parameter: Any) -> tuple[str, str]:
    """Where a parameter is, and its name."""
    found = resolve(document, parameter, "")[0]
    return found["in"], found["name"]


def shown(operation: Operation) -> str:
    """An operation as a person names it."""
    return f"{operation.method} {operation.path}"
