"""The limit: an ASGI app that answers every request with the same audience."""

from pathlib import Path
from typing import Any

BODY = (Path(__file__).parent / "audience.json").read_bytes()
HEADERS = [
    (b"content-type", b"application/json"),
    (b"content-length", str(len(BODY)).encode()),
    (b"etag", b'W/"325cf1cc-e370-4baf-8faf-c6db23f195a2"'),
]


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answer HTTP at once; say yes to start-up and shutdown."""
    if scope["type"] == "lifespan":
        for step in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{step}.complete"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})
