"""How much of a request is taken: bytes of headers, bytes and seconds of body."""

import asyncio
import io
from collections.abc import Mapping

from starlette.types import Receive, Scope

from understudy.errors import Problem

__all__ = ["BODY_BYTES", "BODY_SECONDS", "HEADER_BYTES", "Vanished", "read_body", "read_headers"]

HEADER_BYTES = 32 * 1024
BODY_BYTES = 16 * 1024 * 1024
BODY_SECONDS = 30.0

CLOSE = {"Connection": "close"}
"""After a refused body the rest of it is still on its way, so that the connection is of no use."""


class Vanished(Exception):  # noqa: N818 - an event, not an error: nobody is left to be told
    """The client closed the connection before its request was complete."""


def read_headers(scope: Scope) -> dict[str, str]:
    """The headers by lower-case name, repeated ones joined (RFC 9110, 5.3); Problem 431 beyond the limit."""
    headers: dict[str, str] = {}
    size = 0
    for raw_name, raw_value in scope["headers"]:
        size += len(raw_name) + len(raw_value)
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if name in headers:
            value = f"{headers[name]}{'; ' if name == 'cookie' else ', '}{value}"
        headers[name] = value
    if size > HEADER_BYTES:
        raise Problem(
            431,
            "headersTooLarge",
            f"The headers have {size} bytes, but at most {HEADER_BYTES} are taken: send fewer of them.",
        )
    return headers


async def read_body(receive: Receive, headers: Mapping[str, str], *, most: int = BODY_BYTES) -> bytes:
    """The whole body; Problem 413 beyond `most` bytes, 408 after `BODY_SECONDS`; Vanished on disconnect."""
    if "content-length" not in headers and "transfer-encoding" not in headers:
        return b""
    declared = headers.get("content-length", "")
    if declared.isdigit() and int(declared[:20]) > most:
        raise too_large(most)
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await collect(receive, most)
    except TimeoutError as error:
        raise Problem(
            408,
            "requestTimeout",
            f"The body did not arrive within {BODY_SECONDS:.0f} seconds: send it again, faster.",
            headers=CLOSE,
        ) from error


async def collect(receive: Receive, most: int) -> bytes:
    """The body's chunks as one; reading stops as soon as there are too many bytes."""
    # It grows in place and is handed on as it is; a list of chunks would have to be copied at the end.
    body = io.BytesIO()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Vanished
        chunk = message.get("body", b"")
        if body.tell() + len(chunk) > most:
            raise too_large(most)
        if not body.tell() and not message.get("more_body", False):
            return bytes(chunk)
        body.write(chunk)
        if not message.get("more_body", False):
            return body.getvalue()


def too_large(most: int) -> Problem:
    """The refusal of a body of more than `most` bytes."""
    return Problem(
        413, "contentTooLarge", f"The body exceeds {most} bytes: send less at a time.", headers=CLOSE
    )
