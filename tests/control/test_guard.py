"""Who may steer the server."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.control.steering import BASE, steering

from understudy.control.guard import Guard, host_of
from understudy.errors import Problem, UsageError

TOKEN = "open-sesame"


@pytest.fixture(scope="module")
def local():
    return steering()


@pytest.fixture(scope="module")
def remote():
    """A server started with a control token, and a client elsewhere."""
    made = steering(token=TOKEN)
    made.client = ("192.0.2.7", 50000)
    return made


def admitted(guard: Guard, client: str, **headers: str) -> bool:
    """Whether a GET with these headers is let through; `_` stands for `-` in their names."""
    scope = {"method": "GET", "client": (client, 1), "server": ("127.0.0.1", 4010)}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        guard.admit(scope, named)
    except Problem as problem:
        return problem.status not in (401, 403)
    return True


@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.0.3", "::1", "::ffff:127.0.0.1"])
def test_this_machine_may(client):
    """A client at a loopback address is let in, also where its IPv4 address is written as IPv6."""
    assert admitted(Guard(), client, host="localhost:4010")


@pytest.mark.parametrize(
    "client", ["192.0.2.7", "10.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0", "2001:db8::1", "", "x"]
)
def test_no_other_machine_may(client):
    """Every other address is refused."""
    assert not admitted(Guard(), client, host="localhost:4010")


def test_a_client_without_an_address_may_not():
    """What cannot be told to be this machine is not taken for it."""
    with pytest.raises(Problem, match="Only this machine"):
        Guard().admit({"method": "GET", "client": None}, {"host": "localhost"})


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:4010",
        "localhost.",
        "app.localhost:1",
        "127.0.0.1:4010",
        "127.1.2.3",
        "[::1]:4010",
    ],
)
def test_names_of_this_machine_are_taken(host):
    """Loopback addresses and names are this machine's own (RFC 6761)."""
    assert admitted(Guard(), "127.0.0.1", host=host)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:4010",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "192.0.2.7",
        "",
    ],
)
def test_names_that_lead_elsewhere_are_refused(host):
    """A page cannot reach the server by a name of its own that it lets point here (DNS rebinding)."""
    assert not admitted(Guard(), "127.0.0.1", host=host)


def test_a_request_without_a_host_is_refused():
    """HTTP/1.0 needs no Host, so nothing would be known about the name."""
    assert not admitted(Guard(), "127.0.0.1")
    assert not admitted(Guard(host=""), "127.0.0.1")


def test_the_name_it_listens_on_is_taken():
    """`--host NAME` makes this name the server's own."""
    assert admitted(Guard(host="Stand-In.internal"), "127.0.0.1", host="stand-in.internal:4010")
    assert not admitted(Guard(), "127.0.0.1", host="stand-in.internal:4010")


@given(st.text(max_size=30), st.sampled_from(["", ":80", ":4010"]))
def test_only_an_equal_origin_is_own(text, port):
    """Whatever else a browser sends as Origin, `null` included, is refused."""
    origin = f"http://{text}{port}"

    assert admitted(Guard(), "127.0.0.1", host="localhost:4010", origin=origin) == (
        origin.lower() == "http://localhost:4010"
    )
    assert not admitted(Guard(), "127.0.0.1", host="localhost:4010", origin=text)


@pytest.mark.parametrize(
    ("site", "let_in"), [("same-origin", True), ("none", True), ("same-site", False), ("cross-site", False)]
)
def test_pages_of_other_sites_are_refused(site, let_in):
    """Fetch Metadata tells what a browser sends for other pages, images and scripts included."""
    assert let_in == admitted(Guard(), "127.0.0.1", host="localhost", sec_fetch_site=site)


def test_a_link_may_lead_here():
    """A page opened from elsewhere is only seen by the person; framed or posted, it is refused."""
    scope = {"method": "GET", "client": ("::1", 1), "server": ("::1", 4010)}
    headers = {"host": "localhost", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}

    Guard().admit(scope, {**headers, "sec-fetch-dest": "document"})

    with pytest.raises(Problem):
        Guard().admit(scope, {**headers, "sec-fetch-dest": "iframe"})
    with pytest.raises(Problem):
        Guard().admit({**scope, "method": "POST"}, {**headers, "sec-fetch-dest": "document"})


