"""What the pytest plugin promises, in runs of pytest of their own."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.sources import ROOT

pytest_plugins = ["pytester"]

NOTED = """
import os
from pathlib import Path
import httpx
import pytest

def note(understudy, world):
    with Path(os.environ["NOTES"]).open("a") as notes:
        notes.write(f"{understudy.url} {world.name}\\n")

def create(world, name):
    answer = httpx.post(
        world.url("apiture/customer-audiences") + "/customerAudiences",
        headers=world.headers(),
        json={"name": name, "customerType": "all", "enrollmentState": "customer"},
    )
    assert answer.status_code == 201

def mine(world):
    answer = httpx.get(
        world.url("apiture/customer-audiences") + "/customerAudiences", headers=world.headers()
    )
    return [item["name"] for item in answer.json()["items"] if item["name"].startswith("Mine")]
"""

ISOLATED = (
    NOTED
    + """
@pytest.mark.parametrize("number", range(6))
def test_alone(understudy, world, number):
    note(understudy, world)
    create(world, f"Mine {number}")
    assert mine(world) == [f"Mine {number}"]
    assert [exchange.status for exchange in world.journal()] == [201, 200]
"""
)


@pytest.fixture
def notes(tmp_path, monkeypatch):
    """What tests of the inner run noted, line by line, as words."""
    path = tmp_path / "notes"
    monkeypatch.setenv("NOTES", str(path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return lambda: [line.split() for line in path.read_text().splitlines()]


@pytest.fixture
def lean(monkeypatch):
    """Other plugins of this machine are left out, which are slow to import."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p understudy -p xdist.plugin")


def run(pytester, text, *options):
    """A run of pytest over one file of tests, in a process of its own."""
    pytester.makepyfile(text)
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", *options, timeout=120)


def answers(url):
    """Whether a server still takes connections."""
    try:
        socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=5).close()
    except OSError:
        return False
    return True


@pytest.mark.slow
def test_each_test_has_a_world_of_its_own(pytester, notes, tmp_path, monkeypatch):
    """One server for all tests, one world for each, named after it; both are gone afterwards."""
    monkeypatch.setenv("UNDERSTUDY_CONTROL_TOKEN", "of-another-server")
    result = run(pytester, ISOLATED)

    result.assert_outcomes(passed=6)
    urls, worlds = zip(*notes(), strict=True)
    assert (1, 6) == (len(set(urls)), len(set(worlds)))
    assert all(re.fullmatch(r"test-alone-\d-[0-9a-f]{8}-main", world) for world in worlds)
    assert not answers(urls[0])
    assert [] == list(tmp_path.glob("understudy-*"))


@pytest.mark.slow
def test_workers_share_one_server(pytester, notes, lean, tmp_path):
    """Under xdist one server is started, whichever worker needs it first, and ended with the run."""
    result = run(pytester, ISOLATED, "-n", "2")

    result.assert_outcomes(passed=6)
    urls, worlds = zip(*notes(), strict=True)
    assert (1, 6) == (len(set(urls)), len(set(worlds)))
    assert {"gw0", "gw1"} == {world.rpartition("-")[2] for world in worlds}
    assert not answers(urls[0])
    assert [] == list(tmp_path.glob("understudy-*"))


@pytest.mark.slow
def test_a_crashed_worker_leaves_no_server(pytester, notes, lean):
    """A worker that dies takes the server from nobody, though it started it; it ends with the run."""
    crashing = (
        NOTED
        + """
@pytest.mark.parametrize("number", range(4))
def test_one(understudy, world, number):
    note(understudy, world)
    if number == 1:
        os._exit(1)
"""
    )
    result = run(pytester, crashing, "-n", "1", "--max-worker-restart", "2")

    result.assert_outcomes(passed=3, failed=1)
    ((url, _), *others) = notes()
    assert {url} == {other for other, _ in others}
    assert not answers(url)


@pytest.mark.slow
@pytest.mark.parametrize("options", [[], ["-n", "1"]], ids=["alone", "xdist"])
def test_a_killed_run_leaves_no_server(pytester, notes, lean, options):
    """When pytest itself is killed, the server sees its lifeline end, and ends too."""
    pytester.makepyfile(
        NOTED
        + """
import time

def test_long(understudy, world):
    note(understudy, world)
    time.sleep(60)
"""
    )
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    path = Path(os.environ["NOTES"])
    assert eventually(path.exists)
    ((url, _),) = notes()
    assert answers(url)
    process.kill()
    process.wait()

    assert eventually(lambda: not answers(url))


def eventually(happened):
    """Whether something happens within half a minute."""
    for _ in range(300):
        if happened():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "customers"),
    [([], 40), (["--understudy-options=--customers 90"], 90)],
    ids=["ini", "command"],
)
def test_options_are_those_of_serve(pytester, notes, lean, options, customers):
    """The server's options are those of the configuration, or of the command line in their place."""
    pytester.makeini("[pytest]\nunderstudy_options = --customers 40 --scenario empty-institution\n")
    text = """
def test_it(understudy):
    documents = understudy.world().documents("apiture/audiences")
    assert (len(documents) == 0) is EMPTY
"""
    run(pytester, text.replace("EMPTY", str(not options)), *options).assert_outcomes(passed=1)


@pytest.mark.slow
def test_a_server_that_cannot_start_is_a_sentence(pytester, notes, lean):
    """What the server said is what the tests' errors say."""
    result = run(pytester, ISOLATED, "--understudy-options=--scenario missing.yaml")

    result.assert_outcomes(errors=6)
    result.stdout.fnmatch_lines(["*The server did not start: *There is no scenario 'missing.yaml'*"])


def test_runs_without_the_fixtures_are_left_alone(pytester, lean, tmp_path, monkeypatch):
    """Nothing is started or imported; a suite's own fixture `world` wins over the plugin's."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    text = """
import sys
import pytest

@pytest.fixture
def world():
    return "ours"

def test_it(world):
    assert world == "ours"
    loaded = {name for name in sys.modules if name.startswith("understudy")}
    assert loaded == {"understudy", "understudy.version", "understudy.pytest_plugin"}
"""
    run(pytester, text).assert_outcomes(passed=1)
    assert [] == list(tmp_path.glob("understudy-*"))


@pytest.mark.slow
def test_a_broken_contract_fails_the_test(pytester, notes, lean):
    """world.assert_contract_kept shows exchange, pointer and curl, and no line of ours."""
    text = (
        NOTED
        + """
def test_it(world):
    base = world.url("apiture/customer-audiences")
    httpx.get(base + "/customerAudiences?state=asleep", headers=world.headers())
    world.assert_contract_kept()
"""
    )
    result = run(pytester, text)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["E * GET http://*/_world/test-it-*-main/service/customerAudiences?state=asleep → 400 *"]
    )
    result.stdout.fnmatch_lines(["E *request query /state*"])
    result.stdout.fnmatch_lines(["E *curl -s -X GET *"])
    result.stdout.no_fnmatch_line("*accusation(*")


@pytest.mark.slow
@pytest.mark.parametrize("options", [[], ["-n", "2"]], ids=["alone", "xdist"])
def test_the_example_of_readme_works(pytester, notes, lean, options):
    """README's tests with pytest are complete: they pass as they stand."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (text,) = re.findall(
        r"^```python\n(.*?)^```", readme.partition("## Tests with pytest")[2], re.MULTILINE | re.DOTALL
    )[:1]

    result = run(pytester, text, *options)

    outcomes = result.parseoutcomes()
    assert {"passed"} == set(outcomes)
    assert text.count("\ndef test_") == outcomes["passed"]
