"""Recipes: what a world is made of, and what is said when a file cannot be used."""

from pathlib import Path

import pytest

from understudy.errors import FixtureError
from understudy.world.fixtures import load_recipes

FIXTURES = Path(__file__).parents[2] / "fixtures"


def write(folder: Path, world: str, customers: str = "customers: []") -> Path:
    """A recipe and the customers it may pin, in a folder of their own."""
    (folder / "customers.yaml").write_text(customers)
    path = folder / "world.yaml"
    path.write_text(world)
    return path


BANK = "institutions:\n  - id: BANK\n    pinned: customers.yaml\n"


def test_the_recipe_that_comes_along():
    """Two institutions: one with the connections feature (B-02), one without, a tenth as large."""
    tiburon, marin = load_recipes(FIXTURES / "world.yaml").institutions

    assert ("TIBURON", 1.0, True) == (
        tiburon.id,
        tiburon.share,
        tiburon.features["customerAudienceConnections"],
    )
    assert ("MARIN", 0.1, False) == (marin.id, marin.share, marin.features["customerAudienceConnections"])
    assert (10, 0) == (len(tiburon.pinned), len(marin.pinned))


def test_vendors_find_their_files_beside_the_recipe(tmp_path):
    """A vendor reads its own YAML by name; what an institution says beyond the known is in its recipe."""
    path = write(tmp_path, "institutions: [{id: BANK, nickname: the bank}]", "customers: [1, 2]")
    recipes = load_recipes(path)

    assert {"customers": [1, 2]} == recipes.read("customers.yaml")
    assert "the bank" == recipes.institutions[0].said["nickname"]
    assert ("BANK", 1.0, {}) == (
        recipes.institutions[0].name,
        recipes.institutions[0].share,
        recipes.institutions[0].features,
    )


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("institutions: []", 1, "no institution"),
        ("banks: []", 1, "one key `institutions`"),
        ("- 1", 1, "one key `institutions`"),
        ("", 1, "one key `institutions`"),
        ("institutions:\n  - BANK", 2, "list of mappings"),
        ("institutions:\n  - id: BANK\n  - id: bank", 3, "needs an `id`"),
        ("institutions:\n  - id: BANK\n    share: 2", 3, "from 0 to 1"),
        ("institutions:\n  - id: BANK\n    share: true", 3, "from 0 to 1"),
        ("institutions:\n  - id: BANK\n    features: {a: 1}", 3, "true or false"),
        ("institutions:\n  - id: BANK\n  - id: BANK", 3, "twice"),
        ("institutions:\n  - id: [", 2, "not YAML"),
        ("institutions: \x01", 1, "not YAML"),
    ],
)
def test_a_bad_recipe_is_refused_in_a_sentence(tmp_path, text, line, why):
    """The error names the file, the line and the fault."""
    path = write(tmp_path, text)

    with pytest.raises(FixtureError, match=why) as refusal:
        load_recipes(path)

    assert str(path) in str(refusal.value)
    assert f"line {line}" in str(refusal.value) or "does not allow" in str(refusal.value)


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("phone: '5550100'", "is no phone"),
        ("email: somebody@gmail.com", "is no email"),
        ("data_customer_id: 123", "is no data_customer_id"),
        ("data_customer_id: null", "is no data_customer_id"),
        ("shoe_size: '42'", "cannot have `shoe_size`"),
        ("enrollment: enrolled", "exactly if"),
        ("customer_id: '9dfb049f5672424d7b3b'", "exactly if"),
    ],
)
def test_a_bad_customer_is_refused_in_a_sentence(tmp_path, entry, why):
    """A pinned customer must be well-formed, consistent and nobody real; the error points at the line."""
    path = write(tmp_path, BANK, f"customers:\n  - {{phone: '+12025550100'}}\n  - {entry}\n")

    with pytest.raises(FixtureError, match=why) as refusal:
        load_recipes(path)

    assert "customers.yaml, line 3" in str(refusal.value)


def test_two_customers_cannot_be_one(tmp_path):
    """Ids are unique among the pinned."""
    same = "  - {data_customer_id: '9dfb049f5672424d7b3b'}\n"

    with pytest.raises(FixtureError, match="same `data_customer_id`"):
        load_recipes(write(tmp_path, BANK, f"customers:\n{same}{same}"))


def test_an_unreadable_file_is_refused_in_a_sentence(tmp_path):
    """A missing file, a folder, and bytes that are no UTF-8 are each named."""
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(FixtureError, match="No such file"):
        load_recipes(tmp_path / "nowhere.yaml")
    with pytest.raises(FixtureError, match="directory"):
        load_recipes(tmp_path)
    with pytest.raises(FixtureError, match="not UTF-8"):
        load_recipes(tmp_path / "binary.yaml")
