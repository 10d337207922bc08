"""Pages of lists."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import BRANCHES, contracts

from understudy.vendors.contacthub.paging import page_of

LISTS = {
    name: parameter.schema["default"]
    for name, operation in contracts()["contacthub/hub"].operations.items()
    for parameter in operation.parameters
    if parameter.name == "size" and "default" in parameter.schema and name != "getUpdatesWorkspaces"
}
"""How many elements a page of each list has, says the contract; the stream of updates has no pages."""

SIZES, NUMBERS, TOTALS = st.integers(1, 50), st.integers(0, 60), st.integers(0, 500)


def asked(**query):
    """A request with this query."""
    return SimpleNamespace(query=query)


@given(TOTALS, SIZES)
def test_pages_show_every_element_once(total, size):
    """The pages one after the other, from 0, are the whole list; there are as many as are told. (H-0.b1)"""
    elements, shown = list(range(total)), []
    _, page = page_of(asked(size=size), total)
    for number in range(page["totalPages"]):
        chosen, told = page_of(asked(size=size, page=number), total)
        assert (size, total, number) == (told["size"], told["totalElements"], told["number"])
        shown += elements[chosen]

    assert elements == shown


@given(TOTALS, SIZES, NUMBERS)
def test_a_page_after_the_last_is_empty(total, size, beyond):
    """Whatever is beyond the last page is empty, and no error. (H-0.b2)"""
    _, page = page_of(asked(size=size), total)
    chosen, _ = page_of(asked(size=size, page=page["totalPages"] + beyond), total)

    assert [] == list(range(total))[chosen]


@given(TOTALS, st.integers(0, 100), SIZES)
def test_a_ceiling_ends_what_is_shown(total, ceiling, size):
    """Beyond maxElements nothing is shown, though it is counted. (H-0.b3)"""
    shown, elements = [], list(range(total))
    for number in range(total // size + 2):
        chosen, page = page_of(asked(size=size, page=number), total, ceiling=ceiling)
        assert (total, ceiling, -(-ceiling // size)) == (
            page["totalElements"],
            page["maxElements"],
            page["maxPages"],
        )
        shown += elements[chosen]

    assert elements[:ceiling] == shown


def test_pages_have_twenty_unless_asked_otherwise():
    """Without a size a page has twenty elements, or what the list is used to; with size 0 none. (H-0.b4)"""
    assert (slice(0, 20), 20) == (page_of(asked(), 30)[0], page_of(asked(), 30)[1]["size"])
    assert slice(0, 10) == page_of(asked(), 30, size=10)[0]
    assert (slice(0, 0), 0) == (page_of(asked(size=0), 30)[0], page_of(asked(size=0), 30)[1]["totalPages"])


@pytest.mark.parametrize("name", LISTS)
def test_lists_have_the_pages_of_the_contract(desk, name):
    """Every list has the page that the contract says, also when it asks for another size. (H-0.b4)"""
    given = {"nodeId": BRANCHES} if name in ("getCustomersWorkspaces", "getBulkJobsNodesWorkspaces") else {}
    told = desk.call(name, **given).body["page"]
    page = desk.call(name, size=1, **given).body

    assert (LISTS[name], 0) == (told["size"], told["number"])
    assert (1, min(1, told["totalElements"])) == (page["page"]["size"], len(page["elements"]))


def test_twelve_lists_have_pages():
    """Every list that has pages was asked for them. (H-0.b4)"""
    assert 12 == len(LISTS)
