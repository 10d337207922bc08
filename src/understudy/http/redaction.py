"""What of an exchange is not shown to anybody: credentials, and what a vendor's table calls secret.

All of it is made up while the stand-in is used as intended; but nobody can know whose token or file a
client really sends.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import unquote_plus

from understudy.contract.validators import Violation

__all__ = [
    "NO_SECRETS",
    "REDACTED",
    "Secrets",
    "headers",
    "is_private",
    "json_value",
    "query",
    "sentence",
    "text",
    "violations",
]

REDACTED = "[redacted]"

HEADERS = frozenset(
    {"api-key", "authorization", "cookie", "proxy-authorization", "set-cookie", "x-api-key", "x-csrf-token"}
)
MEMBERS = frozenset({"access_token", "client_secret", "id_token", "password", "refresh_token", "secret"})
"""JSON members that are secret wherever they stand, in lower case."""

FIELDS = MEMBERS | {"assertion", "client_assertion", "code", "code_verifier", "ticket", "token"}
"""Parameters of forms and queries that are secret."""

STRING = r'"(?:[^"\\]|\\.)*(?:"|\Z)'
SECRET_INPUT = re.compile(rf'(\bname="(?:{"|".join(sorted(FIELDS))})"[^>]*\bvalue=)"[^"]*"')
QUOTED = r'"[^"]*"|`[^`]*`|\'[^\']*\''
"""What a sentence repeats of a value."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is secret in the bodies of one API, beside credentials. Names of members are in lower case.

    `members` are secret wherever they stand. `private` is a member and the value of it that make an
    exchange private when a request has them: then `asked` are secret in that object, `answered` in the
    reply, and so is in its sentences all that is quoted or that `shapes`, a regular expression, finds.
    """

    members: frozenset[str] = frozenset()
    private: tuple[str, str] | None = None
    asked: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    shapes: str = r"(?!)"

    def says_so(self, value: Mapping[str, Any]) -> bool:
        """Whether an object makes its exchange private."""
        if self.private is None:
            return False
        name, kind = self.private
        return any(member.lower() == name and said == kind for member, said in value.items())


NO_SECRETS = Secrets()


@cache
def secret_member(secrets: Secrets) -> re.Pattern[str]:
    """A member that may be secret, with its value, in what should be JSON and cannot be read."""
    names = "|".join(map(re.escape, sorted(MEMBERS | secrets.members | secrets.asked | secrets.answered)))
    return re.compile(rf'("(?:{names})"\s*:\s*)(?:{STRING}|\[[^\]]*(?:\]|\Z))', re.IGNORECASE)


@cache
def repeated(secrets: Secrets) -> re.Pattern[str]:
    """What a sentence about a private exchange may repeat of it."""
    return re.compile(f"{QUOTED}|{secrets.shapes}")


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


def query(url: str, secrets: Secrets = NO_SECRETS) -> str:
    """A URL, or its part from the question mark on, without the values of secret parameters."""
    path, mark, parameters = url.partition("?")
    return f"{path}{mark}{form(parameters, secrets)}" if mark else url


def form(encoded: str, secrets: Secrets) -> str:
    """An encoded form without the values of secret fields."""
    hidden = FIELDS | secrets.members
    return "&".join(
        f"{name}={REDACTED}" if equals and unquote_plus(name).lower() in hidden else f"{name}{equals}{value}"
        for name, equals, value in (field.partition("=") for field in encoded.split("&"))
    )


def text(
    body: bytes, media_type: str, *, cut: bool, secrets: Secrets = NO_SECRETS, private: bool = False
) -> str | None:
    """A body as text without its secrets; None when it is none.

    What should be JSON and cannot be read (for it was cut, or is wrong) loses whatever might be secret.
    """
    kind = base(media_type)
    if is_json(kind) and not cut:
        value = json_value(body, media_type, secrets=secrets, private=private)
        if value is not None:
            return json.dumps(value, ensure_ascii=False, indent=2)
    try:
        # A cut may go through the middle of a character.
        shown = body.decode("utf-8", "ignore" if cut else "strict")
    except UnicodeDecodeError:
        return None
    if kind == "application/x-www-form-urlencoded":
        return form(shown, secrets)
    shown = secret_member(secrets).sub(rf'\1"{REDACTED}"', shown)
    return SECRET_INPUT.sub(rf'\1"{REDACTED}"', shown)


def json_value(body: bytes, media_type: str, *, secrets: Secrets = NO_SECRETS, private: bool = False) -> Any:
    """A JSON body without its secrets; None when it is not JSON or cannot be read.

    A `private` one is the reply to a private request, so that its sentences lose what they repeat too.
    """
    if not is_json(base(media_type)):
        return None
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return cleaned(value, secrets, private)


def cleaned(value: Any, secrets: Secrets, private: bool) -> Any:
    """A JSON value without its secrets."""
    if isinstance(value, list):
        return [cleaned(item, secrets, private) for item in value]
    if isinstance(value, str):
        return repeated(secrets).sub(REDACTED, value) if private else value
    if not isinstance(value, dict):
        return value
    hidden = MEMBERS | secrets.members
    hidden |= secrets.asked if secrets.says_so(value) else frozenset()
    hidden |= secrets.answered if private else frozenset()
    return {
        name: REDACTED if name.lower() in hidden and item is not None else cleaned(item, secrets, private)
        for name, item in value.items()
    }


def is_private(body: bytes, media_type: str, *, cut: bool, secrets: Secrets) -> bool:
    """Whether a request's body makes its exchange private; of one that was cut, whether it may."""
    if secrets.private is None or not is_json(base(media_type)):
        return False
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return cut or secrets.private[0].encode() in body.lower()
    return isinstance(value, dict) and secrets.says_so(value)


def violations(found: Iterable[Violation], *, secrets: Secrets, private: bool) -> tuple[Violation, ...]:
    """Violations without the values of secret members that they quote."""
    quoted = repeated(secrets)
    return tuple(
        replace(one, message=quoted.sub(REDACTED, one.message)) if private or is_secret(one, secrets) else one
        for one in found
    )


def sentence(said: str, found: Iterable[Violation], *, secrets: Secrets, private: bool) -> str:
    """The sentence of a refusal for these violations, without the values of secret members."""
    hides = private or any(is_secret(one, secrets) for one in found)
    return repeated(secrets).sub(REDACTED, said) if hides else said


def is_secret(one: Violation, secrets: Secrets) -> bool:
    """Whether a violation is one of a secret member."""
    return one.pointer.rpartition("/")[2].lower() in FIELDS | secrets.members


def base(media_type: str) -> str:
    """A media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_json(kind: str) -> bool:
    """Whether a media type is written as JSON."""
    return kind.endswith(("/json", "+json"))
