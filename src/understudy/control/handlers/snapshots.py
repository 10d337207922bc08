"""Snapshots of a world: save, list, restore, as files, forget."""

from typing import Any, cast

from understudy.control.desk import Desk, world_in, world_of
from understudy.control.shown import size, world_shown
from understudy.errors import FixtureError, Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running
from understudy.world import snapshots
from understudy.world.clock import timestamp
from understudy.world.world import World

__all__ = [
    "delete_snapshot",
    "download_snapshot",
    "list_snapshots",
    "restore_snapshot",
    "save_snapshot",
    "upload_snapshot",
]


def list_snapshots(request: Request, desk: Desk) -> Reply:
    """Every snapshot of the world."""
    kept = list(world_of(request, desk).snapshots.items())
    return Reply(200, {"items": [shown(name, cast("World", world)) for name, world in kept]})


def save_snapshot(request: Request, desk: Desk) -> Reply:
    """Keep the world as it is now."""
    name = request.path["snapshot"]
    desk.worlds.save(request.path["world"], name)
    return Reply(200, shown(name, kept(request, desk)))


def restore_snapshot(request: Request, desk: Desk) -> Reply:
    """Go back to a snapshot."""
    desk.worlds.restore(request.path["world"], request.path["snapshot"])
    return Reply(200, world_shown(world_of(request, desk)))


def delete_snapshot(request: Request, desk: Desk) -> Reply:
    """Forget a snapshot."""
    desk.worlds.forget(request.path["world"], request.path["snapshot"])
    return Reply(204)


@long_running
def download_snapshot(request: Request, desk: Desk) -> Reply:
    """A snapshot as a file."""
    name = f"{request.path['world']}-{request.path['snapshot']}.json"
    content = snapshots.written(kept(request, desk))
    return Reply(200, content, {"Content-Disposition": f'attachment; filename="{name}"'})


@long_running
def upload_snapshot(request: Request, desk: Desk) -> Reply:
    """Keep what a file holds, if this world can be like that."""
    hosted = world_of(request, desk)
    try:
        world = snapshots.read(request.body, world_in(hosted), "the file")
    except FixtureError as error:
        raise Problem(422, "unusableSnapshot", str(error)) from error
    desk.archive.admit(world)
    desk.worlds.keep(hosted.name, request.path["snapshot"], world)
    return Reply(200, shown(request.path["snapshot"], world))


def kept(request: Request, desk: Desk) -> World:
    """The snapshot that the path names; Problem 404."""
    return cast("World", desk.worlds.snapshot(request.path["world"], request.path["snapshot"]))


def shown(name: str, world: World) -> dict[str, Any]:
    """A snapshot as the contract describes it."""
    return {
        "name": name,
        "now": timestamp(world.clock.now()),
        "exchanges": world.store.exchanges,
        "documents": size(world.store.read()),
    }
