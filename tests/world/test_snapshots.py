"""Snapshots: a world written to a file comes back as it was, or is refused in a sentence."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world.worlds import world
from understudy.errors import FixtureError
from understudy.world.clock import FROZEN_AT
from understudy.world.documents import Due
from understudy.world.members import Members
from understudy.world.snapshots import load, save

names = st.sampled_from(["$members", "$object", "a", "b"])
leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.lists(st.integers(0, 99), max_size=5).map(Members)
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
bodies = st.dictionaries(names, values, max_size=3)
dues = st.none() | st.builds(
    Due,
    st.integers(1, 10**9).map(lambda gap: FROZEN_AT + timedelta(milliseconds=gap)),
    st.sampled_from(["a", "b"]),
)
puts = st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("123"), bodies, dues), max_size=6)


@settings(max_examples=settings.default.max_examples * 3 // 5)
@given(puts, st.integers(0, 10**12), st.integers(0, 5))
def test_a_world_comes_back_as_it_was(tmp_path_factory, changes, step, exchanges):
    """Any documents, members and look-alikes of the marks included, read back equal; so does the clock."""
    path = tmp_path_factory.mktemp("snapshots") / "world.json"
    here = world()
    documents = here.store.read()
    for collection, key, body, due in changes:
        documents = documents.put(collection, key, body, due=due)
    here.store.reset(documents, exchanges=exchanges)
    here.clock.step(timedelta(milliseconds=step))

    save(here, path)
    back = load(path, world())

    assert here.store.read() == back.store.read()
    assert (exchanges, here.clock.now(), "main") == (back.store.exchanges, back.clock.now(), back.name)


def test_a_deleted_document_stays_deleted(tmp_path):
    """Collections that were emptied keep their place in the order in which things fall due."""
    here = world()
    here.store.reset(here.store.read().put("z", "1", {}).delete("z", "1").put("a", "1", {}), exchanges=0)

    save(here, tmp_path / "world.json")

    assert ("z", "a") == load(tmp_path / "world.json", world()).store.read().collections()


def test_saving_replaces_the_file_at_once(tmp_path):
    """The old snapshot stays until the new one is whole; nothing else is left in the folder."""
    path = tmp_path / "world.json"
    save(world(), path)
    here = world()
    here.store.reset(here.store.read().put("a", "1", {}), exchanges=3)
    save(here, path)

    assert [path] == list(tmp_path.iterdir())
    assert 3 == load(path, world()).store.exchanges


def test_an_unwritable_place_is_refused_in_a_sentence(tmp_path):
    """A folder that is not there is named."""
    with pytest.raises(FixtureError, match=r"cannot be written: No such file"):
        save(world(), tmp_path / "nowhere" / "world.json")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"format": "soup"}, "no snapshot of a world"),
        ({"version": 99}, "version 99"),
        ({"seed": 43}, "taken with seed 43"),
        ({"institutions": ["OTHER"]}, "taken with institutions"),
        ({"clock": {}}, "damaged"),
        ({"clock": None}, "damaged"),
        ({"collections": {"a": [{}]}}, "damaged"),
        ({"collections": []}, "damaged"),
        ({"exchanges": None}, "damaged"),
        (
            {
                "collections": {
                    "a": [
                        {
                            "id": "1",
                            "revision": 1,
                            "ordinal": 0,
                            "due": None,
                            "body": {"m": {"$members": "?"}},
                        }
                    ]
                }
            },
            "damaged",
        ),
    ],
)
def test_a_bad_snapshot_is_refused_in_a_sentence(tmp_path, change, why):
    """The error names the file and what is wrong with it, and no world is made of it."""
    path = tmp_path / "world.json"
    save(world(), path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))

    with pytest.raises(FixtureError, match=why) as refusal:
        load(path, world())

    assert str(path) in str(refusal.value)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000])
def test_no_json_is_refused_in_a_sentence(tmp_path, content):
    """An empty, cut, binary or absurdly nested file is refused like any other stranger."""
    path = tmp_path / "world.json"
    path.write_bytes(content)

    with pytest.raises(FixtureError, match="snapshot"):
        load(path, world())


def test_a_missing_snapshot_is_refused_in_a_sentence(tmp_path):
    """The error says that the file is not there."""
    with pytest.raises(FixtureError, match="No such file"):
        load(tmp_path / "world.json", world())
