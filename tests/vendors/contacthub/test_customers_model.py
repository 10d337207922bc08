"""Customers against a naive model of plain dictionaries: any order of posts, patches, puts and deletions."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tests.vendors.contacthub.desk import NEWSLETTER, TIBURON, Desk, seeded
from tests.vendors.contacthub.writes import newcomer

from understudy.vendors.contacthub import customers
from understudy.vendors.contacthub.records import NODES

emails = st.sampled_from(["a@example.com", "b@example.com", "B@EXAMPLE.com"])
names = st.none() | st.sampled_from(["x", "y"])
tags = st.lists(st.sampled_from("pqr"), max_size=3)
subscriptions = st.dictionaries(
    st.sampled_from("12"), st.fixed_dictionaries({"subscribed": st.booleans()}, optional={"name": names})
)
members = st.fixed_dictionaries(
    {}, optional={"firstName": names, "lastName": names, "tags": tags, "subscriptions": subscriptions}
)
strict = st.sampled_from([None, "STRICT"])

Person = dict[str, Any]


def sent(email: str | None, members: Person) -> dict[str, Any]:
    """The body that says this."""
    base = {name: value for name, value in members.items() if name in ("firstName", "lastName")}
    if "subscriptions" in members:
        base["subscriptions"] = [{"id": key, **each} for key, each in members["subscriptions"].items()]
    body = {} if email is None else newcomer(email)
    body["base"] = {**body.get("base", {}), **base}
    return body | ({"tags": {"manual": members["tags"]}} if "tags" in members else {})


def blank(email: str) -> Person:
    """Somebody of whom only the address is known."""
    return {"email": email, "firstName": None, "lastName": None, "tags": [], "subscriptions": {}}


def subscribe(person: Person, said: Person, *, strictly: bool = False) -> None:
    """Put subscriptions over those of the person."""
    if strictly:
        person["subscriptions"] = {}
    for key, each in said.items():
        person["subscriptions"][key] = {"name": None, **person["subscriptions"].get(key, {}), **each}


def change(person: Person, said: Person, *, appending: bool = False, strictly: bool = False) -> None:
    """Do to the model what a POST (appending) or a PATCH does."""
    person |= {name: said[name] for name in ("firstName", "lastName") if name in said}
    if "tags" in said:
        person["tags"] = list(dict.fromkeys([*(person["tags"] if appending else []), *said["tags"]]))
    if "subscriptions" in said:
        subscribe(person, said["subscriptions"], strictly=strictly)


class Model(RuleBasedStateMachine):
    """One node that starts empty, and the people who have to be in it, by id."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(seeded().fork("model"))
        self.people: dict[str, Person] = {}

    def holder(self, email: str) -> str | None:
        """The id of who has the address, whatever its case."""
        mine = (key for key, each in self.people.items() if each["email"].lower() == email.lower())
        return next(mine, None)

    def somebody(self, place: int) -> str | None:
        """One of those who are there, None when nobody is."""
        return None if not self.people else list(self.people)[place % len(self.people)]

    @rule(email=emails, said=members)
    def post(self, email, said):
        """Make or merge."""
        reply = self.desk.call("postCustomerWorkspaces", sent(email, said))
        assert reply.status == 201
        key = self.holder(email) or reply.body["id"]
        person = self.people.setdefault(key, blank(email))
        person["email"] = email
        change(person, said, appending=True)
        assert key == reply.body["id"]

    @rule(place=st.integers(0, 2), email=st.none() | emails, said=members, mode=strict)
    def patch(self, place, email, said, mode):
        """Change in part, unless the address is another one's."""
        if (key := self.somebody(place)) is None:
            return
        body = sent(email, said)
        body.pop("nodeId", None)
        reply = self.desk.call("patchCustomerWorkspaces", body, customerId=key, mode=mode)
        if email is not None and self.holder(email) not in (None, key):
            assert reply.status == 409
            return
        assert reply.status == 200
        person = self.people[key]
        person["email"] = email or person["email"]
        change(person, said, strictly=mode is not None)

    @rule(place=st.integers(0, 2), email=emails, said=members, mode=strict)
    def put(self, place, email, said, mode):
        """Replace, unless the address is another one's."""
        if (key := self.somebody(place)) is None:
            return
        reply = self.desk.call("putCustomerWorkspaces", sent(email, said), customerId=key, mode=mode)
        if self.holder(email) not in (None, key):
            assert reply.status == 409
            return
        assert reply.status == 200
        person = blank(email)
        if mode is None:
            person["subscriptions"] = self.people[key]["subscriptions"]
        change(person, said)
        self.people[key] = person

    @rule(place=st.integers(0, 2), forget=st.booleans())
    def delete(self, place, forget):
        """Take somebody away."""
        if (key := self.somebody(place)) is None:
            return
        operation = "postForgetCustomerWorkspaces" if forget else "deleteCustomerWorkspaces"
        assert self.desk.call(operation, customerId=key).status in (200, 204)
        del self.people[key]

    @invariant()
    def everybody_is_as_the_model_says(self):
        """Nobody is missing, nobody is left, and each is as they have to be (H-78.1 … H-81.11)."""
        view = self.desk.world.view(1)
        node = view.documents.get(NODES, NEWSLETTER)
        found = {each.id: seen(each.body) for each in customers.everybody(view, node)}
        assert self.people == found

    @invariant()
    def the_stream_rebuilds_them(self):
        """Replaying what the stream was told gives the same bodies, and versions rise by one (H-78.16)."""
        rebuilt: dict[str, Any] = {}
        for update in self.desk.world.store.read().scan("contacthub/updates"):
            said, data = update.body, update.body["data"]
            if said["operation"] == "DELETE":
                assert rebuilt.pop(data["id"]) == data
            else:
                before = rebuilt.get(data["id"], {"version": 0})
                assert (said["operation"] == "CREATE", before["version"] + 1) == (
                    before["version"] == 0,
                    data["version"],
                )
                rebuilt[data["id"]] = data
        view = self.desk.world.view(1)
        assert rebuilt == {key: customers.find(view, TIBURON, key).body for key in self.people}


def seen(body: dict[str, Any]) -> Person:
    """What the model knows of a customer."""
    base = body["base"]
    return {
        "email": base["contacts"]["email"],
        "firstName": base["firstName"],
        "lastName": base["lastName"],
        "tags": body["tags"]["manual"],
        "subscriptions": {
            each["id"]: {"subscribed": each["subscribed"], "name": each["name"]}
            for each in base["subscriptions"]
        },
    }


TestModel = Model.TestCase
TestModel.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)
