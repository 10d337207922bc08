"""What nobody gets to see."""

import base64
import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.http.journaling import BREACH, sent

from understudy.contract.violations import Violation
from understudy.http import redaction
from understudy.http.journal import BODY_BYTES, Journal
from understudy.http.redaction import NO_SECRETS, REDACTED, Secrets

SECRET = "hush-hush"
PEOPLE = base64.b64encode(b"900-12-3456\n").decode()
TABLE = Secrets(
    members=frozenset({"taxnumber"}),
    private=("listof", "taxNumbers"),
    asked=frozenset({"content"}),
    answered=frozenset({"unknown"}),
    shapes=r"\b\d{3}-\d\d-\d{4}\b|\b\d{9}\b",
)
"""What some API keeps secret."""


def shown(one) -> str:
    """All that an entry shows, kept as a journal keeps it."""
    Journal().add(one)
    return json.dumps(
        [
            one.url,
            one.request_headers,
            one.reply_headers,
            one.request_text(),
            one.reply_text(),
            one.request_json(),
            one.reply_json(),
            [violation.message for violation in one.shown_violations()],
        ]
    )


@pytest.mark.parametrize(
    "name", ["authorization", "api-key", "cookie", "set-cookie", "proxy-authorization", "x-api-key"]
)
def test_credentials_in_headers_are_hidden(name):
    """Of Authorization the scheme stays, so that a wrong one can be seen."""
    assert SECRET not in str(redaction.headers([(name, f"Bearer {SECRET}")]))
    assert {"authorization": f"Bearer {REDACTED}"} == redaction.headers(
        [("authorization", f"Bearer {SECRET}")]
    )


def test_other_headers_are_shown():
    """Repeated ones joined; addresses lose their secrets only."""
    pairs = [("a", "1"), ("a", "2"), ("location", f"http://x.test/?code={SECRET}&state=s")]

    assert {"a": "1, 2", "location": f"http://x.test/?code={REDACTED}&state=s"} == redaction.headers(pairs)


SECRET_MEMBERS = ["access_token", "refresh_token", "id_token", "client_secret", "password", "taxNumber"]
OPEN_NAMES = st.text().filter(lambda name: name.lower() not in redaction.MEMBERS | TABLE.members)
"""Names of members that are not secret; Hypothesis knows the others too, from our own sources."""


@given(
    st.recursive(st.integers(), lambda inner: st.lists(inner) | st.dictionaries(OPEN_NAMES, inner)),
    st.sampled_from(SECRET_MEMBERS),
)
def test_secret_members_are_hidden_wherever_they_stand(value, name):
    """Property: the secret is gone, the rest is as it was."""
    body = {"deep": [{name: SECRET, "rest": value}]}

    one = sent(body, secrets=TABLE)

    assert SECRET not in shown(one)
    assert {"deep": [{name: REDACTED, "rest": value}]} == one.request_json()


@pytest.mark.parametrize(
    "name", ["client_secret", "code", "code_verifier", "assertion", "refresh_token", "password"]
)
def test_secret_fields_of_forms_are_hidden(name):
    """However the name is written."""
    form = "application/x-www-form-urlencoded"

    assert SECRET not in shown(sent(urlencode({"grant_type": "x", name: SECRET}).encode(), form))
    assert SECRET not in shown(sent(f"%{ord(name[0]):x}{name[1:]}={SECRET}".encode(), form))
    assert "grant_type=x" in shown(sent(urlencode({"grant_type": "x", name: SECRET}).encode(), form))
    assert SECRET not in shown(sent(f"TaxNumber={SECRET}".encode(), form, secrets=TABLE))


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("size", [1, BODY_BYTES])
def test_what_a_private_request_lists_is_hidden(order, size):
    """Also in one so long that it was cut before it said what it lists, and what its reply repeats."""
    members = {"listOf": "taxNumbers", "name": "A list", "content": PEOPLE * size}
    request = dict(list(members.items())[::order])
    one = sent(request, body=b'{"unknown": ["900-12-3456"]}', secrets=TABLE)

    everything = shown(one)
    assert PEOPLE not in everything
    assert "900-12" not in everything


def test_other_lists_are_shown():
    """What is wrong with a list can only be seen in it; another API may mean else by the same names."""
    assert PEOPLE in shown(sent({"listOf": "names", "content": PEOPLE}, secrets=TABLE))
    assert "hello" in shown(sent({"content": "hello"}, secrets=TABLE))
    assert PEOPLE in shown(sent({"listOf": "taxNumbers", "content": PEOPLE}))


def test_what_a_reply_repeats_of_a_private_request_is_hidden():
    """Members list it, sentences quote it."""
    reply = {
        "unknown": ["900-12-3456"],
        "detail": 'Line 1, "900123456", is wrong, as is 900-12-3456.',
        "createdAt": "2026-01-15",
    }
    request = {"listOf": "taxNumbers", "content": PEOPLE}
    one = sent(request, body=json.dumps(reply).encode(), secrets=TABLE)

    assert "900" not in shown(one)
    assert "2026-01-15" == one.reply_json()["createdAt"]


def test_violations_do_not_quote_secrets():
    """The pointer stays, the value goes."""
    quoting = Violation("body", "/password", "maxLength", f'password must be shorter, but is "{SECRET}".')

    assert SECRET not in shown(sent({}, violations=(quoting, BREACH)))
    assert (BREACH,) == redaction.violations((BREACH,), secrets=NO_SECRETS, private=False)
    assert (BREACH,) != redaction.violations((BREACH,), secrets=Secrets(shapes="-1"), private=True)


@pytest.mark.parametrize("body", [b'{"client_secret": "hush-hush', b'{"id_token":"hush-hush"} and more'])
def test_unreadable_json_loses_what_may_be_secret(body):
    """A body that is no JSON is shown as it was sent, but for that."""
    assert SECRET not in shown(sent(body))


def test_hidden_fields_of_pages_are_hidden():
    """The sign-in page carries a ticket."""
    page = f'<input type="hidden" name="ticket" value="{SECRET}"><p>Hello'.encode()
    one = sent({}, body=page, reply_headers=[(b"content-type", b"text/html; charset=utf-8")])

    assert SECRET not in shown(one)
    assert "<p>Hello" in shown(one)


def test_binary_bodies_have_no_text():
    """They are told by their size."""
    assert None is sent(b"\xff\xfe\x00", "application/octet-stream").request_text()


@given(st.binary(max_size=200), st.sampled_from(["application/json", "text/plain", "", "x/y+json"]))
def test_no_body_fails(body, media_type):
    """Whatever was sent can be looked at."""
    shown(sent(body, media_type, body=body))
