"""The commands that are printed at start."""

import subprocess

import pytest

from understudy.serving import Options, start
from understudy.vendors.banno.demos import DEMOS


@pytest.mark.slow
@pytest.mark.parametrize("demo", DEMOS["banno/segments"], ids=lambda demo: demo.title)
def test_a_demo_works_when_pasted(demo):
    """Each command, alone on a new server of any seed, succeeds and answers something."""
    options = Options(port=0, seed=7, customers=400, apis=("banno/segments",), log_format="", clock="frozen")
    with start(options) as server:
        command = demo.command.replace("{base}", server.url).replace(
            "curl -s", "curl --noproxy '*' -sS --fail"
        )
        ended = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)

    assert (0, "") == (ended.returncode, ended.stderr)
    assert len(ended.stdout) > 30


def test_every_api_has_demos():
    """The vendor's one API has commands."""
    assert ["banno/segments"] == list(DEMOS)
    assert 6 == len({demo.title for demo in DEMOS["banno/segments"]})
