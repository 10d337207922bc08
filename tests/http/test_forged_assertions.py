"""Assertions that are no good, whoever signed them."""

import base64
import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.http.asserting import KEYS, OTHER_JSON, assert_refused, assertion, encoded, issuing, token
from tests.http.toys import world

from understudy.http.keys import demo_keys


@pytest.fixture(scope="module")
def shared():
    """One application for all examples of a property."""
    return issuing(world())


@pytest.fixture
def app():
    return issuing(world())


def test_only_the_client_s_own_signature_counts(app):
    """Another client's key, another seed's, a changed signature, the other key's kid."""
    good = assertion()
    head, body, signature = good.split(".")
    forged = [
        assertion(key=demo_keys(1, "reading").rsa),
        assertion(key=demo_keys(2, "robot").rsa),
        assertion("ES256", key=demo_keys(1, "reading").ec),
        f"{head}.{body}.{signature[:-8]}AAAAAAAA",
        f"{head}.{body}.",
        assertion(header={"kid": KEYS.ec.kid}),
        assertion(header={"kid": ""}),
    ]

    for each in forged:
        assert_refused(token(app, each))
    assert 200 == token(app, good).status_code


def test_no_other_algorithm_is_taken(app):
    """RFC 8725, 3.1: none, an HMAC keyed with the public key, and good ones that are not listed."""
    claims = assertion().split(".")[1]
    confused = f"{encoded({'alg': 'HS256'})}.{claims}"
    public = KEYS.rsa.as_pem(private=False)
    mac = base64.urlsafe_b64encode(hmac.digest(public, confused.encode(), "sha256")).rstrip(b"=").decode()

    for each in (
        f"{encoded({'alg': 'none'})}.{claims}.",
        f"{encoded({'alg': ['RS256']})}.{claims}.AAAA",
        f"{confused}.{mac}",
        assertion("RS512", key=KEYS.rsa),
        assertion("PS384", key=KEYS.rsa),
    ):
        assert_refused(token(app, each))


@given(
    st.text(max_size=40)
    | st.builds(
        "{}.{}.{}".format,
        st.dictionaries(st.sampled_from(["alg", "kid", "crit", "b64"]), OTHER_JSON | st.just("RS256")).map(
            encoded
        ),
        (OTHER_JSON | st.just({"iss": "robot"})).map(encoded),
        st.text("AZaz09-_", max_size=8),
    )
    | st.just("." * 200)
    | st.just(f"{encoded({'alg': 'RS256'})}.{base64.urlsafe_b64encode(b'[' * 5000).decode()}.AA")
)
@settings(max_examples=60, deadline=None)
def test_what_is_no_jwt_is_refused(shared, sent):
    """Any text, and any JSON in header and claims: invalid_client, and never a failure of ours."""
    assert_refused(token(shared, sent))
