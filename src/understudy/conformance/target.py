"""A server that is to be judged: where its APIs are, in whose name we ask, and what it answers."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from threading import Lock
from typing import Self
from urllib.parse import urlsplit

import httpx

from understudy.conformance.access import Access, Tokens
from understudy.conformance.carrier import Answer, Carrier, Rate, TooLong
from understudy.conformance.clock import now
from understudy.conformance.probe import Ask, Sender, Stage, Undo
from understudy.conformance.reaching import listings, preflight
from understudy.conformance.safety import is_loopback
from understudy.conformance.settings import Settings
from understudy.conformance.stage import PREFIX, Control, Staged, world_in
from understudy.conformance.suite import Setting, Suite
from understudy.conformance.wire import Exchange, is_secret, masked
from understudy.contract.load import Contract
from understudy.contract.operation import Operation
from understudy.errors import Broken, NotObservable, UnderstudyError, Unreachable, UsageError

__all__ = ["Target"]

Record = Callable[[Exchange], None]

OK = 200


class Target(Sender):
    """One API of a server at a base URL, and the siblings that its behaviours may call, by API name.

    `record` hears every exchange, from any thread. Tokens in exchanges are masked. `understudy` says, after
    `reach`, that an Understudy answers, whose demo tokens and worlds can then be used, and `fixed` what
    stands for some path parameters, from `settings` or found out. `timeout` in seconds. For several threads.
    """

    def __init__(
        self,
        contract: Contract,
        url: str,
        *,
        suite: Suite | None = None,
        siblings: Mapping[str, tuple[Contract, str]] | None = None,
        access: Access | None = None,
        settings: Mapping[str, str] | None = None,
        rate: Rate = "auto",
        timeout: float = 30.0,
        record: Record = lambda _exchange: None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.contract = contract
        self.url = url.rstrip("/")
        self.suite = suite or Suite(contract.name)
        self.siblings = {name: (found, base.rstrip("/")) for name, (found, base) in (siblings or {}).items()}
        self.access = access or Access()
        self.record = record
        self.timeout = timeout
        self.undo: Mapping[str, Undo] = self.suite.undo
        self.carrier = Carrier(rate=rate, timeout=timeout, direct=is_loopback(url), transport=transport)
        self.tokens = Tokens(self.access, self.suite.roles, self.carrier.http)
        split = urlsplit(self.url)
        self.control = Control(f"{split.scheme}://{split.netloc}", self.carrier.http)
        self.understudy = False
        self.settings = Settings(self.suite.settings, settings or {}, self._found)
        self.fixed: Mapping[str, str] = {}
        self.patient = True
        self.lock = Lock()
        self.absent: dict[str, str] = {}

    def reach(self) -> None:
        """See that the API answers at its URL and to these credentials, and whether it is an Understudy.

        Unreachable, with a sentence that names what was tried, when it does not answer; UsageError when a
        setting that all requests need is neither given nor to be found.
        """
        self.understudy = self.control.serves(self.contract.name)
        self.tokens.understudy = self.understudy
        if self.understudy and self.access.empty:
            self.tokens.demo = self.suite.main
        known = bool(self.tokens.bearer())
        try:
            self.fixed = self.settings.fixed()
        except UsageError:
            # Perhaps it could not be found because nobody is there, or lets us in.
            preflight(self.contract, self.url, self.asked, known=known)
            raise
        preflight(self.contract, self.url, self.asked, known=known, fixed=self.fixed)

    def operation(self, name: str) -> Operation:
        """An operation by its id, of the API or one of its siblings; NotObservable where it has no such."""
        found = self.contract.operations.get(name)
        if found:
            return found
        for api, (contract, _) in self.siblings.items():
            if name in contract.operations:
                self._see(api)
                return contract.operations[name]
        missing = [api for api in self.suite.siblings if api not in self.siblings]
        hint = f" Say by --sibling {missing[0]}=URL where that API is." if missing else ""
        raise NotObservable(f"The contract of {self.contract.name} has no operation {name}.{hint}")

    def setting(self, name: str) -> str:
        """The value of a setting of the suite; NotObservable when it was not given and cannot be found."""
        return self.settings.value(name)

    def require(self, need: str) -> None:
        """NotObservable unless there is a caller of this role or, for `stage`, an Understudy."""
        if need == "stage":
            if not self.understudy:
                raise NotObservable(
                    "It needs a look inside, or a clock that can be moved: only an Understudy offers that."
                )
        else:
            self.tokens.bearer(need)

    def send(self, ask: Ask) -> Exchange:
        """The answer; Broken when none comes in time, NotObservable when there is no such caller.

        Unreachable when nobody takes connections any more. A header that is "" is not sent.
        """
        token = self.tokens.bearer(ask.caller)
        exchange = self._exchanged(ask, token)
        if exchange.status == 401 and not _authorised(ask) and self.tokens.renew(token):
            exchange = self._exchanged(ask, self.tokens.bearer(ask.caller))
        return exchange

    def asked(self, operation: Operation, url: str) -> Exchange:
        """The answer to a plain GET before anything is judged; httpx.HTTPError when none comes."""
        ask = Ask(operation, operation.path, {}, b"")
        return self._sent(ask, f"{url}{operation.path}", self.tokens.bearer(), "preflight")

    @contextmanager
    def staged(self) -> Iterator[Stage]:
        """A world of its own for one behaviour; NotObservable unless the target is an Understudy."""
        self.require("stage")
        with self.control.forked(world_in(self.url)[0]) as name:
            yield Staged(self.control, name, self._in_world(name))

    def close(self) -> None:
        """Let go of the connections."""
        self.carrier.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _in_world(self, name: str) -> "Target":
        """The same server in another world, over the same connections and with the same tokens."""
        target = copy(self)
        target.url = _moved(self.url, name)
        target.siblings = {api: (found, _moved(url, name)) for api, (found, url) in self.siblings.items()}
        headers = {
            key: said for key, said in self.access.headers.items() if key.lower() != "understudy-world"
        }
        target.access = replace(self.access, headers=headers)
        target.tokens = self.tokens.on_stage(self.suite.main)
        target.patient = False  # Its clock is moved by hand: waiting for a minute to pass helps nobody.
        return target

    def _exchanged(self, ask: Ask, token: str, base: str = "") -> Exchange:
        url = f"{base or self._base(ask.operation)}{ask.path}"
        try:
            return self._sent(ask, url, token, "behaviours")
        except httpx.ConnectError as fault:
            raise Unreachable(f"{url} takes no connections any more ({fault}).") from fault
        except httpx.TimeoutException as fault:
            expected, got = f"an answer within {self.timeout:g} s", f"none ({type(fault).__name__})"
            raise Broken(expected, got, exchange=self._unanswered(ask, url, token)) from fault
        except TooLong as fault:
            raise Broken(
                "an answer that ends", str(fault), exchange=self._unanswered(ask, url, token)
            ) from fault
        except httpx.HTTPError as fault:
            got = f"none: {fault}"
            raise Broken("an answer in HTTP", got, exchange=self._unanswered(ask, url, token)) from fault
        except (httpx.InvalidURL, UnicodeError) as fault:
            raise UnderstudyError(f"{ask.operation.operation_id} cannot be sent as asked: {fault}") from fault

    def _sent(self, ask: Ask, url: str, token: str, source: str) -> Exchange:
        headers = self._headers(ask, token)
        answers = self.carrier.carry(ask.operation.method, url, headers, ask.body, patient=self.patient)
        exchanges = [self._noted(ask, url, headers, answer, source) for answer in answers]
        for exchange in exchanges:
            self.record(exchange)
        return exchanges[-1]

    def _headers(self, ask: Ask, token: str) -> dict[str, str]:
        """What is sent: the given headers, the token, and what the behaviour says, which wins."""
        said = {name.lower(): (name, value) for name, value in self.access.headers.items()}
        if _authorised(ask) and not token:  # The given headers are all that says who calls.
            said = {name: value for name, value in said.items() if not is_secret(name)}
        if token:
            said["authorization"] = "Authorization", f"Bearer {token}"
        said |= {name.lower(): (name, value) for name, value in ask.headers.items()}
        return {name: value for name, value in said.values() if value}

    def _noted(self, ask: Ask, url: str, headers: Mapping[str, str], answer: Answer, source: str) -> Exchange:
        return Exchange(
            method=ask.operation.method,
            url=url,
            request_headers=masked(headers, self.tokens.secrets()),
            request_body=ask.body,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            at=answer.at,
            seconds=answer.seconds,
            operation=ask.operation.operation_id,
            caller=ask.caller,
            source=source,
        )

    def _unanswered(self, ask: Ask, url: str, token: str) -> Exchange:
        """The request alone, with the status 0."""
        return self._noted(ask, url, self._headers(ask, token), Answer(0, {}, b"", now(), 0.0), "behaviours")

    def _base(self, operation: Operation) -> str:
        """The base URL of the API that has this operation."""
        if self.contract.operations.get(operation.operation_id) is operation:
            return self.url
        return next(
            (
                url
                for contract, url in self.siblings.values()
                if contract.operations.get(operation.operation_id) is operation
            ),
            self.url,
        )

    def _found(self, setting: Setting) -> str:
        """The value of a setting in an Understudy: the first by which its caller is let in, "" for none.

        Where the API has no collection to ask for, one of a sibling tells it.
        """
        if not self.understudy:
            return ""
        for key in self.control.ids(world_in(self.url)[0], setting.collection):
            for contract, url in ((self.contract, self.url), *self.siblings.values()):
                for operation in listings(contract, {setting.parameter: key})[:1]:
                    ask = Ask(operation, operation.path, {}, b"", setting.caller)
                    if self._exchanged(ask, self.tokens.bearer(setting.caller), url).status == OK:
                        return key
        return ""

    def _see(self, api: str) -> None:
        """NotObservable unless a sibling answers; it is asked once."""
        with self.lock:
            if api not in self.absent:
                self.absent[api] = self._missing(api)
        if self.absent[api]:
            raise NotObservable(self.absent[api])

    def _missing(self, api: str) -> str:
        """Why a sibling cannot be used, "" when it can."""
        contract, url = self.siblings[api]
        if not listings(contract):
            return ""
        try:
            preflight(contract, url, self.asked, known=True)
        except Unreachable as fault:
            return f"It needs the API {api} too (--sibling {api}=URL says where it is). {fault}"
        return ""


def _authorised(ask: Ask) -> bool:
    return "authorization" in {name.lower() for name in ask.headers}


def _moved(url: str, world: str) -> str:
    """A base URL in another world."""
    split = urlsplit(url)
    return f"{split.scheme}://{split.netloc}{PREFIX}{world}{world_in(url)[1]}"
