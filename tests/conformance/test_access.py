"""Each caller has a token, which is fetched when it is needed and again before it ends."""

import base64
from urllib.parse import parse_qs

import httpx
import pytest

from understudy.conformance import access as module
from understudy.conformance.access import Access, Tokens
from understudy.conformance.suite import Role
from understudy.errors import NotObservable, UnderstudyError, Unreachable

ROLES = {
    "reader": Role("a client that may only read", scopes="items/read", demo="demo-read"),
    "stranger": Role("a client of another shop", demo="demo-other"),
}
CLIENT = Access(client_id="me", client_secret="s3", token_url="http://127.0.0.1/token")


class Endpoint:
    """A token endpoint that numbers its tokens; `by_form` knows clients only by the form."""

    def __init__(self, *, by_form=False, **answer) -> None:
        self.by_form = by_form
        self.answer = answer
        self.forms: list[dict] = []

    def __call__(self, request):
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        self.forms.append(form)
        basic = "Basic " + base64.b64encode(b"me:s3").decode()
        known = (
            form.get("client_secret") == "s3"
            if self.by_form
            else request.headers.get("authorization") == basic
        )
        if not known:
            return httpx.Response(401, json={"error": "invalid_client"})
        return httpx.Response(
            200, json={"access_token": f"t{len(self.forms)}", "expires_in": 3600} | self.answer
        )


def tokens(access, endpoint=None) -> Tokens:
    return Tokens(access, ROLES, httpx.Client(transport=httpx.MockTransport(endpoint or Endpoint())))


def test_a_given_token_is_used():
    """The token of the command line is the main caller's, and those of its roles theirs."""
    given = tokens(Access(token="t", callers={"stranger": "u"}))

    assert ("t", "u") == (given.bearer(), given.bearer("stranger"))


def test_without_credentials_nothing_is_sent():
    """Who gave nothing sends nothing, unless the target turns out to take a demo token."""
    given = tokens(Access())

    assert "" == given.bearer()
    given.demo = "demo"
    assert "demo" == given.bearer()


@pytest.mark.parametrize("by_form", [False, True])
def test_a_client_is_granted_a_token(by_form):
    """The client_credentials grant is asked for once, whichever way the endpoint knows clients (RFC 6749)."""
    endpoint = Endpoint(by_form=by_form)
    granted = tokens(CLIENT, endpoint)
    first = granted.bearer()

    assert first == granted.bearer()
    assert (2 if by_form else 1) == len(endpoint.forms)
    assert "client_credentials" == endpoint.forms[-1]["grant_type"]
    assert "scope" not in endpoint.forms[-1]


def test_a_token_is_fetched_again_before_it_ends(monkeypatch):
    """Half a minute before its end a token is replaced."""
    time = 1000.0
    monkeypatch.setattr(module, "monotonic", lambda: time)
    granted = tokens(CLIENT)

    assert "t1" == granted.bearer()
    time += 3560
    assert "t1" == granted.bearer()
    time += 20
    assert "t2" == granted.bearer()


@pytest.mark.parametrize("lasts", [{"expires_in": "60"}, {"expires_in": None}, {"expires_in": "soon"}])
def test_odd_lives_are_understood(lasts):
    """A life that is written as text, or not at all, is no obstacle."""
    granted = tokens(CLIENT, Endpoint(**lasts))

    assert granted.bearer() == granted.bearer() == "t1"


def test_a_refused_token_is_given_up_once():
    """A granted token that is answered with 401 is replaced, for all who used it; a given one is not."""
    granted = tokens(CLIENT)
    first = granted.bearer()

    assert granted.renew(first)
    assert granted.renew(first)
    assert "t2" == granted.bearer()
    assert not tokens(Access(token="t")).renew("t")
    assert not granted.renew("never granted")


def test_a_role_is_a_narrower_scope():
    """With client credentials, the caller of a role that has a scope is the same client with less."""
    endpoint = Endpoint()
    granted = tokens(CLIENT, endpoint)
    main = granted.bearer()

    assert main != granted.bearer("reader")
    assert "items/read" == endpoint.forms[-1]["scope"]


