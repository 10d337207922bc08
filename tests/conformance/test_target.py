"""A target sends each behaviour's requests where they belong, in the right name, and tells what came."""

import httpx
import pytest
from tests.conformance.shop import CONTRACT, DONE, URL, Shop, suite, target

from understudy.conformance.access import Access
from understudy.conformance.carrier import TooLong
from understudy.conformance.probe import Ask
from understudy.conformance.suite import Role
from understudy.contract.load import parse_contract
from understudy.errors import Broken, NotObservable, UnderstudyError, Unreachable

LIST = CONTRACT.operations["listItems"]
ROLES = {"stranger": Role("another shop", demo="demo-other")}
READY = {"status": "ready", "apis": ["shop/items"], "worlds": 1}

ORDERS = parse_contract(
    {
        "openapi": "3.1.0",
        "info": {"title": "Orders", "version": "1.0.0"},
        "paths": {"/orders": {"get": {"operationId": "listOrders", "responses": {"200": DONE}}}},
    },
    name="shop/orders",
)


def ask(caller="", **headers) -> Ask:
    """A request for the list."""
    return Ask(LIST, LIST.path, headers, b"", caller)


def failing(shop, fault):
    """The list of a shop never arrives."""

    def fail(_request):
        raise fault

    shop.faults["GET", "/shop/items"] = fail


def test_exchanges_say_everything_but_the_secret():
    """An exchange holds request and answer; the token is only a name in it, and it is heard of."""
    heard = []
    exchange = target(Shop(), access=Access(token="s3"), record=heard.append).send(ask(Accept="text/csv"))

    assert [exchange] == heard
    assert ("GET", f"{URL}/items", 200, "listItems", "behaviours") == (
        exchange.method,
        exchange.url,
        exchange.status,
        exchange.operation,
        exchange.source,
    )
    assert {"Authorization": "Bearer $TOKEN", "Accept": "text/csv"} == exchange.request_headers
    assert {"items": []} == exchange.json()


def test_each_caller_has_its_token():
    """The main caller, a role and a stranger to all are told apart by their tokens."""
    shop = Shop()
    access = Access(token="s3", callers={"stranger": "u"}, headers={"X-Tenant": "a"})
    asked = target(shop, suite=suite(roles=ROLES), access=access)
    exchanges = [
        asked.send(ask()),
        asked.send(ask("stranger")),
        asked.send(ask(Authorization="Bearer wrong")),
        asked.send(ask(Authorization="")),
    ]

    assert ["Bearer s3", "Bearer u", "Bearer wrong", None] == shop.sent("authorization")
    assert ["a"] * 4 == shop.sent("x-tenant")
    masked = ["Bearer $TOKEN", "Bearer $STRANGER_TOKEN", "Bearer wrong", None]
    assert masked == [exchange.request_headers.get("Authorization") for exchange in exchanges]


def test_a_given_header_may_be_the_credentials():
    """Where a header is all that says who calls, it is left out when nobody is to call."""
    shop = Shop()
    asked = target(shop, access=Access(headers={"X-Api-Key": "k"}))
    shown = asked.send(ask()).request_headers
    asked.send(ask(Authorization=""))

    assert ["k", None] == shop.sent("x-api-key")
    assert {"X-Api-Key": "$X_API_KEY"} == shown


def test_an_expired_token_is_fetched_again():
    """A granted token that is answered with 401 is replaced, and the request is sent again once."""
    shop, granted = Shop(), iter("123456")

    def serve(request):
        if request.url.path == "/token":
            return httpx.Response(200, json={"access_token": f"t{next(granted)}"})
        allowed = request.headers["authorization"] == "Bearer t2"
        return shop(request) if allowed else httpx.Response(401)

    client = Access(client_id="me", client_secret="s3", token_url="http://127.0.0.1:4999/token")
    asked = target(serve, access=client)

    assert 200 == asked.send(ask()).status
    assert 401 == asked.send(ask(Authorization="Bearer wrong")).status
    assert 200 == asked.send(ask()).status


