"""Situations to start from: scenarios that are known, and snapshots that were kept."""

from typing import cast

from flask import Blueprint, render_template, request

from understudy.console.forms import changes, json_object, text
from understudy.console.setting import setting, shown_world
from understudy.control.desk import world_in
from understudy.control.shown import size
from understudy.errors import FixtureError, Problem
from understudy.world import snapshots
from understudy.world.world import World

__all__ = ["blueprint"]

blueprint = Blueprint("situations", __name__, url_prefix="/situations")


@blueprint.get("")
def index() -> str:
    """The scenarios and the snapshots of the world."""
    kept = cast("dict[str, World]", shown_world().snapshots)
    rows = [(name, world.clock, size(world.store.read())) for name, world in list(kept.items())]
    return render_template("situations.html", rows=rows, scenarios=setting().desk.scenarios.known.values())


@blueprint.post("/scenario")
@changes("situations.index")
def scenario() -> str:
    """Put the world into a situation."""
    desk, name = setting().desk, text("name")
    known = desk.scenarios.known.get(name)
    if known is None:
        raise Problem(422, "unknownScenario", f"There is no scenario {name[:60]!r}: choose one of the list.")
    desk.scenarios.run(known, shown_world(), desk)
    return f"The world is in the situation {name} now."


@blueprint.post("/snapshots")
@changes("situations.index")
def save() -> str:
    """Keep the world as it is now."""
    setting().desk.worlds.save(shown_world().name, text("name"))
    return f"The snapshot {text('name')} was saved."


@blueprint.post("/upload")
@changes("situations.index")
def upload() -> str:
    """Keep what a downloaded file holds as a snapshot."""
    hosted, desk, given = shown_world(), setting().desk, request.files.get("file")
    content = json_object(given.read() if given else b"")
    try:
        world = snapshots.read(content, world_in(hosted), "the file")
    except FixtureError as error:
        raise Problem(422, "unusableSnapshot", str(error)) from error
    desk.archive.admit(world)
    desk.worlds.keep(hosted.name, text("name"), world)
    return f"The snapshot {text('name')} was taken from the file; restore it to go on from there."


@blueprint.post("/snapshots/<name>/restore")
@changes("situations.index")
def restore(name: str) -> str:
    """Make the world what it was when the snapshot was saved."""
    setting().desk.worlds.restore(shown_world().name, name)
    return f"The world is what it was when {name} was saved."


@blueprint.post("/snapshots/<name>/delete")
@changes("situations.index")
def delete(name: str) -> str:
    """Forget a snapshot."""
    setting().desk.worlds.forget(shown_world().name, name)
    return f"The snapshot {name} was deleted."
