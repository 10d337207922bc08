"""Commands that repeat a request."""

import shlex

from hypothesis import given
from hypothesis import strategies as st
from tests.console.pages import entry

from understudy.console.repeat import curl
from understudy.http.journal import BODY_BYTES, Journal

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc"]))


@given(PRINTABLE, PRINTABLE)
def test_the_shell_reads_what_the_request_said(header, body):
    """Whatever a header or body holds, the shell takes it for one word: nothing in it is carried out."""
    kept = journaled(entry(headers={"x-note": header, "content-type": "text/plain"}, asked=body.encode()))
    words = shlex.split(curl(kept).replace("\\\n", " "))

    assert "curl" == words[0]
    assert f"x-note: {header}" in words
    assert body == (words[words.index("--data-raw") + 1] if body else "")


def test_it_sends_method_url_and_headers_but_no_secret():
    """The token is taken from the environment; what curl writes by itself is left out."""
    command = curl(journaled(entry(headers={"authorization": "Bearer s3cret", "host": "x", "accept": "*/*"})))

    assert "-X POST http://127.0.0.1:4010/service/customerAudiences" in command
    assert '-H "authorization: Bearer $TOKEN"' in command
    assert "-H 'accept: */*'" in command
    assert "s3cret" not in command
    assert "host" not in command


def test_a_get_needs_no_method():
    """It is what curl does by itself."""
    assert curl(journaled(entry(method="GET", asked=b""))).startswith("curl -i http://127.0.0.1:4010/service")


def test_a_header_cannot_reach_the_shell_beside_the_token():
    """Only a plain scheme stands outside of quotes that the shell leaves alone."""
    command = curl(journaled(entry(headers={"authorization": "$(reboot) s3cret"})))

    assert "authorization: $(reboot) [redacted]" in shlex.split(command.replace("\\\n", " "))
    assert '"authorization: $(reboot)' not in command


def test_a_body_that_was_cut_comes_from_a_file():
    """The journal keeps no whole body beyond 64 KiB, and says so."""
    body = b"x" * (BODY_BYTES + 1)
    command = curl(journaled(entry(headers={"content-type": "text/plain"}, asked=body)))

    assert "--data-binary @body" in command


def journaled(kept):
    journal = Journal(10)
    journal.add(kept)
    return kept
