"""What was asked and answered, and how much of the contracts it met, by the control API."""

import pytest
from tests.control.steering import steering

JOURNAL = "/worlds/default/journal"
CONTENT = "OTAwMDAxMDAx"
"""A file with one tax identifier, as an import sends it."""


@pytest.fixture(scope="module")
def place():
    """Some traffic: a list, a refusal of the caller, a request that breaks the contract, an import."""
    made = steering()
    made.ask("GET", "/customerAudiences", headers={"X-Correlation-Id": "first-request"})
    made.ask("GET", "/customerAudiences/0399abedfd3d", headers={"Authorization": "Bearer demo-marin"})
    made.ask("GET", "/customerAudiences/x")
    secret = {
        "name": "Secret",
        "identifierType": "taxIdNumber",
        "content": CONTENT,
        "includesHeader": False,
        "fileName": "x.csv",
    }
    made.ask("POST", "/importedCustomerAudiences", json=secret)
    made.ask("GET", "/customerAudiences", world="other")
    return made


def numbers(place, **query):
    return [each["number"] for each in place.call("GET", JOURNAL, params=query).json()["items"]]


def test_every_exchange_is_there(place):
    """The exchanges of this world, and of no other, the oldest first."""
    page = place.call("GET", JOURNAL).json()

    assert ([1, 2, 3, 4], 4, 0) == (numbers(place), page["kept"], page["dropped"])
    first = page["items"][0]
    assert ("listCustomerAudiences", "GET", 200) == (first["operation"], first["method"], first["status"])
    assert ("apiture/customer-audiences", "0399abedfd3d") == (first["api"], first["caller"])
    assert "2026-01-15T12:00:00.000Z" == first["at"]
    assert [1] == [each["number"] for each in place.call("GET", "/worlds/other/journal").json()["items"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"operation": "getCustomerAudience"}, [2, 3]),
        ({"status": "201"}, [4]),
        ({"status": "2XX"}, [1, 4]),
        ({"status": "4XX"}, [2, 3]),
        ({"caller": "7d1c90b2a6e4f3580b21"}, [2]),
        ({"violation": "true"}, [3]),
        ({"violation": "false"}, [1, 2, 4]),
        ({"after": 2}, [3, 4]),
        ({"limit": 1}, [1]),
        ({"after": 1, "limit": 1, "operation": "getCustomerAudience"}, [2]),
        ({"operation": "nothing"}, []),
    ],
)
def test_filters_go_together(place, query, found):
    """Operation, status or its class, caller, violation, number and limit."""
    assert found == numbers(place, **query)


@pytest.mark.parametrize(
    "query", [{"status": "9XX"}, {"limit": 0}, {"limit": 1001}, {"after": -1}, {"violation": 1}]
)
def test_impossible_filters_are_refused(place, query):
    """A filter that no exchange could pass is a mistake."""
    assert 400 == place.call("GET", JOURNAL, params=query).status_code


def test_an_exchange_is_read_whole(place):
    """Headers, bodies and violations with their pointers; the token is not shown."""
    exchange = place.call("GET", f"{JOURNAL}/3").json()

    assert ("request", "/customerAudienceId") == (exchange["violated"], exchange["violations"][0]["pointer"])
    assert "Bearer [redacted]" == exchange["request"]["headers"]["authorization"]
    assert (None, 0) == (exchange["request"]["body"], exchange["request"]["size"])
    assert 400 == exchange["answer"]["body"]["status"]
    assert exchange["answer"]["size"] > 100


def test_refusals_have_their_reasons(place):
    """In the list, whole and in the archive: the sentence that the answer gave, or would have given."""
    listed = [each["reason"] for each in place.call("GET", JOURNAL).json()["items"]]
    whole = place.call("GET", f"{JOURNAL}/3").json()
    archive = place.call("GET", f"{JOURNAL}.har").json()["log"]["entries"]

    assert [True, False, False, True] == [reason is None for reason in listed]
    assert whole["answer"]["body"]["detail"] == whole["reason"] == listed[2]
    assert [reason or "" for reason in listed] == [each["_reason"] for each in archive]


