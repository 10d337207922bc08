"""What `understudy check` promises: its options, its sentences, its exit codes."""

import re
import signal
import subprocess
import sys
import time

import httpx
import pytest
from click.testing import CliRunner

from understudy import checking, cli
from understudy.errors import UsageError
from understudy.listening import listen
from understudy.serving import Options, start

API = "apiture/customer-audiences"
OPTIONS = {
    *("--api", "--url", "--token", "--client-id", "--client-secret", "--token-url", "--header", "--caller"),
    *(
        "--sibling",
        "--set",
        "--spec",
        "--alias",
        "--aliases",
        "--only",
        "--include",
        "--exclude",
        "--max-examples",
        "--seed",
    ),
    *(
        "--shard",
        "--time-limit",
        "--timeout",
        "--rate-limit",
        "--search-lag",
        "--waivers",
        "--report",
        "--fail-on",
        "--workers",
    ),
    *("--allow-writes", "--i-own-this-server", "--dry-run", "--help"),
}
COMMAND = [sys.executable, "-c", "from understudy.cli import main; main()", "check", "--api", API]


@pytest.fixture(autouse=True)
def _signals():
    """The signal handler as it was, afterwards."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture(scope="module")
def server():
    with start(Options(port=0, customers=100, log_format="")) as server:
        yield server


def run(*arguments):
    return CliRunner(env={"UNDERSTUDY_TOKEN": None}).invoke(cli.main, ["check", *arguments])


def checked(server, *arguments, path="/service", api=API):
    return run("--api", api, "--url", f"{server.url}{path}", *arguments)


def test_the_options_are_those_promised():
    """`check` has exactly the options that are documented."""
    words = set(re.findall(r"--[a-z-]+", run("--help").stdout))

    assert OPTIONS == words


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("--api", "nobody/nothing", "--url", "http://localhost"), "choose from apiture/customer-audiences"),
        (("--url", "localhost/service"), "is not a base URL; write it as https://host/path"),
        (("--url", "http://localhost:port/service"), "is no URL (Port could not be cast"),
        (("--url", "http://localhost/service?a=b"), "without a query"),
        (("--url", "http://ann:secret@localhost/service"), "--url holds credentials; give them by --token"),
        (("--url", "https://api.apiture.com/service"), "say so with --i-own-this-server"),
        (("--client-id", "me"), "--client-id, --client-secret and --token-url belong together"),
        (
            (
                "--token",
                "t",
                "--client-id",
                "me",
                "--client-secret",
                "s",
                "--token-url",
                "http://localhost/t",
            ),
            "Both --token and a client are given; drop one of them",
        ),
        (("--caller", "nobody=t"), "There is no caller 'nobody'; choose from reader, stranger"),
        (("--caller", "reader"), "--caller is not of the form ROLE=TOKEN"),
        (("--header", "X"), "--header is not of the form NAME:VALUE"),
        (("--sibling", "nobody/nothing=http://localhost"), "has no sibling 'nobody/nothing'; choose from"),
        (("--sibling", "apiture/customer-audience-connections=here"), "--sibling 'here' is not a base URL"),
        (("--set", "institutionId=x"), "has no setting 'institutionId' for --set; choose"),
        (("--set", "institutionId"), "--set is not of the form NAME=VALUE"),
        (("--spec", "{files}/none.yaml"), "none.yaml cannot be read"),
        (("--alias", "/a"), "--alias is not of the form [API:][METHOD ]/their/path"),
        (("--alias", "/a=/b"), "there is no operation at /b"),
        (("--aliases", "{files}/none.yaml"), "none.yaml cannot be read"),
        (("--waivers", "{files}/none.yaml"), "none.yaml cannot be read"),
        (("--include", "A-999"), "'A-999' is no operation, rule or behaviour"),
        (("--only", "fuzz", "--include", "A-09"), "Nothing is left to be checked"),
    ],
)
def test_a_fault_of_the_users_is_one_sentence(tmp_path, given, sentence):
    """Exit code 2, nothing on standard output, nothing sent, and one line: what, why, what to do."""
    defaults = ("--api", API, "--url", "http://127.0.0.1:9/service")
    result = run(*defaults, *(argument.format(files=tmp_path) for argument in given))

    assert (2, "") == (result.exit_code, result.stdout)
    assert re.fullmatch(r"Error: [^\n]+[.?]\n", result.stderr)
    assert sentence in result.stderr
    assert "secret" not in result.stderr.replace("--client-secret", "")


@pytest.mark.parametrize(
    "given", [("--shard", "2/1"), ("--only", "luck"), ("--workers", "0"), ("--seed", "-1")]
)
def test_a_value_that_cannot_be_is_usage_too(given):
    """Exit code 2, with the option's name."""
    result = run("--api", API, "--url", "http://127.0.0.1:9/service", *given)

    assert 2 == result.exit_code
    assert given[0] in result.stderr


def test_a_server_that_keeps_its_contract_is_exit_code_0(server):
    """Conformant: the verdict is the last line, and the score that of all musts that were seen."""
    result = checked(server, "--only", "behaviours", "--include", "A-09")

    assert 0 == result.exit_code, result.output
    assert re.search(r"^Score: 100 % \((\d+) of \1 musts kept, ", result.stdout, re.MULTILINE)
    assert result.stdout.endswith("\nVerdict: conformant\n")
    assert re.search(r"^\d[\d,]* requests in \d+\.\d s: \d+ requests/s", result.stdout, re.MULTILINE)
    assert "listCustomerAudiences: " in result.stderr
    assert "\x1b" not in result.output


