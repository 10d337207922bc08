"""Assertions of a client of the toy shop, and the endpoint that they are sent to."""

import base64
import json

from hypothesis import strategies as st
from joserfc import jwt
from tests.http.toys import ORIGIN, READER, WRITER, ask, make_app

from understudy.http.assertions import ASSERTION_TYPE, AssertionClient, AssertionIssuer
from understudy.http.keys import demo_keys
from understudy.world.clock import FROZEN_AT

PATH = "/a/provider/token"
URL = ORIGIN + PATH
NOW = int(FROZEN_AT.timestamp() * 1000)
LONGEST = 5 * 60 * 1000
ISSUER = AssertionIssuer(PATH, (AssertionClient("robot", WRITER), AssertionClient("reading", READER)))
KEYS = demo_keys(1, "robot")
USUAL = {"grant_type": "client_credentials", "client_assertion_type": ASSERTION_TYPE}


OTHER_JSON = (
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.lists(st.text(max_size=3), max_size=2)
)
"""What is not a text that could be a claim."""


def issuing(made, key=None, issuer=ISSUER, **options):
    app = make_app(made, issuers=[issuer], **options)
    if key is not None:
        app.tokens.__dict__["key"] = key
    return app


def assertion(algorithm="RS256", *, key=None, header=None, without=(), **claims):
    """A signed assertion as it should be, but for what is said."""
    usual = {"iss": "robot", "sub": "robot", "aud": URL, "jti": "j-1", "exp": NOW + 60_000}
    body = {name: value for name, value in {**usual, **claims}.items() if name not in without}
    return jwt.encode(
        {"alg": algorithm, **(header or {})}, body, key or KEYS.of(algorithm), algorithms=[algorithm]
    )


def encoded(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def token(app, sent=None, *, path=PATH, headers=None, **form):
    """The answer to a request for a token."""
    given = {**USUAL, "client_assertion": assertion() if sent is None else sent, **form}
    given = {name: value for name, value in given.items() if value is not None}
    return ask(app, "POST", path, token=None, data=given, headers=headers or {})


def assert_refused(response, code="invalid_client", status=401):
    """OAuth's refusal: status, code, a sentence, and nothing kept by anybody on the way."""
    assert (status, code) == (response.status_code, response.json()["error"])
    assert response.json()["error_description"].endswith(".")
    assert "no-store" == response.headers["cache-control"]
    assert (status == 401) == ("www-authenticate" in response.headers)
