"""The files of a report."""

import json

import pytest
from tests.conformance.report.runs import exchange, finding, run

from understudy.conformance.report import write
from understudy.conformance.report.json_report import from_json
from understudy.conformance.report.write import report_folder, write_reports
from understudy.errors import RunFailed, UsageError

NAMES = {"badge.svg", "exchanges.har", "junit.xml", "report.html", "report.json", "sarif.json"}


def test_all_files_are_written(tmp_path):
    """Six files in a folder that is made, and nothing else."""
    folder = tmp_path / "a" / "b"
    written = write_reports(run(), folder)

    assert NAMES == {path.name for path in written} == {path.name for path in folder.iterdir()}
    assert run() == from_json((folder / "report.json").read_bytes(), where="report.json")
    assert "2.1.0" == json.loads((folder / "sarif.json").read_text())["version"]


def test_no_file_holds_a_credential(tmp_path):
    """A token that was sent, and that the server sent back, is in none of them."""
    token = "a-token-of-some-length"
    seen = exchange(request_headers={"Authorization": f"Bearer {token}"}, body=token.encode())
    found = finding(got=token, curl=f"curl -H {token}", seen=(seen,))
    write_reports(run(findings=(found,), exchanges=(seen,), notes=(token,)), tmp_path)

    assert [] == [path.name for path in tmp_path.iterdir() if token in path.read_text()]


def test_an_earlier_report_is_replaced(tmp_path):
    """The new one takes its place."""
    write_reports(run(seed=1), tmp_path)
    write_reports(run(seed=2), tmp_path)

    assert 2 == json.loads((tmp_path / "report.json").read_text())["seed"]
    assert NAMES == {path.name for path in tmp_path.iterdir()}


def test_a_report_that_cannot_be_made_leaves_the_earlier_one(tmp_path):
    """Nothing is written before everything is made."""
    write_reports(run(seed=1), tmp_path)
    with pytest.raises(RunFailed):
        write_reports(run(seed=2, findings=(finding("no id"),)), tmp_path)

    assert 1 == json.loads((tmp_path / "report.json").read_text())["seed"]


def test_half_a_file_is_never_seen(tmp_path, monkeypatch):
    """A write that fails midway leaves the earlier file, and nothing beside it."""
    write_reports(run(seed=1), tmp_path)
    earlier = (tmp_path / "report.json").read_bytes()

    def full(path, content):
        with path.open("wb") as file:
            file.write(content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write.Path, "write_bytes", full)
    with pytest.raises(UsageError, match="No space left on device"):
        write_reports(run(seed=2), tmp_path)

    assert earlier == (tmp_path / "report.json").read_bytes()
    assert NAMES == {path.name for path in tmp_path.iterdir()}


def test_a_folder_that_cannot_be_made_is_a_mistake_of_usage(tmp_path):
    """A file stands in the way; it can be found out before the run."""
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError, match="cannot be written"):
        report_folder(tmp_path / "file" / "folder")
    assert report_folder(tmp_path / "a" / "made").is_dir()