def test_a_server_that_does_not_is_exit_code_1():
    """Broken: each finding with rule, operation, promise, expected, got, a request, and how to ask again."""
    with start(Options(port=0, customers=100, log_format="")) as server:
        fault = {"operation": "getCustomerAudienceTemplate", "effect": {"status": 500}}
        httpx.post(f"{server.url}/_understudy/worlds/default/faults", json=fault).raise_for_status()
        result = checked(server, "--only", "behaviours", "--include", "getCustomerAudienceTemplate")

    assert 1 == result.exit_code, result.output
    assert re.search(
        r"^MUST [AG]-\d+ getCustomerAudienceTemplate \[b[0-9a-f]{12}\]$", result.stdout, re.MULTILINE
    )
    assert re.search(r"^  expected  \S.*\n  got       500", result.stdout, re.MULTILINE)
    assert re.search(r'^  curl .*"Authorization: Bearer \$TOKEN".*Templates/', result.stdout, re.MULTILINE)
    assert re.search(
        rf"^  again: understudy check --api {API} --url {server.url}/service --only behaviours --seed 42 "
        r"--include [\w-]+",
        result.stdout,
        re.MULTILINE,
    )
    assert result.stdout.endswith("\nVerdict: broken\n")


@pytest.mark.parametrize(
    ("path", "given", "sentence"),
    [
        ("/elsewhere", (), "/elsewhere/customerAudiences and got 404: is "),
        ("/service", ("--token", "wrong"), "got 401: these credentials are not let in; check them."),
    ],
)
def test_a_server_that_lets_nobody_in_is_exit_code_3(server, path, given, sentence):
    """A wrong base path or token: one sentence that says what was tried."""
    result = checked(server, *given, path=path)

    assert (3, "") == (result.exit_code, result.stdout)
    assert re.fullmatch(r"Error: [^\n]+\n", result.stderr)
    assert sentence in result.stderr


def test_a_host_that_is_down_is_exit_code_3(unused):
    """One sentence with the URL that was tried."""
    result = run("--api", API, "--url", f"http://127.0.0.1:{unused}/service")

    assert (3, "") == (result.exit_code, result.stdout)
    assert f"http://127.0.0.1:{unused}/service/customerAudiences cannot be reached" in result.stderr


@pytest.fixture
def unused():
    """A port on which nothing listens."""
    with listen("127.0.0.1", 0) as taken:
        return taken.getsockname()[1]


def test_nothing_observed_is_exit_code_4(server, tmp_path):
    """A run that saw nothing is not 100 %."""
    result = checked(server, "--only", "behaviours", "--time-limit", "0.000001")

    assert 4 == result.exit_code
    assert "Score: nothing observed (0 of 0 musts kept" in result.stdout
    assert result.stdout.endswith("\nVerdict: nothing observed\n")


def test_what_was_found_is_told_though_no_report_can_be_written(server, monkeypatch, tmp_path):
    """A disk that is full in the end is a sentence after the verdict, and exit code 2."""

    def full(*_given, **_options):
        raise UsageError("The disk is full.")

    monkeypatch.setattr(checking, "write_reports", full)
    result = checked(server, "--include", "A-37", "--only", "behaviours", "--report", str(tmp_path))

    assert 2 == result.exit_code
    assert "Verdict: conformant" in result.stdout
    assert "Error: The disk is full." in result.stderr


def test_a_mistake_of_ours_is_exit_code_4(server, monkeypatch):
    """Python's own exit code for it would be 1, which says that the server is broken."""

    def mistaken(*_arguments, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr(checking, "judge_behaviours", mistaken)
    result = checked(server, "--only", "behaviours")

    assert 4 == result.exit_code
    assert "The run failed by a mistake of Understudy's own (ZeroDivisionError" in result.stderr


def test_a_dry_run_sends_nothing(unused):
    """--dry-run says what would be called, at a host that is down as well."""
    result = run("--api", API, "--url", f"http://127.0.0.1:{unused}/service", "--dry-run")

    assert 0 == result.exit_code
    assert re.search(r"^Behaviours \(\d+\), each with", result.stdout, re.MULTILINE)
    assert "Fuzz (15 operations), 100 generated cases each:\n" in result.stdout
    assert (
        f"  createCustomerAudience  POST http://127.0.0.1:{unused}/service/customerAudiences\n"
        in result.stdout
    )


def test_what_writes_needs_leave():
    """Against another host the plan leaves out what writes, unless --allow-writes."""
    given = ("--api", API, "--url", "https://sandbox.example.com/service", "--dry-run", "--only", "fuzz")
    line = "  createCustomerAudience  POST https://sandbox.example.com/service/customerAudiences"

    assert f"{line} (not run: it writes)\n" in run(*given).stdout
    assert f"{line}\n" in run(*given, "--allow-writes").stdout


def audiences(server):
    answer = httpx.get(f"{server.url}/service/customerAudiences", headers={"Authorization": "Bearer demo"})
    return {item["id"] for item in answer.json()["items"]}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "number"),
    [("behaviours", signal.SIGINT), ("behaviours", signal.SIGTERM), ("fuzz", signal.SIGINT)],
)
def test_a_signal_ends_the_judging_but_not_the_cleaning_up(server, source, number):
    """Ctrl-C and SIGTERM: exit code 4, what was found is printed, and nothing is left behind."""
    before = audiences(server)
    process = subprocess.Popen(
        [*COMMAND, "--url", f"{server.url}/service", "--only", source],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr.readline().startswith("To be judged: ")
    while not audiences(server) - before:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(number)
    printed, said = process.communicate(timeout=30)

    assert 4 == process.returncode
    assert "Note: The run was ended by a signal before it was done.\n" in printed
    assert "Not run (" in printed
    assert "Score: " in printed
    assert "\nVerdict: conformant so far: not all was judged\n" in printed
    assert "Traceback" not in said
    assert before == audiences(server)
