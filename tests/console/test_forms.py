"""Forms change something only when they come from a page of this session."""

import re

import pytest
from tests.console.pages import BASE, built, entry, opened

from understudy.console.app import create_console

FORMS = [
    *("/clock", "/fork", "/reset", "/delete", "/journal/clear", "/faults", "/faults/clear"),
    *("/faults/fault-1/remove", "/coverage/reset", "/situations/scenario", "/situations/snapshots"),
    *("/situations/upload", "/situations/snapshots/a/restore", "/situations/snapshots/a/delete"),
    *("/state/apiture/audiences/0399abedfd3d", "/state/apiture/audiences/0399abedfd3d/delete"),
]


@pytest.fixture(scope="module")
def pages():
    pages = opened()
    pages.default.faults.add({"effect": {"drop": True}})
    pages.default.journal.add(entry())
    pages.desk.worlds.save("default", "a")
    return pages


def state(pages):
    """All that a form could change."""
    hosted = pages.default
    return (
        hosted.world.store.read(),
        hosted.world.clock.now(),
        hosted.world.clock.frozen,
        pages.desk.worlds.names(),
        [fault.id for fault in hosted.faults.rules()],
        list(hosted.snapshots),
        len(hosted.journal),
    )


def test_every_form_there_is_is_among_those_tested(pages):
    """No POST route escapes the tests below."""
    routes = [rule for rule in pages.client.application.url_map.iter_rules() if "POST" in rule.methods]

    assert len(FORMS) == len(routes)


@pytest.mark.parametrize("path", FORMS)
def test_a_post_without_the_token_is_refused(pages, path):
    """Neither no token nor one of another session changes anything: 403."""
    other = pages.client.application.test_client()
    theirs = re.search(r'name="csrf" value="([^"]+)"', other.get("/").text)[1]
    pages.get("/")
    before = state(pages)
    fields = {"action": "run", "name": "x", "amount": "1", "unit": "days", "body": "{}"}
    answers = [
        pages.client.post(path, base_url=BASE, data=fields),
        pages.client.post(path, base_url=BASE, data={**fields, "csrf": theirs}),
        pages.client.post(path, base_url=BASE, data={**fields, "csrf": "é"}),
    ]

    assert [403] * 3 == [answer.status_code for answer in answers]
    assert "reload its page" in answers[0].text
    assert before == state(pages)


def test_the_cookie_goes_to_no_other_site_path_or_port(pages):
    """SameSite=Strict, HttpOnly, of the console's path, and named after the port, which cookies ignore."""
    answer = opened().client.get("/", base_url="http://127.0.0.1:4010/_understudy/")
    cookie = answer.headers["Set-Cookie"]

    assert cookie.startswith("understudy-4010=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/_understudy"} <= set(cookie.split("; "))


def test_keys_follow_from_no_seed():
    """Two servers of the same seed sign with different keys."""
    first, second = create_console([], built()[0]), create_console([], built()[0])

    assert first.secret_key != second.secret_key
    assert len(first.secret_key) >= 32


def test_the_token_stays_for_the_session(pages):
    """A form that was opened earlier still works."""
    tokens = {re.search(r'name="csrf" value="([^"]+)"', pages.get(path).text)[1] for path in ("/", "/faults")}

    assert 1 == len(tokens)
