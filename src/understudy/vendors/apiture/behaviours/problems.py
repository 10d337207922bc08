"""How both APIs refuse: problem documents, and what is looked at first (G-1, G-2, G-4)."""

import re
from collections.abc import Callable, Iterator

from understudy.conformance.suite import SHOULD, Exchange, Probe, Suite
from understudy.vendors.apiture.behaviours.changing import FOREIGN_TAG, moment
from understudy.vendors.apiture.behaviours.connections import (
    ACTIVATE,
    CREATE,
    GET,
    LIST,
    asked,
    connected,
)
from understudy.vendors.apiture.behaviours.steps import UNKNOWN, body, created, key, refused
from understudy.vendors.apiture.behaviours.suites import AUDIENCES, CONNECTIONS

__all__: list[str] = []

OF_AUDIENCES = (
    "getCustomerAudience",
    "createCustomerAudience",
    "patchCustomerAudience",
    "listCustomerAudiences",
)
OF_CONNECTIONS = (GET, CREATE, "createCustomerAudience", ACTIVATE, LIST)

MEMBERS = ("id", "type", "title", "status", "detail", "instance", "occurredAt")
TYPE = re.compile(r"https?://[^/]+/.*\b[A-Za-z]+/v[0-9]+\.[0-9]+\.[0-9]+")
"""A problem type as in the documented example: a name and a version."""


def refused_audiences(probe: Probe, **headers: str) -> Iterator[Exchange]:
    """Refusals of five kinds: 401, 404, 412 and two faults of syntax."""
    audience = key(probe, created(probe))
    read, create, patch, listing = OF_AUDIENCES
    yield probe.call(listing, headers={**headers, "Authorization": ""})
    yield probe.call(read, UNKNOWN, headers=headers)
    yield probe.call(patch, audience, headers={**headers, "If-Match": FOREIGN_TAG}, json={"name": "No one"})
    yield probe.call(create, headers=headers, json={})
    yield probe.call(listing, query="state=retired", headers=headers)


def refused_connections(probe: Probe, **headers: str) -> Iterator[Exchange]:
    """Refusals of six kinds: 401, 404, 409, 412 and two faults of syntax."""
    made = connected(probe)
    again = asked(made.json()["audience"]["id"])
    yield probe.call(LIST, headers={**headers, "Authorization": ""})
    yield probe.call(GET, UNKNOWN, headers=headers)
    yield probe.call(CREATE, headers=headers, json=again)
    yield probe.call(ACTIVATE, key(probe, made), headers={**headers, "If-Match": FOREIGN_TAG})
    yield probe.call(CREATE, headers=headers, json={})
    yield probe.call(LIST, query="state=retired", headers=headers)


def is_a_problem(probe: Probe, answer: Exchange) -> None:
    """Broken unless the answer is a problem document whose status is its own."""
    refused(answer, "a request that is wrong")
    if answer.media_type not in ("application/problem+json", "application/json"):
        probe.broken("a problem document", answer.media_type, location="header", pointer="Content-Type")
    if not isinstance(answer.json(), dict):
        probe.broken("a JSON object", answer.body.decode("utf-8", "replace")[:60])
    probe.same(answer.status, answer.json().get("status", answer.status), "the status", pointer="/status")


def is_a_whole_problem(probe: Probe, answer: Exchange) -> None:
    """Broken unless the answer has every member of a problem, each as the vendor writes it."""
    probe.same("application/problem+json", answer.media_type, "the media type", location="header")
    for name in MEMBERS:
        probe.member(answer, f"/{name}")
    facts = answer.json()
    if not TYPE.fullmatch(facts["type"]):
        probe.broken("a URI that ends with a name and a version", facts["type"], pointer="/type")
    if "#" not in facts["instance"]:
        probe.broken("a URI with a correlation id", facts["instance"], pointer="/instance")


def as_accepted(probe: Probe, refusals: Callable[..., Iterator[Exchange]]) -> None:
    """Broken unless refusals come in plain JSON where that alone is accepted, else as problems."""
    for accept in ("application/json", "application/json, application/problem+json"):
        for answer in refusals(probe, Accept=accept):
            is_a_problem(probe, answer)
            wanted = accept.rpartition(" ")[2]
            probe.same(wanted, answer.media_type, "the media type", location="header")


@AUDIENCES.promises(
    "G-4", "What is refused is explained by a problem document, which repeats the status.", uses=OF_AUDIENCES
)
def refusals_are_problems(probe: Probe) -> None:
    """Without a token, without a resource, with a wrong tag, body and query."""
    for answer in refused_audiences(probe):
        is_a_problem(probe, answer)


@CONNECTIONS.promises(
    "G-4",
    "What is refused is explained by a problem document, which repeats the status.",
    uses=OF_CONNECTIONS,
)
def refused_connections_are_problems(probe: Probe) -> None:
    """Without a token, without a resource, in conflict, with a wrong tag, body and query."""
    for answer in refused_connections(probe):
        is_a_problem(probe, answer)


