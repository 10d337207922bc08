"""Extended properties: whatever is defined, values are judged as somebody would who reads the definition."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vendors.contacthub.definitions import allowed, definitions, values
from tests.vendors.contacthub.desk import TIBURON, seeded

from understudy.errors import Problem
from understudy.vendors.contacthub import configuration
from understudy.vendors.contacthub.extended import completed, indexed_paths
from understudy.vendors.contacthub.schemas import refuse_bad_customer, refuse_bad_properties


def with_definitions(kind, defined):
    """A view of a workspace with these extended properties."""
    view = seeded().view(1)
    return replace(
        view, documents=configuration.written(view, TIBURON, f"extended/{kind}", completed(defined))
    )


def accepted(judge, view, body):
    """Whether the body is taken."""
    try:
        judge(view, TIBURON, body)
    except Problem as refusal:
        problem = refusal
    else:
        return True
    assert 400 == problem.status
    assert all(cause.pointer.split("/")[1] in ("extended", "properties") for cause in problem.causes)
    return False


@given(st.data())
def test_customers_fit_the_definitions(data):
    """A customer is taken exactly if all extended values fit their definitions (H-61.6)."""
    defined = data.draw(definitions)
    said = data.draw(values(defined))
    view = with_definitions("customer", defined)

    fitting = all(allowed(defined[name], each) for name, each in said.items())
    assert fitting == accepted(refuse_bad_customer, view, {"extended": said})


@given(st.data())
def test_events_fit_the_definitions(data):
    """An event is taken exactly if all extended values fit the definitions of its type (H-27.6)."""
    defined = data.draw(definitions)
    said = data.draw(values(defined))
    view = with_definitions("event/searched", defined)
    event = {"type": "searched", "context": "WEB", "properties": {"extended": said}}

    fitting = all(allowed(defined[name], each) for name, each in said.items())
    assert fitting == accepted(refuse_bad_properties, view, event)


@given(definitions)
def test_spelling_out_changes_nothing_twice(defined):
    """Definitions that are read and sent again stay the same (H-61.1)."""
    once = completed(defined)

    assert once == completed(once)
    assert set(defined) == set(once)


@given(definitions)
def test_nothing_is_indexed_unless_it_says_so(defined):
    """Spelling out the defaults indexes nothing (H-61.5)."""
    assert set() == indexed_paths(completed(defined))


def test_indexed_properties_are_found_in_objects_and_lists():
    """A property is indexed wherever it is defined (H-61.5)."""
    on = {"type": "string", "contactlabProperties": {"indexed": True}}
    inner = {"type": "object", "properties": {"c/d": on, "e": {"type": "string"}}}
    defined = {"a": inner, "b": {"type": "array", "items": inner}, "f": on}

    assert {"/a/c~1d", "/b/c~1d", "/f"} == indexed_paths(defined)


@pytest.mark.parametrize(
    "definition",
    [
        {"type": "number"},
        {"type": "string", "enum": ["a"], "format": "date"},
        {"type": "array", "items": {"type": "string", "enum": ["a"]}},
        {"type": "object", "properties": {"b": {"type": "integer"}}},
    ],
)
def test_null_is_a_value_and_no_item(definition):
    """Whatever its definition, a property may be null; an item of a list may not (H-61.6)."""
    view = with_definitions(
        "customer", {"a": definition, "b": {"type": "array", "items": {"type": "string"}}}
    )

    assert accepted(refuse_bad_customer, view, {"extended": {"a": None, "b": None}})
    assert not accepted(refuse_bad_customer, view, {"extended": {"b": [None]}})


def test_lists_in_objects_of_a_list_are_limited_each():
    """The strings of a list take so many characters together, wherever the list is (H-61.3)."""
    words = {"type": "array", "items": {"type": "string"}, "contactlabProperties": {"maxLength": 7}}
    defined = {"trips": {"type": "array", "items": {"type": "object", "properties": {"words": words}}}}
    view = with_definitions("customer", defined)

    for second, fits in ((["abc", "def"], True), (["abc", "defg"], False)):
        said = {"trips": [{"words": ["abcdefg"]}, {"words": second}]}
        assert fits == accepted(refuse_bad_customer, view, {"extended": said})
