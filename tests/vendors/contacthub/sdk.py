"""A client as the published ones are shaped: resources of one node, pages that know the next one, exceptions.

It relies on what they rely on and on nothing else: any 2xx is a success, whatever its number and body; every
refusal has message, logref, data and errors.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from tests.support.client import JudgedTransport

__all__ = ["Hub", "HubError", "Page", "Resource"]


class HubError(Exception):
    """A refusal, with all four members that clients read from every error."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(body["message"])
        self.status = status
        self.message = body["message"]
        self.logref = body["logref"]
        self.data = body["data"]
        self.errors = body["errors"]


@dataclass
class Page:
    """One page of a search, from which one goes on to the next and back."""

    resource: "Resource"
    asked: dict[str, Any]
    elements: list[dict[str, Any]]
    page: dict[str, Any] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """Its number, from 0."""
        return self.page["number"]

    @property
    def total(self) -> int:
        """How many elements all pages have."""
        return self.page["totalElements"]

    def has_next(self) -> bool:
        """Whether there is another page."""
        return self.number + 1 < self.page["totalPages"]

    def next(self) -> "Page":
        """The page after this one."""
        return self.resource.search(**{**self.asked, "page": self.number + 1})

    def previous(self) -> "Page":
        """The page before this one."""
        return self.resource.search(**{**self.asked, "page": self.number - 1})

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Every element of this page and all after it."""
        page = self
        yield from page.elements
        while page.has_next():
            page = page.next()
            yield from page.elements


@dataclass(frozen=True)
class Resource:
    """A collection and the things in it; `always` is sent with every search."""

    hub: "Hub"
    path: str
    always: dict[str, Any] = field(default_factory=dict)

    def create(self, body: dict[str, Any], **query: Any) -> dict[str, Any]:
        """A new thing, as it was answered."""
        return self.hub.send("POST", self.path, body, query)

    def read(self, key: str) -> dict[str, Any]:
        """One thing."""
        return self.hub.send("GET", f"{self.path}/{key}")

    def update(self, key: str, body: dict[str, Any], **query: Any) -> dict[str, Any]:
        """One thing replaced by another."""
        return self.hub.send("PUT", f"{self.path}/{key}", body, query)

    def patch(self, key: str, body: dict[str, Any], **query: Any) -> dict[str, Any]:
        """Some properties of a thing replaced."""
        return self.hub.send("PATCH", f"{self.path}/{key}", body, query)

    def delete(self, key: str) -> None:
        """A thing removed; what is answered does not matter."""
        self.hub.send("DELETE", f"{self.path}/{key}")

    def search(self, **asked: Any) -> Page:
        """A page of those that were asked for."""
        body = self.hub.send("GET", self.path, None, {**self.always, **asked})
        return Page(self, asked, body["elements"], body.get("page", {}))


class Hub:
    """One workspace and node, with a token; `world` keeps tests apart."""

    def __init__(self, url: str, workspace: str, node: str, token: str, world: str) -> None:
        headers = {"Authorization": f"Bearer {token}", "Understudy-World": world}
        self.client = httpx.Client(
            base_url=f"{url}/hub/v1/workspaces/{workspace}/",
            headers=headers,
            transport=JudgedTransport(httpx.HTTPTransport()),
            timeout=60,
            trust_env=False,
        )
        self.node = node
        self.customers = Resource(self, "customers", {"nodeId": node})
        self.events = Resource(self, "events")
        self.sources = Resource(self, "configuration/sources")
        self.users = Resource(self, "configuration/users")
        self.entry_nodes = Resource(self, "configuration/nodes/entries")
        self.aggregate_nodes = Resource(self, "configuration/nodes/aggregates")

    def of(self, customer: str, name: str) -> Resource:
        """The subscriptions, sessions, educations, likes or jobs of a customer."""
        return Resource(self, f"customers/{customer}/{name}")

    def send(self, method: str, path: str, body: Any = None, query: dict[str, Any] | None = None) -> Any:
        """What was answered, {} where nothing was; HubError unless it is a success."""
        reply = self.client.request(method, path, json=body, params=query or {})
        if reply.is_success:
            return reply.json() if reply.content else {}
        raise HubError(reply.status_code, reply.json())
