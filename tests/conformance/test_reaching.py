"""A server that cannot be judged is told from one that breaks its contract, with what was tried."""

import ssl

import httpx
import pytest
from tests.conformance.shop import CONTRACT, URL, Shop, suite, target

from understudy.conformance.access import Access
from understudy.conformance.reaching import listings
from understudy.conformance.suite import Setting, Suite
from understudy.conformance.target import Target
from understudy.contract.load import parse_contract
from understudy.errors import Unreachable

ITEM = CONTRACT.document["paths"]["/items/{itemId}"]

BARE = parse_contract({**CONTRACT.document, "paths": {"/items/{itemId}": ITEM}}, name="shop/items")
ABOUT_AN_ITEM = Suite("shop/items", settings={"itemId": Setting("itemId", "the item", "shop/items")})


def bare(server, **options) -> Target:
    """A server of an API whose every operation is about one item."""
    return Target(BARE, URL, transport=httpx.MockTransport(server), **options)


def answers(response):
    """A server that always answers the same."""
    return lambda _request: response


def failing(fault):
    """A server that no exchange succeeds with."""

    def fail(_request):
        raise fault

    return fail


def reason(server, url=URL, **options) -> str:
    """Why a server cannot be reached."""
    with pytest.raises(Unreachable) as unreachable:
        target(server, url, **options).reach()
    return str(unreachable.value)


def test_collections_need_nothing():
    """What is asked first is what can be asked without knowing any id."""
    assert ["listItems"] == [operation.operation_id for operation in listings(CONTRACT)]


def test_a_server_that_answers_is_reached():
    """A 200 is an answer, and the server is not taken for an Understudy."""
    shop = Shop()
    reached = target(shop)
    reached.reach()

    assert not reached.understudy
    assert ["/_understudy/ready", "/shop/items"] == [request.url.path for request in shop.requests]


@pytest.mark.parametrize("status", [200, 204, 304, 400, 406, 418, 422, 429, 500])
def test_a_wrong_answer_is_for_the_judges(status):
    """An answer that is merely wrong is a finding, not a reason to stop."""
    target(answers(httpx.Response(status)), rate=None).reach()


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_wrong_path_says_what_was_tried(status):
    """Where there is no collection, the message names the URL tried and the path of the contract."""
    said = reason(answers(httpx.Response(status)), "http://127.0.0.1:4999/wrong")

    assert f"Tried GET http://127.0.0.1:4999/wrong/items and got {status}" in said
    assert "is http://127.0.0.1:4999/wrong the base URL" in said
    assert "In the contract it ends in /shop." in said


@pytest.mark.parametrize("status", [401, 403])
def test_wrong_and_missing_credentials_are_told_apart(status):
    """Who is not let in learns whether the credentials are wrong or missing."""
    server = answers(httpx.Response(status))

    assert "these credentials are not let in" in reason(server, access=Access(token="wrong"))
    assert "give credentials, with --token" in reason(server)


@pytest.mark.parametrize(
    ("response", "says"),
    [
        (httpx.Response(302, headers={"Location": "https://login.x/"}), "redirect to https://login.x/"),
        (httpx.Response(502), "a gateway"),
        (httpx.Response(200, html=" <!doctype html>"), "a web page"),
    ],
)
def test_something_else_that_answers_is_told(response, says):
    """A login page, a gateway without a server and a web site are not the API."""
    assert says in reason(answers(response))


def test_a_wrong_media_type_is_for_the_judges():
    """JSON that calls itself HTML is the API's mistake."""
    target(answers(httpx.Response(200, html="{}"))).reach()


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (httpx.ConnectError("[Errno 111] Connection refused"), "nothing listens there"),
        (httpx.ConnectError("[Errno -2] Name or service not known"), "there is no such host"),
        (httpx.ConnectTimeout("timed out"), "does not answer in time"),
        (httpx.ReadTimeout("timed out"), "does not answer in time"),
        (httpx.RemoteProtocolError("illegal status line"), "illegal status line"),
    ],
)
def test_a_server_that_is_down_names_the_url(fault, says):
    """Whatever keeps an answer from coming, the message names the URL and the cause."""
    said = reason(failing(fault))

    assert f"{URL}/items" in said
    assert says in said


def test_a_failed_handshake_is_told():
    """A certificate that is not trusted is told as such."""

    def fail(_request):
        raise httpx.ConnectError("certificate") from ssl.SSLCertVerificationError("self-signed certificate")

    assert "the TLS handshake failed" in reason(fail)


def test_one_collection_is_enough(monkeypatch):
    """Where one collection is missing and another one is there, the missing one is a finding."""
    shop = Shop()
    shop.faults["GET", "/shop/items"] = answers(httpx.Response(404))
    two = [CONTRACT.operations["listItems"], CONTRACT.operations["getItem"]]
    monkeypatch.setattr("understudy.conformance.reaching.listings", lambda _contract, _fixed: two)
    shop.faults["GET", "/shop/items/{itemId}"] = answers(httpx.Response(200))

    target(shop).reach()


@pytest.mark.parametrize("status", [200, 403, 404])
def test_without_collections_almost_any_answer_will_do(status):
    """Of an API without collections no more is asked than whether somebody answers."""
    assert [] == listings(BARE)
    bare(answers(httpx.Response(status))).reach()


@pytest.mark.parametrize(
    ("server", "says"),
    [
        (failing(httpx.ConnectError("Connection refused")), "nothing listens there"),
        (answers(httpx.Response(401)), "these credentials are not let in; check them[.]"),
    ],
)
def test_without_collections_a_401_is_one_and_silence_too(server, says):
    """Nobody there, and credentials that are good nowhere, are told before any setting is asked for."""
    with pytest.raises(Unreachable, match=says):
        bare(server, suite=ABOUT_AN_ITEM, access=Access(token="wrong")).reach()


def test_what_is_fixed_is_asked_for():
    """One collection that lets us in is not enough: those that name what is fixed must do so, too."""
    theirs = suite(settings={"itemId": Setting("itemId", "the item", "shop/items")})
    shop = Shop()
    with pytest.raises(Unreachable, match="/items/oops and got 404"):
        target(shop, suite=theirs, settings={"itemId": "oops"}).reach()
    for status, says in ((400, "is what --set says right?"), (403, "check them and what --set says.")):
        shop.faults["GET", "/shop/items/oops"] = answers(httpx.Response(status))
        said = reason(shop, suite=theirs, settings={"itemId": "oops"}, access=Access(token="good"))
        assert said.endswith(says)
