"""Credentials taken out of what is written to files, also where a server sends them back."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from understudy.conformance.verdict import Finding, Judgement, Run
from understudy.conformance.wire import Exchange, is_secret

__all__ = ["REDACTED", "Redactor", "redacted"]

REDACTED = "[redacted]"

_FIELDS = "access_token|refresh_token|id_token|client_secret|client_assertion|password|assertion"
_IN_JSON = re.compile(rf'("(?:{_FIELDS})"\s*:\s*")(?:[^"\\]|\\.)*'.encode(), re.IGNORECASE)
_IN_FORM = re.compile(rf"(^|[?&])((?:{_FIELDS}|api_?key|token)=)[^&#\s]*", re.IGNORECASE)
_WORDS = (b"token", b"secret", b"assertion", b"password", b"apikey", b"api_key")
_IN_FORM_BYTES = re.compile(_IN_FORM.pattern.encode(), re.IGNORECASE)
_SCHEME = re.compile(r"\s*(?:bearer|basic|digest|dpop|token)\s+", re.IGNORECASE)
_USER = re.compile(r"(?<=://)[^/?#@\s]*@")

SHORTEST = 12
"""Characters. A shorter credential (`demo`) is looked for in headers only: it is a word of many bodies."""
SHORTEST_KNOWN = 6
"""Characters of one that is known to be a secret."""
MOST = 50
"""Credentials looked for, the most frequent first: a fuzz sends many that were never any."""


class Redactor:
    """Takes out the credentials that these exchanges were sent with, wherever else they occur.

    `secrets` are those that the exchanges no longer hold, since they are masked where they were sent.
    """

    def __init__(self, exchanges: Iterable[Exchange], secrets: Iterable[str] = ()) -> None:
        counts = Counter(
            part
            for exchange in exchanges
            for name, value in exchange.request_headers.items()
            if is_secret(name)
            for part in re.split(r'[\s;,="]+', value)
        )
        long = Counter({secret: count for secret, count in counts.items() if len(secret) >= SHORTEST})
        known = {secret for secret in secrets if len(secret) >= SHORTEST_KNOWN}
        known |= {secret for secret, _ in long.most_common(MOST)}
        # The longest first: what one of them begins with may be another.
        self._known = sorted(known, key=lambda secret: (-len(secret), secret))
        self._known_bytes = [secret.encode("utf-8", "replace") for secret in self._known]

    def text(self, text: str) -> str:
        """A text, a URL or a curl without credentials."""
        for secret in self._known:
            text = text.replace(secret, REDACTED)
        return _IN_FORM.sub(rf"\1\2{REDACTED}", _USER.sub("", text))

    def body(self, body: bytes) -> bytes:
        """A body without credentials."""
        for secret in self._known_bytes:
            body = body.replace(secret, REDACTED.encode())
        # Most bodies have no such field, and to look for these words takes a tenth of the time.
        lower = body.lower()
        if not any(word in lower for word in _WORDS):
            return body
        body = _IN_JSON.sub(rb"\1" + REDACTED.encode(), body)
        return _IN_FORM_BYTES.sub(rb"\1\2" + REDACTED.encode(), body)

    def exchange(self, exchange: Exchange) -> Exchange:
        """An exchange without credentials."""
        return replace(
            exchange,
            url=self.text(exchange.url),
            request_headers={name: self._header(name, v) for name, v in exchange.request_headers.items()},
            request_body=self.body(exchange.request_body),
            headers={name: self._header(name, value) for name, value in exchange.headers.items()},
            body=self.body(exchange.body),
        )

    def finding(self, finding: Finding) -> Finding:
        """A finding without credentials, in its texts and in its exchanges."""
        return replace(
            finding,
            expected=self.text(finding.expected),
            got=self.text(finding.got),
            curl=self.text(finding.curl),
            steps=tuple(self.text(step) for step in finding.steps),
            rerun=self.text(finding.rerun),
            seen=tuple(self.exchange(each) for each in finding.seen),
        )

    def judgement(self, judgement: Judgement) -> Judgement:
        """A judgement without credentials in its reason."""
        return replace(judgement, reason=self.text(judgement.reason))

    def _header(self, name: str, value: str) -> str:
        if not is_secret(name) or name.lower() == "www-authenticate":
            return self.text(value)
        scheme = _SCHEME.match(value)
        return f"{scheme[0] if scheme else ''}{REDACTED}"


def redacted(run: Run, secrets: Iterable[str] = ()) -> Run:
    """A run as it may be written down: without the credentials that it was made with."""
    seen = (each for finding in run.findings for each in finding.seen)
    redactor = Redactor((*run.exchanges, *seen), secrets)
    return replace(
        run,
        target=redactor.text(run.target),
        judgements=tuple(redactor.judgement(judgement) for judgement in run.judgements),
        findings=tuple(redactor.finding(finding) for finding in run.findings),
        notes=tuple(redactor.text(note) for note in run.notes),
        left=tuple(redactor.text(curl) for curl in run.left),
        exchanges=tuple(redactor.exchange(exchange) for exchange in run.exchanges),
    )
