"""Access tokens."""

from dataclasses import replace

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from tests.http.toys import IDENTITIES, READER, WRITER, ask, make_app
from tests.http.toys import world as made_world

from understudy.errors import Problem
from understudy.http.tokens import LIFETIME, Tokens
from understudy.world.clock import FROZEN_AT

ISSUER = "https://toys.test/oidc"


@pytest.fixture(scope="module")
def keyed():
    """Tokens whose key is made once for all tests here."""
    return Tokens(7, IDENTITIES.tokens)


@pytest.fixture
def tokens(keyed):
    fresh = Tokens(7, IDENTITIES.tokens)
    fresh.__dict__["key"] = keyed.key
    return fresh


@pytest.fixture
def world():
    return made_world()


@pytest.fixture
def clock(world):
    return world.clock


def refusal(tokens, token, world):
    with pytest.raises(Problem) as refused:
        tokens.caller_of(token, world)
    assert (401, "unauthorized") == (refused.value.status, refused.value.code)
    assert 'error="invalid_token"' in refused.value.headers["WWW-Authenticate"]
    return refused.value.detail


def test_static_tokens_are_known(tokens, world):
    """The demo tokens need no dance."""
    assert (WRITER, READER) == (tokens.caller_of("demo", world), tokens.caller_of("reader", world))


def test_an_issued_token_brings_its_caller_back(tokens, world, clock):
    """What was issued for a caller speaks for that caller, scopes included."""
    assert READER == tokens.caller_of(tokens.issue(READER, ISSUER, "1", clock), world)


def test_a_token_is_an_rs256_jwt_that_others_can_judge(tokens, clock):
    """RFC 9068: signed with the key of the JWK set, typed at+jwt, good for an hour of the world's clock."""
    (public,) = tokens.key_set()["keys"]
    read = jwt.decode(
        tokens.issue(WRITER, ISSUER, "1", clock), RSAKey.import_key(public), algorithms=["RS256"]
    )
    now = int(FROZEN_AT.timestamp())

    assert {"alg": "RS256", "typ": "at+jwt", "kid": public["kid"]} == read.header
    assert {"iss": ISSUER, "sub": "bob", "iat": now, "exp": now + 3600}.items() <= read.claims.items()
    assert {"client_id": "shop", "scope": "toys/read toys/write", "jti": "1"}.items() <= read.claims.items()
    assert {"kty", "n", "e", "kid", "use", "alg"} == set(public)


def test_the_key_follows_from_the_seed(keyed):
    """The same seed signs with the same key, another seed with another; never a private part in the set."""
    again, other = (Tokens(seed, {}) for seed in (7, 8))

    assert keyed.key_set() == again.key_set()
    assert keyed.key_set() != other.key_set()


def test_expiry_goes_by_the_worlds_clock(tokens, world, clock):
    """A token is good for its last second and refused in the next, though its signature was judged before."""
    token = tokens.issue(WRITER, ISSUER, "1", clock)
    start = clock.now().timestamp()
    clock.step(FROZEN_AT.replace(hour=12, minute=59, second=59) - FROZEN_AT)
    assert LIFETIME - 1 == clock.now().timestamp() - start
    assert WRITER == tokens.caller_of(token, world)

    clock.step(FROZEN_AT.replace(second=1) - FROZEN_AT)

    assert "expired" in refusal(tokens, token, world)


def test_forged_tokens_are_refused(tokens, world, clock):
    """Another key, another algorithm, no signature, a changed claim, an ID token: 401 each time."""
    token = tokens.issue(READER, ISSUER, "1", clock)
    head, body, signature = token.split(".")
    stronger = tokens.issue(WRITER, ISSUER, "1", clock).split(".")[1]
    stranger = RSAKey.generate_key(2048, {"kid": "x"})
    claims = {"sub": "eve", "client_id": "shop", "institution": None, "scope": "", "exp": 2**40}
    forgeries = [
        f"{head}.{stronger}.{signature}",
        f"eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{body}.",
        f"{head}.{body}.",
        f"{head}.{body}",
        jwt.encode({"alg": "RS256", "typ": "at+jwt"}, claims, stranger),
        tokens.identify(READER, ISSUER, "Bob", None, clock),
        "..",
        "a.b.c",
        "unknown",
    ]

    for forged in forgeries:
        assert "not one of ours" in refusal(tokens, forged, world)


def put(world, collection, key, body):
    view = world.view(1)
    world.commit(view, view.documents.put(collection, key, body))


def holder(view, token):
    """Who is behind a token that is the id of a document."""
    known = view.documents.get("holders", token)
    return None if known is None else replace(READER, subject=known.body["subject"])


def test_tokens_may_live_in_the_world(keyed, world):
    """A token that only the world knows speaks for whom the world says, for as long as it says so."""
    tokens = Tokens(7, IDENTITIES.tokens, [lambda _view, _token: None, holder])
    tokens.__dict__["key"] = keyed.key
    put(world, "holders", "s3cret", {"subject": "carol"})

    assert "carol" == tokens.caller_of("s3cret", world).subject
    assert "not one of ours" in refusal(tokens, "other", world)

    put(world, "holders", "s3cret", {"subject": "dave"})

    assert "dave" == tokens.caller_of("s3cret", world).subject

    view = world.view(1)
    world.commit(view, view.documents.delete("holders", "s3cret"))

    assert "not one of ours" in refusal(tokens, "s3cret", world)


def test_tokens_of_the_world_are_asked_last(keyed, world):
    """What is a static token or an issued one is not asked of the world."""
    asked = []
    tokens = Tokens(7, IDENTITIES.tokens, [lambda _view, token: asked.append(token)])
    tokens.__dict__["key"] = keyed.key

    tokens.caller_of("demo", world)
    tokens.caller_of(tokens.issue(READER, ISSUER, "1", world.clock), world)

    assert [] == asked

    refusal(tokens, "other", world)

    assert ["other"] == asked


def test_each_world_knows_its_own_tokens():
    """A token that one world knows is nothing in another, on one server."""
    app = make_app(living=[holder])
    put(app.worlds.get("mine").world, "holders", "s3cret", {"subject": "carol"})

    def status(world):
        asked = ask(app, "GET", "/shop/toys/bear", token="s3cret", headers={"Understudy-World": world})
        return asked.status_code

    assert (200, 401) == (status("mine"), status("other"))
