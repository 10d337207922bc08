"""Whole fuzzes of a small server: honest, lying, slow to end."""

import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from tests.conformance.things import TOKEN, Server, serving

from understudy.conformance.calibrating import barred
from understudy.conformance.clock import monotonic
from understudy.conformance.fuzz import Fuzzed, Fuzzing, fuzz
from understudy.conformance.probe import Ask
from understudy.conformance.verdict import Outcome
from understudy.conformance.wire import Exchange
from understudy.errors import RunFailed

pytestmark = pytest.mark.slow

ALL = ("listThings", "createThing", "getThing", "deleteThing")
READING = ("listThings", "getThing")


def planned(server: Server, **more) -> Fuzzing:
    given = {"operations": ALL, "stateful": ALL, "token": TOKEN, "max_examples": 10, "seed": 1, **more}
    return Fuzzing(server.contract, server.url, **given)


def fuzzed(plan: Fuzzing) -> tuple[Fuzzed, list[Exchange]]:
    heard: list[Exchange] = []
    return fuzz(plan, heard=heard.append, progress=lambda _done, _cases: None), heard


def outcomes(found: Fuzzed, operation: str) -> dict[str, Outcome]:
    return {one.rule: one.outcome for one in found.judgements if one.operation == operation}


def test_a_server_that_keeps_its_contract_breaks_nothing():
    """No finding, nothing broken, all operations judged, and each request heard; the token is masked."""
    with serving() as server:
        found, heard = fuzzed(planned(server))

        assert () == found.findings
        assert () == found.notes
        assert {Outcome.PASSED, Outcome.NOT_OBSERVABLE} == {one.outcome for one in found.judgements}
        assert Outcome.PASSED == outcomes(found, "createThing")["ignored_auth"]
        assert Outcome.PASSED == outcomes(found, "getThing")["ensure_resource_availability"]
        assert len(heard) == found.cases
        assert {"", f"Bearer {TOKEN}"} < server.tokens
    assert TOKEN not in str(heard)
    assert "Bearer $TOKEN" in {each.request_headers.get("Authorization") for each in heard}


@pytest.mark.parametrize(
    ("lies", "expected"),
    [
        (
            ("silent 405", "any limit", "untyped size", "no tag"),
            {
                ("unsupported_method", ""),
                ("negative_data_rejection", "/limit"),
                ("response_schema_conformance", "/items/*/size"),
                ("response_schema_conformance", "/size"),
                ("response_headers_conformance", "ETag"),
            },
        ),
        (("open door", "any method"), {("ignored_auth", ""), ("unsupported_method", "")}),
        (("crash",), {("not_a_server_error", "")}),
        (("html",), {("content_type_conformance", "Content-Type")}),
        (("picky",), {("positive_data_acceptance", "")}),
        (("hang up",), {("answers", "")}),
        (("endless",), {("answers", "")}),
        (("odd status",), {("status_code_conformance", "")}),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, tuple) else "",
)
def test_each_lie_is_one_finding(lies, expected):
    """Of one cause, with a curl, and what is broken is judged so."""
    with serving(*lies) as server:
        found, _ = fuzzed(planned(server))

    assert sorted(expected) == sorted((finding.rule, finding.pointer) for finding in found.findings)
    assert all(finding.curl.startswith("curl ") and TOKEN not in finding.curl for finding in found.findings)
    broken = {(one.operation, one.rule) for one in found.judgements if one.outcome is Outcome.BROKEN}
    assert broken == {(name, finding.rule) for finding in found.findings for name in finding.operations}


@pytest.mark.parametrize(
    ("lie", "expected"), [("undead", "use_after_free"), ("forgetful", "ensure_resource_availability")]
)
def test_chains_of_calls_see_what_single_calls_do_not(lie, expected):
    """What was deleted is still there, what was created is not; with the calls that lead to it."""
    with serving(lie) as server:
        found, _ = fuzzed(planned(server, operations=(), max_examples=50))

    (finding,) = found.findings
    assert (expected, ("getThing",)) == (finding.rule, finding.operations)
    assert finding.steps


def test_without_writes_nothing_else_is_sent():
    """Only GET, HEAD and OPTIONS reach the server; the operations that write are reported as not run."""
    with serving() as server:
        found, _ = fuzzed(planned(server, writes=False))

        assert {"GET", "OPTIONS"} == {method for method, _ in server.log}
    assert {Outcome.NOT_RUN} == set(outcomes(found, "createThing").values())
    assert Outcome.PASSED == outcomes(found, "listThings")["response_schema_conformance"]


def test_a_part_is_fuzzed_without_the_rest():
    """What is in neither list is not called, also not by a link; its methods are no undocumented ones."""
    with serving() as server:
        found, heard = fuzzed(
            planned(server, operations=("listThings",), stateful=("createThing", "getThing"))
        )

        assert {"listThings", "createThing", "getThing", ""} == {one.operation for one in heard}
        assert not [path for method, path in server.log if method == "DELETE" and path != "/base/things"]
    assert () == found.findings
    assert {Outcome.NOT_RUN} == set(outcomes(found, "deleteThing").values())


