"""Who calls: the credentials that were given, and the tokens that come of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

import httpx

from understudy.conformance.clock import monotonic
from understudy.conformance.suite import Role
from understudy.conformance.wire import is_secret, variable
from understudy.errors import NotObservable, UnderstudyError, Unreachable

__all__ = ["Access", "Tokens"]

MARGIN = 30.0
"""Seconds before its end at which a token is given up."""

HOUR = 3600.0
"""How long a token is taken to last when its endpoint does not say."""


@dataclass(frozen=True, slots=True)
class Access:
    """What the person at the command line gave: a bearer token, or a client for the client_credentials grant.

    `headers` go with every request; `callers` are bearer tokens by role.
    """

    token: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    token_url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    callers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def empty(self) -> bool:
        """Whether nothing was given that says who calls."""
        return not (self.token or self.client_id or any(map(is_secret, self.headers)))


class Tokens:
    """The bearer token of each caller, fetched when it is first needed and again before it ends.

    `demo` is the token of the main caller when no credentials were given, and `understudy` says that the
    roles' demo tokens are taken: a target sets both once it knows what it speaks with. For several threads.
    """

    def __init__(self, access: Access, roles: Mapping[str, Role], http: httpx.Client) -> None:
        self.access = access
        self.roles = roles
        self.http = http
        self.demo = ""
        self.understudy = False
        self.lock = Lock()
        self.granted: dict[str, tuple[str, float]] = {}
        self.issued: dict[str, str] = {}
        """The scopes of every token that was ever granted: an answer on its way may still tell one."""
        self.retired: set[str] = set()

    def bearer(self, caller: str = "") -> str:
        """The token of a role, "" for the main caller's; "" when there is none to send.

        NotObservable when there is no caller of this role; Unreachable when the token endpoint gives none.
        """
        if caller:
            return self._of_role(caller)
        if self.access.token or not self.access.client_id:
            return self.access.token or self.demo
        return self._grant("")

    def renew(self, token: str) -> bool:
        """Give up a token that was answered with 401; whether another one can be had in its place."""
        with self.lock:
            for scopes, (granted, _) in list(self.granted.items()):
                if granted == token:
                    del self.granted[scopes]
                    self.retired.add(token)
            return token in self.retired

    def on_stage(self, main: str) -> "Tokens":
        """Those for a world of its own: demo tokens, `main` for the main caller's, where there are such.

        They do not end, however far its clock is moved; granted ones would.
        """
        callers = {role: token for role, token in self.access.callers.items() if not self.roles[role].demo}
        access = replace(self.access, token=main or self.access.token, callers=callers)
        tokens = Tokens(access, self.roles, self.http)
        tokens.understudy = self.understudy
        return tokens

    def secrets(self) -> dict[str, str]:
        """The name of the shell variable that stands for it, by each secret that may be on the wire."""
        demo = {role.demo: name for name, role in self.roles.items() if self.understudy}
        found = self.private() | {self.demo: "TOKEN"}
        for token, role in demo.items():
            found.setdefault(token, f"{role.upper()}_TOKEN")
        return {secret: name for secret, name in found.items() if secret}

    def private(self) -> dict[str, str]:
        """Those of them that are nobody else's business: an Understudy's demo tokens are known to all."""
        found = {self.access.token: "TOKEN", self.access.client_secret: "CLIENT_SECRET"}
        roles = {role.scopes: name for name, role in self.roles.items()}
        for token, scopes in list(self.issued.items()):
            found[token] = f"{roles[scopes].upper()}_TOKEN" if scopes else "TOKEN"
        for role, token in self.access.callers.items():
            found.setdefault(token, f"{role.upper()}_TOKEN")
        for name, value in self.access.headers.items():
            if is_secret(name):
                found.setdefault(value.rpartition(" ")[2], variable(name))
        return {secret: name for secret, name in found.items() if secret}

    def bearer_known(self) -> str:
        """The main caller's token as far as it is known, without asking for one."""
        return self.access.token or self.granted.get("", ("", 0.0))[0] or self.demo

    def _of_role(self, caller: str) -> str:
        if caller not in self.roles:
            raise UnderstudyError(f"There is no role {caller!r}: choose from {', '.join(self.roles)}.")
        role = self.roles[caller]
        token = self.access.callers.get(caller) or (role.demo if self.understudy else "")
        if not token and self.access.client_id and role.scopes:
            token = self._narrowed(role)
        if not token or token == self.bearer_known():
            raise NotObservable(f"It needs {role.who}: give its token with --caller {caller}=TOKEN.")
        return token

    def _narrowed(self, role: Role) -> str:
        try:
            return self._grant(role.scopes)
        except Unreachable as fault:
            raise NotObservable(f"It needs {role.who}, but no such token was granted. {fault}") from fault

    def _grant(self, scopes: str) -> str:
        with self.lock:
            token, until = self.granted.get(scopes, ("", 0.0))
            if not token or monotonic() >= until:
                asked = monotonic()
                answer = self._asked(scopes)
                token, seconds = str(answer["access_token"]), _seconds(answer.get("expires_in"))
                self.issued[token] = scopes
                self.granted[scopes] = token, asked + max(seconds - MARGIN, seconds / 2)
            return token

    def _asked(self, scopes: str) -> Mapping[str, Any]:
        """What the token endpoint answers (RFC 6749 section 4.4); Unreachable unless it is a token."""
        form = {"grant_type": "client_credentials"} | ({"scope": scopes} if scopes else {})
        client = {"client_id": self.access.client_id, "client_secret": self.access.client_secret}
        url = self.access.token_url
        try:
            answer = self.http.post(url, data=form, auth=(client["client_id"], client["client_secret"]))
            if answer.status_code in (400, 401):  # Section 2.3.1: some know the client by the form only.
                answer = self.http.post(url, data=form | client)
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            raise Unreachable(
                f"The token endpoint {url} does not answer: {fault}. Check --token-url."
            ) from fault
        given = _object(answer)
        if answer.status_code != 200 or not isinstance(given.get("access_token"), str):
            raise Unreachable(
                f"The token endpoint {url} gave no token to the client {client['client_id']}: it answered "
                f"{answer.status_code}, {given.get('error', 'without an access_token')}. "
                "Check --client-id, --client-secret and --token-url."
            )
        if scopes and set(str(given.get("scope") or scopes).split()) != set(scopes.split()):
            raise Unreachable(
                f"The token endpoint {url} granted {given['scope']!r} where {scopes!r} was asked for."
            )
        return given


def _object(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        value = answer.json()
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _seconds(value: Any) -> float:
    """How long a token lasts; some endpoints write the number as text."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return HOUR
