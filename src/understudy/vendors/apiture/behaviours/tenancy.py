"""Who may call, and whose audiences they see (A-01 … A-04)."""

import re
from collections.abc import Iterator

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.apiture.behaviours.calls import ASKS, CHANGES, EVERY, MAKES, ONE, READS, sent
from understudy.vendors.apiture.behaviours.steps import (
    UNKNOWN,
    body,
    created,
    fetched,
    found,
    inside,
    key,
    listed,
    refused,
    word,
)
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

SEARCHABLE = re.compile(r"[A-Za-z ]+")
"""Names that a search string can hold as they are."""


def with_tokens(probe: Probe) -> Iterator[tuple[str, Exchange]]:
    """Every operation without a token and with one that nobody issued."""
    audience = key(probe, created(probe))
    offered = probe.member(probe.expect(sent(probe, "listCustomerAudienceTemplates"), 200), "/items")
    template = offered[0]["id"] if offered else UNKNOWN
    for operation in EVERY:
        for what, token in (("no token", ""), ("a token that nobody issued", f"Bearer {word(probe)}")):
            headers = {"Authorization": token}
            answer = sent(probe, operation, audience, template=template, headers=headers)
            yield f"{operation} with {what}", answer


@AUDIENCES.promises(
    "A-01",
    "Every operation answers 401 when the request has no access token, or one that nobody issued.",
    uses=(
        "listCustomerAudiences",
        *(operation for operation in EVERY if operation != "listCustomerAudiences"),
    ),
)
def nobody_comes_in_without_a_token(probe: Probe) -> None:
    for what, answer in with_tokens(probe):
        refused(answer, what, 401)


@AUDIENCES.promises(
    "A-01",
    "An answer 401 says in WWW-Authenticate how to authenticate, as HTTP asks.",
    uses=("listCustomerAudiences",),
    severity=SHOULD,
)
def a_401_says_how_to_authenticate(probe: Probe) -> None:
    for authorization in ("", f"Bearer {word(probe)}"):
        answer = probe.call("listCustomerAudiences", headers={"Authorization": authorization})
        probe.expect(answer, 401)
        probe.header(answer, "WWW-Authenticate")


@AUDIENCES.promises(
    "A-02",
    "The scope bankingAdmin/read is enough to read, to count and to validate.",
    uses=(*READS, *ASKS, "createCustomerAudience"),
    severity=SHOULD,
    needs=("reader",),
)
def a_reader_may_read(probe: Probe) -> None:
    audience = key(probe, created(probe))
    for operation in (*READS, *ASKS):
        probe.expect(sent(probe, operation, audience, caller="reader"), 200)


@AUDIENCES.promises(
    "A-02",
    "Without the scope bankingAdmin/write nothing can be made, changed or deleted: 403, and nothing happens.",
    uses=("createCustomerAudience", *MAKES[1:], *CHANGES, "getCustomerAudience"),
    severity=SHOULD,
    needs=("reader",),
)
def a_reader_may_not_write(probe: Probe) -> None:
    answer = created(probe)
    audience = key(probe, answer)
    for operation in (*MAKES, *CHANGES):
        refused(sent(probe, operation, audience, caller="reader"), f"{operation} with a read scope", 403)
    probe.same(answer.json(), fetched(probe, audience).json(), "the audience as it was:")


@AUDIENCES.promises(
    "A-04",
    "Audiences that are not shared with the caller are neither listed, read, changed nor deleted.",
    uses=("getCustomerAudience", "listCustomerAudiences", "createCustomerAudience", *ONE[1:]),
    needs=("stranger",),
)
def another_institution_sees_nothing(probe: Probe) -> None:
    term = word(probe)
    answer = created(probe, description=term)
    audience = key(probe, answer)
    seen = listed(probe, {"q": term}, [audience], caller="stranger")
    probe.same([], seen, "for another institution a list of", pointer="/items")
    for operation in ONE:
        refused(
            sent(probe, operation, audience, caller="stranger"),
            f"{operation} for an audience of another institution",
            403,
            404,
        )
    probe.same(answer.json(), fetched(probe, audience).json(), "the audience as it was:")


@AUDIENCES.promises(
    "A-04",
    "To a caller who does not see it, an audience does not exist: 404.",
    uses=("getCustomerAudience", "createCustomerAudience", *ONE[1:]),
    severity=SHOULD,
    needs=("stranger",),
)
def an_audience_of_others_does_not_exist(probe: Probe) -> None:
    audience = key(probe, created(probe))
    for operation in ONE:
        answer = sent(probe, operation, audience, caller="stranger")
        refused(answer, f"{operation} for an audience of another institution", 404)


@AUDIENCES.promises(
    "A-04",
    "An audience of others cannot be copied.",
    uses=("createCustomerAudience", "deleteCustomerAudience"),
    needs=("stranger",),
)
def an_audience_of_others_cannot_be_copied(probe: Probe) -> None:
    query = {"copyOf": key(probe, created(probe))}
    answer = probe.call("createCustomerAudience", query=query, json=body(probe), caller="stranger")
    if answer.status == 201:
        probe.call("deleteCustomerAudience", key(probe, answer), caller="stranger")
    refused(answer, "copyOf with an audience of another institution")


@AUDIENCES.promises(
    "A-04",
    "Within an institution an analyst sees what they own and what is shared with them, and nothing else.",
    uses=("listCustomerAudiences", "getCustomerAudience", "createCustomerAudience"),
)
def an_analyst_sees_own_and_shared_audiences(probe: Probe) -> None:
    caller = probe.member(created(probe), "/owners/0/id")
    with probe.stage() as stage:
        shared = stage.documents("apiture/collaborators")
    for name, audience in sorted(inside(probe, "audiences").items())[:200]:
        title = audience["name"]
        if title.startswith("Understudy check") or not SEARCHABLE.fullmatch(title):
            continue
        visible = caller == audience["owner"] or caller in shared[name]["analysts"]
        probe.expect(probe.call("getCustomerAudience", name), 200 if visible else 404)
        seen = listed(probe, {"q": f'"{title}"'}, [name])
        probe.same([name] if visible else [], seen, "a list of", pointer="/items")


@AUDIENCES.promises(
    "A-04",
    "Who makes an audience owns it, alone, and it is in their list.",
    uses=("createCustomerAudience", "listCustomerAudiences", "listCustomerAudienceCollaborators"),
)
def who_makes_an_audience_owns_it(probe: Probe) -> None:
    term = word(probe)
    first, second = created(probe, description=term), created(probe, description=term)
    owners = probe.member(first, "/owners")
    probe.same(1, len(owners), "a number of owners of", pointer="/owners")
    probe.same(owners, probe.member(second, "/owners"), "the same owner", pointer="/owners")
    keys = sorted([key(probe, first), key(probe, second)])
    probe.same(keys, sorted(listed(probe, {"q": term}, keys)), "a list of", pointer="/items")
    people = probe.expect(probe.call("listCustomerAudienceCollaborators", key(probe, first)), 200)
    probe.same(owners, probe.member(people, "/owners"), "the same owner", pointer="/owners")
    items = {item["id"]: item["owners"] for item in found(probe, {"q": term})}
    probe.same(owners, items.get(key(probe, first)), "the same owner", pointer="/items/*/owners")
