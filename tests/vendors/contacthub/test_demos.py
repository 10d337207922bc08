"""The commands that are printed at start."""

import subprocess

import pytest

from understudy.serving import Options, start
from understudy.vendors.contacthub.demos import DEMOS

ALL = [(name, demo) for name, demos in DEMOS.items() for demo in demos]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "demo"), ALL, ids=[demo.title for _, demo in ALL])
def test_a_demo_works_when_pasted(name, demo):
    """Each command, alone on a new server of any seed, succeeds and answers something."""
    apis = ("contacthub/hub", "contacthub/hub-legacy")
    options = Options(port=0, seed=7, customers=400, apis=apis, log_format="", clock="frozen")
    with start(options) as server:
        base = f"{server.url}/hub/v1"
        command = demo.command.replace("{base}", base).replace("curl -s", "curl --noproxy '*' -sS --fail")
        ended = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)

    assert (0, "") == (ended.returncode, ended.stderr)
    assert len(ended.stdout) > 30


def test_every_api_has_demos():
    """Both APIs have commands, no title twice."""
    assert ["contacthub/hub", "contacthub/hub-legacy"] == list(DEMOS)
    assert len(ALL) == len({demo.title for _, demo in ALL})
