"""Giving a fuzz under way another token, when the one that it began with ends."""

from collections.abc import Callable, MutableMapping
from pathlib import Path

__all__ = ["BEARER", "RENEWAL", "Renewal"]

BEARER = "UNDERSTUDY_BEARER"
"""The variable that tells Schemathesis which token it begins with."""

RENEWAL = f"""
import os
from pathlib import Path

from requests.adapters import HTTPAdapter

FIRST = os.environ.get("{BEARER}", "")
NEXT = Path(__file__).with_name("bearer")
send = HTTPAdapter.send


def send_renewed(self, request, *more, **options):
    # Wrong tokens and none are sent on purpose: they stay as they are.
    if FIRST and request.headers.get("Authorization") == f"Bearer {{FIRST}}" and NEXT.exists():
        request.headers["Authorization"] = f"Bearer {{NEXT.read_text()}}"
    return send(self, request, *more, **options)


HTTPAdapter.send = send_renewed
"""
"""The program that takes it, in the process of Schemathesis; it looks beside itself."""


class Renewal:
    """Hands over each token that takes the place of the one before, and adds it to the known secrets."""

    def __init__(
        self, folder: Path, first: str, current: Callable[[], str], secrets: MutableMapping[str, str]
    ) -> None:
        self.file = folder / "bearer"
        self.token = first
        self.current = current
        self.secrets = secrets

    def look(self) -> None:
        """See whether there is another one. To be called now and then; what `current` raises comes out."""
        token = self.current()
        if token == self.token:
            return
        self.token = token
        self.secrets[token] = "TOKEN"  # before Schemathesis can send it
        part = self.file.with_suffix(".part")
        part.write_text(token, encoding="utf-8")
        part.replace(self.file)
