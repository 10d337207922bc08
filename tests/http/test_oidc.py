"""The OpenID provider, over HTTP."""

import base64
import hashlib
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.http.toys import IDENTITIES, ORIGIN, ask, make_app, step, world

from understudy.http.tokens import Tokens

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BACK = "https://app.example/back?x=1"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
REQUEST = {
    "client_id": "shop",
    "redirect_uri": BACK,
    "response_type": "code",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
    "state": "s&1",
    "scope": "openid toys/read",
    "nonce": "n-1",
}


@pytest.fixture(scope="module")
def key():
    return Tokens(1, IDENTITIES.tokens).key


@pytest.fixture
def made():
    return world()


@pytest.fixture
def app(made, key):
    app = make_app(made)
    app.tokens.__dict__["key"] = key
    return app


def token(app, **form):
    return ask(app, "POST", "/oidc/token", token=None, data=form)


def error(response, status=400):
    assert status == response.status_code
    assert "no-store" == response.headers["cache-control"]
    assert {"error", "error_description"} == set(response.json())
    return response.json()["error"]


def authorize(app, **changes):
    query = {name: value for name, value in {**REQUEST, **changes}.items() if value is not None}
    return ask(app, "GET", "/oidc/authorize", token=None, params=query)


def submit(app, page, **form):
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.text)[1]
    cookie = page.headers["set-cookie"].partition(";")[0]
    return ask(
        app,
        "POST",
        "/oidc/authorize",
        token=None,
        data={"ticket": ticket, **form},
        headers={"Cookie": cookie},
    )


def answer(redirect):
    assert 303 == redirect.status_code
    location = urlsplit(redirect.headers["location"])
    assert "https://app.example/back" == f"{location.scheme}://{location.netloc}{location.path}"
    return {name: value[0] for name, value in parse_qs(location.query).items()}


def code(app, username="bob", **changes):
    return answer(submit(app, authorize(app, **changes), username=username))["code"]


def redeem(app, given, **changes):
    form = {
        "grant_type": "authorization_code",
        "client_id": "shop",
        "code": given,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    }
    return token(app, **{**form, **changes})


def test_discovery_speaks_of_the_address_the_client_uses(app):
    """B-01: issuer and endpoints are where the client came in, proxies included."""
    path = "/oidc/.well-known/openid-configuration"
    plain = ask(app, "GET", path, token=None).json()
    proxied = ask(app, "GET", path, token=None, headers={"Forwarded": "host=auth.example;proto=https"}).json()

    assert f"{ORIGIN}/oidc" == plain["issuer"]
    assert f"{ORIGIN}/oidc/token" == plain["token_endpoint"]
    assert "https://auth.example/oidc/authorize" == proxied["authorization_endpoint"]
    assert ["S256"] == plain["code_challenge_methods_supported"]
    assert {"openid", "toys/read", "toys/write"} <= set(plain["scopes_supported"])


def test_the_key_set_is_public(app):
    """The JWK set is there for everybody."""
    (key,) = ask(app, "GET", "/oidc/jwks", token=None).json()["keys"]

    assert ("RSA", "RS256", "sig") == (key["kty"], key["alg"], key["use"])


@pytest.mark.parametrize("by", ["basic", "post"])
def test_client_credentials_make_a_token_that_works(app, by):
    """A-01: by Basic or in the form, the client gets a token for its caller, and no refresh token."""
    form = {"grant_type": "client_credentials"}
    if by == "post":
        response = token(app, **form, client_id="shop", client_secret="not:a secret")
    else:
        basic = base64.b64encode(b"shop:not%3Aa+secret").decode()
        response = ask(
            app, "POST", "/oidc/token", token=None, data=form, headers={"Authorization": f"basic {basic}"}
        )
    granted = response.json()

    assert (200, "no-store") == (response.status_code, response.headers["cache-control"])
    assert {"access_token", "token_type", "expires_in", "scope"} == set(granted)
    assert ("Bearer", 3600, "toys/read toys/write") == (
        granted["token_type"],
        granted["expires_in"],
        granted["scope"],
    )
    assert 200 == ask(app, "GET", "/shop/toys/bear", token=granted["access_token"]).status_code


def test_a_token_expires_with_the_worlds_clock(app, made):
    """After an hour of the world's clock the token is 401."""
    form = {"grant_type": "client_credentials", "client_id": "shop", "client_secret": "not:a secret"}
    granted = token(app, **form).json()["access_token"]
    assert 200 == ask(app, "GET", "/shop/toys/bear", token=granted).status_code

    step(made, 3600)

    assert 401 == ask(app, "GET", "/shop/toys/bear", token=granted).status_code


def test_the_scope_parameter_narrows(app):
    """RFC 6749, 3.3: only what was asked for is granted, and the API holds the client to it."""
    form = {"grant_type": "client_credentials", "client_id": "shop", "client_secret": "not:a secret"}
    granted = token(app, **form, scope="toys/read other").json()

    assert "toys/read" == granted["scope"]
    assert 403 == ask(app, "DELETE", "/shop/toys/bear", token=granted["access_token"]).status_code
    assert "invalid_scope" == error(token(app, **form, scope="other"))


