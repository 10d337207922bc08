"""The sign-in page."""

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.http.test_oidc import BACK, app, authorize, key, made, submit
from tests.http.toys import ask, step

__all__ = ["app", "key", "made"]


class Page(HTMLParser):
    """The tags of a page with their attributes; complains about what is not closed."""

    VOID = {"meta", "input", "br", "link", "!doctype"}

    def __init__(self, text):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(text)
        assert [] == self.open

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert tag == self.open.pop()

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def failed(response):
    assert (400, "text/html; charset=utf-8") == (response.status_code, response.headers["content-type"])
    assert "location" not in response.headers
    return re.search(r'role="alert">([^<]*)<', response.text)[1]


def told(response):
    assert 303 == response.status_code
    assert response.headers["location"].startswith(BACK + "&")
    return parse_qs(urlsplit(response.headers["location"]).query)


def test_the_page_can_be_used_by_everybody(app):
    """A language, a title, a heading, a legend, and each radio button within its label."""
    response = authorize(app)
    page = Page(response.text)

    assert 200 == response.status_code
    assert "en" == page.all("html")[0]["lang"]
    assert [1, 1, 1, 2] == [len(page.all(tag)) for tag in ("title", "h1", "legend", "label")]
    assert ["bob", "eve"] == [each["value"] for each in page.all("input") if each["type"] == "radio"]


def test_the_page_is_its_own_and_nobody_elses(app):
    """No script, no frame, no cache; names are escaped."""
    response = authorize(app)

    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert "no-store" == response.headers["cache-control"]
    assert "Bob &lt;Hartley&gt;" in response.text
    assert "<script" not in response.text


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": None},
        {"client_id": "<b>"},
        {"redirect_uri": None},
        {"redirect_uri": "/back"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": "https://"},
        {"redirect_uri": "https://app.example/#x"},
        {"redirect_uri": "http://[x"},
        {"redirect_uri": "https://app.example/\r\nX: y"},
    ],
)
def test_nobody_is_sent_to_an_unusable_address(app, changes):
    """RFC 6749, 4.1.2.1: without a known client and a usable address there is a page, no redirect."""
    assert re.fullmatch(r"The (client_id|redirect_uri) .*", failed(authorize(app, **changes)))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
    ],
)
def test_the_client_is_told_what_is_wrong(app, changes, expected):
    """RFC 6749, 4.1.2.1 and RFC 7636, 4.4.1: errors go back by redirect, with the state; plain is refused."""
    answer = told(authorize(app, **changes))

    assert ([expected], ["s&1"]) == (answer["error"], answer["state"])


def test_a_repeated_parameter_is_refused(app):
    """RFC 6749, 3.1: no parameter may come twice; nobody knows which one to trust."""
    response = ask(app, "GET", "/oidc/authorize?client_id=shop&client_id=shop", token=None)

    assert (400, "invalid_request") == (response.status_code, response.json()["error"])


@pytest.mark.parametrize("form", [{}, {"username": "nobody"}, {"username": "bob", "deny": "1"}])
def test_cancelling_is_told(app, form):
    """Nobody picked, nobody known, or Cancel pressed: access_denied."""
    assert ["access_denied"] == told(submit(app, authorize(app), **form))["error"]


def test_nobody_grants_what_they_do_not_have(app):
    """RFC 6749, 3.3: a person without any of the scopes asked for grants nothing at all."""
    page = authorize(app, scope="openid toys/write")

    assert ["invalid_scope"] == told(submit(app, page, username="eve"))["error"]


def test_no_other_site_can_send_the_form(app):
    """The ticket must be in the form and in the cookie of the same browser."""
    first, second = authorize(app), authorize(app)
    ticket = re.search(r'name="ticket" value="([^"]+)"', first.text)[1]
    form = {"ticket": ticket, "username": "bob"}
    foreign = second.headers["set-cookie"].partition(";")[0]

    for cookie in (None, "understudy-sign-in=", foreign, "\x01=;;", 'understudy-sign-in="'):
        headers = {} if cookie is None else {"Cookie": cookie}
        response = ask(app, "POST", "/oidc/authorize", token=None, data=form, headers=headers)
        assert "not opened in this browser" in failed(response)
    assert re.search("; HttpOnly; SameSite=Strict$", first.headers["set-cookie"])


def test_odd_cookies_of_others_do_no_harm(app):
    """Every program on the same host sends its cookies along; ours is found among them."""
    page = authorize(app)
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.text)[1]
    cookies = f"a/b=1; =; x; understudy-sign-in={ticket}; y=2"
    form = {"ticket": ticket, "username": "bob"}

    response = ask(app, "POST", "/oidc/authorize", token=None, data=form, headers={"Cookie": cookies})

    assert "code" in told(response)


def test_the_cookie_is_secure_where_the_page_is(app):
    """Behind https the cookie never leaves it."""
    query = {"client_id": "shop", "redirect_uri": BACK, "response_type": "code"}
    challenge = {"code_challenge": "c" * 43, "code_challenge_method": "S256"}
    response = ask(
        app,
        "GET",
        "/oidc/authorize",
        token=None,
        params={**query, **challenge},
        headers={"X-Forwarded-Proto": "https"},
    )

    assert response.headers["set-cookie"].endswith("; Secure")


def test_a_form_works_once_and_for_ten_minutes(app, made):
    """A form sent again, or too late, leads nowhere."""
    used, late = authorize(app), authorize(app)
    told(submit(app, used, username="bob"))
    assert "expired or was sent before" in failed(submit(app, used, username="bob"))

    step(made, 600)

    assert "expired or was sent before" in failed(submit(app, late, username="bob"))
