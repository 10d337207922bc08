"""Token endpoints for signed assertions, through the whole application."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.http.asserting import (
    ISSUER,
    KEYS,
    LONGEST,
    NOW,
    OTHER_JSON,
    PATH,
    URL,
    USUAL,
    assert_refused,
    assertion,
    issuing,
    token,
)
from tests.http.toys import IDENTITIES, ORIGIN, SHOP, ask, step, world

from understudy.errors import UsageError
from understudy.http.assertions import AssertionIssuer
from understudy.http.issuers import Issuers
from understudy.http.keys import demo_keys
from understudy.http.tokens import Tokens
from understudy.http.worlds import Worlds

BEAR = "/shop/toys/bear"


@pytest.fixture(scope="module")
def key():
    """The server's signing key, made once."""
    return Tokens(1, {}).key


@pytest.fixture
def made():
    return world()


@pytest.fixture
def app(made, key):
    return issuing(made, key)


@pytest.fixture(scope="module")
def shared(key):
    """One application for all examples of a property."""
    return issuing(world(), key)


@pytest.mark.parametrize("algorithm", ISSUER.algorithms)
def test_a_signed_assertion_is_worth_a_token(app, algorithm):
    """S-01: each algorithm gives a bearer token that speaks for the client's caller, never to be stored."""
    response = token(app, assertion(algorithm, header={"kid": KEYS.of(algorithm).kid}), scope="openid")

    granted = response.json()
    assert (200, "no-store") == (response.status_code, response.headers["cache-control"])
    assert ("Bearer", 3600, "toys/read toys/write") == (
        granted["token_type"],
        granted["expires_in"],
        granted["scope"],
    )
    assert 200 == ask(app, "GET", BEAR, token=granted["access_token"]).status_code


def test_a_token_is_no_better_than_its_client(app):
    """Scopes are the client's, narrowed to those asked for."""
    reading = assertion(key=demo_keys(1, "reading").rsa, iss="reading", sub="reading")
    for granted in (token(app, reading), token(app, assertion(jti="2"), scope="openid toys/read")):
        assert "toys/read" == granted.json()["scope"]
        assert 403 == ask(app, "DELETE", BEAR, token=granted.json()["access_token"]).status_code


def test_the_endpoint_is_meant_as_the_client_reaches_it(app):
    """aud is origin, world and path together; a world's own URL is another than the plain one."""
    prefixed = f"{ORIGIN}/_world/mine{PATH}"

    assert 200 == token(app, assertion(aud=prefixed), path=f"/_world/mine{PATH}").status_code
    assert_refused(token(app, assertion(aud=URL, jti="2"), path=f"/_world/mine{PATH}"))
    assert_refused(token(app, assertion(aud=prefixed, jti="3")))
    assert 200 == token(app, assertion(aud=[URL], jti="4")).status_code
    forwarded = {"x-forwarded-proto": "https", "x-forwarded-host": "banno.test"}
    there = assertion(aud=f"https://banno.test{PATH}", jti="5")
    assert 200 == token(app, there, headers=forwarded).status_code


