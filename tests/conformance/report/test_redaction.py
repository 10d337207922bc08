"""Credentials are in no file."""

from dataclasses import replace

import pytest
from tests.conformance.report.runs import exchange, finding, judgement, run

from understudy.conformance.report.redaction import REDACTED, Redactor, redacted
from understudy.conformance.verdict import Outcome

TOKEN = "eyJhbGciOi.a-token-of-some-length"


@pytest.mark.parametrize(
    "header",
    [
        "Authorization",
        "Proxy-Authorization",
        "Cookie",
        "X-Api-Key",
        "X-Auth-Token",
        "x-client-secret",
        "apikey",
    ],
)
def test_headers_that_carry_credentials_are_emptied(header):
    """Whatever they hold, however short."""
    sent = exchange(request_headers={header: "demo", "Accept": "text/plain"})

    assert {header: REDACTED, "Accept": "text/plain"} == Redactor([sent]).exchange(sent).request_headers


@pytest.mark.parametrize(
    "value", ["Bearer {}", "bearer  {}", "Basic {}", "{}", "a=b; session={}; c=d", 'Digest u="{}"']
)
def test_no_part_of_a_credential_remains(value):
    """The scheme may be seen, nothing else."""
    sent = exchange(request_headers={"Authorization": value.format(TOKEN)})
    header = Redactor([sent]).exchange(sent).request_headers["Authorization"]

    assert header.lower().split() in (
        ["bearer", REDACTED],
        ["basic", REDACTED],
        ["digest", REDACTED],
        [REDACTED],
    )


def test_a_credential_is_found_wherever_it_comes_back():
    """A server that echoes what it was sent does not get the token into the report."""
    sent = exchange(
        url=f"http://localhost/?q={TOKEN}",
        request_headers={"authorization": f"Bearer {TOKEN}"},
        request_body=f"a={TOKEN}".encode(),
        headers={"content-type": "text/plain", "x-echo": TOKEN},
        body=f"no such token: {TOKEN}!".encode() + b"\xff",
    )
    found = finding(got=f"Bearer {TOKEN}", curl=f"curl -H {TOKEN}", steps=(TOKEN,), rerun=TOKEN, seen=(sent,))
    safe = redacted(run(findings=(found,), exchanges=(sent,), notes=(TOKEN,), left=(TOKEN,)))

    assert TOKEN not in repr((safe, safe.exchanges, safe.findings[0].seen))
    assert b"no such token: [redacted]!\xff" == safe.exchanges[0].body
    assert "Bearer [redacted]" == safe.findings[0].got


def test_a_word_that_is_a_token_stays_a_word():
    """`demo` is a credential in its header and a word in a body."""
    sent = exchange(request_headers={"Authorization": "Bearer demo"}, body=b'{"name":"demo"}')

    assert b'{"name":"demo"}' == Redactor([sent]).exchange(sent).body


def test_the_token_endpoint_is_kept_secret():
    """What is sent for a token, and the token that comes, are taken out by their names."""
    asked = exchange(
        request_headers={"Content-Type": "application/x-www-form-urlencoded"},
        request_body=b"grant_type=client_credentials&client_secret=short&scope=a",
        body=b'{"access_token": "s\\"hort", "expires_in": 60}',
    )
    safe = Redactor([]).exchange(asked)

    assert b"grant_type=client_credentials&client_secret=[redacted]&scope=a" == safe.request_body
    assert b'{"access_token": "[redacted]", "expires_in": 60}' == safe.body


def test_a_url_holds_no_credential():
    """Neither before its host nor in its query."""
    assert "http://host/a?access_token=[redacted]&b=1" == Redactor([]).text(
        "http://user:pass@host/a?access_token=xyz&b=1"
    )
    assert "http://host/" == redacted(run(target="http://user:pass@host/")).target


def test_the_rest_is_left_as_it_is():
    """An exchange without credentials is the same afterwards."""
    plain = exchange(request_headers={"Accept": "a", "If-Match": '"1"', "Author": "me"}, body=b"\x00\xff")

    assert plain == Redactor([plain]).exchange(plain)
    assert (
        "Bearer"
        == Redactor([])
        .exchange(replace(plain, headers={"www-authenticate": "Bearer"}))
        .headers["www-authenticate"]
    )


def test_a_secret_is_taken_out_though_no_exchange_holds_it():
    """Exchanges are masked where they are sent: what comes back must be known from elsewhere."""
    echo = exchange(request_headers={"authorization": "Bearer $TOKEN"}, body=b"no such token: s3cr3t-x")
    told = judgement(outcome=Outcome.BROKEN, reason="Expected status 200, got s3cr3t-x.")
    made = run(judgements=(told,), exchanges=(echo,), notes=("s3cr3t-x",))
    safe = redacted(made, {"s3cr3t-x": "TOKEN", "demo": ""})

    assert "s3cr3t-x" not in repr((safe, safe.exchanges))
    assert b"no such token: [redacted]" == safe.exchanges[0].body


def test_one_credential_may_begin_another():
    """The longer one is taken out whole, and those sent most often are among those looked for."""
    longer = f"{TOKEN}-and-more"
    sent = [exchange(request_headers={"Authorization": f"Bearer {token}"}) for token in (TOKEN, longer) * 2]
    drawn = [exchange(request_headers={"Authorization": f"drawn-at-random-{n}"}) for n in range(200)]

    assert "[redacted] [redacted]" == Redactor([*drawn, *sent]).text(f"{longer} {TOKEN}")


def test_what_an_answer_hands_out_is_taken_out():
    """A session that a server begins is nobody else's business."""
    answer = exchange(headers={"set-cookie": "session=1234", "x-auth-token": "abc", "etag": '"1"'})

    assert {"set-cookie": REDACTED, "x-auth-token": REDACTED, "etag": '"1"'} == Redactor([]).exchange(
        answer
    ).headers