@pytest.mark.parametrize(
    ("fault", "expected", "got"),
    [
        (httpx.ReadTimeout("late"), "an answer within 3 s", "none (ReadTimeout)"),
        (TooLong("more than 64 MiB"), "an answer that ends", "more than 64 MiB"),
        (httpx.RemoteProtocolError("nonsense"), "an answer in HTTP", "none: nonsense"),
    ],
)
def test_no_answer_breaks_the_promise(fault, expected, got):
    """A server that does not answer, or not in HTTP, breaks what was promised; the request is shown."""
    shop = Shop()
    failing(shop, fault)
    with pytest.raises(Broken) as broken:
        target(shop, timeout=3.0).send(ask())

    assert (expected, got) == (broken.value.expected, broken.value.got)
    assert (f"{URL}/items", 0) == (broken.value.exchange.url, broken.value.exchange.status)


def test_a_server_that_is_gone_ends_the_run():
    """A refused connection is no broken promise."""
    shop = Shop()
    failing(shop, httpx.ConnectError("refused"))

    with pytest.raises(Unreachable, match="takes no connections any more"):
        target(shop).send(ask())


def test_what_cannot_be_sent_is_the_behaviours_mistake():
    """A header that HTTP cannot carry is not the server's fault."""
    with pytest.raises(UnderstudyError, match="cannot be sent as asked"):
        target(Shop()).send(ask(Accept="zoë"))


def test_an_unknown_operation_is_not_observable():
    """A promise about an operation that the contract lacks cannot be seen."""
    with pytest.raises(NotObservable, match="has no operation sellItem"):
        target(Shop()).operation("sellItem")


def test_siblings_are_asked_where_they_are():
    """An operation of another API of the vendor goes to that API's base URL, once it was seen to answer."""
    paths = []

    def serve(request):
        paths.append(request.url.path)
        return httpx.Response(200, json={})

    asked = target(serve, siblings={"shop/orders": (ORDERS, "http://127.0.0.1:4999/sales/")})
    for _ in range(2):
        operation = asked.operation("listOrders")
        asked.send(Ask(operation, operation.path, {}, b""))

    assert ["/sales/orders"] * 3 == paths


def test_a_sibling_that_is_not_there_is_not_observable():
    """Where only the one API is served, promises that need another one cannot be seen; it is asked once."""
    shop = Shop()
    asked = target(shop, siblings={"shop/orders": (ORDERS, "http://127.0.0.1:4999/sales")})
    for _ in range(2):
        with pytest.raises(NotObservable, match="--sibling shop/orders=URL"):
            asked.operation("listOrders")

    assert 1 == len(shop.requests)


def test_an_understudy_needs_no_credentials():
    """The demo tokens are used with an Understudy, which says itself that it is one."""
    shop = Shop()
    shop.faults["GET", "/_understudy/ready"] = lambda _request: httpx.Response(200, json=READY)
    asked = target(shop, suite=suite(main="demo", roles=ROLES))
    asked.reach()
    asked.send(ask("stranger"))

    assert asked.understudy
    assert ["Bearer demo", "Bearer demo-other"] == shop.sent("authorization")


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404),
        httpx.Response(200, text="ok"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json=READY | {"apis": ["shop/other"]}),
        httpx.Response(401, json=READY),
    ],
)
def test_another_server_is_no_understudy(answer):
    """A server that says anything else gets no demo tokens, and has no stage."""
    shop = Shop()
    shop.faults["GET", "/_understudy/ready"] = lambda _request: answer
    asked = target(shop, suite=suite(main="demo", roles=ROLES))
    asked.reach()

    assert [None] == shop.sent("authorization")
    for need in ("stage", "stranger"):
        with pytest.raises(NotObservable):
            asked.require(need)


def test_the_control_api_gets_no_credentials():
    """Neither token nor headers go to what may be the control API."""
    shop = Shop()
    target(shop, access=Access(token="s3", headers={"X-Api-Key": "k"})).reach()

    assert not {"authorization", "x-api-key"} & set(shop.requests[0].headers)
