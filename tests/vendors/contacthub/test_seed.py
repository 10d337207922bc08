"""The documents that a world starts with."""

import shutil

import pytest
from tests.vendors.contacthub.desk import BRANCHES, CORE, EVERYBODY, MARIN, ROOT, TIBURON, seeded

from understudy.errors import FixtureError
from understudy.vendors.contacthub.seed import seed
from understudy.world.clock import FROZEN_AT, Clock
from understudy.world.documents import Documents
from understudy.world.fixtures import load_recipes
from understudy.world.world import build_world


def seed_from(folder, customers=20):
    """The documents seeded from a folder's fixtures."""
    recipe = load_recipes(folder / "world.yaml")
    world = build_world(recipe, seed=1, customers=customers, clock=Clock(at=FROZEN_AT))
    return seed(world, Documents())


@pytest.fixture
def folder(tmp_path):
    """A copy of the fixtures, to be spoiled."""
    return shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")


def test_two_workspaces_with_nodes_of_both_kinds():
    """Each institution has one workspace, with entry nodes and one aggregate node of them."""
    documents = seeded().store.read()

    found = {each.id: each.body["institution"] for each in documents.scan("contacthub/workspaces")}
    assert {TIBURON: "TIBURON", MARIN: "MARIN"} == found
    kinds = [
        (each.body["workspace"] == TIBURON, each.body["type"]) for each in documents.scan("contacthub/nodes")
    ]
    assert [(True, "ENTRY")] * 3 + [(True, "AGGREGATE")] + [(False, "ENTRY")] * 2 + [
        (False, "AGGREGATE")
    ] == kinds
    assert BRANCHES in documents.get("contacthub/nodes", EVERYBODY).body["entryNodes"]
    assert "demo-source" == documents.get("contacthub/sources", CORE).body["token"]


def test_seeding_makes_no_document_of_people(folder):
    """Customers and events are rows: however many there are, the documents are as many."""
    few, many = seed_from(folder, 10), seed_from(folder, 100)

    assert few.collections() == many.collections()
    assert [few.count(name) for name in few.collections()] == [
        many.count(name) for name in many.collections()
    ]


def test_an_institution_of_the_users_own_has_workspace_and_nodes(folder):
    """An institution that the fixtures do not name gets ids that follow from the seed, and the same nodes."""
    recipe = folder / "world.yaml"
    recipe.write_text(recipe.read_text() + "  - {id: ACME, name: Acme Bank, share: 0.5}\n")
    first, second = seed_from(folder), seed_from(folder)

    (own,) = [e for e in first.scan("contacthub/workspaces") if e.body["institution"] == "ACME"]
    assert list(first.scan("contacthub/nodes")) == list(second.scan("contacthub/nodes"))
    nodes = [each.body for each in first.scan("contacthub/nodes") if each.body["workspace"] == own.id]
    assert ["everyone", "enrolled", None] == [node.get("rows") for node in nodes]
    assert 2 == len(nodes[-1]["entryNodes"])


def test_an_institution_that_is_left_out_takes_its_documents_along(folder):
    """A world without the second institution has nothing of its workspace, and still starts."""
    recipe = folder / "world.yaml"
    recipe.write_text(recipe.read_text().partition("  - id: MARIN")[0])
    documents = seed_from(folder)

    for name in ("nodes", "sources", "users"):
        assert {TIBURON} == {each.body["workspace"] for each in documents.scan(f"contacthub/{name}")}


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("nodes", "nodes:", "others:", "has no list `nodes`"),
        ("nodes", "    type: ENTRY\n", "", "it has no `type`"),
        ("nodes", "1c7e5a90-3b24-4d68-8f01-a2b4c6d8e0f1", "branches", "a UUID"),
        ("nodes", "entryNodes: [1c7e5a90", "entryNodes: [00000000", "its entry node"),
        ("nodes", "    type: ENTRY\n", "    type: VIEW\n", "type must be one of ENTRY, AGGREGATE, but is"),
        ("nodes", "    name: Branches\n", "", "name is required but missing"),
        ("nodes", "rows: everyone", "rows: anybody", "rows must be one of everyone"),
        ("nodes", "properties: [externalId]", "properties: externalId", "must be an array"),
        ("workspaces", "    groupPk: 44\n", "", "groupPk is required but missing"),
        ("users", "permission: RW", "permission: WR", "permission must be one of R, RW, W"),
        ("sources", "provider: API", "provider: APP", "provider must be one of API"),
        ("send-sources", "userdbId: 7", "userdbId: seven", "userdbId must be an integer"),
        ("sources", "nodes: [1c7e5a90", "nodes: [00000000", "is none of the workspace"),
        ("sources", "token: demo-browser", "token: demo-source", "its token is that of"),
        ("workspaces", "    institution: TIBURON\n", "", "it has no `institution`"),
        ("users", "{id: 1c7e5a90", "{id: 00000000", "is none of the workspace"),
        ("users", "    id: 229\n", "", "it has no `id`"),
    ],
)
def test_a_fixture_that_makes_no_sense_is_refused(folder, name, old, new, told):
    """Each fault of a fixture is told in a sentence that names the file."""
    path = folder / "contacthub" / f"{name}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))

    with pytest.raises(FixtureError, match=told) as caught:
        seed_from(folder)
    assert f"contacthub/{name}.yaml" in str(caught.value)
