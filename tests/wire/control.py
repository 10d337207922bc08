"""The control API, as the tests over the wire use it."""

from typing import Any

import httpx

__all__ = ["Control"]


class Control:
    """One world, steered over HTTP; every refusal fails the test."""

    def __init__(self, url: str, world: str = "default") -> None:
        self.url = f"{url}/_understudy/worlds/{world}"

    def fault(self, effect: dict[str, Any], **rule: Any) -> str:
        """Add a fault; its id."""
        return self.send("POST", "/faults", {"effect": effect, **rule}).json()["id"]

    def clear(self) -> None:
        """No fault any more."""
        self.send("DELETE", "/faults")

    def step(self, seconds: int) -> None:
        """Move the clock."""
        self.send("POST", "/clock/steps", {"seconds": seconds})

    def journal(self, **query: Any) -> list[dict[str, Any]]:
        """The exchanges, oldest first."""
        reply = self.send("GET", "/journal", params=query).json()
        return sorted(reply["items"], key=lambda one: one["number"])

    def send(self, method: str, path: str, body: Any = None, **options: Any) -> httpx.Response:
        """One request; AssertionError unless it succeeds."""
        if body is not None:
            options["json"] = body
        reply = httpx.request(method, self.url + path, timeout=60, trust_env=False, **options)
        assert reply.is_success, reply.text
        return reply
