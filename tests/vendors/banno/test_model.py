"""Segments over HTTP against a model of plain sets: one institution, and two at the same time."""

import csv
import io
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vendors.banno.desk import MARIN, TIBURON

from understudy.serving import Options, Server, start
from understudy.vendors.banno.users import KINDS, Users
from understudy.world.members import Members

pytestmark = pytest.mark.slow  # a server, and clients on sockets

INSTITUTIONS = {"TIBURON": (TIBURON, "demo"), "MARIN": (MARIN, "demo-marin")}
TOLD = dict(zip(KINDS, ("nettellerId", "memberNumber", "username", "endUserId"), strict=True))
APPLIED = {"POST": lambda _old, new: new, "PUT": set.union, "DELETE": set.difference}
PEOPLE = 55
"""Of the first users of an institution, among whom two share a NetTeller id."""

files = st.tuples(
    st.just("import"), st.sets(st.integers(0, PEOPLE - 1), max_size=12), st.sampled_from(KINDS), st.booleans()
)
places = st.integers(0, 7)
steps = st.lists(
    files
    | st.tuples(st.just("apply"), st.sampled_from(sorted(APPLIED)), places, places)
    | st.tuples(st.just("create"), places)
    | st.tuples(st.just("rename"), places, st.text(st.characters(codec="utf-8", exclude_characters="\0")))
    | st.tuples(st.just("delete"), places),
    max_size=15,
)


class Side:
    """One institution as its service sees it, and the sets that its segments and drafts have to be."""

    def __init__(self, server: Server, client: httpx.Client, world: str, name: str) -> None:
        key, token = INSTITUTIONS[name]
        users = Users.of(server.world.institutions[name].customers)
        self.people = users.rows(Members(users.frame["number"].head(PEOPLE))).to_dicts()
        self.path = f"/a/segments/api/v0/institutions/{key}"
        self.headers = {"Authorization": f"Bearer {token}", "Understudy-World": world}
        self.client = client
        listed = self.send("GET", "/segments").json()["segments"]
        self.names = {segment["segmentId"]: segment["name"] for segment in listed}
        self.segments = {key: self.ids(f"/segments/{key}/end-users.csv") for key in self.names}
        self.drafts: dict[str, set[str]] = {}
        self.imports(set(), "username", False)

    def send(self, method: str, path: str, *, of: str = "", **more: Any) -> httpx.Response:
        """The reply to a request of this institution's service, below its own path or that `of` another."""
        return self.client.request(method, (of or self.path) + path, headers=self.headers, **more)

    def ids(self, path: str) -> set[str]:
        """The endUserIds of a CSV file; each is there once."""
        rows = list(csv.DictReader(io.StringIO(self.send("GET", path).text, newline="")))
        ids = {row["endUserId"] for row in rows}
        assert len(ids) == len(rows)
        return ids

    def take(self, step: tuple[Any, ...]) -> None:
        """Do one step here and in the model; places are counted round and round."""
        verb, *more = step
        if verb == "import":
            self.imports(*more)
        elif verb == "create":
            self.creates(picked(self.drafts, more[0]))
        elif self.segments and verb == "apply":
            self.applies(more[0], picked(self.segments, more[1]), picked(self.drafts, more[2]))
        elif self.segments and verb == "rename":
            key = picked(self.segments, more[0])
            body = {"name": more[1], "sourceProvider": "Banno"}
            assert 200 == self.send("PUT", f"/segments/{key}", json=body).status_code
            self.names[key] = more[1]
        elif self.segments and verb == "delete":
            key = picked(self.segments, more[0])
            assert 204 == self.send("DELETE", f"/segments/{key}").status_code
            del self.segments[key], self.names[key]

    def imports(self, chosen: set[int], kind: str, strangers: bool) -> None:
        """Import a file that names each of the chosen twice, and perhaps somebody who is not there."""
        sought = {self.people[place][TOLD[kind]] for place in chosen}
        unknown = ["nobody9999"] if strangers else []
        text = "\r\n".join(["id", *sought, *unknown, *sought, ""])
        files = {"file": ("users.csv", text.encode(), "text/csv")}
        found = self.send("POST", "/import", params={"sourceType": kind}, files=files).json()
        ids = {person["endUserId"] for person in self.people if person[TOLD[kind]] in sought}
        rows = [{"rowNumber": len(sought) + 2, "values": [stranger]} for stranger in unknown]
        assert (len(ids), rows) == (found["foundUsersCount"], found["csvUnknownRows"])
        self.drafts[found["draftId"]] = ids

    def creates(self, draft: str) -> None:
        """Make a segment from a draft, which must have found somebody."""
        body = {"name": "New", "sourceProvider": "Banno", "draftId": draft}
        reply = self.send("POST", "/segments", json=body)
        assert reply.status_code == (201 if self.drafts[draft] else 422)
        if self.drafts[draft]:
            key = reply.json()["segmentId"]
            self.segments[key], self.names[key] = self.drafts[draft], "New"

    def applies(self, method: str, segment: str, draft: str) -> None:
        """Apply a draft to a segment."""
        reply = self.send(method, f"/segments/{segment}/drafts/{draft}")
        assert (200, segment) == (reply.status_code, reply.json()["segmentId"])
        self.segments[segment] = APPLIED[method](self.segments[segment], self.drafts[draft])

    def check(self) -> None:
        """Everything that can be read is as in the model, and nothing else is there."""
        listed = self.send("GET", "/segments").json()["segments"]
        assert self.names == {segment["segmentId"]: segment["name"] for segment in listed}
        for key, ids in self.segments.items():
            assert ids == self.ids(f"/segments/{key}/end-users.csv")
            assert len(ids) == self.send("GET", f"/segments/{key}/stats").json()["userCount"]
        for key, ids in self.drafts.items():
            assert ids == self.ids(f"/drafts/{key}/end-user-ids.csv")
        person = self.people[0]["endUserId"]
        found = self.send("GET", f"/end-users/{person}/segments").json()["segments"]
        assert {key for key, ids in self.segments.items() if person in ids} == {
            segment["segmentId"] for segment in found
        }

    def intrude(self, other: "Side") -> None:
        """Try to read and to change what the other institution has, by its path and by our own."""
        draft, mine = picked(other.drafts, 0), picked(self.drafts, 0)
        assert 403 == self.send("GET", "/segments", of=other.path).status_code
        assert 400 == self.send("GET", f"/drafts/{draft}").status_code
        body = {"name": "Stolen", "sourceProvider": "Banno", "draftId": draft}
        assert 422 == self.send("POST", "/segments", json=body).status_code
        for key in list(other.segments)[:2]:
            segment = f"/segments/{key}"
            replies = [
                self.send("GET", segment + more) for more in ("", "/stats", "/end-users", "/end-users.csv")
            ]
            replies.append(self.send("PUT", segment, json={"name": "Stolen", "sourceProvider": "Banno"}))
            replies += [self.send(method, f"{segment}/drafts/{mine}") for method in APPLIED]
            assert {404} == {reply.status_code for reply in replies}
            assert 204 == self.send("DELETE", segment).status_code
        for key in list(self.segments)[:1]:
            replies = [self.send(method, f"/segments/{key}/drafts/{draft}") for method in APPLIED]
            assert {404} == {reply.status_code for reply in replies}


