"""One request to a mutant on its way: what effects and conditions may look at and change."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.conformance.mutants.messages import Answer, Asked, found

__all__ = ["Send", "Turn", "same_connection"]

Send = Callable[[Asked], Awaitable[Answer]]


@dataclass
class Turn:
    """A request, what it asks of which operation, and in the end its answer.

    `original` is the request as it came, `asked` as it is passed on. `send` asks the honest server in
    the mutant's world, `pretend` in a copy of it that is thrown away. `memory` is what this world keeps
    for one change; `arguments` are the values of the path's parameters, encoded as they came.
    """

    operation: str
    arguments: Mapping[str, str]
    original: Asked
    asked: Asked
    send: Send
    pretend: Send
    memory: dict[str, Any] = field(default_factory=dict)
    answer: Answer | None = None

    @property
    def answered(self) -> Answer:
        """The answer; only for what comes after it."""
        assert self.answer is not None, f"{self.operation} is not answered yet"
        return self.answer

    def filled(self, path: str) -> str:
        """A path with arguments of this request in it, by name, or by pointers into its body."""
        body = self.original.json()

        def value(name: re.Match[str]) -> str:
            return str(found(body, name[1])) if name[1].startswith("/") else self.arguments[name[1]]

        return re.sub(r"\{([^}]+)\}", value, path)

    async def ask(self, method: str, path: str, json: bytes = b"") -> Answer:
        """What the honest server says to another request of the same caller."""
        return await self.send(same_connection(self.original, method, self.filled(path), json))


def same_connection(original: Asked, method: str, path: str, body: bytes = b"") -> Asked:
    """A request of the same caller to the same host."""
    kept = [pair for pair in original.headers if pair[0] in ("host", "authorization")]
    typed = [("content-type", "application/json")] if body else []
    path, _, query = path.partition("?")
    return Asked([*kept, *typed], body, method, path, query)
