"""What went over the wire, as bytes: the only evidence that findings rest on."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

__all__ = ["UNSET", "Exchange", "concealed", "is_secret", "masked", "pointed", "variable"]

UNSET: Any = object()
"""What is not there, where null would be something."""

SECRET = re.compile(r"auth(?!or\b)|cookie|token|secret|passw|credential|api[-_]?key|signature", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer.

    Names of `headers` (the answer's) are in lower case, several of one name joined by ", ". `operation` is
    the operationId, or "" where none was meant. `seconds` is how long the answer took; `caller` the role
    in whose name it was sent, "" for the main one. `source` is behaviours, fuzz or preflight.
    """

    method: str
    url: str
    request_headers: Mapping[str, str]
    request_body: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes
    at: datetime
    seconds: float
    operation: str = ""
    caller: str = ""
    source: str = ""

    @property
    def media_type(self) -> str:
        """The answer's media type without parameters, in lower case; "" without one."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def json(self) -> Any:
        """The answer's body as a JSON value; UNSET when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return UNSET


def pointed(value: Any, pointer: str) -> Any:
    """What a JSON pointer (RFC 6901) finds in a value; UNSET when it finds nothing."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict):
            value = value.get(name, UNSET)
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return UNSET
    return value


def is_secret(name: str) -> bool:
    """Whether a header of this name holds what nobody else may read, to be shown only masked."""
    return SECRET.search(name) is not None


def variable(name: str) -> str:
    """The name of the shell variable that stands for the value of a header."""
    return re.sub(r"\W", "_", name.upper())


def concealed(text: str, secrets: Mapping[str, str]) -> str:
    """A text with each secret replaced by the name of a shell variable, wherever it stands."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, f"${secrets[secret]}")
    return text


def masked(headers: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]:
    """Headers with each secret, where one that holds such has it, replaced by the name of a shell variable.

    `secrets` are those names by secret: `{"s3cr3t": "TOKEN"}` makes `Bearer $TOKEN` of `Bearer s3cr3t`. What
    is sent in place of a secret, to see it refused, stays as it is.
    """
    return {name: _masked(value, secrets) if is_secret(name) else value for name, value in headers.items()}


def _masked(value: str, secrets: Mapping[str, str]) -> str:
    scheme, space, rest = value.rpartition(" ")
    return f"{scheme}{space}${secrets[rest]}" if rest in secrets else value
