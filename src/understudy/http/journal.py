"""What happened in one world: its latest exchanges, as many as fit."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from understudy.contract.validators import Violation
from understudy.http import redaction
from understudy.http.exchange import Call
from understudy.http.redaction import NO_SECRETS, Secrets

__all__ = ["BODY_BYTES", "Allowance", "Entry", "Journal"]

BODY_BYTES = 64 * 1024
"""Bytes of a body that are kept; of a longer one this beginning."""

ENTRY_BYTES = 4 * 1024
"""Bytes that an entry is taken to need for its objects, beside the texts that a client makes long at will."""


# Not frozen, though nobody but its journal changes one: a frozen class takes three times as long to make,
# and one is made on each request.
@dataclass(slots=True, eq=False)
class Entry:
    """One exchange as it went over the wire; secrets are still in it until it is rendered.

    `number` counts from 1 in its world and is never used again. `at` is the world's time, `seconds` how
    long the answer took. `api` and `operation_id` are "" where the request reached no operation.
    `violations` are those of the part that `violated` names: request, reply, or "" for neither.
    `fault` names what was done to the exchange on purpose. Bodies may be cut; `sizes` are the whole ones.
    `secrets` is what its API keeps secret, `reason` the sentence of a refusal.
    """

    at: datetime
    seconds: float
    api: str
    call: Call
    status: int
    raw_headers: list[tuple[bytes, bytes]]
    body: bytes
    violated: str
    violations: tuple[Violation, ...]
    rules: tuple[str, ...]
    fault: str
    sizes: tuple[int, int] = (0, 0)
    number: int = 0
    weight: int = 0
    secrets: Secrets = NO_SECRETS
    reason: str = ""

    @property
    def operation_id(self) -> str:
        """The operation that answered, "" for none."""
        return self.call.operation.operation_id

    @property
    def method(self) -> str:
        return self.call.method

    @property
    def url(self) -> str:
        """The URL as the client saw it, secrets in its query redacted."""
        query = f"?{self.call.query.decode('latin-1')}" if self.call.query else ""
        return self.call.origin + self.call.target + redaction.query(query, self.secrets)

    @property
    def caller(self) -> str:
        """The token's subject, or its client; "" for nobody."""
        return self.call.caller.subject or self.call.caller.client

    @property
    def request_headers(self) -> dict[str, str]:
        """By lower-case name, redacted."""
        return redaction.headers(self.call.headers.items())

    @property
    def reply_headers(self) -> dict[str, str]:
        """By lower-case name, redacted."""
        return redaction.headers(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in self.raw_headers
        )

    @property
    def request_type(self) -> str:
        """The media type of the request's body, "" without one."""
        return self.call.headers.get("content-type", "")

    @property
    def reply_type(self) -> str:
        """The media type of the reply's body, "" without one."""
        return self.reply_headers.get("content-type", "")

    def request_text(self) -> str | None:
        """The request's body as redacted text (cut after 64 KiB); None when it is binary."""
        return redaction.text(
            self.call.body, self.request_type, cut=self.request_is_cut, secrets=self.secrets
        )

    def reply_text(self) -> str | None:
        """The reply's body as redacted text (cut after 64 KiB); None when it is binary."""
        cut = self.sizes[1] > len(self.body)
        return redaction.text(
            self.body, self.reply_type, cut=cut, secrets=self.secrets, private=self.is_private
        )

    def request_json(self) -> Any:
        """The request's body as redacted JSON; None where it is none, or cut."""
        return redaction.json_value(self.call.body, self.request_type, secrets=self.secrets)

    def reply_json(self) -> Any:
        """The reply's body as redacted JSON; None where it is none, or cut."""
        return redaction.json_value(self.body, self.reply_type, secrets=self.secrets, private=self.is_private)

    def shown_violations(self) -> tuple[Violation, ...]:
        """The violations, those of secret members without the values they quote."""
        return redaction.violations(self.violations, secrets=self.secrets, private=self.is_private)

    def shown_reason(self) -> str:
        """Why the request was refused, redacted as its violations are; "" where it was not."""
        return redaction.sentence(
            self.reason, self.violations, secrets=self.secrets, private=self.reason != "" and self.is_private
        )

    @property
    def request_is_cut(self) -> bool:
        """Whether less of the request's body was kept than was sent."""
        return self.sizes[0] > len(self.call.body)

    @property
    def is_private(self) -> bool:
        """Whether the request holds what its API keeps secret, which its reply may repeat."""
        return redaction.is_private(
            self.call.body, self.request_type, cut=self.request_is_cut, secrets=self.secrets
        )