@AUDIENCES.promises(
    "G-4",
    "A problem document says what, why, where and when, and has an id of its own.",
    uses=OF_AUDIENCES,
    severity=SHOULD,
)
def problems_are_whole(probe: Probe) -> None:
    """All of the vendor's members."""
    since = moment(created(probe).json()["createdAt"])
    seen = set()
    for answer in refused_audiences(probe):
        is_a_whole_problem(probe, answer)
        seen.add(answer.json()["id"])
        if moment(answer.json()["occurredAt"]) < since:
            probe.broken(f"from {since}", answer.json()["occurredAt"], pointer="/occurredAt")
    probe.same(5, len(seen), "different ids:", pointer="/id")


@CONNECTIONS.promises(
    "G-4",
    "A problem document says what, why, where and when, and has an id of its own.",
    uses=OF_CONNECTIONS,
    severity=SHOULD,
)
def connection_problems_are_whole(probe: Probe) -> None:
    """All of the vendor's members."""
    answers = list(refused_connections(probe))
    for answer in answers:
        is_a_whole_problem(probe, answer)
    probe.same(len(answers), len({answer.json()["id"] for answer in answers}), "different ids:")


@AUDIENCES.promises(
    "G-4",
    "A problem comes as application/problem+json, to who accepts application/json alone as that.",
    uses=OF_AUDIENCES,
    severity=SHOULD,
)
def problems_come_as_accepted(probe: Probe) -> None:
    """The vendor's other APIs declare both."""
    as_accepted(probe, refused_audiences)


@CONNECTIONS.promises(
    "G-4",
    "A problem comes as application/problem+json, to who accepts application/json alone as that.",
    uses=OF_CONNECTIONS,
    severity=SHOULD,
)
def connection_problems_come_as_accepted(probe: Probe) -> None:
    """The vendor's other APIs declare both."""
    as_accepted(probe, refused_connections)


def syntax_is_judged(probe: Probe, suite: Suite, create: str, good: dict[str, object]) -> None:
    """Broken unless half a text is answered by 400, and a good one in another media type is refused."""
    half = b'{"name": "Half a name'
    refused(
        probe.call(create, body=half, media_type="application/json"), f"half a JSON text ({suite.api})", 400
    )
    for media_type in ("text/plain", "application/xml"):
        refused(probe.call(create, json=good, media_type=media_type), f"a body in {media_type}")


@AUDIENCES.promises(
    "G-2",
    "A body that is no JSON is answered by 400; one in another media type is refused.",
    uses=OF_AUDIENCES[1:2],
)
def audience_bodies_are_json(probe: Probe) -> None:
    """A good body, declared as text and as XML."""
    syntax_is_judged(probe, AUDIENCES, OF_AUDIENCES[1], body(probe))


@CONNECTIONS.promises(
    "G-2",
    "A body that is no JSON is answered by 400; one in another media type is refused.",
    uses=OF_CONNECTIONS[1:3],
)
def connection_bodies_are_json(probe: Probe) -> None:
    """A good body, declared as text and as XML."""
    syntax_is_judged(probe, CONNECTIONS, CREATE, asked(key(probe, created(probe))))


@AUDIENCES.promises(
    "G-1",
    "What is wrong is said in order: the caller, the request, the absence of the resource, its version.",
    uses=("patchCustomerAudience", "createCustomerAudience", "archiveCustomerAudience"),
    severity=SHOULD,
)
def faults_are_told_in_order(probe: Probe) -> None:
    """Requests in which everything is wrong, corrected step by step."""
    patch = "patchCustomerAudience"
    archived = key(probe, created(probe))
    probe.expect(probe.call("archiveCustomerAudience", archived), 200)
    wrong, good, tagged = {"name": "x"}, {"name": "A name"}, {"If-Match": FOREIGN_TAG}
    stranger = {**tagged, "Authorization": ""}
    probe.expect(probe.call(patch, UNKNOWN, headers=stranger, json=wrong), 401)
    probe.expect(probe.call(patch, UNKNOWN, headers=tagged, json=wrong), 400)
    probe.expect(probe.call(patch, UNKNOWN, headers=tagged, json=good), 404)
    probe.expect(probe.call(patch, archived, headers=tagged, json=good), 412)
    probe.expect(probe.call(patch, archived, json=good), 409)


@AUDIENCES.promises(
    "G-1",
    "What the caller may not do is said before what is wrong with the request.",
    uses=("patchCustomerAudience", "createCustomerAudience"),
    severity=SHOULD,
    needs=("reader",),
)
def rights_come_before_faults(probe: Probe) -> None:
    """A reader's patches: of nothing, and no good."""
    for audience in (UNKNOWN, key(probe, created(probe))):
        for patch in ({"name": "x"}, {"name": "A name"}):
            answer = probe.call("patchCustomerAudience", audience, json=patch, caller="reader")
            refused(answer, "a reader's patch", 403)
