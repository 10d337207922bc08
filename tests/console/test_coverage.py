"""The coverage pages."""

import re

import pytest
from tests.console.pages import opened
from tests.control.steering import OFFERS

API = "apiture/customer-audiences"


@pytest.fixture
def pages():
    return opened()


def meet(pages, status, times=1):
    operation = OFFERS[0].contract.operations["getCustomerAudience"]
    for _ in range(times):
        pages.default.coverage.meet(operation, status=status)


@pytest.mark.parametrize(
    ("status", "times", "shade"), [(200, 1, 1), (200, 2, 2), (404, 9, 2), (200, 10, 3), (200, 100, 4)]
)
def test_cells_are_warmer_the_more_calls_there_were(pages, status, times, shade):
    """The number of calls stands in each cell; its colour is one of four."""
    meet(pages, status, times)

    assert f'<td class="cell heat-{shade}">{times}</td>' in pages.get("/coverage").text


def test_what_is_documented_but_was_not_met_is_told_apart(pages):
    """By a nought and words for those who do not see the pattern; what is not documented is empty."""
    page = pages.get("/coverage").text

    assert 'class="cell heat-0">0<span class="hidden-text"> not met</span>' in page
    assert 'class="cell none"><span class="hidden-text">not documented</span>' in page


def test_a_status_that_is_not_documented_is_wrong(pages):
    """It has a column, and its cell is marked."""
    meet(pages, 299, 3)
    page = pages.get("/coverage").text

    assert '<th scope="col" class="cell">299</th>' in page
    assert 'class="cell wrong">3<span class="hidden-text"> not documented</span>' in page


def test_each_table_can_be_jumped_to(pages):
    """Before the tables stand the APIs with what was met of them, each a link to its own."""
    page = pages.get("/coverage").text
    links = re.findall(r'<a href="#(table-\d)">(.+?)</a>', page)

    assert [offer.contract.name for offer in OFFERS] == [name for _, name in links]
    assert all(f'id="{place}"' in page for place, _ in links)


def test_every_operation_has_its_row_and_page(pages):
    """With method, path and the share that was met."""
    page = pages.get("/coverage").text

    for offer in OFFERS:
        for name in offer.contract.operations:
            assert f'href="/coverage/{offer.contract.name}/{name}"' in page
    assert 200 == pages.get(f"/coverage/{API}/getCustomerAudience").status_code


def test_the_goals_of_an_operation_can_be_narrowed_to_the_open_ones(pages):
    """What was met is left out then."""
    meet(pages, 200)
    whole = pages.get(f"/coverage/{API}/getCustomerAudience").text
    narrowed = pages.get(f"/coverage/{API}/getCustomerAudience?show=open").text

    assert "The operation was called." in whole
    assert "The operation was called." not in narrowed
    assert "The operation answered 404." in narrowed


def test_coverage_can_begin_again(pages):
    """Nothing is met any more."""
    meet(pages, 200)

    assert pages.said(pages.post("/coverage/reset", "/coverage")).startswith("good: ")
    assert 0 == pages.default.coverage.percent()


@pytest.mark.parametrize("path", [f"/coverage/{API}/none", "/coverage/none/getCustomerAudience"])
def test_unknown_operations_are_missing(pages, path):
    """404."""
    assert 404 == pages.get(path).status_code