def test_the_token_is_in_no_list_of_processes():
    """While it runs, no command line of this machine holds it."""
    seen: list[str] = []

    def look(_exchange: Exchange) -> None:
        for path in Path("/proc").glob("[0-9]*/cmdline") if not seen else ():
            try:
                seen.append(path.read_bytes().decode("utf-8", "replace"))
            except OSError:
                continue  # it has ended

    with serving() as server:
        fuzz(planned(server, operations=READING, stateful=()), heard=look, progress=lambda *_: None)

    assert any("schemathesis.cli" in line for line in seen)
    assert not [line for line in seen if TOKEN in line]


def test_a_token_that_ends_is_replaced_while_the_fuzz_goes_on():
    """Once there is another one the first is not sent any more; it is masked too."""
    seen: list[str] = []
    with serving() as server:

        def current() -> str:
            if len(seen) < 3:
                return TOKEN
            server.accepted = {"Bearer next-sesame"}
            return "next-sesame"

        def hear(exchange: Exchange) -> None:
            seen.append(str(exchange))

        plan = planned(server, operations=READING, stateful=(), max_examples=100, renewed=current)
        found = fuzz(plan, heard=hear, progress=lambda *_: None)

        assert {"", f"Bearer {TOKEN}", "Bearer next-sesame"} <= server.tokens
    assert Outcome.PASSED == outcomes(found, "listThings")["ignored_auth"]
    assert "next-sesame" not in str(seen)
    assert "Bearer $TOKEN" in seen[-1]


def test_no_redirect_is_followed():
    """Where it leads may be another server, and is not asked."""
    with serving("away") as server:
        _, heard = fuzzed(planned(server, operations=("listThings",), stateful=()))

        assert "/elsewhere" not in {path for _, path in server.log}
    assert 302 in {exchange.status for exchange in heard}


def test_a_configuration_of_the_users_own_does_not_leak_in(tmp_path, monkeypatch):
    """Neither the file in the working folder nor a variable; and nothing is left there."""
    (tmp_path / "schemathesis.toml").write_text('[headers]\nAuthorization = "mine"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCHEMATHESIS_HOOKS", "no.such.module")

    with serving() as server:
        found, _ = fuzzed(planned(server, operations=("listThings",), stateful=()))

        assert "mine" not in server.tokens
    assert () == found.findings
    assert ["schemathesis.toml"] == [path.name for path in tmp_path.iterdir()]


def test_the_deadline_ends_it():
    """What was seen until then is judged, and what was not is not run."""
    with serving() as server:
        started = monotonic()
        found, heard = fuzzed(planned(server, max_examples=5000, deadline=started + 1))

    assert monotonic() - started < 30
    assert ("The time was up before the fuzz had ended.",) == found.notes
    assert not found.interrupted
    seen = {exchange.operation for exchange in heard}
    assert {Outcome.NOT_RUN} == {one.outcome for one in found.judgements if one.operation not in seen}


def test_ctrl_c_ends_it_and_keeps_what_was_seen():
    """It is no exception: the caller has to clean up and to report."""
    timer: list[threading.Timer] = []

    def interrupt(_exchange: Exchange) -> None:
        if not timer:
            timer.append(threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)))
            timer[0].start()

    with serving() as server:
        started = monotonic()
        found = fuzz(planned(server, max_examples=5000), heard=interrupt, progress=lambda *_: None)

    assert found.interrupted
    assert found.cases
    assert monotonic() - started < 20


def test_progress_is_told_by_operation():
    """And by the phase of chains, with the number of cases so far, which grows."""
    told: list[tuple[str, int]] = []
    with serving() as server:
        found = fuzz(
            planned(server), heard=lambda _: None, progress=lambda name, cases: told.append((name, cases))
        )

    assert {*ALL, "stateful"} == {name for name, _ in told}
    counts = [cases for _, cases in told]
    assert sorted(counts) == counts
    assert found.cases == counts[-1]


def test_the_same_seed_sends_the_same():
    """Apart from what the server drew in between."""
    sent = []
    for _ in range(2):
        with serving() as server:
            fuzzed(planned(server, operations=("createThing",), stateful=()))
            sent.append(server.log)

    assert sent[0] == sent[1]


def test_a_fuzz_that_cannot_start_has_failed():
    """With what Schemathesis printed, as a sentence of ours."""
    with serving() as server, pytest.raises(RunFailed, match="Schemathesis gave up"):
        fuzzed(replace(planned(server), rate="often"))


class Asking:
    """A sender that asks the toy's server as one caller."""

    def __init__(self, refused: str) -> None:
        self.refused = refused
        self.paths: list[str] = []

    def send(self, ask: Ask) -> Exchange:
        self.paths.append(ask.path)
        status = 403 if self.refused and f"{self.refused}=" in ask.path else 200
        return Exchange("GET", ask.path, {}, b"", status, {}, b"", None, 0.0)


def test_what_the_caller_may_not_send_is_found_out_and_left_out():
    """Each optional parameter is tried once; the one that is refused with 403 is never fuzzed."""
    with serving("owners are secret") as server:
        asking = Asking("owner")

        assert ("owner",) == barred(server.contract, asking)
        assert () == barred(server.contract, Asking(""))
        assert ["/things", "/things?limit=1", "/things?owner=a"] == asking.paths
        found, heard = fuzzed(planned(server, operations=("listThings",), stateful=(), barred=("owner",)))

    assert not [one for one in heard if "owner=" in one.url]
    assert "`owner`" in found.notes[0]