def picked(things: dict[str, Any], place: int) -> str:
    """The key at a place, counted round and round."""
    return list(things)[place % len(things)]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of this vendor only, with some hundred users."""
    options = Options(port=0, customers=1000, apis=("banno/segments",), log_format="", clock="frozen")
    with start(options) as server:
        yield server


@pytest.fixture(scope="module")
def client(server) -> Iterator[httpx.Client]:
    """One client for all institutions and worlds."""
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        yield client


@given(steps)
def test_segments_are_sets_over_http(server, client, taken):
    """S-05, S-06, S-10, Y-12: whatever is imported, made, applied or deleted, sets say what is left."""
    side = Side(server, client, uuid.uuid4().hex[:12], "TIBURON")
    for step in taken:
        side.take(step)
    side.check()


@given(
    st.lists(st.tuples(st.sampled_from(sorted(INSTITUTIONS)), steps.map(lambda taken: taken[:3])), max_size=6)
)
def test_institutions_do_not_see_each_other(server, client, turns):
    """S-16: in whatever turns two institutions act, each has what it would have alone, and no more."""
    world = uuid.uuid4().hex[:12]
    sides = {name: Side(server, client, world, name) for name in INSTITUTIONS}
    for name, taken in turns:
        for step in taken:
            sides[name].take(step)
        other = next(side for key, side in sides.items() if key != name)
        other.intrude(sides[name])
    for side in sides.values():
        side.check()
