"""The documentation pages and the contracts."""

import json
import re
from html import unescape

import pytest
from tests.console.pages import opened
from tests.control.steering import OFFERS

from understudy.console.docs import BUNDLE

NAME = "apiture/customer-audiences"


@pytest.fixture(scope="module")
def pages():
    return opened()


def settings(page):
    return json.loads(unescape(re.search(r'data-settings="([^"]*)"', page)[1]))


def test_the_page_of_an_api_has_the_usual_token_filled_in(pages):
    """The documentation page starts with the first demo token and offers the others."""
    page = pages.get(f"/docs/{NAME}").text

    assert re.search(r'<input id="token"[^>]* value="demo"', page)
    assert '<option value="demo-read">' in page


def test_calls_of_the_page_go_to_the_world_that_is_shown(pages):
    """The script is told the base path, the prefix of the world, and the demo client."""
    pages.desk.worlds.get("other")
    client = ["understudy-demo", "not-a-secret"]

    assert {"prefix": "", "basePath": "/service", "client": client} == settings(
        pages.get(f"/docs/{NAME}").text
    )
    assert "/_world/other/service" == settings(pages.get(f"/docs/{NAME}?world=other").text)["basePath"]


def test_a_contract_is_served_as_it_stands(pages):
    """The YAML is the file, byte for byte; the JSON is the same document."""
    as_yaml, as_json = pages.get(f"/specs/{NAME}.yaml"), pages.get(f"/specs/{NAME}.json")

    assert OFFERS[0].source.read_bytes() == as_yaml.data
    assert json.loads(json.dumps(OFFERS[0].contract.document)) == as_json.json
    assert ["application/yaml", "application/json"] == [answer.mimetype for answer in (as_yaml, as_json)]


@pytest.mark.parametrize("name", BUNDLE)
def test_the_bundle_is_packaged(pages, name):
    """Swagger UI comes from an installed package, whole."""
    assert 200 == pages.client.get(f"/swagger-ui/{name}", buffered=True).status_code


def test_the_bundle_shows_openapi_3_1(pages):
    """The packaged Swagger UI is of version 5 or later: the first that renders OpenAPI 3.1."""
    bundle = pages.client.get("/swagger-ui/swagger-ui-bundle.js", buffered=True).text

    assert int(re.search(r'PACKAGE_VERSION:"(\d+)', bundle)[1]) >= 5


@pytest.mark.parametrize(
    "path",
    ["/docs/maker/other", "/specs/maker/other.json", "/swagger-ui/index.html", "/swagger-ui/..%2Fsecret"],
)
def test_unknown_documents_are_missing(pages, path):
    """No other file is served than those of the contracts and the bundle."""
    assert 404 == pages.get(path).status_code
