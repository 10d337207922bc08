"""What a run keeps of its exchanges."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.conformance.gathering import ALIKE, Gathered, path_values
from understudy.conformance.wire import Exchange
from understudy.contract.load import load_contract
from understudy.resources import folder

AUDIENCES = load_contract(
    folder("specs") / "apiture/customer-audiences.yaml", name="apiture/customer-audiences"
)
BASE = "http://127.0.0.1:4010/_world/mine/service"
START = datetime(2026, 11, 20, tzinfo=UTC)


def exchange(operation, url, status=200, *, method="GET", after=0, body=b"{}", source="fuzz"):
    at = START + timedelta(seconds=after)
    return Exchange(method, BASE + url, {}, b"", status, {}, body, at, 0.1, operation, source=source)


@given(st.text(min_size=1).filter(lambda text: text.strip("/") == text and "\ud800" > max(text)))
def test_a_path_s_values_are_found_again(value):
    """Whatever stands before the path, and however the value is escaped."""
    operation = AUDIENCES.operations["archiveCustomerAudience"]
    url = f"{BASE}/customerAudiences/{quote(value, safe='')}/archived?a=/b"

    assert {"customerAudienceId": value} == path_values(operation, url)


@pytest.mark.parametrize("path", ["/customerAudiences/x/restored", "/archived", "", ":[/a/x/archived"])
def test_another_path_has_no_values(path):
    """A path of another operation, or a shorter one, is none of this one's."""
    assert path_values(AUDIENCES.operations["archiveCustomerAudience"], BASE + path) is None


def test_calls_are_counted_by_operation_and_status():
    """Each operation of the contract is there, called or not; what was meant as none counts as a request."""
    gathered = Gathered(AUDIENCES)
    for status in (200, 200, 404):
        gathered.hear(exchange("getCustomerAudience", "/customerAudiences/a", status))
    gathered.hear(exchange("", "/elsewhere", 404))
    heat = gathered.heat()

    assert list(AUDIENCES.operations) == list(heat)
    assert {"200": 2, "404": 1} == heat.pop("getCustomerAudience")
    assert not any(heat.values())
    assert 4 == gathered.requests


def test_coverage_is_that_of_the_exchanges():
    """A documented status that came is met; a call by another method meets nothing."""
    gathered = Gathered(AUDIENCES)
    gathered.hear(exchange("getCustomerAudience", "/customerAudiences/a", 404))
    gathered.hear(exchange("listCustomerAudiences", "/customerAudiences", 405, method="TRACE"))
    operations = gathered.report()["apis"][AUDIENCES.name]["operations"]

    assert 1 == operations["getCustomerAudience"]["statuses"]["404"]
    assert 0 == operations["listCustomerAudiences"]["calls"]
    assert 0 < gathered.report()["percent"] < 10


def test_of_many_alike_the_first_are_kept():
    """What is kept does not grow with the run; what findings show is kept besides, in order of time."""
    gathered = Gathered(AUDIENCES)
    alike = [exchange("getCustomerAudience", "/customerAudiences/a", after=n) for n in range(ALIKE + 5)]
    other = exchange("getCustomerAudience", "/customerAudiences/a", 500, after=0.5)
    for each in [*alike, other]:
        gathered.hear(each)

    assert (*alike[:1], other, *alike[1:ALIKE], alike[-1]) == gathered.kept([alike[-1], alike[0]])


def test_large_bodies_are_not_kept_for_ever():
    """Beyond a number of bytes nothing more is kept."""
    gathered = Gathered(AUDIENCES)
    large = bytes(4 * 1024 * 1024)
    for status in range(200, 220):
        gathered.hear(exchange("getCustomerAudience", "/customerAudiences/a", status, body=large))

    assert 8 == len(gathered.kept())
