"""The documents that a world starts with."""

import shutil

import pytest
from tests.vendors.banno.desk import DRAFT, EMPTY, LARGER, LISTED, MARIN, ROOT, TIBURON, seeded

from understudy.errors import FixtureError
from understudy.vendors.banno import users
from understudy.vendors.banno.api import VENDOR
from understudy.world.clock import FROZEN_AT, Clock
from understudy.world.documents import Documents
from understudy.world.fixtures import load_recipes
from understudy.world.world import build_world


def seed_from(folder, customers=20):
    """The documents seeded from a folder's fixtures."""
    recipe = load_recipes(folder / "world.yaml")
    world = build_world(recipe, seed=1, customers=customers, clock=Clock(at=FROZEN_AT))
    return VENDOR.seed(world, Documents())


@pytest.fixture
def folder(tmp_path):
    """A copy of the fixtures, to be spoiled."""
    return shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")


def test_the_examples_of_the_contract_are_there():
    """S-04, S-07: institutions, segment and draft of the examples exist; segments of 0, 150 and 151 users."""
    documents = seeded().store.read()

    found = {key: documents.get("banno/institutions", key).body for key in (TIBURON, MARIN)}
    assert {TIBURON: {"institution": "TIBURON"}, MARIN: {"institution": "MARIN"}} == found
    sizes = {
        key: len(documents.get("banno/segments", key).body["members"]) for key in (LISTED, LARGER, EMPTY)
    }
    assert {LISTED: 150, LARGER: 151, EMPTY: 0} == sizes
    assert 150 == len(documents.get("banno/drafts", DRAFT).body["members"])


def test_both_institutions_have_documents_of_their_own():
    """S-16: each institution has segments and drafts."""
    documents = seeded().store.read()

    for collection in ("banno/segments", "banno/drafts"):
        assert {"TIBURON", "MARIN"} == {each.body["institution"] for each in documents.scan(collection)}


def test_seeding_is_repeatable(folder):
    """The same fixtures and seed give the same documents."""
    first, second = seed_from(folder), seed_from(folder)

    assert ("banno/institutions", "banno/drafts", "banno/segments") == first.collections()
    for collection in first.collections():
        assert list(first.scan(collection)) == list(second.scan(collection))


def test_seeding_asks_for_no_users(folder, monkeypatch):
    """The identifiers of users are made when somebody asks for them, not while a server starts."""
    monkeypatch.setattr(users, "identified", lambda *_: pytest.fail("The users are made."))

    assert seed_from(folder).count("banno/segments") == 4


@pytest.mark.parametrize("customers", [0, 1, 20])
def test_a_small_world_has_small_segments(folder, customers):
    """Where there are fewer users than a fixture wants, a segment has those that there are."""
    segments = seed_from(folder, customers).scan("banno/segments")

    assert all(len(segment.body["members"]) <= customers for segment in segments)


def test_an_institution_that_is_left_out_takes_its_documents_along(folder):
    """A world without the second institution has none of its segments, and still starts."""
    recipe = folder / "world.yaml"
    recipe.write_text(recipe.read_text().partition("  - id: MARIN")[0])
    documents = seed_from(folder)

    assert [TIBURON] == [each.id for each in documents.scan("banno/institutions")]
    assert {"TIBURON"} == {segment.body["institution"] for segment in documents.scan("banno/segments")}


def test_a_new_institution_has_an_id_of_its_own(folder):
    """An institution that the fixtures do not name gets a UUID that follows from the seed."""
    recipe = folder / "world.yaml"
    recipe.write_text(recipe.read_text() + "  - {id: ACME, name: Acme Bank, share: 0.5}\n")
    first, second = seed_from(folder), seed_from(folder)

    ids = [each.id for each in first.scan("banno/institutions")]
    assert 3 == len(set(ids))
    assert ids == [each.id for each in second.scan("banno/institutions")]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("drafts", "drafts:", "draft:", "banno/drafts.yaml has no list `drafts`"),
        ("segments", "- id: 7d0c2b9a-1f4e", "- key: 7d0c2b9a-1f4e", "banno/segments.yaml has no `id`"),
        (
            "segments",
            LISTED,
            "7D0C",
            "entry 7D0C of the fixture banno/segments.yaml cannot be used: an id is",
        ),
        ("segments", "    users: {first: 0, count: 150}\n", "", "it has no `users`"),
        ("drafts", "    institution: TIBURON\n", "", f"{DRAFT} of the fixture banno/drafts.yaml"),
        ("drafts", "count: 150", "count: many", f"{DRAFT} of the fixture banno/drafts.yaml"),
        ("institutions", TIBURON, "tiburon", "entry tiburon of the fixture banno/institutions.yaml"),
    ],
)
def test_a_spoiled_fixture_is_named(folder, name, old, new, told):
    """A fixture that cannot be used stops the start with a sentence that names the file and the entry."""
    path = folder / f"banno/{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(FixtureError, match=told):
        seed_from(folder)
