"""The command that sends a request of the journal again."""

import json
import shlex

from understudy.http.journal import Entry
from understudy.http.redaction import REDACTED

__all__ = ["curl"]

OWN = frozenset({"accept-encoding", "connection", "content-length", "host", "user-agent"})
"""Headers that curl writes by itself."""


def curl(entry: Entry) -> str:
    """The request as a shell command; a bearer token is taken from $TOKEN, for secrets are not shown."""
    words = ["curl", "-i"]
    if entry.method != "GET":
        words += ["-X", entry.method]
    pairs = [(name, value) for name, value in entry.request_headers.items() if name not in OWN]
    lines = [" ".join([*words, shlex.quote(entry.url)])]
    lines += [f"-H {header(name, value)}" for name, value in pairs]
    if entry.sizes[0]:
        value = entry.request_json()
        text = entry.request_text() if value is None else json.dumps(value, ensure_ascii=False)
        if text is None or entry.sizes[0] > len(entry.call.body):
            lines.append("--data-binary @body  # the journal has not kept all of it: put it into a file")
        else:
            lines.append(f"--data-raw {shlex.quote(text)}")
    return " \\\n  ".join(lines)


def header(name: str, value: str) -> str:
    """A header as one word of the shell."""
    scheme, _, rest = value.partition(" ")
    if name == "authorization" and rest == REDACTED and scheme.isalnum():
        return f'"{name}: {scheme} $TOKEN"'
    return shlex.quote(f"{name}: {value}")
