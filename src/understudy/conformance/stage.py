"""A world of an Understudy that one behaviour has for itself, made and moved over the control API."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from understudy.conformance.probe import Sender, Stage
from understudy.errors import NotObservable, RunFailed

__all__ = ["DEFAULT", "PREFIX", "Control", "Staged", "world_in"]

PREFIX = "/_world/"
DEFAULT = "default"
TRIES = 100
"""Names for a world that are tried before it is given up."""

SECONDS = 10.0
"""How long a server that may be no Understudy at all is given to say so."""


class Control:
    """The control API of an Understudy, as far as a behaviour needs it; `url` is scheme and authority."""

    numbers = count(1)

    def __init__(self, url: str, http: httpx.Client) -> None:
        self.url = f"{url}/_understudy"
        self.http = http

    def serves(self, api: str) -> bool:
        """Whether an Understudy answers here that serves an API."""
        try:
            answer = self.http.get(f"{self.url}/ready", timeout=SECONDS)
            ready = answer.json()
            return answer.status_code == 200 and ready["status"] == "ready" and api in ready["apis"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            return False

    def ids(self, world: str, collection: str) -> list[str]:
        """The ids of the documents of a collection; of the default world where this one is not there yet."""
        for name in (world, DEFAULT):
            answer = self._got(f"/worlds/{name}/state/{collection}")
            if answer.status_code == 200:
                return [item["id"] for item in answer.json()["items"]]
        return []

    def ask(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """What it answers, as JSON; RunFailed with its sentence when it refuses, or does not answer."""
        try:
            answer = self.http.request(method, f"{self.url}{path}", json=body, params=query)
        except httpx.HTTPError as fault:
            raise RunFailed(f"The control API {self.url} does not answer: {fault}.") from fault
        if answer.is_error:
            raise RunFailed(
                f"The control API refused {method} {path} with {answer.status_code}: {answer.text[:300]}"
            )
        return answer.json() if answer.content else None

    def _got(self, path: str) -> httpx.Response:
        try:
            return self.http.get(f"{self.url}{path}")
        except httpx.HTTPError as fault:
            raise RunFailed(f"The control API {self.url} does not answer: {fault}.") from fault

    @contextmanager
    def forked(self, source: str) -> Iterator[str]:
        """The name of a new world that starts as another one is now; it is deleted afterwards."""
        name = self._fork(source)
        try:
            yield name
        finally:
            # The server may have dropped it already to make room.
            with suppress(RunFailed):
                self.ask("DELETE", f"/worlds/{name}")

    def _fork(self, source: str) -> str:
        status = 0
        for _ in range(TRIES):
            name = f"check-{os.getpid()}-{next(self.numbers)}"
            try:
                answer = self.http.post(f"{self.url}/worlds", json={"name": name, "source": source})
            except httpx.HTTPError as fault:
                raise RunFailed(f"The control API {self.url} does not answer: {fault}.") from fault
            status = answer.status_code
            if status == 201:
                return name
            if status != 409:  # Another run, perhaps in another container, has one of this name.
                break
        raise NotObservable(f"It needs a world of its own, which the control API refused with {status}.")


class Staged(Stage):
    """One world, by its name: `sender` sends there."""

    def __init__(self, control: Control, name: str, sender: Sender) -> None:
        self.control = control
        self.path = f"/worlds/{name}"
        self.sender = sender

    def step(self, *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0) -> None:
        """Move its clock on, and let happen what is due."""
        delta = {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds}
        self.control.ask("POST", f"{self.path}/clock/steps", delta)

    def documents(self, collection: str) -> Mapping[str, Mapping[str, Any]]:
        """The bodies of its documents of a collection (`vendor/name`), by id, in order of creation.

        Of a list of customers they hold only the number (`$count`).
        """
        found: dict[str, Mapping[str, Any]] = {}
        query: dict[str, Any] = {"limit": 1000}
        while True:
            page = self.control.ask("GET", f"{self.path}/state/{collection}", **query)
            found |= {item["id"]: item["body"] for item in page["items"]}
            if "next" not in page:
                return found
            query["after"] = page["next"]

    def put(
        self, collection: str, key: str, body: Mapping[str, Any], *, due: Mapping[str, str] | None = None
    ) -> None:
        """Create or replace one of its documents; `due` is what time will do to it (`at`, `transition`)."""
        document = {"body": body, **({"due": due} if due else {})}
        self.control.ask("PUT", f"{self.path}/state/{collection}/{quote(key, safe='')}", document)


def world_in(url: str) -> tuple[str, str]:
    """The world that a base URL names, and the path below it: `…/_world/NAME/service` → (NAME, /service)."""
    path = urlsplit(url).path.rstrip("/")
    if not path.startswith(PREFIX):
        return DEFAULT, path
    name, slash, rest = path.removeprefix(PREFIX).partition("/")
    return name, slash + rest
