"""What the web pages promise, whichever APIs they are given."""

import json
import re

import pytest
import yaml

from understudy.console.app import BUNDLE, ApiPage, create_console

DOCUMENT = {"openapi": "3.1.0", "info": {"title": "Toys <b>", "version": "1"}, "paths": {}}


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "toys.yaml"
    path.write_text("# kept\n" + yaml.safe_dump(DOCUMENT), encoding="utf-8")
    return path


@pytest.fixture
def client(source):
    tokens = {"demo": "everybody's", "demo-read": "may look"}
    page = ApiPage("maker/toys", "Toys <b>", "1", "/toys", 3, source, DOCUMENT, tokens, ("id", "secret"))
    return create_console([page]).test_client()


def test_the_index_names_every_api(client):
    """The first page gives name, base URL, number of operations and links, with names escaped."""
    page = client.get("/", base_url="http://127.0.0.1:4010").text

    assert "Toys &lt;b&gt; 1" in page
    assert "http://127.0.0.1:4010/toys" in page
    assert 'href="/docs/maker/toys"' in page
    assert 'href="/specs/maker/toys.yaml"' in page


def test_the_page_of_an_api_has_the_usual_token_filled_in(client):
    """The documentation page starts with the first demo token and offers the others."""
    page = client.get("/docs/maker/toys").text

    assert re.search(r'<input id="token"[^>]* value="demo"', page)
    assert '<option value="demo-read">may look</option>' in page
    assert 'for="token"' in page


def test_the_pages_settings_are_json(client):
    """What the page's script reads is valid JSON in an attribute, quotes and all."""
    page = client.get("/docs/maker/toys").text
    settings = re.search(r'data-settings="([^"]*)"', page)[1].replace("&#34;", '"')

    assert {"basePath": "/toys", "client": ["id", "secret"]} == json.loads(settings)


def test_a_contract_is_served_as_it_stands(client, source):
    """The YAML is the file, byte for byte; the JSON is the same document; both are open to any origin."""
    as_yaml, as_json = client.get("/specs/maker/toys.yaml"), client.get("/specs/maker/toys.json")

    assert source.read_bytes() == as_yaml.data
    assert DOCUMENT == as_json.json
    assert ["*", "*"] == [answer.headers["Access-Control-Allow-Origin"] for answer in (as_yaml, as_json)]
    assert ["application/yaml", "application/json"] == [answer.mimetype for answer in (as_yaml, as_json)]


@pytest.mark.parametrize("path", ["/docs/maker/toys", "/", "/specs/maker/toys.json", "/nowhere"])
def test_pages_load_from_this_server_only(client, path):
    """Every answer forbids other origins, inline scripts and inline styles."""
    policy = client.get(path).headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/docs/maker/toys", "/", "/nowhere"])
def test_pages_obey_their_own_policy(client, path):
    """No page holds an inline script, a style or a link to another host."""
    page = client.get(path).text

    assert [] == re.findall(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=|https?://(?!localhost)", page)


@pytest.mark.parametrize("name", BUNDLE)
def test_the_bundle_is_packaged(client, name):
    """Swagger UI comes from an installed package, whole."""
    assert 200 == client.get(f"/swagger-ui/{name}", buffered=True).status_code


def test_the_bundle_shows_openapi_3_1(client):
    """The packaged Swagger UI is of version 5 or later: the first that renders OpenAPI 3.1."""
    bundle = client.get("/swagger-ui/swagger-ui-bundle.js", buffered=True).text

    assert int(re.search(r'PACKAGE_VERSION:"(\d+)', bundle)[1]) >= 5


@pytest.mark.parametrize(
    "path",
    [
        "/docs/maker/other",
        "/specs/maker/other.json",
        "/swagger-ui/index.html",
        "/swagger-ui/..%2Fsecret",
        "/x",
    ],
)
def test_unknown_pages_say_what_there_is(client, path):
    """A 404 lists the pages there are."""
    answer = client.get(path)

    assert 404 == answer.status_code
    assert 'href="/docs/maker/toys"' in answer.text
