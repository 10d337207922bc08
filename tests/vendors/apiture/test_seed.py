"""The documents that a world starts with."""

import shutil

import pytest
from tests.vendors.apiture.desk import ROOT, seeded

from understudy.errors import FixtureError
from understudy.vendors.apiture.api import VENDOR
from understudy.world.clock import FROZEN_AT, Clock
from understudy.world.documents import Documents
from understudy.world.fixtures import load_recipes
from understudy.world.world import build_world


def seed_from(folder):
    """The documents seeded from a folder's fixtures."""
    world = build_world(load_recipes(folder / "world.yaml"), seed=1, customers=20, clock=Clock(at=FROZEN_AT))
    return VENDOR.seed(world, Documents())


@pytest.fixture
def folder(tmp_path):
    """A copy of the fixtures, to be spoiled."""
    return shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")


def test_the_documented_examples_are_there():
    """A-04, A-11, A-47: what the pages' examples show exists under their ids."""
    documents = seeded().store.read()

    for collection, keys in {
        "apiture/analysts": [
            "0399abedfd3d",
            "389a2238d9f5c275d172",
            "69fdb75ba971f3291432",
            "22707c1196c6f1c6938e",
        ],
        "apiture/audiences": ["0399abedfd3d", "590c0c441f3241de9526"],
        "apiture/templates": ["0399abed-f13a", "0399abed-f13b"],
        "apiture/campaigns": ["0399abed-fd3d"],
        "apiture/connections": ["0399abed-fd3d", "d62c0701-0d74-4836-83f9-ebf3709442ea"],
    }.items():
        assert [] == [key for key in keys if documents.get(collection, key) is None]


def test_both_institutions_have_documents_of_their_own():
    """A-04: each institution has audiences, a campaign and an insight."""
    documents = seeded().store.read()

    for collection in ("apiture/audiences", "apiture/campaigns", "apiture/insights"):
        institutions = {document.body["institution"] for document in documents.scan(collection)}
        assert {"TIBURON", "MARIN"} == institutions


def test_seeding_is_repeatable(folder):
    """The same fixtures give the same documents."""
    first, second = seed_from(folder), seed_from(folder)

    for collection in first.collections():
        assert list(first.scan(collection)) == list(second.scan(collection))


def test_an_institution_that_is_left_out_takes_its_documents_along(folder):
    """A world without the second institution has none of its audiences, and still starts."""
    recipe = folder / "world.yaml"
    recipe.write_text(recipe.read_text().partition("  - id: MARIN")[0])

    audiences = seed_from(folder).scan("apiture/audiences")

    assert {"TIBURON"} == {audience.body["institution"] for audience in audiences}


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("templates", "templates:", "template:", "templates.yaml has no list `templates`"),
        ("analysts", "id: 0399abedfd3d,", "", "analysts.yaml has no `id`"),
        (
            "audiences",
            "owner: 0399abedfd3d",
            "owner: somebody",
            "0399abedfd3d of the fixture apiture/audiences.yaml",
        ),
        ("audiences", "    source: list\n", "", "it has no `source`"),
        (
            "templates",
            'values: ["250000.00"]',
            'values: ["much"]',
            "0399abed-f13a of the fixture apiture/templates.yaml",
        ),
        (
            "insights",
            "values: [loan]",
            "values: [yacht]",
            "8e41c07ab5d2 of the fixture apiture/insights.yaml",
        ),
        (
            "connections",
            "createdBy: 22707c1196c6f1c6938e",
            "createdBy: 7",
            "fixture apiture/connections.yaml",
        ),
        (
            "audiences",
            'createdAt: "2023-04-14T06:47:53.375Z"\n    updatedAt: "',
            'createdAt: "x"\n    updatedAt: "x',
            "RFC 3339",
        ),
    ],
)
def test_a_spoiled_fixture_is_named(folder, name, old, new, told):
    """A fixture that cannot be used stops the start with a sentence that names the file and the entry."""
    path = folder / f"apiture/{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(FixtureError, match=told):
        seed_from(folder)
