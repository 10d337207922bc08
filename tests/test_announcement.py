"""What `understudy.announcement` promises, for any vendor's API."""

from dataclasses import replace
from pathlib import Path

from understudy.announcement import announcement, commands, listing
from understudy.contract.load import parse_contract
from understudy.http.exchange import Caller
from understudy.http.handlers import Api
from understudy.http.identities import Client, Identities
from understudy.serving import Offer
from understudy.vendors import Demo, Vendor

URL = "http://127.0.0.1:4010"
BOB = Caller("bob", "toys", None, frozenset())
CONTRACT = parse_contract(
    {
        "openapi": "3.1.0",
        "info": {"title": "Toys", "version": "2"},
        "servers": [{"url": "https://maker.example/shop"}],
        "paths": {
            "/toys": {"get": {"operationId": "listToys", "responses": {"200": {"description": "Toys."}}}}
        },
    },
    name="maker/toys",
)
API = Api("maker/toys", {}, lambda *_: None, lambda *_: None, lambda *_: None, {})
IDENTITIES = Identities(
    {"demo": BOB, "longer": BOB}, {"toys": Client("toys", "known", BOB)}, (), {"demo": "Bob, all scopes"}
)
DEMOS = {"maker/toys": (Demo("List toys", "curl -d '{\"a\": {}}' '{base}/toys'"),)}
VENDOR = Vendor((API,), lambda _world, documents: documents, {}, IDENTITIES, DEMOS)
OFFER = Offer(CONTRACT, Path("toys.yaml"), API, VENDOR)


def test_it_says_where_each_api_is_and_who_may_call():
    """Address, base URL, number of operations, documentation, tokens, client, commands."""
    assert announcement(URL, [OFFER], control=True).splitlines()[1:] == [
        f"Console and control API: {URL}/_understudy/",
        "",
        "maker/toys: Toys 2",
        f"  base URL    {URL}/shop",
        "  operations  1",
        f"  docs        {URL}/_understudy/docs/maker/toys",
        "  tokens      demo    Bob, all scopes",
        "              longer",
        f"  client      toys / known at {URL}/oidc/token",
        "",
        "  # List toys",
        f"  curl -d '{{\"a\": {{}}}}' '{URL}/shop/toys'",
    ]


def test_an_api_without_demos_or_callers_is_announced_all_the_same():
    """A vendor need not bring commands or identities."""
    bare = replace(OFFER, vendor=Vendor((API,), VENDOR.seed, {}, Identities()))

    assert [] == list(commands(URL, bare))
    assert "tokens" not in announcement(URL, [bare], control=False)


def test_the_listing_has_a_line_per_operation():
    """Id, method and path below the base path, in columns."""
    assert ["maker/toys: Toys 2, 1 operations", "  listToys  GET     /shop/toys"] == listing(
        [OFFER]
    ).splitlines()
