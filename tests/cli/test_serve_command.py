"""What the command line promises: its options, its sentences, its end."""

import json
import re
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest
from click.testing import CliRunner

from understudy import __version__, cli
from understudy.cli.making import shown_progress
from understudy.listening import listen

OPTIONS = {
    *("--host", "--port", "--seed", "--customers", "--api", "--spec", "--fixtures", "--clock", "--auth"),
    *("--log-format", "--import-budget", "--max-worlds", "--journal", "--no-control", "--control-token"),
    *(
        "--set",
        "--alias",
        "--aliases",
        "--scenario",
        "--min-coverage",
        "--ready-json",
        "--until-eof",
        "--help",
    ),
}
COMMAND = [sys.executable, "-c", "from understudy.cli import main; main()"]
LAST_LINE = "/bankingAdmin/customerAudienceConnections/0399abed-fd3d/inactive"
UNFINISHED = (
    b"POST /service/customerAudiences HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer demo\r\n"
    b"Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
)


@pytest.fixture(autouse=True)
def _signals():
    """Signal handlers as they were, afterwards."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def run(*arguments):
    return CliRunner().invoke(cli.main, arguments)


@pytest.fixture
def broken(tmp_path):
    """Files that cannot be used, by what is wrong with them."""
    (tmp_path / "keyword.yaml").write_text(
        'openapi: 3.1.0\ninfo: {title: T, version: "1"}\n'
        "paths: {/a: {get: {operationId: a, responses: "
        "{'200': {description: d, content: {application/json: {schema: {tpye: string}}}}}}}}\n"
    )
    (tmp_path / "fixture.yaml").write_text("institutions:\n  - id: tiburon\n")
    return tmp_path


def test_version():
    """--version names the program and its version."""
    assert (
        f"understudy {__version__}\n"
        == CliRunner().invoke(cli.main, ["--version"], prog_name="understudy").stdout
    )


def test_the_options_are_those_promised():
    """`serve` has exactly the options that are documented."""
    words = set(re.findall(r"--[a-z-]+", run("serve", "--help").stdout))

    assert OPTIONS == words


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--port", "{taken}"), "because another program listens there; stop it"),
        (("--host", "203.0.113.9"), "this machine has no such address"),
        (("--fixtures", "{files}/none.yaml"), "none.yaml cannot be read: No such file"),
        (("--fixtures", "{files}"), "cannot be read: Is a directory"),
        (("--fixtures", "{files}/fixture.yaml"), "line 2"),
        (("--spec", "apiture/customer-audiences={files}/none.yaml"), "none.yaml cannot be read"),
        (("--spec", "apiture/customer-audiences={files}/keyword.yaml"), "schema/tpye"),
        (("--spec", "nobody/nothing={files}/keyword.yaml"), "no API named 'nobody/nothing'"),
        (("--spec", "apiture/customer-audiences"), "not of the form NAME=FILE"),
        (("--api", "nobody/nothing"), "choose from apiture/customer-audiences"),
        (("--clock", "frozen:soon"), "no RFC 3339 moment"),
        (("--clock", "sundial"), "use `real`, `frozen`"),
        (("--customers", "-1"), "ask for 0 to"),
        (("--set", "import_seconds"), "--set is not of the form NAME=VALUE"),
        (("--set", "import_secs=3"), "no setting 'import_secs' for --set; choose from: "),
        (("--set", "import_seconds=soon"), "import_seconds cannot be 'soon': The value must be a number"),
        (("--alias", "/a"), "--alias is not of the form [API:][METHOD ]/their/path"),
        (("--alias", "/a=/b"), "there is no operation at /b"),
        (("--alias", "/a/{{b}}=/customerAudiences"), "has the parameters b, our path none"),
        (("--aliases", "{files}/none.yaml"), "none.yaml cannot be read"),
    ],
)
def test_a_fault_of_the_users_is_one_sentence(broken, arguments, sentence):
    """Exit code 2, nothing on standard output, and one line that says what, why and what to do."""
    with listen("127.0.0.1", 0) as taken:
        places = {"files": broken, "taken": taken.getsockname()[1]}
        given = [argument.format(**places) for argument in arguments]
        result = run("serve", *([] if "{taken}" in arguments else ["--port", "0"]), *given)

    assert (2, "") == (result.exit_code, result.stdout)
    assert re.fullmatch(r"Error: [^\n]+\.\n", result.stderr)
    assert sentence in result.stderr


def test_apis_lists_every_operation():
    """One line per operation: id, method and path with its base path, without colours when piped."""
    result = run("apis")
    rows = re.findall(r"^  (\w+) +([A-Z]+) +(/\S+)$", result.stdout, re.MULTILINE)

    assert (0, 168) == (result.exit_code, len(rows))
    assert ("getCustomerAudience", "GET", "/service/customerAudiences/{customerAudienceId}") in rows
    assert "\x1b" not in result.stdout


def test_apis_tells_who_may_call():
    """With --credentials it prints tokens, clients and keys of that seed's server, wherever it listens."""
    one, other = (
        run("apis", "--credentials", "--seed", seed, "--url", "http://mock:80/").stdout for seed in ("1", "2")
    )

    assert "http://mock:80/a/oidc-provider/api/v0/token" in one
    assert "not-a-secret" in one
    assert "BEGIN PRIVATE KEY" in one
    assert one != other


def test_small_populations_are_made_in_silence():
    """Progress is shown above 100,000 customers only."""
    assert shown_progress(100_000) is None


