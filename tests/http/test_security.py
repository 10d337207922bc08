"""Who calls, and what they may do."""

import pytest
from tests.http.toys import IDENTITIES, READER, SHOP, WRITER

from understudy.contract.skeleton import skeleton
from understudy.errors import Problem
from understudy.http.security import authenticate, authorise, bearer_only
from understudy.http.tokens import Tokens
from understudy.world.clock import FROZEN_AT, Clock

TOKENS = Tokens(1, IDENTITIES.tokens)
CLOCK = Clock(at=FROZEN_AT)


@pytest.mark.parametrize("value", ["Bearer demo", "bearer demo", "BEARER   demo ", " Bearer demo"])
def test_the_scheme_is_compared_without_case(value):
    """RFC 9110, 11.1: the scheme's case does not matter."""
    assert WRITER == authenticate({"authorization": value}, TOKENS, CLOCK)


@pytest.mark.parametrize("key", ["", "anything"])
def test_an_api_key_beside_a_token_changes_nothing(key):
    """Rules file, 3.3: with a token the API key is accepted, whatever it says."""
    assert WRITER == authenticate({"authorization": "Bearer demo", "api-key": key}, TOKENS, CLOCK)


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
        authenticate(headers, TOKENS, CLOCK)

    assert (401, "unauthorized") == (refused.value.status, refused.value.code)
    assert refused.value.headers["WWW-Authenticate"].startswith('Bearer realm="understudy"')


def test_403_names_the_missing_scope():
    """A-02: a token without the scope is 403 and says which one (RFC 6750, 3.1)."""
    authorise(WRITER, frozenset({"toys/read", "toys/write"}))

    with pytest.raises(Problem, match="lacks the scope toys/write") as refused:
        authorise(READER, frozenset({"toys/read", "toys/write"}))

    assert (403, "forbidden") == (refused.value.status, refused.value.code)
    assert 'scope="toys/read toys/write"' in refused.value.headers["WWW-Authenticate"]


def test_api_keys_are_left_out_where_a_token_is_wanted():
    """A key neither replaces a token nor is needed beside it, except where nothing else is asked for."""
    document = skeleton(SHOP, secured=True)
    document["paths"]["/toys"]["post"]["security"] = [{"token": ["toys/write"], "key": []}, {}]

    paths = bearer_only(document)["paths"]

    assert [{"token": ["toys/write"]}, {}] == paths["/toys"]["post"]["security"]
    assert [{"token": ["toys/read"]}] == paths["/toys/{toyId}"]["get"]["security"]
    assert [{"key": []}] == paths["/toys/{toyId}/pages/{page}.csv"]["get"]["security"]
