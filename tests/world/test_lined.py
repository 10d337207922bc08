"""YAML read as JSON with lines; what scenarios make of it is proved with them."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from understudy.errors import FixtureError
from understudy.world.lined import Lined

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def written(folder, text):
    """A file with this text."""
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@given(VALUES)
def test_what_is_written_is_read(tmp_path_factory, value):
    """Any JSON value, written as JSON or in YAML's own ways, is read as it was."""
    folder = tmp_path_factory.getbasetemp()

    assert value == Lined(written(folder, json.dumps(value, ensure_ascii=False)), "file").value
    assert value == Lined(written(folder, yaml.safe_dump(value, allow_unicode=True)), "file").value


def test_everything_has_its_line(tmp_path):
    """A pointer leads to the line of its value, and one that leads nowhere to the nearest around it."""
    lined = Lined(written(tmp_path, "a:\n  - 1\n  - b/c: 2\n    ~d: 3\n"), "file")

    lines = {"": 1, "/a": 2, "/a/0": 2, "/a/1": 3, "/a/1/b~1c": 3, "/a/1/~0d": 4, "/a/1/e": 3, "/x/y": 1}
    for pointer, line in lines.items():
        assert f"The file {tmp_path}/mine.yaml, line {line}, cannot be used: so." == str(
            lined.fault(pointer, "so.")
        )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-01-15", "2026-01-15"),
        ("2026-01-15T12:00:00Z", "2026-01-15T12:00:00Z"),
        ("2026-99-99", "2026-99-99"),
        ("&a [1, 2]", [1, 2]),
        ("{a: &a {b: 1}, c: *a}", {"a": {"b": 1}, "c": {"b": 1}}),
        ("1: x", {"1": "x"}),
        ("", None),
    ],
)
def test_what_json_lacks_is_text(tmp_path, text, value):
    """Dates and keys are the text they are written as; aliases repeat what they name."""
    assert value == Lined(written(tmp_path, text), "file").value


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\n<<: {b: 2}", 2, "key"),
        ("a: !!set {b}", 1, "tag"),
        ("a: !mine b", 1, "quote"),
        ("a: !!binary aGk=", 1, "JSON"),
        ("a: 9223372036854775808", 1, "JSON"),
        ("- 1\n- .inf", 2, "JSON"),
        ("- 1\n- !!int x", 2, "quote"),
        ("a: *b", 1, "alias"),
        ("a: 1\nb: 'x", 2, "YAML"),
        ("a: 1\n--- \nb: 2", 2, "YAML"),
        ("%YAML 9.9\n---\na", 1, "YAML"),
        ('"\\Uffffffff"', 1, "escape"),
        ('- "\\ud800"', 1, "JSON"),
        ('"\\udfff": 1', 1, "key"),
    ],
)
def test_what_no_json_value_is_is_refused(tmp_path, text, line, word):
    """The sentence names the line, and what to do."""
    with pytest.raises(FixtureError, match=rf"mine\.yaml, line {line}, cannot be used: .*{word}"):
        Lined(written(tmp_path, text), "file")


def test_unreadable_files_are_sentences(tmp_path):
    """A file that is not there, or no UTF-8, is told so."""
    (tmp_path / "latin.yaml").write_bytes("name: m\ntitle: café\n".encode("latin-1"))

    with pytest.raises(FixtureError, match=r"cannot be read: .*; name a readable YAML file\."):
        Lined(tmp_path / "missing.yaml", "file")
    with pytest.raises(FixtureError, match=r"line 2, cannot be used: it is not UTF-8"):
        Lined(tmp_path / "latin.yaml", "file")


@pytest.mark.parametrize("text", ["[" * 5_000, "[" * 200 + "]" * 200, "- " * 3_000 + "a"])
def test_deep_files_are_sentences(tmp_path, text):
    """However deeply a file nests."""
    with pytest.raises(FixtureError, match=r"line 1, cannot be used"):
        Lined(written(tmp_path, text), "file")


def test_aliases_cannot_blow_up(tmp_path):
    """Aliases are allowed, but not to repeat each other for ever."""
    text = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(FixtureError, match="200,000 values"):
        Lined(written(tmp_path, text), "file")
