"""The search: who is found, on which pages, in which order, with which properties."""

from itertools import chain

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import (
    FORGET,
    MAKES,
    PATCH,
    SEARCH,
    found,
    node,
    refused,
    unknown,
)
from understudy.vendors.contacthub.behaviours.steps_customers import (
    all_of,
    ask,
    atom,
    ids,
    made,
    pages,
    patched,
    query,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

ASKS = (SEARCH, *MAKES)


@HUB.promises(
    "H-77.1",
    "The parameters of a search combine: only who fits both externalId and query is found.",
    uses=ASKS,
)
def parameters_combine(probe: Probe) -> None:
    home, mark = node(probe), probe.unique()
    one, two = (made(probe, home, {"base.middleName": mark}) for _ in range(2))
    said = query(atom("base.middleName", "EQUALS", mark))

    both = ids(found(probe, home, externalId=one["externalId"], query=said))
    probe.same([one["id"]], both, "customers with the external id and the name:")
    other = query(all_of(atom("base.middleName", "EQUALS", mark), atom("id", "EQUALS", two["id"])))
    none = ids(found(probe, home, externalId=one["externalId"], query=other))
    probe.same([], none, "customers with the one's external id and the other's id:")


@HUB.promises(
    "H-77.2", "Pages show each customer who matches once, and their totals say how many.", uses=ASKS
)
def pages_show_each_once(probe: Probe) -> None:
    home, mark = node(probe), probe.unique()
    crew = sorted(made(probe, home, {"base.middleName": mark})["id"] for _ in range(5))
    said = query(atom("base.middleName", "EQUALS", mark))

    told = pages(probe, home, 2, query=said)
    probe.same([2, 2, 1], [len(page) for page in told], "sizes of the pages of five customers:")
    probe.same(crew, sorted(chain.from_iterable(told)), "customers on all pages:")
    answer = probe.call(SEARCH, query={"nodeId": home["id"], "query": said, "size": 2, "page": 1})
    page = probe.member(probe.expect(answer, 200), "/page")
    totals = {name: page.get(name) for name in ("size", "totalElements", "totalPages", "number")}
    expected = {"size": 2, "totalElements": 5, "totalPages": 3, "number": 1}
    probe.same(expected, totals, "page", pointer="/page")


@HUB.promises("H-77.2", "A changed customer is found as it is now, no more as it was.", uses=(*ASKS, PATCH))
def changed_ones_are_found_as_they_are(probe: Probe) -> None:
    home = node(probe)
    before, after = probe.unique(), probe.unique()
    key = made(probe, home, {"base.middleName": before})["id"]
    patched(probe, key, {"base": {"middleName": after}})

    probe.same([], ask(probe, home, atom("base.middleName", "EQUALS", before)), "customers of the old name:")
    probe.same(
        [key], ask(probe, home, atom("base.middleName", "EQUALS", after)), "customers of the new name:"
    )


@HUB.promises("H-77.2", "A customer who was forgotten is not found any more.", uses=(*ASKS, FORGET))
def forgotten_ones_are_not_found(probe: Probe) -> None:
    home = node(probe)
    body = made(probe, home)
    probe.expect(probe.call(FORGET, body["id"]), 200, 204)

    probe.same([], ids(found(probe, home, externalId=body["externalId"])), "customers of that external id:")


@HUB.promises("H-77.3", "Unless it is sorted, a search tells whom changed last first.", uses=(*ASKS, PATCH))
def latest_changes_come_first(probe: Probe) -> None:
    home, mark = node(probe), probe.unique()
    crew = [made(probe, home, {"base.middleName": mark})["id"] for _ in range(3)]
    patched(probe, crew[0], {"base": {"title": "Dr"}})

    told = found(probe, home, query=query(atom("base.middleName", "EQUALS", mark)))
    moments = [str(body.get("updatedAt")) for body in told]
    probe.same(sorted(moments, reverse=True), moments, "update dates in the order")
    most = [str(body.get("updatedAt")) for body in found(probe, home, size=50)]
    probe.same(sorted(most, reverse=True), most, "update dates of the whole node in the order")


@HUB.promises(
    "H-77.3",
    "A change puts a customer in front of those who changed before.",
    uses=(*ASKS, PATCH),
    needs=("stage",),
)
def a_change_leads_to_the_front(probe: Probe) -> None:
    with probe.stage() as stage:
        home, mark = node(probe), probe.unique()
        said = atom("base.middleName", "EQUALS", mark)
        crew = []
        for _ in range(3):
            crew.append(made(probe, home, {"base.middleName": mark})["id"])
            stage.step(minutes=1)
        probe.same(crew[::-1], ask(probe, home, said), "customers, the last first:")
        patched(probe, crew[0], {"base": {"title": "Dr"}})
        probe.same(
            [crew[0], crew[2], crew[1]], ask(probe, home, said), "customers after a change of the first:"
        )


@HUB.promises(
    "H-77.4", "A search reaches no more than 10,000 of the customers who match.", uses=(SEARCH, *MAKES)
)
def ten_thousand_can_be_reached(probe: Probe) -> None:
    home = node(probe)
    answer = probe.expect(probe.call(SEARCH, query={"nodeId": home["id"], "size": 50, "page": 200}), 200)
    probe.same([], ids(probe.member(answer, "/elements")), "customers after the 10,000th:")
    probe.same(
        10_000, probe.member(answer, "/page/maxElements"), "most customers:", pointer="/page/maxElements"
    )
    probe.same(200, probe.member(answer, "/page/maxPages"), "most pages:", pointer="/page/maxPages")


@HUB.promises(
    "H-77.5", "externalId is compared exactly: neither a part nor another case finds anybody.", uses=ASKS
)
def external_ids_are_exact(probe: Probe) -> None:
    home = node(probe)
    body = made(probe, home)
    name = body["externalId"]

    probe.same([body["id"]], ids(found(probe, home, externalId=name)), "customers of the external id:")
    for other in (name[:-1], name + "x", name.upper(), f"%{name[1:]}"):
        probe.same([], ids(found(probe, home, externalId=other)), f"customers of {other}:")


@HUB.promises(
    "H-77.5", "When nobody has the external id, the answer is an empty list and no error.", uses=ASKS
)
def nobody_is_an_empty_list(probe: Probe) -> None:
    home = node(probe)
    answer = probe.expect(probe.call(SEARCH, query={"nodeId": home["id"], "externalId": unknown(probe)}), 200)
    probe.same([], probe.member(answer, "/elements"), "elements:", pointer="/elements")
    probe.same(0, probe.member(answer, "/page/totalElements"), "total:", pointer="/page/totalElements")


@HUB.promises("H-77.8", "A search without a node is refused with 400.", uses=(SEARCH,))
def a_search_needs_a_node(probe: Probe) -> None:
    refused(probe.call(SEARCH), "a search without nodeId", 400)
    refused(probe.call(SEARCH, query={"externalId": "x"}), "a search without nodeId", 400)


@HUB.promises("H-77.8", "Only customers of the node are found.", uses=ASKS)
def only_the_node_is_searched(probe: Probe) -> None:
    home = node(probe)
    key = made(probe, home)["id"]
    for body in found(probe, home, size=50):
        probe.same(home["id"], body.get("nodeId"), "node of a customer found:", pointer="/elements")
    probe.same([key], ask(probe, home, atom("id", "EQUALS", key)), "customers of the id:")
    answer = probe.call(SEARCH, query={"nodeId": unknown(probe)})
    refused(answer, "a node that the workspace does not have", 404)


@HUB.promises("H-77.9", "Of each customer only the properties that fields asks for are told.", uses=ASKS)
def fields_choose_properties(probe: Probe) -> None:
    home = node(probe)
    name = made(probe, home, {"base.contacts.phone": "+39 02 1"})["externalId"]
    (body,) = found(probe, home, externalId=name, fields="id,base.firstName,base.contacts.phone")
    base = body.get("base") or {}
    probe.same("Understudy", base.get("firstName"), "first name:", pointer="/elements/0/base/firstName")
    contacts = base.get("contacts") or {}
    probe.same("+39 02 1", contacts.get("phone"), "phone:", pointer="/elements/0/base/contacts/phone")
    left = [body.get("externalId"), base.get("lastName"), contacts.get("email"), body.get("registeredAt")]
    probe.same([None] * 4, left, "externalId, last name, e-mail and registeredAt, which were not asked for:")


@HUB.promises(
    "H-77.9",
    "Without fields a search tells customers as they are read one by one.",
    uses=(*ASKS, "getCustomerWorkspaces"),
)
def without_fields_all_is_told(probe: Probe) -> None:
    home = node(probe)
    body = made(probe, home)
    (told,) = found(probe, home, externalId=body["externalId"])
    read = probe.member(probe.expect(probe.call("getCustomerWorkspaces", body["id"]), 200), "")
    probe.same(read, told, "customer", pointer="/elements/0")


@HUB.promises("H-77.9", "A field that customers do not have is passed over.", uses=ASKS, severity=SHOULD)
def unknown_fields_are_passed_over(probe: Probe) -> None:
    home = node(probe)
    body = made(probe, home)
    (told,) = found(probe, home, externalId=body["externalId"], fields="id,nothing.like.this")
    probe.same(body["id"], told.get("id"), "id:", pointer="/elements/0/id")
