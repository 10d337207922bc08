"""What of an exchange is not shown to anybody: credentials, and the tax identifiers of an import.

All of them are made up while the stand-in is used as intended; but nobody can know whose token or file a
client really sends.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_plus

from understudy.contract.validators import Violation

__all__ = ["REDACTED", "headers", "json_value", "names_people", "query", "text", "violations"]

REDACTED = "[redacted]"

HEADERS = frozenset(
    {"api-key", "authorization", "cookie", "proxy-authorization", "set-cookie", "x-api-key", "x-csrf-token"}
)
MEMBERS = frozenset(
    {"access_token", "client_secret", "id_token", "password", "refresh_token", "secret", "taxidnumber"}
)
"""JSON members that are secret wherever they stand, in lower case."""

FIELDS = MEMBERS | {"assertion", "client_assertion", "code", "code_verifier", "ticket", "token"}
"""Parameters of forms and queries that are secret."""

PEOPLE = ("identifiertype", "taxIdNumber")
"""The member, and its value, which says that a request names people by tax identifier …"""

CONTENT = frozenset({"content"})
"""… and the members of the request that do so …"""

REPEATED = frozenset({"unmatchedids"})
"""… and those of the reply that may repeat them."""

STRING = r'"(?:[^"\\]|\\.)*(?:"|\Z)'
SECRET_MEMBER = re.compile(
    rf'("(?:{"|".join(sorted(MEMBERS | CONTENT | REPEATED))})"\s*:\s*)(?:{STRING}|\[[^\]]*(?:\]|\Z))',
    re.IGNORECASE,
)
SECRET_INPUT = re.compile(rf'(\bname="(?:{"|".join(sorted(FIELDS))})"[^>]*\bvalue=)"[^"]*"')
QUOTED = re.compile(r'"[^"]*"|`[^`]*`|\'[^\']*\'|\b\d{3}[- ]?\d\d[- ]?\d{4}\b|\b\d\d[- ]\d{7}\b')
"""What a sentence repeats of a value, and whatever looks like a tax identifier (SSN or EIN)."""


def headers(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers by lower-case name: of credentials the scheme only, of addresses no secret parameter."""
    shown: dict[str, str] = {}
    for name, value in pairs:
        if name in HEADERS:
            scheme, space, _ = value.partition(" ")
            value = f"{scheme} {REDACTED}" if space and name.endswith("authorization") else REDACTED
        elif name in ("location", "referer"):
            value = query(value)
        shown[name] = f"{shown[name]}, {value}" if name in shown else value
    return shown


def query(url: str) -> str:
    """A URL, or its part from the question mark on, without the values of secret parameters."""
    path, mark, parameters = url.partition("?")
    return f"{path}{mark}{form(parameters)}" if mark else url


def form(encoded: str) -> str:
    """An encoded form without the values of secret fields."""
    return "&".join(
        f"{name}={REDACTED}" if equals and unquote_plus(name).lower() in FIELDS else f"{name}{equals}{value}"
        for name, equals, value in (field.partition("=") for field in encoded.split("&"))
    )


def text(body: bytes, media_type: str, *, cut: bool, identifiers: bool = False) -> str | None:
    """A body as text without its secrets; None when it is none.

    What should be JSON and cannot be read (for it was cut, or is wrong) loses whatever might be secret.
    """
    kind = base(media_type)
    if is_json(kind) and not cut:
        value = json_value(body, media_type, identifiers=identifiers)
        if value is not None:
            return json.dumps(value, ensure_ascii=False, indent=2)
    try:
        # A cut may go through the middle of a character.
        shown = body.decode("utf-8", "ignore" if cut else "strict")
    except UnicodeDecodeError:
        return None
    if kind == "application/x-www-form-urlencoded":
        return form(shown)
    shown = SECRET_MEMBER.sub(rf'\1"{REDACTED}"', shown)
    return SECRET_INPUT.sub(rf'\1"{REDACTED}"', shown)


def json_value(body: bytes, media_type: str, *, identifiers: bool = False) -> Any:
    """A JSON body without its secrets; None when it is not JSON or cannot be read.

    With `identifiers` it belongs to an exchange about tax identifiers, so that sentences in it lose
    what they quote too.
    """
    if not is_json(base(media_type)):
        return None
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return cleaned(value, identifiers)


def cleaned(value: Any, identifiers: bool) -> Any:
    """A JSON value without its secrets."""
    if isinstance(value, list):
        return [cleaned(item, identifiers) for item in value]
    if isinstance(value, str):
        return QUOTED.sub(REDACTED, value) if identifiers else value
    if not isinstance(value, dict):
        return value
    secret = MEMBERS | (CONTENT if about_people(value) else set()) | (REPEATED if identifiers else set())
    return {
        name: REDACTED if name.lower() in secret and item is not None else cleaned(item, identifiers)
        for name, item in value.items()
    }


def about_people(value: Mapping[str, Any]) -> bool:
    """Whether an object says that it names people by tax identifier."""
    name, kind = PEOPLE
    return any(member.lower() == name and said == kind for member, said in value.items())


def names_people(body: bytes, media_type: str) -> bool:
    """Whether a request's body is about tax identifiers; of one that was cut, whether it may be."""
    if not is_json(base(media_type)) or b"dentifier" not in body:
        return False
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return True
    return isinstance(value, dict) and about_people(value)


def violations(found: Iterable[Violation], *, identifiers: bool) -> tuple[Violation, ...]:
    """Violations without the values of secret members that they quote."""
    return tuple(
        replace(one, message=QUOTED.sub(REDACTED, one.message))
        if identifiers or one.pointer.rpartition("/")[2].lower() in FIELDS
        else one
        for one in found
    )


def base(media_type: str) -> str:
    """A media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_json(kind: str) -> bool:
    """Whether a media type is written as JSON."""
    return kind.endswith(("/json", "+json"))
