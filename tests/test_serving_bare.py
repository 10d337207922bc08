"""An API whose contract has no base path, served whole: beside another, with control API and pages."""

import httpx
import pytest

from tests.http.test_bare_paths import BARE, BARE_API
from tests.http.toys import API, IDENTITIES, SHOP
from understudy import serving
from understudy.announcement import commands, ready_line
from understudy.client import Server
from understudy.serving import Offer, Options, start
from understudy.vendors import Demo, Vendor

DEMOS = {"toys/bare": (Demo("Get a toy", "curl '{base}/toys/bear'"),)}
VENDOR = Vendor((API, BARE_API), lambda _world, documents: documents, {}, IDENTITIES, DEMOS)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """The server, and a client for it."""
    source = tmp_path_factory.mktemp("specs") / "toys.yaml"
    source.write_text("openapi: 3.1.0")
    offers = tuple(Offer(contract, source, api, VENDOR) for contract, api in ((SHOP, API), (BARE, BARE_API)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "find_offers", lambda _options: offers)
        with (
            start(Options(port=0, customers=10, log_format="", clock="frozen")) as server,
            httpx.Client(base_url=server.url, trust_env=False) as client,
        ):
            client.headers["Authorization"] = "Bearer demo"
            yield server, client


def test_it_is_answered_beside_the_other(running):
    """Plainly, and in a world by its path; the control API keeps its own paths."""
    _, client = running

    assert "Bare" == client.get("/toys/bear").json()["name"]
    assert "Bare" == client.get("/_world/mine/toys/bear").json()["name"]
    assert 404 == client.get("/shop/toys/bear").status_code
    names = {entry["api"] for entry in client.get("/_understudy/worlds/mine/journal").json()["items"]}
    assert {"toys/bare"} == names


def test_its_pages_are_there(running):
    """Documentation with the root as base path, overview, coverage."""
    _, client = running
    pages = {
        path: client.get(f"/_understudy{path}")
        for path in ("/", "/docs/toys/bare", "/coverage", "/specs/toys/bare.json", "/journal")
    }

    assert {200} == {page.status_code for page in pages.values()}
    assert "&#34;basePath&#34;: &#34;&#34;" in pages["/docs/toys/bare"].text


def test_it_is_announced_at_the_root(running):
    """Base URL, commands and the client's URLs are the host's own."""
    server, _ = running
    bare = server.offers[1]

    assert f'"toys/bare": "{server.url}"' in ready_line(server.url, server.offers, control=True)
    assert f"curl '{server.url}/toys/bear'" in list(commands(server.url, bare))
    with Server(server.url, {"toys/bare": server.url}) as steered:
        assert f"{server.url}/_world/mine" == steered.world("mine").url("toys/bare")
