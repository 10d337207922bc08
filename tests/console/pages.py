"""The console over a small world of a real vendor, and a client that fills in its forms."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser

from flask import Flask
from flask.testing import FlaskClient
from tests.control.steering import CONTRACTS, OFFERS, grown, steering
from werkzeug.test import TestResponse

from understudy.console.app import create_console
from understudy.console.setting import KEY, Setting
from understudy.contract.coverage import Coverage
from understudy.contract.violations import Violation
from understudy.control.desk import Desk
from understudy.http.exchange import Call, Caller
from understudy.http.journal import Entry
from understudy.http.worlds import Hosted, Worlds
from understudy.serving import page_of

__all__ = ["NASTY", "Pages", "built", "call", "entry", "opened", "outline"]

NASTY = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"
"""What would run in a browser if it were not escaped."""

BASE = "http://127.0.0.1:4010"


@dataclass
class Pages:
    """The console's pages, seen by one browser."""

    desk: Desk
    client: FlaskClient

    @property
    def default(self) -> Hosted:
        return self.desk.worlds.default

    def get(self, path: str) -> TestResponse:
        """A page."""
        return self.client.get(path, base_url=BASE)

    def post(self, path: str, page: str = "/", **fields: object) -> TestResponse:
        """A form of a page, sent with the page's own token."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.get(page).text)
        assert found, f"{page} has no form"
        return self.client.post(path, base_url=BASE, data={"csrf": found[1], **fields})

    def said(self, answer: TestResponse) -> str:
        """The notice on the page that a form's answer leads to."""
        assert 303 == answer.status_code, answer.text
        page = self.get(answer.headers["Location"].removeprefix(BASE)).text
        found = re.search(r'<p class="notice (good|bad)"[^>]*>(.*?)</p>', page)
        assert found, page
        return f"{found[1]}: {found[2]}"


@cache
def built() -> tuple[Desk, Flask]:
    """A desk and the console over it, made once: templates take longest."""
    desk = steering().desk
    return desk, create_console([page_of(offer) for offer in OFFERS], desk)


def opened() -> Pages:
    """The console over a fork of the small world, and a browser that has not been there yet."""
    desk, app = built()
    worlds = Worlds(grown().fork("default"), CONTRACTS, journal=50)
    # Goals follow from the contracts alone, and take longer to find than all else here together.
    worlds.goals = desk.worlds.goals
    worlds.default = replace(worlds.default, coverage=Coverage(worlds.goals))
    fresh = replace(desk, worlds=worlds)
    app.extensions[KEY] = Setting(app.extensions[KEY].apis, fresh)
    return Pages(fresh, app.test_client())


def call(**given: object) -> Call:
    """A request to create an audience, with some of it replaced."""
    operation = OFFERS[0].contract.operations["createCustomerAudience"]
    usual = {
        "operation": operation,
        "method": "POST",
        "origin": BASE,
        "target": "/service/customerAudiences",
        "path_params": {},
        "query": b"",
        "headers": {"content-type": "application/json", "authorization": "Bearer demo"},
        "body": b'{"name": "Savers"}',
        "caller": Caller("0399abedfd3d", "", "TIBURON", frozenset()),
    }
    return Call(**{**usual, **given})


def entry(
    *,
    status: int = 201,
    body: bytes = b"{}",
    answered: tuple[tuple[bytes, bytes], ...] = ((b"content-type", b"application/json"),),
    violated: str = "",
    violations: tuple[Violation, ...] = (),
    rules: tuple[str, ...] = (),
    fault: str = "",
    asked: bytes | None = None,
    **given: object,
) -> Entry:
    """An exchange for the journal: `asked` is the body of its request, `given` replaces parts of its call."""
    return Entry(
        datetime(2026, 1, 15, 12, tzinfo=UTC),
        0.0123,
        "apiture/customer-audiences",
        call(**given) if asked is None else call(body=asked, **given),
        status,
        list(answered),
        body,
        violated,
        violations,
        rules,
        fault,
    )


@dataclass
class Outline(HTMLParser):
    """Tags of a page with their attributes, and its text."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def outline(page: str) -> Outline:
    """A page as a browser reads it."""
    parser = Outline()
    parser.feed(page)
    return parser