def test_with_a_token_anybody_who_has_it_may(remote):
    """With --control-token the token lets in from wherever: as a bearer token, or as a browser's password."""
    password = base64.b64encode(f"anybody:{TOKEN}".encode()).decode()
    accepted = [f"Bearer {TOKEN}", f"bearer  {TOKEN}", f"Basic {password}"]

    for authorization in accepted:
        headers = {"Authorization": authorization, "Host": "stand-in.example"}
        assert 200 == remote.call("GET", "/health", headers=headers).status_code


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer wrong",
        f"Bearer {TOKEN}x",
        TOKEN,
        f"Digest {TOKEN}",
        "Basic !",
        f"Basic {TOKEN}",
    ],
)
def test_without_the_token_nobody_may(remote, authorization):
    """Without the token the answer is 401 with a challenge, also for this machine."""
    headers = {} if authorization is None else {"Authorization": authorization}
    for client in ("192.0.2.7", "127.0.0.1"):
        remote.client = (client, 1)
        response = remote.call("GET", "/worlds", headers=headers)

        assert 401 == response.status_code
        assert "Bearer realm=" in response.headers["WWW-Authenticate"]
    remote.client = ("192.0.2.7", 1)


def test_a_token_does_not_let_other_pages_in(remote):
    """A browser sends a password it knows by itself, so the page's origin still counts."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Origin": "http://evil.example"}

    assert 403 == remote.call("GET", "/worlds", headers=headers).status_code


@pytest.mark.parametrize("token", ["", "  "])
def test_an_empty_token_is_none(token):
    """A token that everybody knows is refused at start."""
    with pytest.raises(UsageError, match="empty"):
        Guard(token=token)


@pytest.mark.parametrize("path", ["/worlds", "/", "/journal", "/nowhere"])
def test_api_and_pages_are_guarded(local, path):
    """The guard stands before the API and before the console's pages; nothing changes, nothing is told."""
    response = local.call("GET", path, headers={"Host": "evil.example"})

    assert (403, "application/problem+json") == (response.status_code, response.headers["Content-Type"])
    assert "forbidden" not in {name.lower() for name in response.headers}


@pytest.mark.parametrize("path", ["/docs/apiture/customer-audiences", "/specs/x.yaml", "/static/docs.js"])
def test_documentation_is_not(local, path):
    """Contracts and their pages may be read from anywhere: they show nothing of a world."""
    assert 200 == local.call("GET", path, headers={"Host": "evil.example"}).status_code


def test_no_answer_lets_other_origins_read_it(local):
    """No CORS header on any answer, refusals and OPTIONS included; OPTIONS names the methods only."""
    responses = [
        local.call("GET", "/worlds"),
        local.call("GET", "/worlds/none"),
        local.call("GET", "/worlds", headers={"Origin": "http://evil.example"}),
        local.call("OPTIONS", "/worlds", headers={"Access-Control-Request-Method": "POST"}),
        local.call("OPTIONS", "/worlds/none/nothing/here"),
    ]

    assert [200, 404, 403, 204, 404] == [response.status_code for response in responses]
    assert "GET, HEAD, OPTIONS, POST" == responses[3].headers["Allow"]
    for response in responses:
        assert [] == [name for name in response.headers if name.lower().startswith("access-control")]
        assert "no-store" == response.headers["Cache-Control"]


def test_own_pages_may(local):
    """The console's own scripts ask with this server's origin."""
    headers = {"Origin": BASE.removesuffix("/_understudy"), "Sec-Fetch-Site": "same-origin"}

    assert 200 == local.call("GET", "/worlds", headers=headers).status_code


@given(st.text(max_size=40))
def test_any_host_header_can_be_read(text):
    """No text makes the host unreadable."""
    assert host_of(text) in text
