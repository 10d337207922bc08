"""Scenarios and snapshots."""

import io
import json
from datetime import timedelta

import pytest
from tests.console.pages import opened

from understudy.world.snapshots import written


@pytest.fixture
def pages():
    return opened()


def upload(pages, content, name="kept"):
    return pages.post("/situations/upload", "/situations", name=name, file=(io.BytesIO(content), "kept.json"))


def test_every_scenario_is_offered_and_can_be_loaded(pages):
    """The world is in the situation afterwards."""
    page = pages.get("/situations").text
    names = list(pages.desk.scenarios.known)
    said = pages.said(pages.post("/situations/scenario", "/situations", name="empty-institution"))

    assert names
    assert all(name in page for name in names)
    assert "good: The world is in the situation empty-institution now." == said
    assert 0 == pages.default.world.store.read().count("apiture/audiences")


def test_an_unknown_scenario_is_a_sentence(pages):
    """Nothing is changed."""
    assert pages.said(pages.post("/situations/scenario", "/situations", name="x")).startswith(
        "bad: There is no"
    )


def test_a_snapshot_is_saved_and_restored(pages):
    """Documents and clock are what they were."""
    world = pages.default.world
    before, now = world.store.read(), world.clock.now()
    saved = pages.said(pages.post("/situations/snapshots", "/situations", name="before"))
    world.store.reset(before.delete("apiture/campaigns", "4c0d9e6fb21a"), exchanges=9)
    world.clock.step(timedelta(days=3))
    restored = pages.said(pages.post("/situations/snapshots/before/restore", "/situations"))

    assert "good: The snapshot before was saved." == saved
    assert "good: The world is what it was when before was saved." == restored
    assert before is world.store.read()
    assert now == world.clock.now()


def test_a_snapshot_is_listed_with_its_file_and_deleted(pages):
    """The link leads to the control API, which has the file."""
    pages.post("/situations/snapshots", "/situations", name="before")
    page = pages.get("/situations").text
    said = pages.said(pages.post("/situations/snapshots/before/delete", "/situations"))

    assert 'href="/worlds/default/snapshots/before/file"' in page
    assert "good: The snapshot before was deleted." == said
    assert {} == pages.default.snapshots


@pytest.mark.parametrize("name", ["", "no spaces", "<b>", "x" * 65])
def test_a_snapshot_needs_a_name(pages, name):
    """One that fits into a path."""
    assert pages.said(pages.post("/situations/snapshots", "/situations", name=name)).startswith("bad: ")
    assert {} == pages.default.snapshots


@pytest.mark.parametrize("action", ["restore", "delete"])
def test_a_snapshot_that_is_not_there_is_a_sentence(pages, action):
    """Nothing is changed."""
    assert pages.said(pages.post(f"/situations/snapshots/none/{action}", "/situations")).startswith("bad: ")


def test_a_downloaded_file_can_be_taken_back(pages):
    """Under any name; it changes the world when it is restored, not before."""
    world = pages.default.world
    content = json.dumps(written(world)).encode()
    before = world.store.read()
    world.store.reset(before.delete("apiture/campaigns", "4c0d9e6fb21a"), exchanges=9)
    said = pages.said(upload(pages, content))
    kept = world.store.read().count("apiture/campaigns")
    pages.post("/situations/snapshots/kept/restore", "/situations")

    assert said.startswith("good: The snapshot kept was taken from the file")
    assert before.count("apiture/campaigns") - 1 == kept
    assert before.count("apiture/campaigns") == world.store.read().count("apiture/campaigns")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff", b'{"format": "understudy-world"}'])
def test_a_file_that_is_no_snapshot_is_a_sentence(pages, content):
    """Nothing is kept."""
    assert pages.said(upload(pages, content)).startswith("bad: ")
    assert {} == pages.default.snapshots
