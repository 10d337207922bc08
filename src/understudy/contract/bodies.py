"""Bodies from bytes, by media type: JSON, forms, multipart forms, text and CSV, anything else as bytes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from email.policy import compat32
from email.utils import collapse_rfc2231_value
from typing import Any

from understudy.contract.json_text import MAX_ITEMS, parse_json
from understudy.contract.operation import Media
from understudy.contract.parameters import assemble, pairs_of
from understudy.contract.refs import join
from understudy.contract.shapes import TEXT, UNSET, Shape
from understudy.contract.violations import Violation, violation

__all__ = ["base_type", "file_names", "judge", "media_for", "read_body"]

SURROGATE = re.compile("[\ud800-\udfff]")

MAX_FIELDS = 10_000
"""Fields of a form; each costs far more memory than its bytes."""

MAX_HEAD = 16 * 1024
"""Bytes of the head of one part of a multipart form."""

CHARSETS = {"utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "ascii", "iso-8859-1": "latin-1"}


def base_type(content_type: str) -> str:
    """The media type of a Content-Type value, lower-case, without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def media_for(content: Mapping[str, Media], media_type: str) -> Media | None:
    """The entry for a media type: its own, else that of its range (`text/*`), else `*/*`."""
    return content.get(media_type) or content.get(f"{media_type.partition('/')[0]}/*") or content.get("*/*")


def read_body(
    media: Media, content_type: str, data: bytes, *, max_items: int = MAX_ITEMS, files: bool = True
) -> tuple[Any, list[Violation]]:
    """The value of a body (UNSET when it cannot be decoded) and everything that is wrong with it.

    JSON gives a JSON value; forms an object with members coerced and defaulted by the schema, file
    parts as bytes; text/* a str; anything else the bytes. JSON may have `max_items` commas. Without
    `files`, those whose content the schema leaves open are b"", which saves a copy.
    """
    media_type = base_type(content_type)
    if media_type == "application/json" or media_type.endswith("+json"):
        value, violations = parse_json(data, "body", max_items=max_items)
        return value, violations + ([] if value is UNSET else judge(media, value))
    if media_type == "application/x-www-form-urlencoded":
        value, violations = _form(media, data)
    elif media_type.startswith("multipart/"):
        value, violations = _multipart(media, content_type, data, files)
    elif media_type.startswith("text/"):
        value, violations = _text(content_type, data)
    else:
        value, violations = data, []
    if value is not UNSET:
        violations += judge(media, _judged(value, media.shape))
    return value, violations


def file_names(content_type: str, data: bytes) -> dict[str, str]:
    """The names of the files in a multipart form, by the name of their part; empty for any other body."""
    if not base_type(content_type).startswith("multipart/"):
        return {}
    return {part.name: part.file for part in _parts(content_type, data) or () if part.name and part.file}


def judge(media: Media, value: Any) -> list[Violation]:
    """What a JSON value breaks in the schema of its media type."""
    return [] if media.validator is None else media.validator.violations(value, "body")


def _judged(value: Any, shape: Shape) -> Any:
    """The value as the schema library takes it: bytes as text of that length, also within a form.

    The library copies text; bytes whose content the schema leaves open stay out of it, for a file may be
    most of the memory there is.
    """
    if isinstance(value, bytes):
        return "" if shape.opaque else value.decode("latin-1")
    if isinstance(value, dict):
        members = shape.members or {}
        return {name: _judged(member, members.get(name, TEXT)) for name, member in value.items()}
    if isinstance(value, list):
        return [_judged(item, shape.items or TEXT) for item in value]
    return value


def _text(content_type: str, data: bytes) -> tuple[Any, list[Violation]]:
    named = re.search(r"charset=\"?([\w-]+)", content_type, re.IGNORECASE)
    charset = CHARSETS.get(named[1].lower() if named else "utf-8")
    if charset is None:
        return UNSET, [
            violation("content-type", "", "charset", "names a charset other than UTF-8, US-ASCII, ISO-8859-1")
        ]
    try:
        text = data.decode(charset)
    except UnicodeDecodeError as fault:
        return UNSET, [violation("body", "", "utf-8", f"is not {charset} text from byte {fault.start} on")]
    return text, [violation("body", "", "control", "holds a NUL character")] if "\0" in text else []


