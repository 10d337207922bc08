"""What the list of audiences holds, and in which order (A-05 … A-10)."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.apiture.behaviours.calls import FILE
from understudy.vendors.apiture.behaviours.steps import (
    UNKNOWN,
    created,
    found,
    insight_or_campaign,
    key,
    listed,
    refused,
    selective_filters,
    templates,
    word,
)
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

LIST = ("listCustomerAudiences", "createCustomerAudience")
ENROLLMENTS = ("all", "customer", "enrolled", "unenrolled", "applicant")


def holds(
    probe: Probe, query: Mapping[str, str] | str, expected: Iterable[str], among: Iterable[str]
) -> None:
    """Broken unless the list holds, of the audiences `among`, exactly the expected ones, in any order."""
    got = sorted(listed(probe, query, among))
    probe.same(sorted(expected), got, f"for {query} the audiences", pointer="/items")


@AUDIENCES.promises("A-05", "`q` finds any part of a name, in upper and lower case alike.", uses=LIST)
def q_finds_parts_of_names(probe: Probe) -> None:
    term = word(probe)
    named = key(probe, created(probe, name=f"First {term} Last"))
    other = key(probe, created(probe))
    for part in (term, term.upper(), term.capitalize(), term[:-4], term[4:], term[3:-3]):
        holds(probe, {"q": part}, [named], [named, other])
    holds(probe, {"q": word(probe)}, [], [named, other])


@AUDIENCES.promises("A-05", "`q` finds any part of a description, in upper and lower case alike.", uses=LIST)
def q_finds_parts_of_descriptions(probe: Probe) -> None:
    term = word(probe)
    described = key(probe, created(probe, description=f"Something {term.upper()} something"))
    other = key(probe, created(probe, description="Something else"))
    for part in (term, term.upper(), term[2:-2]):
        holds(probe, {"q": part}, [described], [described, other])


@AUDIENCES.promises(
    "A-05",
    "Words in `q` match any, words in double quotes a phrase, and words joined by `and` all.",
    uses=LIST,
    severity=SHOULD,
)
def q_is_a_search_string(probe: Probe) -> None:
    one, two = word(probe), word(probe)
    both = key(probe, created(probe, name=f"{one} {two}"))
    apart = key(probe, created(probe, name=f"{two} with {one}"))
    first = key(probe, created(probe, name=one))
    every = [both, apart, first]
    holds(probe, {"q": f"{one} {two}"}, every, every)
    holds(probe, {"q": f'"{one} {two}"'}, [both], every)
    holds(probe, {"q": f"{two} and {one}"}, [both, apart], every)


@AUDIENCES.promises("A-05", "`q` has 1 to 1000 characters; others are refused.", uses=LIST)
def q_has_1_to_1000_characters(probe: Probe) -> None:
    one = key(probe, created(probe, name="abc"))
    holds(probe, {"q": "x" * 1000}, [], [one])
    refused(probe.call("listCustomerAudiences", query="q="), "an empty q")
    refused(probe.call("listCustomerAudiences", query={"q": "x" * 1001}), "a q of 1001 characters")


@AUDIENCES.promises("A-05", "`q` of a single character is searched for.", uses=LIST)
def q_may_be_one_character(probe: Probe) -> None:
    probe.expect(probe.call("listCustomerAudiences", query={"q": "w"}), 200)
    term = word(probe)
    one = key(probe, created(probe, name=term, description="ʬ" * 3))
    holds(probe, {"q": "ʬ"}, [one], [one])


@AUDIENCES.promises(
    "A-06",
    "`state` chooses audiences by their state, one or both of them joined by a pipe.",
    uses=(*LIST, "archiveCustomerAudience"),
)
def state_chooses(probe: Probe) -> None:
    term = word(probe)
    active, archived = (key(probe, created(probe, description=term)) for _ in range(2))
    probe.expect(probe.call("archiveCustomerAudience", archived), 200)
    both = [active, archived]
    holds(probe, {"q": term, "state": "active"}, [active], both)
    holds(probe, {"q": term, "state": "archived"}, [archived], both)
    holds(probe, {"q": term, "state": "active|archived"}, both, both)
    holds(probe, f"q={term}&state=archived|active", both, both)


@AUDIENCES.promises(
    "A-06",
    "`enrollmentState` chooses audiences by their own value: one, or up to five joined by pipes.",
    uses=LIST,
)
def enrollment_state_chooses(probe: Probe) -> None:
    term = word(probe)
    made = {
        value: key(probe, created(probe, description=term, enrollmentState=value)) for value in ENROLLMENTS
    }
    every = list(made.values())
    for values in (
        ("customer",),
        ("enrolled",),
        ("enrolled", "unenrolled"),
        ("applicant", "all", "customer"),
    ):
        query = {"q": term, "enrollmentState": "|".join(values)}
        holds(probe, query, [made[value] for value in values], every)
    holds(probe, {"q": term, "enrollmentState": "|".join(reversed(ENROLLMENTS))}, every, every)


@AUDIENCES.promises(
    "A-06",
    "`source` chooses audiences by what they were made from: one, or up to four joined by pipes.",
    uses=(*LIST, "importCustomerAudience", "listCustomerAudienceTemplates"),
)
def source_chooses(probe: Probe) -> None:
    term = word(probe)
    imported = {"name": f"{term} imported", "description": term, **FILE}
    answer = probe.expect(probe.call("importCustomerAudience", json=imported), 201, 202)
    template = {"customerAudienceTemplateId": str(templates(probe)[0]["id"])}
    made = {
        "filter": key(probe, created(probe, description=term)),
        "list": key(probe, answer),
        "template": key(probe, created(probe, query=template, description=term)),
    }
    every = list(made.values())
    for values in (("filter",), ("list",), ("template",), ("insight",), ("list", "filter")):
        query = {"q": term, "source": "|".join(values)}
        holds(probe, query, [made[value] for value in values if value in made], every)
    holds(probe, {"q": term, "source": "filter|list|template|campaign"}, every, every)
    holds(probe, {"q": term, "source": "insight|campaign"}, [], every)


@AUDIENCES.promises(
    "A-06",
    "`state`, `source` and `enrollmentState` refuse values that are unknown, empty, twice there or too many.",
    uses=("listCustomerAudiences",),
)
def lists_in_the_query_are_checked(probe: Probe) -> None:
    for query in wrong_lists():
        refused(probe.call("listCustomerAudiences", query=query), query)


@AUDIENCES.promises(
    "A-06",
    "A value that the query may not hold is answered 400.",
    uses=("listCustomerAudiences",),
    severity=SHOULD,
)
def wrong_queries_are_bad_requests(probe: Probe) -> None:
    for query in (*wrong_lists(), "q=", f"q={'x' * 1001}", "campaign=abcde"):
        refused(probe.call("listCustomerAudiences", query=query), query, 400)


def wrong_lists() -> list[str]:
    """Queries with a list that the contract does not allow."""
    wrong = [
        f"{name}={quote(text)}"
        for name, value in (("state", "active"), ("source", "filter"), ("enrollmentState", "all"))
        for text in ("", "nothing", value.upper(), f"{value}|", f"{value}|{value}", f"{value},{value}")
    ]
    every = quote("filter|insight|list|template|campaign")
    return [*wrong, f"source={every}", "state=active,archived", f"state={quote('active|archived|active')}"]


@AUDIENCES.promises(
    "A-07",
    "`enrollmentState=all` finds audiences whose own value is `all`, not those of every value.",
    uses=LIST,
)
def enrollment_all_is_a_value(probe: Probe) -> None:
    term = word(probe)
    made = [key(probe, created(probe, description=term, enrollmentState=value)) for value in ENROLLMENTS]
    holds(probe, {"q": term, "enrollmentState": "all"}, made[:1], made)
    holds(probe, {"q": term}, made, made)


@AUDIENCES.promises(
    "A-08",
    "`campaign` finds the audiences that were made from the campaign's engagement data.",
    uses=(*LIST, "countAudienceCustomers"),
)
def campaign_finds_its_audiences(probe: Probe) -> None:
    campaign = insight_or_campaign(probe, "campaign")
    term = word(probe)
    facts: dict[str, Any] = {"description": term, "filters": selective_filters(probe)}
    made = key(probe, created(probe, query={"campaignId": campaign}, **facts))
    other = key(probe, created(probe, **facts))
    holds(probe, {"q": term, "campaign": campaign}, [made], [made, other])
    items = found(probe, {"campaign": campaign})
    probe.same([campaign] * len(items), [item.get("campaign", {}).get("id") for item in items], "campaigns")


@AUDIENCES.promises(
    "A-08", "A campaign that nobody knows has no audiences: an empty list.", uses=LIST, severity=SHOULD
)
def an_unknown_campaign_has_no_audiences(probe: Probe) -> None:
    created(probe)
    probe.same([], found(probe, {"campaign": UNKNOWN}), "a list of", pointer="/items")


@AUDIENCES.promises(
    "A-08", "`campaign` is an id of 6 to 48 characters; others are refused.", uses=("listCustomerAudiences",)
)
def campaign_is_an_id(probe: Probe) -> None:
    for value in ("abcde", "x" * 49, "abc def", "abc/def"):
        refused(probe.call("listCustomerAudiences", query={"campaign": value}), f"campaign={value}")
    for value in ("-_:.~$", "x" * 48):
        probe.expect(probe.call("listCustomerAudiences", query={"campaign": value}), 200)
