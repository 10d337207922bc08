"""What `understudy.announcement` promises, for any vendor's API."""

import json
import os
import subprocess
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from understudy import serving
from understudy.announcement import announcement, commands, credentials_listing, listing
from understudy.contract.load import parse_contract
from understudy.http.assertions import AssertionClient, AssertionIssuer
from understudy.http.exchange import Caller
from understudy.http.handlers import Api
from understudy.http.identities import Client, Identities
from understudy.http.keys import demo_keys
from understudy.serving import Offer, Options, find_offers, start
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


def test_it_says_that_commands_know_no_aliases():
    """Whoever pastes one is told where to look, and only if operations are elsewhere."""
    assert "  aliases  " in announcement(URL, [replace(OFFER, moved=True)], control=True)
    assert "  aliases  " not in announcement(URL, [OFFER], control=True)


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


ISSUER = AssertionIssuer("/token", (AssertionClient("robot", BOB, "Bob's robot"),))
ISSUING = replace(OFFER, vendor=replace(VENDOR, issuers=(ISSUER,)))


def test_clients_that_sign_assertions_are_announced():
    """Where they ask for tokens; their keys are for `credentials_listing`."""
    lines = announcement(URL, [ISSUING], control=True).splitlines()

    assert f"  client      robot, by signed assertion at {URL}/token" in lines


def test_credentials_are_listed_per_api():
    """Tokens with notes and clients; of a client that signs, its token URL and both private keys."""
    text = credentials_listing(URL, [ISSUING, OFFER], seed=7)

    keys = demo_keys(7, "robot")
    for shown in (
        "  tokens      demo    Bob, all scopes",
        f"  client      toys / known at {URL}/oidc/token",
        "  client      robot  Bob's robot",
        f"  token URL   {URL}/token (",
        "  signs by    RS256, PS256, ES256",
        f"# robot-rsa.pem, kid {keys.rsa.kid}",
        keys.rsa.as_pem(private=True).decode(),
        keys.ec.as_pem(private=True).decode(),
    ):
        assert shown in text
    assert 2 == text.count("maker/toys: Toys 2")
    assert text != credentials_listing(URL, [ISSUING], seed=8)


def test_the_listed_command_gets_a_token(tmp_path):
    """It is pasted into a shell, with the key saved as told, and a server of that seed answers it."""
    options = Options(port=0, customers=10, log_format="", control=False, seed=7, apis=())
    offers = tuple(
        replace(offer, vendor=replace(offer.vendor, issuers=(ISSUER,))) for offer in find_offers(options)[:1]
    )
    with listening(options, offers) as url:
        text = credentials_listing(url, offers, seed=7)
        key = (
            text[text.index("-----BEGIN") : text.index("-----END PRIVATE KEY-----")]
            + "-----END PRIVATE KEY-----"
        )
        (tmp_path / "robot-rsa.pem").write_text(key + "\n")
        command = text[text.index("b64()") :]
        ran = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env={**os.environ, "no_proxy": "*"},
            capture_output=True,
            check=True,
        )
        granted = json.loads(ran.stdout)

    assert ("Bearer", 3600) == (granted["token_type"], granted["expires_in"])


@contextmanager
def listening(options, offers):
    """A server of these offers, until the block ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "find_offers", lambda _options: offers)
        with start(options) as server:
            yield server.url