def _form(media: Media, data: bytes) -> tuple[Any, list[Violation]]:
    if data.count(b"&") > MAX_FIELDS:
        return UNSET, [violation("body", "", "maxProperties", f"has more than {MAX_FIELDS} fields")]
    violations: list[Violation] = []
    return _members(media, pairs_of(data), violations), violations


def _multipart(media: Media, content_type: str, data: bytes, files: bool) -> tuple[Any, list[Violation]]:
    violations: list[Violation] = []
    fields: dict[str, list[Any]] = {}
    parts = _parts(content_type, data)
    if parts is None:
        return UNSET, [
            violation("body", "", "multipart", "is not divided by the boundary of its Content-Type")
        ]
    for part in parts:
        name, shape = part.name, (media.shape.members or {}).get(part.name or "", TEXT)
        if name is None:
            violations.append(
                violation("body", "", "multipart", "has a part that is no form field with a name")
            )
            continue
        try:
            leaf = _leaf(shape)
            content = data[part.start : part.end] if files or not leaf.opaque else b""
            value = content if leaf.binary else content.decode()
        except UnicodeDecodeError:
            violations.append(violation("body", join("", name), "utf-8", "is not UTF-8 text"))
        else:
            fields.setdefault(name, []).append(value)
    return _members(media, fields, violations), violations


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a form: its name and that of its file, where known, and where its content is."""

    name: str | None
    file: str | None
    start: int
    end: int


def _parts(content_type: str, data: bytes) -> list[_Part] | None:
    """Each part (RFC 7578); None when the boundaries do not fit.

    The parts are found here and only their heads left to `email`: its parser looks into nested
    messages, which would let a body of 16 MiB take minutes. No content is copied.
    """
    boundary = _head(f"Content-Type: {content_type}").get_boundary()
    if not boundary:
        return None
    divider = b"\r\n--" + boundary.encode("latin-1", "replace")
    at_once = data.startswith(divider[2:])  # the line break before it is missing where nothing comes first
    end = -2 if at_once else data.find(divider)
    parts: list[_Part] = []
    while at_once or end >= 0:
        at_once, start = False, end + len(divider)
        if data.startswith(b"--", start):
            return parts
        end = data.find(divider, start)
        middle = data.find(b"\r\n\r\n", start, max(end, start))
        if middle < 0 or middle - start > MAX_HEAD or len(parts) >= MAX_FIELDS:
            return None
        head = _head(data[start:middle].decode("utf-8", "replace").strip())
        parts.append(_Part(_said(head, "name"), _said(head, "filename"), middle + 4, end))
    return None


def _said(head: Message, parameter: str) -> str | None:
    """What the Content-Disposition of a part says for a parameter."""
    value = head.get_param(parameter, header="content-disposition")
    return None if value is None else collapse_rfc2231_value(value)


def _head(lines: str) -> Message:
    return HeaderParser(policy=compat32).parsestr(lines)


def _members(media: Media, fields: Mapping[str, list[Any]], violations: list[Violation]) -> dict[str, Any]:
    """The object that a form's fields stand for, with the defaults of absent members."""
    members = media.shape.members or {}
    value = {name: shape.default for name, shape in members.items() if shape.default is not UNSET}
    for name, texts in fields.items():
        found = _member(media, name, members.get(name, TEXT), texts, violations)
        if found is not UNSET:
            value[name] = found
    return value


def _member(media: Media, name: str, shape: Shape, values: list[Any], violations: list[Violation]) -> Any:
    pointer = join("", name)
    encoding = media.encoding.get(name, {})
    style = encoding.get("style", "form")
    explode = encoding.get("explode", style == "form") is True
    if len(values) > 1 and not (shape.is_array and explode):
        violations.append(
            violation("body", pointer, "repeated", f"takes one value, but is there {len(values)} times")
        )
    if _leaf(shape).binary:
        return values if shape.is_array else values[0]
    if "\0" in name or any("\0" in text for text in values):
        violations.append(violation("body", pointer, "control", "holds a NUL character"))
    if any(not text.isascii() and SURROGATE.search(text) for text in values):
        violations.append(violation("body", pointer, "utf-8", "is not UTF-8 text"))
        return UNSET
    if shape.is_object:
        found, faults = parse_json(values[0].encode("utf-8", "surrogatepass"), "body", pointer)
        violations.extend(faults)
        return found
    return assemble(shape, style, values, explode=explode)


def _leaf(shape: Shape) -> Shape:
    return (shape.items or TEXT) if shape.is_array else shape