def test_secrets_are_nowhere(place):
    """Neither token nor tax identifiers are in any view of the journal."""
    for path in (JOURNAL, f"{JOURNAL}/4", f"{JOURNAL}.har"):
        text = place.call("GET", path).text

        assert CONTENT not in text
        assert "Bearer demo" not in text


def test_an_exchange_that_is_not_kept_is_not_there(place):
    """A number that was dropped, or not given yet, is 404; what is no number, 400."""
    assert 404 == place.call("GET", f"{JOURNAL}/99").status_code
    assert 400 == place.call("GET", f"{JOURNAL}/first").status_code


def test_the_archive_has_the_same_filters(place):
    """HAR 1.2 under a name of its own."""
    archive = place.call("GET", f"{JOURNAL}.har", params={"operation": "getCustomerAudience"})

    log = archive.json()["log"]
    assert ("1.2", [2, 3]) == (log["version"], [entry["_number"] for entry in log["entries"]])
    assert 'attachment; filename="default.har"' == archive.headers["Content-Disposition"]


def test_coverage_follows_the_traffic(place):
    """What was met is counted in the world where it was met, until it is forgotten."""
    met = place.call("GET", "/worlds/default/coverage").json()
    elsewhere = place.call("GET", "/worlds/other/coverage").json()

    operation = met["apis"]["apiture/customer-audiences"]["operations"]["getCustomerAudience"]
    assert 2 == operation["calls"]
    assert 0 < elsewhere["met"] < met["met"] < met["all"] == elsewhere["all"]
    assert 204 == place.call("DELETE", "/worlds/other/coverage").status_code
    assert 0 == place.call("GET", "/worlds/other/coverage").json()["met"]


def test_an_emptied_journal_goes_on_counting():
    """Numbers are never given twice."""
    place = steering()
    place.ask("GET", "/customerAudiences")

    assert 204 == place.call("DELETE", JOURNAL).status_code
    assert [] == numbers(place)
    place.ask("GET", "/customerAudiences")
    assert [2] == numbers(place)


def test_a_full_journal_says_what_it_dropped():
    """It keeps as many as it was given room for."""
    place = steering()
    for _ in range(53):
        place.ask("GET", "/nothing-here")

    page = place.call("GET", JOURNAL, params={"limit": 1000}).json()
    assert (50, 3, 4) == (page["kept"], page["dropped"], page["items"][0]["number"])
    assert None is page["items"][0]["operation"]


def test_metrics_count_what_happened(place):
    """Exchanges by API, operation and status, their seconds, and what the worlds hold."""
    response = place.call("GET", "/metrics")

    lines = dict(line.rsplit(" ", 1) for line in response.text.splitlines() if line[0] != "#")
    assert "text/plain; version=0.0.4; charset=utf-8" == response.headers["Content-Type"]
    api = 'api="apiture/customer-audiences"'
    assert (
        "2.0" == lines[f'understudy_exchanges_total{{{api},operation="listCustomerAudiences",status="200"}}']
    )
    assert "5.0" == lines[f"understudy_exchange_seconds_count{{{api}}}"]
    assert float(lines[f"understudy_exchange_seconds_sum{{{api}}}"]) > 0
    assert ("2.0", "5.0") == (lines["understudy_worlds"], lines["understudy_journal_kept"])


def test_metrics_outlive_worlds():
    """A counter never falls: a deleted world's exchanges still count, a fault's too."""
    place = steering()
    place.call("POST", "/worlds", json={"name": "brief"})
    place.call("POST", "/worlds/brief/faults", json={"effect": {"status": 503}})
    place.ask("GET", "/customerAudiences", world="brief")
    place.call("DELETE", "/worlds/brief")

    text = place.call("GET", "/metrics").text
    assert 'status="503"} 1.0' in text
    assert 'understudy_faults_total{api="apiture/customer-audiences"} 1.0' in text
    assert "understudy_worlds 1.0" in text


def test_health_and_readiness(place):
    """Both answer 200 once the server answers at all."""
    assert "ok" == place.call("GET", "/health").json()["status"]
    ready = place.call("GET", "/ready").json()
    assert ("ready", 2) == (ready["status"], ready["worlds"])
    assert "apiture/customer-audiences" in ready["apis"]
