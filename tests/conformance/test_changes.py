"""What a fuzz created and deleted, written down call by call."""

import subprocess
import sys

from tests.conformance.things import contract

from understudy.conformance.changes import HOOK, changes

CALL = """
from types import SimpleNamespace as S
import sys
sys.path.insert(0, ".")
import hook

for method, label, status in (
    ("POST", "POST /things", 201),
    ("POST", "POST /things", 400),
    ("GET", "GET /things", 200),
    ("PUT", "GET /things", 200),
    ("DELETE", "DELETE /things/{thingId}", 204),
):
    request = S(method=method, url=f"http://h/base/things?{method}")
    headers = {"location": ["/a"]} if status == 201 else {}
    answer = S(request=request, status_code=status, headers=headers, content=b"{}")
    hook.after_call(None, S(operation=S(label=label)), answer)
import os
os._exit(9)  # cut short: nothing is flushed any more
"""


def test_what_changes_something_is_written_down_at_once(tmp_path):
    """Successful POST, PUT and DELETE, in their order, though the process was killed right afterwards."""
    (tmp_path / "hook.py").write_text(HOOK)
    (tmp_path / "call.py").write_text(CALL)
    subprocess.run([sys.executable, "call.py"], cwd=tmp_path, check=False, timeout=60)

    assert [
        ("POST", 201, "createThing", {"location": "/a"}),
        ("PUT", 200, "", {}),
        ("DELETE", 204, "deleteThing", {}),
    ] == [(each.method, each.status, each.operation, each.headers) for each in changes(tmp_path, contract())]


def test_where_nothing_was_changed_there_is_nothing(tmp_path):
    """A fuzz that ended before its first call has left no file."""
    assert [] == list(changes(tmp_path, contract()))
