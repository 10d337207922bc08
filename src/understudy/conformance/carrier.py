"""Carries one request to a server and its answer back: paced, within a time and a size, and nowhere else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Event, Lock
from typing import Literal

import httpx

from understudy.conformance.clock import monotonic, now

__all__ = ["MOST", "Answer", "Carrier", "Rate", "TooLong"]

Rate = float | Literal["auto"] | None
"""Requests a second; "auto" waits when the server asks for it; None does neither."""

MOST = 64 * 2**20
"""Bytes that an answer may have."""

PATIENCE = 60.0
"""Seconds that a server may ask us to wait, in all, before a request is sent for the last time."""

TRIES = 5

RESTART = (0.2, 1.0)
"""Seconds to wait for a server that answered before and takes no connection now."""

IDLE = 2.0
"""Seconds after which a connection is not used again: servers close theirs after five or more."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


TOO_LARGE = f"more than {MOST // 2**20} MiB"


class TooLong(httpx.HTTPError):
    """An answer that is larger, or takes longer, than we read."""


class _Bounded(httpx.SyncByteStream):
    """A body that ends in time and size, whatever the server sends."""

    def __init__(self, stream: httpx.SyncByteStream, timeout: float) -> None:
        self.stream = stream
        self.timeout = timeout
        self.start = monotonic()

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self.stream:
            size += len(piece)
            if size > MOST:
                raise TooLong(TOO_LARGE)
            if monotonic() - self.start > self.timeout:
                raise httpx.ReadTimeout("the answer does not end")
            yield piece

    def close(self) -> None:
        self.stream.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: headers by lower-case name, several of one name joined by ", "; the body decoded."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    at: datetime
    seconds: float


class Carrier:
    """Sends requests over connections that are kept; for several threads. Follows no redirect.

    `http` is for requests that are not judged; no answer to it, either, is read without end.
    `timeout` is in seconds, for the whole exchange. `direct` leaves out the proxies of the environment.
    """

    def __init__(
        self,
        *,
        rate: Rate = "auto",
        timeout: float = 30.0,
        direct: bool = True,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.rate = rate
        self.timeout = timeout
        self.lock = Lock()
        self.next = 0.0
        self.met = False
        self.http = httpx.Client(
            timeout=timeout,
            trust_env=not direct,
            transport=transport,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=None, keepalive_expiry=IDLE),
            headers={"User-Agent": "understudy-check", "Accept": "*/*", "Accept-Encoding": "identity"},
            event_hooks={"response": [self._bind]},
        )

    def carry(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, *, patient: bool = True
    ) -> tuple[Answer, ...]:
        """Every answer to one request, the last one being that which counts.

        There are several when the server asked us to wait (429), the rate is not None and we are `patient`.
        httpx.HTTPError when no answer comes, or none that ends in time and size.
        """
        answers: list[Answer] = []
        patience = PATIENCE
        for attempt in range(TRIES):
            self._keep_pace()
            answers.append(self._once(method, url, headers, body))
            pause = _asked_pause(answers[-1], attempt)
            waits = patient and self.rate is not None
            if answers[-1].status != 429 or not waits or pause > patience:
                break
            if attempt + 1 < TRIES:
                Event().wait(pause)
                patience -= pause
        return tuple(answers)

    def close(self) -> None:
        """Let go of the connections."""
        self.http.close()

    def _once(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        request = self.http.build_request(method, url, headers=dict(headers), content=body or None)
        try:
            return self._connected(request)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            # The server may have closed a kept connection at the very moment we used it.
            if method not in SAFE:
                raise
            return self._connected(request)

    def _connected(self, request: httpx.Request) -> Answer:
        for pause in RESTART if self.met else ():
            try:
                return self._read(request)
            except httpx.ConnectError:
                Event().wait(pause)
        return self._read(request)

    def _read(self, request: httpx.Request) -> Answer:
        at, start = now(), monotonic()
        answer = self.http.send(request, stream=True)
        try:
            pieces, size = [], 0
            for piece in answer.iter_bytes():
                pieces.append(piece)
                size += len(piece)
                if size > MOST:  # decompressed
                    raise TooLong(TOO_LARGE)
        finally:
            answer.close()
        self.met = True
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status_code, headers, b"".join(pieces), at, monotonic() - start)

    def _bind(self, answer: httpx.Response) -> None:
        if isinstance(answer.stream, httpx.SyncByteStream):
            answer.stream = _Bounded(answer.stream, self.timeout)

    def _keep_pace(self) -> None:
        if not isinstance(self.rate, float | int):
            return
        with self.lock:
            turn = max(self.next, monotonic())
            self.next = turn + 1 / self.rate
        Event().wait(max(turn - monotonic(), 0.0))


def _asked_pause(answer: Answer, attempt: int) -> float:
    """Seconds that an answer asks us to wait (RFC 9110, Retry-After); 1, 2, 4, … when it does not say."""
    said = answer.headers.get("retry-after", "")
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return float(2**attempt)
    return max((until.replace(tzinfo=until.tzinfo or UTC) - answer.at).total_seconds(), 0.0)