WRONG = {
    "iss": st.text(max_size=20) | OTHER_JSON,
    "sub": st.text(max_size=20) | OTHER_JSON | st.just("reading"),
    "aud": st.text(max_size=20)
    | OTHER_JSON
    | st.sampled_from([URL + "/", URL.upper(), PATH, ORIGIN, [URL, ORIGIN], {URL: URL}]),
    "jti": st.just("") | st.text(min_size=257, max_size=300) | st.integers() | OTHER_JSON,
    "exp": st.integers(max_value=NOW)
    | st.integers(min_value=NOW + LONGEST + 1)
    | st.just(NOW // 1000 + 60)
    | st.text(max_size=5)
    | OTHER_JSON,
}


@given(
    st.sampled_from(sorted(WRONG)).flatmap(lambda name: st.tuples(st.just(name), WRONG[name])),
    st.sampled_from(ISSUER.algorithms),
)
@settings(max_examples=60, deadline=None)
def test_one_wrong_claim_is_enough(shared, wrong, algorithm):
    """S-01: whatever stands in the place of one claim, and all else in order: invalid_client."""
    name, value = wrong

    assert_refused(token(shared, assertion(algorithm, **{name: value})))


@pytest.mark.parametrize("name", sorted(WRONG))
def test_no_claim_may_be_missing(app, name):
    """iss, sub, aud, jti and exp are all needed."""
    assert_refused(token(app, assertion(without=[name])))


def test_an_assertion_is_good_for_five_minutes(app, made):
    """exp in milliseconds: up to 5 minutes ahead of the world's clock, and until it has passed there."""
    assert 200 == token(app, assertion(jti="a", exp=NOW + 1)).status_code
    assert 200 == token(app, assertion(jti="b", exp=NOW + LONGEST)).status_code
    assert_refused(token(app, assertion(jti="c", exp=NOW + LONGEST + 1)))
    late = assertion(jti="d", exp=NOW + 2_000)
    step(made, 2)

    assert_refused(token(app, late))


def test_an_issuer_may_count_in_seconds(made, key):
    """As RFC 7519 has it, where the vendor keeps to it."""
    app = issuing(made, key, AssertionIssuer(PATH, ISSUER.clients, milliseconds=False))

    assert_refused(token(app, assertion(exp=NOW + 60_000)))
    assert 200 == token(app, assertion(exp=NOW // 1000 + 60)).status_code


def test_an_assertion_works_once(app):
    """S-01: a jti that was used is refused, in another assertion and by another algorithm too."""
    assert 200 == token(app, assertion()).status_code

    assert_refused(token(app, assertion()))
    assert_refused(token(app, assertion("ES256", exp=NOW + 90_000)))
    mine = assertion(key=demo_keys(1, "reading").rsa, iss="reading", sub="reading")
    assert 200 == token(app, mine).status_code


def test_a_refused_assertion_is_not_spent(app):
    """Only a token uses a jti up."""
    assert_refused(token(app, assertion(), scope="nothing"), "invalid_scope", 400)
    assert_refused(token(app, assertion(exp=NOW)))
    assert_refused(token(app, assertion(), client_id="reading"))

    assert 200 == token(app, assertion(), client_id="robot").status_code


def test_an_assertion_works_once_among_many(app):
    """Of the same assertion sent sixteen times at once, one is good."""
    same = assertion()
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: token(app, same).status_code, range(16)))

    assert [200] + [401] * 15 == sorted(answers)


def test_each_world_has_seen_its_own(app, key):
    """What was used in one world is new in another, and in one that went back in time."""
    worlds = Worlds(world(), [SHOP])
    app = issuing(None, key, worlds=worlds)
    assert 200 == token(app, assertion()).status_code

    assert 200 == token(app, assertion(), headers={"Understudy-World": "mine"}).status_code
    assert_refused(token(app, assertion(), headers={"Understudy-World": "mine"}))
    worlds.reset("default")
    assert 200 == token(app, assertion()).status_code


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"grant_type": None}, "invalid_request"),
        ({"client_assertion_type": None}, "invalid_request"),
        ({"client_assertion_type": "jwt"}, "invalid_request"),
        ({"client_assertion": None}, "invalid_request"),
        ({"grant_type": ["client_credentials", "client_credentials"]}, "invalid_request"),
        ({"grant_type": "authorization_code"}, "unsupported_grant_type"),
        ({"scope": "openid other/read"}, "invalid_scope"),
    ],
)
def test_what_is_wrong_with_the_form_is_said(app, form, code):
    """RFC 6749, 5.2: 400 in OAuth's words."""
    assert_refused(token(app, **{"sent": assertion(), **form}), code, 400)


def test_it_is_http_like_the_rest(app):
    """Only POST (405 with Allow), OPTIONS for browsers, a form and no JSON, 64 KiB at most."""
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        wrong = ask(app, method, PATH, token=None)
        assert (405, "OPTIONS, POST") == (wrong.status_code, wrong.headers["allow"])
    assert 204 == ask(app, "OPTIONS", PATH, token=None).status_code
    assert_refused(ask(app, "POST", PATH, token=None, json=USUAL), "invalid_request", 400)
    assert 413 == ask(app, "POST", PATH, token=None, data={"x": "y" * 65536}).status_code
    assert 404 == ask(app, "POST", PATH + "/more", token=None).status_code


def test_the_journal_says_why_and_keeps_no_secret(key):
    """The sentence of a refusal; neither assertion nor token."""
    worlds = Worlds(world(), [SHOP])
    app = issuing(None, key, worlds=worlds)
    sent = assertion(sub="somebody")
    refusal, granted = token(app, sent).json(), token(app, assertion()).json()

    first, second = worlds.default.journal.entries()
    assert refusal["error_description"] == first.shown_reason()
    assert sent not in first.request_text()
    assert granted["access_token"] not in second.reply_text()
    assert "" == second.shown_reason()


def test_the_same_requests_get_the_same_tokens(key):
    """A replay in a fresh world is byte-identical: keys, signatures and ids follow from the seed."""
    sent = assertion()

    assert token(issuing(world(), key), sent).content == token(issuing(world(), key), sent).content


def test_two_issuers_do_not_share_a_path():
    """Which of the two would answer?"""
    with pytest.raises(UsageError, match=f"at {PATH}: serve only one"):
        Issuers(IDENTITIES, Tokens(1, {}), [ISSUER, AssertionIssuer(PATH, (), longest=timedelta(1))])