def test_progress_is_plain_lines_when_piped(capsys):
    """Where nobody watches a terminal, a line for each tenth."""
    show = shown_progress(100_001)
    for done in (1_000, 10_001, 10_002, 60_000, 100_001):
        show(done, 100_001)

    lines = capsys.readouterr().err.splitlines()
    assert ["10,001", "60,000", "100,001"] == [line.split()[2] for line in lines]


def test_progress_is_a_bar_on_a_terminal(monkeypatch, capsys):
    """On a terminal a bar that goes away when all are made."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    show = shown_progress(200_000)
    show(100_000, 220_000)
    show(220_000, 220_000)

    assert "Making customers" in capsys.readouterr().err


def await_line(process, wanted):
    """What the server prints, up to and including a line that holds `wanted`."""
    printed = ""
    for line in process.stdout:
        printed += line
        if wanted in line:
            return printed
    raise AssertionError(f"The server ended: {printed}{process.stderr.read()}")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_at_once(number):
    """Ctrl-C and SIGTERM end the server at once, clients or not: exit code 0 and no traceback."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        port = int(re.search(r"http://127\.0\.0\.1:(\d+)", await_line(process, LAST_LINE))[1])
        with (
            socket.create_connection(("127.0.0.1", port)) as idle,
            socket.create_connection(idle.getpeername()) as busy,
        ):
            idle.sendall(b"GET /service/customerAudiences HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert idle.recv(12) == b"HTTP/1.1 401"
            busy.sendall(UNFINISHED)
            started = time.monotonic()
            process.send_signal(number)
            status = process.wait(10)
            seconds = time.monotonic() - started
        errors = process.stderr.read()
    finally:
        process.kill()
        process.communicate()

    assert 0 == status
    assert "Traceback" not in errors
    assert "ERROR" not in errors
    # Half a second on an idle machine; the bound leaves room for a busy one.
    assert seconds < 3


@pytest.mark.slow
def test_a_signal_during_the_start_ends_it_too():
    """SIGTERM while a large population is made: no traceback either."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", "--customers", "3000000"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert "Making customers" in process.stderr.readline()
        process.terminate()
        status = process.wait(20)
        errors = process.stderr.read()
    finally:
        process.kill()
        process.communicate()

    assert 0 == status
    assert "Traceback" not in errors


def started(*options):
    """The server as a program starts it: its process, and the first line that it printed."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", "--customers", "10", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    return process, process.stdout.readline()


@pytest.mark.slow
def test_one_line_of_json_says_where_it_is():
    """--ready-json: addresses and process on one line when requests are answered, and nothing else."""
    process, line = started("--ready-json", "--api", "apiture/customer-audiences")
    ready = json.loads(line)
    with socket.create_connection(("127.0.0.1", int(ready["url"].rpartition(":")[2])), timeout=5):
        pass
    process.send_signal(signal.SIGTERM)
    rest, _ = process.communicate(timeout=20)

    assert {
        "url": ready["url"],
        "pid": process.pid,
        "apis": {"apiture/customer-audiences": f"{ready['url']}/service"},
        "control": f"{ready['url']}/_understudy",
    } == ready
    assert (0, "") == (process.returncode, rest)


@pytest.mark.slow
def test_it_ends_when_nobody_holds_its_input():
    """--until-eof: the server ends once standard input is closed; what is written there is ignored."""
    process, line = started("--ready-json", "--until-eof", "--no-control")
    process.stdin.write("more\n")
    process.stdin.flush()
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.3)
    _, said = process.communicate(timeout=20)

    assert json.loads(line)["control"] is None
    assert (0, "") == (process.returncode, said)


@pytest.mark.slow
@pytest.mark.parametrize(("least", "status"), [("0.1", 0), ("99.9", 1)])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_too_little_coverage_is_exit_code_1(least, status, number):
    """--min-coverage: in the end one sentence if the traffic met less; that of a world now gone counts."""
    process, line = started("--ready-json", "--min-coverage", least)
    ready = json.loads(line)
    world = {"Authorization": "Bearer demo", "Understudy-World": "mine"}
    with httpx.Client(headers=world) as client:
        audiences = f"{ready['apis']['apiture/customer-audiences']}/customerAudiences"
        assert 200 == client.get(audiences).status_code
        assert 204 == client.delete(f"{ready['control']}/worlds/mine").status_code
    process.send_signal(number)
    _, said = process.communicate(timeout=20)
    sentence = (
        r"Error: The traffic covered \d+(\.\d)? % of the contracts \(\d+ of \d+ goals; 167 of 168 operations "
        r"were never called\), but --min-coverage asks for 99\.9 %: send more .+\.\n"
    )

    assert status == process.returncode
    assert bool(status) == bool(re.search(sentence, said))
    assert "Traceback" not in said


@pytest.mark.parametrize("percentage", ["-1", "100.5", "half"])
def test_coverage_is_a_percentage(percentage):
    """--min-coverage takes 0 to 100."""
    result = run("serve", "--min-coverage", percentage)

    assert 2 == result.exit_code
    assert "--min-coverage" in result.stderr


def test_an_unknown_scenario_is_a_sentence():
    """--scenario names ours, or a file."""
    result = run("serve", "--port", "0", "--customers", "10", "--scenario", "other")

    assert 2 == result.exit_code
    assert (
        "There is no scenario 'other': name a YAML file of yours, or one of archived-about" in result.stderr
    )
