"""Operations may be served at other paths than the contract says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.contract.aliasing import aliased, load_aliases
from understudy.contract.load import parse_contract
from understudy.errors import UsageError

KEY = {"name": "key", "in": "path", "required": True, "schema": {"type": "string"}}
DONE = {"204": {"description": "done"}}


def contract_of(name, paths):
    info = {"title": name, "version": "1"}
    servers = [{"url": "https://toys.example/shop"}]
    return parse_contract({"openapi": "3.1.0", "info": info, "servers": servers, "paths": paths}, name=name)


def operation(name, **more):
    return {"operationId": name, "responses": DONE, **more}


TOYS = contract_of(
    "toys/shop",
    {
        "/toys": {"get": operation("listToys"), "post": operation("createToy")},
        "/toys/{key}": {
            "parameters": [KEY, {"name": "deep", "in": "query", "schema": {"type": "boolean"}}],
            "get": operation("getToy"),
            "put": operation(
                "putToy", parameters=[{"name": "deep", "in": "query", "schema": {"type": "integer"}}]
            ),
        },
    },
)
ANNEX = contract_of(
    "toys/annex",
    {"/toys/{key}": {"parameters": [KEY], "delete": operation("deleteToy")}, "/x": {"get": operation("x")}},
)


def served(aliases, contracts=(TOYS, ANNEX)):
    """Method and path of each operation, by operationId."""
    return {
        name: f"{each.method} {each.path}"
        for contract in aliased(contracts, aliases)
        for name, each in contract.operations.items()
    }


PLAIN = served({})


def test_without_aliases_nothing_changes():
    """The contracts are the very same."""
    assert [TOYS, ANNEX] == aliased([TOYS, ANNEX], {})


@pytest.mark.parametrize(
    ("left", "right", "changed"),
    [
        ("/dolls", "/toys", {"listToys": "GET /dolls", "createToy": "POST /dolls"}),
        ("/dolls", "GET /toys", {"listToys": "GET /dolls"}),
        ("GET /dolls", "/toys", {"listToys": "GET /dolls"}),
        ("PATCH /toys/{key}", "PUT /toys/{key}", {"putToy": "PATCH /toys/{key}"}),
        ("/shop/d/{key}", "DELETE /shop/toys/{key}", {"deleteToy": "DELETE /d/{key}"}),
        ("toys/annex:/d/{key}", "/toys/{key}", {"deleteToy": "DELETE /d/{key}"}),
        ("delete /toys", "GET /toys", {"listToys": "DELETE /toys"}),
    ],
)
def test_an_operation_is_served_at_the_other_place_instead(left, right, changed):
    """All methods of a path, or one that either side names; paths may begin with the base path."""
    assert {**PLAIN, **changed} == served({left: right})


def test_parameters_go_along():
    """What a path said of its parameters holds for the operation that left it; its own ones win."""
    (toys, _) = aliased([TOYS, ANNEX], {"/a/{key}/b": "PUT /toys/{key}", "/c/{key}": "GET /toys/{key}"})
    put, get = toys.operations["putToy"], toys.operations["getToy"]

    assert {("path", "key"), ("query", "deep")} == {(each.location, each.name) for each in put.parameters}
    assert ["integer"] == [each.schema["type"] for each in put.parameters if each.name == "deep"]
    assert ["boolean"] == [each.schema["type"] for each in get.parameters if each.name == "deep"]
    assert "/toys/{key}" not in toys.document["paths"]


@given(st.permutations(["GET /toys", "POST /toys", "GET /toys/{key}", "PUT /toys/{key}"]))
def test_operations_may_change_places(order):
    """All moves happen at once: any exchange of places within the same parameters is possible."""
    names = {place: name for name, place in PLAIN.items()}
    pairs = zip(["GET /toys", "POST /toys", "GET /toys/{key}", "PUT /toys/{key}"], order, strict=True)
    same = [(left, right) for left, right in pairs if ("{" in left) == ("{" in right)]
    lefts, rights = {left for left, _ in same}, {right for _, right in same}
    aliases = dict(same) if lefts == rights else {}

    assert {**PLAIN, **{names[right]: left for left, right in aliases.items()}} == served(aliases)


@pytest.mark.parametrize(
    ("aliases", "sentence"),
    [
        ({"dolls": "/toys"}, "not of the form"),
        ({"/dolls": "toys"}, "not of the form"),
        ({"GET/dolls": "/toys"}, "not of the form"),
        ({"/dolls": "/tois"}, "there is no operation at /tois; `understudy"),
        ({"/dolls": "DELETE /toys"}, "there is no DELETE at /toys"),
        ({"toys/annex:/dolls": "/toys"}, "there is no operation at /toys in toys/annex"),
        ({"/d/{key}": "/toys/{key}"}, "toys/shop and toys/annex have the path"),
        ({"/d/{id}": "GET /toys/{key}"}, "has the parameters id, our path key"),
        ({"/d": "GET /toys/{key}"}, "has the parameters none, our path key"),
        ({"POST /toys": "GET /toys"}, "leads to POST /toys, where another"),
        ({"/a": "GET /toys", "/b": "/toys"}, "Two aliases are about GET /toys"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(aliases, sentence):
    """The sentence names the alias and what is wrong with it."""
    with pytest.raises(UsageError, match=sentence):
        served(aliases)


def test_aliases_may_come_from_a_file(tmp_path):
    """A YAML mapping of their paths to ours."""
    file = tmp_path / "aliases.yaml"
    file.write_text("GET /dolls: /toys\n'toys/annex:/d/{key}': /toys/{key}\n")

    assert {"GET /dolls": "/toys", "toys/annex:/d/{key}": "/toys/{key}"} == load_aliases(file)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("- a", "no mapping of paths"), ("/a: 3", "no mapping of paths"), ("{", "cannot be read as YAML")],
)
def test_a_file_that_holds_none_is_refused(tmp_path, text, sentence):
    """What is no mapping of texts is a sentence."""
    file = tmp_path / "aliases.yaml"
    file.write_text(text)

    with pytest.raises(UsageError, match=sentence):
        load_aliases(file)
    with pytest.raises(UsageError, match=r"cannot be read \(No such file or directory\); name a"):
        load_aliases(tmp_path / "none.yaml")
