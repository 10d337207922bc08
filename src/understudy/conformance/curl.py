"""A request as a command that can be pasted into a shell and does the same again."""

import base64
import re
import shlex

from understudy.conformance.wire import Exchange

__all__ = ["curl"]

MOST = 4096
"""Bytes of a body that a command still holds; a larger one is left to the file of exchanges."""

UNTOLD = frozenset(
    {"host", "user-agent", "accept-encoding", "connection", "content-length", "transfer-encoding"}
)
"""What curl says by itself, or what does not matter."""

MARKED = re.compile(r"(?:[\w-]+ )?\$[A-Z_][A-Z0-9_]*")
"""A credential that has been masked: the shell is to fill it in."""


def curl(exchange: Exchange) -> str:
    """One line for a POSIX shell that sends the request of an exchange; credentials are `$TOKEN`.

    A body of more than 4 KiB is read from a file `body`, and a comment says what it holds.
    """
    words = ["curl", "-i", *_method(exchange)]
    if re.search(r"[][{}]", exchange.url):
        words.append("--globoff")
    for name, value in exchange.request_headers.items():
        if name.lower() not in UNTOLD and (name.lower(), value) != ("accept", "*/*"):
            words += ["-H", _header(name, value)]
    body = exchange.request_body
    if not body:
        return " ".join([*words, shlex.quote(exchange.url)])
    if "content-type" not in {name.lower() for name in exchange.request_headers}:
        words += ["-H", "'Content-Type:'"]
    return _with_body(words, exchange.url, body)


def _with_body(words: list[str], url: str, body: bytes) -> str:
    where = shlex.quote(url)
    if len(body) > MOST:
        start = re.sub(r"\s+", " ", body[:60].decode("utf-8", "replace"))
        told = f"# body: {len(body):,} bytes that begin with {start}"
        return " ".join([*words, "--data-binary", "@body", where, told])
    text = _text(body)
    if text is None:
        encoded = base64.b64encode(body).decode()
        return " ".join(["printf %s", encoded, "| base64 -d |", *words, "--data-binary", "@-", where])
    return " ".join([*words, "--data-binary", shlex.quote(text), where])


def _text(body: bytes) -> str | None:
    """A body that can stand in a command: curl reads a file after an at sign, and no argument holds a NUL."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return None if text.startswith("@") or "\0" in text else text


def _method(exchange: Exchange) -> list[str]:
    if exchange.method == "HEAD":
        return ["--head"]
    plain = "POST" if exchange.request_body else "GET"
    return [] if exchange.method == plain else ["-X", shlex.quote(exchange.method)]


def _header(name: str, value: str) -> str:
    if not value:
        return shlex.quote(f"{name};")
    if MARKED.fullmatch(value):
        return f'"{name}: {value}"'
    return shlex.quote(f"{name}: {value}")
