"""A whole check: both sources, waivers, reports, shards, and nothing left behind."""

import json
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from understudy.checking import check, merged, paced, report
from understudy.conformance.clock import now
from understudy.conformance.selection import BEHAVIOURS, FUZZ
from understudy.conformance.verdict import Outcome
from understudy.planning import Options, plan
from understudy.serving import Options as Served
from understudy.serving import start

API = "apiture/customer-audiences"
TEMPLATE = "getCustomerAudienceTemplate"
SOME = (TEMPLATE, "createCustomerAudience", "deleteCustomerAudience", "listCustomerAudienceTemplates")


class Unwatched:
    """A progress that nobody looks at."""

    def begin(self, _selection):
        pass

    began = judged = begin

    def fuzzed(self, _operation, _cases):
        pass

    def end(self):
        pass


@pytest.fixture(scope="module")
def server():
    with start(Served(port=0, customers=100, log_format="")) as server:
        yield server


@pytest.fixture(scope="module")
def broken(server):
    """The base URL of a world in which one operation always fails."""
    fault = {"operation": TEMPLATE, "effect": {"status": 500}}
    for path, body in (("", {"name": "broken"}), ("/broken/faults", fault)):
        httpx.post(f"{server.url}/_understudy/worlds{path}", json=body).raise_for_status()
    return f"{server.url}/_world/broken/service"


def checked(url, **given):
    planned = plan(Options(API, url, **given))
    result = check(planned, Unwatched())
    report(planned, result)
    return result


def behaved(url, **given):
    return checked(url, only=(BEHAVIOURS,), **{"include": (TEMPLATE,), **given})


def judged(run):
    return {(each.source, each.rule, each.name, each.operation): each.outcome for each in run.judgements}


def audiences(url):
    answer = httpx.get(f"{url}/customerAudiences", headers={"Authorization": "Bearer demo"})
    return {item["id"] for item in answer.json()["items"]}


def test_a_run_says_what_it_was(server):
    """Contract, target, seed, versions, options, exchanges by operation: all that a report needs."""
    url = f"{server.url}/service"
    run = behaved(url, seed=7).run

    assert (API, "4.0.0", url, 7, (1, 1)) == (run.api, run.version, run.target, run.seed, run.shard)
    assert {"understudy", "schemathesis", "openapi-core", "python"} <= run.versions.keys()
    assert "violation" == run.options["fail_on"]
    assert run.heat[TEMPLATE]["200"] > 0
    assert 0 < run.coverage["percent"] < 50
    assert run.requests == len(run.exchanges) + run.dropped
    assert {Outcome.PASSED} == set(judged(run).values())


@pytest.mark.slow
def test_the_order_follows_the_seed_and_the_verdict_does_not(broken):
    """Another seed: the same findings with the same ids."""
    one, other = behaved(broken, seed=1).run, behaved(broken, seed=2).run

    assert one.findings
    assert {each.id for each in one.findings} == {each.id for each in other.findings}
    assert judged(one) == judged(other)


@pytest.mark.slow
@pytest.mark.parametrize(("days", "code", "state"), [(0, 0, "used"), (-1, 1, "expired")])
def test_a_waiver_accepts_a_finding_until_its_day(broken, tmp_path, days, code, state):
    """An accepted finding is no breach up to that day; from then on the run fails."""
    findings = behaved(broken).run.findings
    day = now().date() + timedelta(days=days)
    file = tmp_path / "waivers.yaml"
    rows = [{"finding": each.id, "reason": "Known.", "expires": day.isoformat()} for each in findings]
    file.write_text(json.dumps(rows))
    result = behaved(broken, waivers=file)

    assert (code, [state]) == (
        result.exit_code,
        list(dict.fromkeys(row["state"] for row in result.run.waivers)),
    )