class Allowance:
    """Bytes that the journals of all worlds may take together."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.used = 0


class Journal:
    """The latest entries of one world, oldest first; safe for many threads."""

    def __init__(
        self, most: int = 1000, most_bytes: int = 32 * 1024 * 1024, allowance: Allowance | None = None
    ) -> None:
        """Keep up to `most` entries (0: only count them) and `most_bytes`, within a shared `allowance`."""
        self.most = most
        self.most_bytes = most_bytes
        self.allowance = allowance or Allowance(most_bytes)
        self.kept: deque[Entry] = deque()
        self.bytes = 0
        self.number = 0
        self.forgotten = 0
        self.waiting = 0
        self.changed = threading.Condition()

    @property
    def dropped(self) -> int:
        """How many entries made room for later ones, or were not kept at all."""
        return self.forgotten

    def __len__(self) -> int:
        return len(self.kept)

    def add(self, entry: Entry) -> None:
        """Keep an entry under the next number, and as many of those before it as still fit."""
        sizes = (len(entry.call.body), len(entry.body))
        entry.sizes = sizes
        if max(sizes) > BODY_BYTES:
            entry.call = replace(entry.call, body=entry.call.body[:BODY_BYTES])
            entry.body = entry.body[:BODY_BYTES]
        entry.weight = weight(entry)
        with self.changed:
            self.number += 1
            entry.number = self.number
            self.kept.append(entry)
            self.account(entry.weight)
            while self.kept and self.overfull():
                self.account(-self.kept.popleft().weight)
                self.forgotten += 1
            if self.waiting:
                self.changed.notify_all()

    def overfull(self) -> bool:
        """Whether the oldest entry has to go. The latest may stay alone, whatever other worlds keep."""
        return (
            len(self.kept) > self.most
            or self.bytes > self.most_bytes
            or (self.allowance.used > self.allowance.most and len(self.kept) > 1)
        )

    def account(self, size: int) -> None:
        """Note that so many bytes more are kept."""
        self.bytes += size
        # Other worlds' journals add to it too; a race makes the sum a little wrong, never unbounded.
        self.allowance.used += size

    def clear(self) -> None:
        """Forget all entries; their numbers are not used again."""
        with self.changed:
            self.account(-self.bytes)
            self.kept.clear()
            self.forgotten = 0

    def close(self) -> None:
        """Forget all entries and keep no more: the world is gone, though requests in it may still end."""
        with self.changed:
            self.most = 0
            self.account(-self.bytes)
            self.kept.clear()

    def find(self, number: int) -> Entry | None:
        """The entry of this number, if it is still kept."""
        return next((entry for entry in self.snapshot() if entry.number == number), None)

    def entries(
        self,
        *,
        operation: str | None = None,
        status: str | None = None,
        caller: str | None = None,
        violation: bool | None = None,
        after: int = 0,
        limit: int | None = None,
    ) -> list[Entry]:
        """The entries after number `after` that fit, oldest first: by operationId, status (404 or 4XX),
        token subject, and whether request or reply broke the contract."""
        fits = self.filter(operation, status, caller, violation)
        return list(islice((entry for entry in self.snapshot(after) if fits(entry)), limit))

    @staticmethod
    def filter(
        operation: str | None, status: str | None, caller: str | None, violation: bool | None
    ) -> Callable[[Entry], bool]:
        """Whether an entry is one of those asked for."""

        def fits(entry: Entry) -> bool:
            return (
                operation in (None, entry.operation_id)
                and (status is None or status.upper() in (str(entry.status), f"{entry.status // 100}XX"))
                and caller in (None, entry.caller)
                and violation in (None, bool(entry.violations))
            )

        return fits

    def wait(self, after: int, seconds: float) -> list[Entry]:
        """The entries after number `after`, as soon as there is one; none after so many seconds."""
        with self.changed:
            self.waiting += 1
            try:
                self.changed.wait_for(lambda: self.number > after, seconds)
            finally:
                self.waiting -= 1
        return list(self.snapshot(after))

    def snapshot(self, after: int = 0) -> Iterator[Entry]:
        """The entries kept at this moment."""
        with self.changed:
            kept = list(self.kept)
        return (entry for entry in kept if entry.number > after)


def weight(entry: Entry) -> int:
    """Bytes that an entry takes, about."""
    call = entry.call
    texts = len(call.target) + len(call.query) + sum(map(len, call.headers.values()))
    return ENTRY_BYTES + texts + len(call.body) + len(entry.body)
