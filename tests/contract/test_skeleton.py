"""What `understudy.contract.skeleton` promises."""

from pathlib import Path

import pytest
from openapi_spec_validator import validate
from tests.contract.making import contract_of

from understudy.contract.load import load_contract
from understudy.contract.skeleton import skeleton
from understudy.http.framework import ConnexionMiddleware, Resolver, RoutingMiddleware

SPECS = sorted(Path(__file__).parents[2].glob("specs/*/*.yaml"))
SCHEMES = {
    "login": {"type": "openIdConnect", "openIdConnectUrl": "https://example.com/oidc"},
    "key": {"type": "apiKey", "in": "header", "name": "API-Key", "description": "x"},
    "basic": {"type": "http", "scheme": "basic"},
}


def nothing():
    """Routing by operationId needs no function of ours."""


@pytest.mark.parametrize("source", SPECS, ids=lambda path: path.stem)
@pytest.mark.parametrize("secured", [True, False])
def test_connexion_takes_the_skeleton_of_each_contract(source, secured):
    """Connexion, which refuses OpenAPI 3.1, routes by what is made of our 3.1 documents."""
    contract = load_contract(source, name=source.stem)
    document = skeleton(contract, secured=secured)
    app = ConnexionMiddleware(lambda *_: None, middlewares=[RoutingMiddleware])
    app.add_api(document, base_path=contract.base_path, resolver=Resolver(lambda _: nothing))
    app._build_middleware_stack()

    validate(document)
    assert contract.operations.keys() == {
        operation["operationId"] for item in document["paths"].values() for operation in item.values()
    }


def test_security_is_kept_when_asked_for():
    """openIdConnect becomes oauth2 with the scopes that operations name; other schemes stay as they are."""
    contract = contract_of(
        {"security": [{"login": ["read", "write"]}, {"key": []}]}, components={"securitySchemes": SCHEMES}
    )
    secured = skeleton(contract, secured=True)
    schemes = secured["components"]["securitySchemes"]

    assert [{"login": ["read", "write"]}, {"key": []}] == secured["paths"]["/things"]["post"]["security"]
    assert "oauth2" == schemes["login"]["type"]
    assert {"read", "write"} == schemes["login"]["flows"]["clientCredentials"]["scopes"].keys()
    assert {"type": "apiKey", "in": "header", "name": "API-Key"} == schemes["key"]
    assert {"type": "http", "scheme": "basic"} == schemes["basic"]
    validate(secured)


def test_without_security_nothing_of_it_is_left():
    """The open skeleton names no scheme and no requirement."""
    contract = contract_of({"security": [{"key": []}]}, components={"securitySchemes": SCHEMES})
    document = skeleton(contract, secured=False)

    assert "components" not in document
    assert "security" not in document["paths"]["/things"]["post"]


def test_paths_keep_their_parameters_as_text():
    """Path parameters are strings to Connexion, whatever the contract says: ours is the only judge."""
    declared = {"name": "thing-id", "in": "path", "required": True, "schema": {"type": "integer"}}
    document = skeleton(contract_of({"parameters": [declared]}, path="/things/{thing-id}"), secured=False)

    operation = document["paths"]["/things/{thing-id}"]["post"]

    assert [{**declared, "schema": {"type": "string"}}] == operation["parameters"]
