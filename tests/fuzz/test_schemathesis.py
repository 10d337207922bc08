"""Schemathesis over the wire against every operation: all phases, all checks, a fresh seed each run."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import yaml
from tests.fuzz.hub import for_workspace
from tests.fuzz.recording import recorded
from tests.support.judge import BESIDE, CONTRACTS, Wire, disagreements, judge_of
from tests.support.server import ROOT, Server, serving
from tests.vendors.banno.desk import TIBURON

from understudy.conformance.sendable import SENDABLE

pytestmark = pytest.mark.slow

ST = Path(sys.executable).with_name("st")
ADMINISTRATOR = "demo-admin"
INSTITUTIONS = "#/components/parameters/institutions"
PHASES = {"examples", "coverage", "fuzzing", "stateful"}
JUDGED_EVERY = 3
HUB = "/hub/v1"


def fuzz(server: Server, prefix: str, contract: Path, folder: Path, *, token: str, seed: int) -> Path:
    """Run `st` as a user would, with every check; the path of its report. Fails with all it printed.

    Only requests that mean another operation than they reach are left out.
    """
    shutil.copy(ROOT / "schemathesis.toml", folder)
    (folder / "sendable.py").write_text(SENDABLE)
    report = folder / "events.ndjson"
    done = subprocess.run(
        [
            *(str(ST), "run", str(contract), "--url", f"{server.url}{prefix}"),
            *("-H", f"Authorization: Bearer {token}", "--checks", "all", "--seed", str(seed)),
            *("--max-examples", "50", "--generation-database", "none", "--no-color"),
            *("--report", "ndjson", "--report-ndjson-path", str(report)),
        ],
        cwd=folder,
        env={**os.environ, "COLUMNS": "200", "SCHEMATHESIS_HOOKS": "sendable.py"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, f"seed {seed}\n{done.stdout[-20_000:]}\n{done.stderr}\n{server.text[-5000:]}"
    return report


def for_caller(contract: Path, folder: Path, token: str) -> Path:
    """A copy of the audiences' contract that says what this caller can do with `institutions` (A-03).

    An analyst may not send it, and gets a 403 for it: the contract's own examples, which all have it,
    would get no further, and how many operations a run reaches would be luck. An administrator may name
    any institution, and for one that does not exist gets a 422: here it can only be TIBURON, and `start`,
    of which random text is no cursor either (A-35), only the first page.
    """
    document = yaml.safe_load(contract.read_text())
    if token == ADMINISTRATOR:
        document["components"]["parameters"]["institutions"]["schema"]["items"] = {"enum": ["TIBURON"]}
        listing = document["paths"]["/customerAudiences/{customerAudienceId}/customers"]["get"]
        for parameter in listing["parameters"]:
            if parameter.get("name") == "start":
                parameter["schema"] = {"enum": [""]}
    else:
        for item in document["paths"].values():
            for operation in item.values():
                if isinstance(operation, dict):
                    parameters = operation.get("parameters", [])
                    parameters[:] = [one for one in parameters if one.get("$ref") != INSTITUTIONS]
    copied = folder / contract.with_suffix(".json").name
    copied.write_text(json.dumps(document, default=str))
    return copied


def for_institution(contract: Path, folder: Path) -> Path:
    """A copy of the segments' contract in which there is one institution, the caller's (S-16).

    Any other is a 403, and a drawn one is always another: hardly a request would get further. The parameter
    has another name too: by its own, Schemathesis takes it for the id of something that no operation makes,
    and starts no chain of calls with an operation that has it, which is each of them. And the file is a text
    without a media type, for in parts that have one Schemathesis expects a number to stay one.
    """
    document = yaml.safe_load(contract.read_text().replace("path.institutionId", "path.ours"))
    components = document["components"]
    components["parameters"]["institutionId"] |= {"name": "ours", "schema": {"enum": [TIBURON]}}
    for link in components["links"].values():
        link["parameters"]["ours"] = link["parameters"].pop("institutionId")
    for path in [path for path in document["paths"] if path.endswith("/import")]:
        del document["paths"][path]["post"]["requestBody"]["content"]["multipart/form-data"]["encoding"]
    paths = document["paths"].items()
    document["paths"] = {path.replace("{institutionId}", "{ours}"): item for path, item in paths}
    copied = folder / contract.with_suffix(".json").name
    copied.write_text(json.dumps(document, default=str))
    return copied


def operation_labels(contract: Path) -> Iterator[str]:
    """`GET /path` for each operation of a contract."""
    for path, item in yaml.safe_load(contract.read_text())["paths"].items():
        for method in item.keys() & {"get", "put", "post", "patch", "delete"}:
            yield f"{method.upper()} {path}"


@pytest.mark.parametrize(
    ("api", "token"),
    [
        pytest.param("hub", "demo", id="hub"),
        pytest.param("hub", ADMINISTRATOR, id="hub-as-operator"),
        pytest.param("hub-legacy", "demo", id="hub-legacy"),
    ],
)
def test_the_hub_keeps_its_contracts(api, token, run_seed, tmp_path):
    """The same for Contacthub, each of whose contracts stands alone: they share paths, and so Allow (405)."""
    print(f"Schemathesis seed: {run_seed}")
    ours = {"hub": CONTRACTS, "hub-legacy": BESIDE}[api][HUB]
    contract = for_workspace(ours, tmp_path)

    with serving("--customers", "1000", "--api", f"contacthub/{api}") as server:
        report = fuzz(server, HUB, contract, tmp_path, token=token, seed=run_seed)

    refuse_disagreements(report, contract, judge_of(HUB, ours).disagreements)


@pytest.mark.parametrize(
    ("prefix", "token"),
    [
        pytest.param("/service", "demo", id="audiences"),
        pytest.param("/bankingAdmin", "demo", id="connections"),
        pytest.param("/service", ADMINISTRATOR, id="audiences-as-administrator"),
        pytest.param("", "demo", id="segments"),
    ],
)
def test_the_server_keeps_its_contract(prefix, token, run_seed, tmp_path):
    """No check fails in any phase, and the second judge agrees about every third exchange."""
    print(f"Schemathesis seed: {run_seed}")
    contract = CONTRACTS[prefix]
    if prefix == "/service":
        contract = for_caller(contract, tmp_path, token)
    if prefix == "":
        contract = for_institution(contract, tmp_path)

    with serving("--customers", "1000") as server:
        report = fuzz(server, prefix, contract, tmp_path, token=token, seed=run_seed)

    refuse_disagreements(report, contract, disagreements)


def refuse_disagreements(report: Path, contract: Path, judged: Callable[[Wire], Iterable[str]]) -> None:
    """Fail unless every phase ran, two thirds of the operations succeeded, and the judges agree."""
    exchanges = list(recorded(report))
    assert {exchange.phase for exchange in exchanges} >= PHASES
    found = [sentence for exchange in exchanges[::JUDGED_EVERY] for sentence in judged(exchange.wire)]
    assert not found, "\n".join(found)
    operations = set(operation_labels(contract))
    succeeded = {
        exchange.operation for exchange in exchanges if 200 <= exchange.wire.status < 300
    } & operations
    assert len(succeeded) >= 2 / 3 * len(operations), operations - succeeded
