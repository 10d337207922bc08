"""A small client of the control API: puts worlds into situations, and asks what happened in them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self
from urllib.parse import quote

import httpx

from understudy.errors import UnderstudyError
from understudy.exchanges import SHOWN, Exchange, accusation, exchange_of

__all__ = ["Server", "World"]

HEADER = "Understudy-World"
PAGE = 1000


class Server:
    """A running server, by its address and that of its APIs; its control API has to be on."""

    def __init__(self, url: str, apis: Mapping[str, str], *, token: str | None = None) -> None:
        """`apis` are the base URLs by API name, as `--ready-json` prints them; `token` the control token."""
        self.url = url.rstrip("/")
        self.apis = dict(apis)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        # A proxy of the environment's would not find this machine's own servers.
        self.http = httpx.Client(
            base_url=f"{self.url}/_understudy", headers=headers, timeout=60, trust_env=False
        )

    def ask(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """What the control API answers, as JSON; UnderstudyError with its sentence when it refuses."""
        sent = {name: value for name, value in query.items() if value is not None}
        answer = self.http.request(method, path, json=body, params=sent)
        if answer.is_error:
            raise UnderstudyError(f"{method} {path} was refused with {answer.status_code}: {reason(answer)}")
        return answer.json() if answer.content else None

    def world(self, name: str = "default") -> "World":
        """A world by its name, whether or not it is live; the first request to it forks it from `default`."""
        return World(self, name)

    def fork(self, name: str, *, source: str = "default") -> "World":
        """A new world that starts as another one is now."""
        self.ask("POST", "/worlds", {"name": name, "source": source})
        return World(self, name)

    def drop(self, name: str) -> None:
        """Forget a world with all it has."""
        self.ask("DELETE", f"/worlds/{name}")

    def worlds(self) -> list[str]:
        """The names of all live worlds."""
        return [world["name"] for world in self.ask("GET", "/worlds")["items"]]

    def close(self) -> None:
        """Let go of the connections."""
        self.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


class World:
    """One world of a server: documents, clock, faults and journal that no other world sees."""

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        self.name = name

    def url(self, api: str) -> str:
        """The base URL of an API in this world, also for clients that cannot send its header."""
        if api not in self.server.apis:
            raise UnderstudyError(f"There is no API {api!r} here: choose from {', '.join(self.server.apis)}.")
        return self.server.apis[api].replace(self.server.url, f"{self.server.url}/_world/{self.name}", 1)

    def token(self, name: str = "demo") -> str:
        """A bearer token by its name; the demo tokens, which the server prints at start, are their names."""
        return name

    def headers(self, name: str = "demo") -> dict[str, str]:
        """What to send with requests: a token by its name, and this world's, for URLs without it."""
        return {"Authorization": f"Bearer {self.token(name)}", HEADER: self.name}

    @property
    def now(self) -> datetime:
        """The moment of this world."""
        return moment(self.ask("GET", "/clock"))

    def freeze(self, at: datetime | str | None = None) -> datetime:
        """Stop the clock, at a moment (RFC 3339) or where it is; the moment."""
        given = at.isoformat() if isinstance(at, datetime) else at
        return moment(self.ask("PATCH", "/clock", {"state": "frozen"} | ({"now": given} if given else {})))

    def unfreeze(self) -> datetime:
        """Let the clock run on from where it is; the moment."""
        return moment(self.ask("PATCH", "/clock", {"state": "running"}))

    def step(self, *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: float = 0) -> datetime:
        """Move the clock on, and let happen what is due; the new moment."""
        delta = {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds}
        return moment(self.ask("POST", "/clock/steps", delta))

    def fault(self, **rule: Any) -> str:
        """Let something go wrong from now on; the fault's id.

        `rule` is that of the control API: effect, and api, operation, caller, share, times, id.
        """
        return str(self.ask("POST", "/faults", rule)["id"])

    def clear_faults(self, name: str | None = None) -> None:
        """Take back all faults, or the one with this id."""
        self.ask("DELETE", f"/faults/{name}" if name else "/faults")

    def journal(
        self,
        *,
        operation: str | None = None,
        status: int | str | None = None,
        caller: str | None = None,
        violation: bool | None = None,
        after: int = 0,
    ) -> list[Exchange]:
        """The exchanges that fit, oldest first: by operationId, status (404, "4XX"), subject, violation."""
        found: list[Exchange] = []
        while True:
            page = self.ask(
                "GET",
                "/journal",
                operation=operation,
                status=status,
                caller=caller,
                violation=None if violation is None else str(violation).lower(),
                after=after,
                limit=PAGE,
            )["items"]
            found += [exchange_of(item) for item in page]
            if len(page) < PAGE:
                return found
            after = page[-1]["number"]

    def load(self, scenario: str) -> None:
        """Put this world into a situation, by the scenario's name."""
        self.ask("POST", "/scenarios", {"name": scenario})

    def snapshot(self, name: str = "snapshot") -> None:
        """Keep documents, clock and drawn ids as they are now, under a name."""
        self.ask("PUT", f"/snapshots/{name}")

    def restore(self, name: str = "snapshot") -> None:
        """Go back to what was kept under a name."""
        self.ask("POST", f"/snapshots/{name}/restored")

    def reset(self) -> None:
        """Begin again: as this world was when it was made, without faults and journal."""
        self.ask("POST", "/reset")

    def documents(self, collection: str) -> dict[str, dict[str, Any]]:
        """The bodies of all documents of a collection (`apiture/campaigns`) by id, in order of creation."""
        found: dict[str, dict[str, Any]] = {}
        after: str | None = None
        while True:
            page = self.ask("GET", f"/state/{collection}", after=after, limit=PAGE)
            found |= {item["id"]: item["body"] for item in page["items"]}
            after = page.get("next")
            if after is None:
                return found

    def get(self, collection: str, key: str) -> dict[str, Any]:
        """The body of one document."""
        body: dict[str, Any] = self.ask("GET", f"/state/{collection}/{quote(key, safe='')}")["body"]
        return body

    def put(
        self, collection: str, key: str, body: Mapping[str, Any], *, due: Mapping[str, Any] | None = None
    ) -> None:
        """Create or replace one document; `due` is what time will do to it ({"at": …, "transition": …})."""
        self.ask(
            "PUT",
            f"/state/{collection}/{quote(key, safe='')}",
            {"body": body} | ({"due": due} if due else {}),
        )

    def delete(self, collection: str, key: str) -> None:
        """Delete one document."""
        self.ask("DELETE", f"/state/{collection}/{quote(key, safe='')}")

    def assert_contract_kept(self) -> None:
        """AssertionError that shows each exchange which broke the contract, where, and how to repeat it.

        Answers that a fault broke on purpose do not count.
        """
        __tracebackhide__ = True  # pytest: it is the message that is wanted, not this function
        broken = [exchange for exchange in self.journal(violation=True) if not exchange.meant]
        if broken:
            wholes = [self.ask("GET", f"/journal/{exchange.number}") for exchange in broken[:SHOWN]]
            raise AssertionError(accusation(self.name, broken, wholes))

    def ask(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """What the control API answers about this world."""
        return self.server.ask(method, f"/worlds/{self.name}{path}", body, **query)


def reason(answer: httpx.Response) -> str:
    """The sentence of a refusal."""
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return answer.text[:200] or answer.reason_phrase


def moment(clock: Mapping[str, Any]) -> datetime:
    """The moment of a clock."""
    return datetime.fromisoformat(clock["now"])
