"""What `understudy.resources` promises."""

import pytest

from understudy import resources


@pytest.mark.parametrize(("name", "file"), [("specs", "KNOWN-DEFECTS.md"), ("fixtures", "world.yaml")])
def test_contracts_and_fixtures_are_found(name, file):
    """Both folders are found, installed or in a checkout."""
    assert (resources.folder(name) / file).is_file()


def test_what_is_installed_comes_first(tmp_path, monkeypatch):
    """A folder inside the package is taken before one beside it."""
    (tmp_path / "a" / "b" / "specs").mkdir(parents=True)
    monkeypatch.setattr(resources, "HERE", tmp_path / "a" / "b")

    assert tmp_path / "a" / "b" / "specs" == resources.folder("specs")
    assert tmp_path / "fixtures" == resources.folder("fixtures")