def test_a_role_without_a_caller_is_not_observable():
    """A role that nobody gave a token for says what it is and which option gives it."""
    with pytest.raises(NotObservable, match=r"It needs a client of another shop: .* --caller stranger=TOKEN"):
        tokens(CLIENT).bearer("stranger")
    with pytest.raises(NotObservable):
        tokens(Access(token="t")).bearer("reader")


def test_the_main_caller_is_no_other():
    """A role's token that is the main caller's own shows nothing."""
    given = tokens(Access(token="demo-other"))
    given.understudy = True

    with pytest.raises(NotObservable):
        given.bearer("stranger")


def test_a_scope_that_is_not_narrowed_is_not_observable():
    """An endpoint that grants more than was asked for gives no caller with less."""
    with pytest.raises(NotObservable, match="granted 'items/read items/write'"):
        tokens(CLIENT, Endpoint(scope="items/read items/write")).bearer("reader")


def test_an_understudy_takes_demo_tokens():
    """The roles' demo tokens are used with an Understudy, and given ones before them."""
    given = tokens(Access(token="t", callers={"stranger": "u"}))
    given.understudy = True

    assert ("demo-read", "u") == (given.bearer("reader"), given.bearer("stranger"))


def test_on_stage_no_token_ends():
    """In a world whose clock moves, the callers are those of the demo, whatever was granted outside."""
    granted = tokens(CLIENT)
    granted.understudy = True
    staged = granted.on_stage("demo")

    assert ("demo", "demo-read", "demo-other") == tuple(map(staged.bearer, ("", "reader", "stranger")))


def test_an_unknown_role_is_a_mistake():
    """A behaviour that names a role which its suite lacks is wrong, not the server."""
    with pytest.raises(UnderstudyError, match="no role 'king'"):
        tokens(Access()).bearer("king")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (httpx.Response(401, json={"error": "invalid_client"}), "it answered 401, invalid_client"),
        (httpx.Response(200, json={"token_type": "Bearer"}), "it answered 200, without an access_token"),
        (httpx.Response(404, text="<html>"), "it answered 404"),
        (httpx.Response(200, json=["t"]), "it answered 200"),
    ],
)
def test_a_refused_client_cannot_go_on(answer, says):
    """An endpoint that gives no token ends the run, with its URL and answer and what to check, no secret."""
    with pytest.raises(Unreachable) as refused:
        tokens(CLIENT, lambda _request: answer).bearer()

    assert says in str(refused.value)
    assert "http://127.0.0.1/token" in str(refused.value)
    assert "s3" not in str(refused.value)


def test_a_silent_endpoint_cannot_go_on():
    """An endpoint that nobody listens at ends the run too."""

    def refuse(_request):
        raise httpx.ConnectError("refused")

    with pytest.raises(Unreachable, match="/token does not answer"):
        tokens(CLIENT, refuse).bearer()


def test_secrets_are_known_by_name():
    """Every token and secret header that may be on the wire is known, by the variable that stands for it."""
    headers = {"X-Api-Key": "k", "X-Other": "o"}
    given = tokens(Access(token="t", headers=headers, callers={"stranger": "u"}))
    granted = tokens(CLIENT)
    granted.bearer()
    granted.bearer("reader")

    assert {"t": "TOKEN", "u": "STRANGER_TOKEN", "k": "X_API_KEY"} == given.secrets()
    assert {"t1": "TOKEN", "s3": "CLIENT_SECRET", "t2": "READER_TOKEN"} == granted.secrets()


def test_a_token_that_ended_is_a_secret_still():
    """An answer to it may be on its way yet. A demo token is none, but has its variable."""
    granted = tokens(CLIENT)
    granted.renew(granted.bearer())
    granted.bearer()
    demo = tokens(Access())
    demo.demo, demo.understudy = "demo", True

    assert {"t1": "TOKEN", "t2": "TOKEN", "s3": "CLIENT_SECRET"} == granted.secrets() == granted.private()
    assert {"demo": "TOKEN", "demo-read": "READER_TOKEN", "demo-other": "STRANGER_TOKEN"} == demo.secrets()
    assert {} == demo.private()


def test_no_secret_is_shown():
    """Access does not print its credentials."""
    shown = repr(
        Access(token="s3cret", client_secret="s3cret", headers={"X": "s3cret"}, callers={"a": "s3cret"})
    )

    assert "s3cret" not in shown