@pytest.mark.slow
def test_an_expired_waiver_fails_a_run_that_keeps_everything(server, tmp_path):
    """It is in the file to be looked at again, and that day has come."""
    file = tmp_path / "waivers.yaml"
    file.write_text("- {finding: b000000000000, reason: Once., expires: 2020-01-31}\n")
    result = behaved(f"{server.url}/service", waivers=file)

    assert (1, "waiver expired") == (result.exit_code, result.score.verdict)


@pytest.mark.slow
def test_reports_are_written(broken, tmp_path):
    """--report: all six, made anew if need be."""
    folder = tmp_path / "new" / "reports"
    behaved(broken, report=folder)

    assert {"report.html", "report.json", "junit.xml", "sarif.json", "exchanges.har", "badge.svg"} == {
        path.name for path in folder.iterdir()
    }


@pytest.mark.slow
def test_where_nothing_may_be_written_nothing_is(server):
    """Behaviours that write are not run, with the reason; what is sent only reads."""
    reading = replace(plan(Options(API, f"{server.url}/service", only=(BEHAVIOURS,))), writes=False)
    run = check(reading, Unwatched()).run
    reasons = {each.reason for each in run.judgements if each.outcome is Outcome.NOT_RUN}

    assert reasons
    assert all(reason.endswith("allow that with --allow-writes.") for reason in reasons)
    assert {"GET"} == {exchange.method for exchange in run.exchanges}


@pytest.mark.slow
def test_behaviours_leave_nothing_behind(server):
    """Whatever they create they delete again, also where several are tried at once."""
    url = f"{server.url}/service"
    before = audiences(url)
    run = behaved(url, include=("createCustomerAudience",), workers=4).run

    assert any("201" in counts for counts in run.heat.values())
    assert () == run.left
    assert before == audiences(url)


@pytest.mark.slow
def test_a_fuzz_finds_what_is_broken_and_leaves_nothing_behind(broken):
    """One cause is one finding, and what was created is deleted again."""
    before = audiences(broken)
    run = checked(broken, only=(FUZZ,), include=SOME, max_examples=2).run
    (finding,) = [each for each in run.findings if each.rule == "not_a_server_error"]

    assert (TEMPLATE,) == finding.operations
    assert "/_world/broken/service/customerAudienceTemplates/" in finding.curl
    assert run.heat["createCustomerAudience"]["201"] > 0
    assert before == audiences(broken)


@pytest.mark.slow
def test_shards_together_find_what_one_run_finds(broken, tmp_path):
    """Two processes with --shard 1/2 and 2/2, merged: the judgements and findings of the whole."""
    given = {"include": SOME, "max_examples": 2}
    whole = checked(broken, **given)
    for number in (1, 2):
        checked(broken, **given, shard=(number, 2), report=tmp_path / str(number))
    joint = merged([tmp_path / "1", tmp_path / "2"], tmp_path / "joint")
    found = {finding.id: set(finding.operations) for finding in whole.run.findings}

    assert found == {finding.id: set(finding.operations) for finding in joint.run.findings}
    assert TEMPLATE in set().union(*found.values())
    assert judged(whole.run).keys() <= judged(joint.run).keys()
    assert 1 == whole.exit_code == joint.exit_code
    assert (tmp_path / "joint" / "report.html").exists()
    (pointed,) = json.loads((tmp_path / "joint" / "sarif.json").read_text())["runs"]
    lines = [place["physicalLocation"]["region"]["startLine"] for place in pointed["results"][0]["locations"]]
    assert min(lines) > 1


@pytest.mark.slow
def test_the_time_limit_ends_a_run(server):
    """What was not judged by then is not run, and says so."""
    run = checked(f"{server.url}/service", time_limit=3).run

    assert run.seconds < 30
    assert Outcome.NOT_RUN in judged(run).values()
    assert any("time" in note for note in run.notes)


@pytest.mark.parametrize(
    ("rate", "written"), [("auto", "auto"), (20.0, "20/s"), (1.5, "1/s"), (0.5, "30/m"), (0.001, "1/m")]
)
def test_a_rate_is_written_in_whole_requests(rate, written):
    """Never more than was asked for, but for less than one a minute."""
    assert written == paced(rate)
