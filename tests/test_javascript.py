"""README's example for JavaScript test runners, run by the Node.js of this machine."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import ROOT


@pytest.mark.slow
def test_the_example_of_readme_works(tmp_path):
    """It starts a server, loads a scenario into a world of its own, asks, and ends the server."""
    node = shutil.which("node")
    assert node, "README's example cannot be run: install Node.js 18 or later (Debian's package is nodejs)."
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    text = re.findall(
        r"^```js\n(.*?)^```", readme.partition("### Tests in JavaScript")[2], re.MULTILINE | re.DOTALL
    )[0]
    (tmp_path / "audiences.test.mjs").write_text(text, encoding="utf-8")

    # The command that README names is beside the interpreter that the package is installed for.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    ended = subprocess.run(
        [node, "--test", "--test-reporter=tap"],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert re.search(r"^# pass 1$", ended.stdout, re.MULTILINE)
    assert re.search(r"^# fail 0$", ended.stdout, re.MULTILINE)
