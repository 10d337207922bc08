"""The log of consents follows every change of the consents, leaf by leaf."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import NEWSLETTER, NOBODYS, TIBURON, seeded

from understudy.vendors.contacthub.consents import changes_logged, entries_of
from understudy.vendors.contacthub.identities import IDENTITIES

CALLER = IDENTITIES.tokens["demo"]
marks = st.none() | st.fixed_dictionaries(
    {}, optional={name: st.none() | st.booleans() for name in ("status", "limitation", "objection")}
)
sections = st.none() | st.fixed_dictionaries(
    {},
    optional={
        "disclaimer": st.none()
        | st.fixed_dictionaries({}, optional={"version": st.none() | st.sampled_from("123")}),
        "marketing": st.none()
        | st.fixed_dictionaries(
            {}, optional={"automatic": st.none() | st.fixed_dictionaries({}, optional={"email": marks})}
        ),
        "profiling": st.none() | st.fixed_dictionaries({}, optional={"online": marks}),
    },
)


def flat(path: str, value: Any) -> dict[str, Any]:
    """The leaves of consents that are set, by dotted path."""
    if isinstance(value, dict):
        return {
            key: leaf for name, inner in value.items() for key, leaf in flat(f"{path}.{name}", inner).items()
        }
    return {} if value is None else {path: value}


@settings(max_examples=60)
@given(history=st.lists(sections, max_size=5))
def test_the_log_rebuilds_the_consents(history):
    """Replaying the entries gives the consents after each change, and no entry says what was so (H-76.4)."""
    view, before, rebuilt = seeded().view(1), None, {}
    for after in history:
        known = len(entries_of(view, TIBURON))
        documents = changes_logged(view, CALLER, TIBURON, NEWSLETTER, NOBODYS, before=before, after=after)
        view, before = replace(view, documents=documents), after
        for entry in entries_of(view, TIBURON)[known:]:
            value = {"true": True, "false": False}.get(entry["value"], entry["value"])
            if entry["property"] in rebuilt and value == "null":
                del rebuilt[entry["property"]]
            else:
                assert (entry["property"] in rebuilt, rebuilt.get(entry["property"])) != (True, value)
                rebuilt[entry["property"]] = value

        assert flat("consents", after) == rebuilt


def test_entries_are_numbered_past_what_was_taken_away(desk):
    """A number is never given twice, even when somebody removed a document (H-75.2)."""
    view = desk.world.view(1)
    agreed = {"profiling": {"online": {"status": True, "limitation": True, "objection": True}}}
    documents = changes_logged(view, CALLER, TIBURON, NEWSLETTER, NOBODYS, before=None, after=agreed)
    view = replace(view, documents=documents.delete("contacthub/consents", f"{TIBURON}/{1:012d}"))
    documents = changes_logged(view, CALLER, TIBURON, NEWSLETTER, NOBODYS, before=agreed, after=None)

    assert [2, 3, 4, 5, 6] == [each["id"] for each in entries_of(replace(view, documents=documents), TIBURON)]
