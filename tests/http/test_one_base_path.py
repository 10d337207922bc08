"""Two APIs of one vendor below one base path: each answers its own, and a path has the methods of both."""

from dataclasses import replace

import pytest
import yaml
from tests.http.toys import API, IDENTITIES, SHOP, ask, world

from understudy.contract.load import parse_contract
from understudy.errors import ContractError
from understudy.http.app import Service, create_app
from understudy.http.exchange import Reply
from understudy.http.handlers import Handler
from understudy.http.worlds import Worlds

ANNEX = """
openapi: 3.1.0
info: {title: Annex, version: "1"}
servers: [{url: "https://toys.example/shop"}]
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
paths:
  /toys/{id}:
    patch:
      operationId: patchToy
      security: [{token: []}]
      parameters: [{name: id, in: path, required: true, schema: {type: string, maxLength: 8}}]
      responses: {"204": {description: done}, 4XX: {description: refused}}
  /shelves:
    get:
      operationId: listShelves
      security: [{token: []}]
      responses: {"204": {description: none}}
"""
BEHIND = parse_contract(yaml.safe_load(ANNEX), name="toys/annex")


def patch_toy(request, view):
    toy = {"id": request.path["id"], "name": "Patched"}
    return Reply(204, documents=view.documents.put("toys", request.path["id"], toy))


ANNEX_API = replace(
    API,
    name="toys/annex",
    handlers={"patchToy": Handler(patch_toy), "listShelves": Handler(lambda _request, _view: Reply(204))},
    refuse=lambda problem, _call, _view: Reply(problem.status, {"annex": problem.code}),
    lost=lambda problem, _call, _view: Reply(problem.status, {"lost": problem.code}),
)


@pytest.fixture(params=[False, True])
def app(request):
    """The server of both, in either order."""
    services = [Service(SHOP, API), Service(BEHIND, ANNEX_API)]
    worlds = Worlds(world(), [SHOP, BEHIND])
    services = services[::-1] if request.param else services
    return create_app(services, worlds=worlds, identities=IDENTITIES, auth=True, seed=1)


def test_each_answers_its_own_operations(app):
    """The method of a path decides which API answers; both change the same world."""
    assert 204 == ask(app, "PATCH", "/shop/toys/bear").status_code
    assert "Patched" == ask(app, "GET", "/shop/toys/bear").json()["name"]
    assert 200 == ask(app, "HEAD", "/shop/toys/bear").status_code
    assert 204 == ask(app, "GET", "/shop/shelves").status_code


def test_a_path_has_the_methods_of_both(app):
    """OPTIONS, a preflight and a 405 name the methods of both APIs."""
    all_of_them = "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"

    assert all_of_them == ask(app, "OPTIONS", "/shop/toys/bear").headers["allow"]
    refused = ask(app, "POST", "/shop/toys/bear")

    assert (405, {"lost": "methodNotAllowed"}) == (refused.status_code, refused.json())
    assert all_of_them == refused.headers["allow"]
    assert "GET, HEAD, OPTIONS" == ask(app, "OPTIONS", "/shop/shelves").headers["allow"]


def test_each_refuses_in_its_own_words(app):
    """A request that reached an operation is refused by that operation's API."""
    theirs = ask(app, "PATCH", "/shop/toys/far-too-long")
    ours = ask(app, "GET", "/shop/toys/missing")

    assert (400, {"annex": "badRequest"}) == (theirs.status_code, theirs.json())
    assert (404, "application/problem+json") == (ours.status_code, ours.headers["content-type"])
    assert {"annex": "unauthorized"} == ask(app, "PATCH", "/shop/toys/bear", token=None).json()


def test_journal_and_coverage_know_which_api_answered(app):
    """An entry of the journal names its API, and each API has its own coverage."""
    ask(app, "GET", "/shop/toys/bear")
    ask(app, "PATCH", "/shop/toys/bear")
    hosted = app.worlds.default
    report = hosted.coverage.report()["apis"]

    assert ["toys/shop", "toys/annex"] == [entry.api for entry in hosted.journal.entries()]
    assert 1 == report["toys/annex"]["operations"]["patchToy"]["calls"]
    assert 1 == report["toys/shop"]["operations"]["getToy"]["calls"]


def test_a_fault_of_one_api_spares_the_other(app):
    """A fault rule that names one API disturbs that one only."""
    app.worlds.default.faults.add({"api": "toys/annex", "effect": {"status": 400}})

    assert 400 == ask(app, "PATCH", "/shop/toys/bear").status_code
    assert 200 == ask(app, "GET", "/shop/toys/bear").status_code


@pytest.mark.parametrize(
    ("change", "sentence"),
    [(("patch:", "put:"), "both answer PUT /shop/toys"), (("patchToy", "putToy"), "both serve putToy")],
)
def test_what_both_would_answer_stops_the_start(change, sentence):
    """One method of a path, and one operationId, belongs to one API below a base path."""
    contract = parse_contract(yaml.safe_load(ANNEX.replace(*change)), name="toys/annex")
    handlers = dict.fromkeys(contract.operations, ANNEX_API.handlers["listShelves"])
    services = [Service(SHOP, API), Service(contract, replace(ANNEX_API, handlers=handlers))]

    with pytest.raises(ContractError, match=sentence):
        create_app(services, worlds=Worlds(world(), [SHOP]), identities=IDENTITIES, auth=True, seed=1)
