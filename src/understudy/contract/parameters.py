"""Parameters from text: the styles of OpenAPI (simple, form, space- and pipe-delimited, deepObject)."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote_to_bytes

from understudy.contract.json_text import parse_json
from understudy.contract.operation import Header, Operation, Parameter
from understudy.contract.refs import join
from understudy.contract.shapes import UNSET, Shape, coerce
from understudy.contract.violations import Violation, violation

__all__ = ["Texts", "assemble", "pairs_of", "read_header", "read_parameters"]

DELIMITERS = {"simple": ",", "form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}

Texts = Mapping[str, Sequence[str]]
"""The texts of each name, in the order they came."""

NOTHING: Texts = {}


def read_parameters(
    operation: Operation,
    path_params: Mapping[str, str],
    query: bytes,
    headers: Mapping[str, str],
    violations: list[Violation],
) -> dict[str, dict[str, Any]]:
    """The declared parameters by location and key, coerced, with defaults; adds what is wrong.

    Header keys are lower-case. Unknown parameters are left out. A parameter that breaks the contract
    still has its decoded value.
    """
    found: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
    pairs = pairs_of(query) if query else NOTHING
    cookies = _cookies(headers["cookie"]) if "cookie" in headers else NOTHING
    for parameter in operation.parameters:
        location = parameter.location
        if location == "query":
            texts = pairs
        elif location == "cookie":
            texts = cookies
        else:
            text = (path_params if location == "path" else headers).get(parameter.key)
            texts = NOTHING if text is None else {parameter.key: (text,)}
        value = _read(operation, parameter, texts, violations)
        if value is not UNSET:
            found[location][parameter.key] = value
    return found


def read_header(header: Header, text: str) -> Any:
    """The value of a response header (style simple, without explode)."""
    return assemble(header.shape, "simple", (text,), explode=False)


def pairs_of(text: bytes) -> dict[str, list[str]]:
    """The names and values of `a=1&b=2`, percent-decoded, "+" as a space.

    Bytes that are not UTF-8 become lone surrogates, so that they matter only where somebody reads them.
    """
    pairs: dict[str, list[str]] = {}
    for part in text.split(b"&"):
        if part:
            name, _, value = part.partition(b"=")
            pairs.setdefault(_decode(name), []).append(_decode(value))
    return pairs


def assemble(shape: Shape, style: str, values: Sequence[str], *, explode: bool) -> Any:
    """The value that one or more texts of one name stand for; of a single value the first counts.

    Delimiters split after percent-decoding, so an item cannot hold its own delimiter; "a||b" has an
    empty item, and empty text is one empty item.
    """
    if shape.is_array:
        parts = values if explode and style != "simple" else _split(values[0], style)
        return [coerce(shape.items, part) for part in parts]
    if shape.is_object:
        return _object(shape, _split(values[0], style), explode=explode)
    return coerce(shape, values[0])


def _split(text: str, style: str) -> list[str]:
    """The items of a text; in header and path values spaces around a comma do not count (RFC 9110 5.6.1)."""
    parts = text.split(DELIMITERS.get(style, ","))
    return [part.strip(" \t") for part in parts] if style == "simple" else parts


def _read(operation: Operation, parameter: Parameter, texts: Texts, violations: list[Violation]) -> Any:
    """The value of one parameter, or its default, or UNSET; adds its violations."""
    location, shape = parameter.location, parameter.shape
    spread = _spread(operation, parameter, texts) if shape.is_object and not parameter.json else None
    values = (
        texts.get(parameter.key) if spread is None else [text for each in spread.values() for text in each]
    )
    if not values:
        if parameter.required:
            violations.append(
                violation(location, join("", parameter.name), "required", "is required but missing")
            )
        return shape.default
    pointer = join("", parameter.name)
    if any("\0" in text for text in values):
        violations.append(violation(location, pointer, "control", "holds a NUL character"))
    if spread is not None:
        members = shape.members or {}
        value: Any = {
            name: assemble(members.get(name, shape), "form", each, explode=True)
            if name in members
            else each[-1]
            for name, each in spread.items()
        }
    elif parameter.json:
        value, faults = parse_json(values[0].encode("utf-8", "surrogatepass"), location, pointer)
        violations.extend(faults)
    else:
        if len(values) > 1 and not (shape.is_array and parameter.explode):
            violations.append(
                violation(location, pointer, "repeated", f"takes one value, but is there {len(values)} times")
            )
        value = assemble(shape, parameter.style, values, explode=parameter.explode)
    if value is not UNSET and not (parameter.allow_empty and values[0] == ""):
        violations.extend(parameter.validator.violations(value, location, pointer))
    return value


def _spread(operation: Operation, parameter: Parameter, texts: Texts) -> Texts | None:
    """The members of an object that are parameters of their own; None when it is one text."""
    if parameter.style == "deepObject":
        prefix = f"{parameter.key}["
        return {
            name[len(prefix) : -1]: values
            for name, values in texts.items()
            if name.startswith(prefix) and name.endswith("]")
        }
    if not (parameter.explode and parameter.location in ("query", "cookie")):
        return None
    members = parameter.shape.members or {}
    taken = {other.key for other in operation.parameters if other.location == parameter.location}
    return {
        name: values
        for name, values in texts.items()
        if name in members or (parameter.shape.open and name not in taken)
    }


def _object(shape: Shape, parts: Sequence[str], *, explode: bool) -> dict[str, Any]:
    """`R=100,G=200` (explode) or `R,100,G,200` as an object; a name without a value has an empty one."""
    if explode:
        pairs = [(name, value) for name, _, value in (part.partition("=") for part in parts)]
    else:
        pairs = list(zip(parts[::2], [*parts[1::2], ""], strict=False))
    members = shape.members or {}
    return {name: coerce(members.get(name), value) for name, value in pairs}


def _decode(part: bytes) -> str:
    if b"+" in part:
        part = part.replace(b"+", b" ")
    return (unquote_to_bytes(part) if b"%" in part else part).decode("utf-8", "surrogateescape")


def _cookies(header: str) -> dict[str, list[str]]:
    cookies: dict[str, list[str]] = {}
    for part in header.split(";"):
        name, separator, value = part.partition("=")
        if separator:
            cookies.setdefault(name.strip(), []).append(value.strip())
    return cookies
