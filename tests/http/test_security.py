"""Who calls, and what they may do."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.http.toys import API, CONTRACT, IDENTITIES, READER, SHOP, WRITER, ask, contract, make_app, world

from understudy.contract.skeleton import skeleton
from understudy.errors import Problem
from understudy.http.app import Service, create_app
from understudy.http.identities import Identities
from understudy.http.security import authenticate, authorise, bearer_only
from understudy.http.tokens import Tokens
from understudy.http.worlds import Worlds

TOKENS = Tokens(1, IDENTITIES.tokens)
WORLD = world()


@pytest.mark.parametrize("value", ["Bearer demo", "bearer demo", "BEARER   demo ", " Bearer demo"])
def test_the_scheme_is_compared_without_case(value):
    """RFC 9110, 11.1: the scheme's case does not matter."""
    assert WRITER == authenticate({"authorization": value}, TOKENS, WORLD)


@pytest.mark.parametrize("key", ["", "anything"])
def test_an_api_key_beside_a_token_changes_nothing(key):
    """Rules file, 3.3: with a token the API key is accepted, whatever it says."""
    assert WRITER == authenticate({"authorization": "Bearer demo", "api-key": key}, TOKENS, WORLD)


@pytest.mark.parametrize(
    ("headers", "sentence"),
    [
        ({}, "no Authorization header"),
        ({"api-key": "k"}, "names the application only"),
        ({"authorization": ""}, "does not use the Bearer scheme"),
        ({"authorization": "Basic YTpi"}, "does not use the Bearer scheme"),
        ({"authorization": "demo"}, "does not use the Bearer scheme"),
        ({"authorization": "Bearer"}, "no well-formed token"),
        ({"authorization": "Bearer demo demo"}, "no well-formed token"),
        ({"authorization": "Bearer d\u00e9mo"}, "no well-formed token"),
        ({"authorization": "Bearer demo, Bearer demo"}, "no well-formed token"),
        ({"authorization": "Bearer nobody"}, "not one of ours"),
    ],
)
def test_401_says_what_is_missing(headers, sentence):
    """G-1, G-4: every lack of a token is 401, with a challenge and its own reason."""
    with pytest.raises(Problem, match=sentence) as refused:
        authenticate(headers, TOKENS, WORLD)

    assert (401, "unauthorized") == (refused.value.status, refused.value.code)
    assert refused.value.headers["WWW-Authenticate"].startswith('Bearer realm="understudy"')


def test_403_names_the_missing_scope():
    """A-02: a token without the scope is 403 and says which one (RFC 6750, 3.1)."""
    authorise(WRITER, [frozenset({"toys/read", "toys/write"})])

    with pytest.raises(Problem, match="lacks the scope toys/write: ask") as refused:
        authorise(READER, [frozenset({"toys/read", "toys/write"})])

    assert (403, "forbidden") == (refused.value.status, refused.value.code)
    assert 'scope="toys/read toys/write"' in refused.value.headers["WWW-Authenticate"]


def test_403_says_which_alternatives_would_do():
    """Where one of several sets of scopes is enough, the sentence names all of them."""
    with pytest.raises(Problem, match="one of these would do: ADMIN and DPO, USER and toys/read") as refused:
        authorise(READER, [frozenset({"ADMIN", "DPO"}), frozenset({"USER", "toys/read"})])

    assert 'scope="USER toys/read"' in refused.value.headers["WWW-Authenticate"]


SCOPES = st.frozensets(st.sampled_from(["ADMIN", "USER", "GUEST", "DPO"]), max_size=3)
SCHEMES = """
    roles: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {ADMIN: a, USER: u, DPO: d}}}}
    people: {type: openIdConnect, openIdConnectUrl: "https://toys.example/oidc"}
    key: {type: apiKey"""


@given(SCOPES, st.lists(SCOPES, min_size=1, max_size=4))
def test_one_alternative_is_enough(held, alternatives):
    """Whoever has all scopes of one alternative goes on; whoever has those of none is refused."""
    caller = replace(READER, scopes=held)
    try:
        authorise(caller, alternatives)
        admitted = True
    except Problem:
        admitted = False

    assert any(each <= held for each in alternatives) == admitted


@pytest.mark.parametrize(
    ("roles", "status"),
    [("ADMIN", 200), ("USER DPO", 200), ("USER", 403), ("DPO GUEST", 403), ("", 403)],
)
@pytest.mark.parametrize(
    "second", ["{roles: [USER, DPO]}", "{people: [USER, DPO]}", "{roles: [USER], people: [DPO]}"]
)
def test_alternatives_of_a_contract(roles, status, second):
    """Several requirements of an operation are alternatives, each with its scopes, whatever its scheme."""
    text = CONTRACT.replace("\n    key: {type: apiKey", SCHEMES)
    text = text.replace("[{token: [toys/read]}, {key: []}]", f"[{{roles: [ADMIN]}}, {second}]")
    tokens = {"some": replace(READER, scopes=frozenset(roles.split()))}
    shop = contract(text)
    app = create_app(
        [Service(shop, API)],
        worlds=Worlds(world(), [shop]),
        identities=Identities(tokens=tokens),
        auth=True,
        seed=1,
    )

    answer = ask(app, "GET", "/shop/toys/bear", token="some")

    assert status == answer.status_code
    assert status == 200 or "ADMIN, DPO and USER" in answer.json()["detail"]


def test_without_auth_nobody_is_asked():
    """Every operation is open when the server is told not to check tokens."""
    assert 200 == ask(make_app(auth=False), "GET", "/shop/toys/bear", token=None).status_code


def test_api_keys_are_left_out_where_a_token_is_wanted():
    """A key neither replaces a token nor is needed beside it, except where nothing else is asked for."""
    document = skeleton(SHOP, secured=True)
    document["paths"]["/toys"]["post"]["security"] = [{"token": ["toys/write"], "key": []}, {}]

    paths = bearer_only(document)["paths"]

    assert [{"token": ["toys/write"]}, {}] == paths["/toys"]["post"]["security"]
    assert [{"token": ["toys/read"]}] == paths["/toys/{toyId}"]["get"]["security"]
    assert [{"key": []}] == paths["/toys/{toyId}/pages/{page}.csv"]["get"]["security"]
