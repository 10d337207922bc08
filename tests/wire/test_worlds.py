"""Worlds over the wire: isolated, cheap, reproducible."""

import random
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from tests.support.client import client_of
from tests.support.server import resident, serving
from tests.wire.control import Control
from tests.wire.requests import audience, refused

pytestmark = pytest.mark.slow  # a server in a process of its own

HEADER = "Understudy-World"
AUDIENCES = "/customerAudiences"
MILLION = 1_000_000


def in_world(server, name: str) -> httpx.Client:
    """The customer-audiences API as Bob, in a world chosen by header."""
    client = client_of(server.base)
    client.headers[HEADER] = name
    return client


def act(client: httpx.Client, draw: random.Random, own: list[str]) -> tuple:
    """One random request; what was answered, without what tells the worlds apart."""
    kind = draw.choice(["create", "create", "read", "list", "rename", "delete"])
    if kind == "create" or not own:
        reply = client.post(AUDIENCES, json=audience(f"Number {draw.randrange(10**9)}"))
        own.append(reply.json()["id"])
    elif kind == "list":
        reply = client.get(AUDIENCES)
    else:
        path = f"{AUDIENCES}/{draw.choice(own)}"
        method = {"read": "GET", "rename": "PATCH", "delete": "DELETE"}[kind]
        merge = {"content-type": "application/merge-patch+json"}
        body = {"json": {"name": f"Renamed {draw.randrange(10**9)}"}, "headers": merge}
        reply = client.request(method, path, **(body if kind == "rename" else {}))
    tag = reply.headers.get("etag")
    return kind, reply.status_code, tag, reply.content if reply.status_code < 400 else None


def lived(server, name: str, seed: int, steps: int) -> list[tuple]:
    """The answers that a world gives to the requests that `seed` draws."""
    draw, own = random.Random(seed), []
    with in_world(server, name) as client:
        return [act(client, draw, own) for _ in range(steps)]


def test_parallel_worlds_never_see_each_other(server, api, run_seed):
    """However their requests interleave: each answers as if it were alone, to the byte, and the default one
    stays as it was."""
    before = api.get(AUDIENCES).content
    seeds = [run_seed + number for number in range(4)]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda seed: lived(server, f"t-{seed}", seed, 15), seeds))
    alone = [lived(server, f"a-{seed}", seed, 15) for seed in seeds]

    assert alone == together
    assert before == api.get(AUDIENCES).content


def test_links_keep_the_prefix(server):
    """A client that cannot set headers stays in its world when it follows what answers name."""
    with client_of(f"{server.url}/_world/linked/service") as client:
        created = client.post(AUDIENCES, json=audience("Linked"))
        page = client.get(f"{AUDIENCES}/0399abedfd3d/customers", params={"limit": 3}).json()
        following = client.get(page["nextPage_url"])

    location = httpx.URL(created.headers["location"])
    assert "linked" == created.headers[HEADER]
    assert location.path.startswith("/_world/linked/service/customerAudiences/")
    assert "/_world/linked/service/" in page["nextPage_url"]
    assert (200, "linked") == (following.status_code, following.headers[HEADER])


def test_a_page_of_any_origin_may_choose_its_world(server):
    """CORS: the header may be sent, and read."""
    asked = {"Origin": "http://page.test", "Access-Control-Request-Method": "GET"}
    with httpx.Client(base_url=server.base, trust_env=False) as client:
        reply = client.options(AUDIENCES, headers={**asked, "Access-Control-Request-Headers": HEADER})
        exposed = client.get(AUDIENCES).headers["access-control-expose-headers"]

    assert HEADER == reply.headers["access-control-allow-headers"]
    assert HEADER in exposed


def test_worlds_that_cannot_be_are_refused(server):
    """Invalid names, and two names at once."""
    with in_world(server, "-no name-") as client:
        refused(client.get(AUDIENCES), 400, "1 to 64")
    with client_of(f"{server.url}/_world/one/service") as client:
        refused(client.get(AUDIENCES, headers={HEADER: "two"}), 400, "one", "two")


def test_time_passes_in_one_world_only(server):
    """An archived audience vanishes where 30 days have passed (A-46), and nowhere else."""
    path = f"{AUDIENCES}/0399abedfd3d"
    with in_world(server, "future") as future, in_world(server, "present") as present:
        for client in (future, present):
            client.get(AUDIENCES)
            created = client.post(AUDIENCES, json=audience("Archived")).json()["id"]
            path = f"{AUDIENCES}/{created}"
            assert client.post(f"{path}/archived").is_success
        Control(server.url, "future").step(31 * 86400)

        assert 404 == future.get(path).status_code
        assert 200 == present.get(path).status_code


def test_reset_brings_the_beginning_back(server):
    """And the same requests get the same answers again."""
    first = lived(server, "again", 7, 10)
    Control(server.url, "again").send("POST", "/reset")

    assert first == lived(server, "again", 7, 10)


def test_a_thousand_worlds_take_little_memory():
    """1,000 worlds over 100,000 customers stay within 200 MB more than one."""
    with serving("--customers", "100000", "--clock", "frozen", "--log-format", "json") as server:
        headers = {"Authorization": "Bearer demo"}
        with httpx.Client(base_url=server.base, headers=headers, trust_env=False) as client:
            for _ in range(50):
                assert client.get(AUDIENCES).is_success
            before = resident(server.process.pid)
            for number in range(999):
                world = {HEADER: f"w{number}"}
                assert client.post(AUDIENCES, json=audience(f"Of {number}"), headers=world).is_success
                assert client.get(AUDIENCES, headers=world).is_success
            grown = resident(server.process.pid) - before

    print(f"\n999 more worlds: {grown / MILLION:.0f} MB")
    assert grown < 200 * MILLION
