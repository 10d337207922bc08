"""A command says exactly what was sent, and no secret."""

import http.server
import shlex
import subprocess
from datetime import UTC, datetime
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.conformance.curl import MOST, curl
from understudy.conformance.wire import Exchange

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def exchange(method="GET", url="http://127.0.0.1/x", headers=None, body=b"") -> Exchange:
    return Exchange(method, url, headers or {}, body, 200, {}, b"", NOW, 0.0)


class Echo(http.server.BaseHTTPRequestHandler):
    """Notes what comes."""

    def __getattr__(self, name):
        """The same for every method."""
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.came = (self.command, self.path, dict(self.headers), body)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_said):
        pass


@pytest.fixture(scope="module")
def echo():
    """A server that notes the latest request."""
    with http.server.HTTPServer(("127.0.0.1", 0), Echo) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def came(echo, sent: Exchange, **environment):
    """What comes when a shell runs the command of an exchange."""
    echo.came = None
    subprocess.run(["sh", "-c", curl(sent)], check=True, capture_output=True, env=environment, timeout=20)
    return echo.came


def test_a_shell_sends_the_same_again(echo):
    """Method, path, headers and body arrive as they were sent, whatever a shell would make of them."""
    url = f"http://127.0.0.1:{echo.server_port}/a%7Cb/c?q=%22x%22&r=$(id)&s={{1,2}}&t=[3-4]"
    headers = {"X-Odd": 'it\'s $HOME `id` "x"', "If-Match": '"1"', "Content-Type": "application/json"}
    sent = exchange("PATCH", url, headers, b"""{"name": "O'Neil $HOME \\n"}""")

    method, path, got, body = came(echo, sent)

    assert ("PATCH", sent.request_body) == (method, body)
    assert url.endswith(path)
    assert headers == {name: got[name] for name in headers}


@pytest.mark.parametrize("body", [b"\xff\x00\xfe", b"@/etc/passwd", b"a=1\r\nb", "Zoë".encode()])
def test_bodies_are_exact(echo, body):
    """Bytes that no argument can hold, and text that looks like a file's name to curl, arrive as they are."""
    url = f"http://127.0.0.1:{echo.server_port}/"

    _, _, headers, got = came(echo, exchange("POST", url, {}, body))

    assert body == got
    assert "Content-Type" not in headers


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "PUT"])
def test_methods_are_kept(echo, method):
    """Each method is sent as such, without a body as well."""
    assert method == came(echo, exchange(method, f"http://127.0.0.1:{echo.server_port}/"))[0]


def test_the_shell_fills_in_credentials(echo):
    """`$TOKEN` is left to the shell; any other text is not, be it as clever as it may."""
    url = f"http://127.0.0.1:{echo.server_port}/"
    headers = {
        "Authorization": "Bearer $TOKEN",
        "X-Api-Key": "$X_API_KEY",
        "X-Text": "Bearer $TOKEN, and",
    }

    got = came(echo, exchange("GET", url, headers), TOKEN="s3", X_API_KEY="k")[2]

    assert ("Bearer s3", "k", "Bearer $TOKEN, and") == tuple(got[name] for name in headers)


def test_an_empty_header_is_sent(echo):
    """A header without a value is one."""
    got = came(echo, exchange("GET", f"http://127.0.0.1:{echo.server_port}/", {"If-Match": ""}))[2]

    assert "" == got["If-Match"]


def test_large_bodies_are_told_of():
    """A body that is too large for a command is read from a file, and a comment says what it holds."""
    command = curl(exchange("POST", body=b'{"name": ' + b"x" * MOST + b"}"))

    assert '--data-binary @body http://127.0.0.1/x # body: 4,106 bytes that begin with {"name": xx' in command
    assert len(command) < 400


@given(
    name=st.sampled_from(["X-A", "Authorization"]), value=st.text(st.characters(codec="ascii"), min_size=1)
)
def test_no_value_runs_a_command(name, value):
    """Whatever a header holds, a shell takes it as one word; only masked names are filled in."""
    words = shlex.split(curl(exchange("GET", headers={name: value})))

    assert [f"{name}: {value}"] == [word for word in words if word.startswith(name)]
