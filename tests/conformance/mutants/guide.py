"""Who walks through the APIs: asks in one world, and notes what is answered."""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
from tests.conformance.mutants.hosting import Host

__all__ = ["Guide", "Noted", "audience", "file", "member", "primitive"]

Noted = tuple[int, dict[str, str], str]
"""Status, the headers that matter, and the body of an answer."""


@dataclass
class Guide:
    """Asks in one world, and notes each answer with the name of the world left out of it.

    `operations` were called meanwhile, `rules` are those whose behaviours called them.
    """

    host: Host
    world: str
    client: httpx.Client
    noted: list[Noted] = field(default_factory=list)
    operations: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)

    def ask(
        self,
        method: str,
        path: str,
        json: Any = None,
        token: str = "demo",
        content: bytes | None = None,
        **headers: str,
    ) -> httpx.Response:
        """One request, with a body of JSON or any other `content`, a second after the one before."""
        self.host.server.worlds.get(self.world).world.clock.step(timedelta(seconds=1))
        self.operations.add(self.host.layer.routed(method, path.partition("?")[0])[0])
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        url = f"{self.host.server.url}/_world/{self.world}{path}"
        answer = self.client.request(method, url, json=json, content=content, headers=headers)
        kept = ("etag", "location", "content-type", "content-disposition")
        shown = {name: answer.headers.get(name, "").replace(self.world, "WORLD") for name in kept}
        self.noted.append((answer.status_code, shown, answer.text.replace(self.world, "WORLD")))
        return answer

    def made(self, path: str, json: Any, **more: str) -> str:
        """The path of something new; of nothing where the server says otherwise."""
        answer = self.ask("POST", path, json, **more)
        return f"{path.partition('?')[0]}/{member(answer, 'id')}"


def member(answer: httpx.Response, name: str) -> str:
    """A member of the answer, if it is an object and has one."""
    try:
        value = answer.json()
    except ValueError:
        return "none-there"
    return str(value.get(name, "none-there")) if isinstance(value, dict) else "none-there"


def audience(**facts: Any) -> dict[str, Any]:
    """The body of a new audience."""
    return {"name": "Tour", "customerType": "all", "enrollmentState": "customer", **facts}


def primitive(kind: str, operator: str, *values: str, **more: Any) -> dict[str, Any]:
    """A primitive filter."""
    return {"filterType": {"id": kind}, "operator": operator, "values": list(values), **more}


def file(text: str, **more: Any) -> dict[str, Any]:
    """The body of an import."""
    content = b64encode(text.encode()).decode()
    facts = {
        "name": "Tour",
        "fileName": "tour.csv",
        "identifierType": "dataCustomerId",
        "includesHeader": False,
    }
    return {**facts, "content": content, **more}
