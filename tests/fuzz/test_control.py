"""Schemathesis over the wire against the control API: all phases, all checks, a fresh seed each run."""

import json
from pathlib import Path

import pytest
import yaml
from tests.fuzz.recording import recorded
from tests.fuzz.test_schemathesis import PHASES, fuzz, operation_labels
from tests.support.judge import Judge
from tests.support.server import ROOT, serving

pytestmark = pytest.mark.slow

CONTRACT = ROOT / "specs/understudy/control.yaml"
STREAM = "/worlds/{world}/journal/stream"
WHOLE_WORLDS = ("/worlds/{world}", "/worlds/{world}/reset")


def inside_the_default_world(folder: Path) -> Path:
    """A copy of the contract for fuzzing: what is inside a world is asked of `default`, and no stream.

    With random names, hardly a request would find its world. DELETE of a world's journal, faults or
    coverage empties it, which Schemathesis expects only of paths without parameters. A stream has no end
    that could be waited for; test_streams.py judges it.
    """
    document = yaml.safe_load(CONTRACT.read_text())
    del document["paths"][STREAM]
    paths = {}
    for path, item in document["paths"].items():
        if path not in WHOLE_WORLDS and "{world}" in path:
            item["parameters"] = [each for each in item["parameters"] if not each["$ref"].endswith("/world")]
            path = path.replace("{world}", "default")
            for operation in item.values():
                for response in operation["responses"].values() if isinstance(operation, dict) else ():
                    for link in response.get("links", {}).values():
                        link["parameters"].pop("world")
        paths[path] = item
    document["paths"] = paths
    copied = folder / "control.json"
    copied.write_text(json.dumps(document, default=str))
    return copied


def test_the_control_api_keeps_its_contract(run_seed, tmp_path):
    """No check fails in any phase, and the second judge agrees about every third exchange."""
    print(f"Schemathesis seed: {run_seed}")
    contract = inside_the_default_world(tmp_path)

    with serving("--customers", "200") as server:
        report = fuzz(server, "/_understudy", contract, tmp_path, token="demo", seed=run_seed)
        log = server.text

    exchanges = list(recorded(report))
    assert {exchange.phase for exchange in exchanges} >= PHASES
    judge = Judge("/_understudy", CONTRACT)
    found = [sentence for exchange in exchanges[::3] for sentence in judge.disagreements(exchange.wire)]
    assert not found, "\n".join(found)
    assert "Traceback" not in log
    operations = set(operation_labels(contract))
    succeeded = {
        exchange.operation for exchange in exchanges if 200 <= exchange.wire.status < 300
    } & operations
    assert len(succeeded) >= 0.9 * len(operations), operations - succeeded
