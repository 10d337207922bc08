"""Which institution a request is about (A-03)."""

from collections.abc import Iterator
from urllib.parse import quote

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.apiture.behaviours.calls import ASKS, ONE, sent
from understudy.vendors.apiture.behaviours.steps import (
    counted,
    created,
    institution,
    key,
    listed,
    refused,
    word,
)
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []


@AUDIENCES.promises(
    "A-03",
    "A client of one institution may not send `institutions`, not even to name its own.",
    uses=("listCustomerAudiences", *ASKS, "listCustomerAudienceTemplates", "createCustomerAudience"),
    needs=("stranger",),
)
def institutions_is_not_for_clients(probe: Probe) -> None:
    for operation, answer in with_institutions(probe, "stranger"):
        refused(answer, f"{operation} with `institutions` from a client of one institution")


@AUDIENCES.promises(
    "A-03",
    "A client of one institution that sends `institutions` is answered 403.",
    uses=("listCustomerAudiences", *ASKS, "listCustomerAudienceTemplates", "createCustomerAudience"),
    severity=SHOULD,
    needs=("stranger",),
)
def institutions_from_a_client_is_forbidden(probe: Probe) -> None:
    for operation, answer in with_institutions(probe, "stranger"):
        refused(answer, f"{operation} with `institutions` from a client of one institution", 403)


@AUDIENCES.promises(
    "A-03",
    "A client that is no administrator may name neither its own institution nor another.",
    uses=("listCustomerAudiences", "createCustomerAudience", *ONE),
    needs=("administrator",),
)
def own_institution_is_not_to_be_named(probe: Probe) -> None:
    audience = key(probe, created(probe))
    for name in (institution(probe), "NOBODY"):
        for operation in ("listCustomerAudiences", "createCustomerAudience", *ONE):
            answer = sent(probe, operation, audience, query={"institutions": name})
            refused(answer, f"{operation} with institutions={name}", 403)


def with_institutions(probe: Probe, caller: str) -> Iterator[tuple[str, Exchange]]:
    """What the caller gets who names an institution with operations that need no audience."""
    for operation in ("listCustomerAudiences", *ASKS, "listCustomerAudienceTemplates"):
        for name in ("NOBODY", "ZZ"):
            yield operation, sent(probe, operation, query={"institutions": name}, caller=caller)


@AUDIENCES.promises(
    "A-03",
    "An administrator names exactly one institution, by 2 to 8 capital letters, digits and underscores.",
    uses=("listCustomerAudiences", *ASKS, "listCustomerAudienceTemplates"),
    needs=("administrator",),
)
def institutions_has_one_name_of_two_to_eight(probe: Probe) -> None:
    for operation in ("listCustomerAudiences", *ASKS, "listCustomerAudienceTemplates"):
        for value in ("", "A", "ABCDEFGHI", "tiburon", "AB-CD", "ABCD|EFGH"):
            query = f"institutions={quote(value)}"
            answer = sent(probe, operation, query=query, caller="administrator")
            refused(answer, f"{operation} with institutions={value}")


@AUDIENCES.promises(
    "A-03",
    "An institution that does not exist is answered 422.",
    uses=("listCustomerAudiences", *ASKS, "listCustomerAudienceTemplates"),
    severity=SHOULD,
    needs=("administrator",),
)
def an_unknown_institution_is_unprocessable(probe: Probe) -> None:
    for operation in ("listCustomerAudiences", *ASKS, "listCustomerAudienceTemplates"):
        answer = sent(probe, operation, query={"institutions": "NOBODY_8"}, caller="administrator")
        refused(answer, f"{operation} for an institution that does not exist", 422)


@AUDIENCES.promises(
    "A-03",
    "What an administrator gets is about the institution that it names, and no other.",
    uses=("listCustomerAudiences", "getCustomerAudience", "countAudienceCustomers", "createCustomerAudience"),
    needs=("administrator", "stranger"),
)
def an_administrator_sees_the_institution_it_names(probe: Probe) -> None:
    term = word(probe)
    audience = key(probe, created(probe, description=term))
    own = institution(probe)
    with probe.stage() as stage:
        analysts = stage.documents("apiture/analysts").values()
    others = {str(analyst["institution"]) for analyst in analysts if analyst.get("institution")} - {own}
    for name, expected in ((own, [audience]), *((other, []) for other in sorted(others))):
        query = {"institutions": name}
        seen = listed(probe, {"q": term, **query}, [audience], caller="administrator")
        probe.same(expected, seen, f"with institutions={name} the audiences", pointer="/items")
        answer = probe.call("getCustomerAudience", audience, query=query, caller="administrator")
        probe.expect(answer, 200 if expected else 404)
    totals = [
        counted(probe, {}).json(),
        counted(probe, {}, query={"institutions": own}, caller="administrator").json(),
    ]
    probe.same(totals[0]["totalCustomerCount"], totals[1]["totalCustomerCount"], "a total of")
