"""Which world a request acts on, through the whole application."""

import pytest
from tests.http.toys import ORIGIN, SHOP, ask, make_app, step, world

from understudy.http.tokens import LIFETIME
from understudy.http.worlds import Worlds

BEAR = "/shop/toys/bear"
HEADER = "Understudy-World"


@pytest.fixture
def worlds():
    return Worlds(world(), [SHOP], most=10)


@pytest.fixture
def app(worlds):
    return make_app(worlds=worlds)


def rename(app, name, path=BEAR, **options):
    return ask(app, "PUT", path, json={"id": "bear", "name": name}, **options)


def name_in(app, world_name=None):
    headers = {HEADER: world_name} if world_name else {}
    return ask(app, "GET", BEAR, headers=headers).json()["name"]


def test_the_header_chooses_a_world(app):
    """A change in one is not in another; the answer says where it happened."""
    response = rename(app, "Mine", headers={HEADER: "mine"})

    assert "mine" == response.headers[HEADER]
    assert ("Mine", "Bear", "Bear") == (name_in(app, "mine"), name_in(app), name_in(app, "other"))
    assert HEADER not in ask(app, "GET", BEAR).headers
    assert "default" == ask(app, "GET", BEAR, headers={HEADER: "default"}).headers[HEADER]


@pytest.mark.parametrize("prefix", ["/_world/mine", "/%5Fworld/m%69ne"])
def test_the_path_chooses_a_world(app, prefix):
    """For clients that cannot set headers, however they encode it."""
    response = rename(app, "Mine", prefix + BEAR)

    assert (200, "mine") == (response.status_code, response.headers[HEADER])
    assert ("Mine", "Bear") == (name_in(app, "mine"), name_in(app))


def test_header_and_path_may_agree_but_not_differ(app):
    """400 when they name two worlds."""
    path = f"/_world/mine{BEAR}"

    assert 200 == ask(app, "GET", path, headers={HEADER: "mine"}).status_code
    response = ask(app, "GET", path, headers={HEADER: "other"})
    assert (400, "about:blank") == (response.status_code, response.json()["type"])
    assert "name one world" in response.json()["detail"]


@pytest.mark.parametrize("name", ["", "no name", "-x", "a/../b", "x" * 65])
def test_what_is_no_name_is_refused(app, worlds, name):
    """400 in the vendor-neutral shape; no world comes of it."""
    response = ask(app, "GET", BEAR, headers={HEADER: name})

    assert (400, "application/problem+json") == (response.status_code, response.headers["content-type"])
    assert ["default"] == worlds.names()


@pytest.mark.parametrize(
    "path",
    ["/_world", "/_world/", "/_world/mine", "/_world/mine/", "/_world/mine/_understudy/", "/_world//x"],
)
def test_nothing_is_at_the_prefix_itself(app, path):
    """404 or 400, never a failure."""
    assert ask(app, "GET", path).status_code in (400, 404)


def test_answers_keep_the_prefix(app):
    """Problem instances, sign-in addresses and their cookie: whatever the application writes down."""
    problem = ask(app, "GET", "/_world/mine/shop/toys/none").json()
    issuer = ask(app, "GET", "/_world/mine/oidc/.well-known/openid-configuration").json()["issuer"]

    assert problem["instance"].startswith(f"{ORIGIN}/_world/mine/shop/toys/none#")
    assert f"{ORIGIN}/_world/mine/oidc" == issuer


def test_an_encoded_slash_stays_within_its_segment(app):
    """The prefix is cut off the path as it was sent."""
    assert "There is no such toy." == ask(app, "GET", "/_world/mine/shop/toys/a%2Fb").json()["detail"]
    assert 400 == ask(app, "GET", "/_world/mine/shop/toys/%ff").status_code


def test_no_header_makes_memory_grow(app, worlds):
    """Worlds asked for once and never again make room."""
    for number in range(30):
        ask(app, "GET", BEAR, headers={HEADER: f"w{number}"})

    assert 10 == len(worlds.names())


def test_tokens_expire_on_the_clock_of_the_world(app, worlds):
    """Where an hour has passed, the token is no good any more; elsewhere it is."""
    form = {"grant_type": "client_credentials", "client_id": "shop", "client_secret": "not:a secret"}
    issued = ask(app, "POST", "/oidc/token", token=None, data=form).json()["access_token"]
    step(worlds.get("later").world, LIFETIME)

    assert 200 == ask(app, "GET", BEAR, token=issued).status_code
    assert 401 == ask(app, "GET", BEAR, token=issued, headers={HEADER: "later"}).status_code


def test_work_left_for_later_ends_in_its_world(app, worlds):
    """Whatever becomes of the world meanwhile."""
    hosted = worlds.get("mine")

    ask(app, "POST", "/shop/toys", content=b"fox", headers={HEADER: "mine", "content-type": "text/plain"})
    app.workers.shutdown(wait=True)

    assert "fox" in {toy.id for toy in hosted.world.store.read().scan("toys")}
    assert 1 == worlds.default.world.store.read().count("toys")


def test_the_log_names_the_world():
    """on_exchange is told where it happened."""
    told = []
    app = make_app(on_exchange=lambda _exchange, _seconds, name: told.append(name))

    ask(app, "GET", BEAR)
    ask(app, "GET", BEAR, headers={HEADER: "mine"})

    assert ["default", "mine"] == told