@pytest.mark.parametrize(
    ("form", "status", "expected"),
    [
        ({}, 400, "invalid_request"),
        ({"x": "y"}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials", "client_id": "shop"}, 401, "invalid_client"),
        (
            {"grant_type": "client_credentials", "client_id": "shop", "client_secret": "x"},
            401,
            "invalid_client",
        ),
        ({"grant_type": "authorization_code", "client_id": "shop", "code": "x"}, 400, "invalid_grant"),
        ({"grant_type": "refresh_token", "client_id": "shop"}, 400, "invalid_grant"),
        ({"grant_type": ["refresh_token", "refresh_token"]}, 400, "invalid_request"),
        ({str(number): "x" for number in range(200)}, 400, "invalid_request"),
    ],
)
def test_token_errors_are_oauths_own(app, form, status, expected):
    """RFC 6749, 5.2: JSON with error and description, never stored; 401 with a challenge."""
    response = token(app, **form)

    assert expected == error(response, status)
    assert (status == 401) == ("www-authenticate" in response.headers)


@pytest.mark.parametrize(
    ("headers", "data", "expected"),
    [
        ({"Authorization": "Basic !!"}, {"grant_type": "client_credentials"}, "invalid_client"),
        ({"Authorization": "Basic c2hvcA=="}, {"grant_type": "client_credentials"}, "invalid_client"),
        (
            {"Authorization": "Basic c2hvcDp4"},
            {"grant_type": "client_credentials", "client_secret": "x"},
            "invalid_request",
        ),
    ],
)
def test_unusable_client_credentials_are_refused(app, headers, data, expected):
    """Credentials that are broken, or sent twice, are told apart."""
    response = ask(app, "POST", "/oidc/token", token=None, data=data, headers=headers)

    assert expected == response.json()["error"]


def test_the_token_endpoint_takes_forms_only(app):
    """RFC 6749, 3.2: JSON is an invalid_request."""
    response = ask(app, "POST", "/oidc/token", token=None, json={"grant_type": "client_credentials"})

    assert "invalid_request" == error(response)


def test_a_person_signs_in(app):
    """Code with PKCE: page, redirect with state and issuer, tokens for the person picked."""
    back = answer(submit(app, authorize(app), username="bob"))
    granted = redeem(app, back["code"]).json()

    assert {"x": "1", "state": "s&1", "iss": f"{ORIGIN}/oidc", "code": back["code"]} == back
    assert {"access_token", "refresh_token", "id_token", "token_type", "expires_in", "scope"} == set(granted)
    assert "toys/read" == granted["scope"]
    assert 200 == ask(app, "GET", "/shop/toys/bear", token=granted["access_token"]).status_code
    assert 403 == ask(app, "DELETE", "/shop/toys/bear", token=granted["access_token"]).status_code


def test_the_id_token_names_the_person(app):
    """OpenID Connect Core 2: for the client, with the nonce; it is no access token."""
    granted = redeem(app, code(app)).json()
    body = granted["id_token"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))

    assert {"sub": "bob", "name": "Bob <Hartley>", "aud": "shop", "nonce": "n-1"}.items() <= claims.items()
    assert 401 == ask(app, "GET", "/shop/toys/bear", token=granted["id_token"]).status_code
    assert "id_token" not in redeem(app, code(app, scope="toys/read")).json()


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": ""},
        {"redirect_uri": "https://app.example/"},
        {"code": "x"},
    ],
)
def test_a_code_is_bound_to_its_request(app, changes):
    """RFC 7636, 4.6 and RFC 6749, 4.1.3: another verifier or address is refused, and spends the code."""
    given = code(app)

    assert "invalid_grant" == error(redeem(app, given, **changes))
    assert ("code" in changes) == (200 == redeem(app, given).status_code)


def test_a_code_works_once_and_for_a_minute(app, made):
    """A second use and a use after 60 s of the world's clock are invalid_grant."""
    used, late = code(app), code(app)
    assert 200 == redeem(app, used).status_code
    assert "invalid_grant" == error(redeem(app, used))

    step(made, 60)

    assert "invalid_grant" == error(redeem(app, late))


def test_refresh_tokens_rotate(app):
    """A refresh token gives new tokens once; scope may narrow; the next one carries on."""
    first = redeem(app, code(app, scope="openid toys/read toys/write")).json()
    form = {"grant_type": "refresh_token", "client_id": "shop"}
    second = token(app, **form, refresh_token=first["refresh_token"], scope="toys/read").json()

    assert ("toys/read toys/write", "toys/read") == (first["scope"], second["scope"])
    assert "invalid_grant" == error(token(app, **form, refresh_token=first["refresh_token"]))
    assert 200 == token(app, **form, refresh_token=second["refresh_token"]).status_code


def test_the_same_requests_get_the_same_tokens(key):
    """Codes, tickets and tokens are drawn from the seed: a replay is byte-identical."""

    def play():
        app = make_app()
        app.tokens.__dict__["key"] = key
        return redeem(app, code(app)).content

    assert play() == play()


def test_the_provider_is_http_like_the_rest(app):
    """404, 405 with Allow, HEAD, OPTIONS and preflights as everywhere; 413 above 64 KiB."""
    assert 404 == ask(app, "GET", "/oidc/nothing", token=None).status_code
    wrong = ask(app, "GET", "/oidc/token", token=None)
    assert (405, "OPTIONS, POST") == (wrong.status_code, wrong.headers["allow"])
    assert (200, b"") == (
        (head := ask(app, "HEAD", "/oidc/jwks", token=None)).status_code,
        head.content,
    )
    assert 204 == ask(app, "OPTIONS", "/oidc/token", token=None).status_code
    assert 413 == ask(app, "POST", "/oidc/token", token=None, data={"x": "y" * 65536}).status_code
