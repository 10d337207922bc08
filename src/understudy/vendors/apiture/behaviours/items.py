"""How audiences appear in their list, and in which order (A-09, A-10)."""

from collections.abc import Mapping
from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.apiture.behaviours.steps import created, fetched, found, key, listed, word
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

LIST = ("listCustomerAudiences", "createCustomerAudience")
MOST = 2_000
MORE_THAN_A_PAGE = 26
"""Lists that are cut short are so, as a rule, after five, ten, twenty or twenty-five items."""

PEOPLE = "/items/*/collaborators"


@AUDIENCES.promises(
    "A-09",
    "An audience is in the list from its creation to its deletion.",
    uses=(*LIST, "deleteCustomerAudience"),
)
def the_list_holds_what_exists(probe: Probe) -> None:
    term = word(probe)
    first, second = (key(probe, created(probe, description=term)) for _ in range(2))
    probe.same(sorted([first, second]), sorted(listed(probe, {"q": term}, [first, second])), "a list of")
    probe.expect(probe.call("deleteCustomerAudience", first), 204)
    probe.same([second], listed(probe, {"q": term}, [first, second]), "a list of", pointer="/items")


@AUDIENCES.promises(
    "A-09", f"The list is not paged: it holds every audience, up to {MOST:,} of them.", uses=LIST
)
def the_list_is_whole(probe: Probe) -> None:
    term = word(probe)
    made = {key(probe, created(probe, description=term)) for _ in range(MORE_THAN_A_PAGE)}
    for query in ({"q": term}, ""):
        keys = {item["id"] for item in found(probe, query)}
        if len(keys) < MOST:
            left_out = len(made - keys)
            probe.same(0, left_out, "audiences that are left out:", pointer="/items")


@AUDIENCES.promises("A-09", "The list holds no audience twice.", uses=LIST)
def the_list_holds_nothing_twice(probe: Probe) -> None:
    created(probe)
    keys = [item["id"] for item in found(probe, "")]
    twice = sorted({name for name in keys if keys.count(name) > 1}) if len(set(keys)) < len(keys) else []
    probe.same([], twice, "ids that are there twice:", pointer="/items/*/id")


@AUDIENCES.promises(
    "A-09", "The list is in order of creation, and then of the ids.", uses=LIST, severity=SHOULD
)
def the_list_is_in_order_of_creation(probe: Probe) -> None:
    term = word(probe)
    for number in (3, 1, 2):
        created(probe, name=f"{number} {term}")
    for query in ({"q": term}, ""):
        items = found(probe, query)
        order = [(item["createdAt"], item["id"]) for item in items]
        probe.same(sorted(order)[:3], order[:3], "an order that starts with", pointer="/items")
        probe.same(True, sorted(order) == order, "in order is", pointer="/items")


@AUDIENCES.promises(
    "A-09",
    "Filters of the list are joined by and: each one cuts down what the others let through.",
    uses=LIST,
)
def filters_of_the_list_are_joined(probe: Probe) -> None:
    term, other = word(probe), word(probe)
    made = {
        name: key(probe, created(probe, description=text, enrollmentState=value))
        for name, text, value in (
            ("both", term, "enrolled"),
            ("word", term, "unenrolled"),
            ("value", other, "enrolled"),
        )
    }
    query = {"q": term, "enrollmentState": "enrolled", "state": "active", "source": "filter|list"}
    seen = listed(probe, query, made.values())
    probe.same([made["both"]], seen, "with all filters a list of", pointer="/items")
    for name, value in (("state", "archived"), ("source", "list"), ("enrollmentState", "applicant")):
        seen = listed(probe, {**query, name: value}, made.values())
        probe.same([], seen, f"with {name}={value} a list of", pointer="/items")


@AUDIENCES.promises(
    "A-09",
    "Without `state` the list holds active and archived audiences.",
    uses=(*LIST, "archiveCustomerAudience"),
    severity=SHOULD,
)
def without_state_both_are_listed(probe: Probe) -> None:
    term = word(probe)
    both = [key(probe, created(probe, description=term)) for _ in range(2)]
    probe.expect(probe.call("archiveCustomerAudience", both[0]), 200)
    probe.same(sorted(both), sorted(listed(probe, {"q": term}, both)), "a list of", pointer="/items")


@AUDIENCES.promises(
    "A-09",
    "An audience in the list is the audience that is read, collaborators aside.",
    uses=(*LIST, "getCustomerAudience"),
)
def an_item_is_the_audience(probe: Probe) -> None:
    term = word(probe)
    audience = key(probe, created(probe, description=term))
    items = {item["id"]: item for item in found(probe, {"q": term})}
    whole = fetched(probe, audience).json()
    for name, value in whole.items():
        if name not in ("collaborators", "customerCountUpdatedAt"):
            probe.same(
                value, items.get(audience, {}).get(name), f"in the list {name}", pointer=f"/items/*/{name}"
            )


@AUDIENCES.promises(
    "A-10",
    "In the list an audience says how many collaborators it has, and shows the first 16 of them.",
    uses=("listCustomerAudiences", "getCustomerAudience", "listCustomerAudienceCollaborators"),
)
def the_list_shows_16_collaborators(probe: Probe) -> None:
    items = found(probe, "")
    shared = sorted(items, key=lambda item: item["collaboratorsCount"], reverse=True)[:3]
    if not shared or not shared[0]["collaboratorsCount"]:
        probe.not_observable("No audience is shared with anybody, and no operation shares one.")
    for item in shared:
        shows_all(probe, item)


@AUDIENCES.promises(
    "A-10",
    "With 17 collaborators an audience shows 16 in the list, and all of them where it is read.",
    uses=(*LIST, "getCustomerAudience", "listCustomerAudienceCollaborators"),
    needs=("stage",),
)
def the_17th_collaborator_is_cut(probe: Probe) -> None:
    with probe.stage() as stage:
        term = word(probe)
        audience = key(probe, created(probe, description=term))
        for number in (16, 17, 1):
            team = [f"{term}{one:02}" for one in range(number)]
            for name in team:
                analyst = {"firstName": "Ann", "lastName": name, "username": name, "institution": None}
                stage.put("apiture/analysts", name, analyst)
            stage.put("apiture/collaborators", audience, {"analysts": team})
            items = [item for item in found(probe, {"q": term}) if item["id"] == audience]
            probe.same(number, items[0]["collaboratorsCount"], "a collaboratorsCount of", pointer=PEOPLE)
            shows_all(probe, items[0])


def shows_all(probe: Probe, item: Mapping[str, Any]) -> None:
    """Broken unless the item shows the first 16 collaborators of the audience, and counts all of them."""
    shown, number = item["collaborators"], item["collaboratorsCount"]
    whole = probe.member(fetched(probe, item["id"]), "/collaborators")
    probe.same(number, len(whole), "a number of collaborators of", pointer="/collaborators")
    probe.same(shown, whole[:16], "as in the list, first the collaborators", pointer="/collaborators")
    people = probe.expect(probe.call("listCustomerAudienceCollaborators", item["id"]), 200)
    probe.same(whole, probe.member(people, "/items"), "the collaborators", pointer="/items")
